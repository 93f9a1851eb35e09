package api

import (
	"context"
	"time"

	"plaudit/media"
	"plaudit/voting"
)

// list is the shape of every list.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"` // cursor of the next page, "" on the last
}

// listOf makes a list in which no items are [] and not null.
func listOf[T any](items []T, next string) list[T] {
	if items == nil {
		items = []T{}
	}
	return list[T]{items, next}
}

// contest is a contest as its pages show it.
type contest struct {
	Slug voting.Slug `json:"slug"`
	voting.Settings
	Phase          voting.Phase         `json:"phase"`
	Frozen         bool                 `json:"frozen"`
	EntriesOpen    bool                 `json:"entries_open"`
	VotesOpen      bool                 `json:"votes_open"`
	CountsVisible  bool                 `json:"counts_visible"` // to who asks, now
	ConsentVersion string               `json:"consent_version"`
	Entries        int                  `json:"entries"`          // published
	States         map[voting.State]int `json:"states,omitempty"` // of all entries; only for staff
	CreatedAt      time.Time            `json:"created_at"`
	AnnouncedAt    *time.Time           `json:"announced_at,omitempty"`
	Now            time.Time            `json:"now"` // the server's clock
}

func contestShape(v voting.ContestView) contest {
	shape := contest{
		Slug: v.Slug, Settings: v.Settings, Phase: v.Phase, Frozen: v.Frozen,
		EntriesOpen: v.EntriesOpen, VotesOpen: v.VotesOpen, CountsVisible: v.ShowCounts,
		ConsentVersion: voting.ConsentVersion, Entries: v.Published, States: v.States,
		CreatedAt: v.CreatedAt, Now: v.At,
	}
	shape.Categories = orEmpty(shape.Categories)
	shape.Rounds = orEmpty(shape.Rounds)
	shape.Awards = orEmpty(shape.Awards)
	if !v.AnnouncedAt.IsZero() {
		shape.AnnouncedAt = &v.AnnouncedAt
	}
	return shape
}

func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// entry is a work as the public sees it. Category, medium and time are left out
// only where it has left the gallery (winner).
type entry struct {
	Number      voting.Number `json:"number"`
	Title       string        `json:"title"`
	Category    voting.Slug   `json:"category,omitempty"`
	Medium      voting.Medium `json:"medium,omitempty"`
	Entrant     string        `json:"entrant"` // masked
	Statement   string        `json:"statement"`
	Votes       *int          `json:"votes,omitempty"` // where counts are visible
	Voted       bool          `json:"voted"`           // by who asks, in this period
	Colour      string        `json:"colour"`          // dominant, "#rrggbb"
	SubmittedAt time.Time     `json:"submitted_at,omitzero"`
	Renditions  []rendition   `json:"renditions"`
}

// rendition is one size of a picture.
type rendition struct {
	Name   string `json:"name"`
	URL    string `json:"url"`
	Type   string `json:"type"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// entries gives works their shape, with the renditions of all looked up at once.
func (a *API) entries(ctx context.Context, shown []voting.Shown) ([]entry, error) {
	return a.entriesWith(ctx, shown, func(asset media.Asset) media.Asset { return asset })
}

// staffEntries gives works their shape for moderators: pictures that are not
// public have addresses that anybody may follow for a short while.
func (a *API) staffEntries(ctx context.Context, shown []voting.Shown) ([]entry, error) {
	return a.entriesWith(ctx, shown, a.Passes.Give)
}

func (a *API) entriesWith(ctx context.Context, shown []voting.Shown, private func(media.Asset) media.Asset) ([]entry, error) {
	var ids []media.AssetID
	for _, s := range shown {
		if len(s.Assets) > 0 {
			ids = append(ids, media.AssetID(s.Assets[0]))
		}
	}
	assets, err := a.Assets(ctx, ids)
	if err != nil {
		return nil, err
	}
	shapes := make([]entry, len(shown))
	for i, s := range shown {
		if len(s.Assets) > 0 && !s.Public() {
			id := media.AssetID(s.Assets[0])
			assets[id] = private(assets[id])
		}
		shapes[i] = a.entryShape(s, assets)
	}
	return shapes, nil
}

func (a *API) entryShape(s voting.Shown, assets map[media.AssetID]media.Asset) entry {
	shape := entry{
		Number: s.Number, Title: s.Title, Category: s.Category, Medium: s.Medium, Entrant: s.Entrant,
		Statement: s.Statement, Votes: s.Votes, Voted: s.Voted, SubmittedAt: s.SubmittedAt, Renditions: []rendition{},
	}
	if len(s.Assets) == 0 {
		return shape
	}
	asset := assets[media.AssetID(s.Assets[0])]
	shape.Colour = asset.Colour
	for _, r := range asset.Renditions {
		shape.Renditions = append(shape.Renditions, rendition{r.Name, a.MediaURL(asset.ID, r), r.Type, r.Width, r.Height})
	}
	return shape
}

// entry gives one work its shape.
func (a *API) entry(ctx context.Context, s voting.Shown) (entry, error) {
	shapes, err := a.entries(ctx, []voting.Shown{s})
	if err != nil {
		return entry{}, err
	}
	return shapes[0], nil
}
