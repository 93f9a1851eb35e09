package voting

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"plaudit/voting/ledger"
)

// upToResult takes what waits up to the latest result, without other results,
// which it stands in place of. What came after the result waits on, so that the
// log tells in this order what the result was made of. cut says that more waits.
func (st *step) upToResult(waiting []Waiting, cut bool) {
	is := func(w Waiting) bool { return strings.HasPrefix(w.Leaf, string(ledger.KindResult)+" ") }
	last := len(waiting) - 1
	for last >= 0 && !is(waiting[last]) {
		last--
	}
	st.more = cut || last >= 0 && last < len(waiting)-1
	if last >= 0 {
		st.ahead, waiting = &waiting[last], waiting[:last]
	}
	for _, w := range waiting {
		if is(w) {
			st.refs = append(st.refs, w.Ref)
			continue
		}
		st.add([]Waiting{w})
	}
}

// announced adds the leaf of a result that was announced, or corrected. One
// from before results waited in line goes in when nothing else does.
func (st *step) announced(tx Tx, c *Contest) error {
	if c.AnnouncedAt.IsZero() || st.ahead == nil && st.more {
		return nil
	}
	document, err := tx.AnnouncedResult(c.ID)
	if err != nil {
		return err
	}
	if st.ahead != nil {
		st.refs = append(st.refs, st.ahead.Ref)
	}
	leaf := ledger.Leaf{Kind: ledger.KindResult, Hash: ledger.DocumentHash(document)}.String()
	if document == nil || st.ahead != nil && st.ahead.Leaf != leaf {
		return nil
	}
	st.result = document
	st.leaves = append(st.leaves, leaf)
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
	if err := tx.AnnounceResult(c.ID, result.Document()); err != nil {
		return err
	}
	leaf := ledger.Leaf{Kind: ledger.KindResult, Hash: ledger.DocumentHash(result.Document())}
	return tx.AwaitLog(c.ID, leaf.String(), false)
}

// countForLog counts the votes of every entry. Those of entries that have left the
// gallery are void, for the reason of the review where it has found one.
func countForLog(tx Tx, c *Contest) (r ledger.Result, err error) {
	r = ledger.Result{Contest: string(c.ID), Void: []ledger.Void{}, Entries: []ledger.EntryResult{}}
	counts, err := tx.Counts(c.ID, nil)
	if err != nil {
		return r, err
	}
	out, err := tx.Entries(EntryQuery{Contest: c.ID, States: gone(), By: ByNumber, Limit: maxEntriesAtOnce})
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
				void[ledger.VoidReviewed+a.Code] += a.Votes
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
		return ledger.VoidDisqualified
	case Withdrawn:
		return ledger.VoidWithdrawn
	}
	return ledger.VoidReturned
}
