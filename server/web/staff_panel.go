package web

import (
	"context"
	"fmt"
	"strings"
	"time"

	"plaudit/media"
	"plaudit/voting"
)

// Panel is one work under moderation.
type Panel struct {
	Permitted
	Base    string // of the contest's staff pages
	Entry   voting.Queued
	Group   string // the category's title
	Picture Picture
	Full    string // address of the largest rendition
	Reason  string // why it is in its state, in words
	Steps   []PanelStep
	Until   time.Time // the lease's end, zero for none
	Hidden  bool
	Wrong   string // why a decision was refused
	Typed   DecisionForm
	Reasons []string
	Alike   []Alike // works to compare it with
	LookAt  time.Time
}

// Alike is a work that looks much like the one under moderation.
type Alike struct {
	voting.Resemblance
	Code    string // of the warning
	URL     string // where it is, "" for who may not go there
	Picture Picture
}

// PanelStep is one line of an entry's history.
type PanelStep struct {
	voting.Transition
	Words string // its reason, in words
}

// DecisionForm is what a moderator sends.
type DecisionForm struct {
	Decision voting.Decision
	Code     string // one of the reason codes, or ""
	Words    string // own words
}

// reasonText says a stored reason in words: a reason code, the code of what
// was wrong with a file, or a sentence as somebody typed it.
func (w *Web) reasonText(f Frame, reason string) string {
	b := w.texts.books[f.Lang]
	for _, prefix := range []string{"reason.", "error."} {
		if reason != "" && b.Has(prefix+reason) {
			return b.T(prefix + reason)
		}
	}
	return reason
}

// groupTitle is the category's title, or its slug when it is no longer there.
func groupTitle(c *voting.Contest, slug voting.Slug) string {
	if category, ok := c.Category(slug); ok {
		return category.Title
	}
	return string(slug)
}

// panels makes the panels of works under moderation. The first is shown, the
// others wait in the page with their pictures loaded.
func (w *Web) panels(ctx context.Context, f *StaffFrame, a voting.Actor, view *voting.ContestView, items []voting.Queued, until time.Time) ([]Panel, error) {
	entries := make([]voting.Entry, len(items))
	for i, item := range items {
		entries[i] = item.Entry
	}
	assets, err := w.staffPictures(ctx, a, entries...)
	if err != nil {
		return nil, err
	}
	permitted := may(a, view.ID, voting.ActModerate, voting.ActDisqualify)
	var list []Panel
	for i, item := range items {
		p := w.panel(f, view, item, assetOf(item.Entry, assets))
		p.Permitted, p.Hidden = permitted, i > 0
		if p.Alike, err = w.alike(ctx, a, item); err != nil {
			return nil, err
		}
		if item.State == voting.Pending && !until.IsZero() {
			p.Until = until.In(view.Location())
		}
		list = append(list, p)
	}
	return list, nil
}

func (w *Web) panel(f *StaffFrame, view *voting.ContestView, item voting.Queued, asset media.Asset) Panel {
	p := Panel{
		Base: staffContestPath(view.Slug), Entry: item, Group: groupTitle(&view.Contest, item.Category),
		Reason: w.reasonText(f.Frame, item.Reason), Reasons: voting.ReasonCodes(), LookAt: view.At,
		Picture: w.largePicture(asset, w.t(f.Frame, "mod.alt", "Number", number(item.Number), "Title", item.Title)),
	}
	if r, ok := largest(asset, 1<<20); ok {
		p.Full = w.deps.MediaURL(asset.ID, r)
	}
	for _, step := range item.History {
		step.At = step.At.In(view.Location())
		p.Steps = append(p.Steps, PanelStep{step, w.reasonText(f.Frame, step.Reason)})
	}
	return p
}

// alike makes what stands beside a work for comparison.
func (w *Web) alike(ctx context.Context, a voting.Actor, item voting.Queued) ([]Alike, error) {
	entries := make([]voting.Entry, len(item.Alike))
	for i, r := range item.Alike {
		entries[i] = r.Entry
	}
	assets, err := w.staffPictures(ctx, a, entries...)
	if err != nil {
		return nil, err
	}
	list := make([]Alike, len(item.Alike))
	for i, r := range item.Alike {
		asset := assetOf(r.Entry, assets)
		list[i] = Alike{Resemblance: r, Code: r.Warning(item.Contest), Picture: Picture{Width: asset.Width, Height: asset.Height}}
		if small, ok := asset.Rendition("w360"); ok {
			list[i].Picture.Src = w.deps.MediaURL(asset.ID, small)
		}
		switch {
		case voting.Allow(a, voting.ActModerate, r.Entry.Contest) == nil:
			list[i].URL = fmt.Sprintf("%s/moderation?n=%d", staffContestPath(r.Contest.Slug), r.Entry.Number)
		case r.Entry.Public():
			list[i].URL = entryPath(r.Contest.Slug, r.Entry.Number)
		}
	}
	return list, nil
}

// Undoable reports whether the panel offers to undo the latest decision.
func (p Panel) Undoable() bool {
	if len(p.Steps) == 0 {
		return false
	}
	switch p.Steps[len(p.Steps)-1].Decision {
	case voting.Approve, voting.Reject:
		return true
	case voting.Disqualify:
		return p.Can(string(voting.ActDisqualify))
	}
	return false
}

// ReasonBox is the form of a decision that needs a reason.
type ReasonBox struct {
	Decision voting.Decision
	Action   string
	Number   voting.Number
	Codes    []string
	Typed    DecisionForm
	Open     bool
}

// Ask makes the panel's form for a decision that needs a reason.
func (p Panel) Ask(decision string) ReasonBox {
	box := ReasonBox{
		Decision: voting.Decision(decision), Action: p.Base + "/moderation/" + strings.TrimLeft(number(p.Entry.Number), "0"),
		Number: p.Entry.Number, Codes: p.Reasons,
	}
	if p.Typed.Decision == box.Decision {
		box.Typed, box.Open = p.Typed, true
	}
	return box
}

// text is the reason to store: own words where there are any, otherwise the
// code, which the entrant reads in their own language.
func (d DecisionForm) text() string {
	if words := strings.TrimSpace(d.Words); words != "" {
		return words
	}
	return d.Code
}

// tonesOf lists the dominant colours of pictures for the page's style block.
func tonesOf(pictures []Picture) []Tone {
	list := make([]Tone, len(pictures))
	for i, p := range pictures {
		list[i] = p.Tone
	}
	return distinct(list)
}
