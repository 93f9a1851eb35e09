package web

import (
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// Problem renders an error as a page. Package main sets it as
// problem.Handler.HTML.
func (w *Web) Problem(c echo.Context, p problem.Problem) error {
	f := w.newFrame(c)
	f.NoIndex = true
	page := &ProblemPage{Frame: f, Sentence: w.sentence(f, p), Back: "/"}
	for _, key := range []string{"advice." + p.Code, fmt.Sprintf("advice.%d", p.Status)} {
		if w.texts.books[f.Lang].Has(key) {
			page.Advice = w.t(f, key)
			break
		}
	}
	if slug := c.Param("c"); slug != "" && p.Code != voting.ErrContestNotFound.Code && p.Code != problem.CodeNotFound {
		page.Back, page.Onward = "/"+slug, true
	}
	if p.Status >= 500 || p.Status == 403 {
		page.RequestID = p.RequestID
	}
	return w.views.Render(c, p.Status, page)
}

// sentence says what a problem is, in the visitor's language.
func (w *Web) sentence(f Frame, p problem.Problem) string {
	return w.refusal(f, p.Code, p.Params)
}

// refusal translates an error code. A sentence whose values are not known is
// not shown half-filled.
func (w *Web) refusal(f Frame, code string, params map[string]any) string {
	key := "error." + code
	book := w.texts.books[f.Lang]
	if !book.Has(key) {
		key = "error." + problem.CodeInternal
	}
	text := book.fill(key, params)
	if strings.Contains(text, "<no value>") {
		return book.T("error." + voting.ErrBadValue.Code)
	}
	return text
}
