package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"plaudit/server/sms"
	"plaudit/voting"
)

// booth is a server with one contest whose votes are open, and stand-ins of
// WeChat and of a gateway for text messages beside it.
type booth struct {
	*testing.T
	*Server
	log    *lockedBuffer
	wechat *standIn
	codes  sync.Map // by number
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// standIn answers as WeChat's two addresses do. Whoever comes with a name in
// the cookie "wechat" is that person.
type standIn struct {
	*httptest.Server
	mu    sync.Mutex
	codes map[string]string // openid by code, "" once it is used
	reply string            // in place of an openid
	asked int
}

func newStandIn(t *testing.T) *standIn {
	s := &standIn{codes: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/connect/oauth2/authorize", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked++
		q := r.URL.Query()
		who, err := r.Cookie("wechat")
		if err != nil || q.Get("appid") != "wxapp" || q.Get("scope") != "snsapi_base" {
			t.Errorf("asked for %v by %v", q, who)
			return
		}
		code := fmt.Sprintf("code-%d-%s", s.asked, who.Value)
		s.codes[code] = who.Value
		http.Redirect(w, r, q.Get("redirect_uri")+"&code="+code+"&state="+q.Get("state"), http.StatusFound)
	})
	mux.HandleFunc("/sns/oauth2/access_token", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		code := r.URL.Query().Get("code")
		openID, known := s.codes[code]
		s.codes[code] = ""
		switch {
		case s.reply != "":
			io.WriteString(w, s.reply)
		case !known:
			io.WriteString(w, `{"errcode":40029,"errmsg":"invalid code"}`)
		case openID == "":
			io.WriteString(w, `{"errcode":40163,"errmsg":"code been used"}`)
		default:
			json.NewEncoder(w).Encode(map[string]any{"openid": openID, "scope": "snsapi_base"})
		}
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func openBooth(t *testing.T, identity voting.Identity) *booth {
	t.Helper()
	b := &booth{T: t, log: new(lockedBuffer), wechat: newStandIn(t)}
	gateway := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b.codes.Store(r.URL.Query().Get("to"), r.URL.Query().Get("code"))
	}))
	t.Cleanup(gateway.Close)
	o := testOptions(t)
	o.Log = slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.Config.Identity = IdentityConfig{
		SMS: sms.Gateway{URL: gateway.URL + "/?to={phone}&code={code}", Method: "GET"}, SMSPerDay: 1000,
		WeChatAppID: "wxapp", WeChatSecret: "wx-app-secret", WeChatURL: b.wechat.URL, WeChatVerify: "a1B2c3D4",
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	o.Config.Listen = free.Addr().String()
	o.Config.PublicURL = "http://" + strings.Replace(o.Config.Listen, "127.0.0.1", "localhost", 1)
	furnished(t, o)
	b.Server, _ = start(t, o)
	b.contest(identity)
	return b
}

func (b *booth) check(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *booth) contest(identity voting.Identity) {
	b.Helper()
	s := voting.DefaultSettings()
	s.Title, s.Policy.Identity = "五月影像", identity
	s.Categories = []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}}
	window := voting.Round{Opens: time.Now().Add(-time.Hour), Closes: time.Now().Add(time.Hour)}
	for _, kind := range []voting.RoundKind{voting.EntryRound, voting.VoteRound} {
		window.Kind = kind
		s.Rounds = append(s.Rounds, window)
	}
	_, err := b.voting.CreateContest(b.Context(), shell(), "may", s)
	b.check(err)
	for i := range 2 {
		asset := voting.AssetID(fmt.Sprintf("%032x", i))
		done, err := b.voting.Submit(b.Context(), shell(), "may", voting.EntryForm{
			Title: "放风筝", Category: "photo", EntrantName: "张小明", Phone: "13800000000", Consent: voting.ConsentVersion,
		}, func(voting.Tx) (voting.AssetID, error) { return asset, nil })
		b.check(err)
		b.check(b.voting.Store.Update(b.Context(), func(tx voting.Tx) error { return b.voting.AssetReady(tx, asset) }))
		_, err = b.voting.Decide(b.Context(), shell(), "may", done.Number, voting.Approve, "")
		b.check(err)
	}
}

// visitor is a browser with cookies; inside WeChat it is the person named.
type visitor struct {
	*booth
	http   *http.Client
	inside bool     // WeChat
	seen   []string // addresses, redirects included
}

func (b *booth) visitor(wechat string) *visitor {
	b.Helper()
	jar, err := cookiejar.New(nil)
	b.check(err)
	v := &visitor{booth: b, inside: wechat != ""}
	if v.inside {
		u, err := url.Parse(b.wechat.URL)
		b.check(err)
		jar.SetCookies(u, []*http.Cookie{{Name: "wechat", Value: wechat}})
	}
	v.http = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		v.seen = append(v.seen, r.URL.String())
		return nil
	}}
	v.do(http.MethodGet, "/may/1", nil)
	return v
}

func (v *visitor) do(method, path string, form url.Values) (status int, address, body string) {
	v.Helper()
	if !strings.HasPrefix(path, "http") {
		path = v.URL() + path
	}
	r, err := http.NewRequestWithContext(v.Context(), method, path, strings.NewReader(form.Encode()))
	v.check(err)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if v.inside {
		r.Header.Set("User-Agent", "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50")
	}
	response, err := v.http.Do(r)
	v.check(err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	v.check(err)
	return response.StatusCode, response.Request.URL.RequestURI(), string(raw)
}

func (v *visitor) want(status int, address, says string) func(int, string, string) {
	v.Helper()
	return func(gotStatus int, gotAddress, body string) {
		v.Helper()
		if gotStatus != status || gotAddress != address || !strings.Contains(body, says) {
			v.Errorf("%d at %s, want %d at %s with %q\n%.2000s", gotStatus, gotAddress, status, address, says, body)
		}
	}
}

func (b *booth) votes() int {
	b.Helper()
	result, err := b.voting.Recount(b.Context(), "may")
	b.check(err)
	if len(result.Differences) > 0 {
		b.Errorf("the counters differ: %v", result.Differences)
	}
	return result.Votes
}

// leaks looks for texts in everything that the server has written: tables, the
// write-ahead log, files beside, its log. The contest's title, which is there,
// shows that it would find them.
func (b *booth) leaks(secrets ...string) {
	b.Helper()
	written := map[string][]byte{"the log": []byte(b.log.String())}
	err := filepath.WalkDir(b.Config.Data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		written[path], err = os.ReadFile(path)
		return err
	})
	b.check(err)
	if b.Config.DatabaseURL != "" {
		written["the database"] = b.dump()
	}
	found := false
	for where, content := range written {
		found = found || bytes.Contains(content, []byte("五月影像"))
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				b.Errorf("%q is in %s", secret, where)
			}
		}
	}
	if !found {
		b.Error("what is surely stored was not found either")
	}
}

// dump returns all rows of a PostgreSQL database.
func (b *booth) dump() (rows []byte) {
	b.Helper()
	db, err := sql.Open("pgx", b.Config.DatabaseURL)
	b.check(err)
	defer db.Close()
	b.check(db.QueryRowContext(b.Context(), "SELECT database_to_xml(true, true, '')").Scan(&rows))
	return rows
}

func TestVoteInsideWeChat(t *testing.T) {
	b := openBooth(t, voting.IdentityWeChat)
	form := url.Values{"back": {"/may"}}
	zhang := b.visitor("openid-of-zhang-00001")
	for _, path := range []string{"/may", "/may/1", "/may/voter?vote=001", "/may/rules"} {
		zhang.do("GET", path, nil)
	}
	if b.wechat.asked != 0 {
		t.Fatal("WeChat was asked before anybody pressed vote")
	}
	zhang.want(200, "/may", "还有 2 票")(zhang.do("POST", "/may/1/vote", form))
	way := zhang.seen[len(zhang.seen)-2] // the way back, with code and state
	if !strings.Contains(way, "/may/wechat?") || b.wechat.asked != 1 || b.votes() != 1 {
		t.Fatalf("by %q, WeChat asked %d times, %d votes", zhang.seen, b.wechat.asked, b.votes())
	}
	zhang.want(200, "/may", "还有 2 票")(zhang.do("GET", way, nil)) // WeChat opens it twice
	zhang.do("POST", "/may/2/vote", form)
	if b.wechat.asked != 1 || b.votes() != 2 {
		t.Errorf("WeChat asked %d times, %d votes", b.wechat.asked, b.votes())
	}

	// Somebody else with that address, the same person on another telephone.
	thief := b.visitor("openid-of-thief-00002")
	thief.want(200, "/may/voter?back=%2Fmay&vote=001&why=wechat_again", "再点一次")(thief.do("GET", way, nil))
	again := b.visitor("openid-of-zhang-00001")
	again.want(200, "/may", "还有 1 票")(again.do("POST", "/may/1/vote", form))
	if b.votes() != 2 {
		t.Errorf("%d votes after that", b.votes())
	}
	// A snapshot, a busy WeChat, and then it works from the page that says so.
	li := b.visitor("openid-of-li-000000003")
	b.wechat.reply = `{"openid":"o_virtual","is_snapshotuser":1}`
	li.want(200, "/may/voter?back=%2Fmay&vote=001&why=wechat_snapshot", "使用完整服务")(li.do("POST", "/may/1/vote", form))
	b.wechat.reply = `{"errcode":-1,"errmsg":"system error"}`
	li.want(200, "/may/voter?back=%2Fmay&vote=001&why=wechat_busy", "稍等")(li.do("POST", "/may/1/vote", form))
	b.wechat.reply = ""
	li.want(200, "/may", "还有 2 票")(li.do("POST", "/may/voter", url.Values{"do": {"wechat"}, "vote": {"001"}, "back": {"/may"}}))

	outside := b.visitor("")
	outside.want(200, "/may/voter?back=%2Fmay&vote=001", "在微信里打开")(outside.do("POST", "/may/1/vote", form))
	outside.want(200, "/MP_verify_a1B2c3D4.txt", "a1B2c3D4")(outside.do("GET", "/MP_verify_a1B2c3D4.txt", nil))
	if b.votes() != 3 {
		t.Errorf("%d votes in the end", b.votes())
	}
	b.leaks("openid-of-zhang-00001", "openid-of-li-000000003", "o_virtual", "code-1-", "wx-app-secret")
}

func TestVoteByTelephone(t *testing.T) {
	b := openBooth(t, voting.IdentityPhone)
	v := b.visitor("")
	v.want(200, "/may/voter?back=%2Fmay&vote=001", "手机号")(v.do("POST", "/may/1/vote", url.Values{"back": {"/may"}}))
	form := url.Values{"vote": {"001"}, "back": {"/may"}, "do": {"send"}, "phone": {"139-1234-5678"}}
	v.want(200, "/may/voter", "已发到")(v.do("POST", "/may/voter", form))
	sent, _ := b.codes.Load("13912345678")
	code, _ := sent.(string)
	form.Del("do")
	form.Set("sms_code", "1"+code)
	v.want(422, "/may/voter", "还可以再试 4 次")(v.do("POST", "/may/voter", form))
	form.Set("sms_code", code)
	v.want(200, "/may", "还有 2 票")(v.do("POST", "/may/voter", form))
	if b.votes() != 1 {
		t.Errorf("%d votes", b.votes())
	}
	b.leaks("13912345678", "139-1234-5678")
}

func TestCodesAreNowhere(t *testing.T) {
	b := openBooth(t, voting.IdentityCode)
	page, err := b.voting.Slips(t.Context(), shell(), "may")
	b.check(err)
	slips, err := b.voting.NewSlips(t.Context(), shell(), "may", 2, page.Token)
	b.check(err)
	v := b.visitor("")
	v.want(200, "/may", "还有 2 票")(v.do("POST", "/may/voter", url.Values{"code": {slips[0].Code}, "vote": {"1"}, "back": {"/may"}}))
	v.do("POST", "/may/voter", url.Values{"code": {"0000000000"}})
	b.leaks(slips[0].Code, slips[1].Code, slips[0].Code[:5]+" "+slips[0].Code[5:])
}

// TestAVillageBehindOneAddress has five hundred people with slips vote at once
// from one address, each after a mistyped code, with the limits on: those of the
// process, and those that are rows.
func TestAVillageBehindOneAddress(t *testing.T) {
	b := openBooth(t, voting.IdentityCode)
	page, err := b.voting.Slips(t.Context(), shell(), "may")
	b.check(err)
	slips, err := b.voting.NewSlips(t.Context(), shell(), "may", 500, page.Token)
	b.check(err)
	var all sync.WaitGroup
	queue := make(chan voting.PrintedSlip)
	for range 20 {
		all.Go(func() {
			for slip := range queue {
				v := b.visitor("")
				v.do("POST", "/may/voter", url.Values{"code": {slip.Code[:9]}})
				v.want(200, "/may", "还有 2 票")(v.do("POST", "/may/voter", url.Values{"code": {slip.Code}, "vote": {"1"}, "back": {"/may"}}))
			}
		})
	}
	for _, slip := range slips {
		queue <- slip
	}
	close(queue)
	all.Wait()
	if b.votes() != 500 {
		t.Errorf("%d of 500 votes", b.votes())
	}
}
