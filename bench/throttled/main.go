// Command throttled sends large videos over slow lines while people vote, and
// holds the server's memory and the votes' time against what is to be reached:
//
//	go run ./bench/throttled          8 videos of 100 MB at once, 2.5 MB/s each
//	go run ./bench/throttled -s3 URL  the same into an S3 store, http://key:secret@host:port/bucket
//	go run ./bench/throttled -hold    fail when a figure misses
//
// Votes come at a fixed rate, whether or not earlier ones have been answered,
// and their time counts from when they were due: without uploads, with them,
// without again, and so on in turn, so that whatever else the machine does meets
// both. The uploads are resumable ones (tus), cut once on their way and continued,
// and at the end the files are entered as works and made into clips; the time of
// the votes counts until they have been entered. ffmpeg is needed. A store for
// -s3 should not write to the disk of the votes: it would be measured with them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"plaudit/bench/rig"
)

const (
	mostMemory = 300 << 20 // bytes
	mostSlower = 2.0       // the votes' 99th percentile with uploads, by that without
)

type options struct {
	bin, s3       string
	uploads, size int
	speed         float64
	votes, quiet  int
	rounds        int
	hold          bool
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "", "server to measure; built from ./server when empty")
	flag.StringVar(&o.s3, "s3", "", "address of an S3 store, with keys and a bucket, which is made; a folder when empty")
	flag.IntVar(&o.uploads, "uploads", 8, "uploads at once")
	flag.IntVar(&o.size, "size", 100, "size of each in MB")
	flag.Float64Var(&o.speed, "speed", 2.5, "MB per second of each line")
	flag.IntVar(&o.votes, "votes", 100, "votes per second")
	flag.IntVar(&o.quiet, "quiet", 30, "seconds of votes without uploads, before and after each round")
	flag.IntVar(&o.rounds, "rounds", 2, "rounds of uploads")
	flag.BoolVar(&o.hold, "hold", false, "fail when a figure misses what is to be reached")
	flag.Parse()
	rig.Main("throttled", func(ctx context.Context) error { return run(ctx, o) })
}

func run(ctx context.Context, o options) (err error) {
	dir, err := os.MkdirTemp("", "plaudit-throttled-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if o.bin == "" {
		if o.bin, err = rig.Build(ctx, dir); err != nil {
			return err
		}
	}
	clip, err := makeClip(ctx, dir, o.size*1e6)
	if err != nil {
		return err
	}
	store, err := storeSettings(o.s3)
	if err != nil {
		return err
	}
	server, err := rig.Start(ctx, o.bin, dir, append(store, "PLAUDIT_ORGANISER_LOGIN="+login, "PLAUDIT_ORGANISER_PASSWORD="+password)...)
	if err != nil {
		return err
	}
	defer server.Stop()
	c, err := openContest(ctx, "http://"+server.Address+"/api/v1")
	if err != nil {
		return err
	}
	f, err := measure(ctx, o, c, clip)
	if err != nil {
		return err
	}
	if f.memory, err = server.PeakMemory(); err != nil {
		return err
	}
	if err := c.recount(ctx, server, f.votes()); err != nil {
		return err
	}
	return f.print(o)
}

// figures are what one run found.
type figures struct {
	quiet, busy []time.Duration // of each vote, without and with uploads
	memory      int64           // bytes, the server's peak
}

func (f figures) votes() int { return len(f.quiet) + len(f.busy) }

// measure votes without and with uploads in turn.
func measure(ctx context.Context, o options, c *contest, clip string) (f figures, err error) {
	crowd := &crowd{contest: c, perSecond: o.votes}
	vote := func(what string, times *[]time.Duration, over <-chan time.Time) error {
		began := time.Now()
		more, err := crowd.vote(ctx, over)
		if err != nil {
			return fmt.Errorf("votes %s: %w", what, err)
		}
		*times = append(*times, more...)
		fmt.Printf("%3.0f s %s: %s\n", time.Since(began).Seconds(), what, told(more))
		return nil
	}
	quiet := func() error {
		return vote("without uploads", &f.quiet, time.After(time.Duration(o.quiet)*time.Second))
	}
	for range o.rounds {
		if err := quiet(); err != nil {
			return f, err
		}
		sent, over := make(chan error, 1), make(chan time.Time)
		go func() {
			sent <- c.enterAll(ctx, o, clip)
			close(over)
		}()
		if err := vote("with uploads", &f.busy, over); err != nil {
			return f, err
		}
		if err := <-sent; err != nil {
			return f, err
		}
		if err := c.settle(ctx); err != nil { // clips are made
			return f, err
		}
	}
	return f, quiet()
}

func told(times []time.Duration) string {
	return fmt.Sprintf("%d votes, median %v, 99%% %v, slowest %v", len(times), percentile(times, 50), percentile(times, 99), percentile(times, 100))
}

func (f figures) print(o options) error {
	slower := float64(percentile(f.busy, 99)) / float64(percentile(f.quiet, 99))
	fmt.Printf("%d rounds of %d uploads of %d MB at %.1f MB/s each\n", o.rounds, o.uploads, o.size, o.speed)
	fmt.Printf("without %s\nwith    %s\n", told(f.quiet), told(f.busy))
	fmt.Printf("peak    %d MB of memory (to reach: at most %d)\n", f.memory>>20, mostMemory>>20)
	fmt.Printf("ratio   %.2f, votes' 99th percentile with uploads by that without (to reach: at most %.1f)\n", slower, mostSlower)
	if o.hold && (f.memory > mostMemory || slower > mostSlower) {
		return errors.New("a figure misses what is to be reached")
	}
	return nil
}

func percentile(times []time.Duration, p int) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[(len(sorted)-1)*p/100].Round(10 * time.Microsecond)
}
