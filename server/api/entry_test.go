package api_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestEntryForms sends forms with something wrong and looks at the field that
// the refusal names.
func TestEntryForms(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	jpeg := picture(t, 400, 300, 0)
	for _, row := range []struct {
		name   string
		form   map[string]string
		file   []byte
		status int
		code   string
		field  string
	}{
		{"no file", work(), nil, 422, "required", "file"},
		{"empty file", work(), []byte{}, 422, "empty_file", "file"},
		{"text as a file", work(), []byte("hello, I am a picture"), 415, "not_a_picture", "file"},
		{"cut picture", work(), jpeg[:200], 422, "damaged", "file"},
		{"no title", work("title", "-"), jpeg, 422, "required", "title"},
		{"title of blanks", work("title", " \t\u2028"), jpeg, 422, "required", "title"},
		{"long title", work("title", strings.Repeat("长", 61)), jpeg, 422, "too_long", "title"},
		{"endless title", work("title", strings.Repeat("长", 20000)), jpeg, 422, "too_long", "title"},
		{"no category", work("category", "-"), jpeg, 422, "required", "category"},
		{"unknown category", work("category", "sculpture"), jpeg, 422, "bad_value", "category"},
		{"medium to choose", work("category", "art"), jpeg, 422, "required", "medium"},
		{"medium not taken", work("medium", "drawing"), jpeg, 422, "medium_not_taken", "medium"},
		{"video where photos are taken", work("medium", "video"), jpeg, 422, "medium_not_taken", "medium"},
		{"no phone", work("phone", "-"), jpeg, 422, "required", "phone"},
		{"bad phone", work("phone", "call me"), jpeg, 422, "bad_phone", "phone"},
		{"no consent", work("consent", "-"), jpeg, 422, "required", "consent"},
		{"old consent", work("consent", "2001-01"), jpeg, 422, "consent_outdated", "consent"},
		{"bad age", work("age_band", "99"), jpeg, 422, "bad_value", "age_band"},
		{"child without guardian", work("age_band", "under-14", "phone", "-"), jpeg, 422, "required", "guardian_name"},
		{"unknown field", work("colour", "red"), jpeg, 422, "unknown_field", "colour"},
		{"long statement", work("statement", strings.Repeat("长", 501)), jpeg, 422, "too_long", "statement"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := h.nobody().submit("may", row.form, row.file).refused(row.status, row.code)
			if got := a.text("field"); got != row.field {
				t.Errorf("field %q, want %q\n%s", got, row.field, a.body)
			}
		})
	}
	all := h.nobody().submit("may", map[string]string{"phone": "x"}, jpeg).refused(422, "required").body
	for _, want := range []string{`"field":"title"`, `"field":"category"`, `"field":"entrant_name"`, `"field":"phone"`, `"field":"consent"`} {
		if !strings.Contains(all, want) {
			t.Errorf("not every wrong field is named: %s lacks %s", all, want)
		}
	}
	h.nobody().submit("may", work("age_band", "under-14", "phone", "-", "guardian_name", "张父", "guardian_phone", "138 1234-5678"), jpeg).want(201)
	h.at(day(15))
	h.nobody().submit("may", work(), jpeg).refused(409, "round_closed")
	h.nobody().submit("june", work(), jpeg).refused(404, "contest_not_found")
}

func TestIdempotentSubmit(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	c := &client{house: h, extra: map[string]string{"Idempotency-Key": "one form"}}
	var mu sync.Mutex
	var all sync.WaitGroup
	codes := map[string]int{}
	for range 8 {
		body, kind := form(t, work(), picture(t, 400, 300, 0))
		all.Go(func() {
			a := c.exchange("POST", "/contests/may/entries", kind, body)
			mu.Lock()
			defer mu.Unlock()
			codes[a.body]++
		})
	}
	all.Wait()
	if len(codes) != 1 {
		t.Errorf("one form sent eight times has several answers: %v", codes)
	}
	c.submit("may", work("title", "另一件"), picture(t, 400, 300, 0)).refused(409, "idempotency_mismatch")
	c.extra = map[string]string{"Idempotency-Key": strings.Repeat("k", 201)}
	c.submit("may", work(), picture(t, 400, 300, 0)).refused(422, "too_long")
	if n := h.nobody().submit("may", work(), picture(t, 400, 300, 0)).want(201).number("number"); n != 2 {
		t.Errorf("the next number is %d, want 2", n)
	}
}

func TestWithdraw(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	code := h.nobody().submit("may", work(), picture(t, 400, 300, 0)).want(201).text("code")
	h.develop(1)
	h.staff("moderator").post("/contests/may/moderation/1", `{"decision": "approve"}`).want(200)
	spoken := "/contests/may/status/" + strings.ToLower(code[:4]) + "-" + code[4:]
	h.nobody().do("DELETE", spoken, `{"phone_tail": "0000"}`).refused(403, "wrong_phone")
	h.nobody().do("DELETE", spoken, `{"phone_tail": ["5678"]}`).refused(422, "wrong_type")
	h.nobody().do("DELETE", spoken, `{"phone_tail": "5678"}`).want(200)
	h.nobody().do("DELETE", spoken, `{"phone_tail": "5678"}`).want(200)
	if a := h.nobody().get(spoken).want(200); a.text("state") != "withdrawn" || strings.Contains(a.body, "晨光") {
		t.Errorf("after the withdrawal: %s", a.body)
	}
	h.nobody().get("/contests/may/entries/1").refused(404, "entry_not_found")
	h.nobody().get("/contests/may/status/ZZZZZZZZ").refused(404, "code_not_found")
}

// TestFieldsAfterTheFile sends the file first and then a field that is wrong,
// with more than a connection's buffers hold: the sender must hear the answer.
func TestFieldsAfterTheFile(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	large := append(picture(t, 400, 300, 0), make([]byte, 21<<20)...)
	h.nobody().submit("may", work(), large).refused(413, "file_too_large")

	body, kind := form(t, work("unknown", "x"), nil)
	var padded bytes.Buffer
	padded.ReadFrom(body)
	padded.Write(make([]byte, 8<<20))
	h.nobody().send("POST", "/contests/may/entries", kind, &padded).refused(422, "unknown_field")
}

func TestModerationWithTwo(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	for i := range 2 {
		h.nobody().submit("may", work(), picture(t, 400, 300, i)).want(201)
	}
	h.develop(2)
	one, two := h.staff("moderator"), h.staff("organiser")
	path := func(n int) string { return fmt.Sprintf("/contests/may/moderation/%d", n) }
	if n := one.post("/contests/may/moderation/claim", "").want(200).number("number"); n != 1 {
		t.Errorf("claimed %d, want 1", n)
	}
	if n := two.post("/contests/may/moderation/claim", "").want(200).number("number"); n != 2 {
		t.Errorf("the other claimed %d, want 2", n)
	}
	two.post(path(1), `{"decision": "approve"}`).refused(409, "leased")
	one.post(path(1), `{"decision": "approve"}`).want(200)
	one.post(path(1), `{"decision": "approve"}`).refused(409, "wrong_state")
	one.post(path(1), `{"decision": "undo"}`).want(200)
	one.post(path(1), `{"decision": "reject", "reason": "`+strings.Repeat("长", 501)+`"}`).refused(422, "too_long")
	one.post(path(1), `{"decision": "reject", "reason": "不是本人作品"}`).want(200)
	two.post(path(2), `{"decision": "approve"}`).want(200)
	one.post(path(2), `{"decision": "disqualify"}`).refused(422, "reason_required")
	two.post(path(2), `{"decision": "disqualify", "reason": "duplicate"}`).want(200)
	one.post(path(9), `{"decision": "approve"}`).refused(404, "entry_not_found")
}
