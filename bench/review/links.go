package main

import (
	"fmt"
	"slices"

	"plaudit/voting/review"
	"plaudit/voting/review/simulate"
)

// The rule of a share-link tree that was tried and left out (docs/adr/0021): so
// many votes for one work from one link within so many minutes, of voters who
// voted for nothing else.
const (
	treeLeast   = 20
	treeMinutes = 60
)

// links prints what the voters of each label would lose if share links carried
// codes and a tree of one counted as a sixth family.
func links(towns int) {
	type rate struct{ tree, without, with, of int }
	rates := map[simulate.Label]*rate{}
	rules := review.Current()
	least := rules.SetAside
	rules.SetAside = 1 // all signals of all ballots
	for seed := uint64(1001); seed < 1001+uint64(towns); seed++ {
		for _, attack := range simulate.Attacks() {
			t := simulate.New(seed, 5000)
			t.Attack(attack)
			families := make([]int, len(t.Labels))
			for _, d := range rules.Find(t.Events) {
				families[d.Voter] = d.Signals.Families()
			}
			inTree := trees(t)
			for voter, label := range t.Labels {
				if rates[label] == nil {
					rates[label] = new(rate)
				}
				r := rates[label]
				r.of++
				n := families[voter]
				if n >= least {
					r.without++
				}
				if inTree[int32(voter)] {
					r.tree++
					n++
				}
				if n >= least {
					r.with++
				}
			}
		}
	}
	fmt.Printf("\nIf share links carried codes: %d votes for one work from one link within %d minutes, of voters for nothing else\n\n", treeLeast, treeMinutes)
	fmt.Println("| voters | in a tree | set aside without | with | of |\n|---|---:|---:|---:|---:|")
	for _, label := range append(simulate.Honest(), simulate.Attacks()...) {
		if r := rates[label]; r.tree > 0 {
			fmt.Printf("| %s | %.1f %% | %.3f %% | %.3f %% | %d |\n", label, percent(r.tree, r.of), percent(r.without, r.of), percent(r.with, r.of), r.of)
		}
	}
	fmt.Println()
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(of) }

// trees are the voters who show the signal.
func trees(t *simulate.Town) map[int32]bool {
	votes := map[int32]int{}
	for _, e := range t.Events {
		votes[e.Voter]++
	}
	type tree struct {
		link uint32
		work int32
	}
	events := map[tree][]review.Event{}
	for _, e := range t.Events {
		if link := t.Links[e.Voter]; link != 0 && votes[e.Voter] == 1 {
			events[tree{link, e.Entry}] = append(events[tree{link, e.Entry}], e)
		}
	}
	found := map[int32]bool{}
	for _, list := range events {
		slices.SortFunc(list, func(a, b review.Event) int { return int(a.Minute - b.Minute) })
		from := 0
		for to := range list {
			for list[to].Minute-list[from].Minute > treeMinutes {
				from++
			}
			if to-from+1 >= treeLeast {
				for _, e := range list[from : to+1] {
					found[e.Voter] = true
				}
			}
		}
	}
	return found
}
