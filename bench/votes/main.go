// Command votes measures how many votes per second the server takes, and holds
// it against a handler that does nothing on a bare Echo, in the same run:
//
//	go run ./bench/votes
//
// The server is the real binary on an empty data folder, with rate limits and
// proof of work off and everything else as it comes: every vote is on disk
// before it is answered. The voters and the works are made beforehand; each
// request of the measurement is another voter's vote, over 64 connections that
// stay open. The same small client loads both, and its own cost counts for
// both. At the end `plaudit tally` must find every acknowledged vote.
//
// With -postgres the votes are in a PostgreSQL server. With -same 100000 nothing
// is measured: one voter sends the same vote so many times, which must be one.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"plaudit/bench/rig"
)

type options struct {
	rounds, votes, connections int
	works, same                int
	target                     float64
	bin                        string
	postgres                   bool
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
	flag.IntVar(&o.connections, "connections", 64, "connections")
	flag.IntVar(&o.works, "works", works, "works that are voted for; 1 is one that everybody wants")
	flag.IntVar(&o.same, "same", 0, "send one vote so many times and count")
	flag.BoolVar(&o.postgres, "postgres", false, "keep the votes in a PostgreSQL server of its own, which is started for it")
	flag.Float64Var(&o.target, "target", 8, "least share of the empty handler's throughput, in percent")
	flag.StringVar(&o.bin, "bin", "", "server to measure; built from ./server when empty")
	flag.BoolVar(&echo, "echo", false, "only be the empty handler (used by the command itself)")
	flag.Parse()
	if echo {
		log.Fatal(serveNothing(os.Stdout))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, os.Stdout); err != nil {
		log.Print(err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, o options, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "plaudit-votes-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if o.bin == "" {
		if o.bin, err = rig.Build(ctx, dir); err != nil {
			return err
		}
	}
	var database string
	if o.postgres {
		postgres, startErr := rig.StartPostgres(ctx)
		if startErr != nil {
			return startErr
		}
		defer func() { err = errors.Join(err, postgres.Close()) }()
		database = postgres.URL
	}
	p, err := prepare(ctx, filepath.Join(dir, "data"), database, o.rounds*o.votes)
	if err != nil {
		return fmt.Errorf("prepare voters and works: %w", err)
	}
	server, err := rig.Start(ctx, o.bin, dir, "PLAUDIT_SECRET="+secretHex(), "PLAUDIT_DATABASE_URL="+database)
	if err != nil {
		return err
	}
	defer server.Stop()
	if o.same > 0 {
		return repeat(ctx, o, p, server, out)
	}
	nothing, err := startNothing(ctx)
	if err != nil {
		return err
	}
	defer nothing.stop()
	share, err := compare(ctx, o, p, server, nothing, out)
	if err != nil {
		return err
	}
	if err := tally(ctx, server, o.rounds*o.votes, out); err != nil {
		return err
	}
	if share < o.target {
		return fmt.Errorf("%.1f %% is less than %.1f %%", share, o.target)
	}
	return nil
}

// compare measures both in turn, and returns the middle share in percent.
func compare(ctx context.Context, o options, p *prepared, server *rig.Server, nothing *process, out io.Writer) (float64, error) {
	var shares []float64
	for round := range o.rounds {
		empty := p.requests(round*o.votes, 10*o.votes, o.works)
		most, err := load(ctx, nothing.address, o.connections, empty, 204)
		if err != nil {
			return 0, fmt.Errorf("the empty handler: %w", err)
		}
		votes := p.requests(round*o.votes, o.votes, o.works)
		got, err := load(ctx, server.Address, o.connections, votes, 201)
		if err != nil {
			return 0, fmt.Errorf("votes: %w", err)
		}
		share := 100 * got.perSecond / most.perSecond
		shares = append(shares, share)
		fmt.Fprintf(out, "round %d: %6.0f votes/s (median %v, 99%% %v), empty handler %6.0f/s, share %.1f %%\n",
			round+1, got.perSecond, got.percentile(50), got.percentile(99), most.perSecond, share)
	}
	slices.Sort(shares)
	middle := shares[len(shares)/2]
	fmt.Fprintf(out, "share: %.1f %% (at least %.1f %%)\n", middle, o.target)
	return middle, nil
}

// repeat sends one vote again and again, over all connections at once.
func repeat(ctx context.Context, o options, p *prepared, server *rig.Server, out io.Writer) error {
	same := slices.Repeat(p.requests(0, 1, o.works), o.same)
	got, err := load(ctx, server.Address, o.connections, same, 201, 200)
	if err != nil {
		return err
	}
	if got.created != 1 {
		return fmt.Errorf("%d of %d identical casts were answered as new", got.created, o.same)
	}
	fmt.Fprintf(out, "%d identical casts, %.0f a second, one of them answered as new\n", o.same, got.perSecond)
	return tally(ctx, server, 1, out)
}

// tally lets the server recount its ballots, and looks for the number of
// votes that it acknowledged.
func tally(ctx context.Context, server *rig.Server, votes int, out io.Writer) error {
	text, err := server.Run(ctx, "tally", slug)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(text, fmt.Sprintf("%s: %d votes of %[2]d voters\n", slug, votes)) {
		return fmt.Errorf("tally does not find the %d votes that were acknowledged: %s", votes, text)
	}
	fmt.Fprintf(out, "tally finds the %d votes that were acknowledged, and no other\n", votes)
	return nil
}
