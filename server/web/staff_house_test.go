package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// morning is in the entry round of the contests made here.
var morning = time.Date(2026, 5, 2, 1, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// house is the pages on a real store, answering on a port. Works are entered
// with the rows of a finished picture and no files.
type house struct {
	testing.TB
	url      string
	clock    *storetest.Clock
	service  *voting.Service
	accounts *auth.Accounts
	failed   bytes.Buffer // what the server logged as its own failure
	entered  int
	darkroom // takes files in and makes their renditions
}

func newHouse(t testing.TB) *house {
	t.Helper()
	folder := t.TempDir()
	h := &house{TB: t, clock: storetest.NewClock(morning)}
	log := slog.New(slog.NewTextHandler(&h.failed, &slog.HandlerOptions{Level: slog.LevelError}))
	db := storetest.New(t, h.clock)
	keys, err := voting.NewKeyring(make([]byte, 32))
	h.check(err)
	bucket, err := disk.Open(filepath.Join(folder, "media"), morning)
	h.check(err)
	t.Cleanup(func() { bucket.Close() })
	h.service = &voting.Service{Store: db.Voting(), Keys: keys, Rand: rand.Reader, Reserved: []voting.Slug{"staff"}}
	h.accounts = auth.NewAccounts(db.Accounts(), rand.Reader)
	gate := &auth.Gate{Accounts: h.accounts, Devices: auth.NewDevices(make([]byte, 32), rand.Reader), Log: log, Limiter: auth.NewLimiter(h.clock.Now)}
	h.openDarkroom(folder, db, bucket, log)
	pages, err := New(Deps{
		Voting: h.service, Gate: gate, Intake: h, Uploads: h.uploads, Assets: storedAssets(db.Catalog()), Bucket: bucket, Limits: media.DefaultLimits(), Free: h.uploads.Free,
		MediaURL: media.Path, Passes: media.Passes{Key: make([]byte, 32), Now: h.clock.Now}, EntryChanges: db.EntryChanges,
		Progress: func(media.AssetID) (int, bool) { return 0, false },
		Rand:     rand.Reader, Now: h.clock.Now, Log: log,
	})
	h.check(err)
	e := echo.New()
	e.HTTPErrorHandler = problem.Handler{HTML: pages.Problem, Log: log}.Handle
	h.check(gate.Use(e, "", h.clock.Now))
	pages.Register(e)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		if h.failed.Len() > 0 {
			t.Errorf("the server failed:\n%s", &h.failed)
		}
	})
	h.url = server.URL
	return h
}

func (h *house) check(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

var system = voting.Actor{System: true, Login: "test"}

// contest makes a contest whose entries and votes are open from May 1 to 20
// and from May 5 to 31.
func (h *house) contest(slug voting.Slug, changes ...func(*voting.Settings)) voting.Contest {
	h.Helper()
	s := voting.DefaultSettings()
	s.Title, s.Summary = "五月影像", "简介"
	s.Categories = []voting.Category{
		{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}},
		{Slug: "drawing", Title: "绘画", Media: []voting.Medium{voting.Drawing}},
	}
	s.Awards = []voting.Award{{Slug: "first", Title: "一等奖", Quantity: 1, Prize: "相机"}, {Slug: "second", Title: "二等奖", Quantity: 2}}
	s.Rounds = []voting.Round{
		{Kind: voting.EntryRound, Opens: mayDay(1), Closes: mayDay(20)}, {Kind: voting.VoteRound, Opens: mayDay(5), Closes: mayDay(31)},
	}
	for _, change := range changes {
		change(&s)
	}
	c, err := h.service.CreateContest(h.Context(), system, slug, s)
	h.check(err)
	return c
}

func mayDay(day int) time.Time { return time.Date(2026, 5, day, 0, 0, 0, 0, time.UTC) }

// enter submits works with finished pictures, which then wait for a moderator.
func (h *house) enter(slug voting.Slug, titles ...string) (numbers []voting.Number) {
	h.Helper()
	for _, title := range titles {
		h.entered++
		asset := media.Asset{
			ID: media.AssetID(fmt.Sprintf("%032x", h.entered)), Format: media.JPEG, Size: 1000, SHA256: strings.Repeat("0", 64),
			Width: 1600, Height: 1200, Orientation: 1, Colour: "#c9a277", CreatedAt: h.clock.Now(),
		}
		for name, width := range map[string]int{"w360": 360, "w1080": 1080, "square": 480} {
			asset.Renditions = append(asset.Renditions, media.Rendition{
				Name: name, Key: media.RenditionPrefix(asset.ID) + name + ".jpg", Type: "image/jpeg", Width: width, Height: width * 3 / 4, Size: 9, Hash: name,
			})
		}
		form := voting.EntryForm{
			Title: title, Category: "photo", Medium: voting.Photo, EntrantName: "张小明", Phone: "13812345678", Consent: voting.ConsentVersion,
		}
		done, err := h.service.Submit(h.Context(), system, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
			return voting.AssetID(asset.ID), sqlstore.MediaTx(tx).InsertAsset(asset)
		})
		h.check(err)
		h.check(h.service.Store.Update(h.Context(), func(tx voting.Tx) error {
			return h.service.AssetReady(tx, voting.AssetID(asset.ID))
		}))
		numbers = append(numbers, done.Number)
	}
	return numbers
}

// vote casts so many votes for an entry, each from a device of its own.
func (h *house) vote(slug voting.Slug, n voting.Number, votes int) {
	h.Helper()
	for i := range votes {
		device := voting.Actor{Device: fmt.Sprintf("device %d of %d", i, n)}
		_, err := h.service.BecomeVoter(h.Context(), device, slug, voting.Proof{})
		h.check(err)
		_, err = h.service.Cast(h.Context(), device, slug, n, ledger.Nonce{})
		h.check(err)
	}
}

const staffPassword = "seven quiet herons at dusk"

// browser is a person with cookies; redirects are followed.
type browser struct {
	*house
	client *http.Client
}

func (h *house) nobody() *browser {
	jar, err := cookiejar.New(nil)
	h.check(err)
	return &browser{h, &http.Client{Jar: jar}}
}

// staff is a person with an account and a role everywhere, logged in.
func (h *house) staff(login string, role voting.Role) *browser {
	h.Helper()
	_, err := h.accounts.Add(h.Context(), system, login, staffPassword, []voting.Grant{{Role: role}})
	h.check(err)
	return h.logIn(login)
}

func (h *house) logIn(login string) *browser {
	h.Helper()
	b := h.nobody()
	b.post("/staff/login", url.Values{"login": {login}, "password": {staffPassword}}).want(200)
	return b
}

// answer is what came back, with the address after redirects.
type answer struct {
	*house
	status  int
	address string
	body    string
	header  http.Header
	doc     *goquery.Document
}

func (b *browser) do(r *http.Request) *answer {
	b.Helper()
	res, err := b.client.Do(r)
	b.check(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	b.check(err)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	b.check(err)
	return &answer{b.house, res.StatusCode, res.Request.URL.RequestURI(), string(body), res.Header, doc}
}

func (b *browser) get(path string) *answer {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, b.url+path, nil)
	b.check(err)
	return b.do(r)
}

func (b *browser) post(path string, form url.Values, accept ...string) *answer {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.url+path, strings.NewReader(form.Encode()))
	b.check(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, kind := range accept {
		r.Header.Set("Accept", kind)
	}
	return b.do(r)
}

func (a *answer) want(status int) *answer {
	a.Helper()
	if a.status != status {
		a.Fatalf("%s: %d, want %d\n%s", a.address, a.status, status, a.doc.Find("main").Text())
	}
	return a
}

// text is what the first element that the selector finds says.
func (a *answer) text(selector string) string {
	return strings.Join(strings.Fields(a.doc.Find(selector).First().Text()), " ")
}

// see demands that the text is on the page.
func (a *answer) see(selector, text string) *answer {
	a.Helper()
	if got := strings.Join(strings.Fields(a.doc.Find(selector).Text()), " "); !strings.Contains(got, text) {
		a.Errorf("%s: %s says %q, want %q", a.address, selector, got, text)
	}
	return a
}

// form is the values of a form as a browser would send them with the button
// named do=value.
func (a *answer) form(selector, do string) url.Values {
	values := url.Values{}
	if do != "" {
		values.Set("do", do)
	}
	a.doc.Find(selector).Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name, ok := s.Attr("name")
		_, off := s.Attr("disabled")
		if !ok || off || s.Closest("fieldset[disabled]").Length() > 0 {
			return
		}
		switch kind := s.AttrOr("type", ""); {
		case goquery.NodeName(s) == "textarea":
			values.Add(name, s.Text())
		case goquery.NodeName(s) == "select":
			if chosen := s.Find("option[selected]"); chosen.Length() > 0 {
				values.Add(name, chosen.AttrOr("value", ""))
			} else {
				values.Add(name, s.Find("option").First().AttrOr("value", ""))
			}
		case kind == "checkbox" || kind == "radio":
			if _, on := s.Attr("checked"); on {
				values.Add(name, s.AttrOr("value", "on"))
			}
		default:
			values.Add(name, s.AttrOr("value", ""))
		}
	})
	return values
}

func storedAssets(catalog media.Catalog) func(context.Context, []media.AssetID) (map[media.AssetID]media.Asset, error) {
	return func(ctx context.Context, ids []media.AssetID) (map[media.AssetID]media.Asset, error) {
		found := map[media.AssetID]media.Asset{}
		err := catalog.View(ctx, func(tx media.Tx) error {
			for _, id := range ids {
				a, err := tx.Asset(id)
				if err != nil {
					return err
				}
				found[id] = a
			}
			return nil
		})
		return found, err
	}
}
