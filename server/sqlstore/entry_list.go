package sqlstore

import (
	"strings"

	"plaudit/voting"
)

// where collects conditions and their arguments.
type where struct {
	list
	text strings.Builder
}

// and adds a condition; each ? in it stands for the next value.
func (w *where) and(condition string, values ...any) {
	if w.text.Len() == 0 {
		w.text.WriteString("WHERE ")
	} else {
		w.text.WriteString(" AND ")
	}
	for i, part := range strings.Split(condition, "?") {
		if i > 0 {
			w.text.WriteString(w.add(values[i-1]))
		}
		w.text.WriteString(part)
	}
}

// Entries implements voting.EntryTx.
func (t *tx) Entries(q voting.EntryQuery) (entries []voting.Entry, err error) {
	contest, err := t.contestRef(q.Contest)
	if err != nil {
		return nil, err
	}
	text := parseQuery(q.Text)
	if q.Text != "" && len(text.words) == 0 {
		return nil, nil
	}
	var w where
	w.and("e.contest = ?", contest)
	if len(q.States) > 0 {
		w.and("e.state " + in(&w.list, q.States))
	}
	if q.Category != "" {
		w.and("e.category = ?", q.Category)
	}
	text.restrict(&w, contest)
	if q.Free {
		w.and("(e.lease_until <= ? OR e.lease_staff = ?)", micros(t.Now()), q.Staff)
	}
	order := window(&q, &w)
	if q.Free && !t.reading {
		order += t.db.dialect.pass("e")
	}
	err = t.each(func(r row) error {
		e, _, err := scanEntry(r)
		entries = append(entries, e)
		return err
	}, selectEntry+w.text.String()+order, w.args...)
	return entries, err
}

// restrict asks for the entries that a search finds.
func (q query) restrict(w *where, contest int64) {
	for _, gram := range q.grams {
		w.and("e.ref IN (SELECT entry FROM entry_gram WHERE contest = ? AND gram = ?)", contest, gram)
	}
	for _, word := range q.words { // letters and digits: nothing to escape
		w.and("e.folded LIKE ?", "%"+word+"%")
	}
}

// window adds the bounds of the list's key and returns its order and limit.
// Keys are above 0, so a bound of 0 is none.
func window(q *voting.EntryQuery, w *where) string {
	key, beyond, upTo, direction := "e.number", " > ?", " <= ?", ""
	if q.By == voting.ByShuffle {
		key = "e.shuffle"
	}
	if q.Desc {
		beyond, upTo, direction = " < ?", " >= ?", " DESC"
	}
	if q.After != 0 {
		w.and(key+beyond, q.After)
	}
	if q.Until != 0 {
		w.and(key+upTo, q.Until)
	}
	order := " ORDER BY " + key + direction
	if q.Limit > 0 {
		order += " LIMIT " + w.add(q.Limit)
	}
	return order
}

// EntriesByNumber implements voting.EntryTx.
func (t *tx) EntriesByNumber(c voting.ContestID, numbers []voting.Number) (entries []voting.Entry, err error) {
	contest, err := t.contestRef(c)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	var l list
	text := selectEntry + "WHERE e.contest = " + l.add(contest) + " AND e.number " + in(&l, numbers)
	found := map[voting.Number]voting.Entry{}
	err = t.each(func(r row) error {
		e, _, err := scanEntry(r)
		found[e.Number] = e
		return err
	}, text, l.args...)
	for _, n := range numbers {
		if e, ok := found[n]; ok {
			entries = append(entries, e)
		}
	}
	return entries, err
}

// CountEntries implements voting.EntryTx.
func (t *tx) CountEntries(c voting.ContestID) (map[voting.State]int, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	counts := map[voting.State]int{}
	err = t.each(func(r row) error {
		var (
			state voting.State
			n     int
		)
		err := r.Scan(&state, &n)
		counts[state] = n
		return err
	}, "SELECT state, count(*) FROM entry WHERE contest = $1 GROUP BY state", contest)
	return counts, err
}
