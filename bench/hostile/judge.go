package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"plaudit/bench/hostile/corpus"
)

// judge holds what became of every specimen to what was expected.
func (t *trial) judge(_ context.Context, sent []*sending) error {
	kinds := map[string]map[string]bool{} // kind: taken, declined
	taken, door, worker := 0, 0, 0
	for _, s := range sent {
		switch {
		case s.entry == nil:
			door++
		case s.entry.State == "refused":
			worker++
			t.report.refusal(s.entry.Reason, "worker")
		default:
			taken++
		}
		for _, fault := range s.faults() {
			t.report.wrong("%s: %s", s.name(), fault)
		}
		if s.Want.Kind != "" && s.Want.End == corpus.Taken {
			if kinds[s.Want.Kind] == nil {
				kinds[s.Want.Kind] = map[string]bool{}
			}
			kinds[s.Want.Kind][s.fate()] = true
		}
	}
	t.report.figure("became", "%d taken, %d refused at the door, %d by the worker", taken, door, worker)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		fates := slices.Sorted(maps.Keys(kinds[kind]))
		if len(fates) > 1 {
			t.report.wrong("good files of the kind %s are %s: a kind is taken or declined as a whole", kind, strings.Join(fates, " and "))
		}
		t.report.figure("kind "+kind, "%s", strings.Join(fates, ", "))
	}
	return nil
}

// fate is what became of a good file.
func (s *sending) fate() string {
	switch {
	case s.entry == nil && declined(s.code):
		return "declined"
	case s.entry != nil && s.entry.State == "pending":
		return "taken"
	}
	return "refused"
}

// refusal is the code of the refusal, at the door or by the worker, "" where
// there was none.
func (s *sending) refusal() string {
	if s.entry == nil {
		return s.code
	}
	if s.entry.State == "refused" {
		return s.entry.Reason
	}
	return ""
}

// faults says what is wrong with what became of a specimen.
func (s *sending) faults() (list []string) {
	code := s.refusal()
	if s.entry != nil && s.entry.State != "pending" && s.entry.State != "refused" {
		list = append(list, "the entry is "+s.entry.State)
	}
	if s.entry != nil && s.entry.State == "refused" && code == "" {
		list = append(list, "refused without a reason")
	}
	if s.Want.Kind != "" && s.fate() == "declined" {
		return list
	}
	switch {
	case s.Want.End == corpus.Refused && code == "":
		list = append(list, "taken")
	case s.Want.End == corpus.Taken && code != "":
		list = append(list, "refused as "+code)
	case code != "" && len(s.Want.Codes) > 0 && !slices.Contains(s.Want.Codes, code):
		list = append(list, "refused as "+code+" and not as "+strings.Join(s.Want.Codes, ", "))
	case code == "" && len(s.Want.Sizes) > 0 && !slices.ContainsFunc(s.Want.Sizes, s.fits):
		list = append(list, "its renditions are not those of its size upright")
	}
	return list
}

// fits reports whether the renditions are those of a picture of this size: in
// proportion, never larger, and as wide as the picture where it is small.
func (s *sending) fits(size [2]int) bool {
	width, height, widest := size[0], size[1], 0
	for _, r := range s.entry.Renditions {
		if strings.HasPrefix(r.Name, "square") {
			continue
		}
		widest = max(widest, r.Width)
		near := 1 + height*2/max(1, width) // a pixel of width is so much of height
		if s.Medium == "video" {
			near += 3 // films have even sides
		}
		if d := r.Height*width - r.Width*height; r.Width > width || d > near*width || d < -near*width {
			return false
		}
	}
	return widest > 0 && (s.Medium == "video" || widest == min(width, 1920))
}
