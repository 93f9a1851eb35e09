package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// voteAnswer is what the script of the vote button gets.
type voteAnswer struct {
	Say       string `json:"say"`
	Remaining *int   `json:"remaining,omitempty"`
	Nonce     string `json:"nonce,omitempty"` // of the vote's receipt
	Code      string `json:"code,omitempty"`
	Retry     bool   `json:"retry,omitempty"` // a new proof would help
	Go        string `json:"go,omitempty"`    // the page that asks who votes
}

// act casts or takes back.
type act func(ctx context.Context, a voting.Actor, slug voting.Slug, n voting.Number) (voting.Cast, error)

// vote casts the visitor's vote.
func (w *Web) vote(c echo.Context, a voting.Actor) error {
	return w.mark(c, a, "vote.said", func(ctx context.Context, a voting.Actor, slug voting.Slug, n voting.Number) (voting.Cast, error) {
		a.From.Seen = c.FormValue("seen")
		nonce, err := voting.NonceFrom(c.FormValue("nonce"))
		if err != nil {
			return voting.Cast{}, err
		}
		cast, err := w.deps.Voting.Cast(ctx, a, slug, n, nonce)
		if !errors.Is(err, voting.ErrVoterRequired) || asksWho(err) {
			return cast, err
		}
		// The first vote of this device brings the proof that makes it a voter.
		if _, err := w.deps.Voting.BecomeVoter(ctx, a, slug, w.proofOf(c)); err != nil {
			return cast, err
		}
		return w.deps.Voting.Cast(ctx, a, slug, n, nonce)
	})
}

// takeBack takes the visitor's vote back.
func (w *Web) takeBack(c echo.Context, a voting.Actor) error {
	return w.mark(c, a, "vote.taken_back", w.deps.Voting.TakeBack)
}

// proofOf is what a form brings; one without JavaScript must have rested, the
// longer the more voters are made around.
func (w *Web) proofOf(c echo.Context) voting.Proof {
	p := voting.Proof{Challenge: c.FormValue("challenge"), Solution: c.FormValue("solution"), Form: c.FormValue("form")}
	if p.Form != "" {
		p.More = w.deps.Gate.Limiter.Pressure(c, true)
	}
	return p
}

// mark carries out an act on a ballot and answers the script with JSON and a
// form by leading back to where it was.
func (w *Web) mark(c echo.Context, a voting.Actor, said string, do act) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	cast, err := do(c.Request().Context(), a, slugOf(c), n)
	f := w.newFrame(c)
	switch {
	case asksWho(err):
		return w.askWho(c, a, n)
	case problem.WantsJSON(c.Request()):
		if err != nil {
			return w.voteRefused(c, f, err)
		}
		answer := voteAnswer{Say: w.t(f, said, "Number", number(n)), Remaining: &cast.Remaining}
		if cast.Receipt.Code != "" {
			answer.Nonce = cast.Receipt.Nonce.String()
		}
		return c.JSON(http.StatusOK, answer)
	case errors.Is(err, voting.ErrFormTooFresh):
		return w.voteAgain(c, f, n)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, backTo(c.FormValue("back"), slugOf(c), n))
}

func (w *Web) voteRefused(c echo.Context, f Frame, err error) error {
	p := problem.Of(err)
	if p.Internal() {
		return err
	}
	retry := false
	for _, again := range []error{voting.ErrProofRequired, voting.ErrProofWrong, voting.ErrProofExpired, voting.ErrChallengeUsed} {
		retry = retry || errors.Is(err, again)
	}
	return c.JSON(p.Status, voteAnswer{Say: w.sentence(f, p), Code: p.Code, Retry: retry})
}

// voteAgain asks who pressed within the first seconds to press once more.
func (w *Web) voteAgain(c echo.Context, f Frame, n voting.Number) error {
	c.Response().Header().Set(echo.HeaderRetryAfter, "3")
	back := backTo(c.FormValue("back"), slugOf(c), n)
	return w.views.Render(c, http.StatusTooManyRequests, &ProblemPage{
		Frame: f, Sentence: w.t(f, "vote.confirm"), Advice: w.t(f, "error.form_too_fresh"), Back: back, Onward: true,
		Again: &VoteBox{Action: entryPath(slugOf(c), n), Number: n, Token: c.FormValue("form"), Back: c.FormValue("back"), Seen: c.FormValue("seen")},
	})
}

// backTo is where a form leads back to: the page of this contest that it came
// from, at the entry's tile; nowhere else.
func backTo(back string, slug voting.Slug, n voting.Number) string {
	rest, ok := strings.CutPrefix(back, "/"+string(slug))
	if !ok || strings.ContainsAny(back, "\\\r\n") || rest != "" && !strings.ContainsRune("/?", rune(rest[0])) {
		return entryPath(slug, n)
	}
	return back + "#w" + strings.TrimLeft(number(n), "0")
}
