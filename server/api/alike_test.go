package api_test

import (
	"strings"
	"testing"
	"time"
)

// TestModeratorsSeeWhatLooksAlike enters one picture into two contests, and
// into the second twice.
func TestModeratorsSeeWhatLooksAlike(t *testing.T) {
	h := newHouse(t)
	h.contest("spring")
	h.contest("may")
	jpeg := picture(t, 400, 300, 60)
	for i, slug := range []string{"spring", "spring", "may", "may"} {
		h.at(day(2).Add(time.Duration(i) * time.Minute))
		h.nobody().submit(slug, work("title", "作品 "+slug), jpeg).want(201)
	}
	h.develop(4)
	approve := func(slug string, n string) {
		h.staff("organiser").post("/contests/"+slug+"/moderation/"+n, `{"decision": "approve"}`).want(200)
	}
	approve("spring", "1")
	near := func(n string, state string) string {
		return `{"code":"near_duplicate","contest":"may","contest_title":"金乡之美","number":` + n + `,"title":"作品 may","state":"` + state + `","mirrored":false,"picture":"/media/`
	}
	const earlier = `{"code":"seen_earlier","contest":"spring","contest_title":"金乡之美","number":1,"title":"作品 spring","state":"approved","mirrored":false,"picture":"/media/`
	h.run(t, []scenario{
		{"both, each with the other", "organiser", "GET", "/contests/may/moderation", "", 200, []string{near("1", "pending"), near("2", "pending"), earlier}, nil},
		{"an earlier contest does not see later ones", "organiser", "GET", "/contests/spring/moderation", "", 200, []string{`"number":1,"title":"作品 spring"`}, []string{"作品 may", "seen_earlier"}},
		{"the public sees nothing of it", "", "GET", "/contests/spring/entries", "", 200, []string{"作品 spring"}, []string{"warnings", "near_duplicate"}},
	})
	if body := h.staff("organiser").get("/contests/may/moderation").want(200).body; strings.Count(string(body), `"code":"near_duplicate"`) != 2 {
		t.Errorf("not exactly one near duplicate each: %s", body)
	}
}
