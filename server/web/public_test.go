package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"plaudit/media"
	"plaudit/voting"
)

// openContest is a contest in which works can be entered and voted for.
func openContest(t *testing.T, changes ...func(*voting.Settings)) *house {
	h := newHouse(t)
	h.contest("may", changes...)
	h.clock.Set(mayDay(10))
	return h
}

// show enters works and publishes them.
func (h *house) show(slug voting.Slug, titles ...string) {
	h.Helper()
	for _, n := range h.enter(slug, titles...) {
		_, err := h.service.Decide(h.Context(), system, slug, n, voting.Approve, "")
		h.check(err)
	}
}

// numbers are the entries of the tiles on a page, in order.
func (a *answer) numbers() (list []string) {
	a.doc.Find("#tiles .tile").Each(func(_ int, s *goquery.Selection) { list = append(list, s.AttrOr("id", "")) })
	return list
}

func TestGallery(t *testing.T) {
	h := openContest(t)
	h.show("may", strings.Split(strings.Repeat("放风筝,", 24)+"秋天的路", ",")...)
	h.enter("may", "未审核")
	visitor := h.nobody()

	first := visitor.get("/may").want(200).see("h1", "五月影像").see(".phase", "投票进行中").see("#ballot", "您还有 3 票")
	if len(first.numbers()) != 20 {
		t.Fatalf("%d tiles", len(first.numbers()))
	}
	if strings.Contains(first.body, "未审核") || strings.Contains(first.body, "张小明") {
		t.Error("the page shows a work before its approval, or a full name")
	}
	img := first.doc.Find("#tiles img").First()
	if img.AttrOr("fetchpriority", "") != "high" || img.AttrOr("width", "") == "" {
		t.Error("the first picture has no priority or no size")
	}
	again := visitor.get("/may").want(200)
	if strings.Join(first.numbers(), " ") != strings.Join(again.numbers(), " ") {
		t.Error("the order changed for the same visitor")
	}
	more := visitor.get(first.doc.Find("#more").AttrOr("href", "")).want(200)
	seen := map[string]bool{}
	for _, id := range append(first.numbers(), more.numbers()...) {
		seen[id] = true
	}
	if len(seen) != 25 || more.doc.Find("#more").Length() != 0 {
		t.Errorf("two pages show %d works, want 25, and no more", len(seen))
	}
	if got := visitor.get("/may?order=newest").want(200).numbers()[0]; got != "w25" {
		t.Errorf("the newest is %s", got)
	}
	visitor.get("/may").want(200).see(".orders", "25 件作品")
	visitor.get("/may?category=drawing").want(200).see(".orders", "0 件作品")
	visitor.get("/may?category=photo").want(200).see(".orders", "25 件作品")
}

func TestSearch(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝", "秋天的路", "2026 年的灯")
	visitor := h.nobody()
	for query, want := range map[string]string{"2": "/may/2", "002": "/may/2", "2号": "/may/2"} {
		if got := visitor.get("/may?q=" + url.QueryEscape(query)).want(200).address; got != want {
			t.Errorf("%q leads to %s, want %s", query, got, want)
		}
	}
	if got := visitor.get("/may?q=" + url.QueryEscape("2026")).want(200).numbers(); len(got) != 1 || got[0] != "w3" {
		t.Errorf("a number that no work has finds %v", got)
	}
	if got := visitor.get("/may?q=" + url.QueryEscape("风筝")).want(200).numbers(); len(got) != 1 || got[0] != "w1" {
		t.Errorf("风筝 finds %v", got)
	}
	visitor.get("/may?q="+url.QueryEscape(`<script>"`)).want(200).see(".empty", `<script>"`)
}

func TestVoteWithoutScript(t *testing.T) {
	h := openContest(t)
	h.show("may", "放风筝", "秋天的路")
	visitor := h.nobody()
	page := visitor.get("/may/1").want(200)
	form := page.form("form[data-vote]", "")

	visitor.post("/may/1/vote", form).want(429).see("h1", "再点一次")
	h.clock.Set(h.clock.Now().Add(4 * time.Second))
	after := visitor.post("/may/1/vote", form).want(200)
	if after.address != "/may/1" {
		t.Errorf("the vote leads to %s", after.address)
	}
	after.see("#ballot", "您还有 2 票")
	if got := after.doc.Find("form[data-vote]").AttrOr("action", ""); got != "/may/1/take-back" {
		t.Errorf("the form now goes to %s", got)
	}
	visitor.post("/may/1/vote", form).want(200).see("#ballot", "您还有 2 票")
	visitor.post("/may/1/take-back", after.form("form[data-vote]", "")).want(200).see("#ballot", "您还有 3 票")

	// Voters have no login: without a cookie that is not what is missing.
	refused := h.nobody().post("/may/1/vote", form).want(401).see("h1", "Cookie").see("main", "投票不用登录")
	if strings.Contains(refused.body, "登录后再来") {
		t.Error("a voter is asked to log in")
	}

	h.clock.Set(mayDay(31))
	visitor.post("/may/1/vote", form).want(409).see("h1", "开放时间")
}

func TestVoteLeadsBackOnlyIntoTheContest(t *testing.T) {
	for back, want := range map[string]string{
		"/may":                   "/may#w7",
		"/may?order=newest":      "/may?order=newest#w7",
		"/may/7":                 "/may/7#w7",
		"/mayor":                 "/may/7",
		"//evil.example/may":     "/may/7",
		"https://evil.example":   "/may/7",
		"/may\\@evil.example":    "/may/7",
		"/may\r\nSet-Cookie: a=": "/may/7",
		"":                       "/may/7",
	} {
		if got := backTo(back, "may", 7); got != want {
			t.Errorf("%q leads to %q, want %q", back, got, want)
		}
	}
}

func TestVoteByScript(t *testing.T) {
	h := openContest(t)
	h.show("may", "一", "二", "三", "四")
	visitor := h.nobody()
	visitor.get("/may").want(200)
	const accept = "application/json"
	for _, n := range []string{"1", "2", "3"} {
		visitor.post("/may/"+n+"/vote", url.Values{}, accept).want(200)
	}
	full := visitor.post("/may/4/vote", url.Values{}, accept).want(409)
	if !strings.Contains(full.body, "ballot_full") || !strings.Contains(full.body, "投完了") {
		t.Errorf("over the limit: %s", full.body)
	}
	back := visitor.post("/may/1/take-back", url.Values{}, accept).want(200)
	if !strings.Contains(back.body, `"remaining":1`) {
		t.Errorf("take back: %s", back.body)
	}
	// Without the cookie of a page there is no voter.
	h.nobody().post("/may/1/vote", url.Values{}, accept).want(401)
}

// multipartForm writes values, and a file where there is one.
func (b *browser) send(path string, values url.Values, file []byte) *answer {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name := range values {
		b.check(w.WriteField(name, values.Get(name)))
	}
	if file != nil {
		part, err := w.CreateFormFile("file", "../../etc/passwd.jpg")
		b.check(err)
		_, err = part.Write(file)
		b.check(err)
	}
	b.check(w.Close())
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.url+path, &body)
	b.check(err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

// TestSubmitOfManyFields is turned away before all of them are in memory.
func TestSubmitOfManyFields(t *testing.T) {
	h := openContest(t)
	values := url.Values{}
	for i := range 1000 {
		values.Set(fmt.Sprintf("field%d", i), "x")
	}
	h.nobody().send("/may/submit", values, nil).want(400)
}

func TestSubmit(t *testing.T) {
	h := openContest(t)
	entrant := h.nobody()
	form := entrant.get("/may/submit").want(200).form("#submit", "")
	form.Set("title", "雨后")
	form.Set("category", "photo")
	form.Set("entrant_name", "张小明")
	form.Set("phone", "12")
	form.Set("consent", voting.ConsentVersion)
	form.Set("statement", "说 <b>一句</b>")

	// What is wrong is marked; nothing typed is lost, and the picture is kept.
	back := entrant.send("/may/submit", form, photo(h)).want(422).see(".wrong", "不像一个电话号码")
	for field, want := range map[string]string{"title": "雨后", "entrant_name": "张小明", "phone": "12"} {
		if got := back.doc.Find("#"+field).AttrOr("value", ""); got != want {
			t.Errorf("%s came back as %q", field, got)
		}
	}
	back.see("#statement", "说 <b>一句</b>")
	again := back.form("#submit", "")
	if again.Get("draft") == "" {
		t.Fatal("the picture was not kept")
	}
	again.Set("phone", "138 0000 1234")
	done := entrant.send("/may/submit", again, nil).want(200).see("h1", "收到了").see(".note", "001")
	code := done.text(".code")
	if len(code) != 8 || !strings.HasPrefix(done.address, "/may/status/"+code) {
		t.Fatalf("code %q at %s", code, done.address)
	}

	// Back on the form, a further work: the first press says that one is there already.
	again.Set("title", "灯会")
	second := entrant.send("/may/submit", again, photo(h)).want(409).see("#problem", "上一件作品已经收到了").form("#submit", "")
	entrant.send("/may/submit", second, nil).want(200).see("h1", "收到了").see(".note", "002")

	h.develop(2)
	entrant.get("/may/status/"+strings.ToLower(code)).want(200).see(".history", "等待审核")
	_, err := h.service.Decide(h.Context(), system, "may", 1, voting.Approve, "")
	h.check(err)
	shown := entrant.get("/may/1").want(200).see("h1", "雨后").see(".statement", "说 <b>一句</b>")
	entrant.post("/may/1/vote", url.Values{}).want(403).see("h1", "自己的作品")

	picture := shown.doc.Find(".work img").AttrOr("src", "")
	h.checkPicture(picture)

	entrant.post("/may/status/"+code, url.Values{"phone_tail": {"9999"}}).want(403).see(".wrong", "最后四位")
	entrant.post("/may/status/"+code, url.Values{"phone_tail": {"1234"}}).want(200).see(".history", "已撤回")
	h.nobody().get("/may/1").want(404)
	h.nobody().get(picture).want(404)
}

// checkPicture demands of a public picture the headers that keep it harmless.
func (h *house) checkPicture(address string) {
	h.Helper()
	sent := h.nobody().get(address).want(200)
	for header, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "public, max-age=86400",
	} {
		if got := sent.header.Get(header); got != want {
			h.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func TestSubmitRefusals(t *testing.T) {
	h := openContest(t)
	entrant := h.nobody()
	form := entrant.get("/may/submit").want(200).form("#submit", "")
	entrant.send("/may/submit", form, []byte("<svg onload=alert(1)>")).want(415).see(".wrong", "JPEG")
	entrant.send("/may/submit", form, nil).want(422)
	look := func(content string) *answer {
		up, err := h.uploads.Begin(h.Context(), media.NewUpload{Scope: "may", Length: int64(len(content)), Most: 9})
		h.check(err)
		_, err = h.uploads.Append(h.Context(), "may", up.ID, 0, strings.NewReader(content))
		h.check(err)
		return entrant.post("/may/submit/file", url.Values{"draft": {string(up.ID)}})
	}
	if got := look("%PDF-1.7").want(415).body; !strings.Contains(got, "JPEG") {
		t.Errorf("the refusal is %s", got)
	}
	if got := look(string(photo(h))).want(200).body; !strings.Contains(got, "800 × 600") {
		t.Errorf("the picture is %s", got)
	}
	entrant.post("/may/submit/file", url.Values{}).want(404)

	// A child's guardian agrees to both texts, or to none.
	form.Set("age_band", string(voting.Under14))
	form.Set("title", "小猫")
	form.Set("category", "photo")
	form.Set("entrant_name", "小宝")
	form.Set("guardian_name", "张大明")
	form.Set("guardian_phone", "13800001234")
	form.Set("consent", voting.ConsentVersion)
	one := entrant.send("/may/submit", form, photo(h)).want(422).see("[data-step='3'] .wrong", "需要填写").form("#submit", "")
	one.Set("guardian_ok", "1")
	entrant.send("/may/submit", one, nil).want(200).see("h1", "收到了")

	h.clock.Set(mayDay(20))
	h.nobody().get("/may/submit").want(200).see(".note", "现在不能提交作品")
	entrant.send("/may/submit", form, photo(h)).want(409)
}

func TestStatusCode(t *testing.T) {
	h := openContest(t)
	visitor := h.nobody()
	visitor.get("/may/status").want(200)
	page := visitor.get("/may/status?code=ABCD1234").want(404).see(".wrong", "没有查到")
	if page.doc.Find("meta[name=robots][content=noindex]").Length() != 1 {
		t.Error("search engines may keep the page")
	}
	visitor.get("/may/status/ABCD1234").want(404)
}
