package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

// announceForm shows what will be published.
func (w *Web) announceForm(c echo.Context, a voting.Actor) error {
	page, err := w.announcePage(c, a)
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) announcePage(c echo.Context, a voting.Actor) (*AnnouncePage, error) {
	awards, desk, err := w.awardsPage(c, a)
	if err != nil {
		return nil, err
	}
	desk.fill(awards, asTyped(desk.found.Chosen))
	page := &AnnouncePage{
		StaffFrame: awards.StaffFrame, Awards: awards.Awards, VotesOpen: awards.VotesOpen, Closes: awards.Closes,
		Correction: !awards.Announced.IsZero(), Last: awards.Announced, Hours: desk.found.Contest.Policy.ObjectionHours,
		Reason: c.FormValue("reason"),
	}
	var entries []voting.Entry
	for _, winner := range desk.found.Chosen {
		if row, ok := desk.rows[winner.Number]; ok {
			entries = append(entries, row.Entry)
		}
	}
	assets, err := w.pictures(c.Request().Context(), entries...)
	if err != nil {
		return nil, err
	}
	page.Tones = w.enlarge(page.Awards, assets)
	return page, nil
}

// enlarge gives the rows pictures for a preview.
func (w *Web) enlarge(awards []AwardChoice, assets map[media.AssetID]media.Asset) []Tone {
	var pictures []Picture
	for _, award := range awards {
		for i := range award.Rows {
			if row := award.Rows[i].Entry; row != nil {
				row.Picture = w.largePicture(assetOf(row.Entry, assets), row.Entry.Title)
				pictures = append(pictures, row.Picture)
			}
		}
	}
	return tonesOf(pictures)
}

// announce publishes the result once the organiser has said yes.
func (w *Web) announce(c echo.Context, a voting.Actor) error {
	page, err := w.announcePage(c, a)
	if err != nil {
		return err
	}
	if c.FormValue("sure") == "" {
		page.Wrong = map[string]string{"sure": w.t(page.Frame, "announce.not_sure")}
		return w.views.Render(c, http.StatusUnprocessableEntity, page)
	}
	_, refusal := w.deps.Voting.Announce(c.Request().Context(), a, slugOf(c), page.Reason)
	if refusal == nil {
		return c.Redirect(http.StatusSeeOther, page.Of.Base()+"?said=announced")
	}
	if page.Wrong, err = w.fields(page.Frame, refusal); err != nil {
		return err
	}
	for field, sentence := range page.Wrong {
		if field != "reason" || !page.Correction {
			page.Problem = sentence
		}
	}
	return w.views.Render(c, http.StatusConflict, page)
}
