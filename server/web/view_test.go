package web

import (
	"fmt"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/PuerkitoBio/goquery"

	"plaudit/static"
)

func testViews(t *testing.T) *views {
	t.Helper()
	assets, err := static.New()
	if err != nil {
		t.Fatal(err)
	}
	book, err := newTexts()
	if err != nil {
		t.Fatal(err)
	}
	v, err := newViews(book, assets, sampleNow)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestEveryPage renders every page with a full sample in both languages.
func TestEveryPage(t *testing.T) {
	v := testViews(t)
	for _, lang := range Langs() {
		seen := map[string]bool{}
		for i, page := range allSamples(lang) {
			seen[page.Template()] = true
			t.Run(fmt.Sprintf("%s/%s/%d", lang, page.Template(), i), func(t *testing.T) {
				body, err := v.execute(page)
				if err != nil {
					t.Fatal(err)
				}
				checkPage(t, v.texts.books[lang], string(body))
			})
		}
		for _, page := range declared() {
			if !seen[page.Template()] {
				t.Errorf("%s has no sample", page.Template())
			}
		}
	}
}

// allSamples are the samples of every declared page.
func allSamples(lang Lang) []Page { return append(samples(lang), staffSamples(lang)...) }

// checkPage looks for what no page may have: a key that is in no catalogue, a
// placeholder without a value, a style that the policy forbids, a control
// without a name.
func checkPage(t *testing.T, b *book, body string) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"<no value>", "ZgotmplZ", "%!"} {
		if strings.Contains(body, trace) {
			t.Errorf("the page contains %q", trace)
		}
	}
	for _, word := range strings.Fields(doc.Text()) {
		prefix, _, dotted := strings.Cut(word, ".")
		if dotted && !strings.Contains(word, "/") && knownPrefix(b, prefix+".") && !b.Has(word) && isKey(word) {
			t.Errorf("%q looks like a text that is not in the catalogue", word)
		}
	}
	doc.Find("[style], [onclick], script:not([src]):not([nonce]):not([type='application/json'])").Each(func(_ int, s *goquery.Selection) {
		t.Errorf("the policy forbids %s", s.Nodes[0].Data)
	})
	doc.Find("img").Each(func(_ int, s *goquery.Selection) {
		if _, ok := s.Attr("alt"); !ok {
			t.Errorf("picture %q has no alt", s.AttrOr("src", ""))
		}
	})
	if strings.TrimSpace(doc.Find("title").Text()) == "" || doc.Find("h1").Length() != 1 {
		t.Errorf("title %q, %d h1", doc.Find("title").Text(), doc.Find("h1").Length())
	}
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); ids[id] {
			t.Errorf("id %q occurs twice", id)
		} else {
			ids[id] = true
		}
	})
}

func knownPrefix(b *book, prefix string) bool {
	for key := range b.keys {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func isKey(word string) bool {
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyz_.0123456789-") == ""
}

// TestTemplateTexts holds every text that a template names to both catalogues.
func TestTemplateTexts(t *testing.T) {
	v := testViews(t)
	for _, lang := range Langs() {
		for name, page := range v.pages[lang] {
			for _, tmpl := range page.Templates() {
				if tmpl.Tree == nil {
					continue
				}
				for _, key := range textKeys(tmpl.Tree.Root) {
					if !v.texts.books[lang].Has(key) {
						t.Errorf("%s (%s) uses %q, which %s lacks", name, tmpl.Name(), key, lang)
					}
				}
			}
		}
	}
}

// textKeys finds the literal keys in calls of t.
func textKeys(node parse.Node) (keys []string) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		for _, child := range n.Nodes {
			keys = append(keys, textKeys(child)...)
		}
	case *parse.ActionNode:
		return textKeys(n.Pipe)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			keys = append(keys, textKeys(c)...)
		}
	case *parse.CommandNode:
		if name, ok := n.Args[0].(*parse.IdentifierNode); ok && name.Ident == "t" && len(n.Args) > 1 {
			if key, ok := n.Args[1].(*parse.StringNode); ok {
				keys = append(keys, key.Text)
			}
		}
		for _, arg := range n.Args {
			keys = append(keys, textKeys(arg)...)
		}
	case *parse.IfNode:
		return append(append(textKeys(n.Pipe), textKeys(n.List)...), textKeys(n.ElseList)...)
	case *parse.RangeNode:
		return append(append(textKeys(n.Pipe), textKeys(n.List)...), textKeys(n.ElseList)...)
	case *parse.WithNode:
		return append(append(textKeys(n.Pipe), textKeys(n.List)...), textKeys(n.ElseList)...)
	}
	return keys
}
