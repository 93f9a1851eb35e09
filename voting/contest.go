package voting

import "time"

// Medium is what an entry is.
type Medium string

// The media a category may take.
const (
	Photo   Medium = "photo"
	Drawing Medium = "drawing"
	Video   Medium = "video"
)

// Category is a group in which entries compete.
type Category struct {
	Slug  Slug     `json:"slug"`
	Title string   `json:"title"`
	Media []Medium `json:"media"`
}

// Takes reports whether entries of the medium may enter the category.
func (c Category) Takes(m Medium) bool {
	for _, taken := range c.Media {
		if taken == m {
			return true
		}
	}
	return false
}

// RoundKind says what a round is for.
type RoundKind string

// The kinds of round. A contest has at most one of each.
const (
	EntryRound RoundKind = "entry"
	VoteRound  RoundKind = "vote"
)

// Round is a time window: open from Opens (inclusive) to Closes (exclusive).
type Round struct {
	Kind   RoundKind `json:"kind"`
	Opens  time.Time `json:"opens"`
	Closes time.Time `json:"closes"`
}

// Open reports whether the round is open at t.
func (r Round) Open(t time.Time) bool { return !t.Before(r.Opens) && t.Before(r.Closes) }

// Settings is what an organiser decides about a contest.
type Settings struct {
	Title      string     `json:"title"`
	Summary    string     `json:"summary"`
	Rules      string     `json:"rules"` // Markdown
	Timezone   string     `json:"timezone"`
	Categories []Category `json:"categories"`
	Rounds     []Round    `json:"rounds"`
	Policy     Policy     `json:"policy"`
	Awards     []Award    `json:"awards"`
}

// Contest is a contest as stored.
type Contest struct {
	ID   ContestID
	Slug Slug
	Settings
	Key         []byte // the contest's own key, wrapped by the Keyring
	Revision    int64  // counts changes; an update of an older revision is ErrStale
	CreatedAt   time.Time
	AnnouncedAt time.Time // zero until the first announcement
	LogOrigin   string    // names the log of its votes, see package ledger
}

// Phase is where a contest is now. It is derived, never stored.
type Phase string

// The phases in order. Judging and archiving come with later work.
const (
	Draft        Phase = "draft"
	EntriesOpen  Phase = "entries_open"
	Moderation   Phase = "moderation"
	VotingOpen   Phase = "voting_open"
	VotingClosed Phase = "voting_closed"
	Announced    Phase = "announced"
)

// Round returns the contest's round of a kind; ok is false when it has none.
func (c *Contest) Round(kind RoundKind) (r Round, ok bool) {
	for _, r := range c.Rounds {
		if r.Kind == kind {
			return r, true
		}
	}
	return Round{}, false
}

// RoundOpen reports whether the round of a kind is open at t. Nothing is open
// once the result is announced.
func (c *Contest) RoundOpen(kind RoundKind, t time.Time) bool {
	r, ok := c.Round(kind)
	return ok && r.Open(t) && c.AnnouncedAt.IsZero()
}

// Phase derives the phase at t from the rounds and the announcement. While the
// entry and voting windows overlap it is VotingOpen.
func (c *Contest) Phase(t time.Time) Phase {
	entry, hasEntry := c.Round(EntryRound)
	vote, hasVote := c.Round(VoteRound)
	switch {
	case !c.AnnouncedAt.IsZero():
		return Announced
	case hasVote && vote.Open(t):
		return VotingOpen
	case hasVote && !t.Before(vote.Closes):
		return VotingClosed
	case hasEntry && entry.Open(t):
		return EntriesOpen
	case hasEntry && !t.Before(entry.Closes):
		return Moderation
	}
	return Draft
}

// Public reports whether people without an account may see the contest: as
// soon as it has a round, open or still to come.
func (c *Contest) Public() bool { return len(c.Rounds) > 0 }

// Frozen reports whether the policy may no longer change: from the opening of
// the voting round on.
func (c *Contest) Frozen(t time.Time) bool {
	vote, ok := c.Round(VoteRound)
	return !c.AnnouncedAt.IsZero() || ok && !t.Before(vote.Opens)
}

// Category returns the category with the slug.
func (c *Contest) Category(slug Slug) (Category, bool) {
	for _, category := range c.Categories {
		if category.Slug == slug {
			return category, true
		}
	}
	return Category{}, false
}

// Location is the contest's time zone; UTC when the name is unknown here.
func (c *Contest) Location() *time.Location {
	location, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC
	}
	return location
}

// ConsentVersion names the consent text in force. An entry stores the version
// its entrant accepted; change it together with the texts in server/web.
const ConsentVersion = "2026-11"
