package api_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"plaudit/voting/ledger"
)

// A doubter's whole way: vote, see the receipt wait, find it in the log after
// the close, take the log home and check it.
func TestAReceiptIsFoundInTheLog(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	h.entries("may", 2)
	h.at(day(12))
	voter := h.voter("may")
	vote := voter.put("/contests/may/ballot/1", `{}`).want(201)
	receipt := vote.text("receipt")
	h.sequence()
	found := func(receipt string) any {
		t.Helper()
		return h.nobody().get("/contests/may/log/proof?receipt=" + receipt).want(200).items()[0]["state"]
	}
	if got := found(receipt); got != "waiting" {
		t.Errorf("a single vote is %v at once", got)
	}
	h.at(day(21))
	h.sequence()
	for _, typed := range []string{receipt, vote.text("nonce"), strings.ToLower(strings.ReplaceAll(receipt, "-", "%20"))} {
		if got := found(typed); got != "logged" {
			t.Errorf("after the close %s is %v", typed, got)
		}
	}
	nobody := h.nobody()
	key := strings.TrimSpace(nobody.get("/contests/may/log/key").want(200).body)
	checkpoint := nobody.get("/contests/may/log/checkpoint").want(200).body
	if _, err := ledger.OpenCheckpoint(checkpoint, key); err != nil {
		t.Error(err)
	}
	if first := nobody.get("/contests/may/log/tile/entries/000.p/2").want(200).body; !strings.Contains(first, "policy-v1 ") {
		t.Errorf("the first leaves are %q", first)
	}
	nobody.get("/contests/may/log/tile/entries/000.p/99").want(404)
	nobody.get("/contests/may/log/tile/7/../../key").want(404)
	body := []byte(nobody.get("/contests/may/export/log.zip").want(200).body)
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	check(t, err)
	report, err := ledger.Verify(archive, ledger.Trust{Key: key, Checkpoint: checkpoint})
	check(t, err)
	if report.Votes != 1 || !report.Closed {
		t.Errorf("%+v", report)
	}
}

// sequence brings the log of "may" up to date.
func (h *house) sequence() {
	h.Helper()
	_, err := h.service.Sequence(h.Context(), "may")
	check(h, err)
}
