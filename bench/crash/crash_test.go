package main

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// manners are how a server may misbehave.
type manners struct {
	forget bool // acknowledge without keeping
	twice  bool // keep a vote twice
	cut    bool // cut one answer off after acting
	dead   bool // cut one answer off before acting
}

// office is a small server of one ballot.
type office struct {
	manners
	mu    sync.Mutex
	votes []int
}

func (o *office) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	number, _ := strconv.Atoi(filepath.Base(r.URL.Path))
	acting := r.Method != http.MethodGet
	if acting && !o.forget && !o.dead {
		o.votes = slices.DeleteFunc(o.votes, func(n int) bool { return n == number })
		if r.Method == http.MethodPut {
			o.votes = append(o.votes, number)
		}
		if o.twice {
			o.votes = append(o.votes, number)
		}
	}
	if acting && (o.cut || o.dead) {
		o.cut, o.dead = false, false
		panic(http.ErrAbortHandler)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"votes": o.votes, "remaining": votesPerBallot - len(o.votes)})
}

// TestVoterNoticesLies holds the checker itself to its job: it accepts an honest server, cut off or not, and notices each lie.
func TestVoterNoticesLies(t *testing.T) {
	for _, test := range []struct {
		name   string
		office manners
		lies   bool
	}{
		{name: "honest"},
		{name: "killed after the commit", office: manners{cut: true}},
		{name: "killed before it", office: manners{dead: true}},
		{name: "loses an acknowledged vote", office: manners{forget: true}, lies: true},
		{name: "counts a vote twice", office: manners{twice: true}, lies: true},
		{name: "keeps a cut-off vote twice", office: manners{twice: true, cut: true}, lies: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for seed := range uint64(8) { // the dice choose between saying it again and asking
				if err := oneEvening(t, &office{manners: test.office}, seed); errors.Is(err, errWrong) != test.lies {
					t.Fatalf("seed %d: got %v", seed, err)
				}
			}
		})
	}
}

// oneEvening lets one voter act at the office, and reads the ballot at the end.
func oneEvening(t *testing.T, o *office, seed uint64) error {
	server := httptest.NewServer(o)
	defer server.Close()
	p := &person{site: newSite(server.URL), ledger: newLedger(t), dice: rand.New(rand.NewPCG(seed, 1))}
	p.ledger.voter("token")
	for range 4 {
		if err := p.act(t.Context(), p.site.as("token")); err != nil {
			return err
		}
	}
	return verifyBallots(t.Context(), p.site, p.ledger)
}

func newLedger(t *testing.T) *ledger {
	t.Helper()
	l, err := openLedger(filepath.Join(t.TempDir(), "ledger.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.close)
	return l
}

// TestLedgerRefusesAnotherEntryOfTheSameNumber: two acknowledged uploads may never share a number.
func TestLedgerRefusesAnotherEntryOfTheSameNumber(t *testing.T) {
	l := newLedger(t)
	if err := l.accept(answer{http.StatusCreated, []byte(`{"number": 7, "code": "K7M2Q9XA"}`)}); err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{`{"number": 7, "code": "K7M2Q9XB"}`, `{"number": 0, "code": "K7M2Q9XC"}`, `{"number": 8}`, `cut o`} {
		if err := l.accept(answer{http.StatusCreated, []byte(body)}); !errors.Is(err, errWrong) {
			t.Errorf("%s was accepted: %v", body, err)
		}
	}
}
