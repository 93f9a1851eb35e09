package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// player carries out one show.
type player struct {
	Stage
	show
	random  *rand.Rand
	entered []entered
	gallery []voting.Number       // approved so far
	appeal  []float64             // of each in gallery: its share of the votes
	targets map[int]voting.Number // of raids, by their index
	voters  int
	votes   int
}

// entered is a work that became an entry.
type entered struct {
	voting.Submitted
	work  int // index in show.works
	phone string
}

func processors() int { return runtime.GOMAXPROCS(0) }

// playDay lets the day's works come in, moderates them, and lets the day's
// voters vote, at hours when people are awake.
func (p *player) playDay(ctx context.Context, day int) error {
	morning := p.start.AddDate(0, 0, day).Add(8 * time.Hour)
	if err := errors.Join(p.raidsOf(ctx, day, 0, 4*time.Hour), p.night(ctx, day, morning)); err != nil {
		return err
	}
	first, from := len(p.entered), min(day, p.entryDays)*len(p.works)/p.entryDays
	today := min(day+1, p.entryDays)*len(p.works)/p.entryDays - from
	for i := from; i < from+today; i++ {
		// Spread over nine hours, later ones later: the clock never goes back.
		minutes := (i-from)*9*60/today + p.random.IntN(9*60/today)
		p.Clock.Set(p.latest(morning.Add(time.Duration(minutes) * time.Minute)))
		if err := p.submit(ctx, i); err != nil {
			return fmt.Errorf("submit %s: %w", p.works[i].Title, err)
		}
	}
	if err := p.developed(ctx); err != nil {
		return err
	}
	p.Clock.Set(p.latest(morning.Add(10 * time.Hour)))
	for _, e := range p.entered[first:] {
		if err := p.moderate(ctx, e); err != nil {
			return fmt.Errorf("moderate %d: %w", e.Number, err)
		}
	}
	if day < p.voteFrom {
		return nil
	}
	if err := errors.Join(p.judge(ctx, day), p.raidsOf(ctx, day, 18*time.Hour, 19*time.Hour)); err != nil {
		return err
	}
	if err := p.voteDay(ctx, day, morning); err != nil {
		return err
	}
	return p.raidsOf(ctx, day, 22*time.Hour, 24*time.Hour)
}

// latest keeps the clock of a running contest from passing the present.
func (p *player) latest(t time.Time) time.Time {
	if t.After(p.end) {
		return p.end
	}
	return t
}

func (p *player) submit(ctx context.Context, i int) error {
	work := p.works[i]
	form := voting.EntryForm{
		Title: work.Title, Statement: work.Statement, EntrantName: work.Entrant, Category: work.Category, Medium: work.Medium,
		AgeBand: work.AgeBand, Phone: fmt.Sprintf("1390000%04d", i), Consent: voting.ConsentVersion,
	}
	if work.AgeBand == voting.Under14 {
		form.GuardianName, form.GuardianPhone, form.Phone = "家长", form.Phone, ""
	}
	file := work.file
	if p.accident[i] == damaged {
		file = damagedFile()
	}
	done, err := p.Submit(ctx, voting.Actor{}, p.slug, form, bytes.NewReader(file))
	if err != nil {
		return err
	}
	p.entered = append(p.entered, entered{Submitted: done, work: i, phone: form.Phone + form.GuardianPhone})
	return nil
}

// damagedFile is a picture whose header is fine and whose pixels are not.
func damagedFile() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 900, 600))); err != nil {
		return nil
	}
	file := b.Bytes()
	file[len(file)/2] ^= 0xff
	return file
}

// developed lets the worker work until it has looked at every file.
func (p *player) developed(ctx context.Context) error {
	shift, over := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() { p.Work(shift) })
	defer working.Wait()
	defer over()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		page, err := p.Voting.Queue(ctx, organiser(), p.slug, voting.Processing, 0, 1)
		if err != nil || len(page.Items) == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (p *player) moderate(ctx context.Context, e entered) error {
	decide := func(d voting.Decision, reason string) error {
		_, err := p.Voting.Decide(ctx, organiser(), p.slug, e.Number, d, reason)
		return err
	}
	fate := p.accident[e.work]
	switch fate {
	case waits, damaged:
		return nil
	case rejected:
		return decide(voting.Reject, "off_topic")
	}
	if err := decide(voting.Approve, ""); err != nil {
		return err
	}
	switch fate {
	case disqualified:
		return decide(voting.Disqualify, "not_own_work")
	case withdrawn:
		return p.Voting.Withdraw(ctx, voting.Actor{}, p.slug, e.Code, e.phone[len(e.phone)-4:])
	}
	p.gallery = append(p.gallery, e.Number)
	p.appeal = append(p.appeal, 0.25+p.random.ExpFloat64())
	return nil
}

// voteDay lets the day's share of the crowd vote in the evening, in bursts of
// people who are on their phones at the same time.
func (p *player) voteDay(ctx context.Context, day int, morning time.Time) error {
	share := p.crowd / max(p.OneIn, 1) / (p.days - p.voteFrom)
	view, err := p.Voting.ViewContest(ctx, voting.Actor{}, p.slug)
	if err != nil {
		return err
	}
	const bursts = 6
	for burst := range bursts {
		at := p.latest(morning.Add(11*time.Hour + time.Duration(burst)*40*time.Minute))
		p.Clock.Set(at)
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(64)
		for range share / bursts {
			p.voters++
			voter, choices := voting.Actor{Device: fmt.Sprintf("demo voter %d", p.voters), From: p.home()}, p.choose()
			p.votes += len(choices)
			group.Go(func() error { return p.vote(ctx, &view.Contest, voter, choices) })
		}
		if err := group.Wait(); err != nil {
			return fmt.Errorf("vote on day %d: %w", day+1, err)
		}
	}
	return nil
}

// choose picks one to three different works, the appealing ones more often.
func (p *player) choose() (choices []voting.Number) {
	total := 0.0
	for _, a := range p.appeal {
		total += a
	}
	want := min(1+p.random.IntN(3), len(p.gallery))
	for len(choices) < want {
		at, i := p.random.Float64()*total, 0
		for i < len(p.appeal)-1 && at >= p.appeal[i] {
			at -= p.appeal[i]
			i++
		}
		if !slices.Contains(choices, p.gallery[i]) {
			choices = append(choices, p.gallery[i])
		}
	}
	return choices
}

func (p *player) vote(ctx context.Context, c *voting.Contest, voter voting.Actor, choices []voting.Number) error {
	if _, err := p.Voting.BecomeVoter(ctx, voter, p.slug, voting.Proof{}); err != nil {
		return err
	}
	seen, err := p.look(c, voter)
	if err != nil {
		return err
	}
	for _, n := range choices {
		voter.From.Seen = seen(n)
		if _, err := p.Voting.Cast(ctx, voter, p.slug, n, ledger.Nonce{}); err != nil {
			return fmt.Errorf("vote for %d: %w", n, err)
		}
	}
	return nil
}

// finish looks for doubtful votes once more, and announces the result of a show
// that is over.
func (p *player) finish(ctx context.Context) error {
	if _, err := p.Voting.FindDoubts(ctx, voting.Actor{System: true}, p.slug); err != nil || !p.announce {
		return err
	}
	awards, err := p.Voting.Awards(ctx, organiser(), p.slug)
	if err != nil {
		return err
	}
	if err := p.Voting.ChooseWinners(ctx, organiser(), p.slug, nil, awards.Proposed); err != nil {
		return err
	}
	_, err = p.Voting.Announce(ctx, organiser(), p.slug, "")
	return err
}
