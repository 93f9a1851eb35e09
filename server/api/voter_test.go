package api_test

import (
	"context"
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

// postbox is a gateway that keeps the newest code of each number, or fails.
type postbox struct {
	codes map[string]string
	err   error
}

func (p *postbox) Send(_ context.Context, phone, code string) error {
	p.codes[phone] = code
	return p.err
}

func TestVotersByTelephone(t *testing.T) {
	h := newHouse(t)
	box := &postbox{codes: map[string]string{}}
	h.service.SMS, h.service.SMSPerDay = box, 10
	h.contest("may", `, "policy": {"identity": "phone"}`)
	h.entries("may", 1)
	h.at(day(12))
	voter := h.nobody()
	voter.post("/contests/may/voter", `{"phone": "110"}`).refused(422, "bad_phone")
	voter.post("/contests/may/voter", `{"phone": "139 1234 5678"}`).want(202)
	right := box.codes["13912345678"]
	wrong := "1" + right[1:]
	if right == wrong {
		wrong = "2" + right[1:]
	}
	voter.post("/contests/may/voter", `{"phone": "13912345678", "sms_code": "`+wrong+`"}`).refused(422, "sms_code_wrong")
	voter.post("/contests/may/voter", `{"sms_code": "`+right+`"}`).refused(422, "required")
	voter.token = voter.post("/contests/may/voter", `{"phone": "+8613912345678", "sms_code": "`+right+`"}`).want(201).text("token")
	voter.put("/contests/may/ballot/1", "").want(201)
	other := h.nobody()
	other.post("/contests/may/voter", `{"phone": "13912345678", "sms_code": "`+right+`"}`).refused(422, "sms_code_gone")
	other.post("/contests/may/voter", `{"code": "0000000000"}`).refused(409, "other_identity")
	other.post("/contests/may/voter", `{"phone": "13912345678"}`).want(202)
	other.post("/contests/may/voter", `{"phone": "13912345678"}`).want(202)
	other.post("/contests/may/voter", `{"phone": "13912345678"}`).refused(429, "sms_too_many")
	box.err = voting.ErrSMSUnsent
	other.post("/contests/may/voter", `{"phone": "13912345679"}`).refused(503, "sms_not_sent")
}
