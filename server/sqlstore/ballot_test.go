package sqlstore_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"plaudit/server/sqlstore"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// voters makes the contest's voters 1 to n.
func (f *fixture) voters(n int) {
	f.t.Helper()
	f.update(func(tx voting.Tx) error {
		for i := range n {
			created, err := tx.InsertVoter(voting.Voter{Contest: f.contest, Key: voterKey(i + 1), Mode: voting.IdentityOpen, Since: start})
			if err != nil || !created {
				return fmt.Errorf("voter %d: created %t, %w", i+1, created, err)
			}
		}
		return nil
	})
}

func vote(e, n int) voting.Vote {
	return voting.Vote{Entry: voting.EntryID(fmt.Sprintf("entry-%d", e)), Number: voting.Number(n), Category: "photo", At: start}
}

// insert stores a vote with a receipt of its own.
func insert(tx voting.Tx, b voting.Ballot, entry int) error {
	v := vote(entry, entry)
	h := sha256.Sum256(fmt.Append(nil, b.Voter, b.Period, entry, len(b.Votes), rand.Int()))
	copy(v.Client[:], h[:])
	return tx.InsertVote(b, v, nil, ledger.VoteLeaf(h, h))
}

func drop(tx voting.Tx, b voting.Ballot, entry int) error {
	return tx.DeleteVote(b, vote(entry, entry), ledger.Nonce{}, ledger.Leaf{Kind: ledger.KindTakeBack})
}

// cast votes as Service.Cast does, without its rules.
func (f *fixture) cast(tx voting.Tx, voter int, period string, entry int) error {
	b, err := tx.LockBallot(f.contest, period, voterKey(voter))
	if err != nil {
		return err
	}
	return insert(tx, b, entry)
}

func TestVoters(t *testing.T) {
	each(t, func(f *fixture) {
		f.voters(1)
		v := voting.Voter{Contest: f.contest, Key: voterKey(1), Mode: voting.IdentityOpen, Since: start}
		f.update(func(tx voting.Tx) error {
			created, err := tx.InsertVoter(v)
			if created {
				t.Error("a voter was created twice")
			}
			got, err2 := tx.Voter(f.contest, v.Key)
			if diff := cmp.Diff(v, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			return errors.Join(err, err2)
		})
		f.refused(voting.ErrVoterRequired, func(tx voting.Tx) error { _, err := tx.Voter(f.contest, voterKey(2)); return err })
		f.refused(voting.ErrVoterRequired, func(tx voting.Tx) error {
			_, err := tx.LockBallot(f.contest, "contest", voterKey(2))
			return err
		})
		f.view(func(tx voting.Tx) error {
			b, err := tx.Ballot(f.contest, "contest", voterKey(2))
			if diff := cmp.Diff(voting.Ballot{Contest: f.contest, Period: "contest", Voter: voterKey(2)}, b); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			return err
		})
	})
}

func TestBallotsKeepTheOrderOfCasting(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("a", "b", "c")
		f.voters(1)
		for _, entry := range []int{3, 1, 2} {
			f.update(func(tx voting.Tx) error { return f.cast(tx, 1, "contest", entry) })
		}
		f.update(func(tx voting.Tx) error {
			b, err := tx.LockBallot(f.contest, "contest", voterKey(1))
			return errors.Join(err, drop(tx, b, 3), drop(tx, b, 3), f.cast(tx, 1, "contest", 3))
		})
		f.view(func(tx voting.Tx) error {
			b, err := tx.Ballot(f.contest, "contest", voterKey(1))
			if diff := cmp.Diff([]voting.Vote{vote(1, 1), vote(2, 2), vote(3, 3)}, b.Votes, cmpopts.IgnoreFields(voting.Vote{}, "Client")); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			other, err2 := tx.Ballot(f.contest, "2026-05-01", voterKey(1))
			if len(other.Votes) > 0 {
				t.Errorf("another period has %v", other.Votes)
			}
			return errors.Join(err, err2)
		})
		err := f.Voting().Update(t.Context(), func(tx voting.Tx) error { return f.cast(tx, 1, "contest", 1) })
		if err == nil {
			t.Error("a second vote for the same entry was stored")
		}
	})
}

// However votes come and go, the counts are what a recount finds, and the
// voters those who have a vote left.
func TestCountsAgreeWithTheBallots(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("a", "b", "c", "d")
		const voters = 5
		f.voters(voters)
		cast := map[string]bool{}
		rapid.Check(t, func(r *rapid.T) {
			voter := rapid.IntRange(1, voters).Draw(r, "voter")
			entry := rapid.IntRange(1, 4).Draw(r, "entry")
			period := rapid.SampledFrom([]string{"2026-05-01", "2026-05-02"}).Draw(r, "period")
			id := fmt.Sprint(voter, " ", period, " ", entry)
			f.update(func(tx voting.Tx) error {
				if !cast[id] {
					return f.cast(tx, voter, period, entry)
				}
				b, err := tx.LockBallot(f.contest, period, voterKey(voter))
				return errors.Join(err, drop(tx, b, entry))
			})
			cast[id] = !cast[id]
			if rapid.IntRange(0, 4).Draw(r, "fold") == 0 {
				f.update(sqlstore.Fold)
			}
			f.checkCounts(cast)
		})
	})
}

func (f *fixture) checkCounts(cast map[string]bool) {
	want, with := map[voting.EntryID]int{}, map[int]bool{}
	for id, is := range cast {
		var (
			voter, entry int
			period       string
		)
		if fmt.Sscan(id, &voter, &period, &entry); is {
			want[voting.EntryID(fmt.Sprintf("entry-%d", entry))]++
			with[voter] = true
		}
	}
	f.view(func(tx voting.Tx) error {
		counts, err1 := tx.Counts(f.contest, nil)
		recount, err2 := tx.Recount(f.contest, []voting.State{voting.Approved})
		some, err3 := tx.VoteCounts(f.contest, []voting.EntryID{"entry-1", "entry-2", "entry-3"})
		voters, err4 := tx.CountVoters(f.contest)
		if diff := cmp.Diff(recount, counts); diff != "" || len(counts) != 4 || voters != len(with) {
			f.t.Errorf("%d voters, want %d; recount -, counts +:\n%s", voters, len(with), diff)
		}
		for i, c := range counts {
			if c.Votes != want[c.Entry] || i < 3 && some[c.Entry] != c.Votes || c.Number != voting.Number(i+1) || c.Category != "photo" {
				f.t.Errorf("counted %+v and %d, want %d", c, some[c.Entry], want[c.Entry])
			}
		}
		return errors.Join(err1, err2, err3, err4, f.checkLeading(tx, counts))
	})
}

// Votes and folds at the same time: nobody waits in a circle, nothing is
// counted twice or not at all.
func TestFoldsUnderVotes(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("a", "b", "c", "d")
		const voters, rounds = 8, 30
		f.voters(voters)
		var casting, folding sync.WaitGroup
		done := make(chan struct{})
		for range 2 {
			folding.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						f.update(sqlstore.Fold)
					}
				}
			})
		}
		cast := map[string]bool{}
		for voter := 1; voter <= voters; voter++ {
			casting.Go(func() {
				for i := range rounds {
					entry := i%4 + 1
					f.update(func(tx voting.Tx) error { return f.cast(tx, voter, "contest", entry) })
					if i%4 == 3 { // take all four back
						f.update(func(tx voting.Tx) error { return f.takeBack(tx, voter, 1, 2, 3, 4) })
					}
				}
			})
			for entry := 1; entry <= rounds%4; entry++ {
				cast[fmt.Sprint(voter, " contest ", entry)] = true
			}
		}
		casting.Wait()
		close(done)
		folding.Wait()
		f.checkCounts(cast)
	})
}

// takeBack removes votes as Service.TakeBack does, without its rules.
func (f *fixture) takeBack(tx voting.Tx, voter int, entries ...int) error {
	b, err := tx.LockBallot(f.contest, "contest", voterKey(voter))
	for _, entry := range entries {
		err = errors.Join(err, drop(tx, b, entry))
	}
	return err
}

// checkLeading holds what is ahead against all counts in order.
func (f *fixture) checkLeading(tx voting.Tx, all []voting.Count) error {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b voting.Count) int { return b.Votes - a.Votes })
	for most := 1; most <= len(all)+1; most++ {
		for _, ties := range []bool{false, true} {
			got, err := tx.Leading(voting.CountQuery{
				Contest: f.contest, States: []voting.State{voting.Approved}, Category: "photo", Most: most, Ties: ties,
			})
			if err != nil {
				return err
			}
			end := min(most, len(all))
			for ties && end < len(all) && all[end].Votes == all[end-1].Votes {
				end++
			}
			if diff := cmp.Diff(all[:end], got); diff != "" {
				f.t.Errorf("the %d ahead, ties %t; want -, got +:\n%s", most, ties, diff)
			}
		}
	}
	return nil
}

func TestAHundredAtOnceAreExact(t *testing.T) {
	each(t, func(f *fixture) {
		titles := make([]string, 100)
		f.insert(titles...)
		f.voters(1)
		const limit = 30
		var (
			all  sync.WaitGroup
			mu   sync.Mutex
			took int
		)
		for entry := 1; entry <= 100; entry++ {
			all.Go(func() {
				err := f.Voting().Update(t.Context(), func(tx voting.Tx) error {
					b, err := tx.LockBallot(f.contest, "contest", voterKey(1))
					if err == nil && len(b.Votes) >= limit {
						err = voting.ErrBallotFull
					}
					if err != nil {
						return err
					}
					return insert(tx, b, entry)
				})
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					took++
				case !errors.Is(err, voting.ErrBallotFull):
					t.Error(err)
				}
			})
		}
		all.Wait()
		f.view(func(tx voting.Tx) error {
			b, err := tx.Ballot(f.contest, "contest", voterKey(1))
			if took != limit || len(b.Votes) != limit {
				t.Errorf("%d accepted, %d on the ballot, want %d", took, len(b.Votes), limit)
			}
			return err
		})
	})
}

func TestChallengesAreSpentOnceAndForgotten(t *testing.T) {
	each(t, func(f *fixture) {
		spend := func(id string) error {
			return f.Voting().Update(t.Context(), func(tx voting.Tx) error { return tx.SpendChallenge(id, f.clock.Now().Add(time.Minute)) })
		}
		if err := spend("old"); err != nil {
			t.Fatal(err)
		}
		if err := spend("old"); !errors.Is(err, voting.ErrChallengeUsed) {
			t.Errorf("spent twice: %v", err)
		}
		f.clock.Advance(time.Minute)
		for i := range 256 {
			if err := spend(fmt.Sprint(i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := spend("old"); err != nil {
			t.Errorf("an expired challenge is still kept: %v", err)
		}
		if err := spend("0"); !errors.Is(err, voting.ErrChallengeUsed) {
			t.Errorf("one that has not expired was forgotten: %v", err)
		}
	})
}
