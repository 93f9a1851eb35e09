package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// told is what one page is told.
type told struct {
	Open    bool
	Total   int
	Votes   map[string]int
	Ranking []struct{ Rank, Number, Votes int }
}

// watching is an open stream.
type watching struct {
	*house
	response *http.Response
	lines    *bufio.Scanner
	stop     func()
}

// watch opens a stream as c.
func (c *client) watch(path, lastID string) *watching {
	c.Helper()
	ctx, stop := context.WithCancel(c.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+path, nil)
	check(c, err)
	r.Header.Set("Accept", "text/event-stream")
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	token := c.token
	if c.login != "" {
		token = c.session(c.login)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	check(c, err)
	c.Cleanup(func() { stop(); response.Body.Close() })
	return &watching{c.house, response, bufio.NewScanner(response.Body), stop}
}

// event reads the next event.
func (w *watching) event() (kind, id string, t told) {
	w.Helper()
	for w.lines.Scan() {
		name, value, _ := strings.Cut(w.lines.Text(), ": ")
		switch name {
		case "event":
			kind = value
		case "id":
			id = value
		case "data":
			check(w, json.Unmarshal([]byte(value), &t))
			return kind, id, t
		}
	}
	w.Fatalf("the stream ended: %v", w.lines.Err())
	return
}

// until reads events until one says so.
func (w *watching) until(what string, is func(told) bool) (id string) {
	w.Helper()
	for range 50 {
		kind, id, t := w.event()
		if kind == "counts" && is(t) {
			return id
		}
	}
	w.Fatalf("never told of %s", what)
	return ""
}

func TestLiveCounts(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"counts": "always", "votes_per_ballot": 3}`)
	h.entries("may", 3)
	h.at(day(12))
	page := h.nobody().watch("/contests/may/live?entries=1,002&top=2", "")
	if kind := page.response.Header; page.response.StatusCode != 200 || !strings.HasPrefix(kind.Get("Content-Type"), "text/event-stream") ||
		!strings.Contains(kind.Get("Cache-Control"), "no-store") || kind.Get("X-Accel-Buffering") != "no" {
		t.Fatalf("%d, %v", page.response.StatusCode, kind)
	}
	page.until("all at first", func(t told) bool {
		return t.Open && t.Total == 0 && len(t.Votes) == 2 && len(t.Ranking) == 2 && t.Ranking[0].Number == 1
	})
	voter := h.voter("may")
	voter.put("/contests/may/ballot/2", `{}`).want(201)
	page.until("a vote", func(t told) bool {
		return t.Total == 1 && len(t.Votes) == 1 && t.Votes["2"] == 1 && t.Ranking[0].Number == 2 && t.Ranking[0].Votes == 1
	})
	voter.put("/contests/may/ballot/3", `{}`).want(201)
	id := page.until("a vote that only moves the ranking", func(t told) bool {
		return t.Total == 2 && len(t.Votes) == 0 && t.Ranking[1].Number == 3
	})
	voter.do("DELETE", "/contests/may/ballot/2", "").want(200)
	page.until("a vote taken back", func(t told) bool { return t.Total == 1 && t.Votes["2"] == 0 && t.Ranking[0].Number == 3 })

	again := h.nobody().watch("/contests/may/live?entries=1", id)
	again.until("what was missed", func(t told) bool { return t.Total == 1 })
	h.at(day(21))
	page.until("the close", func(t told) bool { return !t.Open })

	// A third page, and then no more; who asks once finds a place when one goes.
	h.nobody().watch("/contests/may/live", "").event()
	full := h.nobody().get("/contests/may/live").want(503)
	if full.header.Get("Retry-After") == "" {
		t.Error("nobody says when to come back")
	}
	page.stop()
	for status := 503; status == 503; {
		response, err := http.Get(h.url + "/contests/may/live?entries=3&top=1")
		check(t, err)
		body, err := io.ReadAll(response.Body)
		check(t, err)
		response.Body.Close()
		if status = response.StatusCode; status == 200 && !strings.Contains(string(body), `"votes":{"3":1}`) {
			t.Errorf("once: %s", body)
		}
	}
}

func TestLiveCountsAreHeldToThePolicy(t *testing.T) {
	for _, c := range []struct {
		counts               string
		nobody, voted, close int // status while votes come in, for who has voted, and after the close
	}{
		{"always", 200, 200, 200},
		{"after_vote", 403, 200, 200},
		{"after_close", 403, 403, 200},
		{"never", 403, 403, 403},
	} {
		t.Run(c.counts, func(t *testing.T) {
			h := newHouse(t)
			h.contest("may", fmt.Sprintf(`, "policy": {"counts": %q, "withdrawable": true, "period": "day"}`, c.counts))
			h.entries("may", 1)
			h.at(day(12))
			const path = "/contests/may/live?entries=1"
			voter := h.voter("may")
			h.nobody().get(path).want(c.nobody)
			voter.get(path).want(c.nobody)
			voter.put("/contests/may/ballot/1", `{}`).want(201)
			voter.get(path).want(c.voted)
			h.staff("organiser").get(path).want(200)
			h.nobody().get("/contests/none/live").want(404)
			h.nobody().get("/contests/may/live?entries=x").want(422)
			if c.counts == "after_vote" {
				page := voter.watch(path, "")
				page.until("own vote", func(t told) bool { return t.Votes["1"] == 1 })
				h.at(day(13)) // a new ballot, without a vote
				if kind, _, _ := page.event(); kind != "hidden" {
					t.Errorf("on the next day: %s", kind)
				}
			}
			h.at(day(22))
			h.nobody().get(path).want(c.close)
		})
	}
}
