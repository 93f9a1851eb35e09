package api_test

import (
	"fmt"
	"net/http/cookiejar"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"plaudit/server/auth"
)

// limits turns the rate limits on. The house's clock stands, so that no bucket
// fills up again: it is as if everything came in one instant.
func limits(h *house, gate *auth.Gate) { gate.Limiter = auth.NewLimiter(h.clock.Now) }

// TestFiveHundredVotersBehindOneAddress is a village behind one carrier's
// address, all voting in the same moment with the limits on: each looks around,
// becomes a voter with a proof, casts every vote, makes the mistakes that
// honest people make, and is served.
func TestFiveHundredVotersBehindOneAddress(t *testing.T) {
	h := newHouse(t, limits)
	h.service.ProofBits = 4
	h.contest("may", `, "policy": {"votes_per_ballot": 3, "counts": "always"}`)
	h.entries("may", 5)
	h.at(day(12))
	const voters = 500
	var village errgroup.Group
	village.SetLimit(50)
	for i := range voters {
		village.Go(func() error {
			jar, err := cookiejar.New(nil)
			if err != nil {
				return err
			}
			return honest(&client{house: h, jar: jar}, i)
		})
	}
	check(t, village.Wait())
	result, err := h.service.Recount(t.Context(), "may")
	check(t, err)
	if result.Votes != 3*voters || result.Voters != voters || len(result.Differences) > 0 {
		t.Errorf("recounted %d votes of %d voters, differences %v; want %d of %d", result.Votes, result.Voters, result.Differences, 3*voters, voters)
	}
}

// honest is one person's visit; the error says what they were refused.
func honest(c *client, i int) error {
	proof := c.solve("may")
	for _, step := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/contests/may", "", 200},
		{"GET", "/contests/may/entries?limit=20", "", 200},
		{"POST", "/contests/may/voter", proof, 201},
		{"PUT", fmt.Sprintf("/contests/may/ballot/%d", i%5+1), "", 201},
		{"PUT", fmt.Sprintf("/contests/may/ballot/%d", i%5+1), "", 200}, // a double tap
		{"GET", "/contests/may/entries/404", "", 404},                   // a number misread
		{"PUT", fmt.Sprintf("/contests/may/ballot/%d", (i+1)%5+1), "", 201},
		{"PUT", fmt.Sprintf("/contests/may/ballot/%d", (i+2)%5+1), "", 201},
		{"PUT", fmt.Sprintf("/contests/may/ballot/%d", (i+3)%5+1), "", 409}, // one too many
		{"GET", "/contests/may/ballot", "", 200},
		{"GET", "/contests/may/standings", "", 200},
	} {
		kind := ""
		if step.body != "" {
			kind = "application/json"
		}
		if a := c.exchange(step.method, step.path, kind, strings.NewReader(step.body)); a.status != step.status {
			return fmt.Errorf("voter %d: %s %s was answered %d %s, want %d", i, step.method, step.path, a.status, a.body, step.status)
		}
	}
	return nil
}
