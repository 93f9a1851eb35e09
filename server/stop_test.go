package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// ask sends a request and returns its answer, nil when the server is gone.
func ask(t *testing.T, method, url, body string, headers ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil
	}
	return response
}

// TestVotesInFlightFinish stops a server that people vote on and whose counts
// pages watch: who was told that a vote counts has one, nobody has one without
// being told, and no page keeps the server from stopping.
func TestVotesInFlightFinish(t *testing.T) {
	o := testOptions(t)
	o.Config.RateLimits = false
	g := newGalleryWith(t, o)
	g.approved("One")
	contest := g.URL() + "/api/v1/contests/may"

	var pages, voters sync.WaitGroup
	for range 50 {
		page := ask(t, "GET", contest+"/live?entries=1", "", "Accept", "text/event-stream")
		if page == nil || page.StatusCode != http.StatusOK {
			t.Fatalf("no stream: %v", page)
		}
		pages.Go(func() {
			defer page.Body.Close()
			if _, err := io.Copy(io.Discard, page.Body); err != nil {
				t.Errorf("a stream was cut: %v", err)
			}
		})
	}
	var acknowledged atomic.Int64
	enough := make(chan struct{})
	for range 8 {
		voters.Go(func() {
			for {
				response := ask(t, "POST", contest+"/voter", "{}")
				if response == nil {
					return
				}
				var voter struct{ Token string }
				if err := json.NewDecoder(response.Body).Decode(&voter); err != nil || response.StatusCode != http.StatusCreated {
					t.Errorf("become a voter: %d, %v", response.StatusCode, err)
					return
				}
				response.Body.Close()
				if response = ask(t, "PUT", contest+"/ballot/1", "", "Authorization", "Bearer "+voter.Token); response == nil {
					return
				}
				_, err := io.Copy(io.Discard, response.Body)
				response.Body.Close()
				if err != nil || response.StatusCode != http.StatusCreated {
					t.Errorf("vote: %d, %v", response.StatusCode, err)
					return
				}
				if acknowledged.Add(1) == 100 {
					close(enough)
				}
			}
		})
	}
	<-enough
	g.stop() // fails the test when it takes too long
	voters.Wait()
	pages.Wait()
	s, _ := start(t, o)
	r, err := s.voting.Recount(t.Context(), "may")
	if err != nil || int64(r.Votes) != acknowledged.Load() || len(r.Differences) > 0 {
		t.Errorf("%d votes for %d acknowledged, %v, %v", r.Votes, acknowledged.Load(), r.Differences, err)
	}
}

// TestUploadGoesOnAfterStop stops a server in the middle of an upload whose
// sender hangs.
func TestUploadGoesOnAfterStop(t *testing.T) {
	o := testOptions(t)
	g := newGalleryWith(t, o)
	g.patience = time.Millisecond
	const kind, version = "application/offset+octet-stream", "1.0.0"
	file := bytes.Repeat([]byte("x"), 3<<20)
	begun := ask(t, "POST", g.URL()+"/api/v1/contests/may/uploads", "", "Tus-Resumable", version, "Upload-Length", strconv.Itoa(len(file)))
	path := begun.Header.Get("Location")
	send := func(s *Server, from int, body io.Reader) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, s.URL()+path, body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Tus-Resumable": {version}, "Content-Type": {kind}, "Upload-Offset": {strconv.Itoa(from)}}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			return nil
		}
		response.Body.Close()
		return response
	}
	if got := send(g.Server, 0, bytes.NewReader(file[:1<<20])); got == nil || got.StatusCode != http.StatusNoContent {
		t.Fatalf("the first piece: %v", got)
	}
	hanging, rest := io.Pipe()
	ended := make(chan *http.Response)
	go func() { ended <- send(g.Server, 1<<20, bufio.NewReader(hanging)) }()
	if _, err := rest.Write(file[1<<20 : 2<<20]); err != nil {
		t.Fatal(err)
	}
	g.stop()
	rest.Close()
	if got := <-ended; got != nil && got.StatusCode < 400 {
		t.Errorf("the upload that was cut: %d", got.StatusCode)
	}
	s, _ := start(t, o)
	from, err := strconv.Atoi(ask(t, "HEAD", s.URL()+path, "", "Tus-Resumable", version).Header.Get("Upload-Offset"))
	if err != nil || from < 1<<20 {
		t.Fatalf("the upload is at %d, %v", from, err)
	}
	if got := send(s, from, bytes.NewReader(file[from:])); got == nil || got.StatusCode != http.StatusNoContent || got.Header.Get("Upload-Offset") != strconv.Itoa(len(file)) {
		t.Errorf("the rest: %v", got)
	}
}
