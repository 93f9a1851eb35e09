package api_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plaudit/voting"
)

// The people that the table of routes is walked with, one letter each in its
// column "who may".
var people = []struct {
	letter string
	client func(h *house) *client
}{
	{"n", func(h *house) *client { return h.nobody() }},
	{"v", func(h *house) *client { return h.voter("may") }},
	{"j", func(h *house) *client { return h.inMay(voting.Judge) }},
	{"m", func(h *house) *client { return h.inMay(voting.Moderator) }},
	{"o", func(h *house) *client { return h.inMay(voting.Organiser) }},
	{"a", func(h *house) *client { return h.inMay(voting.Auditor) }},
	{"p", func(h *house) *client { return h.member("keeper", voting.Grant{Role: voting.Operator}) }},
	{"x", func(h *house) *client {
		return h.member("stranger", voting.Grant{Role: voting.Organiser, Contest: "another"})
	}},
}

// inMay returns a member of staff who holds the role in the contest "may" only.
func (h *house) inMay(role voting.Role) *client {
	h.Helper()
	view, err := h.service.ViewContest(h.Context(), voting.Actor{}, "may")
	check(h, err)
	return h.member("may-"+string(role), voting.Grant{Role: role, Contest: view.ID})
}

// TestRoutesByRole walks every route with everybody. may holds the letters of
// those who get the first status; of the others, who is logged in gets 403 (or
// what "else" says), and who is not gets 401.
func TestRoutesByRole(t *testing.T) {
	const everybody, staff = "nvjmoapx", "jmoapx"
	rows := []struct {
		route, body string
		may         string
		status      int
		others      int // 0: 401 and 403
	}{
		{"GET /openapi.json", "", everybody, 200, 0},
		{"GET /session", "", staff, 200, 0},
		{"POST /session", `{"login": "nobody", "password": "not this one"}`, everybody, 401, 0},
		{"GET /contests", "", everybody, 200, 0},
		{"POST /contests", `{}`, "p", 422, 0},
		{"GET /contests/may", "", everybody, 200, 0},
		{"GET /contests/draft", "", "p", 200, 404},
		{"PATCH /contests/may", `{}`, "op", 200, 0},
		{"PATCH /contests/draft", `{}`, "p", 200, 0},
		{"GET /contests/may/audit", "", "oap", 200, 0},
		{"GET /contests/may/entries", "", everybody, 200, 0},
		{"GET /contests/may/entries?order=votes", "", "moap", 200, 403},
		{"POST /contests/may/entries", "", everybody, 415, 0},
		{"GET /contests/may/entries/1", "", everybody, 200, 0},
		{"GET /contests/may/entries/3", "", "", 200, 404},
		{"OPTIONS /contests/may/uploads", "", everybody, 204, 0},
		{"OPTIONS /contests/may/uploads/0", "", everybody, 204, 0},
		{"POST /contests/may/uploads", "", everybody, 412, 0},
		{"HEAD /contests/may/uploads/0", "", everybody, 412, 0},
		{"PATCH /contests/may/uploads/0", "", everybody, 412, 0},
		{"DELETE /contests/may/uploads/0", "", everybody, 412, 0},
		{"POST /contests/may/uploads/0", "", everybody, 412, 0},
		{"GET /contests/may/status/00000000", "", everybody, 404, 0},
		{"DELETE /contests/may/status/00000000", `{"phone_tail": "5678"}`, everybody, 404, 0},
		{"GET /contests/may/voter/challenge", "", everybody, 200, 0},
		{"GET /contests/may/ballot", "", everybody, 200, 0},
		{"PUT /contests/may/ballot/1", "", "v", 201, 401},
		{"PUT /contests/may/ballot/3", "", "v", 404, 401},
		{"DELETE /contests/may/ballot/2", "", "v", 200, 401},
		{"POST /contests/may/voter", `{}`, "njmoapx", 201, 200},
		{"GET /contests/may/moderation", "", "mop", 200, 0},
		{"POST /contests/may/moderation/claim", "", "mop", 404, 0},
		{"POST /contests/may/moderation/1", `{"decision": "reject", "reason": "unclear"}`, "mop", 409, 0},
		{"POST /contests/may/moderation/3", `{"decision": "disqualify", "reason": "unclear"}`, "mop", 409, 0},
		{"GET /contests/may/log/checkpoint", "", everybody, 404, 0},
		{"GET /contests/may/log/key", "", everybody, 404, 0},
		{"GET /contests/may/log/tile/0/000.p/1", "", everybody, 404, 0},
		{"GET /contests/may/log/proof?receipt=0000-0000-0000", "", everybody, 404, 0},
		{"GET /contests/may/export/log.zip", "", everybody, 404, 0},
		{"GET /contests/may/review", "", "oap", 200, 0},
		{"POST /contests/may/review", `{"do": "find"}`, "op", 200, 0},
		{"GET /contests/may/live", "", "moap", 200, 403},
		{"GET /contests/may/standings", "", "moap", 200, 403},
		{"GET /contests/may/awards", "", "op", 200, 0},
		{"PUT /contests/may/awards", `{"winners": []}`, "op", 200, 0},
		{"GET /contests/may/announcement", "", everybody, 404, 0},
		{"POST /contests/may/announcement", `{}`, "op", 409, 0},
		{"DELETE /session", "", everybody, 204, 0},
	}
	h := newHouse(t)
	h.contest("may")
	h.staff("organiser").post("/contests", `{"slug": "draft", "title": "稿", "categories": [{"slug": "all", "title": "全部", "media": ["photo"]}]}`).want(201)
	h.entries("may", 3)
	h.staff("organiser").post("/contests/may/moderation/3", `{"decision": "disqualify", "reason": "unclear"}`).want(200)
	h.at(day(12))

	walked := map[string]bool{}
	for _, row := range rows {
		method, path, _ := strings.Cut(row.route, " ")
		bare, _, _ := strings.Cut(path, "?")
		op := operation(h.doc, method, bare)
		if op == nil {
			t.Fatalf("%s is no route", row.route)
		}
		walked[op.OperationID] = true
		for _, who := range people {
			c := who.client(h)
			want := row.status
			switch {
			case strings.Contains(row.may, who.letter):
			case row.others != 0:
				want = row.others
			case c.login == "":
				want = 401
			default:
				want = 403
			}
			if a := c.do(method, path, row.body); a.status != want {
				t.Errorf("%s as %s: %d, want %d\n%s", row.route, who.letter, a.status, want, a.body)
			}
			if row.route == "DELETE /session" {
				delete(h.tokens, c.login)
			}
		}
	}
	if diff := cmp.Diff(operationIDs(h), slices.Sorted(maps.Keys(walked))); diff != "" {
		t.Errorf("routes that the table lacks (-):\n%s", diff)
	}
}

func operationIDs(h *house) (ids []string) {
	for _, item := range h.doc.Paths.Map() {
		for _, op := range item.Operations() {
			ids = append(ids, op.OperationID)
		}
	}
	slices.Sort(ids)
	return ids
}
