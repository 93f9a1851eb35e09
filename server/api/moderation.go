package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

// queued is a work as a moderator sees it.
type queued struct {
	entry
	State    voting.State   `json:"state"`
	Reason   string         `json:"reason"`
	AgeBand  voting.AgeBand `json:"age_band"`
	Asset    string         `json:"asset"` // the picture's id, "" once withdrawn
	Warnings []warning      `json:"warnings"`
	Contact  voting.Contact `json:"contact"` // masked
	History  []decided      `json:"history"`
}

// warning points at another work that looks much like this one.
type warning struct {
	Code         string        `json:"code"` // voting.WarnDuplicate, voting.WarnSeenEarlier
	Contest      voting.Slug   `json:"contest"`
	ContestTitle string        `json:"contest_title"`
	Number       voting.Number `json:"number"`
	Title        string        `json:"title"`
	State        voting.State  `json:"state"`
	Mirrored     bool          `json:"mirrored"`
	Picture      string        `json:"picture"` // small, "" where there is none
}

// decided is one transition of a work with who decided it.
type decided struct {
	step
	Decision voting.Decision `json:"decision,omitempty"`
	Login    string          `json:"login,omitempty"`
}

// queuePage is a list with the number of works in every state.
type queuePage struct {
	list[queued]
	Counts map[voting.State]int `json:"counts"`
}

func (a *API) queue(c echo.Context, actor voting.Actor) error {
	state, err := stateOf(c.QueryParam("state"))
	if err != nil {
		return err
	}
	limit, err := count(c, "limit")
	if err != nil {
		return err
	}
	if limit == 0 {
		limit = 20
	}
	after, err := count(c, "cursor")
	if err != nil {
		return voting.ErrBadCursor.In("cursor")
	}
	ctx := c.Request().Context()
	page, err := a.Voting.Queue(ctx, actor, contestOf(c), state, voting.Number(after), limit)
	if err != nil {
		return err
	}
	items, err := a.queued(ctx, page.Items)
	if err != nil {
		return err
	}
	next := ""
	if page.Next > 0 {
		next = strconv.Itoa(int(page.Next))
	}
	return c.JSON(http.StatusOK, queuePage{listOf(items, next), page.Counts})
}

// stateOf reads the state asked for: pending where none is, "all" for every.
func stateOf(text string) (voting.State, error) {
	switch state := voting.State(text); state {
	case "":
		return voting.Pending, nil
	case "all":
		return "", nil
	case voting.Processing, voting.Refused, voting.Pending, voting.Approved,
		voting.Rejected, voting.Disqualified, voting.Withdrawn:
		return state, nil
	}
	return "", voting.ErrBadValue.In("state").
		With("allowed", "processing, refused, pending, approved, rejected, disqualified, withdrawn, all")
}

func (a *API) claim(c echo.Context, actor voting.Actor) error {
	if err := decodeAny(c, &struct{}{}); err != nil {
		return err
	}
	ctx := c.Request().Context()
	item, err := a.Voting.Claim(ctx, actor, contestOf(c))
	if err != nil {
		return err
	}
	shapes, err := a.queued(ctx, []voting.Queued{item})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, shapes[0])
}

// decision is the answer to a decision.
type decision struct {
	Number voting.Number `json:"number"`
	State  voting.State  `json:"state"`
	Reason string        `json:"reason"`
}

func (a *API) decide(c echo.Context, actor voting.Actor) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	var body struct {
		Decision voting.Decision `json:"decision"`
		Reason   string          `json:"reason"`
	}
	if err := decode(c, &body); err != nil {
		return err
	}
	e, err := a.Voting.Decide(c.Request().Context(), actor, contestOf(c), n, body.Decision, body.Reason)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, decision{e.Number, e.State, e.Reason})
}

func (a *API) queued(ctx context.Context, items []voting.Queued) ([]queued, error) {
	shown := make([]voting.Shown, len(items))
	for i, item := range items {
		shown[i] = voting.Shown{Entry: item.Entry}
	}
	entries, err := a.staffEntries(ctx, shown)
	if err != nil {
		return nil, err
	}
	shapes := make([]queued, len(items))
	for i, item := range items {
		warnings, err := a.warnings(ctx, item)
		if err != nil {
			return nil, err
		}
		shapes[i] = queued{
			entry: entries[i], State: item.State, Reason: item.Reason, AgeBand: item.AgeBand,
			Warnings: warnings, Contact: item.Contact, History: decisions(item.History),
		}
		if len(item.Assets) > 0 {
			shapes[i].Asset = string(media.AssetID(item.Assets[0]))
		}
	}
	return shapes, nil
}

func decisions(history []voting.Transition) []decided {
	shapes := make([]decided, len(history))
	for i, t := range history {
		shapes[i] = decided{step{t.To, t.At, t.Reason}, t.Decision, t.Login}
	}
	return shapes
}

// warnings are of what stands beside a work, with pictures to compare.
func (a *API) warnings(ctx context.Context, item voting.Queued) ([]warning, error) {
	list := make([]warning, len(item.Alike))
	shown := make([]voting.Shown, len(item.Alike))
	for i, r := range item.Alike {
		shown[i] = voting.Shown{Entry: r.Entry}
	}
	entries, err := a.staffEntries(ctx, shown)
	if err != nil {
		return nil, err
	}
	for i, r := range item.Alike {
		list[i] = warning{
			Code: r.Warning(item.Contest), Contest: r.Contest.Slug, ContestTitle: r.Contest.Title,
			Number: r.Entry.Number, Title: r.Entry.Title, State: r.Entry.State, Mirrored: r.Mirrored,
		}
		for _, rendition := range entries[i].Renditions {
			if rendition.Name == "w360" && list[i].Picture == "" {
				list[i].Picture = rendition.URL
			}
		}
	}
	return list, nil
}
