package review

// bursts finds windows in which an entry got more votes than its own share of
// what the contest got in those hours.
func (r Rules) bursts(c *contest, speak func(int32, Signal)) {
	var found []finding
	looked := 0
	for _, s := range c.entries {
		events := c.of(s)
		looked += 1 + len(events)/r.BurstLeast
		for from := 0; from < len(events); {
			to := from
			for to < len(events) && events[to].Minute < events[from].Minute+r.BurstMinutes {
				to++
			}
			if n := to - from; n >= r.BurstLeast {
				if p := atLeast(n, r.expected(c, s, events[from].Minute, n)); p < 1 {
					found = append(found, finding{p, span{s.from + from, s.from + to}})
				}
				from = to
				continue
			}
			from++
		}
	}
	c.speakOf(believable(found, looked, r.FalseRate), Burst, speak)
}

// expected is how many votes the entry would have in a window, by its votes
// outside the window and the contest's rhythm; never less than one.
func (r Rules) expected(c *contest, s span, minute int32, inside int) float64 {
	share := float64(r.BurstMinutes) / 60 * c.perHour[minute/60]
	if next := c.perHour[(minute+r.BurstMinutes)/60] * float64(r.BurstMinutes) / 60; next > share {
		share = next
	}
	outside := float64(s.to - s.from - inside)
	return max(1, outside*share/max(1e-9, 1-share))
}

func (c *contest) speakOf(found []finding, s Signal, speak func(int32, Signal)) {
	for _, f := range found {
		for _, e := range c.of(f.span) {
			speak(e.Voter, s)
		}
	}
}

// regular finds rows of votes for one entry whose intervals are all alike, as a
// program's are. Votes of one minute are one step: minutes are all we keep.
func (r Rules) regular(c *contest, speak func(int32, Signal)) {
	for _, s := range c.entries {
		events := c.of(s)
		for from := 0; from+r.RegularLeast <= len(events); {
			to := r.evenRow(events, from)
			if to-from < r.RegularLeast {
				from++
				continue
			}
			for _, e := range events[from:to] {
				speak(e.Voter, Regular)
			}
			from = to
		}
	}
}

// evenRow returns the end of the longest row from there on in which the given
// share of gaps have the length of the first, or differ by one where rounding
// to minutes would explain it.
func (r Rules) evenRow(events []Event, from int) int {
	step := events[from+1].Minute - events[from].Minute
	if step <= 0 {
		return from
	}
	even, best := 0, from
	for to := from + 1; to < len(events); to++ {
		gap := events[to].Minute - events[to-1].Minute
		if gap == step {
			even++
		}
		gaps := to - from
		if gap > 4*step+2 || gaps > 6 && float64(even) < r.RegularGaps*0.8*float64(gaps) {
			break
		}
		if float64(even) >= r.RegularGaps*float64(gaps) {
			best = to + 1
		}
	}
	return best
}
