package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// FuzzBackTo looks for an address that leads out of the contest.
func FuzzBackTo(f *testing.F) {
	for _, seed := range []string{"/may", "/may?q=1", "//may", "/may/../x", "/may\\", "/may#x", "https://may"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, back string) {
		got := backTo(back, "may", 7)
		base, err := url.Parse("https://plaudit.example/may/7/vote")
		if err != nil {
			t.Fatal(err)
		}
		to, err := base.Parse(got)
		if err != nil {
			return // the browser will not follow it either
		}
		if to.Host != "plaudit.example" || to.Scheme != "https" {
			t.Errorf("%q leads to %s", back, to)
		}
	})
}

// FuzzMarkdown looks for an organiser's text that runs, loads or styles.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n**b** [c](https://d)", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](https://y)",
		"<svg/onload=alert(1)>", "|a|b|\n|-|-|\n|1|2|", "<a href='data:text/html,x'>y</a>", "&#106;avascript:x", "```\n<script>\n```",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		html, err := markdown(source, 3)
		if err != nil {
			t.Skip()
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(html)))
		if err != nil {
			t.Skip()
		}
		doc.Find("*").Each(func(_ int, s *goquery.Selection) {
			switch goquery.NodeName(s) {
			case "script", "style", "img", "svg", "iframe", "object", "form", "input", "h1", "h2":
				t.Errorf("%q gives %s", source, html)
			}
			for _, a := range s.Nodes[0].Attr {
				u, err := url.Parse(a.Val)
				bad := a.Key == "href" && (err != nil || u.Scheme != "" && !strings.Contains("http https mailto", u.Scheme))
				if bad || strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("%q gives %s", source, html)
				}
			}
		})
	})
}
