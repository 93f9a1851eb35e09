package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"rsc.io/qr"

	"plaudit/server/problem"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// verify is the page for doubters: it looks for a receipt in the log of votes.
// Its script checks what the page says, in the visitor's own browser.
func (w *Web) verify(c echo.Context, a voting.Actor) error {
	ctx, slug := c.Request().Context(), slugOf(c)
	view, err := w.deps.Voting.ViewContest(ctx, a, slug)
	if err != nil {
		return err
	}
	page := &VerifyPage{Frame: w.contestFrame(c, &view, "verify"), Code: strings.TrimSpace(c.QueryParam("code")), Promised: int(voting.LogDelay.Minutes())}
	page.NoIndex = true
	if page.Mine, err = w.deps.Voting.MyReceipts(ctx, a, slug); err != nil {
		return err
	}
	switch log, err := w.deps.Voting.ViewLog(ctx, a, slug); {
	case err == nil:
		page.Key, page.Signed, page.Size = log.Key, log.Checkpoint, log.Size
		page.Earlier = ledger.EarlierVotes(log.Policy)
		page.showResult(log.Result)
	case !errors.Is(err, voting.ErrLogNotBegun):
		return err
	}
	if page.Result == nil {
		switch sums, err := w.deps.Voting.Votes(ctx, a, slug); {
		case err == nil:
			page.Sums = sumsOf(sums)
		case !errors.Is(err, voting.ErrCountsHidden):
			return err
		}
	}
	if page.Code == "" {
		return w.views.Render(c, http.StatusOK, page)
	}
	return w.views.Render(c, w.find(c, a, page), page)
}

// showResult shows the sums that everybody can hold the log against.
func (page *VerifyPage) showResult(document []byte) {
	result, err := ledger.ParseResult(document)
	if err != nil {
		return // not announced yet
	}
	page.Result = &result
	for _, void := range result.Void {
		page.Void += void.Votes
	}
}

// find looks for the code and returns the page's status.
func (w *Web) find(c echo.Context, a voting.Actor, page *VerifyPage) int {
	proofs, err := w.deps.Voting.ProveReceipt(c.Request().Context(), a, slugOf(c), page.Code, 0)
	if err != nil {
		p := problem.Of(err)
		page.Wrong = w.sentence(page.Frame, p)
		return p.Status
	}
	page.Found, page.Place = "verify.logged", proofs[0].Place+1
	if proofs[0].Waiting {
		page.Found = "verify.waiting"
	}
	return http.StatusOK
}

// receiptQR draws the receipt of a nonce: an address that looks it up. It tells
// nothing but the nonce that it was given.
func (w *Web) receiptQR(c echo.Context, _ voting.Actor) error {
	nonce, err := ledger.ParseNonce(c.QueryParam("nonce"))
	if err != nil {
		return voting.ErrReceiptMistyped
	}
	code, err := qr.Encode(w.deps.PublicURL+"/"+string(slugOf(c))+"/verify?code="+nonce.Hash().Code(), qr.M)
	if err != nil {
		return err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+4, y+4)
			}
		}
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
	side := code.Size + 8 // with the quiet zone
	return c.Blob(http.StatusOK, "image/svg+xml", fmt.Appendf(nil,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`,
		side, side, side, side, path.String()))
}
