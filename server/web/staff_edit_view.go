package web

import (
	"maps"
	"slices"
	"strings"

	"plaudit/voting"
)

// PickList is the options of a select: the texts are in the catalogue under
// Prefix and the value.
type PickList struct {
	Now, Prefix string
	Values      []string
}

// Pick makes the options of one of the policy's selects.
func (PolicyForm) Pick(now, prefix string, values ...string) PickList {
	return PickList{now, prefix, values}
}

// RoundBox is a round's two fields as the form shows them.
type RoundBox struct {
	Kind voting.RoundKind
	RoundForm
	OpensFixed, ClosesFixed bool
	OpensWrong, ClosesWrong string
}

// RoundBoxes lists the rounds a contest can have.
func (p *StaffEditPage) RoundBoxes() (boxes []RoundBox) {
	for _, kind := range []voting.RoundKind{voting.EntryRound, voting.VoteRound} {
		name := "rounds." + string(kind)
		boxes = append(boxes, RoundBox{
			Kind: kind, RoundForm: *p.Form.round(kind),
			OpensFixed:  p.Frozen || kind == voting.EntryRound && p.EntryBegun,
			ClosesFixed: p.Announced,
			OpensWrong:  p.Wrong[name+".opens"], ClosesWrong: p.Wrong[name+".closes"],
		})
	}
	return boxes
}

// Mistake is a section of the form with what is wrong in it.
type Mistake struct {
	Section   string // its anchor, and the end of its title's key
	Sentences []string
}

// Mistakes lists what is wrong in the order of the form, so that the summary
// can lead there.
func (p *StaffEditPage) Mistakes() (list []Mistake) {
	for _, section := range []string{"basics", "rounds", "categories", "policy", "awards", "rules", "reason"} {
		m := Mistake{Section: section}
		for _, field := range slices.Sorted(maps.Keys(p.Wrong)) {
			if sectionOf(field) == section && !slices.Contains(m.Sentences, p.Wrong[field]) {
				m.Sentences = append(m.Sentences, p.Wrong[field])
			}
		}
		if len(m.Sentences) > 0 {
			list = append(list, m)
		}
	}
	return list
}

// sectionOf is the section that a field is in.
func sectionOf(field string) string {
	first, _, _ := strings.Cut(field, ".")
	switch first {
	case "rounds", "categories", "policy", "awards", "rules", "reason":
		return first
	case "timezone":
		return "rounds"
	}
	return "basics"
}
