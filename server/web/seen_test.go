package web

import (
	"net/url"
	"testing"
	"time"

	"plaudit/voting"
)

// A vote from a page that showed the work is told from one that came from nowhere.
func TestAVoteFromAPageWasSeen(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝", "秋天的路")
	visitor := h.nobody()
	form := visitor.get("/may/1").want(200).form("form[data-vote]", "")
	h.clock.Set(h.clock.Now().Add(4 * time.Second))
	visitor.post("/may/1/vote", form).want(200)
	visitor.post("/may/2/vote", url.Values{}).want(200)
	viewed := map[voting.Number]bool{}
	h.check(h.service.Store.View(h.Context(), func(tx voting.Tx) error {
		c, err := tx.Contest("may", voting.Unlocked)
		if err != nil {
			return err
		}
		return tx.VoteEvents(c.ID, func(_ voting.VoterRef, n voting.Number, e voting.VoteEvent) error {
			viewed[n] = e.Viewed
			return nil
		})
	}))
	if len(viewed) != 2 || !viewed[1] || viewed[2] {
		t.Errorf("seen: %v", viewed)
	}
}
