package voting

import (
	"context"
	"fmt"
	"time"

	"plaudit/voting/review"
)

// ReviewPage is what organisers decide by, and auditors look at.
type ReviewPage struct {
	Contest  ContestView
	Rules    review.Rules
	Run      ReviewRun // the latest search; zero before the first
	Figures  AsideFigures
	Clusters []ClusterView
	Waiting  []ReviewAct // for a second person
	Acts     []ReviewAct // newest first
	Alone    bool        // there is one organiser only
}

// ClusterView is a cluster with what shows how it came about. Without events,
// which are kept for a while only, Hours and Examples are empty.
type ClusterView struct {
	Cluster
	Title    string      // of the work
	To       ReviewState // what Effect is of: releasing what is set aside, or setting it aside again
	Effect   Effect
	Hours    []HourCount // votes for the work, by the hour, without gaps
	Examples []Example
}

// HourCount is how many votes came in one hour.
type HourCount struct {
	At    time.Time
	Votes int
}

// Example is a vote without anything that leads to a voter: the hour, and a
// letter for the subnet and the kind of browser, the same within a cluster only.
type Example struct {
	Hour        time.Time
	Net, Client string // "A", "B" …
	Viewed      bool
}

const (
	maxExamples = 8
	maxHours    = 24 * 31
)

// ViewReview returns the state of the review of doubtful votes.
func (s *Service) ViewReview(ctx context.Context, a Actor, slug Slug) (page ReviewPage, err error) {
	err = s.view(ctx, "read the review of votes", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActSeeReview, slug, Unlocked)
		if err != nil {
			return err
		}
		page = ReviewPage{Rules: review.Current()}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		if page.Run, err = tx.ReviewRun(c.ID); err != nil {
			return err
		}
		aside, err := tx.AsideCounts(c.ID)
		if err != nil {
			return err
		}
		page.Figures = asideFigures(aside)
		if err := page.clusters(tx, &c); err != nil {
			return err
		}
		if page.Waiting, err = tx.Proposals(c.ID); err != nil {
			return err
		}
		organisers, err := tx.CountOrganisers(c.ID)
		if err != nil {
			return err
		}
		page.Alone = organisers < 2
		acts, err := tx.ReviewActs(c.ID)
		for i := range acts {
			page.Acts = append(page.Acts, acts[len(acts)-1-i])
		}
		return err
	})
	return page, err
}

func (page *ReviewPage) clusters(tx Tx, c *Contest) error {
	clusters, err := tx.Clusters(c.ID)
	if err != nil || len(clusters) == 0 {
		return err
	}
	counts, err := tx.Counts(c.ID, counted())
	if err != nil {
		return err
	}
	var numbers []Number
	for _, k := range clusters {
		numbers = append(numbers, k.Number)
	}
	shown, err := shownByNumber(tx, &page.Contest, numbers)
	if err != nil {
		return err
	}
	for _, k := range clusters {
		v := ClusterView{Cluster: k, Title: shown[k.Number].Title, To: VotesCounted}
		if k.State == VotesCounted {
			v.To = VotesPending
		}
		ballots, err := tx.ReviewBallots(c.ID, k.ClusterKey)
		if err != nil {
			return err
		}
		v.Effect = effect(counts, c, k.State, v.To, ballots)
		if err := v.readEvents(tx, c); err != nil {
			return err
		}
		page.Clusters = append(page.Clusters, v)
	}
	return nil
}

func (v *ClusterView) readEvents(tx Tx, c *Contest) error {
	nets, clients := map[uint32]string{}, map[uint32]string{}
	letter := func(known map[uint32]string, of uint32) string {
		if known[of] == "" {
			known[of] = letters(len(known))
		}
		return known[of]
	}
	return tx.ClusterEvents(c.ID, v.ClusterKey, func(e VoteEvent) error {
		hour := time.Unix(e.Minute/60*3600, 0).In(c.Location())
		for len(v.Hours) > 0 && len(v.Hours) < maxHours && v.Hours[len(v.Hours)-1].At.Before(hour) {
			v.Hours = append(v.Hours, HourCount{At: v.Hours[len(v.Hours)-1].At.Add(time.Hour)})
		}
		if len(v.Hours) == 0 {
			v.Hours = []HourCount{{At: hour}}
		}
		v.Hours[len(v.Hours)-1].Votes++
		if len(v.Examples) < maxExamples {
			v.Examples = append(v.Examples, Example{hour, letter(nets, e.Net), letter(clients, e.Client), e.Viewed})
		}
		return nil
	})
}

// letters are A … Z, then A1 …
func letters(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return fmt.Sprintf("%c%d", 'A'+n%26, n/26)
}
