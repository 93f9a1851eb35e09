package sqlstore

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Search finds titles by the words in them, in any script. A title is folded
// (widths, capitals and signs stop mattering), and each pair of neighbouring
// characters and each single one is a row of entry_gram. A word is looked up
// by the pairs it is made of, because Chinese words of two characters are too
// short for the trigrams that databases offer; what that finds is then checked
// against the folded title.

// fold returns the words of a text as search compares them, with a space
// between them.
func fold(text string) string {
	text = cases.Fold().String(norm.NFKC.String(text))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " ")
}

// grams returns the one- and two-character grams of folded text, each once.
func grams(folded string) []string {
	var list []string
	for _, word := range strings.Fields(folded) {
		runes := []rune(word)
		for i := range runes {
			list = append(list, string(runes[i]))
			if i > 0 {
				list = append(list, string(runes[i-1:i+1]))
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Bounds of a query; a title is not longer.
const (
	maxWords      = 8
	maxQueryGrams = 12
)

// query is what a search looks for: titles under all the grams in which all
// the words occur.
type query struct {
	words []string
	grams []string
}

// parseQuery returns an empty query where the text has no letter or digit.
func parseQuery(text string) (q query) {
	q.words = strings.Fields(fold(text))
	q.words = q.words[:min(len(q.words), maxWords)]
	for _, word := range q.words {
		runes := []rune(word)
		if len(runes) == 1 {
			q.grams = append(q.grams, word)
		}
		for i := 1; i < len(runes); i++ {
			q.grams = append(q.grams, string(runes[i-1:i+1]))
		}
	}
	slices.Sort(q.grams)
	q.grams = slices.Compact(q.grams)
	q.grams = q.grams[:min(len(q.grams), maxQueryGrams)]
	return q
}
