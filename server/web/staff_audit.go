package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// auditShown is how many acts the page lists.
const auditShown = 300

// auditTrail lists what staff did in the contest, newest first.
func (w *Web) auditTrail(c echo.Context, a voting.Actor) error {
	view, f, err := w.staffView(c, a, voting.ActSeeAudit, "audit")
	if err != nil {
		return err
	}
	records, err := w.deps.Voting.AuditTrail(c.Request().Context(), a, view.Slug, auditShown)
	if err != nil {
		return err
	}
	page := &AuditPage{StaffFrame: f}
	for _, r := range records {
		r.At = r.At.In(view.Location())
		page.Rows = append(page.Rows, w.auditRow(f.Frame, r))
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) auditRow(f Frame, r voting.AuditRecord) AuditRow {
	row := AuditRow{AuditRecord: r, Words: w.reasonText(f, r.Reason)}
	if number, ok := strings.CutPrefix(r.Subject, "entry "); ok {
		row.Entry, _ = voting.ParseNumber(number)
	}
	from, to := voting.State(r.Before), voting.State(r.After)
	if slices.Contains(states(), from) && slices.Contains(states(), to) {
		row.From, row.To = from, to
		return row
	}
	row.Changes = auditChanges(r.Before, r.After)
	return row
}

// auditChanges compares what an act found with what it left: JSON value by
// value, anything else as it is.
func auditChanges(before, after string) (list []AuditChange) {
	if before == "" && after == "" {
		return nil
	}
	was, now := map[string]string{}, map[string]string{}
	if !flatten(before, was) || !flatten(after, now) {
		return []AuditChange{{Before: before, After: after}}
	}
	names := map[string]bool{}
	for name := range was {
		names[name] = true
	}
	for name := range now {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if was[name] != now[name] {
			list = append(list, AuditChange{name, was[name], now[name]})
		}
	}
	return list
}

// flatten lists the values in a JSON text by their paths; false when it is not
// an object or a list.
func flatten(text string, into map[string]string) bool {
	if text == "" || text == "null" {
		return true
	}
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return false
	}
	switch value.(type) {
	case map[string]any, []any:
		walk("", value, into)
		return true
	}
	return false
}

func walk(path string, value any, into map[string]string) {
	below := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			walk(below(name), inner, into)
		}
	case []any:
		for i, inner := range v {
			walk(below(strconv.Itoa(i+1)), inner, into)
		}
	case nil:
	default:
		if text := fmt.Sprint(v); text != "" {
			into[path] = text
		}
	}
}

// standingsStep is how many places are shown, and how many more each time.
const standingsStep = 100

// standings shows the counts to staff who may see them.
func (w *Web) standings(c echo.Context, a voting.Actor) error {
	category := voting.Slug(c.QueryParam("category"))
	if a.Staff == "" {
		return voting.ErrLogin
	}
	limit, err := strconv.Atoi(c.QueryParam("show"))
	if err != nil || limit < standingsStep {
		limit = standingsStep
	}
	found, err := w.deps.Voting.Standings(c.Request().Context(), a, slugOf(c), category, limit)
	if err != nil {
		return err
	}
	view := &found.Contest
	if err := voting.Allow(a, voting.ActSeeStaff, view.ID); err != nil {
		return err
	}
	f := w.newStaffFrame(c, a, "standings")
	w.within(&f, a, view)
	page := &StandingsPage{StaffFrame: f, VotesOpen: view.VotesOpen, Public: view.CountsVisible(view.At, false), Weak: view.Policy.Identity == voting.IdentityOpen}
	if len(view.Categories) > 1 {
		address := page.Of.Base() + "/standings"
		page.Groups = append(page.Groups, Choice{w.t(f.Frame, "gallery.all_categories"), address, category == ""})
		for _, group := range view.Categories {
			page.Groups = append(page.Groups, Choice{group.Title, address + "?category=" + string(group.Slug), category == group.Slug})
		}
	}
	page.Votes = found.Votes.Counted
	if category != "" {
		if page.Votes, err = w.deps.Voting.CountVotes(c.Request().Context(), a, slugOf(c), category); err != nil {
			return err
		}
	}
	rows, err := w.rowsByNumber(c, a, &page.StaffFrame, view, found.Entries)
	if err != nil {
		return err
	}
	if len(found.Items) == limit && limit < view.Published {
		page.More = page.Of.Base() + "/standings?" + url.Values{"category": {string(category)}, "show": {strconv.Itoa(limit + standingsStep)}}.Encode()
	}
	for _, s := range found.Items {
		page.Rows = append(page.Rows, StandRow{Standing: s, Entry: rows[s.Number]})
	}
	page.Tones = standTones(page.Rows)
	return w.views.Render(c, http.StatusOK, page)
}
