package sqlstore

import (
	"fmt"
	"maps"
	"slices"

	"plaudit/voting"
)

// changeCount adds to the changes of the entry's count or, where the voter's votes
// are set aside, to the count of those.
func (t *tx) changeCount(m mark, by int) error {
	a, err := t.asideOf(m.voter)
	switch {
	case err != nil:
		return err
	case a != aside{}:
		return t.later(addToAside, m.contest, a.state, a.code, by)
	}
	return t.later(addToEntry, m.entry, m.entryShard, by)
}

// addCount adds to the changes of an entry's count.
func (t *tx) addCount(entry int64, shard, by int) error {
	if by == 0 {
		return nil
	}
	return t.later(addToEntry, entry, shard, by)
}

const (
	addToEntry = `INSERT INTO entry_count (entry, shard, votes) VALUES ($1, $2, $3)
		ON CONFLICT (entry, shard) DO UPDATE SET votes = entry_count.votes + excluded.votes`
	addToAside = `INSERT INTO aside_count (contest, state, code, votes) VALUES ($1, $2, $3, $4)
		ON CONFLICT (contest, state, code) DO UPDATE SET votes = aside_count.votes + excluded.votes`
)

// foldEvery is how many votes come between two folds.
const foldEvery = 256

// fold adds what has changed of counts to the entries' own columns, so that no
// more than a few hundred changes are ever to be read beside them. Changes
// that another transaction holds are left to the next fold. It comes last in a
// transaction, because voters of the same entries wait for its end.
func (t *tx) fold() error {
	if t.db.dialect.lockRow != "" {
		return t.later(foldAtOnce, 4*foldEvery)
	}
	changes := map[int64]int{}
	err := t.each(func(r row) error {
		var (
			entry int64
			votes int
		)
		err := r.Scan(&entry, &votes)
		changes[entry] += votes
		return err
	}, `DELETE FROM entry_count WHERE (entry, shard) IN (SELECT entry, shard FROM entry_count LIMIT $1)
		RETURNING entry, votes`, 4*foldEvery)
	if err != nil {
		return fmt.Errorf("fold counts: %w", err)
	}
	entries := slices.Sorted(maps.Keys(changes)) // in one order, so that two folds cannot wait for each other
	for _, entry := range entries {
		if err := t.later("UPDATE entry SET votes = votes + $1 WHERE ref = $2", changes[entry], entry); err != nil {
			return fmt.Errorf("fold counts: %w", err)
		}
	}
	return t.foldTotals(entries, changes)
}

// foldAtOnce is all of fold in one statement, which PostgreSQL can, and which goes
// with the commit: all voters of the entries wait while it holds their changes. One
// is under way at a time.
const foldAtOnce = `WITH
	gone AS (DELETE FROM entry_count WHERE (entry, shard) IN (SELECT entry, shard FROM entry_count
		WHERE (SELECT pg_try_advisory_xact_lock(2, 0)) LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED) RETURNING entry, votes),
	changes AS (SELECT entry, CAST(sum(votes) AS BIGINT) AS votes FROM gone GROUP BY entry),
	moved AS (UPDATE entry SET votes = entry.votes + changes.votes FROM changes WHERE entry.ref = changes.entry
		RETURNING entry.contest, entry.state, entry.category, changes.votes)
	INSERT INTO state_count (contest, state, category, entries, votes)
	SELECT contest, state, category, 0, CAST(sum(votes) AS BIGINT) FROM moved GROUP BY contest, state, category ORDER BY contest, state, category
	ON CONFLICT (contest, state, category) DO UPDATE SET votes = state_count.votes + excluded.votes`

// foldTotals adds what was added to entries to the totals of their places. No
// entry changes its place meanwhile: they are held.
func (t *tx) foldTotals(entries []int64, changes map[int64]int) error {
	totals := map[entryPlace]entryCount{}
	for some := range slices.Chunk(entries, mostInList) {
		var l list
		text := "SELECT ref, contest, state, category FROM entry WHERE ref " + in(&l, some)
		err := t.each(func(r row) error {
			var (
				ref int64
				at  entryPlace
			)
			err := r.Scan(&ref, &at.contest, &at.state, &at.category)
			total := totals[at]
			total.votes += changes[ref]
			totals[at] = total
			return err
		}, text, l.args...)
		if err != nil {
			return fmt.Errorf("fold totals: %w", err)
		}
	}
	return t.changeStates(totals)
}

// votesOf is the votes of the entry e: its column, and what has changed since.
const votesOf = "e.votes + COALESCE((SELECT CAST(sum(k.votes) AS BIGINT) FROM entry_count k WHERE k.entry = e.ref), 0)"

// VoteCounts implements voting.BallotTx.
func (t *tx) VoteCounts(_ voting.ContestID, ids []voting.EntryID) (map[voting.EntryID]int, error) {
	counts := map[voting.EntryID]int{}
	if len(ids) == 0 {
		return counts, nil
	}
	var l list // the contest is not asked for: SQLite would rather read all of it
	text := "SELECT e.id, " + votesOf + " FROM entry e WHERE e.id " + in(&l, ids)
	err := t.each(func(r row) error {
		var (
			id voting.EntryID
			n  int
		)
		err := r.Scan(&id, &n)
		counts[id] = n
		return err
	}, text, l.args...)
	return counts, err
}

// Counts implements voting.BallotTx; by number.
func (t *tx) Counts(c voting.ContestID, states []voting.State) ([]voting.Count, error) {
	return t.counts(c, states, func(int64, *list) string {
		return "SELECT e.id, e.number, e.category, " + votesOf + " FROM entry e "
	})
}

// Leading implements voting.BallotTx. The index over the entries' columns
// gives those that were ahead when counts were last folded; any that is ahead
// now and not among them has changed since, and those are all looked at.
func (t *tx) Leading(q voting.CountQuery) (counts []voting.Count, err error) {
	contest, err := t.contestRef(q.Contest)
	if err != nil {
		return nil, err
	}
	var w where
	w.and("contest = ?", contest)
	w.and("state " + in(&w.list, q.States))
	if q.Category != "" {
		w.and("category = ?", q.Category)
	}
	filter, most := w.text.String(), w.add(q.Most)
	reach := most + " + (SELECT count(*) FROM changed)"
	ahead, limit := filter+" ORDER BY votes DESC, number LIMIT "+reach, " LIMIT "+most
	if q.Ties {
		ahead = filter + " AND votes >= COALESCE((SELECT votes FROM entry " + filter + " ORDER BY votes DESC, number LIMIT 1 OFFSET " + reach + "), 0)"
		limit = ""
	}
	counts, err = t.scanCounts(`WITH changed AS (SELECT entry, CAST(sum(votes) AS BIGINT) AS votes FROM entry_count GROUP BY entry),
		seen AS (SELECT * FROM (SELECT ref, id, number, category, votes FROM entry `+ahead+`) AS ahead
			UNION SELECT entry.ref, entry.id, entry.number, entry.category, entry.votes
			FROM changed CROSS JOIN entry `+filter+` AND entry.ref = changed.entry)
		SELECT id, number, category, seen.votes + COALESCE(changed.votes, 0) AS total
			FROM seen LEFT JOIN changed ON changed.entry = seen.ref ORDER BY total DESC, number`+limit, w.args)
	end := min(q.Most, len(counts))
	for end < len(counts) && counts[end].Votes == counts[end-1].Votes {
		end++
	}
	return counts[:end], err
}

// CountVotes implements voting.BallotTx. The filter fits the kept totals and the
// entries alike.
func (t *tx) CountVotes(c voting.ContestID, states []voting.State, category voting.Slug) (votes int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	var w where
	w.and("e.contest = ?", contest)
	w.and("e.state " + in(&w.list, states))
	if category != "" {
		w.and("e.category = ?", category)
	}
	filter := w.text.String()
	err = t.one(nil, `SELECT CAST(COALESCE((SELECT sum(e.votes) FROM state_count e `+filter+`), 0)
		+ COALESCE((SELECT sum(k.votes) FROM entry_count k JOIN entry e ON e.ref = k.entry `+filter+`), 0) AS BIGINT)`, w.args, &votes)
	return votes, err
}

// Recount implements voting.BallotTx; by number. It reads all votes of the
// contest's voters.
func (t *tx) Recount(c voting.ContestID, states []voting.State) ([]voting.Count, error) {
	return t.counts(c, states, func(contest int64, l *list) string {
		return `WITH total AS (SELECT vote.entry, count(*) AS votes FROM voter JOIN vote ON vote.voter = voter.ref
			WHERE voter.contest = ` + l.add(contest) + " AND " + fmt.Sprintf(isCounted, "voter.ref") + ` GROUP BY vote.entry)
			SELECT e.id, e.number, e.category, COALESCE(total.votes, 0) FROM entry e LEFT JOIN total ON total.entry = e.ref `
	})
}

// counts lists what selected selects of the contest's entries.
func (t *tx) counts(c voting.ContestID, states []voting.State, selected func(contest int64, l *list) string) (counts []voting.Count, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	var w where
	text := selected(contest, &w.list)
	w.and("e.contest = ?", contest)
	if len(states) > 0 {
		w.and("e.state " + in(&w.list, states))
	}
	return t.scanCounts(text+w.text.String()+" ORDER BY e.number", w.args)
}

func (t *tx) scanCounts(text string, args []any) (counts []voting.Count, err error) {
	err = t.each(func(r row) error {
		var n voting.Count
		err := r.Scan(&n.Entry, &n.Number, &n.Category, &n.Votes)
		counts = append(counts, n)
		return err
	}, text, args...)
	return counts, err
}

// CountVoters implements voting.BallotTx.
func (t *tx) CountVoters(c voting.ContestID) (n int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	err = t.one(nil, `SELECT CAST(COALESCE(sum(voters), 0) AS BIGINT) - (SELECT count(*) FROM voter_review r
		WHERE r.contest = $1 AND r.state <> 'counted' AND EXISTS (SELECT 1 FROM vote WHERE vote.voter = r.voter))
		FROM voter_count WHERE contest = $1`, []any{contest}, &n)
	return n, err
}
