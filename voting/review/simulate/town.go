package simulate

import (
	"math"
	"math/rand/v2"

	"plaudit/voting/review"
)

// Label says who cast a vote.
type Label string

// The honest. Towns are made of residents and of those whose votes come in
// lumps.
const (
	Resident  Label = "resident"  // alone, whenever
	Friends   Label = "friends"   // came by a link in a family's chat, for one work
	Family    Label = "family"    // one Wi-Fi, one work
	Relatives Label = "relatives" // hundreds of a clan, by one link in its chat, for one work in an evening
	Carrier   Label = "carrier"   // behind an address with thousands of others
	Class     Label = "class"     // a school's tablets, within a lesson, for a classmate
	Elders    Label = "elders"    // helped one after the other on one telephone
	Office    Label = "office"    // one Wi-Fi, a colleague's work
)

// Honest are the labels of honest voters.
func Honest() []Label {
	return []Label{Resident, Carrier, Friends, Family, Relatives, Class, Elders, Office}
}

const (
	days    = 20
	minutes = days * 24 * 60
	works   = 100
	kinds   = 40 // of telephones
)

// Town is a contest's votes.
type Town struct {
	Events []review.Event
	Labels []Label  // by voter
	Links  []uint32 // by voter: the first sharer of the link that led there, 0 for none; no server knows that
	dice   *rand.Rand
	works  []float64 // each work's share, added up
	kinds  []float64
	nets   uint32
	roots  uint32
}

// New makes a town of so many residents, with lumps of every honest kind, and
// no attack.
func New(seed uint64, residents int) *Town {
	t := &Town{dice: rand.New(rand.NewPCG(seed, 5)), works: zipf(works, 0.8), kinds: zipf(kinds, 1), nets: 100}
	for range residents {
		net := t.newNet()
		label := Resident
		if t.dice.Float64() < 0.5 {
			net, label = uint32(t.dice.IntN(6)), Carrier
		}
		t.vote(label, t.whenever(), net, t.kind(), t.choose(1+t.dice.IntN(3)), 0.96)
	}
	for range residents / 200 {
		t.friends()
		t.family()
	}
	for range max(1, residents/2000) {
		t.class()
		t.elders()
		t.office()
		t.relatives()
	}
	return t
}

func (t *Town) friends() {
	work, hour, link := t.work(), t.whenever(), t.share()
	for range 6 + t.dice.IntN(25) {
		net := t.newNet()
		if t.dice.Float64() < 0.7 {
			net = uint32(t.dice.IntN(6))
		}
		t.vote(Friends, hour+t.soon(90), net, t.kind(), t.with(work, 0.3), 0.97)
		t.cameBy(link)
	}
}

func (t *Town) family() {
	work, hour, net := t.work(), t.whenever(), t.newNet()
	for range 2 + t.dice.IntN(5) {
		t.vote(Family, hour+t.soon(60), net, t.kind(), t.with(work, 0.5), 0.97)
	}
}

// relatives share a link in a chat with hundreds: most are behind carriers, some
// sit in the same house.
func (t *Town) relatives() {
	work, hour, link, house := t.work(), t.whenever(), t.share(), t.newNet()
	for range 150 + t.dice.IntN(150) {
		net := t.newNet()
		switch where := t.dice.Float64(); {
		case where < 0.7:
			net = uint32(t.dice.IntN(6))
		case where < 0.8:
			net = house
		}
		t.vote(Relatives, hour+t.soon(180), net, t.kind(), t.with(work, 0.2), 0.95)
		t.cameBy(link)
	}
}

func (t *Town) class() {
	work, net, tablet := t.work(), t.newNet(), t.kind()
	lesson := int32(t.dice.IntN(days))*24*60 + 9*60 + int32(t.dice.IntN(300))
	for range 25 + t.dice.IntN(20) {
		kind := tablet
		if t.dice.Float64() < 0.3 {
			kind = t.kind()
		}
		t.vote(Class, lesson+int32(t.dice.IntN(30)), net, kind, t.with(work, 0.4), 0.95)
	}
}

func (t *Town) elders() {
	net, kind, at := t.newNet(), t.kind(), t.whenever()
	for range 6 + t.dice.IntN(10) {
		at += 2 + int32(t.dice.IntN(5))
		t.vote(Elders, at, net, kind, t.choose(1+t.dice.IntN(3)), 0.98)
	}
}

func (t *Town) office() {
	work, net, day := t.work(), t.newNet(), int32(t.dice.IntN(days))*24*60
	for range 20 + t.dice.IntN(60) {
		choice := t.choose(1 + t.dice.IntN(3))
		if t.dice.Float64() < 0.5 {
			choice = t.with(work, 0.6)
		}
		t.vote(Office, day+8*60+int32(t.dice.IntN(600)), net, t.kind(), choice, 0.96)
	}
}

// vote casts one ballot; the votes of it come within some minutes.
func (t *Town) vote(label Label, at int32, net, kind uint32, choice []int32, viewed float64) {
	voter := int32(len(t.Labels))
	t.Labels, t.Links = append(t.Labels, label), append(t.Links, 0)
	for _, work := range choice {
		t.Events = append(t.Events, review.Event{
			Voter: voter, Entry: work, Minute: min(max(at, 0), minutes-1), Net: net, Client: kind, Viewed: t.dice.Float64() < viewed,
		})
		at += int32(t.dice.IntN(3))
	}
}

// share is a link that somebody shares, and others after them.
func (t *Town) share() uint32 { t.roots++; return t.roots }

// cameBy says that the latest voter came by the link; some have lost its code on
// the way.
func (t *Town) cameBy(link uint32) {
	if t.dice.Float64() < 0.9 {
		t.Links[len(t.Links)-1] = link
	}
}

// choose draws different works by their popularity.
func (t *Town) choose(n int) (choice []int32) {
	for len(choice) < n {
		work := t.work()
		fresh := true
		for _, c := range choice {
			fresh = fresh && c != work
		}
		if fresh {
			choice = append(choice, work)
		}
	}
	return choice
}

// with is a ballot for the work, and with the given chance for others as well.
func (t *Town) with(work int32, more float64) []int32 {
	choice := []int32{work}
	if t.dice.Float64() < more {
		if other := t.work(); other != work {
			choice = append(choice, other)
		}
	}
	return choice
}

func (t *Town) work() int32    { return int32(draw(t.dice, t.works)) }
func (t *Town) kind() uint32   { return uint32(draw(t.dice, t.kinds)) }
func (t *Town) newNet() uint32 { t.nets++; return t.nets }

// soon is a delay that is mostly short.
func (t *Town) soon(most int32) int32 {
	x := t.dice.Float64()
	return int32(float64(most) * x * x)
}

// whenever is a minute at which people are up: mostly in the evening, more on
// the first days and the last.
func (t *Town) whenever() int32 {
	for {
		m := int32(t.dice.IntN(minutes))
		hour, day := float64(m%1440)/60, float64(m/1440)
		awake := 0.15 + 0.85*math.Exp(-math.Pow(hour-20, 2)/12)
		if hour < 6 {
			awake = 0.01
		}
		if t.dice.Float64() < awake*(0.5+0.5*math.Max(math.Exp(-day/2), math.Exp((day-days)/2))) {
			return m
		}
	}
}

func zipf(n int, s float64) []float64 {
	shares := make([]float64, n)
	sum := 0.0
	for i := range shares {
		sum += math.Pow(float64(i+1), -s)
		shares[i] = sum
	}
	return shares
}

func draw(dice *rand.Rand, shares []float64) int {
	x := dice.Float64() * shares[len(shares)-1]
	low, high := 0, len(shares)-1
	for low < high {
		if mid := (low + high) / 2; shares[mid] < x {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
