package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
	"plaudit/voting/ledger"
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
	page.Wrong = w.wechatSays(page.Frame, c.QueryParam("why"))
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) voterPage(c echo.Context, a voting.Actor, vote, back string) (*VoterPage, error) {
	ctx, slug := c.Request().Context(), slugOf(c)
	view, err := w.deps.Voting.ViewContest(ctx, a, slug)
	if err != nil {
		return nil, err
	}
	page := &VoterPage{
		Frame: w.contestFrame(c, &view, "works"), Phase: phaseOf(&view), Identity: view.Policy.Identity, Back: back, InWeChat: inWeChat(c),
	}
	page.NoIndex = true
	if page.Voter, err = w.deps.Voting.IsVoter(ctx, a, slug); err != nil {
		return nil, err
	}
	if page.Identity == voting.IdentityPhone {
		if page.Form, err = w.deps.Voting.VoteForm(&view.Contest, view.At); err != nil {
			return nil, err
		}
		page.Frame.token = page.Form
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
func voterPath(slug voting.Slug, tap voting.Tap, why string) string {
	values := url.Values{}
	if tap.Vote > 0 {
		values.Set("vote", number(tap.Vote))
	}
	if tap.Back != "" {
		values.Set("back", tap.Back)
	}
	if why != "" {
		values.Set("why", why)
	}
	return strings.TrimSuffix("/"+string(slug)+"/voter?"+values.Encode(), "?")
}

// tapOf is what was pressed before, as the form or the address brings it.
func tapOf(vote, back string) voting.Tap {
	n, _ := voting.ParseNumber(vote)
	return voting.Tap{Vote: n, Back: back}
}

// becomeVoter takes the answer, and casts the vote that was pressed before.
func (w *Web) becomeVoter(c echo.Context, _ voting.Actor) error {
	ctx, slug := c.Request().Context(), slugOf(c)
	a, err := w.deps.Gate.EnsureDevice(c)
	if err != nil {
		return err
	}
	proof, tap := w.proofOf(c), tapOf(c.FormValue("vote"), c.FormValue("back"))
	switch c.FormValue("do") {
	case "forget":
		if err := w.deps.Voting.ForgetDevice(ctx, a, slug); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/"+string(slug))
	case "wechat":
		return w.toWeChat(c, a, tap)
	case "send":
		_, err := w.deps.Voting.SendCode(ctx, a, slug, c.FormValue("phone"), proof)
		return w.codeSent(c, a, err)
	}
	proof.Code, proof.Phone, proof.SMSCode = c.FormValue("code"), c.FormValue("phone"), c.FormValue("sms_code")
	refusal := w.deps.Gate.Guess(c, a, proof.Code+proof.SMSCode, voting.WrongGuess, func() error {
		_, err := w.deps.Voting.BecomeVoter(ctx, a, slug, proof)
		return err
	})
	if refusal != nil {
		return w.voterRefused(c, a, refusal)
	}
	return w.castTap(c, a, tap)
}

// castTap casts the vote that a new voter had pressed, if any, and leads back.
func (w *Web) castTap(c echo.Context, a voting.Actor, tap voting.Tap) error {
	slug := slugOf(c)
	if tap.Vote == 0 {
		return c.Redirect(http.StatusSeeOther, "/"+string(slug))
	}
	if _, err := w.deps.Voting.Cast(c.Request().Context(), a, slug, tap.Vote, ledger.Nonce{}); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, backTo(tap.Back, slug, tap.Vote))
}

// codeSent asks for the code that is on its way, or shows why it is not.
func (w *Web) codeSent(c echo.Context, a voting.Actor, refusal error) error {
	late := errors.Is(refusal, voting.ErrSMSLate)
	if refusal != nil && !late {
		return w.voterRefused(c, a, refusal)
	}
	page, err := w.voterPage(c, a, c.FormValue("vote"), c.FormValue("back"))
	if err != nil {
		return err
	}
	page.Phone, page.Sent = c.FormValue("phone"), true
	if late {
		page.Wrong = w.sentence(page.Frame, problem.Of(refusal))
	}
	return w.views.Render(c, http.StatusOK, page)
}

// voterRefused shows the form again with what was typed and what is wrong.
func (w *Web) voterRefused(c echo.Context, a voting.Actor, refusal error) error {
	p := problem.Of(refusal)
	if p.Internal() || p.Status == http.StatusNotFound || p.Status == http.StatusUnauthorized {
		return refusal
	}
	page, err := w.voterPage(c, a, c.FormValue("vote"), c.FormValue("back"))
	if err != nil {
		return err
	}
	page.Code, page.Phone, page.SMSCode = c.FormValue("code"), c.FormValue("phone"), c.FormValue("sms_code")
	page.Sent = c.FormValue("do") != "send" && page.Phone != ""
	page.Wrong, page.WrongAt = w.sentence(page.Frame, p), p.Field
	return w.views.Render(c, p.Status, page)
}

// askWho leads whoever pressed a vote button, and is no voter yet, to the page
// that asks who they are; to WeChat itself, where that is who tells.
func (w *Web) askWho(c echo.Context, a voting.Actor, n voting.Number) error {
	tap := voting.Tap{Vote: n, Back: c.FormValue("back")}
	if !strings.HasSuffix(c.Path(), "/vote") {
		tap.Vote = 0 // what was pressed is no vote
	}
	path := voterPath(slugOf(c), tap, "")
	if problem.WantsJSON(c.Request()) {
		return c.JSON(http.StatusUnauthorized, voteAnswer{Code: voting.ErrVoterRequired.Code, Go: path})
	}
	if inWeChat(c) {
		err := w.toWeChat(c, a, tap)
		if !errors.Is(err, voting.ErrOtherIdentity) {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// asksWho reports whether a vote was refused because the contest must know who
// votes, which its page then asks.
func asksWho(err error) bool {
	var refusal *voting.Error
	return errors.As(err, &refusal) && errors.Is(err, voting.ErrVoterRequired) && refusal.Params["identity"] != nil
}
