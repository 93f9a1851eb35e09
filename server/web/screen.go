package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"rsc.io/qr"

	"plaudit/voting"
)

// screen shows a ranking as a projector in a hall does: large, dark, with the
// code that leads to the gallery and the time that is left.
func (w *Web) screen(c echo.Context, ranking *RankingPage, view *voting.ContestView) error {
	page := &ScreenPage{RankingPage: *ranking, Open: view.VotesOpen}
	page.Theme, page.Care = Dark, false
	if vote, ok := view.Round(voting.VoteRound); ok && view.At.Before(vote.Closes) {
		page.Until = vote.Closes
		if view.At.Before(vote.Opens) {
			page.Until = vote.Opens
		}
	}
	if page.Site != "" {
		code, err := qrOf(page.Site + page.Contest.Base())
		if err != nil {
			return err
		}
		page.QR = code
		_, page.Host, _ = strings.Cut(page.Site, "://")
	}
	return w.views.Render(c, http.StatusOK, page)
}

// quietZone is the white margin around a code, in its own squares.
const quietZone = 4

// qrOf draws a code for an address. It still reads with a seventh of it covered.
func qrOf(address string) (*QR, error) {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return nil, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quietZone, y+quietZone, run, run)
				x += run
			}
		}
	}
	return &QR{Size: code.Size + 2*quietZone, Path: path.String()}, nil
}
