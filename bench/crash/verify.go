package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// verify holds the server against the ledger and prints the figures. Every contradiction is reported, not only the first.
func verify(ctx context.Context, place *place, staff *client, ledger *ledger) error {
	recovery, err := waitProcessed(ctx, staff)
	if err != nil {
		return err
	}
	total, err := verifyEntries(ctx, staff, ledger)
	tally, tallyErr := place.houses[0].tally(ctx, contest)
	if tallyErr != nil {
		tallyErr = wrong("plaudit tally: %v: %s", tallyErr, tally)
	}
	err = errors.Join(err, tallyErr, verifyBallots(ctx, staff.site, ledger), verifyStandings(ctx, staff, ledger))
	if err != nil {
		return err
	}
	promises, err := verifyPromises(ctx, staff, ledger)
	if err != nil {
		return err
	}
	f := ledger.figures
	var starts []time.Duration
	for _, h := range place.houses {
		starts = append(starts, h.starts...)
	}
	slices.Sort(starts)
	fmt.Printf("tally: %s\n", tally[strings.LastIndexByte(tally, '\n')+1:])
	fmt.Printf("%d answers cut off, %d of them settled by asking; last jobs done %s after the last start; start to ready: median %s, longest %s\n",
		f.CutOff, f.Resolved, recovery.Round(10*time.Millisecond), median(starts), starts[len(starts)-1].Round(time.Millisecond))
	fmt.Printf("%s: %d votes and %d take-backs by %d voters, %d entries acknowledged (%d there): none lost, none twice, none stuck, tally agrees\n",
		place.kills(), f.Votes, f.TakenBack, len(ledger.ballots), f.Entries, total)
	fmt.Printf("%d promises of receipts were given: at the close each vote is in the log\n", promises)
	return nil
}

func median(sorted []time.Duration) time.Duration {
	return sorted[len(sorted)/2].Round(time.Millisecond)
}

// verifyBallots reads every ballot again: exactly the acknowledged votes are on it.
func verifyBallots(ctx context.Context, site site, ledger *ledger) error {
	var (
		mu     sync.Mutex
		wrongs []error
		group  errgroup.Group
	)
	group.SetLimit(16)
	for token := range ledger.ballots {
		group.Go(func() error {
			votes, err := readBallot(ctx, site.as(token))
			if err != nil {
				return err
			}
			if mine := ledger.ballot(token); !slices.Equal(votes, mine) {
				mu.Lock()
				defer mu.Unlock()
				wrongs = append(wrongs, wrong("a ballot has votes %v, acknowledged were %v", votes, mine))
			}
			return nil
		})
	}
	return errors.Join(group.Wait(), errors.Join(wrongs...))
}

// verifyStandings compares the shown counts with the sum of the ledger's ballots.
func verifyStandings(ctx context.Context, staff *client, ledger *ledger) error {
	shown, err := readStandings(ctx, staff)
	for number, votes := range ledger.votes() {
		if shown[number] != votes {
			err = errors.Join(err, wrong("entry %d stands at %d votes, acknowledged were %d", number, shown[number], votes))
		}
	}
	return err
}

// readStandings reads the counts that are shown, by number, of those that have votes.
func readStandings(ctx context.Context, reader *client) (map[int]int, error) {
	shown := map[int]int{}
	for cursor := ""; ; {
		a, err := reader.call(ctx, http.MethodGet, "/contests/"+contest+"/standings?limit=100&cursor="+url.QueryEscape(cursor), nil)
		if err != nil {
			return nil, err
		}
		var page struct {
			Items []struct{ Number, Votes int }
			Next  string
		}
		if !a.is(http.StatusOK) || a.into(&page) != nil {
			return nil, wrong("the standings could not be read: %d %s", a.status, a.body)
		}
		for _, item := range page.Items {
			if item.Votes > 0 {
				shown[item.Number] = item.Votes
			}
		}
		if cursor = page.Next; cursor == "" {
			return shown, nil
		}
	}
}

// verifyEntries finds every acknowledged entry once, by its list and by its code, with its picture. It returns how many
// entries there are.
func verifyEntries(ctx context.Context, staff *client, ledger *ledger) (total int, err error) {
	titles, numbers := map[string]int{}, map[int]bool{}
	for _, state := range []string{"pending", "approved", "refused"} {
		entries, listErr := inState(ctx, staff, state)
		if listErr != nil {
			return 0, listErr
		}
		if state == "refused" && len(entries) > 0 {
			err = errors.Join(err, wrong("%d good pictures were refused, such as number %d", len(entries), entries[0].Number))
		}
		for _, e := range entries {
			if other, twice := titles[e.Title]; twice {
				err = errors.Join(err, wrong("the upload %s is there twice, as %d and %d", e.Title, other, e.Number))
			}
			titles[e.Title], numbers[e.Number] = e.Number, true
		}
	}
	for number, code := range ledger.entries {
		if !numbers[number] {
			err = errors.Join(err, wrong("entry %d was acknowledged and is not there", number))
			continue
		}
		err = errors.Join(err, verifyPicture(ctx, staff, number, code))
	}
	total = len(numbers)
	if most := len(ledger.entries) + ledger.unknown; total > most {
		err = errors.Join(err, wrong("%d entries are there, at most %d were sent", total, most))
	}
	return total, err
}

// verifyPicture asks for an entry by its code, publishes it, and fetches a rendition as the public does.
func verifyPicture(ctx context.Context, staff *client, number int, code string) error {
	nobody := staff.as("")
	a, err := nobody.call(ctx, http.MethodGet, fmt.Sprintf("/contests/%s/status/%s", contest, code), nil)
	if err != nil {
		return err
	}
	var status struct {
		State  string
		Number int
	}
	if !a.is(http.StatusOK) || a.into(&status) != nil || status.Number != number {
		return wrong("code of entry %d: %d %s", number, a.status, a.body)
	}
	if status.State == "pending" {
		if err := approve(ctx, staff, number); err != nil {
			return err
		}
	}
	a, err = nobody.call(ctx, http.MethodGet, fmt.Sprintf("%s/%d", entriesPath, number), nil)
	if err != nil {
		return err
	}
	var shown staffEntry
	if !a.is(http.StatusOK) || a.into(&shown) != nil || len(shown.Renditions) == 0 {
		return wrong("entry %d has no renditions: %d %s", number, a.status, a.body)
	}
	return nobody.fetchPicture(ctx, shown.Renditions[0].URL)
}

// fetchPicture gets a rendition by its address, absolute or from the root.
func (c *client) fetchPicture(ctx context.Context, address string) error {
	at, err := url.Parse(c.base)
	if err != nil {
		return err
	}
	if at, err = at.Parse(address); err != nil {
		return wrong("a rendition's address is %q: %v", address, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return err
	}
	a, err := c.do(request)
	if err != nil {
		return err
	}
	if !a.is(http.StatusOK) || len(a.body) < 3 || a.body[0] != 0xff || a.body[1] != 0xd8 {
		return wrong("the rendition %s is no JPEG: %d, %d bytes", address, a.status, len(a.body))
	}
	return nil
}
