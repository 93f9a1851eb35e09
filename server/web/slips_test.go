package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"plaudit/server/roll"
	"plaudit/voting"
)

func slipSamples(lang Lang) []Page {
	slips := func(change func(*SlipsPage)) *SlipsPage {
		page := &SlipsPage{StaffFrame: sampleOf(lang, "slips"), Most: voting.MostSlips, SlipsPage: voting.SlipsPage{Issued: 300, Revoked: 2, Voters: 120, DeskVoters: 14, Token: "t"}}
		change(page)
		return page
	}
	sheet := &PrintPage{StaffFrame: sampleOf(lang, "slips"), Title: "金乡家庭友好影像征集", Host: "vote.example.org", Path: "/may/voter"}
	for i := range 25 {
		sheet.Slips = append(sheet.Slips, PrintSlip{Serial: 100 + i, Code: "K7M2Q 9XA4D", Label: []string{"东街1号 · 张小明", "", "一个很长很长的门牌号码和名字 · 二单元三楼西户 · 欧阳小明"}[i%3], QR: "data:image/png;base64,iVBORw0KGgo="})
	}
	part := *sheet
	part.Part = &rollPart{From: 2, To: 5001, Rest: 12, Next: 5003}
	return []Page{
		slips(func(p *SlipsPage) {}),
		&part,
		slips(func(p *SlipsPage) {
			p.NoQR, p.Doubts, p.Form = true, []string{"东街1号"}, SlipForm{"0", "3", "x", ""}
			p.Wrong = map[string]string{"": "!", "from": "行号", "count": "1–5000", "file": "有重复的行", "serials": "请写一个序号", "reason": "请写明原因"}
		}),
		sheet,
		&DeskPage{StaffFrame: sampleOf(lang, "desk"), Phase: samplePhase(), Code: "K7M2Q", Wrong: map[string]string{"code": "输入有误"}},
		&DeskPage{StaffFrame: sampleOf(lang, "desk"), Phase: samplePhase(), Code: "K7M2Q 9XA4D", Ballot: &DeskBallot{[]voting.Number{7}, 2}, Numbers: "8 x", Wrong: map[string]string{"numbers": "“x”不是编号。"}},
		&DeskPage{StaffFrame: sampleOf(lang, "desk"), Phase: samplePhase(), Code: "K7M2Q 9XA4D", Ballot: &DeskBallot{nil, 3}, Numbers: "1 2", Works: []EntryRow{sampleRow(0), sampleRow(1)}, Tones: []Tone{"#c9a277"}},
	}
}

// openByCode is a contest that votes by code, with its votes open and three
// works on show.
func openByCode(t *testing.T) (h *house, codes []string) {
	t.Helper()
	h = openContest(t, func(s *voting.Settings) { s.Policy.Identity = voting.IdentityCode })
	h.show("may", "放风筝", "秋天的路", "托班")
	return h, h.codes(2)
}

// codes makes slips in the contest "may".
func (h *house) codes(n int) (codes []string) {
	h.Helper()
	page, err := h.service.Slips(h.Context(), system, "may")
	h.check(err)
	printed, err := h.service.NewSlips(h.Context(), system, "may", n, page.Token)
	h.check(err)
	for _, slip := range printed {
		codes = append(codes, slip.Code)
	}
	return codes
}

func TestVoteByCodeWithoutScript(t *testing.T) {
	h, codes := openByCode(t)
	visitor := h.nobody()
	page := visitor.get("/may/1").want(200).see(".who", "输入投票码")
	asked := visitor.post("/may/1/vote", page.form("form[data-vote]", "")).want(200).see("main", "正在给 001 号《放风筝》投票")
	if !strings.HasPrefix(asked.address, "/may/voter?") {
		t.Fatalf("the vote leads to %s", asked.address)
	}
	visitor.get("/may/1").see(".who", "输入投票码") // a look changes nothing
	form := asked.form("form[action='/may/voter']", "")
	form.Set("code", codes[0][1:]+codes[0][:1])
	wrong := visitor.post("/may/voter", form).want(422)
	if got := wrong.doc.Find("#code").AttrOr("value", ""); got != form.Get("code") {
		t.Errorf("what was typed is lost: %q", got)
	}
	form.Set("code", strings.ToLower(voting.SpokenCode(codes[0])))
	voted := visitor.post("/may/voter", form).want(200).see("#ballot", "您还有 2 票")
	if voted.address != "/may/1" {
		t.Errorf("after the vote one is at %s", voted.address)
	}

	// The same slip at another device, and the household's second slip.
	second := h.nobody()
	second.post("/may/voter", url.Values{"code": {codes[0]}}).want(200).see("#ballot", "您还有 2 票").see(".who", "换一个投票码")
	second.post("/may/2/vote", url.Values{}).want(200).see("#ballot", "您还有 1 票")
	visitor.get("/may/1").see("#ballot", "您还有 1 票")
	visitor.post("/may/voter", url.Values{"code": {codes[1]}}).want(200).see("#ballot", "您还有 3 票")

	// At a tablet that others use next; a page that still shows the vote takes
	// nothing back and casts nothing.
	second.post("/may/voter", url.Values{"do": {"forget"}}).want(200).see(".who", "输入投票码")
	if a := second.post("/may/3/take-back", url.Values{}).want(200); a.address != "/may/voter" {
		t.Errorf("a take-back of nobody's leads to %s", a.address)
	}
	second.post("/may/voter", url.Values{"code": {codes[0]}}).want(200).see("#ballot", "您还有 1 票")
}

func TestVoteByCodeWithScript(t *testing.T) {
	h, codes := openByCode(t)
	visitor := h.nobody()
	if asks := visitor.get("/may").want(200).doc.Find("#ballot").AttrOr("data-asks", ""); asks != "true" {
		t.Errorf("data-asks is %q", asks)
	}
	const accept = "application/json"
	if got := visitor.post("/may/1/vote", url.Values{"back": {"/may"}}, accept).want(401); !strings.Contains(got.body, `"go":"/may/voter?back=%2Fmay\u0026vote=001"`) {
		t.Errorf("the script is told %s", got.body)
	}
	visitor.post("/may/voter", url.Values{"code": {codes[0]}}).want(200)
	visitor.post("/may/1/vote", url.Values{}, accept).want(200)
	if asks, there := visitor.get("/may").doc.Find("#ballot").Attr("data-asks"); there {
		t.Errorf("data-asks is %q", asks)
	}
}

// TestWrongCodesAreLimited guesses until the device may not, while others of
// the same address vote.
func TestWrongCodesAreLimited(t *testing.T) {
	h, codes := openByCode(t)
	guesser := h.nobody()
	guesser.get("/may").want(200)
	for range 10 {
		guesser.post("/may/voter", url.Values{"code": {"00000 00000"}}).want(422)
	}
	guesser.post("/may/voter", url.Values{"code": {codes[0]}}).want(429).see("form", "").see(".wrong", "")
	honest := h.nobody()
	honest.get("/may").want(200)
	for range 30 { // typing badly is no guess
		honest.post("/may/voter", url.Values{"code": {"K7"}}).want(422)
	}
	honest.post("/may/voter", url.Values{"code": {codes[0]}}).want(200)
}

func (b *browser) sendRoll(token, name, content string, values url.Values) *answer {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	values.Set("token", token)
	for field := range values {
		b.check(form.WriteField(field, values.Get(field)))
	}
	part, err := form.CreateFormFile("file", name)
	b.check(err)
	_, err = part.Write([]byte(content))
	b.check(err)
	b.check(form.Close())
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.url+"/staff/contests/may/slips", &body)
	b.check(err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(r)
}

func TestSlipsAreMadePrintedAndReissued(t *testing.T) {
	h := openContest(t, func(s *voting.Settings) { s.Policy.Identity = voting.IdentityCode })
	h.show("may", "放风筝")
	clerk := h.staff("clerk", voting.Organiser)
	const base = "/staff/contests/may/slips"
	token := func() string { return clerk.get(base).want(200).doc.Find("[name=token]").First().AttrOr("value", "") }

	once := token()
	clerk.post(base, url.Values{"token": {once}, "count": {"0"}}).want(422).see(".wrong", "1 到 5000")
	sheet := clerk.post(base, url.Values{"token": {once}, "count": {"3"}}).want(200)
	if got := sheet.doc.Find(".sl").Length(); got != 3 {
		t.Errorf("%d slips on the sheet", got)
	}
	if got := sheet.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the sheet may be kept: %q", got)
	}
	clerk.post(base, url.Values{"token": {once}, "count": {"3"}}).want(409).see(".wrong", "只显示一次")
	if again := clerk.get(base).see("main", "3 张已生成"); again.doc.Find(".sl").Length() != 0 {
		t.Error("the codes are shown again")
	}

	const list = "门牌,户主\n东街1号,张小明\n东街2号,李红\n东街1号,张小明\n"
	clerk.sendRoll(token(), "list.csv", list, url.Values{"heading": {"1"}}).want(422).see("main", "重复的行").see("main", "东街1号 · 张小明")
	printed := clerk.sendRoll(token(), "list.csv", list, url.Values{"heading": {"1"}, "twice": {"1"}}).want(200)
	if got := printed.doc.Find(".sl").First().Text(); !strings.Contains(got, "东街1号 · 张小明") || !strings.Contains(got, "序号 4") {
		t.Errorf("the first slip of the list: %s", got)
	}
	clerk.sendRoll(token(), "list.xls", "\xd0\xcf\x11\xe0", url.Values{}).want(422).see(".wrong", "读不了")

	code := func(a *answer, i int) string {
		return a.doc.Find(".sl-code").Eq(i).Text()
	}
	lost := code(printed, 0)
	visitor := h.nobody()
	visitor.post("/may/voter", url.Values{"code": {lost}}).want(200)
	clerk.post(base+"/reissue", url.Values{"token": {token()}, "serials": {"x"}, "reason": {"遗失"}}).want(422)
	clerk.post(base+"/reissue", url.Values{"token": {token()}, "serials": {"9"}, "reason": {"遗失"}}).want(422).see(".wrong", "6 号")
	clerk.post(base+"/reissue", url.Values{"token": {token()}, "serials": {"4"}}).want(422).see(".wrong", "原因")
	again := clerk.post(base+"/reissue", url.Values{"token": {token()}, "serials": {"4"}, "reason": {"遗失"}}).want(200)
	visitor.post("/may/voter", url.Values{"code": {lost}}).want(422)
	visitor.post("/may/voter", url.Values{"code": {code(again, 0)}}).want(200)
	clerk.post(base+"/revoke", url.Values{"serials": {"4 - 5"}, "reason": {"搬走"}}).want(200).see("main", "2 张作废")
	visitor.post("/may/voter", url.Values{"code": {code(again, 0)}}).want(422)
	trail := clerk.get("/staff/contests/may/audit").want(200)
	trail.see("main", "补发投票单").see("main", "遗失")
	if strings.Contains(trail.body, "张小明") {
		t.Error("a name of the list is in the audit trail")
	}
}

// rollSender makes a contest and a clerk who sends lists.
func rollSender(t *testing.T) (clerk *browser, send func(list string, values url.Values) *answer) {
	t.Helper()
	h := openContest(t, func(s *voting.Settings) { s.Policy.Identity = voting.IdentityCode })
	clerk = h.staff("clerk", voting.Organiser)
	return clerk, func(list string, values url.Values) *answer {
		t.Helper()
		token := clerk.get("/staff/contests/may/slips").want(200).doc.Find("[name=token]").First().AttrOr("value", "")
		values.Set("heading", "1")
		return clerk.sendRoll(token, "list.csv", list, values)
	}
}

func TestARollBringsItsCodes(t *testing.T) {
	clerk, send := rollSender(t)
	clerk.get("/staff/contests/may").see("main a[href='/staff/contests/may/slips']", "还没有生成投票单")
	const good, other = "K7M2Q9XA42", "3T9VB4WN68"
	typed := voting.SpokenCode(withCheck(good)) + "," + withCheck(other)
	first, second, _ := strings.Cut(typed, ",")
	wrong := send("户主,投票码\n张三,"+first+"\n李四,12345\n\n王五,"+strings.ToLower(strings.ReplaceAll(first, " ", ""))+"\n赵六,0000000000\n", url.Values{}).want(422)
	wrong.see(".wrong", "没有生成任何投票单").see("main", "第 3 行：“12345”不是有效的投票码").see("main", "第 5 行").see("main", "前面已经有了").see("main", "第 6 行：“0000000000”太容易猜到")

	sheet := send("户主,投票码\n张三,"+first+"\n李四,\n", url.Values{}).want(200)
	codes := sheet.doc.Find(".sl-code")
	if got := codes.First().Text(); got != first {
		t.Errorf("the sheet shows %q, not %q", got, first)
	}
	if got := codes.Eq(1).Text(); len(got) != len(first) || got == first {
		t.Errorf("the second slip has the code %q", got)
	}
	if label := sheet.doc.Find(".sl-foot").First().Text(); !strings.Contains(label, "张三") || strings.Contains(label, first) {
		t.Errorf("the label is %q", label)
	}
	send("户主,投票码\n王五,"+second+"\n张三,"+first+"\n", url.Values{}).want(422).see("main", "第 3 行：“"+first+"”已是本活动的投票码")
	send("户主,投票码\n王五,"+second+"\n", url.Values{}).want(200).see(".sl-serial", "序号 3") // the refused list took no number
	clerk.post("/staff/contests/may/slips/reissue", url.Values{
		"token": {clerk.get("/staff/contests/may/slips").doc.Find("[name=token]").First().AttrOr("value", "")}, "serials": {"1"}, "reason": {"遗失"},
	}).want(200)
	send("户主,投票码\n赵六,\n张三,"+first+"\n", url.Values{}).want(422).see("main", "第 3 行：“"+first+"”曾是本活动的投票码，已经作废").see("main", "留空")
	if a := clerk.get("/staff/contests/may"); strings.Contains(a.body, "还没有生成投票单") {
		t.Error("the overview still misses slips")
	}
}

// withCheck gives nine letters the one to check them by.
func withCheck(code string) string {
	for _, letter := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
		whole := code[:9] + string(letter)
		if codes, err := voting.ReadCodes([]string{whole}); err == nil {
			return codes[0]
		}
	}
	return ""
}

func TestALongRollIsPrintedInParts(t *testing.T) {
	_, send := rollSender(t)
	var list strings.Builder
	list.WriteString("户号\n")
	for i := range voting.MostSlips + 3 {
		fmt.Fprintln(&list, i)
	}
	send(list.String(), url.Values{"from": {"5005"}}).want(422).see(".wrong", "2 到 5004")
	last := send(list.String(), url.Values{"from": {"5002"}}).want(200).see(".sl-head", "第 5002 到 5004 行")
	if n, first := last.doc.Find(".sl").Length(), last.doc.Find(".sl-foot").First().Text(); n != 3 || !strings.Contains(first, "5000序号 1") {
		t.Errorf("%d slips, the first is %q", n, first)
	}
	lines := make([]roll.Line, voting.MostSlips+3)
	for i := range lines {
		lines[i].Row = 2 + i
	}
	part, ok := partOf(lines, "")
	if !ok || part.Earlier || part.From != 2 || part.To != 5001 || part.Rest != 3 || part.Next != 5002 || len(part.lines) != voting.MostSlips {
		t.Errorf("the first part: %+v of %d lines", *part, len(part.lines))
	}
}

func TestDesk(t *testing.T) {
	h, codes := openByCode(t)
	helper := h.staff("helper", voting.Moderator)
	const desk = "/staff/contests/may/desk"
	helper.post(desk, url.Values{"do": {"open"}, "code": {"12345 67890"}}).want(422).see(".wrong", "投票码")
	opened := helper.post(desk, url.Values{"do": {"open"}, "code": {"https://vote.example/may/voter#" + codes[0]}}).want(200).see("main", "还可以投 3 票")
	form := opened.form("form[action='"+desk+"']", "look")
	form.Set("numbers", "1，x")
	helper.post(desk, form).want(422).see(".wrong", "x")
	form.Set("numbers", "1 99")
	helper.post(desk, form).want(422).see(".wrong", "没有对应的作品")
	form.Set("numbers", "001、3")
	look := helper.post(desk, form).want(200).see("main", "放风筝").see("main", "托班").see("main", "投这 2 票")
	cast := look.form("form[action='"+desk+"']", "cast")
	done := helper.post(desk, cast).want(200).see("main", "已投 2 票")
	if done.address != desk+"?cast=2" {
		t.Errorf("then one is at %s", done.address)
	}
	helper.post(desk, url.Values{"do": {"open"}, "code": {codes[0]}}).want(200).see("main", "还可以投 1 票").see("main", "001 003")
	visitor := h.nobody()
	visitor.post("/may/voter", url.Values{"code": {codes[0]}}).want(200).see("#ballot", "您还有 1 票")
	h.staff("clerk", voting.Organiser).get("/staff/contests/may/slips").see("main", "1 人在现场投票")
	openContest(t).staff("helper", voting.Moderator).get(desk).want(409)
}

func TestSlipQRHoldsTheCodeBehindTheFragment(t *testing.T) {
	picture, err := slipQR("https://vote.example.org", "/may/voter", "K7M2Q9XA4D")
	if err != nil || !strings.HasPrefix(string(picture), "data:image/png;base64,") {
		t.Errorf("%.60s, %v", picture, err)
	}
	if none, err := slipQR("", "/may/voter", "K7M2Q9XA4D"); none != "" || err != nil {
		t.Errorf("without an address: %.60s, %v", none, err)
	}
}
