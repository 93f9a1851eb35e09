package web

import (
	"html/template"
	"regexp"
	"slices"
)

// Tone is a picture's dominant colour as "#rrggbb", shown until it has loaded.
// The content security policy forbids style attributes, so a page lists its
// tones in one style block with the nonce, and pictures name them by class.
type Tone string

func (t Tone) valid() bool { return regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(string(t)) }

// Class is the class name for the tone, "" for none.
func (t Tone) Class() string {
	if !t.valid() {
		return ""
	}
	return "tone-" + string(t[1:])
}

// Rule is the style rule for the class.
func (t Tone) Rule() template.CSS {
	if !t.valid() {
		return ""
	}
	return template.CSS("." + t.Class() + "{--tone:" + string(t) + "}")
}

// tones collects the distinct tones of pictures.
func tones(pictures ...Picture) []Tone {
	var list []Tone
	for _, p := range pictures {
		if p.Tone.valid() {
			list = append(list, p.Tone)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
