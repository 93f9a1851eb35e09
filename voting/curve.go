package voting

import (
	"slices"

	"plaudit/voting/review"
)

// Curve is the votes of a work over time as the latest search saw them, and how
// many of them are of ballots that were ever set aside, whatever was decided
// since. The curves of a contest have the same hours.
type Curve struct {
	Number  Number
	Hour    int64 // the first, since 1970
	Step    int   // hours that one figure is of
	Votes   []int
	Doubted []int // of Votes
}

// mostFigures is how many figures a curve has at most.
const mostFigures = 240

// curveSteps are the hours that a figure may be of; more is whole days.
func curveSteps() []int64 { return []int64{1, 2, 3, 4, 6, 8, 12, 24} }

// drawCurves counts the events of the works whose votes made ballots doubtful.
func drawCurves(tx Tx, c *Contest, found suspects) ([]Curve, error) {
	clusters, err := tx.Clusters(c.ID)
	if err != nil || len(clusters) == 0 || len(found.events) == 0 {
		return nil, err
	}
	refs, err := tx.Reviewed(c.ID)
	if err != nil {
		return nil, err
	}
	doubted := make([]bool, len(found.voters))
	for _, ref := range refs {
		if i, known := slices.BinarySearch(found.voters, ref); known {
			doubted[i] = true
		}
	}
	first, figures, step := span(c, found.events)
	curves := map[Number]*Curve{}
	for _, k := range clusters {
		curves[k.Number] = &Curve{Number: k.Number, Hour: first, Step: int(step), Votes: make([]int, figures), Doubted: make([]int, figures)}
	}
	for _, e := range found.events {
		curve := curves[Number(e.Entry)]
		if curve == nil {
			continue
		}
		at := (eventHour(c, e) - first) / step
		curve.Votes[at]++
		if doubted[e.Voter] {
			curve.Doubted[at]++
		}
	}
	list := make([]Curve, 0, len(curves))
	for _, curve := range curves {
		list = append(list, *curve)
	}
	return list, nil
}

// span is the hours of all events, in figures of so many hours.
func span(c *Contest, events []review.Event) (first int64, figures int, step int64) {
	first, last := eventHour(c, events[0]), eventHour(c, events[0])
	for _, e := range events {
		hour := eventHour(c, e)
		first, last = min(first, hour), max(last, hour)
	}
	hours := last - first + 1
	need := (hours + mostFigures - 1) / mostFigures
	step = (need + 23) / 24 * 24
	for _, s := range curveSteps() {
		if s >= need {
			step = s
			break
		}
	}
	return first, int((hours + step - 1) / step), step
}

func eventHour(c *Contest, e review.Event) int64 {
	return (c.voteOpens().Unix()/60 + int64(e.Minute)) / 60
}
