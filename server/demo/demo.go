// Package demo plays a contest so that a newcomer sees one in full swing.
//
// Play goes through the same use cases as real people: entrants submit files,
// the worker makes renditions, a moderator decides, voters vote, an organiser
// announces. Some votes look made: the review sets them aside, and the organiser
// decides. Only the clock is moved: it steps through the weeks before now,
// so that the pages show a history. The script of both contests is in
// script.go; the pictures are drawn by package art, or read from a folder.
package demo

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"plaudit/voting"
)

// Clock is the time of a demo: what Set says while the play is on, and the
// real time from Release on. It is safe for concurrent use.
type Clock struct {
	real func() time.Time
	set  atomic.Pointer[time.Time]
}

// NewClock returns a clock that shows the real time until it is Set.
func NewClock(real func() time.Time) *Clock { return &Clock{real: real} }

// Now returns the time that is set, or the real one.
func (c *Clock) Now() time.Time {
	if t := c.set.Load(); t != nil {
		return *t
	}
	return c.real()
}

// Set stops the clock at t.
func (c *Clock) Set(t time.Time) { c.set.Store(&t) }

// Release lets the clock show the real time again.
func (c *Clock) Release() { c.set.Store(nil) }

// Stage is the house a demo is played in.
type Stage struct {
	// Voting is the rulebook on the demo's store and clock, with the proof of
	// work off.
	Voting *voting.Service
	// Submit takes a file and a form, as the pages do.
	Submit func(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, file io.Reader) (voting.Submitted, error)
	// Work runs the worker until the context ends. It is only let loose while
	// the clock stands still: a jump would end the leases it holds.
	Work func(ctx context.Context)
	// Clock is the one that the store goes by.
	Clock *Clock
	// Clips are entered among the works of the contest in full swing, each on a
	// day of its own: the worker makes one at a time. There may be none.
	Clips []Work
	// OneIn lets one in so many of the voters come, for tests; 0 and 1 all.
	OneIn int
	// Say shows progress to the person who waits.
	Say func(line string)
}

// Play fills the stage with two contests, one in full swing and one finished,
// and lets the clock go. works need at least MinWorks.
func (st Stage) Play(ctx context.Context, works []Work) error {
	defer st.Clock.Release()
	if len(works) < MinWorks {
		return fmt.Errorf("a demo needs at least %d pictures, there are %d", MinWorks, len(works))
	}
	now := st.Clock.Now()
	st.Say(fmt.Sprintf("Drawing %d works …", len(works)))
	prepared, err := prepare(ctx, works, st.Say)
	if err != nil {
		return err
	}
	split := len(prepared) - finishedWorks
	clips, err := prepare(ctx, st.Clips, st.Say)
	if err != nil {
		return err
	}
	st.Say("Playing two contests …")
	for _, show := range []show{finishedShow(now, prepared[split:]), currentShow(now, prepared[:split], clips)} {
		if err := st.play(ctx, show); err != nil {
			return fmt.Errorf("play contest %s: %w", show.slug, err)
		}
	}
	return nil
}

// play runs one contest day by day, from its first day to its last or to now.
func (st Stage) play(ctx context.Context, sh show) error {
	st.Clock.Set(sh.start)
	if _, err := st.Voting.CreateContest(ctx, organiser(), sh.slug, sh.settings); err != nil {
		return err
	}
	p := &player{Stage: st, show: sh, random: rand.New(rand.NewPCG(5, 29)), targets: map[int]voting.Number{}}
	for day := 0; day < sh.days; day++ {
		if err := p.playDay(ctx, day); err != nil {
			return fmt.Errorf("day %d: %w", day+1, err)
		}
		if (day+1)%4 == 0 {
			st.Say(fmt.Sprintf("  contest %s, day %d of %d: %d entries, %d votes", sh.slug, day+1, sh.days, len(p.entered), p.votes))
		}
	}
	st.Clock.Set(sh.end)
	return p.finish(ctx)
}

func organiser() voting.Actor {
	return voting.Actor{Staff: "demo", Login: "demo", System: true, Grants: []voting.Grant{{Role: voting.Organiser}}}
}
