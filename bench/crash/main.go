// Command crash kills the server while people vote and upload, and then counts.
//
// It starts the real binary on an empty data folder, lets many clients cast votes, take them back and submit
// pictures, and ends the process with SIGKILL at random moments, again and again, on the same data. What the server
// acknowledged is written down on the clients' side (ledger.go), outside of the server's data. At the end the ledger
// and the server must tell the same story (verify.go): no acknowledged vote or entry is lost, none is there twice, no entry
// is stuck in processing, every picture can be fetched, and the server's own tally agrees.
//
//	go run ./bench/crash -n 50
//	go run ./bench/crash -n 300 -entrants 0 -voters 64 -longest 700ms     votes alone, as fast as they go
//	go run ./bench/crash -n 50 -upgrade      kills it while it migrates a database of an earlier version
//	go run ./bench/crash -n 3 -disk-full     fills its disk instead, and makes room again
//
// A fourth of the kills comes while the server starts.
//
// With -postgres its rows are in a PostgreSQL server, which is started for it, and each kill hits either the one or the
// other. With -replicas 3 there are three such servers on one PostgreSQL and one bucket (of the store that PLAUDIT_TEST_S3
// names), behind an nginx that the clients speak to: first it is looked at what one must know of the other (round.go),
// then each kill hits one of them, while the others go on.
//
// Exit code 0 when all of it holds, 1 when something does not, 2 when it could not be tried, 3 when it cannot be tried here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plaudit/bench/rig"
)

type options struct {
	kills             int
	voters, entrants  int
	shortest, longest time.Duration
	bin, dir          string
	seed              uint64
	keep, postgres    bool
	upgrade, diskFull bool
	replicas          int
}

func main() {
	log.SetFlags(log.Ltime)
	log.SetPrefix("crash: ")
	var o options
	flag.IntVar(&o.kills, "n", 50, "how often to kill the server")
	flag.IntVar(&o.voters, "voters", 24, "voters at work at once")
	flag.IntVar(&o.entrants, "entrants", 3, "entrants at work at once")
	flag.DurationVar(&o.shortest, "shortest", 150*time.Millisecond, "shortest life between two kills, counted from ready")
	flag.DurationVar(&o.longest, "longest", 1500*time.Millisecond, "longest life")
	flag.StringVar(&o.bin, "bin", "", "binary to run; built from ./server when empty")
	flag.StringVar(&o.dir, "dir", "", "folder for data and ledger; a temporary one when empty")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "seed of the random moments")
	flag.BoolVar(&o.postgres, "postgres", false, "keep the data in PostgreSQL, and kill that as well")
	flag.IntVar(&o.replicas, "replicas", 0, "so many servers behind a proxy, two or more; 0: one, and no proxy")
	flag.BoolVar(&o.upgrade, "upgrade", false, "kill it while it upgrades a database of an earlier version")
	flag.BoolVar(&o.diskFull, "disk-full", false, "fill its disk -n times instead of killing it; needs the right to mount")
	flag.BoolVar(&o.keep, "keep", false, "leave the folder")
	flag.Parse()

	ctx, stop := rig.Context()
	defer stop()
	switch err := run(ctx, o); {
	case errors.Is(err, errWrong):
		log.Print(shorten(err, 20))
		os.Exit(1)
	case errors.Is(err, errNotHere):
		log.Print(err)
		os.Exit(3)
	case err != nil:
		log.Print(err)
		os.Exit(2)
	}
}

// shorten keeps the first lines of many complaints.
func shorten(err error, most int) string {
	lines := strings.SplitAfterN(err.Error(), "\n", most+1)
	if len(lines) > most {
		lines[most] = fmt.Sprintf("… and %d more", 1+strings.Count(lines[most], "\n"))
	}
	return strings.Join(lines, "")
}

// run prepares a folder and a binary, and plays the whole piece.
func run(ctx context.Context, o options) error {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "plaudit-crash-")
		if err != nil {
			return err
		}
		o.dir = dir
		if !o.keep {
			defer func() { _ = os.RemoveAll(dir) }()
		}
	}
	if o.bin == "" {
		bin, err := rig.Build(ctx, o.dir)
		if err != nil {
			return err
		}
		o.bin = bin
	}
	ledger, err := openLedger(filepath.Join(o.dir, "ledger.jsonl"))
	if err != nil {
		return err
	}
	defer ledger.close()
	log.Printf("data and ledger in %s, seed %d", o.dir, o.seed)
	switch {
	case o.upgrade:
		return upgrade(ctx, o)
	case o.diskFull:
		return fillDisk(ctx, o, ledger)
	}
	place, err := newPlace(ctx, o)
	if err != nil {
		return err
	}
	defer place.close()
	return play(ctx, o, place, ledger)
}

// play sets a contest up, kills o.kills times under load, and verifies.
func play(ctx context.Context, o options, place *place, ledger *ledger) error {
	site := newSite(place.url)
	staff, err := setUp(ctx, site, ledger)
	if err != nil {
		return fmt.Errorf("set a contest up: %w", err)
	}
	if len(place.houses) > 1 {
		if err := place.goRound(ctx, staff, ledger); err != nil {
			return err
		}
	}
	crowd := startCrowd(ctx, o, site, ledger)
	if err := killTimes(ctx, o, place); err != nil {
		crowd.scatter()
		return err
	}
	if err := crowd.goHome(); err != nil {
		return err
	}
	return verify(ctx, place, staff, ledger)
}

func killTimes(ctx context.Context, o options, place *place) error {
	moments := rand.New(rand.NewPCG(o.seed, 1))
	for place.killed() < o.kills {
		life := o.shortest + time.Duration(moments.Int64N(int64(o.longest-o.shortest)+1))
		if err := pause(ctx, life); err != nil {
			return err
		}
		if err := place.strike(ctx, moments, o); err != nil {
			return fmt.Errorf("after %s: %w", place.kills(), err)
		}
	}
	return pause(ctx, o.shortest)
}

// pause waits, or returns early with the context's error.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
