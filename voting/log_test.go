package voting_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// sequence brings the log of "may" up to date.
func (w *world) sequence() {
	w.t.Helper()
	for more := true; more; {
		var err error
		more, err = w.Sequence(w.ctx, "may")
		w.must(err)
	}
}

// verify exports the log of "may" and checks it.
func (w *world) verify() (*ledger.Report, error) {
	w.t.Helper()
	files := fstest.MapFS{}
	w.must(w.ExportLog(w.ctx, nobody, "may", func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: slices.Clone(data)}
		return nil
	}))
	view, err := w.ViewLog(w.ctx, nobody, "may")
	w.must(err)
	return ledger.Verify(files, ledger.Trust{Key: view.Key})
}

// state says where the votes of a receipt are.
func (w *world) state(code string) string {
	w.t.Helper()
	proofs, err := w.ProveReceipt(w.ctx, nobody, "may", code, 0)
	w.must(err)
	if len(proofs) != 1 {
		w.t.Fatalf("%d votes have the receipt %s", len(proofs), code)
	}
	if proofs[0].Waiting {
		return "waiting"
	}
	view, err := w.ViewLog(w.ctx, nobody, "may")
	w.must(err)
	checkpoint, err := ledger.OpenCheckpoint(proofs[0].Checkpoint, view.Key)
	w.must(err)
	w.must(ledger.CheckLeaf(proofs[0].Hashes, checkpoint.Size, checkpoint.Root, proofs[0].Place, proofs[0].Leaf))
	leaf, err := ledger.ParseLeaf(proofs[0].Leaf)
	w.must(err)
	if leaf.H.Code() != code {
		w.t.Errorf("the leaf is of the receipt %s, not %s", leaf.H.Code(), code)
	}
	return "logged"
}

func TestEveryVoteHasOneReceipt(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(3)
		w.openVoting()
		a, nonce := w.voter(1), ledger.Nonce{1, 2, 3}
		first, err := w.Cast(w.ctx, a, "may", 1, nonce)
		w.must(err)
		again, err := w.Cast(w.ctx, a, "may", 1, ledger.Nonce{9})
		w.must(err)
		if first.Receipt != again.Receipt || first.Receipt.Nonce != nonce || first.Receipt.Code != nonce.Hash().Code() {
			t.Errorf("first %+v, again %+v", first.Receipt, again.Receipt)
		}
		_, err = w.Cast(w.ctx, a, "may", 2, nonce)
		w.want(voting.ErrNonceUsed, err)
		_, err = w.Cast(w.ctx, w.voter(2), "may", 2, nonce)
		w.want(voting.ErrNonceUsed, err)
		other, err := w.cast(a, 2)
		w.must(err)
		mine, err := w.MyReceipts(w.ctx, a, "may")
		w.must(err)
		if len(mine) != 2 || mine[0] == mine[1] || !slices.Contains(mine, other.Receipt) || !slices.Contains(mine, first.Receipt) {
			t.Errorf("my receipts are %+v", mine)
		}
	})
}

func TestThePromiseIsKept(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(2)
		w.openVoting()
		w.sequence()
		view, err := w.ViewLog(w.ctx, nobody, "may")
		w.must(err)
		cast, err := w.cast(w.voter(1), 1)
		w.must(err)
		leaf, err := ledger.OpenPromise(cast.Receipt.Promise, view.Key)
		w.must(err)
		if leaf.H.Code() != cast.Receipt.Code {
			t.Error("the promise is about another vote")
		}
		w.sequence()
		if got := w.state(cast.Receipt.Code); got != "waiting" {
			t.Errorf("a single vote is %s at once, which would tell when it was cast", got)
		}
		w.clock.Advance(time.Hour)
		w.sequence()
		if got := w.state(cast.Receipt.Code); got != "logged" {
			t.Errorf("after the delay the vote is %s", got)
		}
		for n := range 50 {
			cast, err = w.cast(w.voter(2+n), 2)
			w.must(err)
		}
		w.sequence()
		if got := w.state(cast.Receipt.Code); got != "logged" {
			t.Errorf("one of fifty is %s", got)
		}
		_, err = w.ProveReceipt(w.ctx, nobody, "may", "0000-0000-0000", 0)
		w.want(voting.ErrReceiptNotFound, err)
		_, err = w.ProveReceipt(w.ctx, nobody, "may", "0000-0000-0001", 0)
		w.want(voting.ErrReceiptMistyped, err)
	})
}

func TestALogFromBeginningToResult(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(4)
		_, err := w.ViewLog(w.ctx, nobody, "may")
		w.want(voting.ErrLogNotBegun, err)
		w.openVoting()
		for n := range 60 {
			_, err := w.cast(w.voter(n), voting.Number(1+n%3))
			w.must(err)
		}
		w.sequence()
		w.decide(clerk, 2, voting.Disqualify, "not the entrant's own work")
		for n := range 5 {
			_, err := w.TakeBack(w.ctx, device(n), "may", voting.Number(1+n%3))
			w.must(err)
		}
		w.clock.Set(start.AddDate(0, 0, 20))
		w.sequence()
		report, err := w.verify()
		w.must(err)
		if report.Votes != 60 || report.Withdrawn != 5 || !report.Closed || report.Result != nil {
			t.Errorf("after the close: %+v", report)
		}
		w.announce()
		w.sequence()
		report, err = w.verify()
		w.must(err)
		r := report.Result
		if r == nil || r.Logged != 60 || r.Counted != 37 || r.Withdrawn != 5 || len(r.Void) != 1 || r.Void[0] != (ledger.Void{Reason: "entry_disqualified", Votes: 18}) {
			t.Errorf("the result is %+v", r)
		}
	})
}

func (w *world) announce() {
	w.t.Helper()
	page, err := w.Awards(w.ctx, clerk, "may")
	w.must(err)
	w.must(w.ChooseWinners(w.ctx, clerk, "may", nil, page.Proposed))
	_, err = w.Announce(w.ctx, clerk, "may", "")
	w.must(err)
}

func TestALogGoesOnAfterARestore(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(2)
		w.openVoting()
		for n := range 55 {
			_, err := w.cast(w.voter(n), voting.Number(1+n%2))
			w.must(err)
		}
		w.sequence()
		waits, err := w.cast(w.voter(99), 1)
		w.must(err)
		before, err := w.ViewLog(w.ctx, nobody, "may")
		w.must(err)
		for _, origin := range []string{"/2", "/3"} {
			w.must(w.RestartLogs(w.ctx))
			report, err := w.verify()
			w.must(err)
			if report.Votes != 55 || !report.Continues || !strings.HasSuffix(report.Origin, origin) || report.Key == before.Key {
				t.Errorf("after a restore: %+v", report)
			}
		}
		mine, err := w.MyReceipts(w.ctx, device(7), "may")
		w.must(err)
		if got := w.state(mine[0].Code); got != "logged" {
			t.Errorf("a vote of before is %s", got)
		}
		w.clock.Advance(time.Hour)
		w.sequence()
		if got := w.state(waits.Receipt.Code); got != "logged" {
			t.Errorf("a vote that waited is %s", got)
		}
		if _, err := w.verify(); err != nil {
			t.Error(err)
		}
	})
}

func TestAMovedCloseReopensTheLog(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(1)
		w.clock.Set(start.AddDate(0, 0, 20))
		w.sequence()
		rounds := []voting.Round{
			{Kind: voting.EntryRound, Opens: start, Closes: start.AddDate(0, 0, 15)},
			{Kind: voting.VoteRound, Opens: start.AddDate(0, 0, 10), Closes: start.AddDate(0, 0, 25)},
		}
		_, err := w.EditContest(w.ctx, clerk, "may", voting.ContestChange{Rounds: &rounds, Reason: "power cut"})
		w.must(err)
		_, err = w.cast(w.voter(1), 1)
		w.must(err)
		w.clock.Set(start.AddDate(0, 0, 25))
		w.sequence()
		report, err := w.verify()
		w.must(err)
		if report.Votes != 1 || !report.Closed {
			t.Errorf("%+v", report)
		}
	})
}
