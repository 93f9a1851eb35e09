package api_test

import (
	"strings"
	"testing"
)

// TestAnnouncementHides announces a contest whose counts are never public, and
// then lets the winner withdraw.
func TestAnnouncementHides(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"counts": "never", "objection_hours": 72},
		"awards": [{"slug": "first", "title": "一等奖", "quantity": 1, "prize": "", "category": ""}]`)
	code := h.nobody().submit("may", work(), picture(t, 400, 300, 0)).want(201).text("code")
	h.develop(1)
	h.staff("moderator").post("/contests/may/moderation/1", `{"decision": "approve"}`).want(200)
	h.at(day(12))
	h.voter("may").put("/contests/may/ballot/1", "").want(201)
	h.at(day(22))
	h.staff("organiser").put("/contests/may/awards", `{"winners": [{"award": "first", "number": 1}]}`).want(200)
	if own := h.staff("organiser").post("/contests/may/announcement", "").want(201); !strings.Contains(own.body, `"votes":1`) {
		t.Errorf("the organiser does not see the counts: %s", own.body)
	}
	look := func(want, forbid []string) {
		t.Helper()
		a := h.nobody().get("/contests/may/announcement").want(200)
		for _, text := range want {
			if !strings.Contains(a.body, text) {
				t.Errorf("lacks %s: %s", text, a.body)
			}
		}
		for _, text := range forbid {
			if strings.Contains(a.body, text) {
				t.Errorf("has %s: %s", text, a.body)
			}
		}
	}
	look([]string{`"晨光"`, `"state":"notice"`, `"standings":[]`}, []string{`"votes":1,"voted"`})
	h.nobody().get("/contests/may/standings").refused(403, "counts_hidden")

	h.nobody().do("DELETE", "/contests/may/status/"+code, `{"phone_tail": "5678"}`).want(200)
	h.at(day(26))
	look([]string{`"number":1`, `"state":"withdrawn"`, `"state":"final"`}, []string{"晨光", "张**", "/media/", "submitted_at", `"medium"`, `"category":"photo"`})
	h.staff("organiser").post("/contests/may/announcement", `{}`).refused(422, "reason_required")
}
