package voting_test

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"plaudit/voting"
)

func TestVotingRoundIsExact(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(1)
		voter := w.voter(1)
		opens, closes := start.AddDate(0, 0, 10), start.AddDate(0, 0, 20)
		for _, step := range []struct {
			at   time.Time
			want error
		}{{opens.Add(-time.Microsecond), voting.ErrRoundClosed}, {opens, nil}, {closes.Add(-time.Microsecond), nil}, {closes, voting.ErrRoundClosed}} {
			w.clock.Set(step.at)
			if _, err := w.cast(voter, 1); !errors.Is(err, step.want) {
				t.Errorf("at %v: %v, want %v", step.at, err, step.want)
			}
		}
	})
}

func TestCastLimits(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Policy.VotesPerBallot, s.Policy.Period = 2, voting.PeriodDay })
		w.publish(4)
		w.openVoting()
		_, err := w.cast(device(1), 1)
		w.want(voting.ErrVoterRequired, err)
		voter := w.voter(1)
		cast := func(n voting.Number, want voting.Cast) {
			t.Helper()
			got, err := w.cast(voter, n)
			w.must(err)
			got.Receipt = voting.Receipt{}
			if got != want {
				t.Errorf("vote for %d: %+v, want %+v", n, got, want)
			}
		}
		cast(1, voting.Cast{Remaining: 1})
		cast(1, voting.Cast{Remaining: 1, Repeat: true})
		cast(2, voting.Cast{Remaining: 0})
		_, err = w.cast(voter, 3)
		w.want(voting.ErrBallotFull, err)
		_, err = w.cast(voter, 99)
		w.want(voting.ErrEntryNotFound, err)
		back, err := w.TakeBack(w.ctx, voter, "may", 1)
		w.must(err)
		if back != (voting.Cast{Remaining: 1}) {
			t.Errorf("take back: %+v", back)
		}
		cast(3, voting.Cast{Remaining: 0})
		w.clock.Advance(24 * time.Hour)
		cast(1, voting.Cast{Remaining: 1})
		w.wantVotes(map[voting.Number]int{1: 1, 2: 1, 3: 1, 4: 0})
	})
}

// wantVotes compares the counters, and the recount with them.
func (w *world) wantVotes(want map[voting.Number]int) {
	w.t.Helper()
	page, err := w.Standings(w.ctx, clerk, "may", "", 0)
	w.must(err)
	got := map[voting.Number]int{}
	for _, s := range page.Items {
		got[s.Number] = s.Votes
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("votes:\n%s", diff)
	}
	recount, err := w.Recount(w.ctx, "may")
	w.must(err)
	if len(recount.Differences) > 0 {
		w.t.Errorf("recount differs: %+v", recount.Differences)
	}
}

func TestOwnEntryIsRefused(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.submit(device(1), form("我的"))
		w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, "asset 我的") }))
		w.decide(moderator, 1, voting.Approve, "")
		w.openVoting()
		_, err := w.cast(w.voter(1), 1)
		w.want(voting.ErrOwnEntry, err)
		_, err = w.cast(w.voter(2), 1)
		w.must(err)
	})
}

func TestTakeBackWherePolicyForbids(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Policy.Withdrawable = false })
		w.publish(1)
		w.openVoting()
		voter := w.voter(1)
		_, err := w.cast(voter, 1)
		w.must(err)
		_, err = w.TakeBack(w.ctx, voter, "may", 1)
		w.want(voting.ErrVoteFinal, err)
	})
}

func TestCastIsExactUnderParallelRequests(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(20)
		w.openVoting()
		const voters, parallel = 10, 20
		var mu sync.Mutex
		accepted := 0
		var group errgroup.Group
		for v := range voters {
			voter := w.voter(v)
			for n := range parallel {
				group.Go(func() error {
					switch _, err := w.cast(voter, voting.Number(n+1)); {
					case err == nil:
						mu.Lock()
						accepted++
						mu.Unlock()
					case !errors.Is(err, voting.ErrBallotFull):
						return err
					}
					return nil
				})
			}
		}
		w.must(group.Wait())
		recount, err := w.Recount(w.ctx, "may")
		w.must(err)
		if accepted != 30 || recount.Votes != 30 || len(recount.Differences) > 0 {
			t.Errorf("%d accepted, %d in the ballots, differences %v; want 30, 30, none", accepted, recount.Votes, recount.Differences)
		}
	})
}

func TestHundredParallelRequestsOfOneVoterGiveOneVote(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(1)
		w.openVoting()
		var group errgroup.Group
		for range 100 {
			group.Go(func() error {
				if _, err := w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{}); err != nil {
					return err
				}
				_, err := w.cast(device(1), 1)
				return err
			})
		}
		w.must(group.Wait())
		w.wantVotes(map[voting.Number]int{1: 1})
	})
}

func TestProofOfWorkIsSingleUseAndBoundToItsContest(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.ProofBits = 8
		w.contest(nil)
		become := func(n int, p voting.Proof) error {
			_, err := w.BecomeVoter(w.ctx, device(n), "may", p)
			return err
		}
		w.want(voting.ErrProofRequired, become(1, voting.Proof{}))
		proof := w.solve("may")
		wrong := proof
		for i := 0; voting.LeadingZeroBits(wrong.Challenge, wrong.Solution) >= 8; i++ {
			wrong.Solution = "no" + strconv.Itoa(i)
		}
		w.want(voting.ErrProofWrong, become(1, wrong))
		w.must(become(1, proof))
		w.must(become(1, proof)) // a voter already: nothing is asked for
		w.want(voting.ErrChallengeUsed, become(2, proof))

		late := w.solve("may")
		w.clock.Advance(10 * time.Minute)
		w.want(voting.ErrProofExpired, become(2, late))

		settings := voting.DefaultSettings()
		settings.Title, settings.Categories = "Other", []voting.Category{{Slug: "photo", Title: "Photo", Media: []voting.Medium{voting.Photo}}}
		settings.Rounds = []voting.Round{{Kind: voting.VoteRound, Opens: start, Closes: start.AddDate(1, 0, 0)}}
		_, err := w.CreateContest(w.ctx, clerk, "june", settings)
		w.must(err)
		w.want(voting.ErrProofWrong, become(2, w.solve("june")))
	})
}

func (w *world) solve(slug voting.Slug) voting.Proof {
	w.t.Helper()
	challenge, err := w.NewChallenge(w.ctx, nobody, slug, 0)
	w.must(err)
	for i := 0; ; i++ {
		if solution := strconv.Itoa(i); voting.LeadingZeroBits(challenge.Text, solution) >= challenge.Bits {
			return voting.Proof{Challenge: challenge.Text, Solution: solution}
		}
	}
}

func TestAFormMustAge(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.ProofBits = 20
		w.contest(nil)
		view, err := w.ViewContest(w.ctx, nobody, "may")
		w.must(err)
		form, err := w.VoteForm(&view.Contest, view.At)
		w.must(err)
		become := func(n int) error {
			_, err := w.BecomeVoter(w.ctx, device(n), "may", voting.Proof{Form: form})
			return err
		}
		w.want(voting.ErrFormTooFresh, become(1))
		w.clock.Advance(3 * time.Second)
		w.must(become(1))
		w.want(voting.ErrChallengeUsed, become(2))
	})
}

func TestPressureMakesVotersDearer(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.ProofBits = 6
		w.contest(nil)
		challenge, err := w.NewChallenge(w.ctx, nobody, "may", 2)
		if w.must(err); challenge.Bits != 8 {
			t.Errorf("%d bits, want 8", challenge.Bits)
		}
		for i := 0; ; i++ { // what was enough without it
			solution := strconv.Itoa(i)
			if bits := voting.LeadingZeroBits(challenge.Text, solution); bits == 6 || bits == 7 {
				_, err = w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{Challenge: challenge.Text, Solution: solution})
				w.want(voting.ErrProofWrong, err)
				break
			}
		}
		view, err := w.ViewContest(w.ctx, nobody, "may")
		w.must(err)
		form, err := w.VoteForm(&view.Contest, view.At)
		w.must(err)
		w.clock.Advance(11 * time.Second)
		_, err = w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{Form: form, More: 2})
		w.want(voting.ErrFormTooFresh, err)
		w.clock.Advance(time.Second)
		_, err = w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{Form: form, More: 2})
		w.must(err)
		w.ProofBits = 0
		challenge, err = w.NewChallenge(w.ctx, nobody, "may", 4)
		if w.must(err); challenge.Bits != 0 {
			t.Errorf("%d bits while proofs are off", challenge.Bits)
		}
	})
}
