package voting_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plaudit/voting"
)

// byCode is a contest that votes by code, with three works and open votes.
func (w *world) byCode(change func(*voting.Policy)) {
	w.t.Helper()
	w.contest(func(s *voting.Settings) {
		s.Policy.Identity = voting.IdentityCode
		if change != nil {
			change(&s.Policy)
		}
	})
	w.publish(3)
	w.openVoting()
}

func (w *world) slips(n int) []voting.PrintedSlip {
	w.t.Helper()
	printed, err := w.NewSlips(w.ctx, clerk, "may", n, w.slipToken())
	w.must(err)
	return printed
}

func (w *world) slipToken() string {
	w.t.Helper()
	page, err := w.Slips(w.ctx, clerk, "may")
	w.must(err)
	return page.Token
}

func (w *world) enterCode(a voting.Actor, code string) error {
	_, err := w.BecomeVoter(w.ctx, a, "may", voting.Proof{Code: code})
	return err
}

func (w *world) ballot(a voting.Actor) []voting.Number {
	w.t.Helper()
	view, err := w.MyBallot(w.ctx, a, "may")
	w.must(err)
	return view.Votes
}

func TestACodeOpensOneBallotOnEveryDevice(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(nil)
		slip := w.slips(2)
		_, err := w.cast(device(1), 1)
		w.want(voting.ErrVoterRequired, err)
		created, err := w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{Code: slip[0].Code})
		if w.must(err); !created {
			t.Error("the first device with the code made no voter")
		}
		_, err = w.cast(device(1), 1)
		w.must(err)
		created, err = w.BecomeVoter(w.ctx, device(2), "may", voting.Proof{Code: strings.ToLower(voting.SpokenCode(slip[0].Code))})
		if w.must(err); created {
			t.Error("the second device with the code made a second voter")
		}
		if diff := cmp.Diff([]voting.Number{1}, w.ballot(device(2))); diff != "" {
			t.Errorf("the ballot on the second device: %s", diff)
		}
		repeat, err := w.cast(device(2), 1)
		if w.must(err); !repeat.Repeat {
			t.Error("the second device voted for the entry again")
		}
		for _, n := range []voting.Number{2, 3} {
			_, err = w.cast(device(2), n)
			w.must(err)
		}
		if diff := cmp.Diff([]voting.Number{1, 2, 3}, w.ballot(device(1))); diff != "" {
			t.Errorf("the ballot on the first device: %s", diff)
		}
		// The other slip of the household, on the same phone, and back.
		w.must(w.enterCode(device(1), slip[1].Code))
		if got := w.ballot(device(1)); len(got) != 0 {
			t.Errorf("the second slip opens the ballot %v", got)
		}
		w.must(w.enterCode(device(1), slip[0].Code))
		if got := w.ballot(device(1)); len(got) != 3 {
			t.Errorf("back with the first slip: %v", got)
		}
		_, err = w.BecomeVoter(w.ctx, device(1), "may", voting.Proof{})
		w.must(err)
		_, err = w.BecomeVoter(w.ctx, device(3), "may", voting.Proof{})
		w.want(voting.ErrRequired, err)
	})
}

func TestWrongCodesOpenNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(nil)
		good := w.slips(1)[0].Code
		other := w.slips(1)[0].Code
		w.must(w.RevokeSlips(w.ctx, clerk, "may", voting.SlipRange{From: 2, To: 2}, "搬家"))
		swapped := good[1:2] + good[:1] + good[2:]
		if swapped != good {
			w.want(voting.ErrCodeTyped, w.enterCode(device(1), swapped))
		}
		w.want(voting.ErrCodeWrong, w.enterCode(device(1), other))
		w.want(voting.ErrCodeWrong, w.enterCode(device(1), "0000000000")) // its letters fit together
		is, err := w.IsVoter(w.ctx, device(1), "may")
		if w.must(err); is {
			t.Error("a wrong code made a voter")
		}
	})
}

func TestALostSlipIsReissued(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(nil)
		lost := w.slips(3)[1]
		w.must(w.enterCode(device(1), lost.Code))
		_, err := w.cast(device(1), 1) // whoever found it
		w.must(err)
		printed, err := w.ReissueSlips(w.ctx, clerk, "may", voting.SlipRange{From: 2, To: 2}, "遗失", w.slipToken())
		w.must(err)
		if len(printed) != 1 || printed[0].Serial != 2 || printed[0].Code == lost.Code {
			t.Fatalf("reissued: %v", printed)
		}
		_, err = w.cast(device(1), 2)
		w.want(voting.ErrVoterRequired, err)
		w.want(voting.ErrCodeWrong, w.enterCode(device(1), lost.Code))
		w.must(w.enterCode(device(2), printed[0].Code))
		if diff := cmp.Diff([]voting.Number{1}, w.ballot(device(2))); diff != "" {
			t.Errorf("the new code opens another ballot: %s", diff)
		}
		_, err = w.TakeBack(w.ctx, device(2), "may", 1)
		w.must(err)
		page, err := w.Slips(w.ctx, clerk, "may")
		if w.must(err); page.Issued != 3 || page.Revoked != 0 || page.Voters != 0 {
			t.Errorf("slips: %+v", page)
		}
		w.must(w.RevokeSlips(w.ctx, clerk, "may", voting.SlipRange{From: 1, To: 2}, "作废"))
		_, err = w.cast(device(2), 2)
		w.want(voting.ErrVoterRequired, err)
		for _, r := range []voting.SlipRange{{0, 1}, {2, 4}, {3, 2}} {
			w.want(voting.ErrSlipNotFound, w.RevokeSlips(w.ctx, clerk, "may", r, "x"))
		}
		w.want(voting.ErrReasonRequired, w.RevokeSlips(w.ctx, clerk, "may", voting.SlipRange{From: 3, To: 3}, " "))
	})
}

func TestSlipsAreMadeOnceByWhoMay(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(nil)
		token := w.slipToken()
		_, err := w.NewSlips(w.ctx, clerk, "may", 0, token)
		w.want(voting.ErrBadValue, err)
		printed, err := w.NewSlips(w.ctx, clerk, "may", 100, token)
		w.must(err)
		seen := map[string]bool{}
		for i, slip := range printed {
			if seen[slip.Code] = true; slip.Serial != i+1 {
				t.Errorf("slip %d has serial %d", i, slip.Serial)
			}
		}
		if len(seen) != 100 {
			t.Errorf("%d different codes", len(seen))
		}
		_, err = w.NewSlips(w.ctx, clerk, "may", 100, token) // the page was loaded again
		w.want(voting.ErrSlipsMade, err)
		_, err = w.NewSlips(w.ctx, clerk, "may", 1, "forged")
		w.want(voting.ErrProofWrong, err)
		for _, who := range []voting.Actor{moderator, judge} {
			_, err = w.NewSlips(w.ctx, who, "may", 1, w.slipToken())
			w.want(voting.ErrForbidden, err)
		}
		_, err = w.NewSlips(w.ctx, nobody, "may", 1, w.slipToken())
		w.want(voting.ErrLogin, err)
	})
	eachWorld(t, func(w *world) {
		w.contest(nil)
		_, err := w.Slips(w.ctx, clerk, "may")
		w.want(voting.ErrNoSlips, err)
	})
}

func TestTheDeskVotesOnBehalfOfSomebody(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(func(p *voting.Policy) { p.VotesPerBallot = 2 })
		slip := w.slips(2)
		helper := moderator
		helper.Device = "desk"
		_, err := w.DeskCast(w.ctx, judge, "may", slip[0].Code, []voting.Number{1})
		w.want(voting.ErrForbidden, err)
		_, err = w.DeskCast(w.ctx, helper, "may", slip[0].Code, []voting.Number{1, 2, 3})
		w.want(voting.ErrBallotFull, err)
		view, err := w.DeskBallot(w.ctx, helper, "may", slip[0].Code)
		if w.must(err); len(view.Votes) != 0 || view.Remaining != 2 {
			t.Errorf("after a refusal the ballot holds %v", view)
		}
		view, err = w.DeskCast(w.ctx, helper, "may", slip[0].Code, []voting.Number{2, 1, 2})
		if w.must(err); !cmp.Equal(view.Votes, []voting.Number{2, 1}) || view.Remaining != 0 {
			t.Errorf("cast at the desk: %+v", view)
		}
		_, err = w.DeskCast(w.ctx, helper, "may", slip[0].Code, []voting.Number{1})
		w.must(err) // once more changes nothing
		if is, err := w.IsVoter(w.ctx, helper, "may"); is || err != nil {
			t.Errorf("the desk's own device is a voter: %t, %v", is, err)
		}
		w.must(w.enterCode(device(1), slip[0].Code)) // at home the same ballot
		if got := w.ballot(device(1)); len(got) != 2 {
			t.Errorf("at home: %v", got)
		}
		w.must(w.enterCode(device(2), slip[1].Code))
		_, err = w.cast(device(2), 1)
		w.must(err)
		page, err := w.Slips(w.ctx, clerk, "may")
		if w.must(err); page.Voters != 2 || page.DeskVoters != 1 {
			t.Errorf("%d voters, %d at the desk", page.Voters, page.DeskVoters)
		}
		w.clock.Set(start.AddDate(0, 0, 21))
		_, err = w.DeskCast(w.ctx, helper, "may", slip[1].Code, []voting.Number{2})
		w.want(voting.ErrRoundClosed, err)
		w.must(w.ChooseWinners(w.ctx, clerk, "may", nil, []voting.Winner{{Award: "first", Number: 1}}))
		done, err := w.Announce(w.ctx, clerk, "may", "")
		if w.must(err); !cmp.Equal(done.Figures, voting.Figures{Entries: 3, Voters: 2, Votes: 3, DeskVoters: 1, Raw: 3, Void: map[string]int{}}) {
			t.Errorf("figures: %+v", done.Figures)
		}
	})
}

// Who was helped at the desk and is set aside counts neither as a voter nor as
// one of the desk.
func TestDeskVotersThatAreSetAsideAreNotCounted(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(nil)
		slips := w.slips(2)
		w.openVoting()
		for _, slip := range slips {
			_, err := w.DeskCast(w.ctx, moderator, "may", slip.Code, []voting.Number{1})
			w.must(err)
		}
		for _, want := range []struct {
			to    voting.ReviewState
			from  voting.ReviewState
			count int
		}{
			{voting.VotesPending, voting.VotesCounted, 1},
			{voting.VotesVoid, voting.VotesPending, 1},
			{voting.VotesPending, voting.VotesVoid, 1},
			{voting.VotesCounted, voting.VotesPending, 2},
		} {
			w.moveVoter(0, want.from, want.to)
			page, err := w.Slips(w.ctx, clerk, "may")
			if w.must(err); page.Voters != want.count || page.DeskVoters != want.count {
				t.Errorf("%s: %d voters, %d at the desk, want %d", want.to, page.Voters, page.DeskVoters, want.count)
			}
		}
	})
}

func TestOwnEntryIsKnownByTheDeviceInEveryIdentity(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Policy.Identity = voting.IdentityCode })
		w.submit(device(1), form("晨光"))
		w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, "asset 晨光") }))
		w.decide(moderator, 1, voting.Approve, "")
		w.openVoting()
		code := w.slips(1)[0].Code
		w.must(w.enterCode(device(1), code))
		_, err := w.cast(device(1), 1)
		w.want(voting.ErrOwnEntry, err)
	})
}
