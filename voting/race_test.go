package voting_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"plaudit/voting"
)

// In the middle of a flood of votes the round is closed by hand, and the result
// announced: what was acknowledged is in the result, and nothing else.
func TestNoVoteAfterTheClose(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Awards = nil })
		w.publish(5)
		w.openVoting()
		const voters = 12
		var (
			all      sync.WaitGroup
			accepted atomic.Int64
			flowing  = make(chan struct{})
			once     sync.Once
		)
		actors := make([]voting.Actor, voters)
		for v := range actors {
			actors[v] = w.voter(v)
		}
		for _, voter := range actors {
			all.Go(func() {
				for n := 0; ; n++ { // casts and takes back until the round is closed
					change := int64(1)
					act, err := w.cast(voter, voting.Number(n%5+1))
					if errors.Is(err, voting.ErrBallotFull) {
						change = -1
						act, err = w.TakeBack(w.ctx, voter, "may", voting.Number((n+2)%5+1))
					}
					switch {
					case errors.Is(err, voting.ErrRoundClosed):
						return
					case err != nil:
						t.Error(err)
						return
					case !act.Repeat:
						accepted.Add(change)
					}
					if n == 5 {
						once.Do(func() { close(flowing) })
					}
				}
			})
		}
		<-flowing
		_, err := w.EditContest(w.ctx, clerk, "may", w.closingNow("storm"))
		w.must(err)
		done, err := w.Announce(w.ctx, clerk, "may", "")
		w.must(err)
		all.Wait()
		recount, err := w.Recount(w.ctx, "may")
		w.must(err)
		if recount.Votes != done.Figures.Votes || int64(recount.Votes) != accepted.Load() || recount.FrozenDiffers || len(recount.Differences) > 0 {
			t.Errorf("%d votes were acknowledged, %d announced, %d are there, differences %v",
				accepted.Load(), done.Figures.Votes, recount.Votes, recount.Differences)
		}
	})
}

// together runs the same n times at once and returns the errors.
func together(n int, do func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

func count(errs []error, want error) (n int) {
	for _, err := range errs {
		if errors.Is(err, want) {
			n++
		}
	}
	return n
}

func TestOneOfSeveralDecisionsHolds(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		done := w.submit(nobody, form("作品"))
		w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, "asset 作品") }))
		errs := together(8, func(i int) error {
			who := voting.Actor{Staff: voting.StaffID(fmt.Sprint("mod", i)), Login: fmt.Sprint("mod", i), Grants: moderator.Grants}
			decision, reason := voting.Approve, ""
			if i%2 == 1 {
				decision, reason = voting.Reject, "blurred"
			}
			_, err := w.Decide(w.ctx, who, "may", done.Number, decision, reason)
			return err
		})
		if count(errs, nil) == 0 {
			t.Fatalf("nobody decided: %v", errs)
		}
		item, err := w.QueuedEntry(w.ctx, moderator, "may", done.Number)
		w.must(err)
		for i, step := range item.History { // each begins where the one before ended
			if i > 0 && step.From != item.History[i-1].To {
				t.Errorf("history: %+v", item.History)
			}
		}
		if last := item.History[len(item.History)-1]; last.To != item.State || len(item.History) != 2+count(errs, nil) {
			t.Errorf("%d decisions were answered yes, the history has %d steps and ends with %s, the entry is %s",
				count(errs, nil), len(item.History), last.To, item.State)
		}
	})
}

func TestNoTwoModeratorsClaimTheSame(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		const works = 8
		for i := range works {
			title := fmt.Sprint("work ", i)
			w.submit(voting.Actor{}, form(title))
			w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, voting.AssetID("asset "+title)) }))
		}
		var (
			mu    sync.Mutex
			taken = map[voting.Number]bool{}
		)
		for _, err := range together(works, func(i int) error {
			who := voting.Actor{Staff: voting.StaffID(fmt.Sprint("mod", i)), Grants: moderator.Grants}
			item, err := w.Claim(w.ctx, who, "may")
			if errors.Is(err, voting.ErrNothingToClaim) {
				return nil // all that are left were just being claimed
			}
			mu.Lock()
			defer mu.Unlock()
			if taken[item.Number] {
				t.Errorf("entry %d was claimed twice", item.Number)
			}
			taken[item.Number] = true
			return err
		}) {
			w.must(err)
		}
	})
}

func TestNumbersHaveNoGapsUnderParallelEntries(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		const entries = 20
		errs := together(2*entries, func(i int) error {
			f := form(fmt.Sprint("work ", i))
			f.Phone = fmt.Sprint(13800000000 + i)
			_, err := w.Submit(w.ctx, nobody, "may", f, func(voting.Tx) (voting.AssetID, error) {
				if i%2 == 1 {
					return "", voting.ErrDraftGone // its number is given to another
				}
				return voting.AssetID(fmt.Sprint("asset ", i)), nil
			})
			return err
		})
		page, err := w.Queue(w.ctx, moderator, "may", "", 0, 100)
		w.must(err)
		if count(errs, nil) != entries || len(page.Items) != entries {
			t.Fatalf("%d taken, %d there, want %d: %v", count(errs, nil), len(page.Items), entries, errs)
		}
		for i, item := range page.Items {
			if item.Number != voting.Number(i+1) {
				t.Errorf("entry %d has number %d", i+1, item.Number)
			}
		}
	})
}

func TestTheSameRequestAtOnceMakesOneEntry(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		var made [10]voting.Submitted
		errs := together(len(made), func(i int) (err error) {
			f := form("work")
			f.RequestKey = "key"
			made[i], err = w.Submit(w.ctx, nobody, "may", f, func(voting.Tx) (voting.AssetID, error) {
				return voting.AssetID(fmt.Sprint("asset ", i)), nil
			})
			return err
		})
		fresh := 0
		for i, done := range made {
			w.must(errs[i])
			if !done.Repeat {
				fresh++
			}
			if done.Number != 1 || done.Code != made[0].Code {
				t.Errorf("answered %+v and %+v", made[0], done)
			}
		}
		if fresh != 1 {
			t.Errorf("%d were told that they are the first", fresh)
		}
	})
}
