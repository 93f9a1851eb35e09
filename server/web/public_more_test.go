package web

import (
	"net/http"
	"strings"
	"testing"

	"plaudit/voting"
)

func TestRankingFollowsThePolicy(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝", "秋天的路")
	h.vote("may", 2, 3)
	h.nobody().get("/may/ranking").want(200).see(".note", "投票结束以后才公布票数")
	if page := h.nobody().get("/may"); page.doc.Find("[data-count]").Length() > 0 {
		t.Error("the gallery shows counts that are not public")
	}
	h.clock.Set(mayDay(31))
	page := h.nobody().get("/may/ranking").want(200).see(".phase", "投票已结束")
	if got := page.text("ol.cells li"); !strings.Contains(got, "002秋天的路") || !strings.Contains(got, "3 票") {
		t.Errorf("the first place reads %q", got)
	}
}

func TestWinners(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝", "秋天的路", "灯")
	h.vote("may", 2, 3)
	h.vote("may", 1, 2)
	h.nobody().get("/may/winners").want(200).see(".note", "还没有公布")
	h.clock.Set(mayDay(31))
	h.check(h.service.ChooseWinners(h.Context(), system, "may", nil, []voting.Winner{{Award: "first", Number: 2}, {Award: "second", Number: 1}}))
	_, err := h.service.Announce(h.Context(), system, "may", "")
	h.check(err)
	page := h.nobody().get("/may/winners").want(200).see("h1", "获奖作品").see(".award h2", "一等奖").see("dl", "5")
	if got := page.text("figure .name"); got != "秋天的路" {
		t.Errorf("the first winner is %q", got)
	}
	page.see(".bar", "获奖")
	h.nobody().get("/may/2").want(200).see(".mine", "荣获一等奖")
	h.nobody().get("/").want(200).see(".phase", "结果已公布")
}

// Where counts are public, so is what became of all votes.
func TestTheSumsOfVotesAreShown(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝", "秋天的路", "灯")
	h.vote("may", 2, 3)
	h.vote("may", 1, 2)
	if page := h.nobody().get("/may/ranking").want(200); page.doc.Find(".sums").Length() > 0 {
		t.Error("sums are shown while counts are not public")
	}
	h.clock.Set(mayDay(31))
	page := h.nobody().get("/may/ranking").want(200).see(".sums", "全活动共投出 5 票，全部计入。")
	h.nobody().get(page.doc.Find(".sums a").AttrOr("href", "")).want(200).see("#sums", "票数对账")
	_, err := h.service.Decide(h.Context(), system, "may", 1, voting.Disqualify, "not_own_work")
	h.check(err)
	h.nobody().get("/may/ranking").want(200).see(".sums p", "全活动共投出 5 票：计入 3 票，作废 2 票。").see(".sums li", "作废 2 票：作品被取消资格")
	h.nobody().get("/may/verify").want(200).see("main", "作废 2 票：作品被取消资格")
	h.check(h.service.ChooseWinners(h.Context(), system, "may", nil, []voting.Winner{{Award: "first", Number: 2}}))
	_, err = h.service.Announce(h.Context(), system, "may", "")
	h.check(err)
	h.nobody().get("/may/winners").want(200).see("dl", "投出的票5").see("dl", "作品被取消资格：2 票").see("dl", "计入的票3")
}

func TestRules(t *testing.T) {
	h := openContest(t)
	text := "# 标题\n\n[好](javascript:alert(1)) <script>alert(1)</script> **粗**"
	_, err := h.service.EditContest(h.Context(), system, "may", voting.ContestChange{Rules: &text})
	h.check(err)
	page := h.nobody().get("/may/rules").want(200).see("dl", "5月5日 08:00").see("li", "活动期间每人共有 3 票").see("h3", "标题")
	if strings.Contains(page.body, "<script>alert") || strings.Contains(page.body, "javascript:") {
		t.Error("a script came through")
	}
	h.nobody().get("/may/privacy").want(200).see("main", voting.ConsentVersion)
}

func TestChoices(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝")
	visitor := h.nobody()
	visitor.get("/may?lang=en").want(200).see(".phase", "Voting is open")
	page := visitor.get("/may?care=1").want(200).see(".phase", "Voting is open")
	if page.doc.Find("html[data-weui-mode=care][lang=en]").Length() != 1 {
		t.Error("care mode or language was not kept")
	}
	page = visitor.get("/may?theme=dark").want(200)
	if page.doc.Find("html[data-weui-theme=dark][data-weui-mode=care]").Length() != 1 {
		t.Error("the theme was not kept")
	}
	visitor.get("/may?lang=tlh&theme=<script>").want(200).see(".phase", "Voting is open")
}

func TestUnchangedPageIsNotSentTwice(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝")
	visitor := h.nobody()
	visitor.get("/may") // the device is known from here on
	first := visitor.get("/may").want(200)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/may", nil)
	h.check(err)
	r.Header.Set("If-None-Match", first.header.Get("ETag"))
	second := visitor.do(r).want(304)
	if second.header.Get("Content-Security-Policy") != "" {
		t.Error("a new policy would refuse the kept page's own styles")
	}
	if cc := first.header.Get("Cache-Control"); !strings.Contains(cc, "no-cache") {
		t.Errorf("Cache-Control %q", cc)
	}
}

func TestPicturesBeforeApproval(t *testing.T) {
	h := openContest(t)
	h.enter("may", "未审核")
	const address = "/media/00000000000000000000000000000001/w360.jpg"
	h.nobody().get(address).want(404)
	h.nobody().get("/media/00000000000000000000000000000001/original").want(404)
	h.nobody().get("/media/x/..%2f..%2fplaudit.db").want(404)
	h.nobody().get("/may/1").want(404)
}

func TestSlashAtTheEnd(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	cases := []struct {
		method, path string
		want         int
		location     string
	}{
		{"GET", "/may/", 301, "/may"},
		{"HEAD", "/may/1/", 301, "/may/1"},
		{"GET", "/may/?order=newest&q=%E7%81%AF", 301, "/may?order=newest&q=%E7%81%AF"},
		{"GET", "/staff/", 301, "/staff"},
		{"GET", "/may//", 301, "/may"},
		{"GET", "/", 200, ""},
		{"GET", "//evil.example/", 404, ""},
		{"GET", "/%09/evil.example/", 301, "/%09/evil.example"},
		{"GET", "/%5Cevil.example/", 301, "/%5Cevil.example"},
		{"GET", "/api/v1/contests/", 404, ""},
		{"POST", "/may/1/vote/", 404, ""},
	}
	for _, c := range cases {
		r, err := http.NewRequestWithContext(t.Context(), c.method, h.url+c.path, nil)
		h.check(err)
		answer, err := client.Do(r)
		h.check(err)
		h.check(answer.Body.Close())
		if got := answer.Header.Get("Location"); answer.StatusCode != c.want || got != c.location {
			t.Errorf("%s %s: %d to %q, want %d to %q", c.method, c.path, answer.StatusCode, got, c.want, c.location)
		}
	}
}

func TestProblems(t *testing.T) {
	h := openContest(t)
	visitor := h.nobody()
	visitor.get("/nothing").want(404).see("h1", "没有这个活动").see("main", "回到首页")
	visitor.get("/may/77").want(404).see("h1", "没有这件作品").see("main", "回到活动")
	visitor.get("/may/x/y/z").want(404).see("h1", "没有找到")
	visitor.get("/may?order=best").want(422)
	visitor.get("/may?order=votes").want(403).see("h1", "票数现在不公开")
	visitor.get("/may?cursor=!!").want(422)
}
