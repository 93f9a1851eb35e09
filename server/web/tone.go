package web

import (
	"html/template"
	"slices"
	"strings"
)

// Tone is a picture's dominant colour as "#rrggbb", shown until it has loaded.
// The content security policy forbids style attributes, so a page lists its
// tones in one style block with the nonce, and pictures name them by class.
type Tone string

func (t Tone) valid() bool {
	return len(t) == 7 && t[0] == '#' && strings.Trim(string(t[1:]), "0123456789abcdef") == ""
}

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

// distinct sorts tones and leaves out repeated and useless ones.
func distinct(list []Tone) []Tone {
	list = slices.DeleteFunc(slices.Clone(list), func(t Tone) bool { return !t.valid() })
	slices.Sort(list)
	return slices.Compact(list)
}
