package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/server/problem"
	"plaudit/voting"
)

// entriesShown is how many entries a staff list has on a page.
const entriesShown = 50

// staffEntries lists the entries of a contest, in one state or all.
func (w *Web) staffEntries(c echo.Context, a voting.Actor) error {
	page, err := w.entriesPage(c, a, voting.State(c.QueryParam("state")))
	if err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) entriesPage(c echo.Context, a voting.Actor, state voting.State) (*StaffEntriesPage, error) {
	if state != "" && !slices.Contains(states(), state) {
		return nil, voting.ErrEntryNotFound
	}
	view, f, err := w.staffView(c, a, voting.ActModerate, "entries")
	if err != nil {
		return nil, err
	}
	after, _ := voting.ParseNumber(c.QueryParam("after"))
	queue, err := w.deps.Voting.Queue(c.Request().Context(), a, view.Slug, state, after, entriesShown)
	if err != nil {
		return nil, err
	}
	page := &StaffEntriesPage{StaffFrame: f, State: state, Permitted: may(a, view.ID, voting.ActModerate)}
	base := page.Of.Base() + "/entries"
	page.States = stateCounts(queue.Counts, base, state)
	if queue.Next > 0 {
		page.More = fmt.Sprintf("%s?state=%s&after=%d", base, url.QueryEscape(string(state)), queue.Next)
	}
	entries := make([]voting.Entry, len(queue.Items))
	for i, item := range queue.Items {
		entries[i] = item.Entry
	}
	page.Rows, err = w.entryRows(c, a, &page.StaffFrame, &view, entries)
	pictures := make([]Picture, len(page.Rows))
	for i, row := range page.Rows {
		pictures[i] = row.Picture
	}
	page.Tones = tonesOf(pictures)
	return page, err
}

// stateCounts are the filters of a list: all, then each state.
func stateCounts(counts map[voting.State]int, base string, now voting.State) []StateCount {
	list := []StateCount{{URL: base, On: now == ""}}
	for _, state := range states() {
		list[0].Count += counts[state]
		if counts[state] > 0 || state == now || state == voting.Pending {
			list = append(list, StateCount{state, counts[state], base + "?state=" + string(state), state == now})
		}
	}
	return list
}

// entryRows makes the rows of a staff list.
func (w *Web) entryRows(c echo.Context, a voting.Actor, f *StaffFrame, view *voting.ContestView, entries []voting.Entry) ([]EntryRow, error) {
	assets, err := w.staffPictures(c.Request().Context(), a, entries...)
	if err != nil {
		return nil, err
	}
	rows := make([]EntryRow, len(entries))
	for i, e := range entries {
		rows[i] = w.entryRow(f, view, e, assetOf(e, assets))
	}
	return rows, nil
}

func (w *Web) entryRow(f *StaffFrame, view *voting.ContestView, e voting.Entry, asset media.Asset) EntryRow {
	e.SubmittedAt = e.SubmittedAt.In(view.Location())
	row := EntryRow{
		Entry: e, Group: groupTitle(&view.Contest, e.Category), Reason: w.reasonText(f.Frame, e.Reason),
		Picture: Picture{Tone: Tone(asset.Colour)}, URL: fmt.Sprintf("%s/moderation?n=%d", staffContestPath(view.Slug), e.Number),
	}
	if r, ok := asset.Rendition("square"); ok {
		row.Picture.Src = w.deps.MediaURL(asset.ID, r)
	}
	return row
}

// approveSelected approves the ticked entries, each on its own: what another
// moderator has decided meanwhile is named and stays.
func (w *Web) approveSelected(c echo.Context, a voting.Actor) error {
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	f := w.newFrame(c)
	var wrong []string
	for _, text := range values["n"] {
		n, ok := voting.ParseNumber(text)
		if !ok {
			continue
		}
		_, err := w.deps.Voting.Decide(c.Request().Context(), a, slugOf(c), n, voting.Approve, "")
		if err == nil {
			continue
		}
		if p := problem.Of(err); p.Status != http.StatusConflict || errors.Is(err, voting.ErrForbidden) {
			return err
		}
		wrong = append(wrong, w.t(f, "staff.batch_failed", "Number", number(n), "Reason", w.sentence(f, problem.Of(err))))
	}
	page, err := w.entriesPage(c, a, voting.Pending)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		return c.Redirect(http.StatusSeeOther, page.Of.Base()+"/entries?state="+string(voting.Pending))
	}
	page.Wrong = wrong
	return w.views.Render(c, http.StatusConflict, page)
}
