package voting_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// trial is one random contest on a real store beside the model of it.
type trial struct {
	*world
	*model
	slug    voting.Slug
	moments []time.Time // worth being at: the edges of the round and of days
}

const (
	trialVoters  = 3
	trialEntries = 5
)

// newTrial draws a contest with its policy, works and voters. Voter 1 has
// entered work 1.
func newTrial(r *rapid.T, w *world, number int) *trial {
	zone := rapid.SampledFrom(zones()).Draw(r, "zone")
	tr := &trial{world: w, slug: voting.Slug(fmt.Sprintf("trial-%d", number)), model: &model{
		midnights: zone.around(), entries: map[voting.Number]*work{}, ballots: map[sheet][]voting.Number{},
	}}
	tr.policy = voting.DefaultPolicy()
	tr.policy.Period = rapid.SampledFrom([]voting.Period{voting.PeriodContest, voting.PeriodDay}).Draw(r, "period")
	tr.policy.VotesPerBallot = rapid.IntRange(1, 4).Draw(r, "votes per ballot")
	tr.policy.VotesPerCategory = rapid.IntRange(0, min(2, tr.policy.VotesPerBallot)).Draw(r, "votes per category")
	tr.policy.Withdrawable = rapid.Bool().Draw(r, "withdrawable")
	tr.opens = zone.midnights[0].Add(-time.Duration(rapid.IntRange(1, 20).Draw(r, "hours before")) * time.Hour)
	tr.closes = zone.midnights[3].Add(time.Duration(rapid.IntRange(1, 20).Draw(r, "hours after")) * time.Hour)
	tr.moments = append([]time.Time{tr.opens, tr.closes}, zone.midnights...)

	settings := voting.DefaultSettings()
	settings.Title, settings.Timezone, settings.Policy = "试", zone.name, tr.policy
	for _, slug := range []voting.Slug{"photo", "mixed"} {
		settings.Categories = append(settings.Categories, voting.Category{Slug: slug, Title: string(slug), Media: []voting.Medium{voting.Photo}})
	}
	settings.Rounds = tr.rounds(tr.closes)
	w.clock.Set(tr.opens.Add(-time.Hour))
	c, err := w.CreateContest(w.ctx, clerk, tr.slug, settings)
	w.must(err)
	for voter := 1; voter <= trialVoters; voter++ {
		_, err := w.BecomeVoter(w.ctx, device(voter), tr.slug, voting.Proof{})
		w.must(err)
	}
	tr.enter(c.ID)
	return tr
}

// enter publishes the works. The first comes in as an entry does, so that it is
// voter 1's own; the others are there at once.
func (tr *trial) enter(id voting.ContestID) {
	f := form("作品一")
	_, err := tr.Submit(tr.ctx, device(1), tr.slug, f, attach("asset "+string(tr.slug)))
	tr.must(err)
	tr.must(tr.Store.Update(tr.ctx, func(tx voting.Tx) error {
		if err := tr.AssetReady(tx, voting.AssetID("asset "+tr.slug)); err != nil {
			return err
		}
		for n := 2; n <= trialEntries; n++ {
			name := fmt.Sprintf("%s-%d", tr.slug, n)
			e := voting.Entry{
				ID: voting.EntryID(name), Contest: id, Number: voting.Number(n), Title: name, CodeMAC: name, Medium: voting.Photo,
				Category: []voting.Slug{"photo", "mixed"}[n%2], State: voting.Approved, Shuffle: int64(n), SubmittedAt: tr.opens,
			}
			if err := tx.InsertEntry(e); err != nil {
				return err
			}
			tr.entries[e.Number] = &work{category: e.Category, public: true}
		}
		return nil
	}))
	_, err = tr.Decide(tr.ctx, clerk, tr.slug, 1, voting.Approve, "")
	tr.must(err)
	tr.entries[1] = &work{category: "photo", public: true, own: 1}
}

func (tr *trial) rounds(closes time.Time) []voting.Round {
	return []voting.Round{
		{Kind: voting.EntryRound, Opens: tr.opens.Add(-2 * time.Hour), Closes: tr.opens},
		{Kind: voting.VoteRound, Opens: tr.opens, Closes: closes},
	}
}

// now is the time that the server goes by.
func (tr *trial) now() time.Time { return tr.clock.Now().UTC().Truncate(time.Microsecond) }

// wander puts the clock to a moment beside an edge, or anywhere, forth or back.
func (tr *trial) wander(r *rapid.T) {
	at := rapid.SampledFrom(tr.moments).Draw(r, "near")
	if rapid.Bool().Draw(r, "at the edge") {
		at = at.Add(time.Duration(rapid.SampledFrom([]int{-1001, -1000, -1, 0, 1, 999, 1000}).Draw(r, "nanoseconds")))
	} else {
		at = at.Add(time.Duration(rapid.Int64Range(-int64(20*time.Hour), int64(20*time.Hour)).Draw(r, "off by")))
	}
	tr.clock.Set(at)
}

// act is one thing that somebody does; it can be tried on a model or done.
type act struct {
	kind  string
	voter int
	entry voting.Number
	to    time.Time
}

func (a act) String() string { return fmt.Sprintf("%s voter %d work %d", a.kind, a.voter, a.entry) }

func (tr *trial) draw(r *rapid.T, kinds ...string) act {
	a := act{kind: rapid.SampledFrom(kinds).Draw(r, "act")}
	a.voter = rapid.IntRange(1, trialVoters).Draw(r, "voter")
	a.entry = voting.Number(rapid.IntRange(1, trialEntries+1).Draw(r, "work")) // the last is not there
	if a.kind == "move" {
		a.to = rapid.SampledFrom(tr.moments).Draw(r, "closes").Add(time.Duration(rapid.IntRange(-1, 1).Draw(r, "µs")) * time.Microsecond)
	}
	return a
}

// expect does the act to a model and returns what must be answered.
func (a act) expect(m *model, now time.Time) said {
	switch e := m.entries[a.entry]; a.kind {
	case "cast":
		return m.cast(a.voter, a.entry, now)
	case "take back":
		return m.takeBack(a.voter, a.entry, now)
	case "move":
		if !m.move(a.to, now) {
			return said{err: voting.ErrBadTimes}
		}
	case "disqualify", "readmit":
		switch {
		case e == nil:
			return said{err: voting.ErrEntryNotFound}
		case e.public != (a.kind == "disqualify"):
			return said{err: voting.ErrWrongState}
		}
		e.public = !e.public
	}
	return said{}
}

// do does the act to the store.
func (tr *trial) do(a act) (got said) {
	switch a.kind {
	case "cast":
		got.Cast, got.err = tr.Cast(tr.ctx, device(a.voter), tr.slug, a.entry, ledger.Nonce{})
		got.Receipt = voting.Receipt{} // log_test.go looks at those
	case "take back":
		got.Cast, got.err = tr.TakeBack(tr.ctx, device(a.voter), tr.slug, a.entry)
	case "move":
		rounds := tr.rounds(a.to)
		_, got.err = tr.EditContest(tr.ctx, clerk, tr.slug, voting.ContestChange{Rounds: &rounds, Reason: "moved"})
	case "disqualify":
		_, got.err = tr.Decide(tr.ctx, clerk, tr.slug, a.entry, voting.Disqualify, "not_own_work")
	case "readmit":
		_, got.err = tr.Decide(tr.ctx, clerk, tr.slug, a.entry, voting.Undo, "")
	}
	if got.err != nil {
		got.Cast = voting.Cast{}
	}
	return got
}

// differences says where the store's ballots and counts are not the model's.
func (tr *trial) differences(m *model) error {
	var wrong []error
	want, voters := m.votes()
	recount, err := tr.Recount(tr.ctx, tr.slug)
	if err != nil {
		return err
	}
	total := 0
	for _, n := range want {
		total += n
	}
	if recount.Votes != total || recount.Voters != voters || len(recount.Differences) > 0 {
		wrong = append(wrong, fmt.Errorf("recounted %d votes of %d voters, differences %v; want %d of %d", recount.Votes, recount.Voters, recount.Differences, total, voters))
	}
	page, err := tr.Standings(tr.ctx, clerk, tr.slug, "", 0)
	if err != nil {
		return err
	}
	for _, s := range page.Items {
		if s.Votes != want[s.Number] {
			wrong = append(wrong, fmt.Errorf("work %d stands at %d, want %d", s.Number, s.Votes, want[s.Number]))
		}
	}
	now := tr.now()
	for voter := 1; voter <= trialVoters; voter++ {
		view, err := tr.MyBallot(tr.ctx, device(voter), tr.slug)
		if err != nil {
			return err
		}
		s := m.sheet(voter, now)
		if !slices.Equal(view.Votes, m.ballots[s]) || view.Remaining != m.remaining(s) || view.Open != m.open(now) {
			wrong = append(wrong, fmt.Errorf("ballot of voter %d at %v: %+v, want %v and %d left", voter, now, view, m.ballots[s], m.remaining(s)))
		}
	}
	return errors.Join(wrong...)
}

// TestVotesAreWhatTheModelSays does random things one after the other, with
// clocks that jump to and fro over the edges of rounds and days.
func TestVotesAreWhatTheModelSays(t *testing.T) {
	eachWorld(t, func(w *world) {
		number := 0
		rapid.Check(t, func(r *rapid.T) {
			number++
			tr := newTrial(r, w, number)
			tr.clock.Set(tr.opens)
			acts := rapid.IntRange(1, 30).Draw(r, "acts")
			for i := range acts {
				if rapid.IntRange(0, 3).Draw(r, "wander") == 0 {
					tr.wander(r)
				}
				a := tr.draw(r, "cast", "cast", "cast", "take back", "take back", "disqualify", "move")
				if e := tr.entries[a.entry]; e != nil && !e.public && rapid.Bool().Draw(r, "readmit") {
					a.kind = "readmit"
				}
				now := tr.now()
				want, got := a.expect(tr.model, now), tr.do(a)
				if !want.equals(got) {
					r.Fatalf("%v at %v: got %v, want %v", a, now, got, want)
				}
				if i%8 > 0 && i < acts-1 { // the answers say most
					continue
				}
				if err := tr.differences(tr.model); err != nil {
					r.Fatalf("after %v at %v: %v", a, now, err)
				}
			}
		})
	})
}

// TestParallelVotesAreThoseOfSomeOrder does a handful of random things at
// once: there must be an order in which they could have been done one by one,
// with the same answers and the same ballots.
func TestParallelVotesAreThoseOfSomeOrder(t *testing.T) {
	eachWorld(t, func(w *world) {
		number := 0
		rapid.Check(t, func(r *rapid.T) {
			number++
			tr := newTrial(r, w, number)
			tr.clock.Set(tr.opens)
			for range rapid.IntRange(1, 4).Draw(r, "batches") {
				acts := make([]act, rapid.IntRange(2, 7).Draw(r, "at once"))
				for i := range acts {
					acts[i] = tr.draw(r, "cast", "cast", "cast", "take back", "disqualify")
				}
				got := make([]said, len(acts))
				var all sync.WaitGroup
				for i, a := range acts {
					all.Go(func() { got[i] = tr.do(a) })
				}
				all.Wait()
				after := tr.explain(tr.model, acts, got, make([]bool, len(acts)), len(acts))
				if after == nil {
					r.Fatalf("no order explains %v with the answers %v: %v", acts, got, tr.differences(tr.model))
				}
				tr.model = after
			}
		})
	})
}

// explain looks for an order of the acts left that gives their answers and,
// at its end, the store's ballots; it returns the model after it, or nil.
func (tr *trial) explain(m *model, acts []act, got []said, done []bool, left int) *model {
	if left == 0 {
		if tr.differences(m) != nil {
			return nil
		}
		return m
	}
	for i, a := range acts {
		if done[i] {
			continue
		}
		next := m.clone()
		if !a.expect(next, tr.now()).equals(got[i]) {
			continue
		}
		done[i] = true
		if after := tr.explain(next, acts, got, done, left-1); after != nil {
			return after
		}
		done[i] = false
	}
	return nil
}
