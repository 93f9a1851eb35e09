package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// inWeChat reports whether the page is shown inside WeChat, the only place
// where WeChat tells who somebody is.
func inWeChat(c echo.Context) bool {
	return strings.Contains(c.Request().UserAgent(), "MicroMessenger")
}

// toWeChat sends a voter, who has pressed a button, to WeChat to say who they
// are.
func (w *Web) toWeChat(c echo.Context, a voting.Actor, tap voting.Tap) error {
	slug := slugOf(c)
	home := w.deps.PublicURL + "/" + string(slug) + "/wechat?" + url.Values{"vote": {number(tap.Vote)}, "back": {tap.Back}}.Encode()
	address, err := w.deps.Voting.AskWeChat(c.Request().Context(), a, slug, tap, home)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// fromWeChat is where WeChat leads back to. The state is good once and only
// for the device and the vote that were pressed, so that this address may cast
// that vote; it leads on at once to one without code and state.
func (w *Web) fromWeChat(c echo.Context, a voting.Actor) error {
	tap := tapOf(c.QueryParam("vote"), c.QueryParam("back"))
	err := w.deps.Voting.FromWeChat(c.Request().Context(), a, slugOf(c), tap, c.QueryParam("code"), c.QueryParam("state"))
	if err == nil {
		err = w.castTap(c, a, tap)
	}
	if code := problem.Of(err).Code; err != nil && slices.Contains(wechatCodes(), code) {
		return c.Redirect(http.StatusSeeOther, voterPath(slugOf(c), tap, code))
	}
	return err
}

// wechatCodes are the refusals that the voter's page explains, at an address
// without code and state: those of WeChat, with the button to press once more,
// and those of the vote.
func wechatCodes() (codes []string) {
	for _, refusal := range []*voting.Error{
		voting.ErrWeChatAgain, voting.ErrWeChatBusy, voting.ErrWeChatSnapshot,
		voting.ErrBallotFull, voting.ErrCategoryFull, voting.ErrOwnEntry, voting.ErrRoundClosed,
	} {
		codes = append(codes, refusal.Code)
	}
	return codes
}

// wechatSays is the sentence for one of them, "" for anything else.
func (w *Web) wechatSays(f Frame, code string) string {
	if !slices.Contains(wechatCodes(), code) {
		return ""
	}
	return w.refusal(f, code, nil)
}
