package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plaudit/media"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// gallery is a server with a contest that is open for entries; its worker
// tells of every picture that it is done with.
type gallery struct {
	t *testing.T
	*Server
	developed chan media.AssetID
	stop      func()
}

func newGallery(t *testing.T) *gallery {
	t.Helper()
	return newGalleryWith(t, testOptions(t))
}

func newGalleryWith(t *testing.T, o Options) *gallery {
	t.Helper()
	furnished(t, o)
	s, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	g := &gallery{t: t, Server: s, developed: make(chan media.AssetID, 10)}
	done := s.worker.Done
	s.worker.Done = func(tx media.Tx, id media.AssetID, outcome media.Outcome) error {
		defer func() { g.developed <- id }()
		return done(tx, id, outcome)
	}
	g.stop = serve(t, s)
	settings := voting.DefaultSettings()
	settings.Title = "May"
	settings.Categories = []voting.Category{{Slug: "photo", Title: "Photographs", Media: []voting.Medium{voting.Photo}}}
	settings.Policy.Counts = voting.CountsAlways
	now := time.Now()
	settings.Rounds = []voting.Round{
		{Kind: voting.EntryRound, Opens: now.Add(-time.Hour), Closes: now.Add(time.Hour)},
		{Kind: voting.VoteRound, Opens: now.Add(-time.Hour), Closes: now.Add(time.Hour)},
	}
	if _, err := s.voting.CreateContest(t.Context(), shell(), "may", settings); err != nil {
		t.Fatal(err)
	}
	return g
}

func form(title string) voting.EntryForm {
	return voting.EntryForm{
		Title: title, Category: "photo", EntrantName: "张三", Phone: "13800138000", Consent: voting.ConsentVersion,
	}
}

func picture(t *testing.T, shade uint8) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 400, 300))
	for i := range m.Pix {
		m.Pix[i] = shade + uint8(i%50)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (g *gallery) spool(content []byte) *media.Spooled {
	g.t.Helper()
	file, err := g.intake.ingest.Spool(g.t.Context(), bytes.NewReader(content))
	if err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(func() { file.Close() })
	return file
}

// settled waits until the entry has left processing and returns it.
func (g *gallery) settled(code string) voting.Entry {
	g.t.Helper()
	<-g.developed // the transaction that says so is about to be committed
	for {
		view, err := g.voting.Status(g.t.Context(), voting.Actor{}, "may", code)
		if err != nil {
			g.t.Fatal(err)
		}
		if view.Entry.State != voting.Processing {
			return view.Entry
		}
	}
}

// assetOf finds what an entry was made with; entrants are not told.
func (g *gallery) assetOf(n voting.Number) (id voting.AssetID) {
	g.t.Helper()
	item, err := g.voting.QueuedEntry(g.t.Context(), shell(), "may", n)
	if err != nil || len(item.Assets) != 1 {
		g.t.Fatalf("entry %d: %+v, %v", n, item.Assets, err)
	}
	return item.Assets[0]
}

func TestSubmit(t *testing.T) {
	g := newGallery(t)
	done, err := g.intake.Submit(t.Context(), voting.Actor{}, "may", form("One"), g.spool(picture(t, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if e := g.settled(done.Code); e.State != voting.Pending || e.Number != 1 {
		t.Errorf("entry %+v", e)
	}
	id := media.AssetID(g.assetOf(1))
	found, err := g.intake.assets(t.Context(), []media.AssetID{id, "unknown"})
	if err != nil || len(found) != 1 || !found[id].Ready() {
		t.Errorf("assets %+v, %v", found, err)
	}
}

// TestDamagedPictureIsRefused sends a picture whose header is fine and whose
// pixels are not: only the worker can find out.
func TestDamagedPictureIsRefused(t *testing.T) {
	g := newGallery(t)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 900, 600))); err != nil {
		t.Fatal(err)
	}
	broken := b.Bytes()
	broken[len(broken)/2] ^= 0xff
	done, err := g.intake.Submit(t.Context(), voting.Actor{}, "may", form("One"), g.spool(broken))
	if err != nil {
		t.Fatal(err)
	}
	if e := g.settled(done.Code); e.State != voting.Refused || e.Reason != media.Damaged {
		t.Errorf("state %s, reason %q", e.State, e.Reason)
	}
}

func TestNothingIsKeptOfARefusedForm(t *testing.T) {
	g := newGallery(t)
	bad := form(strings.Repeat("long", 100))
	if _, err := g.intake.Submit(t.Context(), voting.Actor{}, "may", bad, g.spool(picture(t, 0))); !errors.Is(err, voting.ErrTooLong) {
		t.Errorf("got %v", err)
	}
	for o, err := range g.intake.ingest.Bucket.List(t.Context(), "") {
		t.Errorf("kept %v, %v", o.Key, err)
	}
}

func TestRepeatedSubmit(t *testing.T) {
	g := newGallery(t)
	f := form("One")
	f.RequestKey = "the same"
	first, err1 := g.intake.Submit(t.Context(), voting.Actor{}, "may", f, g.spool(picture(t, 0)))
	second, err2 := g.intake.Submit(t.Context(), voting.Actor{}, "may", f, g.spool(picture(t, 0)))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if second.Number != first.Number || second.Code != first.Code || !second.Repeat {
		t.Errorf("first %+v, second %+v", first, second)
	}
	var kept int
	for range g.intake.ingest.Bucket.List(t.Context(), "original/") {
		kept++
	}
	if kept != 1 {
		t.Errorf("%d originals of one entry", kept)
	}
	f.Title = "Two"
	if _, err := g.intake.Submit(t.Context(), voting.Actor{}, "may", f, g.spool(picture(t, 0))); !errors.Is(err, voting.ErrRequestDiffers) {
		t.Errorf("other content under the same key: %v", err)
	}
}

// adopt makes a complete upload of a picture.
func (g *gallery) adopt(content []byte) media.UploadID {
	g.t.Helper()
	up, _, err := g.intake.uploads.Adopt(g.t.Context(), media.NewUpload{Scope: "may", Most: 9}, g.spool(content))
	if err != nil {
		g.t.Fatal(err)
	}
	return up.ID
}

func TestSubmitUpload(t *testing.T) {
	g := newGallery(t)
	draft := g.adopt(picture(t, 0))
	enter := func(title, key string, id media.UploadID) (voting.Submitted, error) {
		f := form(title)
		f.RequestKey = key
		return g.intake.SubmitUpload(t.Context(), voting.Actor{}, "may", f, id)
	}
	if _, err := enter("", "", draft); !errors.Is(err, voting.ErrRequired) {
		t.Errorf("without a title: %v", err)
	}
	done, err := enter("One", "key", draft)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := enter("One", "key", draft); err != nil || again.Code != done.Code {
		t.Errorf("the same request again: %+v, %v", again, err)
	}
	if _, err := enter("Again", "", draft); !errors.Is(err, voting.ErrDraftGone) {
		t.Errorf("entered twice: %v", err)
	}
	if _, err := enter("Unknown", "", "0123456789abcdef0123456789abcdef"); !errors.Is(err, voting.ErrDraftGone) {
		t.Errorf("unknown: %v", err)
	}
	if e := g.settled(done.Code); e.State != voting.Pending {
		t.Errorf("state %s", e.State)
	}
	if _, err := enter("Of a public picture", "", media.UploadID(g.assetOf(1))); !errors.Is(err, voting.ErrDraftGone) {
		t.Errorf("the asset's own id: %v", err)
	}
}

// TestUploadIsUsedOnce enters one upload from many requests at once.
func TestUploadIsUsedOnce(t *testing.T) {
	g := newGallery(t)
	draft := g.adopt(picture(t, 0))
	var entered atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err := g.intake.SubmitUpload(t.Context(), voting.Actor{}, "may", form(fmt.Sprint("Work ", i)), draft)
			if err == nil {
				entered.Add(1)
			} else if !errors.Is(err, voting.ErrDraftGone) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if entered.Load() != 1 {
		t.Errorf("entered %d times", entered.Load())
	}
}

// TestTally makes the shown counts lie and asks the command.
func TestTally(t *testing.T) {
	g := newGallery(t)
	for i := range 2 {
		done, err := g.intake.Submit(t.Context(), voting.Actor{}, "may", form(fmt.Sprint("Work ", i)), g.spool(picture(t, uint8(i))))
		if err != nil {
			t.Fatal(err)
		}
		n := g.settled(done.Code).Number
		if _, err := g.voting.Decide(t.Context(), shell(), "may", n, voting.Approve, ""); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 5 {
		voter := voting.Actor{Device: fmt.Sprint("device ", i)}
		if _, err := g.voting.BecomeVoter(t.Context(), voter, "may", voting.Proof{}); err != nil {
			t.Fatal(err)
		}
		if _, err := g.voting.Cast(t.Context(), voter, "may", voting.Number(1+i%2), ledger.Nonce{}); err != nil {
			t.Fatal(err)
		}
	}
	tally := func() (int, string) {
		var out bytes.Buffer
		e := &env{ctx: t.Context(), args: []string{"tally", "may"}, environ: environ(g.Options), unsafe: true, stdout: &out, stderr: &out}
		return run(e), out.String()
	}
	if code, out := tally(); code != exitFine || !strings.Contains(out, "5 votes of 5 voters") || !strings.Contains(out, "   1.  001  3\n   2.  002  2\n") {
		t.Errorf("exit code %d: %s", code, out)
	}
	driver, source := "sqlite", g.folder.database()
	if url := g.Config.DatabaseURL; url != "" {
		driver, source = "pgx", url
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), "INSERT INTO entry_count (entry, shard, votes) SELECT ref, 99, 7 FROM entry WHERE number = 2")
	if err != nil {
		_, err = db.ExecContext(t.Context(), "UPDATE entry_count SET votes = votes + 7 WHERE entry = (SELECT ref FROM entry WHERE number = 2) AND shard = (SELECT min(shard) FROM entry_count)")
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, out := tally(); code != exitNo || !strings.Contains(out, "002: shown 9, in the ballots 2") {
		t.Errorf("exit code %d: %s", code, out)
	}
}
