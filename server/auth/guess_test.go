package auth_test

import (
	"crypto/rand"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
	"plaudit/voting"
)

// guessers are servers on one database, where codes are tried.
type guessers struct {
	*office
	houses []*house
	tries  atomic.Int32
}

func newGuessers(t *testing.T, servers int) *guessers {
	g := &guessers{office: newOffice(t)}
	for range servers {
		accounts := auth.NewAccounts(g.office.open().Accounts(), rand.Reader)
		h := newHouse(t, "", limited, func(h *house) { h.gate.Accounts = accounts })
		h.e.POST("/code", func(c echo.Context) error {
			a := voting.Actor{Device: c.QueryParam("device"), Staff: voting.StaffID(c.QueryParam("staff"))}
			return h.gate.Guess(c, a, "a code", voting.WrongGuess, func() error {
				g.tries.Add(1)
				switch c.QueryParam("is") {
				case "wrong":
					return voting.ErrCodeWrong
				case "closed":
					return voting.ErrRoundClosed
				case "fatal":
					panic("in the middle")
				}
				return nil
			})
		})
		g.houses = append(g.houses, h)
	}
	return g
}

// atOnce sends the request so many times, to all servers in turn, and counts the
// answers by status.
func (g *guessers) atOnce(times int, query string) map[int]int {
	return atOnce(times, func(i int) int { return g.houses[i%len(g.houses)].ask("POST", "/code?"+query, "").Code })
}

func atOnce(times int, ask func(i int) int) map[int]int {
	var (
		all     sync.WaitGroup
		mu      sync.Mutex
		answers = map[int]int{}
	)
	for i := range times {
		all.Go(func() {
			code := ask(i)
			mu.Lock()
			defer mu.Unlock()
			answers[code]++
		})
	}
	all.Wait()
	return answers
}

// Of wrong codes that are tried at once no more are looked at than one after the
// other.
func TestWrongCodesAtOnce(t *testing.T) {
	g := newGuessers(t, 3)
	got := g.atOnce(200, "device=a&is=wrong")
	if g.tries.Load() != 10 || got[http.StatusUnprocessableEntity] != 10 || got[http.StatusTooManyRequests] != 190 {
		t.Errorf("%d codes were looked at, want 10; the answers %v", g.tries.Load(), got)
	}
	g.now = g.now.Add(61 * time.Second)
	if got := g.atOnce(50, "device=a&is=wrong"); g.tries.Load() != 12 {
		t.Errorf("a minute later %d more, want 2; the answers %v", g.tries.Load()-10, got)
	}
}

// Right codes, and what is refused for another reason, take nothing away, not
// even while they are tried and one wrong code more would be too many.
func TestRightCodesAtOnce(t *testing.T) {
	g := newGuessers(t, 3)
	g.atOnce(9, "staff=helper&is=wrong")
	if got := g.atOnce(100, "staff=helper&is=right"); got[http.StatusOK] != 100 {
		t.Errorf("of 100 right codes: %v", got)
	}
	if got := g.atOnce(20, "staff=helper&is=closed"); got[http.StatusConflict] != 20 {
		t.Errorf("of 20 when the round is closed: %v", got)
	}
	if got := g.atOnce(20, "staff=helper&is=wrong"); got[http.StatusUnprocessableEntity] != 1 {
		t.Errorf("of 20 wrong codes: %v", got)
	}
}

// What ended in the middle counts for a minute, and holds nobody up for longer.
func TestTriesWithoutAnEnd(t *testing.T) {
	g := newGuessers(t, 1)
	g.atOnce(10, "device=a&is=fatal")
	g.now = g.now.Add(time.Minute)
	if got := g.atOnce(11, "device=a&is=wrong"); got[http.StatusUnprocessableEntity] != 10 {
		t.Errorf("after a minute: %v", got)
	}
}

// Status codes are limited by what fails of a subnet, on each server.
func TestStatusCodesAtOnce(t *testing.T) {
	h := newHouse(t, "", limited)
	var tries atomic.Int32
	full := make(chan struct{})
	h.e.GET("/may/status/:code", func(c echo.Context) error {
		if tries.Add(1) == 600 {
			close(full)
		}
		<-full // as many as may be are there at once
		if c.Param("code") == "right" {
			return c.NoContent(http.StatusOK)
		}
		return voting.ErrCodeNotFound
	})
	ask := func(code string) map[int]int {
		return atOnce(1000, func(int) int { return h.ask("GET", "/may/status/"+code, "").Code })
	}
	if got := ask("right"); got[http.StatusOK] != 1000 {
		t.Errorf("of 1000 right codes: %v", got)
	}
	tries.Store(1000)
	if got := ask("wrong"); tries.Load() != 1600 || got[http.StatusTooManyRequests] != 400 {
		t.Errorf("%d wrong codes were looked at, want 600: %v", tries.Load()-1000, got)
	}
}
