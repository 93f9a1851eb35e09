package voting_test

import (
	crand "crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"plaudit/server/auth"
	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
	"plaudit/voting/ledger"
	"plaudit/voting/review"
)

var auditor = voting.Actor{Staff: "aud", Login: "aud", Grants: []voting.Grant{{Role: voting.Auditor}}}

const (
	crowdSize  = 90
	scriptSize = 30
)

// raid is a contest of five works in which a crowd votes for all, and a script
// on one net for the third without a look.
func (w *world) raid() {
	w.t.Helper()
	w.contest(nil)
	w.publish(5)
	opens := start.AddDate(0, 0, 10)
	for i := range crowdSize {
		w.clock.Set(opens.Add(time.Duration(i) * 144 * time.Minute))
		n := voting.Number(i%5 + 1)
		a := w.from(1000+i, fmt.Sprintf("10.%d.%d.0/24", i/200, i%200), []string{huawei, android}[i%2])
		a.From.Seen = w.mark(a, n)
		_, err := w.cast(a, n)
		w.must(err)
	}
	for i := range scriptSize {
		w.clock.Set(opens.Add(50*time.Hour + time.Duration(i*i%90)*time.Minute))
		_, err := w.cast(w.from(2000+i, "203.0.113.0/24", "curl"), 3)
		w.must(err)
	}
	w.clock.Set(start.AddDate(0, 0, 20))
}

func (w *world) find() voting.ReviewRun {
	w.t.Helper()
	run, err := w.FindDoubts(w.ctx, voting.Actor{System: true}, "may")
	w.must(err)
	return run
}

// clusters are those of the contest in a state.
func (w *world) clusters(state voting.ReviewState) (found []voting.Cluster) {
	w.t.Helper()
	w.must(w.Store.View(w.ctx, func(tx voting.Tx) error {
		c, err := tx.Contest("may", voting.Unlocked)
		if err != nil {
			return err
		}
		all, err := tx.Clusters(c.ID)
		found = slices.DeleteFunc(all, func(k voting.Cluster) bool { return k.State != state })
		return err
	}))
	return found
}

func (w *world) judge(a voting.Actor, k voting.Cluster, to voting.ReviewState) (voting.ReviewDone, error) {
	w.t.Helper()
	return w.JudgeVotes(w.ctx, a, "may", voting.Judgment{Of: k.ClusterKey, To: to, Code: voting.ReviewCodes(to)[0], Reason: "looked at it", Ballots: k.Ballots})
}

func TestAScriptIsSetAsideAndDecidedByPeople(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.raid()
		fair := map[voting.Number]int{1: 18, 2: 18, 3: 18, 4: 18, 5: 18}
		w.wantVotes(map[voting.Number]int{1: 18, 2: 18, 3: 18 + scriptSize, 4: 18, 5: 18})
		_, err := w.Announce(w.ctx, clerk, "may", "")
		w.want(voting.ErrVotesPending, err) // it has looked itself
		w.wantVotes(fair)
		if run := w.find(); run.Found != 0 || run.Votes != crowdSize+scriptSize {
			t.Errorf("a second look: %+v", run)
		}
		pending := w.clusters(voting.VotesPending)
		if len(pending) != 1 || pending[0].Ballots != scriptSize || pending[0].Votes != scriptSize || pending[0].Number != 3 {
			t.Fatalf("set aside: %+v", pending)
		}
		for _, a := range []voting.Actor{auditor, moderator, judge} {
			_, err = w.judge(a, pending[0], voting.VotesVoid)
			w.want(voting.ErrForbidden, err)
		}
		_, err = w.judge(voting.Actor{System: true}, pending[0], voting.VotesVoid)
		w.want(voting.ErrLogin, err) // only people
		stale := pending[0]
		stale.Ballots--
		_, err = w.judge(clerk, stale, voting.VotesVoid)
		w.want(voting.ErrStale, err)

		done, err := w.judge(clerk, pending[0], voting.VotesVoid)
		w.must(err)
		if !done.Single || done.Waits {
			t.Errorf("more than 20 votes, no second organiser: %+v", done)
		}
		w.wantVotes(fair)
		w.must(w.ChooseWinners(w.ctx, clerk, "may", nil, nil))
		w.find() // leaves what people decided
		if void := w.clusters(voting.VotesVoid); len(void) != 1 || void[0].Code != "machine_made" {
			t.Errorf("void: %+v", void)
		}
		_, err = w.judge(clerk, w.clusters(voting.VotesVoid)[0], voting.VotesPending)
		w.must(err)
		_, err = w.judge(clerk, w.clusters(voting.VotesPending)[0], voting.VotesCounted)
		w.must(err)
		w.wantVotes(map[voting.Number]int{1: 18, 2: 18, 3: 18 + scriptSize, 4: 18, 5: 18})
		w.checkActs("counted>pending", "pending>void", "void>pending", "pending>counted")
	})
}

// checkActs compares the records, and what the log commits to with them.
func (w *world) checkActs(want ...string) {
	w.t.Helper()
	w.must(w.Store.View(w.ctx, func(tx voting.Tx) error {
		c, err := tx.Contest("may", voting.Unlocked)
		if err != nil {
			return err
		}
		acts, err := tx.ReviewActs(c.ID)
		var got []string
		for _, a := range acts {
			got = append(got, string(a.Of.State)+">"+string(a.To))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			w.t.Errorf("acts: want -, got +:\n%s", diff)
		}
		return err
	}))
}

func TestTheResultNamesWhatDoesNotCount(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.raid()
		w.sequence()
		w.find()
		_, err := w.judge(clerk, w.clusters(voting.VotesPending)[0], voting.VotesVoid)
		w.must(err)
		winners := []voting.Winner{{Award: "first", Number: 1}}
		w.must(w.ChooseWinners(w.ctx, clerk, "may", nil, winners))
		done, err := w.Announce(w.ctx, clerk, "may", "")
		w.must(err)
		if f := done.Figures; f.Votes != crowdSize || f.Voters != crowdSize || f.Raw != crowdSize+scriptSize || !cmp.Equal(f.Void, map[string]int{"review_machine_made": scriptSize}) {
			t.Errorf("announced %+v", done.Figures)
		}
		w.sequence()
		var r ledger.Result
		w.must(w.Store.View(w.ctx, func(tx voting.Tx) error {
			c, err := tx.Contest("may", voting.Unlocked)
			if err != nil {
				return err
			}
			document, err := tx.LogResult(c.ID)
			return errors.Join(err, json.Unmarshal(document, &r))
		}))
		if r.Logged != crowdSize+scriptSize || r.Counted != crowdSize || len(r.Void) != 1 || r.Void[0] != (ledger.Void{Reason: "review_machine_made", Votes: scriptSize}) {
			t.Errorf("result %+v", r)
		}
	})
}

// Votes that a review found void are named by its reason wherever their works
// are; the others of a work that has left, by that. The announced result and the
// sums that the public saw before say the same.
func TestTheSumsBeforeAndInTheResultAgree(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.raid()
		w.sequence()
		w.clock.Set(start.AddDate(0, 0, 12))
		_, err := w.Votes(w.ctx, device(1), "may")
		w.want(voting.ErrCountsHidden, err)
		w.clock.Set(start.AddDate(0, 0, 20))
		w.find()
		w.decide(clerk, 3, voting.Disqualify, "other")
		sums, err := w.Votes(w.ctx, clerk, "may")
		w.must(err)
		want := voting.VoteFigures{Raw: crowdSize + scriptSize, Counted: crowdSize * 4 / 5, Pending: scriptSize, Void: map[string]int{"entry_disqualified": crowdSize / 5}}
		if diff := cmp.Diff(want, sums); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
		_, err = w.judge(clerk, w.clusters(voting.VotesPending)[0], voting.VotesVoid)
		w.must(err)
		w.must(w.ChooseWinners(w.ctx, clerk, "may", nil, []voting.Winner{{Award: "first", Number: 1}}))
		done, err := w.Announce(w.ctx, clerk, "may", "")
		w.must(err)
		w.sequence()
		log, err := w.ViewLog(w.ctx, clerk, "may")
		w.must(err)
		result, err := ledger.ParseResult(log.Result)
		w.must(err)
		inLog := map[string]int{}
		for _, void := range result.Void {
			inLog[void.Reason] = void.Votes
		}
		want.Pending, want.Void["review_machine_made"] = 0, scriptSize
		if done.Figures.Raw != want.Raw || result.Logged != want.Raw || result.Counted != want.Counted || !cmp.Equal(done.Figures.Void, want.Void) || !cmp.Equal(inLog, want.Void) {
			t.Errorf("announced %+v, in the log %+v, want %+v", done.Figures, result, want)
		}
	})
}

// However ballots are moved while votes come and go, the counts are what the
// ballots hold.
func TestCountsFollowEveryMove(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Policy.VotesPerBallot = 2 })
		w.publish(3)
		w.openVoting()
		const voters = 4
		for v := range voters {
			w.voter(v)
		}
		state := map[int]voting.ReviewState{}
		votes := map[int]map[voting.Number]bool{0: {}, 1: {}, 2: {}, 3: {}}
		rapid.Check(t, func(r *rapid.T) {
			v := rapid.IntRange(0, voters-1).Draw(r, "voter")
			n := voting.Number(rapid.IntRange(1, 3).Draw(r, "work"))
			to := rapid.SampledFrom([]voting.ReviewState{"", "", voting.VotesCounted, voting.VotesPending, voting.VotesVoid}).Draw(r, "to")
			switch {
			case to != "" && to != cmpOr(state[v]):
				if len(votes[v]) > 0 || state[v] != "" {
					w.moveVoter(v, cmpOr(state[v]), to)
					state[v] = to
				}
			case votes[v][n]:
				_, err := w.TakeBack(w.ctx, device(v), "may", n)
				w.must(err)
				delete(votes[v], n)
			case len(votes[v]) < 2:
				_, err := w.cast(device(v), n)
				w.must(err)
				votes[v][n] = true
			}
			want := map[voting.Number]int{1: 0, 2: 0, 3: 0}
			for v, list := range votes {
				for n := range list {
					if cmpOr(state[v]) == voting.VotesCounted {
						want[n]++
					}
				}
			}
			w.wantVotes(want)
			w.wantSums(state, votes)
		})
	})
}

// wantSums holds the kept sums to the ballots.
func (w *world) wantSums(state map[int]voting.ReviewState, votes map[int]map[voting.Number]bool) {
	w.t.Helper()
	want := voting.VoteFigures{Void: map[string]int{}}
	for v, list := range votes {
		want.Raw += len(list)
		switch cmpOr(state[v]) {
		case voting.VotesPending:
			want.Pending += len(list)
		case voting.VotesVoid:
			if len(list) > 0 {
				want.Void["review_other"] += len(list)
			}
		default:
			want.Counted += len(list)
		}
	}
	got, err := w.Votes(w.ctx, clerk, "may")
	w.must(err)
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("sums: want -, got +:\n%s", diff)
	}
	recount, err := w.Recount(w.ctx, "may")
	if w.must(err); recount.TotalsDiffer {
		w.t.Error("a recount finds other sums")
	}
}

func cmpOr(s voting.ReviewState) voting.ReviewState {
	if s == "" {
		return voting.VotesCounted
	}
	return s
}

// moveVoter moves one ballot in the store, whatever people may.
func (w *world) moveVoter(v int, from, to voting.ReviewState) {
	w.t.Helper()
	w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error {
		c, err := tx.Contest("may", voting.Exclusive)
		if err != nil {
			return err
		}
		signals := review.Signal(v + 1)
		ballots, err := tx.ReviewBallots(c.ID, voting.ClusterKey{Number: 1, Signals: signals, State: from})
		if err == nil && len(ballots) == 0 {
			ballots, err = tx.Unreviewed(c.ID, []voting.VoterRef{voting.VoterRef(v + 1)}) // they came in this order
		}
		if err != nil || len(ballots) != 1 {
			return fmt.Errorf("%d ballots of voter %d: %w", len(ballots), v, err)
		}
		ballots[0].Number, ballots[0].Signals = 1, signals
		act := voting.ReviewAct{Contest: c.ID, At: tx.Now(), Of: voting.ClusterKey{State: from}, To: to, Code: "other"}
		return tx.MoveBallots(act, ballots, []byte("{}"), ledger.Nonce{1}, "")
	}))
}

// Where there are two organisers, the act of one waits for the other.
func TestMuchNeedsASecondPerson(t *testing.T) {
	storetest.Each(t, start, func(t *testing.T, db *sqlstore.DB, clock *storetest.Clock) {
		ring, err := voting.NewKeyring(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, ctx: t.Context(), clock: clock, Service: &voting.Service{Store: db.Voting(), Keys: ring, Rand: crand.Reader}}
		w.must(db.Accounts().Update(t.Context(), func(tx auth.Tx) error {
			for _, name := range []string{"clerk", "second", "gone"} {
				user := auth.User{ID: voting.StaffID(name), Login: name, CreatedAt: start, Disabled: name == "gone", Grants: []voting.Grant{{Role: voting.Organiser}}}
				if err := tx.InsertUser(user); err != nil {
					return err
				}
			}
			return nil
		}))
		second := voting.Actor{Staff: "second", Login: "second", Grants: clerk.Grants}
		w.raid()
		w.find()
		done, err := w.judge(clerk, w.clusters(voting.VotesPending)[0], voting.VotesVoid)
		w.must(err)
		if !done.Waits || len(w.clusters(voting.VotesVoid)) > 0 {
			t.Fatalf("one of two organisers did it alone: %+v", done)
		}
		_, err = w.judge(second, w.clusters(voting.VotesPending)[0], voting.VotesCounted)
		w.want(voting.ErrStale, err) // one waits already
		page, err := w.ViewReview(w.ctx, auditor, "may", 0)
		w.must(err)
		if len(page.Waiting) != 1 || page.Alone || len(page.Works) != 1 || len(page.Works[0].Clusters) != 1 || !page.Works[0].Clusters[0].Effect.Awards || len(page.Works[0].Clusters[0].Examples) == 0 {
			t.Fatalf("page: %+v", page)
		}
		id := page.Waiting[0].ID
		_, err = w.ConfirmReview(w.ctx, clerk, "may", id, false)
		w.want(voting.ErrSecondPerson, err)
		_, err = w.ConfirmReview(w.ctx, auditor, "may", id, false)
		w.want(voting.ErrForbidden, err)
		_, err = w.ConfirmReview(w.ctx, second, "may", id, false)
		w.must(err)
		_, err = w.ConfirmReview(w.ctx, second, "may", id, false)
		w.want(voting.ErrStale, err)
		if void := w.clusters(voting.VotesVoid); len(void) != 1 || void[0].Ballots != scriptSize {
			t.Errorf("void: %+v", void)
		}
		w.checkActs("counted>pending", "pending>void")
	})
}
