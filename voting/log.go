package voting

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"plaudit/voting/ledger"
)

// LogState is a contest's log as it is kept. Size is 0 before its first leaf.
type LogState struct {
	Size       int64
	Checkpoint string // signed
	Policy     []byte // the document that leaf 0 has the hash of
	Closed     bool   // its last word on the round is that it closed
}

// LogChange is what a step has done to the log.
type LogChange struct {
	Tiles  []ledger.Change
	Done   []int64               // refs of what no longer waits
	Votes  []WaitingVote         // that no longer wait, as WaitingVotes returned them
	Places map[ledger.Hash]int64 // of votes, by their receipt's hash
	Result []byte                // the document of the result leaf; nil without one
}

// WaitingVote is a vote that is not in the log yet.
type WaitingVote struct {
	Hash       ledger.Hash // of its receipt
	Commitment ledger.Hash
	Since      time.Time
}

// Waiting is another leaf that is not in the log yet.
type Waiting struct {
	Ref   int64
	Leaf  string
	Since time.Time
}

// Sequence brings the contest's log up to date: it begins it once the voting
// round has opened, puts in what waits and may no longer wait, says when the
// round closes, and what the result is. It returns whether more is to be done
// at once. Calls for one contest run one after the other, also across
// processes; one that is interrupted has done nothing.
func (s *Service) Sequence(ctx context.Context, slug Slug) (more bool, err error) {
	due := false
	err = s.view(ctx, "look at the log", func(tx Tx) error {
		c, err := tx.Contest(slug, Unlocked)
		if err != nil {
			return err
		}
		step, err := s.nextStep(tx, &c)
		due = err == nil && step.due()
		return err
	})
	if err != nil || !due {
		return false, err
	}
	err = s.update(ctx, "bring the log up to date", func(tx Tx) error {
		// Exclusive: what was cast before the close is there, and nobody else is
		// at the log.
		c, err := tx.Contest(slug, Exclusive)
		if err != nil {
			return err
		}
		step, err := s.nextStep(tx, &c)
		if err != nil || !step.due() {
			return err
		}
		more = step.more
		return s.take(tx, &c, step)
	})
	return more, err
}

// step is what is put into the log together.
type step struct {
	state  LogState // as it will be
	result []byte   // the document of its result leaf, nil when it has none
	leaves []string // in their order
	refs   []int64  // of those that waited
	cast   []WaitingVote
	more   bool
}

func (s step) due() bool { return len(s.leaves) > 0 }

// maxStep is how many votes go in at once: casts wait meanwhile, some milliseconds.
const maxStep = 500

func (s *Service) nextStep(tx Tx, c *Contest) (st step, err error) {
	vote, ok := c.Round(VoteRound)
	if !ok || !c.Frozen(tx.Now()) {
		return st, nil
	}
	if st.state, err = tx.LogState(c.ID); err != nil {
		return st, err
	}
	if st.state.Size == 0 {
		if err := st.begin(tx, c); err != nil || !st.due() {
			return st, err
		}
	}
	closed := !c.AnnouncedAt.IsZero() || !tx.Now().Before(vote.Closes)
	if st.state.Closed && !closed {
		st.round(ledger.Reopened)
	}
	acts, err := tx.Waiting(c.ID, false, maxStep)
	if err != nil {
		return st, err
	}
	st.add(acts)
	if err := st.votes(tx, c, closed); err != nil || st.more {
		return st, err
	}
	if closed && !st.state.Closed {
		st.round(ledger.Closed)
	}
	return st, st.announced(tx, c)
}

// begin is the log's first leaves: the policy, and the entries that are public
// already. A contest that has votes from before there were receipts has no log.
func (st *step) begin(tx Tx, c *Contest) error {
	if old, err := tx.HasUnreceipted(c.ID); err != nil || old {
		return err
	}
	st.state.Policy = c.policyDocument()
	st.leaves = append(st.leaves, ledger.Leaf{Kind: ledger.KindPolicy, Hash: ledger.DocumentHash(st.state.Policy)}.String())
	entries, err := tx.Entries(EntryQuery{Contest: c.ID, States: []State{Approved}, By: ByNumber, Limit: maxEntriesAtOnce})
	for _, e := range entries {
		st.leaves = append(st.leaves, entryLeaf(e.Number, ledger.Published))
	}
	return err
}

const maxEntriesAtOnce = 1 << 20

// policyDocument is what leaf 0 holds the contest to.
func (c *Contest) policyDocument() []byte {
	doc, _ := json.Marshal(struct { // plain fields: cannot fail
		Contest    ContestID  `json:"contest"`
		Timezone   string     `json:"timezone"`
		Categories []Category `json:"categories"`
		Opens      time.Time  `json:"opens"`
		Policy     Policy     `json:"policy"`
	}{c.ID, c.Timezone, c.Categories, c.voteOpens(), c.Policy})
	return append(doc, '\n')
}

func (c *Contest) voteOpens() time.Time {
	vote, _ := c.Round(VoteRound)
	return vote.Opens
}

func (st *step) add(waiting []Waiting) {
	for _, w := range waiting {
		st.leaves, st.refs = append(st.leaves, w.Leaf), append(st.refs, w.Ref)
	}
}

func (st *step) round(event string) {
	st.leaves = append(st.leaves, ledger.Leaf{Kind: ledger.KindRound, Event: event}.String())
	st.state.Closed = event == ledger.Closed
}

// votes adds votes and take-backs, if enough of them wait or one has waited
// long enough. They are sorted by their hashes, which nobody chose: the order
// in which they came is gone. A take-back comes after the votes, and waits while
// there are more votes than go in at once.
func (st *step) votes(tx Tx, c *Contest, closed bool) error {
	cast, err := tx.WaitingVotes(c.ID, maxStep)
	if err != nil {
		return err
	}
	var others []Waiting
	if st.more = len(cast) == maxStep; !st.more {
		if others, err = tx.Waiting(c.ID, true, maxStep); err != nil {
			return err
		}
	}
	if !closed && len(cast)+len(others) < logBatch && tx.Now().Before(oldest(cast, others).Add(LogDelay)) || len(cast)+len(others) == 0 {
		return nil
	}
	st.more = st.more || len(others) == maxStep
	if st.state.Closed { // it was open again meanwhile
		st.round(ledger.Reopened)
	}
	began := len(st.leaves)
	st.add(others)
	for _, v := range cast {
		st.leaves = append(st.leaves, ledger.VoteLeaf(v.Commitment, v.Hash).String())
	}
	slices.SortFunc(st.leaves[began:], func(a, b string) int { return strings.Compare(b, a) })
	st.cast = cast
	return nil
}

// oldest is since when the first of them waits.
func oldest(cast []WaitingVote, others []Waiting) (since time.Time) {
	earlier := func(at time.Time) {
		if since.IsZero() || at.Before(since) {
			since = at
		}
	}
	for _, v := range cast {
		earlier(v.Since)
	}
	for _, w := range others {
		earlier(w.Since)
	}
	return since
}

// take puts the step into the log and signs what it has become.
func (s *Service) take(tx Tx, c *Contest, st step) error {
	signer, err := s.signer(c)
	if err != nil {
		return err
	}
	before := ledger.Log{Tiles: logTiles{tx, c.ID}, Size: st.state.Size}
	after, changes, err := before.Append(st.leaves)
	if err != nil {
		return err
	}
	root, err := after.Root(after.Size)
	if err != nil {
		return err
	}
	if st.state.Checkpoint, err = signer.Checkpoint(after.Size, root); err != nil {
		return err
	}
	positions := make(map[ledger.Hash]int64)
	for i, line := range st.leaves {
		if leaf, err := ledger.ParseLeaf(line); err == nil && leaf.Kind == ledger.KindVote {
			positions[leaf.H] = before.Size + int64(i)
		}
	}
	st.state.Size = after.Size
	return tx.SaveLog(c.ID, st.state, LogChange{Tiles: changes, Done: st.refs, Votes: st.cast, Places: positions, Result: st.result})
}

// logTiles reads the tiles of a contest's log.
type logTiles struct {
	tx Tx
	c  ContestID
}

// ReadTile implements ledger.Tiles.
func (l logTiles) ReadTile(t ledger.Tile) ([]byte, error) { return l.tx.LogTile(l.c, t) }

func entryLeaf(n Number, event string) string {
	return ledger.Leaf{Kind: ledger.KindEntry, Number: int(n), Event: event}.String()
}

// logEntry lets a change of the public list of entries wait for the log, once
// there is one.
func logEntry(tx Tx, e Entry, from State) error {
	if (from == Approved) == (e.State == Approved) {
		return nil
	}
	state, err := tx.LogState(e.Contest)
	if err != nil || state.Size == 0 {
		return err
	}
	event := ledger.Returned
	switch e.State {
	case Approved:
		event = ledger.Published
	case Disqualified:
		event = ledger.Disqualified
	case Withdrawn:
		event = ledger.Withdrawn
	}
	return tx.AwaitLog(e.Contest, entryLeaf(e.Number, event), false)
}
