package api_test

import (
	"strings"
	"testing"

	"plaudit/voting"
)

var keeper = voting.Actor{System: true, Login: "test"}

// codes makes slips in the contest.
func (h *house) codes(slug voting.Slug, n int) (codes []string) {
	h.Helper()
	page, err := h.service.Slips(h.Context(), keeper, slug)
	check(h, err)
	printed, err := h.service.NewSlips(h.Context(), keeper, slug, n, page.Token)
	check(h, err)
	for _, slip := range printed {
		codes = append(codes, slip.Code)
	}
	return codes
}

func TestVotersByCode(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"identity": "code", "votes_per_ballot": 2}`)
	h.entries("may", 3)
	h.at(day(12))
	codes := h.codes("may", 2)

	one := h.nobody()
	one.post("/contests/may/voter", `{}`).refused(422, "required")
	one.post("/contests/may/voter", `{"code": "K7M2Q"}`).refused(422, "vote_code_typed")
	one.post("/contests/may/voter", `{"code": "0000000000"}`).refused(422, "vote_code_wrong")
	one.put("/contests/may/ballot/1", "").refused(401, "voter_required")
	one.token = one.post("/contests/may/voter", `{"code": "`+codes[0]+`"}`).want(201).text("token")
	one.put("/contests/may/ballot/1", "").want(201)

	two := h.nobody()
	two.token = two.post("/contests/may/voter", `{"code": "`+strings.ToLower(codes[0])+`"}`).want(200).text("token")
	if one.token == two.token {
		t.Error("two devices have one token")
	}
	two.put("/contests/may/ballot/1", "").want(200)
	two.put("/contests/may/ballot/2", "").want(201)
	one.put("/contests/may/ballot/3", "").refused(409, "ballot_full")
	if got := one.get("/contests/may/ballot").want(200); got.number("remaining") != 0 {
		t.Errorf("the ballot: %s", got.body)
	}
	one.post("/contests/may/voter", `{}`).want(200) // the device is enough now
	one.post("/contests/may/voter", `{"code": "`+codes[1]+`"}`).want(201)
	one.put("/contests/may/ballot/3", "").want(201)
	result, err := h.service.Recount(t.Context(), "may")
	check(t, err)
	if result.Votes != 3 || len(result.Differences) > 0 {
		t.Errorf("recounted %d votes, differences %v", result.Votes, result.Differences)
	}
}
