package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"plaudit/media"
	"plaudit/media/objstore"
	"plaudit/media/objstore/objstoretest"
	"plaudit/voting"
)

// TestPicturesFromBothStores fetches the same picture from a disk and from S3,
// and wants the same answers.
func TestPicturesFromBothStores(t *testing.T) {
	t.Run("disk", func(t *testing.T) { fetchPicture(t, testOptions(t)) })
	t.Run("S3", func(t *testing.T) {
		o := testOptions(t)
		o.Config.S3 = objstoretest.Options(t)
		fetchPicture(t, o)
	})
}

func fetchPicture(t *testing.T, o Options) {
	g := newGalleryWith(t, o)
	path := g.approved("One")
	whole := g.fetch(path, nil)
	tag := whole.header.Get("ETag")
	if whole.status != 200 || !strings.HasPrefix(whole.body, "\xff\xd8") || tag == "" || whole.header.Get("Content-Type") != "image/jpeg" ||
		whole.header.Get("Content-Length") != fmt.Sprint(len(whole.body)) || whole.header.Get("Accept-Ranges") != "bytes" {
		t.Fatalf("%d, %v", whole.status, whole.header)
	}
	size := len(whole.body)
	for _, c := range []struct {
		header, value string
		status        int
		body          string
	}{
		{"Range", "bytes=0-9", 206, whole.body[:10]},
		{"Range", "bytes=100-", 206, whole.body[100:]},
		{"Range", "bytes=-7", 206, whole.body[size-7:]},
		{"Range", fmt.Sprintf("bytes=%d-", size), 416, ""},
		{"If-None-Match", tag, 304, ""},
		{"If-None-Match", `"other"`, 200, whole.body},
	} {
		got := g.fetch(path, http.Header{c.header: {c.value}})
		if got.status != c.status || c.status != 416 && got.body != c.body {
			t.Errorf("%s %s: %d with %d bytes, want %d with %d", c.header, c.value, got.status, len(got.body), c.status, len(c.body))
		}
	}
	if got := g.fetch(path, http.Header{"Range": {"bytes=0-9"}, "If-Range": {`"other"`}}); got.status != 200 || got.body != whole.body {
		t.Errorf("a range of another version: %d with %d bytes", got.status, len(got.body))
	}
	if got := g.fetch(strings.Replace(path, ".jpg", "x.jpg", 1), nil); got.status != 404 {
		t.Errorf("an absent picture: %d", got.status)
	}
}

// approved enters a work, lets it in, and returns the path of a rendition.
func (g *gallery) approved(title string) (path string) {
	g.t.Helper()
	done, err := g.intake.Submit(g.t.Context(), voting.Actor{}, "may", form(title), g.spool(picture(g.t, 0)))
	if err != nil {
		g.t.Fatal(err)
	}
	n := g.settled(done.Code).Number
	if _, err := g.voting.Decide(g.t.Context(), shell(), "may", n, voting.Approve, ""); err != nil {
		g.t.Fatal(err)
	}
	id := media.AssetID(g.assetOf(n))
	found, err := g.intake.assets(g.t.Context(), []media.AssetID{id})
	if err != nil || !found[id].Ready() {
		g.t.Fatalf("%+v, %v", found, err)
	}
	return media.Path(id, found[id].Renditions[0])
}

type fetched struct {
	status int
	header http.Header
	body   string
	took   time.Duration
}

func (g *gallery) fetch(path string, header http.Header) fetched {
	g.t.Helper()
	return g.send("GET", path, nil, header)
}

// send waits for the whole answer, and may run in a goroutine.
func (g *gallery) send(method, path string, body io.Reader, header http.Header) fetched {
	g.t.Helper()
	req, err := http.NewRequestWithContext(g.t.Context(), method, g.URL()+path, body)
	if err != nil {
		g.t.Error(err)
		return fetched{}
	}
	for name, values := range header {
		req.Header[name] = values
	}
	began := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		g.t.Error(err)
		return fetched{}
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		g.t.Errorf("%s %s: %v", method, path, err)
	}
	return fetched{res.StatusCode, res.Header, string(content), time.Since(began)}
}

// Where works are sent to.
const (
	entriesAPI = "/api/v1/contests/may/entries"
	entryPage  = "/may/submit"
)

// upload sends a work to the API or, as a browser without scripts does, to the
// page.
func (g *gallery) upload(to, title string, shade uint8) fetched {
	g.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "a.jpg")
	if err == nil {
		_, err = part.Write(picture(g.t, shade))
	}
	for name, value := range map[string]string{
		"title": title, "category": "photo", "entrant_name": "张三", "phone": "13800138000", "consent": voting.ConsentVersion,
	} {
		err = errors.Join(err, w.WriteField(name, value))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		g.t.Fatal(err)
	}
	return g.send("POST", to, &body, http.Header{"Content-Type": {w.FormDataContentType()}})
}

// vote becomes a new voter and votes for entry 1.
func (g *gallery) vote() fetched {
	g.t.Helper()
	became := g.send("POST", "/api/v1/contests/may/voter", strings.NewReader("{}"), http.Header{"Content-Type": {"application/json"}})
	_, token, _ := strings.Cut(became.body, `"token":"`)
	token, _, _ = strings.Cut(token, `"`)
	return g.send("PUT", "/api/v1/contests/may/ballot/1", nil, http.Header{"Authorization": {"Bearer " + token}})
}

// TestFaultyObjectStore runs a contest while the line between server and store
// fails in every way.
func TestFaultyObjectStore(t *testing.T) {
	direct := objstoretest.Options(t)
	through, line := objstoretest.Through(t, direct)
	through.Patience = 2 * time.Second
	o := testOptions(t)
	o.Config.S3, o.Config.RateLimits = through, false
	var ahead atomic.Int64
	o.Now, o.Travels = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }, true
	g := newGalleryWith(t, o)
	shown := g.approved("One")
	taken := 1
	before := g.unaffected(time.Minute)
	limit := max(time.Second, 5*before) // a silent store keeps waiting for 2 s and more

	faults := objstoretest.Faults()
	faults["slow"] = objstoretest.Slow
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			g.t = t
			repair := line.Disturb(fault)
			upload := make(chan fetched)
			go func() { upload <- g.upload(entriesAPI, name, 1) }()
			t.Logf("the slowest vote or page took %v, and %v before any fault", g.unaffected(limit), before)
			ahead.Add(int64(2 * time.Second)) // pictures stay in memory for a second
			g.pictureDuring(shown, fault)
			if sent := <-upload; sent.status == 201 && fault == objstoretest.Slow {
				taken++
			} else if sent.status != 503 || !strings.Contains(sent.body, `"code":"storage_unavailable"`) || sent.header.Get("Retry-After") == "" {
				t.Errorf("an upload: %d, %v\n%s", sent.status, sent.header, sent.body)
			}
			if fault != objstoretest.Slow {
				if sent := g.upload(entryPage, name, 1); sent.status != 503 || !strings.Contains(sent.body, "暂时连不上") || !strings.Contains(sent.body, `value="`+name+`"`) {
					t.Errorf("the page answers %d, without the reason or the form: %.500s", sent.status, sent.body)
				}
			}
			g.unaffected(limit)
			repair()
			g.recovers("ready", 200, func() fetched { return g.fetch("/readyz", nil) })
			g.recovers("the picture", 200, func() fetched { return g.fetch(shown, nil) })
			g.recovers("an upload", 201, func() fetched { return g.upload(entriesAPI, name+" again", 2) })
			taken++
		})
	}
	g.t = t
	for range taken - 1 {
		select {
		case <-g.developed:
		case <-time.After(time.Minute):
			t.Fatal("not every picture that was taken has been made")
		}
	}
	g.nothingLeftOver(direct, taken)
}

// recovers asks until the answer is the one wanted. What began during a fault
// may fail after it, and then the store is asked again only two seconds later.
func (g *gallery) recovers(what string, want int, ask func() fetched) {
	g.t.Helper()
	patience, again := time.After(time.Minute), time.NewTicker(100*time.Millisecond)
	defer again.Stop()
	for {
		got := ask()
		if got.status == want {
			return
		}
		select {
		case <-patience:
			g.t.Fatalf("the line is repaired, and %s answers %d: %s", what, got.status, got.body)
		case <-again.C:
		}
	}
}

// unaffected votes and looks at pages, none of which may wait for the store,
// and returns how long the slowest took.
func (g *gallery) unaffected(limit time.Duration) (slowest time.Duration) {
	g.t.Helper()
	got := map[string]fetched{"vote": g.vote()}
	for _, page := range []string{"/may", "/may/1", "/may/ranking", "/api/v1/contests/may/entries", "/healthz"} {
		got[page] = g.fetch(page, nil)
	}
	for what, a := range got {
		if a.status != 200 && a.status != 201 || a.took > limit {
			g.t.Errorf("%s: %d after %v: %.300s", what, a.status, a.took, a.body)
		}
		slowest = max(slowest, a.took)
	}
	return slowest
}

// pictureDuring looks at a picture and at the server's readiness.
func (g *gallery) pictureDuring(path string, fault objstoretest.Fault) {
	g.t.Helper()
	want := 503
	switch fault {
	case objstoretest.Slow:
		want = 200
	case objstoretest.CutUp: // small requests get through, unless uploads have failed just now
		return
	}
	for _, path := range []string{path, path, "/readyz"} {
		if got := g.fetch(path, nil); got.status != want {
			g.t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
}

// nothingLeftOver sweeps as if a week had passed, and looks into the store
// past the server: it wants the originals of so many works, whole, what was
// made of them, and nothing else.
func (g *gallery) nothingLeftOver(o objstore.Options, works int) {
	t := g.t
	t.Helper()
	sweeper := *g.sweeper
	sweeper.Now = func() time.Time { return time.Now().Add(7 * 24 * time.Hour) }
	swept, err := sweeper.Sweep(t.Context(), sweepGrace)
	t.Logf("swept %+v, %v", swept, err)
	if err != nil {
		t.Error(err)
	}
	client := objstoretest.Client(t, o)
	kept := map[string]int{}
	for object := range client.ListObjectsIter(t.Context(), o.Bucket, minio.ListObjectsOptions{Recursive: true}) {
		if object.Err != nil {
			t.Fatal(object.Err)
		}
		folder, rest, _ := strings.Cut(object.Key, "/")
		id, _, _ := strings.Cut(rest, "/")
		kept[folder]++
		assets, err := g.intake.assets(t.Context(), []media.AssetID{media.AssetID(id)})
		if err != nil || len(assets) != 1 {
			t.Errorf("%s belongs to nothing, %v", object.Key, err)
		}
		if a := assets[media.AssetID(id)]; folder == "original" && a.Size != object.Size {
			t.Errorf("%s has %d bytes of %d", object.Key, object.Size, a.Size)
		}
	}
	if kept["original"] != works || kept["rendition"] < works {
		t.Errorf("kept %v of %d works", kept, works)
	}
	left, err := client.ListMultipartUploads(t.Context(), o.Bucket, "", "", "", "", 10)
	if err != nil || len(left.Uploads) > 0 {
		t.Errorf("%d unfinished uploads, %v", len(left.Uploads), err)
	}
}

// TestStartWithoutBucket names the setting that makes one.
func TestStartWithoutBucket(t *testing.T) {
	o := testOptions(t)
	o.Config.S3 = objstoretest.Options(t)
	o.Config.S3.Create = false
	if _, err := New(t.Context(), o); !errors.Is(err, objstore.ErrNoBucket) || !strings.Contains(err.Error(), "PLAUDIT_S3_CREATE=on") {
		t.Errorf("got %v", err)
	}
	o.Config.S3.Create = true
	start(t, o)
}
