package web

import (
	"fmt"
	"net/url"
	"testing"

	"plaudit/voting"
)

// TestStaffWholeContest runs a contest at the staff pages without scripts:
// create, moderate, close, choose, announce, correct.
func TestStaffWholeContest(t *testing.T) {
	h := newHouse(t)
	b := h.staff("li", voting.Operator)
	const base = "/staff/contests/may"
	createByForm(h, b)

	numbers := h.enter("may", "蒜乡的早晨", "奶奶的手", "放风筝", "模糊")
	b.get("/staff").want(200).see(".s-todo", "4 件待审核")
	h.nobody().get("/may/1").want(404)
	a := b.post(base+"/moderation/claim", nil).want(200).see(".m-line", "001")
	for range 3 {
		form := a.form(".m-panel:not([hidden]) [data-decide=approve]", "")
		a = b.post(a.doc.Find(".m-panel:not([hidden]) [data-decide=approve]").AttrOr("action", ""), form).want(200)
	}
	a.see("#m-progress", "3 / 4").see("#m-undo", "003").see(".m-panel:not([hidden]) h2", "模糊")
	b.post(base+"/moderation/4", url.Values{"decision": {"reject"}}).want(422).see("[role=alert]", "原因")
	a = b.post(base+"/moderation/4", url.Values{"decision": {"reject"}, "code": {"unclear"}}).want(200)
	a.see("#m-empty", "都审完了")
	b.post(base+"/moderation/4", a.form("#m-undo", "")).want(200).see(".m-panel .s-state", "待审核")
	b.post(base+"/moderation/4", url.Values{"decision": {"reject"}, "code": {"unclear"}}).want(200)
	b.get(base+"/moderation?n=4").want(200).see(".m-side", "图片不清楚")
	h.nobody().get("/may/1").want(200).see("h1", "蒜乡的早晨")
	h.nobody().get("/may/4").want(404)

	h.clock.Set(mayDay(6))
	b = h.logIn("li")
	h.vote("may", numbers[1], 3)
	h.vote("may", numbers[0], 1)
	h.vote("may", numbers[2], 1)
	b.get(base+"/standings").want(200).see("tbody tr:first-child", "奶奶的手").see("tbody tr:first-child", "3").see("main .quiet", "5 票")
	frozenForm(b, base)
	b.post(base+"/announce", url.Values{"sure": {"1"}}).want(409)

	b.post(base+"/close", url.Values{"round": {"vote"}}).want(422).see(".wrong", "原因")
	b.post(base+"/close", url.Values{"round": {"vote"}, "reason": {"提前结束"}}).want(200).see(".s-said", "截止")
	line := noticed(h, b, base, "")
	chooseAndAnnounce(h, b, base)
	noticed(h, b, base, line)
	b.get("/may/winners").want(200).see(".line", "plaudit/")

	b.get(base+"/audit").want(200).see("tbody", "提前结束").see("tbody", "公布结果").see(".s-diff", "rounds.2.closes")
}

// createByForm makes the contest as people do: a form that comes back with its
// errors, rows added and removed, nothing typed lost.
func createByForm(h *house, b *browser) {
	h.Helper()
	a := b.get("/staff/new").want(200)
	form := a.form("#settings", "add-award")
	form.Set("title", "五月影像")
	form.Set("summary", "给五月")
	form.Set("rules", "# 细则\n写给大家")
	a = b.post("/staff/new", form).want(200)
	if rows := a.doc.Find("#awards .s-row").Length(); rows != 4 {
		h.Errorf("%d awards after adding one", rows)
	}
	form = a.form("#settings", "preset-daily")
	if form.Get("title") != "五月影像" || form.Get("rules") != "# 细则\n写给大家" {
		h.Errorf("lost: %v", form)
	}
	a = b.post("/staff/new", form).want(200)
	form = a.form("#settings", "remove-category-1")
	if form.Get("policy.period") != "day" || form.Get("policy.votes_per_ballot") != "1" {
		h.Errorf("preset: %v", form)
	}
	form = b.post("/staff/new", form).want(200).form("#settings", "save")
	if form.Has("categories.1.title") {
		h.Error("the second category is still there")
	}
	form.Set("slug", "staff")
	form.Set("policy.votes_per_ballot", "three")
	form.Set("rounds.vote.opens", "2026-05-05T08:00")
	a = b.post("/staff/new", form).want(422).see("#rounds .wrong", "填")
	form = a.form("#settings", "save")
	if form.Get("policy.votes_per_ballot") != "three" || form.Get("rounds.vote.opens") != "2026-05-05T08:00" {
		h.Errorf("lost: %v", form)
	}
	form.Set("policy.votes_per_ballot", "3")
	for name, value := range map[string]string{
		"entry.opens": "2026-05-01T08:00", "entry.closes": "2026-05-20T18:00", "vote.opens": "2026-05-05T08:00", "vote.closes": "2026-05-31T18:00",
	} {
		form.Set("rounds."+name, value)
	}
	a = b.post("/staff/new", form).want(422)
	if a.doc.Find("#f-slug[aria-invalid]").Length() != 1 {
		h.Error("the reserved address is not marked")
	}
	form = a.form("#settings", "save")
	form.Set("slug", "may")
	form.Set("policy.objection_hours", "24")
	b.post("/staff/new", form).want(200).see(".s-said", "已建立")
	c, err := h.service.ViewContest(h.Context(), system, "may")
	h.check(err)
	vote, _ := c.Round(voting.VoteRound)
	if got := vote.Opens.UTC().Format("2006-01-02 15:04"); got != "2026-05-05 00:00" || len(c.Awards) != 3 || c.Policy.ObjectionHours != 24 {
		h.Errorf("opens %s, %d awards, %d hours", got, len(c.Awards), c.Policy.ObjectionHours)
	}
}

// frozenForm saves the settings of a contest whose voting has opened.
func frozenForm(b *browser, base string) {
	b.Helper()
	a := b.get(base+"/edit").want(200).see(".note-warn", "不能再改")
	for _, selector := range []string{"#policy fieldset[disabled]", "#categories fieldset[disabled]", "#r-vote-opens[disabled]", "#f-timezone[disabled]"} {
		if a.doc.Find(selector).Length() != 1 {
			b.Errorf("%s is not shown as frozen", selector)
		}
	}
	form := a.form("#settings", "save")
	form.Set("title", "五月的影像")
	b.post(base+"/edit", form).want(200).see(".s-said", "已保存").see(".s-of-name", "五月的影像")
	form.Set("rounds.vote.closes", "2026-06-01T18:00")
	form.Set("reason", "")
	a = b.post(base+"/edit", form).want(422).see("#reason .wrong", "原因")
	form = a.form("#settings", "save")
	if form.Get("rounds.vote.closes") != "2026-06-01T18:00" {
		b.Error("the new closing time is lost")
	}
	form.Set("reason", "雨天顺延")
	b.post(base+"/edit", form).want(200).see(".s-said", "已保存")
}

// chooseAndAnnounce takes another winner than proposed, announces, corrects.
func chooseAndAnnounce(h *house, b *browser, base string) {
	h.Helper()
	a := b.get(base + "/awards").want(200)
	form := a.form("#awards", "save")
	if got := form.Get("winners.0.number") + form.Get("winners.1.number") + form.Get("winners.2.number"); got != "002001003" {
		h.Fatalf("proposed %s", got)
	}
	form.Set("winners.1.number", "3")
	form.Set("winners.2.number", "99")
	a = b.post(base+"/awards", form).want(422)
	if a.doc.Find(".a-wrong").Length() != 1 {
		h.Errorf("%d rows are wrong, want 99's", a.doc.Find(".a-wrong").Length())
	}
	form.Set("winners.2.number", "")
	b.post(base+"/awards", form).want(200).see(".s-said", "已保存")

	b.get(base+"/announce").want(200).see(".a-preview", "奶奶的手").see("main", "24")
	b.post(base+"/announce", nil).want(422).see(".wrong", "勾选")
	b.post(base+"/announce", url.Values{"sure": {"1"}}).want(200).see(".s-said", "已公布")
	h.nobody().get("/may/winners").want(200).see("main", "奶奶的手")

	form = b.get(base+"/awards").want(200).form("#awards", "save")
	form.Set("winners.0.number", "1")
	b.post(base+"/awards", form).want(422).see(".a-wrong .wrong", "原因")
	form.Set("winners.0.reason", "原获奖者放弃")
	b.post(base+"/awards", form).want(200)
	b.post(base+"/announce", url.Values{"sure": {"1"}}).want(409).see(".wrong", "原因")
	b.post(base+"/announce", url.Values{"sure": {"1"}, "reason": {"原获奖者放弃，依次递补"}}).want(200)
	h.nobody().get("/may/winners").want(200).see("main", "依次递补")
	form = b.get(base+"/edit").want(200).see(".note-warn", "已公布").form("#settings", "save")
	form.Set("summary", "结果已出")
	b.post(base+"/edit", form).want(200)
	b.post(base+"/moderation/2", url.Values{"decision": {"disqualify"}, "words": {"非本人作品"}}).want(200).see(".s-state", "已取消资格")
	b.post(base+"/moderation/2", url.Values{"decision": {"undo"}}).want(200).see(".s-state", "已通过")
	if n := fmt.Sprint(b.get(base + "/entries").doc.Find(".s-entry").Length()); n != "4" {
		h.Errorf("%s entries are listed", n)
	}
}
