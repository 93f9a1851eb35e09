// Command votes measures how many votes per second the server takes, and holds
// it, in the same run, against a handler that does nothing on a bare Echo and
// against PocketBase creating one record with a unique index per request:
//
//	go run ./bench/votes          the whole measurement
//	go run ./bench/votes -hold    fail when a figure misses what is to be reached
//
// The server is the real binary on an empty data folder, with rate limits and
// proof of work off and everything else as it comes: every vote is on disk
// before it is answered. The voters and the works are made beforehand; each
// request of the measurement is another voter's vote, over 64 connections that
// stay open. The same small client loads all, and its own cost counts for all.
//
// After that the votes come at half the rate measured, whether or not those
// before them have been answered (open loop), and the time that 99 of 100 take is
// told; and one voter sends one vote many times at once, which counts once. At the
// end `plaudit tally` must find every acknowledged vote.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plaudit/bench/rig"
)

// What is to be reached.
const (
	leastShare         = 12 // percent of the empty handler's throughput
	leastSharePostgres = 4
	leastRatio         = 1.5 // of PocketBase's
	mostWait           = 50 * time.Millisecond
)

type options struct {
	rounds, votes, identical, connections, works int
	bin                                          string
	hold, peer, postgres                         bool
}

// share is the least share of the empty handler's throughput, in percent.
func (o options) share() float64 {
	if o.postgres {
		return leastSharePostgres
	}
	return leastShare
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("votes: ")
	var (
		o    options
		echo bool
	)
	flag.IntVar(&o.rounds, "rounds", 3, "rounds; the middle one counts")
	flag.IntVar(&o.votes, "votes", 30_000, "votes per round")
	flag.IntVar(&o.identical, "identical", 100_000, "how often one voter sends the same vote")
	flag.IntVar(&o.connections, "connections", 64, "connections")
	flag.IntVar(&o.works, "works", 60, "works that are voted for; 1 is one that everybody wants")
	flag.BoolVar(&o.postgres, "postgres", false, "keep the votes in a PostgreSQL server of its own, which is started for it")
	flag.StringVar(&o.bin, "bin", "", "server to measure; built from ./server when empty")
	flag.BoolVar(&o.peer, "peer", true, "measure PocketBase beside SQLite")
	flag.BoolVar(&o.hold, "hold", false, "fail when a figure misses what is to be reached")
	flag.BoolVar(&echo, "echo", false, "only be the empty handler (used by the command itself)")
	flag.Parse()
	if echo {
		log.Fatal(serveNothing(os.Stdout))
	}
	rig.Main("votes", func(ctx context.Context) error { return run(ctx, o, os.Stdout) })
}

// bench is everything that is measured, running.
type bench struct {
	options
	out     io.Writer
	house   *rig.Filled
	server  *rig.Server
	nothing *process
	rival   *process // nil where there is none
	sent    int      // votes acknowledged so far, each of another voter
}

func run(ctx context.Context, o options, out io.Writer) (err error) {
	dir, bin, err := rig.Workshop(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b := &bench{options: o, out: out}
	database, stop, err := rig.Database(ctx, o.postgres)
	if err != nil {
		return err
	}
	defer stop()
	if b.house, err = rig.Fill(ctx, filepath.Join(dir, "data"), database, o.works, (o.rounds+1)*o.votes+1); err != nil {
		return fmt.Errorf("prepare voters and works: %w", err)
	}
	if b.server, err = rig.Start(ctx, bin, dir, b.house.Settings()...); err != nil {
		return err
	}
	defer b.server.Stop()
	if b.nothing, err = startNothing(ctx); err != nil {
		return err
	}
	defer b.nothing.stop()
	if o.peer && !o.postgres {
		if b.rival, err = startPeer(ctx, dir); err != nil {
			fmt.Fprintf(out, "skipped: the peer: %v\n", err)
		} else {
			defer b.rival.stop()
		}
	}
	return b.measure(ctx)
}

func (b *bench) measure(ctx context.Context) error {
	rate, err := b.compare(ctx)
	missed := err
	if rate == 0 {
		return err
	}
	if err := b.halfLoad(ctx, rate/2); err != nil {
		missed = errors.Join(missed, err)
	}
	if err := b.sameVote(ctx); err != nil {
		return err
	}
	if err := b.tally(ctx); err != nil {
		return err
	}
	if !b.hold {
		return nil
	}
	return missed
}

// compare measures all in turn, and returns the middle rate of votes; the
// error with a rate says what was missed.
func (b *bench) compare(ctx context.Context) (rate float64, err error) {
	var rates, shares, ratios []float64
	for round := range b.rounds {
		empty, err := rig.Load(ctx, b.nothing.address, b.connections, b.house.Votes(b.sent, 10*b.votes), 204)
		if err != nil {
			return 0, fmt.Errorf("the empty handler: %w", err)
		}
		got, err := rig.Load(ctx, b.server.Address, b.connections, b.house.Votes(b.sent, b.votes), 201)
		if err != nil {
			return 0, fmt.Errorf("votes: %w", err)
		}
		b.sent += b.votes
		fmt.Fprintf(b.out, "round %d: %6.0f votes/s (median %v, 99%% %v), empty handler %6.0f/s, share %.1f %%",
			round+1, got.PerSecond, got.Percentile(50), got.Percentile(99), empty.PerSecond, 100*got.PerSecond/empty.PerSecond)
		rates, shares = append(rates, got.PerSecond), append(shares, 100*got.PerSecond/empty.PerSecond)
		if b.rival != nil {
			theirs, err := rig.Load(ctx, b.rival.address, b.connections, records(round*b.votes, b.votes/2), 200)
			if err != nil {
				return 0, fmt.Errorf("PocketBase: %w", err)
			}
			ratios = append(ratios, got.PerSecond/theirs.PerSecond)
			fmt.Fprintf(b.out, ", PocketBase %6.0f/s", theirs.PerSecond)
		}
		fmt.Fprintln(b.out)
	}
	fmt.Fprintf(b.out, "share: %.1f %% of the empty handler (to reach: %.0f %%)\n", middle(shares), b.share())
	if middle(shares) < b.share() {
		err = fmt.Errorf("%.1f %% is less than %.0f %%", middle(shares), b.share())
	}
	if b.rival != nil {
		fmt.Fprintf(b.out, "ratio: %.2f × PocketBase (to reach: %.1f)\n", middle(ratios), leastRatio)
		if middle(ratios) < leastRatio {
			err = errors.Join(err, fmt.Errorf("%.2f × PocketBase is less than %.1f", middle(ratios), leastRatio))
		}
	}
	return middle(rates), err
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// halfLoad sends votes at a fixed rate.
func (b *bench) halfLoad(ctx context.Context, rate float64) error {
	got, err := rig.OpenLoad(ctx, b.server.Address, rate, b.house.Votes(b.sent, b.votes), 201)
	if err != nil {
		return fmt.Errorf("votes at half the load: %w", err)
	}
	b.sent += b.votes
	wait := got.Percentile(99)
	fmt.Fprintf(b.out, "wait: at %.0f votes/s, open loop: median %v, 99%% %v (to reach on SQLite: %v)\n", rate, got.Percentile(50), wait, mostWait)
	if wait > mostWait && !b.postgres {
		return fmt.Errorf("99%% within %v is more than %v", wait, mostWait)
	}
	return nil
}

// sameVote lets one voter send one vote again and again, over all connections
// at once: one is new, all others hear that it is there.
func (b *bench) sameVote(ctx context.Context) error {
	requests := make([][]byte, b.identical)
	for i := range requests {
		requests[i] = b.house.Vote(b.sent, 1)
	}
	got, err := rig.Load(ctx, b.server.Address, b.connections, requests, 200, 201)
	if err != nil {
		return fmt.Errorf("the same vote: %w", err)
	}
	if got.Created != 1 {
		return fmt.Errorf("%d of %d identical casts were answered as new", got.Created, b.identical)
	}
	b.sent++
	fmt.Fprintf(b.out, "same: %d identical casts, one of them new, %.0f/s\n", b.identical, got.PerSecond)
	return nil
}

// tally lets the server recount its ballots, and looks for the number of
// votes that it acknowledged.
func (b *bench) tally(ctx context.Context) error {
	text, err := b.server.Run(ctx, "tally", rig.Slug)
	if err != nil {
		return err
	}
	want := fmt.Sprintf("%d votes of %d voters", b.sent, b.sent)
	if !strings.Contains(text, want) {
		return fmt.Errorf("tally does not find the %d votes that were acknowledged: %s", b.sent, text)
	}
	fmt.Fprintf(b.out, "tally finds all %d votes that were acknowledged\n", b.sent)
	return nil
}
