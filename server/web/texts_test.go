package web

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plaudit/media"
	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/voting"
)

func testTexts(t *testing.T) *texts {
	t.Helper()
	texts, err := newTexts()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestBothLanguagesHaveEveryText(t *testing.T) {
	texts := testTexts(t)
	for key := range texts.books[Chinese].keys {
		if !texts.books[English].Has(key) {
			t.Errorf("English lacks %q", key)
		}
	}
	for key := range texts.books[English].keys {
		if !texts.books[Chinese].Has(key) {
			t.Errorf("Chinese lacks %q", key)
		}
	}
}

// TestPlaceholdersAgree compares the names in braces of both languages.
func TestPlaceholdersAgree(t *testing.T) {
	texts := testTexts(t)
	placeholder := regexp.MustCompile(`<<(\w+)>>`)
	for key := range texts.books[Chinese].keys {
		names := map[Lang][]string{}
		for _, lang := range Langs() {
			// Filling in each name's own marker shows which names a text uses.
			data := map[string]any{}
			for _, name := range placeholderNames() {
				data[name] = "<<" + name + ">>"
			}
			data["Count"] = 2
			found := map[string]bool{}
			for _, m := range placeholder.FindAllStringSubmatch(texts.books[lang].fill(key, data), -1) {
				found[m[1]] = true
			}
			names[lang] = slices.Sorted(maps.Keys(found))
		}
		if !slices.Equal(names[Chinese], names[English]) {
			t.Errorf("%s: Chinese uses %v, English %v", key, names[Chinese], names[English])
		}
	}
}

// A count of one finds a sentence, too.
func TestOneIsACount(t *testing.T) {
	texts := testTexts(t)
	for _, lang := range Langs() {
		for key := range texts.books[lang].keys {
			if texts.books[lang].T(key, "Count", 1) == key {
				t.Errorf("%s lacks %q of one", lang, key)
			}
		}
	}
}

func placeholderNames() []string {
	return []string{
		"When", "Left", "Text", "Number", "Contest", "Entrant", "Title", "Award", "From", "To", "Size", "Seed",
		"Until", "Reason", "Prize", "Version", "ID", "max", "limit", "allowed", "LimitMB", "Format", "Width",
		"Height", "LimitPixels", "LimitMP", "LimitAspect",
	}
}

func TestEveryErrorIsTranslated(t *testing.T) {
	texts := testTexts(t)
	for _, lang := range Langs() {
		for _, e := range problem.Catalogue(auth.Errors()...) {
			if !texts.books[lang].Has("error." + e.Code) {
				t.Errorf("%s lacks the sentence for %s (%s): %s", lang, e.Code, e.Source, e.Message)
			}
		}
		for _, code := range voting.ReasonCodes() {
			if !texts.books[lang].Has("reason." + code) {
				t.Errorf("%s lacks the reason %s", lang, code)
			}
		}
	}
}

// TestEveryFileRefusalIsAReason: what the worker finds wrong is kept as a code
// alone, without the values that the sentence at the door has.
func TestEveryFileRefusalIsAReason(t *testing.T) {
	w := &Web{texts: testTexts(t)}
	for _, lang := range Langs() {
		for _, c := range media.Codes() {
			if text := w.reasonText(Frame{Lang: lang}, c.Code); text == c.Code || strings.Contains(text, "<no value>") || strings.Contains(text, "{{") {
				t.Errorf("%s: the reason %s is shown as %q", lang, c.Code, text)
			}
		}
	}
}

func TestMatchLanguage(t *testing.T) {
	texts := testTexts(t)
	for header, want := range map[string]Lang{
		"":                          Chinese,
		"*":                         Chinese,
		"zh-CN,zh;q=0.9":            Chinese,
		"zh-TW":                     Chinese,
		"en-GB,en;q=0.8":            English,
		"de-DE,en;q=0.7":            English,
		"fr":                        Chinese,
		"en;q=0.2, zh-Hans-CN;q=.9": Chinese,
		";;;not a header":           Chinese,
	} {
		if got := texts.match(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
