package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"plaudit/voting"
)

// staffRow is a request and what each role gets for it.
type staffRow struct {
	method, path, body string
	want               [5]int // judge, moderator, organiser, auditor, operator
}

func staffWalk() []staffRow {
	const no, ok, base = 403, 200, "/staff/contests/may"
	return []staffRow{
		{"GET", "/staff", "", [5]int{ok, ok, ok, ok, ok}},
		{"GET", "/staff/", "", [5]int{ok, ok, ok, ok, ok}},
		{"GET", "/staff/login", "", [5]int{ok, ok, ok, ok, ok}},
		{"GET", "/staff/me", "", [5]int{ok, ok, ok, ok, ok}},
		{"POST", "/staff/me/revoke", "session=none", [5]int{ok, ok, ok, ok, ok}},
		{"POST", "/staff/me/password", "current=wrong&password=x&again=x", [5]int{422, 422, 422, 422, 422}},
		{"GET", "/staff/people", "", [5]int{no, no, no, no, ok}},
		{"POST", "/staff/people/invite", "role=moderator", [5]int{no, no, no, no, 201}},
		{"POST", "/staff/people/reset", "login=one-judge", [5]int{no, no, no, no, 201}},
		{"POST", "/staff/people/disable", "login=one-nobody", [5]int{no, no, no, no, 404}},
		{"POST", "/staff/people/enable", "login=one-nobody", [5]int{no, no, no, no, 404}},
		{"GET", "/staff/new", "", [5]int{no, no, ok, no, ok}},
		{"POST", "/staff/new", "do=add-award", [5]int{no, no, ok, no, ok}},
		{"GET", base, "", [5]int{ok, ok, ok, ok, ok}},
		{"GET", base + "/notice", "", [5]int{404, 404, 404, 404, 404}}, // there is no log yet
		{"GET", base + "/edit", "", [5]int{no, no, ok, no, ok}},
		{"POST", base + "/edit", "do=add-award", [5]int{no, no, ok, no, ok}},
		{"POST", base + "/close", "round=entry", [5]int{no, no, 422, no, 422}},
		{"GET", base + "/moderation", "", [5]int{no, ok, ok, no, ok}},
		{"GET", base + "/moderation?n=1", "", [5]int{no, ok, ok, no, ok}},
		{"POST", base + "/moderation/claim", "", [5]int{no, ok, ok, no, ok}},
		{"POST", base + "/moderation/approve", "", [5]int{no, ok, ok, no, ok}},
		{"POST", base + "/moderation/2", "decision=reject", [5]int{no, 422, 422, no, 422}},
		{"POST", base + "/moderation/1", "decision=disqualify&code=unclear", [5]int{no, 409, 409, no, 409}},
		{"GET", base + "/entries", "", [5]int{no, ok, ok, no, ok}},
		{"GET", base + "/slips", "", [5]int{no, no, 409, no, 409}}, // it votes without codes
		{"POST", base + "/slips", "count=1", [5]int{no, no, 409, no, 409}},
		{"POST", base + "/slips/reissue", "serials=1", [5]int{no, no, 409, no, 409}},
		{"POST", base + "/slips/revoke", "serials=1", [5]int{no, no, 409, no, 409}},
		{"GET", base + "/desk", "", [5]int{no, 409, 409, no, 409}},
		{"POST", base + "/desk", "", [5]int{no, 409, 409, no, 409}},
		{"GET", base + "/standings", "", [5]int{no, ok, ok, ok, ok}},
		{"GET", base + "/review", "", [5]int{no, no, ok, ok, ok}},
		{"POST", base + "/review", "do=judge", [5]int{no, no, 422, no, 422}},
		{"GET", base + "/awards", "", [5]int{no, no, ok, no, ok}},
		{"POST", base + "/awards", "do=look", [5]int{no, no, ok, no, ok}},
		{"GET", base + "/announce", "", [5]int{no, no, ok, no, ok}},
		{"POST", base + "/announce", "", [5]int{no, no, 422, no, 422}},
		{"GET", base + "/audit", "", [5]int{no, no, ok, ok, ok}},
	}
}

// TestStaffRoles walks every staff page with every role. A page answers 200
// to GET and 303 to a POST that worked; whoever is not logged in ends at the
// login page.
func TestStaffRoles(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	h.enter("may", "一", "二")
	people := map[string]*browser{"nobody": h.nobody()}
	for _, role := range voting.Roles() {
		people[string(role)] = h.staff("one-"+string(role), role)
	}
	order := []string{"nobody", "judge", "moderator", "organiser", "auditor", "operator"}
	for _, row := range staffWalk() {
		for i, who := range order {
			t.Run(row.method+" "+row.path+" "+who, func(t *testing.T) {
				var a *answer
				if row.method == "GET" {
					a = people[who].get(row.path)
				} else {
					form, _ := url.ParseQuery(row.body)
					a = people[who].post(row.path, form)
				}
				if who == "nobody" {
					if a.status != http.StatusOK || !strings.HasPrefix(a.address, "/staff/login") {
						t.Errorf("%d at %s, want the login page", a.status, a.address)
					}
					return
				}
				if want := row.want[i-1]; a.status != want {
					t.Errorf("%d, want %d: %s", a.status, want, a.text("main"))
				}
			})
		}
	}
	if a := people["moderator"].get("/staff/contests/none/entries"); a.status != http.StatusNotFound {
		t.Errorf("a contest that is not there: %d", a.status)
	}
}

// TestStaffRoutesWalked holds the table to the routes, so that a new page is
// not forgotten.
func TestStaffRoutesWalked(t *testing.T) {
	walked := map[string]bool{ // in TestDoor
		"POST /staff/login": true, "POST /staff/logout": true, "GET /staff/welcome/:token": true, "POST /staff/welcome/:token": true,
	}
	number := regexp.MustCompile(`/moderation/\d+`)
	for _, row := range staffWalk() {
		path, _, _ := strings.Cut(row.path, "?")
		path = strings.Replace(path, "/contests/may", "/contests/:c", 1)
		walked[row.method+" "+number.ReplaceAllString(path, "/moderation/:n")] = true
	}
	w := &Web{}
	for _, r := range w.staffRoutes() {
		if !walked[r.method+" "+r.path] {
			t.Errorf("%s %s is not in staffWalk", r.method, r.path)
		}
	}
}

// TestDoor comes in through the first link, out, and in again.
func TestDoor(t *testing.T) {
	h := newHouse(t)
	token, err := h.accounts.First(t.Context(), false)
	h.check(err)
	b := h.nobody()
	link := "/staff/welcome/" + token
	b.get(link).want(200).see("h1", "第一个账号")
	b.post(link, url.Values{"login": {"li"}, "password": {"short"}, "again": {"short"}}).want(422).see(".wrong", "12")
	a := b.post(link, url.Values{"login": {"li"}, "password": {staffPassword}, "again": {"else"}}).want(422)
	a.see(".wrong", "两次")
	if got := a.doc.Find("#login").AttrOr("value", ""); got != "li" {
		t.Errorf("the login that was typed came back as %q", got)
	}
	b.post(link, url.Values{"login": {"li"}, "password": {staffPassword}, "again": {staffPassword}}).want(200).see("h1", "活动")
	h.nobody().get(link).want(404)

	b.get("/staff/me").want(200).see(".s-badge", "这台设备")
	b.post("/staff/logout", nil).want(200).see("h1", "登录")
	a = b.get("/staff/people").want(200).see("h1", "登录")
	form := a.form("main form", "")
	form.Set("login", "li")
	form.Set("password", "not this one at all")
	b.post("/staff/login", form).want(401).see("[role=alert]", "密码")
	form.Set("password", staffPassword)
	if a := b.post("/staff/login", form).want(200); a.address != "/staff/people" {
		t.Errorf("logged in to %s", a.address)
	}
	for _, next := range []string{"//evil.example", "/staffroom", "https://evil.example", "/\\evil", "/staff/\\x"} {
		if got := staffNext(next); got != "/staff" {
			t.Errorf("next %q leads to %q", next, got)
		}
	}
}

// TestPeople invites, disables and resets.
func TestPeople(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	boss := h.staff("boss", voting.Operator)
	a := boss.post("/staff/people/invite", url.Values{"role": {"moderator"}, "contest": {"may"}}).want(201)
	link := a.doc.Find("#link").AttrOr("value", "")
	if a.header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(link, h.url+"/staff/welcome/") {
		t.Fatalf("link %q", link)
	}
	wang := h.nobody()
	path := strings.TrimPrefix(link, h.url)
	wang.get(path).want(200).see("main", "审核员")
	wang.post(path, url.Values{"login": {"wang"}, "password": {staffPassword}, "again": {staffPassword}}).want(200).see(".s-card h2", "五月影像")
	boss.get("/staff/people").want(200).see(".s-person", "审核员（五月影像）")

	boss.post("/staff/people/disable", url.Values{"login": {"wang"}}).want(200).see(".s-badge", "已停用")
	wang.get("/staff").want(200).see("h1", "登录")
	boss.post("/staff/people/disable", url.Values{"login": {"boss"}}).want(422).see("[role=alert]", "最后")
	boss.post("/staff/people/enable", url.Values{"login": {"wang"}}).want(200)
	a = boss.post("/staff/people/reset", url.Values{"login": {"wang"}}).want(201)
	reset := strings.TrimPrefix(a.doc.Find("#link").AttrOr("value", ""), h.url)
	wang.get(reset).want(200).see("h1", "新密码")
	wang.post(reset, url.Values{"password": {staffPassword + "!"}, "again": {staffPassword + "!"}}).want(200).see("h1", "活动")
}

// TestModerationScript is what the page's script does: claim, decide, undo,
// and what it gets when another moderator holds the work.
func TestModerationScript(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	h.enter("may", "一", "二", "三", "四", "五", "六", "七")
	li, wang := h.staff("li", voting.Moderator), h.staff("wang", voting.Moderator)
	const base, js = "/staff/contests/may/moderation", "application/json"
	hand := func(b *browser, after int) (out handAnswer) {
		t.Helper()
		a := b.post(base+"/claim", url.Values{"after": {fmt.Sprint(after)}}, js).want(200)
		h.check(json.Unmarshal([]byte(a.body), &out))
		return out
	}
	numbers := func(out handAnswer) (list []voting.Number) {
		for _, p := range out.Panels {
			list = append(list, p.Number)
		}
		return list
	}
	if got := numbers(hand(li, 0)); fmt.Sprint(got) != "[1 2 3 4 5]" {
		t.Fatalf("li holds %v", got)
	}
	if got := numbers(hand(wang, 0)); fmt.Sprint(got) != "[6 7]" {
		t.Fatalf("wang holds %v", got)
	}
	wang.post(base+"/1", url.Values{"decision": {"approve"}}, js).want(409)
	wang.post(base+"/1", url.Values{"decision": {"approve"}}).want(409).see("[role=alert]", "审核员")

	var out handAnswer
	a := li.post(base+"/1", url.Values{"decision": {"approve"}}, js).want(200)
	h.check(json.Unmarshal([]byte(a.body), &out))
	if out.Done != 1 || out.Total != 7 || out.Panels[0].State != voting.Approved || !strings.Contains(out.Panels[0].HTML, `data-decide="undo"`) {
		t.Errorf("answer %+v", out)
	}
	li.post(base+"/1", url.Values{"decision": {"approve"}}, js).want(409)
	li.post(base+"/2", url.Values{"decision": {"reject"}}, js).want(422)
	li.post(base+"/2", url.Values{"decision": {"reject"}, "code": {"unclear"}, "words": {" 请重拍 "}}, js).want(200)
	e, err := h.service.QueuedEntry(t.Context(), system, "may", 2)
	h.check(err)
	if e.State != voting.Rejected || e.Reason != "请重拍" {
		t.Errorf("%s %q", e.State, e.Reason)
	}
	a = li.post(base+"/2", url.Values{"decision": {"undo"}}, js).want(200)
	h.check(json.Unmarshal([]byte(a.body), &out))
	if out.Done != 1 || out.Panels[0].State != voting.Pending {
		t.Errorf("after undo %+v", out)
	}
	h.nobody().post(base+"/2", url.Values{"decision": {"approve"}}, js).want(401)
}

// TestBatch approves ticked works and names those it could not.
func TestBatch(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	h.enter("may", "一", "二", "三")
	li, wang := h.staff("li", voting.Moderator), h.staff("wang", voting.Moderator)
	wang.post("/staff/contests/may/moderation/claim", nil).want(200)
	const batch = "/staff/contests/may/moderation/approve"
	li.post(batch, url.Values{"n": {"1", "x", "3"}}).want(409).see("[role=alert]", "001").see("[role=alert]", "003")
	wang.post(batch, url.Values{"n": {"1", "3"}}).want(200).see(".s-entry", "二")
	li.get("/staff/contests/may/entries?state=approved").want(200).see(".s-rows", "001").see(".s-rows", "003")
	li.get("/staff/contests/may/entries?state=none").want(404)
}
