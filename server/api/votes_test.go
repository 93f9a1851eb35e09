package api_test

import (
	"fmt"
	"net/http/cookiejar"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"plaudit/voting"
)

// burst sends PUTs for the entries in turn, all at once, and counts the answers.
func burst(c *client, slug string, times, entries int) map[int]int {
	var mu sync.Mutex
	var all sync.WaitGroup
	answers := map[int]int{}
	start := make(chan struct{})
	for i := range times {
		path := fmt.Sprintf("/contests/%s/ballot/%d", slug, i%entries+1)
		all.Go(func() {
			<-start
			a := c.exchange("PUT", path, "", nil)
			mu.Lock()
			defer mu.Unlock()
			answers[a.status]++
		})
	}
	close(start)
	all.Wait()
	return answers
}

func TestParallelVotesOfOneVoterAreExact(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"votes_per_ballot": 3, "counts": "always"}`)
	h.entries("may", 10)
	h.at(day(12))
	one := h.voter("may")
	if got := burst(one, "may", 100, 1); got[201] != 1 || got[200] != 99 {
		t.Errorf("one entry a hundred times: %v, want 1 × 201 and 99 × 200", got)
	}
	two := h.voter("may")
	if got := burst(two, "may", 100, 10); got[201] != 3 || got[200]+got[409] != 97 {
		t.Errorf("ten entries ten times each: %v, want 3 × 201 and the rest 200 or 409", got)
	}
	if got := two.get("/contests/may/ballot").want(200); got.number("remaining") != 0 || len(got.json()["votes"].([]any)) != 3 {
		t.Errorf("the ballot after that: %s", got.body)
	}
}

func TestSameCookieIsSameVoter(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	h.entries("may", 1)
	h.at(day(12))
	jar, err := cookiejar.New(nil)
	check(t, err)
	c := &client{house: h, jar: jar}
	first := c.post("/contests/may/voter", `{}`).want(201).text("token")
	if again := c.post("/contests/may/voter", "").want(200).text("token"); again != first {
		t.Errorf("the token changed from %s to %s", first, again)
	}
	c.put("/contests/may/ballot/1", "").want(201)
	byToken := &client{house: h, token: first}
	byToken.put("/contests/may/ballot/1", "").want(200)
	byToken.post("/contests/may/voter", `{}`).want(200)
	forged := &client{house: h, token: first[:len(first)-4] + "AAAA"}
	forged.put("/contests/may/ballot/1", "").refused(401, "voter_required")
}

func TestOwnEntry(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	entrant := h.voter("may")
	entrant.submit("may", work(), picture(t, 400, 300, 0)).want(201)
	h.develop(1)
	h.staff("moderator").post("/contests/may/moderation/1", `{"decision": "approve"}`).want(200)
	h.at(day(12))
	entrant.put("/contests/may/ballot/1", "").refused(403, "own_entry")
	h.voter("may").put("/contests/may/ballot/1", "").want(201)
}

func TestLimitsPerCategory(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"votes_per_ballot": 2, "votes_per_category": 1}`)
	h.entries("may", 2)
	h.nobody().submit("may", work("category", "art", "medium", "drawing"), picture(t, 400, 300, 200)).want(201)
	h.develop(1)
	h.staff("moderator").post("/contests/may/moderation/3", `{"decision": "approve"}`).want(200)
	h.at(day(12))
	voter := h.voter("may")
	voter.put("/contests/may/ballot/1", "").want(201)
	voter.put("/contests/may/ballot/2", "").refused(409, "category_full")
	voter.put("/contests/may/ballot/3", "").want(201)
	voter.put("/contests/may/ballot/2", "").refused(409, "ballot_full")
}

// TestLimitsPerDay crosses midnight in the contest's time zone, which is
// neither UTC's nor this machine's.
func TestLimitsPerDay(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "timezone": "Asia/Shanghai", "policy": {"period": "day", "votes_per_ballot": 1}`)
	h.entries("may", 2)
	midnight := time.Date(2026, 5, 12, 16, 0, 0, 0, time.UTC)
	h.at(midnight.Add(-time.Microsecond))
	voter := h.voter("may")
	voter.put("/contests/may/ballot/1", "").want(201)
	voter.put("/contests/may/ballot/2", "").refused(409, "ballot_full")
	h.at(midnight)
	if got := voter.get("/contests/may/ballot").want(200); got.text("period") != "2026-05-13" || got.number("remaining") != 1 {
		t.Errorf("the ballot of the new day: %s", got.body)
	}
	voter.put("/contests/may/ballot/1", "").want(201)
}

// TestRoundIsExact casts at the first and the last instant of the round, and
// beside them.
func TestRoundIsExact(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"withdrawable": false, "votes_per_ballot": 100}`)
	h.entries("may", 1)
	opens, closes := time.Date(2026, 5, 11, 0, 0, 0, 0, time.UTC), time.Date(2026, 5, 21, 0, 0, 0, 0, time.UTC)
	for _, moment := range []struct {
		at     time.Time
		status int
	}{
		{opens.Add(-time.Microsecond), 409}, {opens, 201}, {closes.Add(-time.Microsecond), 201}, {closes, 409},
	} {
		h.at(moment.at)
		voter := h.voter("may")
		a := voter.put("/contests/may/ballot/1", "").want(moment.status)
		if moment.status == 409 {
			a.refused(409, "round_closed")
			continue
		}
		voter.do("DELETE", "/contests/may/ballot/1", "").refused(409, "vote_final")
	}
}

// solve asks for a challenge and returns the body that answers it.
func (c *client) solve(slug string) string {
	c.Helper()
	a := c.get("/contests/" + slug + "/voter/challenge").want(200)
	if a.number("bits") != c.service.ProofBits {
		c.Fatalf("challenge %s", a.body)
	}
	for i := 0; ; i++ {
		if voting.LeadingZeroBits(a.text("challenge"), strconv.Itoa(i)) >= c.service.ProofBits {
			return fmt.Sprintf(`{"challenge": %q, "solution": "%d"}`, a.text("challenge"), i)
		}
	}
}

func TestProofOfWork(t *testing.T) {
	h := newHouse(t)
	h.service.ProofBits = 6
	h.contest("may")
	h.contest("june")
	solved := h.nobody().solve
	const become = "/contests/may/voter"
	h.nobody().post(become, `{}`).refused(422, "proof_required")
	h.nobody().post(become, `{"challenge": "made up", "solution": "1"}`).refused(422, "proof_wrong")
	h.nobody().post(become, solved("june")).refused(422, "proof_wrong")
	proof := solved("may")
	wrong := proof[:strings.LastIndex(proof, ":")] + `: "no such luck"}`
	if a := h.nobody().post(become, wrong); a.status != 201 { // one text in 64 is a solution
		a.refused(422, "proof_wrong")
	}
	proof = solved("may")
	token := h.nobody().post(become, proof).want(201).text("token")
	h.nobody().post(become, proof).refused(409, "challenge_used")
	(&client{house: h, token: token}).post(become, `{}`).want(200)
	late := solved("may")
	h.clock.Advance(10 * time.Minute)
	h.nobody().post(become, late).refused(422, "challenge_expired")
}
