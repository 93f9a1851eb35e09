package voting

import "context"

// Board is what a contest's gallery counts at a moment. One reader passes it on
// to many, and asks Shows for each.
type Board struct {
	Contest   Contest
	VotesOpen bool
	Period    string  // of ballots, at this moment
	Counts    []Count // of the entries in the gallery, by number

	public bool // counts are for everybody
	voted  bool // counts are for who has voted
}

// Board reads a contest's board. It is for the server itself: who may see it is
// asked of Watch, and of Shows from then on.
func (s *Service) Board(ctx context.Context, slug Slug) (b Board, err error) {
	err = s.view(ctx, "count the votes", func(tx Tx) error {
		c, err := tx.Contest(slug, Unlocked)
		if err != nil {
			return err
		}
		now := tx.Now()
		b = Board{
			Contest: c, VotesOpen: c.RoundOpen(VoteRound, now), Period: c.BallotPeriod(now),
			public: c.Public() && c.CountsVisible(now, false), voted: c.Public() && c.CountsVisible(now, true),
		}
		b.Counts, err = tx.Counts(c.ID, counted())
		return err
	})
	return b, err
}

// SameRules reports whether two boards of a contest differ in their counts at
// most.
func (b *Board) SameRules(other *Board) bool {
	return b.Contest.Revision == other.Contest.Revision && b.VotesOpen == other.VotesOpen && b.Period == other.Period &&
		b.public == other.public && b.voted == other.voted
}

// Watcher is by what somebody may see the counts of a contest.
type Watcher struct {
	Staff bool   // of those who always may
	Voted string // the period of a ballot of theirs that holds a vote, "" for none
}

// Watch refuses with ErrCountsHidden who may not see the counts now.
func (s *Service) Watch(ctx context.Context, a Actor, slug Slug) (w Watcher, err error) {
	err = s.view(ctx, "watch the counts", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		w = Watcher{Staff: Allow(a, ActSeeCounts, c.ID) == nil}
		ballot, err := s.ballot(tx, &c, a)
		if err != nil {
			return err
		}
		if len(ballot.Votes) > 0 {
			w.Voted = ballot.Period
		}
		if !w.Staff && !c.CountsVisible(tx.Now(), w.Voted != "") {
			return ErrCountsHidden
		}
		return nil
	})
	return w, err
}

// Shows reports whether a watcher may see this board. A vote of yesterday shows
// nothing today where every day has a ballot of its own.
func (b *Board) Shows(w Watcher) bool {
	return w.Staff || b.public || b.voted && w.Voted != "" && w.Voted == b.Period
}
