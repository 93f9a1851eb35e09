package web

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// markdown turns an organiser's text into HTML without anything that could
// run, load or disguise: no scripts, no styles, no pictures, no foreign frames.
// Its headings begin at the level top, below those of the page, and skip none.
func markdown(source string, top int) (template.HTML, error) {
	if source == "" {
		return "", nil
	}
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Linkify))
	raw := []byte(source)
	doc := md.Parser().Parse(text.NewReader(raw))
	highest, before := 6, top-1
	err := eachHeading(doc, func(h *ast.Heading) { highest = min(highest, h.Level) })
	if err == nil {
		err = eachHeading(doc, func(h *ast.Heading) {
			h.Level = min(h.Level-highest+top, before+1, 6)
			before = h.Level
		})
	}
	if err != nil {
		return "", fmt.Errorf("read markdown: %w", err)
	}
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, raw, doc); err != nil {
		return "", fmt.Errorf("render markdown: %w", err)
	}
	return template.HTML(proseOnly().SanitizeBytes(out.Bytes())), nil
}

func eachHeading(doc ast.Node, visit func(*ast.Heading)) error {
	return ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			visit(h)
		}
		return ast.WalkContinue, nil
	})
}

// proseOnly allows what a text needs.
func proseOnly() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowStandardURLs()
	p.AllowElements("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "li",
		"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}
