package sqlstore

import (
	"cmp"
	"maps"
	"slices"
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
	from, err := t.restrict(&w, contest, text)
	if err != nil {
		return nil, err
	}
	if q.Free {
		w.and("(e.lease_until <= ? OR e.lease_staff = ?)", micros(t.Now()), q.Staff)
	}
	order := window(&q, &w, from == fromGram)
	if q.Free && !t.reading {
		order += t.db.dialect.pass("e")
	}
	err = t.each(func(r row) error {
		e, _, err := scanEntry(r)
		entries = append(entries, e)
		return err
	}, "SELECT "+entryColumns+from+w.text.String()+order, w.args...)
	return entries, err
}

// restrict asks for the entries that a search finds, and returns where to look
// for them: under the rarest of the grams; but where that is under many titles,
// in all entries in order, of which a few are soon found.
func (t *tx) restrict(w *where, contest int64, q query) (from string, err error) {
	from = fromEntry
	rarest, titles, err := t.rarest(contest, q.grams)
	if titles <= fewTitles || titles < manyTitles && len(q.grams) > 1 {
		from = fromGram
		w.and("g.contest = ? AND g.gram = ? AND e.ref = g.entry", contest, rarest)
		for _, gram := range q.grams {
			if gram != rarest {
				w.and("EXISTS (SELECT 1 FROM entry_gram o WHERE o.contest = ? AND o.gram = ? AND o.entry = g.entry)", contest, gram)
			}
		}
	}
	for _, word := range q.words { // letters and digits: nothing to escape
		w.and("e.folded LIKE ?", "%"+word+"%")
	}
	return from, err
}

// Under how many titles the rarest gram may be to begin there. If it is the
// only one, all of them are then read, while without it some 20 × entries ÷
// titles are; if not, the others leave few.
const (
	fewTitles  = 1024
	manyTitles = 8192
)

// rarest returns the gram that is under the fewest titles, and how many they
// are, at most manyTitles.
func (t *tx) rarest(contest int64, grams []string) (rarest string, titles int, err error) {
	titles = manyTitles
	for _, gram := range grams {
		var n int
		err := t.one(nil, "SELECT count(*) FROM (SELECT 1 FROM entry_gram WHERE contest = $1 AND gram = $2 LIMIT $3) AS few",
			[]any{contest, gram, titles}, &n)
		if err != nil {
			return "", 0, err
		}
		if n < titles {
			rarest, titles = gram, n
		}
	}
	return rarest, titles, nil
}

// window adds the bounds of the list's key and returns its order and limit.
// Keys are above 0, so a bound of 0 is none. What is found few of is sorted, rather
// than looked for in the order of the key.
func window(q *voting.EntryQuery, w *where, few bool) string {
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
	if few {
		key += " + 0"
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
	if err != nil {
		return nil, err
	}
	found := map[voting.Number]voting.Entry{}
	for some := range slices.Chunk(numbers, mostInList) {
		var l list
		text := selectEntry + "WHERE e.contest = " + l.add(contest) + " AND e.number " + in(&l, some)
		err := t.each(func(r row) error {
			e, _, err := scanEntry(r)
			found[e.Number] = e
			return err
		}, text, l.args...)
		if err != nil {
			return nil, err
		}
	}
	for _, n := range numbers {
		if e, ok := found[n]; ok {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// mostInList is how many values one statement lists; databases take 32,766.
const mostInList = 1024

// CountEntries implements voting.EntryTx.
func (t *tx) CountEntries(c voting.ContestID, category voting.Slug) (map[voting.State]int, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	counts := map[voting.State]int{}
	var w where
	w.and("contest = ?", contest)
	w.and("entries > ?", 0)
	if category != "" {
		w.and("category = ?", category)
	}
	err = t.each(func(r row) error {
		var (
			state voting.State
			n     int
		)
		err := r.Scan(&state, &n)
		counts[state] = n
		return err
	}, "SELECT state, CAST(sum(entries) AS BIGINT) FROM state_count "+w.text.String()+" GROUP BY state", w.args...)
	return counts, err
}

// place is where an entry is counted.
type place struct {
	state    voting.State // "": nowhere
	category voting.Slug
}

// countEntry counts an entry, and those of its votes that are in its own column,
// out of one place and into another.
func (t *tx) countEntry(contest int64, from, to place, votes int) error {
	if from == to {
		return nil
	}
	return t.changeStates(map[entryPlace]entryCount{{contest, from}: {-1, -votes}, {contest, to}: {1, votes}})
}

type (
	entryPlace struct {
		contest int64
		place
	}
	entryCount struct{ entries, votes int }
)

// changeStates adds to what is counted in places, always in the same order, so
// that two changes cannot wait for each other.
func (t *tx) changeStates(change map[entryPlace]entryCount) error {
	places := slices.SortedFunc(maps.Keys(change), func(a, b entryPlace) int {
		return cmp.Or(cmp.Compare(a.contest, b.contest), cmp.Compare(a.state, b.state), cmp.Compare(a.category, b.category))
	})
	for _, p := range places {
		if p.state == "" {
			continue
		}
		err := t.later(`INSERT INTO state_count (contest, state, category, entries, votes) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (contest, state, category) DO UPDATE
			SET entries = state_count.entries + excluded.entries, votes = state_count.votes + excluded.votes`,
			p.contest, p.state, p.category, change[p].entries, change[p].votes)
		if err != nil {
			return err
		}
	}
	return nil
}
