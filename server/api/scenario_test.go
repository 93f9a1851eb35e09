package api_test

import (
	"fmt"
	"strings"
	"testing"

	"plaudit/voting"
)

// scenario is one request and what must, and must not, come back.
type scenario struct {
	name   string
	as     string // "" nobody, "voter", or the login of staff
	method string
	path   string
	body   string
	status int
	want   []string
	forbid []string
}

func (h *house) run(t *testing.T, rows []scenario) {
	voter := h.voter("may")
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			c := h.nobody()
			switch row.as {
			case "":
			case "voter":
				c = voter
			default:
				c = h.staff(voting.Role(row.as))
			}
			a := c.do(row.method, row.path, row.body)
			if a.status != row.status {
				t.Fatalf("%d, want %d\n%s", a.status, row.status, a.body)
			}
			for _, text := range row.want {
				if !strings.Contains(a.body, text) {
					t.Errorf("lacks %s\n%s", text, a.body)
				}
			}
			for _, text := range row.forbid {
				if strings.Contains(a.body, text) {
					t.Errorf("has %s\n%s", text, a.body)
				}
			}
		})
	}
}

// TestVotingDays looks at a contest with three works in public, one waiting
// and one rejected, while its voting round is open and counts are not shown.
func TestVotingDays(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"counts": "after_close"}`)
	h.staff("organiser").post("/contests", `{"slug": "draft", "title": "稿", "categories": [{"slug": "all", "title": "全部", "media": ["photo"]}]}`).want(201)
	h.entries("may", 3)
	for i, title := range []string{"未审", "被退"} {
		h.nobody().submit("may", work("title", title), picture(t, 400, 300, 90+80*i)).want(201)
	}
	h.develop(2)
	h.staff("moderator").post("/contests/may/moderation/5", `{"decision": "reject", "reason": "off_topic"}`).want(200)
	h.at(day(12))
	hidden := []string{"未审", "被退", `"votes"`, "张小明", "13812345678"}
	h.run(t, []scenario{
		{"contest", "", "GET", "/contests/may", "", 200, []string{`"phase":"voting_open"`, `"frozen":true`, `"consent_version"`, `"entries":3`, `"votes_per_ballot":3`, `"counts_visible":false`}, []string{`"states"`}},
		{"contest for staff", "moderator", "GET", "/contests/may", "", 200, []string{`"pending":1`, `"rejected":1`}, nil},
		{"list", "", "GET", "/contests", "", 200, []string{`"slug":"may"`, `"next":""`}, []string{`"draft"`}},
		{"list for staff", "organiser", "GET", "/contests", "", 200, []string{`"slug":"may"`, `"slug":"draft"`, `"awards":[]`}, nil},
		{"draft for nobody", "", "GET", "/contests/draft", "", 404, []string{"contest_not_found"}, nil},
		{"draft's entries for nobody", "", "GET", "/contests/draft/entries", "", 404, nil, nil},
		{"unknown contest", "", "GET", "/contests/june/entries", "", 404, []string{"contest_not_found"}, nil},
		{"gallery", "", "GET", "/contests/may/entries", "", 200, []string{"作品 1", "张**", `"name":"w360"`, `"type":"image/jpeg"`, `"url":"/media/`}, hidden},
		{"gallery by number", "", "GET", "/contests/may/entries?order=number&limit=1", "", 200, []string{"作品 1"}, []string{"作品 2", `"next":""`}},
		{"gallery newest", "", "GET", "/contests/may/entries?order=newest&limit=1", "", 200, []string{"作品 3"}, []string{"作品 1", "作品 2"}},
		{"gallery by hidden votes", "", "GET", "/contests/may/entries?order=votes", "", 403, []string{"counts_hidden"}, nil},
		{"gallery by votes for the organiser", "organiser", "GET", "/contests/may/entries?order=votes", "", 200, []string{`"votes":0`}, []string{"未审"}},
		{"gallery of a category", "", "GET", "/contests/may/entries?category=art", "", 200, []string{`"items":[]`}, nil},
		{"search", "", "GET", "/contests/may/entries?q=%E4%BD%9C%E5%93%81+2", "", 200, []string{"作品 2"}, []string{"作品 1", "作品 3"}},
		{"search for what is hidden", "", "GET", "/contests/may/entries?q=%E6%9C%AA%E5%AE%A1", "", 200, []string{`"items":[]`}, nil},
		{"search for a number", "", "GET", "/contests/may/entries?q=002", "", 200, []string{`"number":2`}, []string{`"number":1`, `"number":3`}},
		{"search for a hidden number", "", "GET", "/contests/may/entries?q=5", "", 200, []string{`"items":[]`}, nil},
		{"bad order", "", "GET", "/contests/may/entries?order=best", "", 422, []string{`"field":"order"`, "bad_value"}, nil},
		{"bad cursor", "", "GET", "/contests/may/entries?cursor=xx", "", 422, []string{`"field":"cursor"`, "bad_cursor"}, nil},
		{"bad limit", "", "GET", "/contests/may/entries?limit=many", "", 422, []string{`"field":"limit"`}, nil},
		{"entry", "", "GET", "/contests/may/entries/2", "", 200, []string{"作品 2", `"previous":1`, `"following":3`}, hidden},
		{"entry as printed", "", "GET", "/contests/may/entries/002", "", 200, []string{`"number":2`}, nil},
		{"last entry", "", "GET", "/contests/may/entries/3", "", 200, []string{`"previous":2`}, []string{`"following"`}},
		{"guess at a pending entry", "", "GET", "/contests/may/entries/4", "", 404, []string{"entry_not_found"}, []string{"未审"}},
		{"guess at a rejected entry", "", "GET", "/contests/may/entries/5", "", 404, []string{"entry_not_found"}, []string{"被退"}},
		{"no such entry", "", "GET", "/contests/may/entries/99", "", 404, []string{"entry_not_found"}, nil},
		{"no number", "", "GET", "/contests/may/entries/last", "", 404, []string{"entry_not_found"}, nil},
		{"negative number", "", "GET", "/contests/may/entries/-1", "", 404, []string{"entry_not_found"}, nil},
		{"huge number", "", "GET", "/contests/may/entries/99999999999999999999", "", 404, []string{"entry_not_found"}, nil},
		{"vote for a pending entry", "voter", "PUT", "/contests/may/ballot/4", "", 404, []string{"entry_not_found"}, nil},
		{"vote for a rejected entry", "voter", "PUT", "/contests/may/ballot/5", "", 404, nil, nil},
		{"vote of nobody", "", "PUT", "/contests/may/ballot/1", "", 401, []string{"voter_required"}, nil},
		{"vote with a nonce", "voter", "PUT", "/contests/may/ballot/1", `{"nonce": "AAECAwQFBgcICQoLDA0ODw"}`, 201, []string{`"remaining":2,"receipt":"`}, nil},
		{"vote again", "voter", "PUT", "/contests/may/ballot/1", `{}`, 200, []string{`"nonce":"AAECAwQFBgcICQoLDA0ODw"`}, nil},
		{"vote with a bad nonce", "voter", "PUT", "/contests/may/ballot/2", `{"nonce": "AA"}`, 422, []string{`"field":"nonce"`}, nil},
		{"ballot", "voter", "GET", "/contests/may/ballot", "", 200, []string{`"votes":[1]`, `"remaining":2`, `"period":"contest"`, `"open":true`}, nil},
		{"gallery of a voter", "voter", "GET", "/contests/may/entries/1", "", 200, []string{`"voted":true`}, hidden},
		{"take back", "voter", "DELETE", "/contests/may/ballot/1", "", 200, []string{`{"remaining":3}`}, nil},
		{"take back again", "voter", "DELETE", "/contests/may/ballot/1", "", 200, []string{`{"remaining":3}`}, nil},
		{"ballot of nobody", "", "GET", "/contests/may/ballot", "", 200, []string{`"votes":[]`, `"remaining":3`}, nil},
		{"standings hidden", "", "GET", "/contests/may/standings", "", 403, []string{"counts_hidden"}, []string{"作品"}},
		{"standings for a judge", "judge", "GET", "/contests/may/standings", "", 403, []string{"counts_hidden"}, nil},
		{"standings for the organiser", "organiser", "GET", "/contests/may/standings?limit=2", "", 200, []string{`"rank":1`, `"tied":true`, `"next":"2"`}, []string{"未审"}},
		{"standings, second page", "organiser", "GET", "/contests/may/standings?limit=2&cursor=2", "", 200, []string{`"number":3`, `"next":""`}, []string{`"number":1`}},
		{"standings beyond the end", "organiser", "GET", "/contests/may/standings?cursor=900", "", 200, []string{`"items":[]`}, nil},
		{"standings of a category", "organiser", "GET", "/contests/may/standings?category=art", "", 200, []string{`"items":[]`}, nil},
		{"queue", "moderator", "GET", "/contests/may/moderation", "", 200, []string{"未审", `"state":"pending"`, `"warnings":[]`, "138****5678", `"asset":"`}, []string{"被退", "作品 1", "13812345678", "张小明"}},
		{"queue of the rejected", "moderator", "GET", "/contests/may/moderation?state=rejected", "", 200, []string{"被退", `"reason":"off_topic"`}, []string{"未审"}},
		{"queue of all, first page", "moderator", "GET", "/contests/may/moderation?state=all&limit=4", "", 200, []string{`"next":"4"`, `"approved":3`}, []string{"被退"}},
		{"queue of all, second page", "moderator", "GET", "/contests/may/moderation?state=all&limit=4&cursor=4", "", 200, []string{"被退", `"next":""`}, []string{"未审"}},
		{"queue of an unknown state", "moderator", "GET", "/contests/may/moderation?state=good", "", 422, []string{`"field":"state"`}, nil},
		{"unknown decision", "moderator", "POST", "/contests/may/moderation/4", `{"decision": "like"}`, 422, []string{`"field":"decision"`}, nil},
		{"frozen policy", "organiser", "PATCH", "/contests/may", `{"policy": {"votes_per_ballot": 9}}`, 409, []string{"frozen", `"field":"policy"`}, nil},
		{"text of a frozen contest", "organiser", "PATCH", "/contests/may", `{"title": "新题", "policy": {"votes_per_ballot": 3}}`, 200, []string{"新题", `"counts":"after_close"`}, nil},
		{"slug repeated", "organiser", "PATCH", "/contests/may", `{"slug": "may"}`, 200, nil, nil},
		{"slug changed", "organiser", "PATCH", "/contests/may", `{"slug": "june"}`, 409, []string{"slug_fixed", `"field":"slug"`}, nil},
		{"announce too early", "organiser", "POST", "/contests/may/announcement", `{}`, 409, []string{"round_open"}, nil},
		{"no winners field", "organiser", "PUT", "/contests/may/awards", `{}`, 422, []string{"required", `"field":"winners"`}, nil},
		{"unknown award", "organiser", "PUT", "/contests/may/awards", `{"winners": [{"award": "best", "number": 1}]}`, 422, []string{`"field":"winners.0.award"`}, nil},
	})
}

// TestPartOfAPolicy changes one field of a policy and looks at the others.
func TestPartOfAPolicy(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"votes_per_ballot": 5, "withdrawable": false}`)
	organiser := h.staff("organiser")
	body := organiser.do("PATCH", "/contests/may", `{"policy": {"counts": "never"}}`).want(200).body
	for _, want := range []string{`"votes_per_ballot":5`, `"withdrawable":false`, `"counts":"never"`, `"order":"random"`} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s: %s", want, body)
		}
	}
}

// TestBadContests sends settings with something wrong and looks at the field
// that the refusal names.
func TestBadContests(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	const category = `"categories": [{"slug": "photo", "title": "摄影", "media": ["photo"]}]`
	for i, row := range []struct{ body, code, field string }{
		{``, "bad_json", ""},
		{`[]`, "bad_json", ""},
		{`null`, "bad_json", ""},
		{`{"slug": "june"`, "bad_json", ""},
		{`{"slug": "june"} {}`, "bad_json", ""},
		{`{"slug": "june", "titel": "x"}`, "unknown_field", "titel"},
		{`{"slug": "june", "policy": {"votes": 3}}`, "unknown_field", "policy.votes"},
		{`{"slug": "june", "rounds": [{"kind": "entry", "open": "x"}]}`, "unknown_field", "rounds.0.open"},
		{`{"slug": 7}`, "wrong_type", "slug"},
		{`{"slug": "june", "title": ["x"]}`, "wrong_type", "title"},
		{`{"slug": "june", "policy": {"votes_per_ballot": "3"}}`, "wrong_type", "policy.votes_per_ballot"},
		{`{"slug": "june", "policy": {"votes_per_ballot": 3.5}}`, "wrong_type", "policy.votes_per_ballot"},
		{`{"slug": "june", "policy": {"votes_per_ballot": 1e99}}`, "wrong_type", "policy.votes_per_ballot"},
		{`{"slug": "june", "rounds": [{"kind": "entry"}, {"kind": "vote", "opens": "tomorrow"}]}`, "wrong_type", "rounds.1.opens"},
		{`{"slug": "june", "rounds": [{"kind": "entry", "opens": 7}]}`, "wrong_type", "rounds.0.opens"},
		{`{"slug": "june", "title": "x"}`, "required", "categories"},
		{`{"slug": "Juni", "title": "x", ` + category + `}`, "bad_slug", "slug"},
		{`{"slug": "may", "title": "x", ` + category + `}`, "slug_taken", "slug"},
		{`{"slug": "june", "title": "", ` + category + `}`, "required", "title"},
		{`{"slug": "june", "title": "` + strings.Repeat("长", 81) + `", ` + category + `}`, "too_long", "title"},
		{`{"slug": "june", "title": "x", "timezone": "Mars/Base", ` + category + `}`, "bad_value", "timezone"},
		{`{"slug": "june", "title": "x", "policy": {"identity": "blood"}, ` + category + `}`, "bad_value", "policy.identity"},
		{`{"slug": "june", "title": "x", "rounds": [` + strings.Replace(entryRound, "2026-05-11", "2026-04-11", 1) + `], ` + category + `}`, "bad_times", "rounds.0.closes"},
		{`{"slug": "june", "title": "x", "rounds": [{"kind": "vote", "closes": "2026-05-11T00:00:00Z"}], ` + category + `}`, "required", "rounds.0.opens"},
		{`{"slug": "june", "title": "x", "rounds": [{"kind": "vote", "opens": "2026-05-11T00:00:00Z", "closes": "9999-12-31T23:59:59-23:59"}], ` + category + `}`, "bad_value", "rounds.0.closes"},
		{`{"slug": "june", "title": "x", "rounds": [{"kind": "vote", "opens": "0000-01-01T00:00:00+23:59", "closes": "2026-05-11T00:00:00Z"}], ` + category + `}`, "bad_value", "rounds.0.opens"},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			a := h.staff("organiser").do("POST", "/contests", row.body)
			if field, _ := a.json()["field"].(string); a.text("code") != row.code || field != row.field {
				t.Errorf("%s\n%s %q, want %s %q\n%s", row.body, a.text("code"), field, row.code, row.field, a.body)
			}
		})
	}
}
