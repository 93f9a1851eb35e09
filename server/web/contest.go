package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/voting"
)

// slugOf is the contest that the address names.
func slugOf(c echo.Context) voting.Slug { return voting.Slug(c.Param("c")) }

// numberOf is the entry that the address names.
func numberOf(c echo.Context) (voting.Number, error) {
	n, ok := voting.ParseNumber(c.Param("n"))
	if !ok {
		return 0, voting.ErrEntryNotFound
	}
	return n, nil
}

// contestFrame is the frame of a page inside a contest.
func (w *Web) contestFrame(c echo.Context, view *voting.ContestView, tab string) Frame {
	f := w.newFrame(c)
	f.Tab = tab
	f.Contest = &ContestNav{
		Slug: string(view.Slug), Title: view.Title,
		CanSubmit: view.EntriesOpen, Announced: !view.AnnouncedAt.IsZero(),
	}
	return f
}

// liveCounts lets a page follow counts that this visitor may see, while they
// can change.
func (f *Frame) liveCounts(view *voting.ContestView) {
	if view.ShowCounts && view.VotesOpen {
		f.Live = "/api/v1/contests/" + string(view.Slug) + "/live"
	}
}

// phaseOf says where a contest is, with the moment that matters next.
func phaseOf(view *voting.ContestView) PhaseView {
	zone := view.Location()
	entry, hasEntry := view.Round(voting.EntryRound)
	vote, hasVote := view.Round(voting.VoteRound)
	p := PhaseView{Key: string(view.Phase)}
	switch view.Phase {
	case voting.EntriesOpen:
		p.At = entry.Closes
	case voting.VotingOpen:
		p.At = vote.Closes
		if view.EntriesOpen {
			p.Entries = entry.Closes.In(zone)
		}
	case voting.VotingClosed:
		p.At, p.Over = vote.Closes, true
	case voting.Announced:
		p.At, p.Over = view.AnnouncedAt, true
	case voting.Moderation:
		p.Over = true
		if hasVote && view.At.Before(vote.Opens) {
			p.At = vote.Opens
		}
	case voting.Draft:
		p.Over = true
		if hasEntry && view.At.Before(entry.Opens) {
			p.Key, p.At = "entries_soon", entry.Opens
		}
	}
	if !p.At.IsZero() {
		p.At = p.At.In(zone)
	}
	return p
}

// booth is what voting on a page needs: nothing while nobody can vote.
type booth struct {
	open     bool
	voter    bool
	takeBack bool
	token    string
	back     string
	identity voting.Identity
	seen     func(voting.Number) string
}

// booth prepares the vote buttons of a page. The device of who has voted needs
// no token any more.
func (w *Web) booth(c echo.Context, a voting.Actor, view *voting.ContestView, f *Frame) (b booth, err error) {
	if !view.VotesOpen {
		return b, nil
	}
	b = booth{open: true, takeBack: view.Policy.Withdrawable, back: f.Address, voter: len(view.Ballot.Votes) > 0, identity: view.Policy.Identity}
	if b.seen, err = w.deps.Voting.SeenMarks(&view.Contest, a.Device, view.At); err != nil {
		return b, err
	}
	if !b.voter {
		if b.voter, err = w.deps.Voting.IsVoter(c.Request().Context(), a, view.Slug); err != nil {
			return b, err
		}
	}
	if !b.voter && b.identity == voting.IdentityOpen {
		b.token, err = w.deps.Voting.VoteForm(&view.Contest, view.At)
		f.token = b.token
	}
	return b, err
}

// box is the vote button of one entry, nil while nobody can vote.
func (b booth) box(slug voting.Slug, s voting.Shown) *VoteBox {
	if !b.open {
		return nil
	}
	return &VoteBox{
		Action: entryPath(slug, s.Number), Number: s.Number, Title: s.Title,
		Voted: s.Voted, TakeBack: b.takeBack, Token: b.token, Back: b.back, Seen: b.seen(s.Number),
	}
}

// ballot is what the visitor has left, nil while nobody can vote.
func (b booth) ballot(view *voting.ContestView) *BallotBox {
	if !b.open {
		return nil
	}
	return &BallotBox{
		Remaining: view.Ballot.Remaining(view.Policy), Limit: view.Policy.VotesPerBallot,
		Daily: view.Policy.Period == voting.PeriodDay, Slug: string(view.Slug), Voter: b.voter, Identity: b.identity,
	}
}

// pictures looks up the first asset of each entry.
func (w *Web) pictures(ctx context.Context, entries ...voting.Entry) (map[media.AssetID]media.Asset, error) {
	var ids []media.AssetID
	for _, e := range entries {
		if len(e.Assets) > 0 {
			ids = append(ids, media.AssetID(e.Assets[0]))
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return w.deps.Assets(ctx, ids)
}

// staffPictures looks the same up for staff: pictures that only they may see
// have addresses that anybody may follow for a short while.
func (w *Web) staffPictures(ctx context.Context, a voting.Actor, entries ...voting.Entry) (map[media.AssetID]media.Asset, error) {
	found, err := w.pictures(ctx, entries...)
	for _, e := range entries {
		if len(e.Assets) > 0 && !e.Public() && voting.Allow(a, voting.ActSeeUnapproved, e.Contest) == nil {
			id := media.AssetID(e.Assets[0])
			if asset, ok := found[id]; ok {
				found[id] = w.deps.Passes.Give(asset)
			}
		}
	}
	return found, err
}

// categoryTitle is the title of a category, "" when there is only one.
func categoryTitle(c *voting.Contest, slug voting.Slug) string {
	category, ok := c.Category(slug)
	if !ok || len(c.Categories) < 2 {
		return ""
	}
	return category.Title
}
