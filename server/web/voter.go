package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// voterForm asks who wants to vote, where the device alone does not say it. The
// address may name the entry whose vote button was pressed; opening it changes
// nothing. A code behind "#", as on a slip's QR, is read by the page's script
// only: it is in no request and in no log.
func (w *Web) voterForm(c echo.Context, a voting.Actor) error {
	page, err := w.voterPage(c, a, c.QueryParam("vote"), c.QueryParam("back"))
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) voterPage(c echo.Context, a voting.Actor, vote, back string) (*VoterPage, error) {
	ctx, slug := c.Request().Context(), slugOf(c)
	view, err := w.deps.Voting.ViewContest(ctx, a, slug)
	if err != nil {
		return nil, err
	}
	page := &VoterPage{Frame: w.contestFrame(c, &view, "works"), Phase: phaseOf(&view), Identity: view.Policy.Identity, Back: back}
	page.NoIndex = true
	if page.Voter, err = w.deps.Voting.IsVoter(ctx, a, slug); err != nil {
		return nil, err
	}
	if n, ok := voting.ParseNumber(vote); ok {
		found, err := w.deps.Voting.ViewEntry(ctx, a, slug, n)
		if err != nil {
			return nil, err
		}
		page.Vote, page.Title = n, found.Shown.Title
	}
	return page, nil
}

// voterPath leads to the page that asks who wants to vote for the entry.
func voterPath(slug voting.Slug, n voting.Number, back string) string {
	return "/" + string(slug) + "/voter?" + url.Values{"vote": {number(n)}, "back": {back}}.Encode()
}

// becomeVoter takes the answer, and casts the vote that was pressed before.
func (w *Web) becomeVoter(c echo.Context, a voting.Actor) error {
	ctx, slug := c.Request().Context(), slugOf(c)
	a, err := w.deps.Gate.EnsureDevice(c)
	if err != nil {
		return err
	}
	proof := proofOf(c)
	proof.Code = c.FormValue("code")
	refusal := w.deps.Gate.Limiter.Guess(a, voting.WrongGuess, func() error {
		_, err := w.deps.Voting.BecomeVoter(ctx, a, slug, proof)
		return err
	})
	if refusal != nil {
		return w.voterRefused(c, a, refusal)
	}
	n, ok := voting.ParseNumber(c.FormValue("vote"))
	if !ok {
		return c.Redirect(http.StatusSeeOther, "/"+string(slug))
	}
	if _, err := w.deps.Voting.Cast(ctx, a, slug, n); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, backTo(c.FormValue("back"), slug, n))
}

// voterRefused shows the form again with what was typed and what is wrong.
func (w *Web) voterRefused(c echo.Context, a voting.Actor, refusal error) error {
	p := problem.Of(refusal)
	if p.Field == "" && p.Status != http.StatusTooManyRequests {
		return refusal
	}
	page, err := w.voterPage(c, a, c.FormValue("vote"), c.FormValue("back"))
	if err != nil {
		return err
	}
	page.Code, page.Wrong = c.FormValue("code"), w.sentence(page.Frame, p)
	return w.views.Render(c, p.Status, page)
}

// askWho leads whoever pressed a vote button, and is no voter yet, to the page
// that asks who they are.
func (w *Web) askWho(c echo.Context, n voting.Number) error {
	path := voterPath(slugOf(c), n, c.FormValue("back"))
	if problem.WantsJSON(c.Request()) {
		return c.JSON(http.StatusUnauthorized, voteAnswer{Code: voting.ErrVoterRequired.Code, Go: path})
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// asksWho reports whether a vote was refused because the contest must know who
// votes, which its page then asks.
func asksWho(err error) bool {
	var refusal *voting.Error
	return errors.As(err, &refusal) && errors.Is(err, voting.ErrVoterRequired) && refusal.Params["identity"] != nil
}
