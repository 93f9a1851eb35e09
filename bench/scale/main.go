// Command scale measures what a contest's size costs:
//
//	go run ./bench/scale            100,000 works; 10,000 votes beside 1 million
//	go run ./bench/scale -hold      fail when something costs too much more
//
// Two servers run over the same works: one contest has few votes, the other
// many. Both cast votes (over all works, and all for one), show the gallery,
// search it, and list the first hundred of the standings, in turn, round by
// round; `plaudit tally` counts both. A third, small server, with a thousandth
// of the works but the few votes, tells what memory the works take.
//
// What is compared is the server's processor time for a request (and PostgreSQL's,
// with -postgres), which a busy machine disturbs less than the time on the clock;
// the best round counts.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"plaudit/bench/rig"
)

// mostRatio is how much more something may cost with many votes.
const mostRatio = 1.3

type options struct {
	works, few, many int
	rounds, requests int
	bin              string
	hold, postgres   bool
}

func main() {
	var o options
	flag.IntVar(&o.works, "works", 100_000, "works in the contest")
	flag.IntVar(&o.few, "few", 10_000, "votes on one side")
	flag.IntVar(&o.many, "many", 1_000_000, "votes on the other side")
	flag.IntVar(&o.rounds, "rounds", 4, "rounds; the best of each side counts")
	flag.IntVar(&o.requests, "requests", 4000, "casts in a round; a fourth as many pages")
	flag.BoolVar(&o.postgres, "postgres", false, "keep the rows in a PostgreSQL server of its own, which is started for it")
	flag.StringVar(&o.bin, "bin", "", "server to measure; built from ./server when empty")
	flag.BoolVar(&o.hold, "hold", false, "fail when a figure misses what is to be reached")
	flag.Parse()
	rig.Main("scale", func(ctx context.Context) error { return run(ctx, o, os.Stdout) })
}

// side is one server and what its contest holds.
type side struct {
	name   string
	house  *rig.Filled
	server *rig.Server
	votes  int
	first  int // the next voter who has not voted
	best   map[string]time.Duration
}

func run(ctx context.Context, o options, out io.Writer) (err error) {
	dir, bin, err := rig.Workshop(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var database *rig.Postgres
	if o.postgres {
		if database, err = rig.StartPostgres(ctx); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, database.Close()) }()
	}
	sides, err := prepare(ctx, out, o, dir, database)
	if err != nil {
		return err
	}
	for _, s := range sides {
		folder := filepath.Join(dir, s.name)
		if s.server, err = rig.Start(ctx, bin, folder, append(s.house.Settings(), "PLAUDIT_LOG_LEVEL=warn", rig.TraceHeap)...); err != nil {
			return err
		}
		defer s.server.Stop()
	}
	spent := func(s *side) (time.Duration, error) {
		own, err := s.server.Spent()
		if err != nil || database == nil {
			return own, err
		}
		more, err := database.Spent()
		return own + more, err
	}
	for range o.rounds {
		for _, s := range sides {
			if err := s.round(ctx, o, func() (time.Duration, error) { return spent(s) }); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	missed := errors.Join(report(out, o, sides), tally(ctx, out, sides[:2]), memory(out, o, sides))
	if !o.hold {
		return nil
	}
	return missed
}

// prepare fills a folder with the works and the few votes, makes a copy and
// adds the other votes there, and fills a small folder.
func prepare(ctx context.Context, out io.Writer, o options, dir string, database *rig.Postgres) ([]*side, error) {
	voters := 2 * o.rounds * o.requests
	place := func(name, template string) (address string, err error) {
		if database != nil {
			address, err = database.Database(ctx, name, template)
		}
		return address, err
	}
	address, err := place("few", "template1")
	if err != nil {
		return nil, err
	}
	few, err := rig.Fill(ctx, filepath.Join(dir, "few", "data"), address, o.works, voters)
	if err != nil {
		return nil, err
	}
	if err := few.AddVotes(ctx, o.few); err != nil {
		return nil, err
	}
	if address, err = place("many", "few"); err != nil {
		return nil, err
	}
	many, err := few.Copy(filepath.Join(dir, "many", "data"), address)
	if err != nil {
		return nil, err
	}
	if err := many.AddVotes(ctx, o.many-o.few); err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "log of votes: %d sequenced in %.1f s\n", o.many-o.few, many.Logged.Seconds())
	if address, err = place("small", "template1"); err != nil {
		return nil, err
	}
	small, err := rig.Fill(ctx, filepath.Join(dir, "small", "data"), address, max(o.works/1000, 20), voters)
	if err != nil {
		return nil, err
	}
	return []*side{{name: "few", house: few, votes: o.few}, {name: "many", house: many, votes: o.many}, {name: "small", house: small}}, small.AddVotes(ctx, o.few)
}

// things are what a round does, and what its answers must be.
func (s *side) things(o options) []thing {
	words := rig.Words()
	list := []thing{
		{"cast", s.house.Votes(s.first, o.requests), 201},
		{"cast hot", nil, 201},
		{"gallery", nil, 200},
		{"search", nil, 200},
		{"standings", nil, 200},
	}
	for i := range o.requests {
		list[1].requests = append(list[1].requests, s.house.Vote(s.first+o.requests+i, 1))
	}
	s.first += 2 * o.requests
	s.votes += 2 * o.requests
	for i := range max(o.requests/4, 1) {
		q := words[i%len(words)] + words[i*7/3%len(words)]
		list[2].requests = append(list[2].requests, rig.Get("/"+rig.Slug))
		list[3].requests = append(list[3].requests, rig.Get("/"+rig.Slug+"?q="+url.QueryEscape(q)))
		list[4].requests = append(list[4].requests, rig.Get("/api/v1/contests/"+rig.Slug+"/standings?limit=100"))
	}
	return list
}

type thing struct {
	name     string
	requests [][]byte
	status   int
}

// round does everything once and notes what it cost.
func (s *side) round(ctx context.Context, o options, spent func() (time.Duration, error)) error {
	if s.best == nil {
		s.best = map[string]time.Duration{}
	}
	for _, t := range s.things(o) {
		before, err := spent()
		if err != nil {
			return err
		}
		if _, err := rig.Load(ctx, s.server.Address, 16, t.requests, t.status); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		after, err := spent()
		if err != nil {
			return err
		}
		cost := ((after - before) / time.Duration(len(t.requests))).Round(time.Microsecond)
		if best, known := s.best[t.name]; !known || cost < best {
			s.best[t.name] = cost
		}
	}
	return nil
}

// report prints what everything costs on each side; the error says what costs
// too much more.
func report(out io.Writer, o options, sides []*side) (missed error) {
	fmt.Fprintf(out, "processor time for a request; %d works with %d votes, the same with %d, %d works\n", o.works, o.few, o.many, max(o.works/1000, 20))
	hold := func(name string, base, cost time.Duration) float64 {
		ratio := float64(cost) / float64(base)
		if ratio > mostRatio {
			missed = errors.Join(missed, fmt.Errorf("%s costs %.2f × as much, more than %.1f", name, ratio, mostRatio))
		}
		return ratio
	}
	for _, t := range []string{"cast", "cast hot", "gallery", "search", "standings"} {
		few, many, small := sides[0].best[t], sides[1].best[t], sides[2].best[t]
		fmt.Fprintf(out, "ratio %.2f: %-9s %9v %9v %9v\n", hold(t, few, many), t, few, many, small)
	}
	fmt.Fprintf(out, "ratio %.2f: one hot work against many\n", hold("a cast on one hot work", sides[1].best["cast"], sides[1].best["cast hot"]))
	return missed
}

// tally lets both count again; the cost of a vote is held.
func tally(ctx context.Context, out io.Writer, sides []*side) (missed error) {
	var costs []time.Duration
	for _, s := range sides {
		cost, err := s.server.Cost(ctx, "tally", rig.Slug)
		if err != nil {
			return err
		}
		costs = append(costs, cost/time.Duration(s.votes))
	}
	ratio := float64(costs[1]) / float64(costs[0])
	fmt.Fprintf(out, "ratio %.2f: tally, a vote %v and %v\n", ratio, costs[0], costs[1])
	if ratio > mostRatio {
		return fmt.Errorf("a vote costs tally %.2f × as much", ratio)
	}
	return nil
}

// memory prints what the works add to the server's memory: to what lives in Go's
// heap, and to the most that was resident, which has in it what waits to be
// collected and changes from run to run.
func memory(out io.Writer, o options, sides []*side) error {
	for _, m := range []struct {
		name string
		read func(*rig.Server) (int64, error)
	}{{"heap in use", (*rig.Server).LiveHeap}, {"peak memory", (*rig.Server).PeakMemory}} {
		var bytes []int64
		for _, s := range sides {
			n, err := m.read(s.server)
			if err != nil {
				return err
			}
			bytes = append(bytes, n)
		}
		fmt.Fprintf(out, "%s: %d MB, with the many votes %d MB, with few works %d MB: %d bytes for a work\n",
			m.name, bytes[0]>>20, bytes[1]>>20, bytes[2]>>20, (bytes[1]-bytes[2])/int64(o.works))
	}
	return nil
}
