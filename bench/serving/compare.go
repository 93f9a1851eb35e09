package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// side is one of the two that are compared.
type side struct {
	name, address string
	spent         func() (time.Duration, error) // processor time so far
}

// figures are what the rounds found, per side.
type figures struct {
	sides  []side
	rates  [2][]float64 // pictures per second, per round
	sent   [2]float64   // pictures in all
	spent  [2]time.Duration
	ratios []float64 // per round
}

// compare lets both sides send for so many seconds in turn; who begins changes
// with every round.
func compare(ctx context.Context, sides []side, rounds, seconds int) (figures, error) {
	f := figures{sides: sides}
	for _, s := range sides { // connections, caches and heaps as they are after a while
		if _, _, err := fetch(ctx, s.address, seconds); err != nil {
			return f, err
		}
	}
	for round := range rounds {
		var rates [2]float64
		for turn := range sides {
			i := (turn + round) % len(sides)
			before, err := sides[i].spent()
			if err != nil {
				return f, err
			}
			rate, sent, err := fetch(ctx, sides[i].address, seconds)
			if err != nil {
				return f, err
			}
			after, err := sides[i].spent()
			if err != nil {
				return f, err
			}
			rates[i] = rate
			f.rates[i], f.sent[i], f.spent[i] = append(f.rates[i], rate), f.sent[i]+sent, f.spent[i]+after-before
		}
		f.ratios = append(f.ratios, rates[0]/rates[1])
	}
	return f, nil
}

// print shows the figures and returns the middle ratio.
func (f figures) print(out io.Writer) float64 {
	var each [2]float64 // microseconds of processor time per picture
	for i, s := range f.sides {
		each[i] = float64(f.spent[i].Microseconds()) / f.sent[i]
		fmt.Fprintf(out, "%-7s %.0f pictures of 60 KB per second (the middle round), %.1f µs of processor time for each\n", s.name, middle(f.rates[i]), each[i])
	}
	fmt.Fprint(out, "rounds ")
	for _, ratio := range f.ratios {
		fmt.Fprintf(out, " %.2f", ratio)
	}
	ratio := middle(f.ratios)
	fmt.Fprintf(out, "\nratio   %.2f of nginx's requests per second (to reach: at least %.2f); by processor time %.2f\n", ratio, toReach, each[1]/each[0])
	return ratio
}

func middle(list []float64) float64 { return slices.Sorted(slices.Values(list))[len(list)/2] }

// fetch lets wrk fetch an address over and over, and returns the requests per
// second and in all.
func fetch(ctx context.Context, address string, seconds int) (rate, sent float64, err error) {
	ctx, stop := context.WithTimeout(ctx, time.Duration(seconds)*time.Second+time.Minute)
	defer stop()
	out, err := exec.CommandContext(ctx, "wrk", "-t1", "-c32", fmt.Sprintf("-d%ds", seconds), address).CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	if failed := regexp.MustCompile(`Non-2xx.*|Socket errors.*`).Find(out); failed != nil {
		return 0, 0, fmt.Errorf("wrk: %s", failed)
	}
	found := regexp.MustCompile(`(?s)(\d+) requests in .*Requests/sec:\s*([\d.]+)`).FindSubmatch(out)
	if found == nil {
		return 0, 0, fmt.Errorf("wrk says no rate: %s", out)
	}
	if sent, err = strconv.ParseFloat(string(found[1]), 64); err != nil {
		return 0, 0, err
	}
	rate, err = strconv.ParseFloat(string(found[2]), 64)
	return rate, sent, err
}
