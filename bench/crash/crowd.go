package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	contest         = "crash"
	candidates      = 12 // entries numbered 1 to 12 stand for election; later ones are only uploaded
	votesPerBallot  = 5
	actsPerVoter    = 12
	ballotPath      = "/contests/" + contest + "/ballot"
	entriesPath     = "/contests/" + contest + "/entries"
	consentFallback = "2026-11"
)

// crowd is everybody who votes and uploads during the kills.
type crowd struct {
	cancel  context.CancelFunc
	closing atomic.Bool
	done    sync.WaitGroup
	mu      sync.Mutex
	errs    []error
}

func startCrowd(ctx context.Context, o options, site site, ledger *ledger) *crowd {
	ctx, cancel := context.WithCancel(ctx)
	c := &crowd{cancel: cancel}
	join := func(i int, act func(context.Context, *person) error) {
		p := &person{site: site, ledger: ledger, dice: rand.New(rand.NewPCG(o.seed, uint64(i)+2)), name: i}
		c.done.Go(func() {
			for ctx.Err() == nil && !c.closing.Load() {
				if err := act(ctx, p); err != nil && ctx.Err() == nil {
					c.mu.Lock()
					c.errs = append(c.errs, err)
					c.mu.Unlock()
					return
				}
			}
		})
	}
	for i := range o.voters {
		join(i, vote)
	}
	for i := range o.entrants {
		join(o.voters+i, enter)
	}
	return c
}

// goHome lets everybody finish what they are at, and returns what they complain about.
func (c *crowd) goHome() error {
	c.closing.Store(true)
	c.done.Wait()
	c.cancel()
	return errors.Join(c.errs...)
}

// scatter ends it at once: there is no server left to ask.
func (c *crowd) scatter() {
	c.cancel()
	c.done.Wait()
}

// person is one client, with dice of their own.
type person struct {
	site   site
	ledger *ledger
	dice   *rand.Rand
	name   int
	sent   int
}

// vote is one voter's evening: become a voter, then cast and take back at random.
func vote(ctx context.Context, p *person) error {
	nobody := p.site.as("")
	a, cuts, err := insist(ctx, func() (answer, error) {
		return nobody.call(ctx, http.MethodPost, "/contests/"+contest+"/voter", struct{}{})
	})
	p.ledger.cut(cuts)
	if err != nil {
		return err
	}
	var made struct{ Token string }
	if !a.is(http.StatusCreated, http.StatusOK) || a.into(&made) != nil || made.Token == "" {
		return wrong("no voter was made: %d %s", a.status, a.body)
	}
	p.ledger.voter(made.Token)
	voter := p.site.as(made.Token)
	for range actsPerVoter {
		if err := p.act(ctx, voter); err != nil {
			return err
		}
	}
	return nil
}

// act casts one vote or takes one back. When the answer is cut off the voter, by a throw of the dice, says it again or
// asks what became of it.
func (p *person) act(ctx context.Context, voter *client) error {
	mine := p.ledger.ballot(voter.token)
	number, cast := 1+p.dice.IntN(candidates), true
	if len(mine) == votesPerBallot || len(mine) > 2 && p.dice.IntN(4) == 0 {
		number, cast = mine[p.dice.IntN(len(mine))], false
	}
	method := http.MethodDelete
	if cast {
		method = http.MethodPut
	}
	say := func() (answer, error) {
		return voter.call(ctx, method, fmt.Sprintf("%s/%d", ballotPath, number), nil)
	}
	a, err := say()
	if err != nil || a.cut() {
		p.ledger.cut(1)
		if p.dice.IntN(2) == 0 {
			return p.settle(ctx, voter, number, cast)
		}
		var cuts int
		a, cuts, err = insist(ctx, say)
		p.ledger.cut(cuts)
		if err != nil {
			return err
		}
	}
	if !a.is(http.StatusOK, http.StatusCreated, http.StatusNoContent) {
		return wrong("voter with %v at %s %d was answered %d %s", mine, method, number, a.status, a.body)
	}
	p.ledger.mark(voter.token, number, cast, false)
	return p.checkRemaining(voter, a)
}

// checkRemaining holds the server's idea of the ballot against the ledger's, after every act.
func (p *person) checkRemaining(voter *client, a answer) error {
	if a.status == http.StatusNoContent {
		return nil
	}
	said := struct {
		Remaining int
		Promise   string
	}{Remaining: -1}
	if err := a.into(&said); err != nil {
		return err
	}
	if said.Promise != "" {
		p.ledger.promise(said.Promise)
	}
	if want := votesPerBallot - len(p.ledger.ballot(voter.token)); said.Remaining != want {
		return wrong("the server says %d votes remain, the ledger says %d", said.Remaining, want)
	}
	return nil
}

// settle asks for the ballot after an answer was cut off: the act is there whole or not at all, and nothing else changed.
func (p *person) settle(ctx context.Context, voter *client, number int, cast bool) error {
	votes, err := readBallot(ctx, voter)
	if err != nil {
		return err
	}
	if slices.Contains(votes, number) == cast {
		p.ledger.mark(voter.token, number, cast, true)
	}
	if mine := p.ledger.ballot(voter.token); !slices.Equal(votes, mine) {
		return wrong("after a cut the server has votes %v, the ledger %v", votes, mine)
	}
	return nil
}

// readBallot is the voter's votes as the server has them, in ascending order.
func readBallot(ctx context.Context, voter *client) ([]int, error) {
	a, _, err := insist(ctx, func() (answer, error) { return voter.call(ctx, http.MethodGet, ballotPath, nil) })
	if err != nil {
		return nil, err
	}
	var ballot struct{ Votes []int }
	if !a.is(http.StatusOK) || a.into(&ballot) != nil {
		return nil, wrong("a ballot could not be read: %d %s", a.status, a.body)
	}
	slices.Sort(ballot.Votes)
	return ballot.Votes, nil
}

// enter submits one new picture. When the answer is cut off the entrant mostly tries again with the same key, which must
// give one entry and never two, and sometimes gives up.
func enter(ctx context.Context, p *person) error {
	p.sent++
	key := fmt.Sprintf("entrant-%d-%d", p.name, p.sent)
	picture := p.picture()
	say := func() (answer, error) {
		return p.site.as("").submit(ctx, entriesPath, key, entryFields(key), picture)
	}
	a, err := say()
	if err != nil || a.cut() {
		p.ledger.cut(1)
		if p.dice.IntN(4) == 0 {
			p.ledger.gaveUp()
			return nil
		}
		var cuts int
		a, cuts, err = insist(ctx, say)
		p.ledger.cut(cuts)
		if err != nil {
			return err
		}
	}
	return p.ledger.accept(a)
}

// accept notes the answer to an upload.
func (l *ledger) accept(a answer) error {
	var made struct {
		Number int
		Code   string
	}
	if !a.is(http.StatusCreated, http.StatusOK) || a.into(&made) != nil || made.Number == 0 || len(made.Code) != 8 {
		return wrong("an upload was answered %d %s", a.status, a.body)
	}
	return l.entry(made.Number, made.Code)
}

func entryFields(title string) map[string]string {
	return map[string]string{
		"title": title, "category": "photo", "medium": "photo", "entrant_name": "张小明", "phone": "13800005678",
		"consent": consentFallback,
	}
}

// picture draws a small photograph that no other upload is equal to.
func (p *person) picture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	r, g := uint8(p.dice.IntN(256)), uint8(p.dice.IntN(256))
	for y := range 480 {
		for x := range 640 {
			img.SetRGBA(x, y, color.RGBA{r + uint8(x/5), g + uint8(y/4), uint8(p.dice.IntN(40)), 255})
		}
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, img, &jpeg.Options{Quality: 80}) // into memory, of a size that always fits
	return out.Bytes()
}
