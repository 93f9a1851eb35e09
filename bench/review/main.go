// Command review measures the rules for doubtful votes:
//
//	go run ./bench/review             recall by attack, honest share, time and memory
//	go run ./bench/review -short      fewer towns and votes
//	go run ./bench/review -postgres   the rows are in a PostgreSQL server of its own
//	go run ./bench/review -hold       fail where the promised figures are not met
//
// Towns with labelled voters are made from seeds; the rules were tuned on the
// seeds from 1 on, and are measured on those from 1001 on. Then a database is
// filled with a million votes, of which fifty thousand are scripts', and
// `plaudit review` looks through it; and the console with what it found is opened.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"plaudit/bench/rig"
	"plaudit/voting/review"
	"plaudit/voting/review/simulate"
)

// What is promised of the rules.
const (
	mostHonest = 0.001 // share of honest voters set aside
	leastFound = 0.95  // of a script and of a farm
)

type options struct {
	short, hold, postgres bool
	bin                   string
	towns, votes, scripts int
}

func main() {
	o := options{towns: 12, votes: 1_000_000, scripts: 200}
	flag.BoolVar(&o.short, "short", false, "fewer towns and votes")
	flag.BoolVar(&o.postgres, "postgres", false, "keep the rows in a PostgreSQL server of its own, which is started for it")
	flag.StringVar(&o.bin, "bin", "", "server to measure; built from ./server when empty")
	flag.BoolVar(&o.hold, "hold", false, "fail where the promised figures are not met")
	flag.Parse()
	if o.short {
		o.towns, o.votes, o.scripts = 2, 40_000, 20
	}
	rig.Main("review", func(ctx context.Context) error { return run(ctx, o) })
}

func run(ctx context.Context, o options) error {
	broken := 0
	if !o.postgres { // the rules know no database
		broken = recall(o.towns)
		links(o.towns)
		broken += speed(o.votes)
	}
	more, err := database(ctx, os.Stdout, o)
	if err != nil {
		return err
	}
	if broken += more; o.hold && broken > 0 {
		return fmt.Errorf("%d figures are not what is promised", broken)
	}
	return nil
}

func recall(towns int) (broken int) {
	rules := review.Current()
	rates := simulate.Measure(rules, 1001, towns, 5000)
	fmt.Printf("Rules %d, %d towns of 5000 residents for each attack, seeds 1001 to %d\n\n", rules.Version, towns, 1000+towns)
	fmt.Println("| voters | set aside | of | share |\n|---|---:|---:|---:|")
	for _, label := range append(simulate.Honest(), simulate.Attacks()...) {
		r := rates[label]
		fmt.Printf("| %s | %d | %d | %.3f %% |\n", label, r.Found, r.Of, 100*r.Share())
	}
	honest := simulate.HonestShare(rates)
	fmt.Printf("\nhonest voters set aside: %.4f %%\n", 100*honest)
	if honest > mostHonest {
		broken++
	}
	for _, label := range []simulate.Label{simulate.Script, simulate.Farm} {
		if rates[label].Share() < leastFound {
			broken++
		}
	}
	return broken
}

// speed times one search, and takes what the process holds at most for it.
func speed(votes int) (broken int) {
	town := simulate.New(1, votes/2)
	events := town.Events
	for len(events) < votes {
		events = append(events, events[:min(len(events), votes-len(events))]...)
	}
	events = events[:votes]
	runtime.GC()
	debug.SetGCPercent(100)
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	most, done, stopped := before.HeapAlloc, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for tick := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc)
			}
		}
	}()
	began := time.Now()
	found := review.Current().Find(events)
	took := time.Since(began)
	close(done)
	<-stopped
	fmt.Printf("%d votes looked through in %.1f s, heap at most %d MB with the votes themselves; %d ballots set aside\n",
		votes, took.Seconds(), most>>20, len(found))
	if took.Seconds() > mostSeconds || most > mostMemory {
		broken++
	}
	return broken
}
