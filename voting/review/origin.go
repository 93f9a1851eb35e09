package review

// origins finds entries that have far more votes from one net, or one kind of
// client, than the contest's other entries would have it.
func (r Rules) origins(c *contest, speak func(int32, Signal)) {
	r.concentrated(c, c.nets, func(e Event) uint32 { return e.Net }, SameNet, speak)
	r.concentrated(c, c.clients, func(e Event) uint32 { return e.Client }, SameKind, speak)
}

// group is the votes of one entry on one day from one origin.
type group struct {
	day    span
	origin uint32
}

func (r Rules) concentrated(c *contest, all map[uint32]int, origin func(Event) uint32, s Signal, speak func(int32, Signal)) {
	var (
		groups  []group
		chances []finding
		looked  int
	)
	for _, day := range c.days() {
		counts := make(map[uint32]int)
		for _, e := range c.of(day) {
			counts[origin(e)]++
		}
		looked += len(counts)
		votes := float64(day.to - day.from)
		for o, n := range counts {
			// What the others give for the same origin; one vote more, so that an
			// origin nobody else has is not endlessly unlikely.
			mean := float64(all[o]-n+1) / (float64(len(c.events)+1) - votes) * votes
			many := float64(n) >= r.OriginTimes*mean || float64(n) >= r.OriginMost*votes && mean <= r.OriginMost/2*votes
			if p := atLeast(n, mean); n >= r.OriginLeast && many && p < 1 {
				chances = append(chances, finding{p, span{len(groups), len(groups)}})
				groups = append(groups, group{day, o})
			}
		}
	}
	for _, f := range believable(chances, looked, r.FalseRate) {
		g := groups[f.from]
		for _, e := range c.of(g.day) {
			if origin(e) == g.origin {
				speak(e.Voter, s)
			}
		}
	}
}

// days are the votes of each entry on each day.
func (c *contest) days() (days []span) {
	for _, s := range c.entries {
		for i := s.from; i < s.to; i++ {
			if i == s.from || c.events[i].Minute/1440 != c.events[i-1].Minute/1440 {
				days = append(days, span{i, i})
			}
			days[len(days)-1].to = i + 1
		}
	}
	return days
}
