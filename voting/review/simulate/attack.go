package simulate

// The attacks.
const (
	Script   Label = "script"    // a program with proxies all over the country
	Farm     Label = "farm"      // a shelf of telephones on one Wi-Fi
	Paid     Label = "paid"      // people paid in a chat group
	Drip     Label = "drip"      // a program that takes its time
	LastHour Label = "last_hour" // a program in the last hour
)

// Attacks are the labels of attacks.
func Attacks() []Label { return []Label{Script, Farm, Paid, Drip, LastHour} }

// Attack adds an attack on a work of the middle of the field.
func (t *Town) Attack(label Label) {
	work := int32(works/4 + t.dice.IntN(works/2))
	map[Label]func(int32){Script: t.script, Farm: t.farm, Paid: t.paid, Drip: t.drip, LastHour: t.lastHour}[label](work)
}

// script votes every other minute or so, with the browser that its author has.
func (t *Town) script(work int32) {
	kind, at, pause := t.kind(), t.whenever(), 1+t.dice.IntN(3)
	for range 150 + t.dice.IntN(300) {
		t.vote(Script, at, t.newNet(), kind, []int32{work}, 0)
		if at += int32(pause); t.dice.Float64() < 0.1 {
			at++
		}
	}
}

// farm is worked by hands: nearly even, on one net, with telephones of one make.
func (t *Town) farm(work int32) {
	net, kind, at := t.newNet(), t.kind(), t.whenever()
	for range 40 + t.dice.IntN(80) {
		t.vote(Farm, at, net, kind, []int32{work}, 0.3)
		if t.dice.Float64() < 0.8 {
			at++
		} else {
			at += int32(t.dice.IntN(3))
		}
	}
}

// paid are people: different telephones and nets, a look at the work or not, over
// an evening.
func (t *Town) paid(work int32) {
	at, link := t.whenever(), t.share()
	for range 100 + t.dice.IntN(300) {
		net := t.newNet()
		if t.dice.Float64() < 0.5 {
			net = uint32(t.dice.IntN(6))
		}
		t.vote(Paid, at+t.soon(360), net, t.kind(), []int32{work}, 0.7)
		t.cameBy(link)
	}
}

// drip hides in the crowd: one vote in half an hour, day and night.
func (t *Town) drip(work int32) {
	kind, at := t.kind(), int32(t.dice.IntN(minutes/4))
	for range 200 + t.dice.IntN(150) {
		at += 20 + int32(t.dice.IntN(30))
		t.vote(Drip, at, t.newNet(), kind, []int32{work}, 0.2)
	}
}

// lastHour has a few proxies and no time.
func (t *Town) lastHour(work int32) {
	kind, proxies := t.kind(), []uint32{t.newNet(), t.newNet(), t.newNet(), t.newNet(), t.newNet()}
	for range 150 + t.dice.IntN(300) {
		t.vote(LastHour, minutes-60+int32(t.dice.IntN(60)), proxies[t.dice.IntN(len(proxies))], kind, []int32{work}, 0)
	}
}
