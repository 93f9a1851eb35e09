package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"math"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/media/objstore/objstoretest"
	"plaudit/server/api"
	"plaudit/server/auth"
	"plaudit/server/live"
	"plaudit/server/problem"
	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

// may is a morning in the entry round of the contests made here.
var may = time.Date(2026, 5, 2, 8, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// house is the API on a real store and a real darkroom, answering on a port.
type house struct {
	testing.TB
	folder   string // of the database, where that is a file
	database string // its address, where it is on a server
	url      string
	clock    *storetest.Clock
	service  *voting.Service
	accounts *auth.Accounts
	worker   media.WorkerConfig
	uploads  *media.Uploads
	doc      *openapi3.T

	mu     sync.Mutex
	known  map[string]bool   // logins of staff
	tokens map[string]string // of their sessions, by login
	failed bytes.Buffer      // what the server logged as its own failure
}

func newHouse(t testing.TB, change ...func(*house, *auth.Gate)) *house {
	t.Helper()
	bucket, err := disk.Open(filepath.Join(t.TempDir(), "media"), may)
	check(t, err)
	t.Cleanup(func() { bucket.Close() })
	return newHouseOn(t, bucket, change...)
}

// eachStore runs a test in a house on a disk and in one on S3.
func eachStore(t *testing.T, test func(t *testing.T, h *house)) {
	t.Run("disk", func(t *testing.T) { test(t, newHouse(t)) })
	t.Run("S3", func(t *testing.T) {
		test(t, newHouseOn(t, objstoretest.Open(t, objstoretest.Options(t))))
	})
}

// newHouseOn is a house that keeps its pictures in the given bucket; changes
// are made before it answers.
func newHouseOn(t testing.TB, bucket media.Bucket, change ...func(*house, *auth.Gate)) *house {
	t.Helper()
	return openHouse(t, t.TempDir(), storetest.URL(t), bucket, storetest.NewClock(may), change...)
}

// replica is another server on the same database and bucket.
func (h *house) replica() *house {
	h.Helper()
	return openHouse(h.TB, h.folder, h.database, h.uploads.Bucket, h.clock)
}

func openHouse(t testing.TB, folder, database string, bucket media.Bucket, clock *storetest.Clock, change ...func(*house, *auth.Gate)) *house {
	t.Helper()
	h := &house{TB: t, folder: folder, database: database, clock: clock, doc: document(t), known: map[string]bool{}, tokens: map[string]string{}}
	log := slog.New(slog.NewTextHandler(&h.failed, &slog.HandlerOptions{Level: slog.LevelError}))
	var db *sqlstore.DB
	if database != "" {
		db = storetest.OpenURL(t, database, clock)
	} else {
		db = storetest.Open(t, filepath.Join(folder, "plaudit.db"), clock)
	}
	keys, err := voting.NewKeyring(make([]byte, 32))
	check(t, err)
	h.service = &voting.Service{Store: db.Voting(), Keys: keys, Rand: rand.Reader}
	h.accounts = auth.NewAccounts(db.Accounts(), rand.Reader)
	h.openMedia(folder, bucket, db, log)

	gate := &auth.Gate{Accounts: h.accounts, Devices: auth.NewDevices(make([]byte, 32), rand.Reader), Log: log}
	for _, f := range change {
		f(h, gate)
	}
	e := echo.New()
	e.HTTPErrorHandler = problem.Handler{Log: log}.Handle
	check(t, gate.Use(e, "", h.clock.Now))
	hub := live.New(live.Config{Read: h.service.Board, Every: time.Millisecond, Most: 3, Log: log})
	api.New(api.Deps{
		Live: hub, Voting: h.service, Gate: gate, Intake: h, Uploads: h.uploads, Assets: assets(db.Catalog()),
		MediaURL: media.Path, Passes: media.Passes{Key: make([]byte, 32), Now: h.clock.Now},
		PublicURL: "https://plaudit.example",
	}).Register(e)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	t.Cleanup(hub.Close)
	t.Cleanup(func() {
		if h.failed.Len() > 0 {
			t.Errorf("the server failed:\n%s", &h.failed)
		}
	})
	h.url = server.URL + api.Prefix
	return h
}

func (h *house) openMedia(folder string, bucket media.Bucket, db *sqlstore.DB, log *slog.Logger) {
	h.uploads = &media.Uploads{Store: db.Uploads(), Ingest: &media.Ingest{
		Bucket: bucket, Limits: media.DefaultLimits(), SpoolDir: filepath.Join(folder, "spool"),
		Free: func() (uint64, error) { return math.MaxInt64, nil }, Now: h.clock.Now,
	}}
	h.worker = media.WorkerConfig{
		Catalog: db.Catalog(), Bucket: bucket, Limits: h.uploads.Limits, Now: h.clock.Now, Logger: log,
	}
}

func assets(catalog media.Catalog) func(context.Context, []media.AssetID) (map[media.AssetID]media.Asset, error) {
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

// Submit and SubmitUpload make the house an api.Intake, as package main is.
func (h *house) Submit(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, file *media.Spooled) (voting.Submitted, error) {
	done, err := h.service.EarlierSubmission(ctx, a, slug, form)
	if !errors.Is(err, voting.ErrEntryNotFound) {
		return done, err
	}
	asset, err := h.uploads.Keep(ctx, file)
	if err != nil {
		return done, err
	}
	return h.service.Submit(ctx, a, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
		files := sqlstore.MediaTx(tx)
		return voting.AssetID(asset.ID), errors.Join(files.InsertAsset(asset), files.AddJob(asset.ID, tx.Now()))
	})
}

func (h *house) SubmitUpload(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, id media.UploadID) (voting.Submitted, error) {
	_, err := h.uploads.Finish(ctx, string(slug), id)
	if errors.Is(err, &media.Error{Code: media.UploadNotFound}) {
		err = voting.ErrDraftGone
	}
	if err != nil {
		return voting.Submitted{}, err
	}
	return h.service.Submit(ctx, a, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
		files := sqlstore.UploadTx(tx)
		asset, err := files.UseUpload(id, string(slug), tx.Now())
		return voting.AssetID(asset), errors.Join(err, files.AddJob(asset, tx.Now()))
	})
}

// develop lets the worker finish so many jobs.
func (h *house) develop(jobs int) {
	h.Helper()
	ctx, stop := context.WithTimeout(h.Context(), time.Minute)
	defer stop()
	config := h.worker
	var mu sync.Mutex
	done := 0
	config.Done = func(tx media.Tx, id media.AssetID, o media.Outcome) error {
		mu.Lock()
		defer mu.Unlock()
		if done++; done == jobs {
			stop()
		}
		if o.Refusal != nil {
			return h.service.AssetRefused(sqlstore.VotingTx(tx), voting.AssetID(id), o.Refusal.Code)
		}
		return h.service.AssetReady(sqlstore.VotingTx(tx), voting.AssetID(id))
	}
	media.NewWorker(config).Run(ctx)
	if done < jobs {
		h.Fatalf("%d of %d pictures were made", done, jobs)
	}
}

// at moves the clock. Sessions do not last that long: staff log in again.
func (h *house) at(t time.Time) {
	h.clock.Set(t)
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.tokens)
}

// staff returns a client who holds a role everywhere.
func (h *house) staff(role voting.Role) *client {
	h.Helper()
	return h.member(string(role), voting.Grant{Role: role})
}

const password = "seven quiet herons at dusk"

// member returns a client with an account, which is made when it is new.
func (h *house) member(login string, grants ...voting.Grant) *client {
	h.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.known[login] {
		_, err := h.accounts.Add(h.Context(), voting.Actor{System: true}, login, password, grants)
		check(h, err)
		h.known[login] = true
	}
	return &client{house: h, login: login}
}

// session returns the token of a staff member's session.
func (h *house) session(login string) string {
	h.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.tokens[login] == "" {
		token, _, err := h.accounts.Login(h.Context(), login, password, "", "test")
		check(h, err)
		h.tokens[login] = token
	}
	return h.tokens[login]
}

// nobody returns a client who brings nothing.
func (h *house) nobody() *client { return &client{house: h} }

// voter returns a client who is a voter of the contest.
func (h *house) voter(slug string) *client {
	h.Helper()
	c := h.nobody()
	c.token = c.post("/contests/"+slug+"/voter", `{}`).want(201).text("token")
	return c
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
