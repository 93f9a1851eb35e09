// Command review measures the rules for doubtful votes:
//
//	go run ./bench/review           recall by attack, honest share, time and memory
//	go run ./bench/review -short    fewer towns and votes
//	go run ./bench/review -hold     fail where the promised figures are not met
//
// Towns with labelled voters are made from seeds; the rules were tuned on the
// seeds from 1 on, and are measured on those from 1001 on.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"plaudit/voting/review"
	"plaudit/voting/review/simulate"
)

// What is promised.
const (
	mostHonest  = 0.001 // share of honest voters set aside
	leastFound  = 0.95  // of a script and of a farm
	mostSeconds = 30    // a million votes
	mostMemory  = 500 << 20
)

func main() {
	short := flag.Bool("short", false, "fewer towns and votes")
	hold := flag.Bool("hold", false, "fail where the promised figures are not met")
	flag.Parse()
	towns, votes := 12, 1_000_000
	if *short {
		towns, votes = 2, 200_000
	}
	broken := recall(towns) + speed(votes)
	if *hold && broken > 0 {
		log.Printf("%d figures are not what is promised", broken)
		os.Exit(1)
	}
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
