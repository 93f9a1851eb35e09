package voting

import (
	"bytes"
	"maps"
	"slices"

	"plaudit/voting/ledger"
)

// The reasons for which a logged vote does not count, as the result names them.
const (
	voidDisqualified = "entry_disqualified"
	voidWithdrawn    = "entry_withdrawn"
	voidReturned     = "entry_returned" // taken out of the gallery by an undo
	voidReviewed     = "review_"        // followed by the reason of the review
)

// result adds the leaf of a result that was announced, or corrected.
func (st *step) announced(tx Tx, c *Contest) error {
	if c.AnnouncedAt.IsZero() {
		return nil
	}
	document, err := tx.AnnouncedResult(c.ID)
	if err != nil || document == nil {
		return err
	}
	st.result = document
	st.leaves = append(st.leaves, ledger.Leaf{Kind: ledger.KindResult, Hash: ledger.DocumentHash(document)}.String())
	return nil
}

// announceToLog lets the result wait for the log, unless the latest one there
// says the same.
func announceToLog(tx Tx, c *Contest) error {
	result, err := countForLog(tx, c)
	if err != nil {
		return err
	}
	logged, err := tx.LogResult(c.ID)
	if err != nil || bytes.Equal(logged, result.Document()) {
		return err
	}
	return tx.AnnounceResult(c.ID, result.Document())
}

// countForLog counts the votes of every entry. Those of entries that have left the
// gallery are void, for the reason of the review where it has found one.
func countForLog(tx Tx, c *Contest) (r ledger.Result, err error) {
	r = ledger.Result{Contest: string(c.ID), Void: []ledger.Void{}, Entries: []ledger.EntryResult{}}
	counts, err := tx.Counts(c.ID, nil)
	if err != nil {
		return r, err
	}
	out, err := tx.Entries(EntryQuery{Contest: c.ID, States: []State{Processing, Pending, Rejected, Refused, Disqualified, Withdrawn}, By: ByNumber, Limit: maxEntriesAtOnce})
	if err != nil {
		return r, err
	}
	states := make(map[Number]State, len(out))
	for _, e := range out {
		states[e.Number] = e.State
	}
	aside, err := tx.AsideCounts(c.ID)
	if err != nil {
		return r, err
	}
	asideOf := make(map[Number][]AsideCount)
	for _, n := range aside {
		asideOf[n.Number] = append(asideOf[n.Number], n)
	}
	void := map[string]int{}
	for _, n := range counts {
		state, left := states[n.Number]
		e := ledger.EntryResult{Number: int(n.Number), Counted: n.Votes}
		if left {
			e.Counted, e.Void = 0, n.Votes
			void[voidReason(state)] += n.Votes
		}
		for _, a := range asideOf[n.Number] {
			r.Logged += a.Votes
			switch {
			case a.State != VotesPending:
				void[voidReviewed+a.Code] += a.Votes
			case left:
				void[voidReason(state)] += a.Votes
			default:
				r.Pending += a.Votes
				continue
			}
			e.Void += a.Votes
		}
		if left && e.Void == 0 {
			continue
		}
		r.Counted += e.Counted
		r.Logged += n.Votes
		r.Entries = append(r.Entries, e)
	}
	for _, reason := range slices.Sorted(maps.Keys(void)) {
		if void[reason] > 0 {
			r.Void = append(r.Void, ledger.Void{Reason: reason, Votes: void[reason]})
		}
	}
	r.Withdrawn, err = tx.CountTakenBack(c.ID)
	r.Logged += r.Withdrawn
	return r, err
}

func voidReason(s State) string {
	switch s {
	case Disqualified:
		return voidDisqualified
	case Withdrawn:
		return voidWithdrawn
	}
	return voidReturned
}
