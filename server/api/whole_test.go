package api_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"plaudit/media/objstore/objstoretest"
)

// picture makes a JPEG of a colour gradient; hue makes it different from others.
func picture(t testing.TB, width, height, hue int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * 255 / width), uint8(y * 255 / height), uint8(hue), 255})
		}
	}
	var out bytes.Buffer
	check(t, jpeg.Encode(&out, img, nil))
	return out.Bytes()
}

// The rounds of the contests made here: entries on 1 to 10 May, votes on 11 to
// 20 May, both until midnight UTC.
const (
	entryRound = `{"kind": "entry", "opens": "2026-05-01T00:00:00Z", "closes": "2026-05-11T00:00:00Z"}`
	voteRound  = `{"kind": "vote", "opens": "2026-05-11T00:00:00Z", "closes": "2026-05-21T00:00:00Z"}`
)

func day(n int) time.Time { return time.Date(2026, 5, n, 12, 0, 0, 0, time.UTC) }

// contest makes a contest with both rounds and two categories, as the
// organiser; more are further fields, each beginning with a comma.
func (h *house) contest(slug string, more ...string) {
	h.Helper()
	h.staff("organiser").post("/contests", fmt.Sprintf(`{"slug": %q, "title": "金乡之美",
		"categories": [{"slug": "photo", "title": "摄影", "media": ["photo"]}, {"slug": "art", "title": "绘画", "media": ["drawing", "photo"]}],
		"rounds": [%s, %s] %s}`, slug, entryRound, voteRound, strings.Join(more, ""))).want(201)
}

// entries submits so many works and approves them; their numbers are 1, 2 ….
func (h *house) entries(slug string, n int) {
	h.Helper()
	for i := range n {
		h.nobody().submit(slug, work("title", fmt.Sprintf("作品 %d", i+1)), picture(h, 400, 300, i)).want(201)
	}
	h.develop(n)
	for i := range n {
		h.staff("moderator").post(fmt.Sprintf("/contests/%s/moderation/%d", slug, i+1), `{"decision": "approve"}`).want(200)
	}
}

func TestWholeContest(t *testing.T) { wholeContest(t, newHouse(t)) }

// TestWholeContestOnObjectStore is the same with the pictures in S3.
func TestWholeContestOnObjectStore(t *testing.T) {
	bucket := objstoretest.Open(t, objstoretest.Options(t))
	wholeContest(t, newHouseOn(t, bucket))
	kept := 0
	for _, err := range bucket.List(t.Context(), "rendition/") {
		check(t, err)
		kept++
	}
	if kept == 0 {
		t.Error("no rendition is in the store")
	}
}

func wholeContest(t *testing.T, h *house) {
	moderator := h.staff("moderator")
	h.contest("may", `, "policy": {"votes_per_ballot": 2, "counts": "always"},
		"awards": [{"slug": "first", "title": "一等奖", "quantity": 1, "prize": "相机", "category": ""}]`)

	// Three works come in; one has a story behind it.
	submitted := h.nobody().submit("may", work("statement", "河边的早晨"), picture(t, 1600, 1200, 0)).want(201)
	code := submitted.text("code")
	if got, want := submitted.text("status_url"), "https://plaudit.example/may/status/"+code; got != want {
		t.Errorf("status_url %q, want %q", got, want)
	}
	for i := 1; i < 3; i++ {
		h.nobody().submit("may", work("title", fmt.Sprint("作品", i)), picture(t, 500, 400, 80*i)).want(201)
	}
	status := func() string { return h.nobody().get("/contests/may/status/" + code).want(200).text("state") }
	if got := status(); got != "processing" {
		t.Errorf("state %s, want processing", got)
	}
	h.develop(3)
	if got := status(); got != "pending" {
		t.Errorf("state %s, want pending", got)
	}

	// The moderator sees the first, large and with a masked contact, approves
	// two and rejects one.
	claimed := moderator.post("/contests/may/moderation/claim", `{}`).want(200)
	if claimed.number("number") != 1 || !strings.Contains(claimed.body, "138****5678") || !strings.Contains(claimed.body, `"w1080"`) {
		t.Errorf("claimed %s", claimed.body)
	}
	moderator.post("/contests/may/moderation/1", `{"decision": "approve"}`).want(200)
	moderator.post("/contests/may/moderation/2", `{"decision": "approve"}`).want(200)
	moderator.post("/contests/may/moderation/3", `{"decision": "reject"}`).refused(422, "reason_required")
	moderator.post("/contests/may/moderation/3", `{"decision": "reject", "reason": "unclear"}`).want(200)
	if got := len(h.nobody().get("/contests/may/entries").want(200).items()); got != 2 {
		t.Errorf("%d works in the gallery, want 2", got)
	}

	// Voting opens; three vote, one takes back and thinks again.
	h.nobody().put("/contests/may/ballot/1", "").refused(409, "round_closed")
	h.at(day(12))
	one, two, three := h.voter("may"), h.voter("may"), h.voter("may")
	if left := one.put("/contests/may/ballot/1", `{}`).want(201).number("remaining"); left != 1 {
		t.Errorf("%d votes left, want 1", left)
	}
	one.put("/contests/may/ballot/1", "").want(200)
	two.put("/contests/may/ballot/2", "").want(201)
	two.do("DELETE", "/contests/may/ballot/2", "").want(200)
	two.put("/contests/may/ballot/1", "").want(201)
	three.put("/contests/may/ballot/2", "").want(201)

	h.closeEarly()
	three.put("/contests/may/ballot/1", "").refused(409, "round_closed")
	h.announce()
	if won := h.nobody().get("/contests/may/status/" + code).want(200).body; !strings.Contains(won, "一等奖") {
		t.Errorf("the winner's status lacks the award: %s", won)
	}
	audit := h.staff("auditor").get("/contests/may/audit").want(200).body
	for _, want := range []string{"停电", `"approve"`, `"announce"`, `"choose_winners"`} {
		if !strings.Contains(audit, want) {
			t.Errorf("the audit trail lacks %s", want)
		}
	}
}

// closeEarly ends the voting of contest may, which needs a reason.
func (h *house) closeEarly() {
	h.Helper()
	organiser := h.staff("organiser")
	organiser.post("/contests/may/announcement", `{}`).refused(409, "round_open")
	early := `{"rounds": [` + entryRound + `, {"kind": "vote", "opens": "2026-05-11T00:00:00Z", "closes": "2026-05-12T13:00:00Z"}]`
	organiser.do("PATCH", "/contests/may", early+`}`).refused(422, "reason_required")
	organiser.do("PATCH", "/contests/may", early+`, "reason": "停电"}`).want(200)
	h.at(day(13))
}

// announce names entry 1, which has the most votes, the winner of contest may.
func (h *house) announce() {
	h.Helper()
	organiser := h.staff("organiser")
	standings := h.nobody().get("/contests/may/standings").want(200).items()
	if len(standings) != 2 || standings[0]["number"] != 1.0 || standings[0]["votes"] != 2.0 || standings[1]["rank"] != 2.0 {
		h.Errorf("standings %v", standings)
	}
	h.nobody().get("/contests/may/announcement").refused(404, "not_announced")
	organiser.post("/contests/may/announcement", "").refused(409, "no_winners")
	organiser.put("/contests/may/awards", `{"winners": [{"award": "first", "number": 2, "reason": ""}]}`).refused(422, "reason_required")
	organiser.put("/contests/may/awards", `{"winners": [{"award": "first", "number": 1}]}`).want(200)
	organiser.post("/contests/may/announcement", `{}`).want(201)

	announced := h.nobody().get("/contests/may/announcement").want(200)
	for _, want := range []string{`"一等奖"`, `"晨光"`, `"state":"final"`, `"votes":2`, `"张**"`, `"voters":3`} {
		if !strings.Contains(announced.body, want) {
			h.Errorf("the announcement lacks %s: %s", want, announced.body)
		}
	}
}
