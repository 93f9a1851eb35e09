package review

// Event is what is kept of one vote for a while, coarse on purpose. Voters,
// nets and clients are numbered; which is which is not known here.
type Event struct {
	Voter  int32
	Entry  int32
	Minute int32  // since the voting round opened
	Net    uint32 // a subnet (/24, /48)
	Client uint32 // a kind of telephone and browser
	Viewed bool   // the voter's device had asked for a page with the work before
}

// Signal is one thing that speaks against a ballot. Each family counts once,
// however many of its signals a ballot shows.
type Signal uint8

// The signals, by family.
const (
	Burst    Signal = 1 << iota // family time: it came in a burst of its entry
	Regular                     // family machine: it came in a row of too even intervals
	SameNet                     // family origin: its entry has far more votes from the net than others
	SameKind                    // family origin: the same of the kind of client
	Unseen                      // family conduct: the work was voted for without being looked at
	Lockstep                    // family company: many ballots are alike to the last vote
)

// families are the signals that count together.
func families() []Signal {
	return []Signal{Burst, Regular, SameNet | SameKind, Unseen, Lockstep}
}

// Families is how many families of signals there are in s.
func (s Signal) Families() (n int) {
	for _, f := range families() {
		if s&f != 0 {
			n++
		}
	}
	return n
}

// Doubt is a ballot to look at.
type Doubt struct {
	Voter   int32
	Signals Signal
}

// Signals lists every signal, by family.
func Signals() []Signal { return []Signal{Burst, Regular, SameNet, SameKind, Unseen, Lockstep} }

// Names are the signals in s, in the order of Signals.
func (s Signal) Names() (names []string) {
	for i, name := range []string{"burst", "regular", "same_net", "same_kind", "unseen", "lockstep"} {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// ParseSignals is the inverse of Names; false where one is unknown.
func ParseSignals(names []string) (s Signal, ok bool) {
	for _, name := range names {
		known := false
		for _, one := range Signals() {
			if one.Names()[0] == name {
				s, known = s|one, true
			}
		}
		if !known {
			return 0, false
		}
	}
	return s, true
}
