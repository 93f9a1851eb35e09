package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// DeskPage is where a helper votes on behalf of somebody present: first the
// code of the slip, then the works, then a look at them and the votes.
type DeskPage struct {
	StaffFrame
	Phase   PhaseView
	Code    string // in two groups once it is known to be good
	Ballot  *DeskBallot
	Numbers string // as they were typed
	Works   []EntryRow
	Wrong   map[string]string
	Tones   []Tone
}

// DeskBallot is what is on the ballot already.
type DeskBallot struct {
	Votes     []voting.Number
	Remaining int
}

// Template names the file of the page.
func (*DeskPage) Template() string { return "staff/desk" }

// desk asks for the next slip.
func (w *Web) desk(c echo.Context, a voting.Actor) error {
	page, err := w.deskPage(c, a)
	if err != nil {
		return err
	}
	if votes, err := strconv.Atoi(c.QueryParam("cast")); err == nil {
		page.Said = w.t(page.Frame, "desk.said_cast", "Count", votes)
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) deskPage(c echo.Context, a voting.Actor) (*DeskPage, error) {
	view, f, err := w.staffView(c, a, voting.ActDesk, "desk")
	if err != nil {
		return nil, err
	}
	if view.Policy.Identity != voting.IdentityCode {
		return nil, voting.ErrNoSlips
	}
	return &DeskPage{StaffFrame: f, Phase: phaseOf(&view)}, nil
}

// deskVote takes one step after another: the code goes along in the form, and
// is in no address.
func (w *Web) deskVote(c echo.Context, a voting.Actor) error {
	page, err := w.deskPage(c, a)
	if err != nil {
		return err
	}
	page.Code, page.Numbers = scanned(c.FormValue("code")), c.FormValue("numbers")
	if c.FormValue("do") == "next" {
		return c.Redirect(http.StatusSeeOther, page.Of.Base()+"/desk")
	}
	var ballot voting.BallotView
	err = w.deps.Gate.Guess(c, a, page.Code, voting.WrongGuess, func() (err error) {
		ballot, err = w.deps.Voting.DeskBallot(c.Request().Context(), a, slugOf(c), page.Code)
		return err
	})
	if err != nil {
		return w.deskRefused(c, page, err)
	}
	page.Ballot = &DeskBallot{ballot.Votes, ballot.Remaining}
	numbers, unread := readNumbers(page.Numbers)
	if unread != "" {
		page.Wrong = map[string]string{"numbers": w.t(page.Frame, "desk.bad_numbers", "Text", unread)}
		return w.views.Render(c, http.StatusUnprocessableEntity, page)
	}
	if c.FormValue("do") == "cast" {
		after, err := w.deps.Voting.DeskCast(c.Request().Context(), a, slugOf(c), page.Code, numbers)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, page.Of.Base()+"/desk?cast="+url.QueryEscape(strconv.Itoa(len(after.Votes)-len(ballot.Votes))))
		}
		return w.deskRefused(c, page, err)
	}
	if err := w.deskWorks(c, a, page, numbers); err != nil {
		return w.deskRefused(c, page, err)
	}
	return w.views.Render(c, http.StatusOK, page)
}

// deskWorks finds the works to be shown before the votes are cast.
func (w *Web) deskWorks(c echo.Context, a voting.Actor, page *DeskPage, numbers []voting.Number) error {
	var pictures []Picture
	for _, n := range numbers {
		found, err := w.deps.Voting.ViewEntry(c.Request().Context(), a, slugOf(c), n)
		if err != nil {
			return voting.ErrBadValue.In("numbers").With("number", int(n))
		}
		rows, err := w.entryRows(c, a, &page.StaffFrame, &found.Contest, []voting.Entry{found.Shown.Entry})
		if err != nil {
			return err
		}
		page.Works = append(page.Works, rows...)
		pictures = append(pictures, rows[0].Picture)
	}
	page.Tones = tonesOf(pictures)
	return nil
}

// deskRefused shows the step again with what is wrong.
func (w *Web) deskRefused(c echo.Context, page *DeskPage, refusal error) error {
	p := problem.Of(refusal)
	if p.Internal() || p.Status == http.StatusUnauthorized || p.Status == http.StatusForbidden {
		return refusal
	}
	field := p.Field
	switch {
	case page.Ballot == nil:
		field = "code"
	case p.Status == http.StatusNotFound, field == "numbers":
		page.Wrong = map[string]string{"numbers": w.t(page.Frame, "desk.no_such_work")}
		return w.views.Render(c, http.StatusUnprocessableEntity, page)
	case field == "":
		field = "numbers"
	}
	page.Wrong = map[string]string{field: w.sentence(page.Frame, p)}
	return w.views.Render(c, p.Status, page)
}

// scanned takes the code out of a slip's address, as a scanner types it.
func scanned(typed string) string {
	if _, code, ok := strings.Cut(typed, "#"); ok {
		return code
	}
	return typed
}

// readNumbers reads entry numbers with anything between them; unread is the
// first that is none.
func readNumbers(text string) (numbers []voting.Number, unread string) {
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,;，；、。　\t\r\n", c) }) {
		n, ok := voting.ParseNumber(word)
		if !ok {
			return nil, word
		}
		numbers = append(numbers, n)
	}
	return numbers, ""
}
