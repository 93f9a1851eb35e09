package sqlstore

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"plaudit/voting"
)

// An entry is read with its assets in one statement.
const (
	entryColumns = `e.ref, e.id, c.id, e.number, e.title, e.category, e.medium, e.entrant, e.age_band, e.statement,
		e.digest, e.state, e.reason, e.code_mac, e.phone_mac, e.own_voter, e.contact, e.consent_version, e.shuffle, e.submitted_at,
		COALESCE((SELECT string_agg(a.asset, '|' ORDER BY a.position) FROM entry_asset a WHERE a.entry = e.ref), '')`
	fromEntry   = " FROM entry e JOIN contest c ON c.ref = e.contest "
	fromGram    = " FROM entry_gram g CROSS JOIN entry e JOIN contest c ON c.ref = e.contest " // in this order
	selectEntry = "SELECT " + entryColumns + fromEntry
)

// maxEntries is how many entries are kept decoded.
const maxEntries = 10_000

func scanEntry(r row) (e voting.Entry, digest []byte, err error) {
	var (
		ref, submitted int64
		own            []byte
		assets         string
	)
	err = r.Scan(&ref, &e.ID, &e.Contest, &e.Number, &e.Title, &e.Category, &e.Medium, &e.Entrant, &e.AgeBand, &e.Statement,
		&digest, &e.State, &e.Reason, &e.CodeMAC, &e.PhoneMAC, &own, &e.Contact, &e.ConsentVersion, &e.Shuffle, &submitted, &assets)
	e.SubmittedAt, e.OwnVoter = moment(submitted), voting.VoterKey(hex.EncodeToString(own))
	if assets != "" {
		for id := range strings.SplitSeq(assets, "|") {
			e.Assets = append(e.Assets, voting.AssetID(id))
		}
	}
	return e, digest, err
}

// entry reads one entry.
func (t *tx) entry(missing error, where string, args ...any) (e voting.Entry, err error) {
	var (
		ref    int64
		digest []byte
	)
	err = t.one(missing, "SELECT ref, digest FROM entry "+where, args, &ref, &digest)
	if err != nil {
		return e, err
	}
	return t.decodedEntry(ref, digest)
}

// decodedEntry is the entry of that row, which has that digest.
func (t *tx) decodedEntry(ref int64, digest []byte) (e voting.Entry, err error) {
	e, known := t.db.entries.get(digest)
	if !known {
		err = t.each(func(r row) (err error) {
			e, digest, err = scanEntry(r)
			return err
		}, selectEntry+"WHERE e.ref = $1", ref)
		if err != nil {
			return e, err
		}
		t.db.entries.put(digest, e)
	}
	t.noteRead(e.ID, digest)
	t.lastEntry.id, t.lastEntry.ref = e.ID, ref
	e.Contact, e.Assets = slices.Clone(e.Contact), slices.Clone(e.Assets) // the caller may change them
	return e, nil
}

// noteRead remembers what a change decides by. Where changes run side by side,
// UpdateEntry makes sure that it is still so.
func (t *tx) noteRead(id voting.EntryID, digest []byte) {
	if t.db.dialect.lockRow == "" {
		return
	}
	if t.readEntries == nil {
		t.readEntries = map[voting.EntryID]string{}
	}
	t.readEntries[id] = string(digest)
}

// Entry implements voting.EntryTx.
func (t *tx) Entry(c voting.ContestID, n voting.Number) (voting.Entry, error) {
	if ref, digest, ok := t.foreseenEntry(c, n); ok {
		return t.decodedEntry(ref, digest)
	}
	ref, err := t.contestRef(c)
	if err != nil {
		return voting.Entry{}, err
	}
	return t.entry(voting.ErrEntryNotFound, "WHERE contest = $1 AND number = $2", ref, n)
}

// EntryByID implements voting.EntryTx.
func (t *tx) EntryByID(id voting.EntryID) (voting.Entry, error) {
	return t.entry(voting.ErrEntryNotFound, "WHERE id = $1", id)
}

// EntryByCode implements voting.EntryTx.
func (t *tx) EntryByCode(c voting.ContestID, codeMAC string) (voting.Entry, error) {
	ref, err := t.contestRef(c)
	if err != nil {
		return voting.Entry{}, err
	}
	return t.entry(voting.ErrCodeNotFound, "WHERE contest = $1 AND code_mac = $2", ref, codeMAC)
}

// EntryByAsset implements voting.EntryTx.
func (t *tx) EntryByAsset(id voting.AssetID) (voting.Entry, error) {
	return t.entry(voting.ErrEntryNotFound, "WHERE ref = (SELECT entry FROM entry_asset WHERE asset = $1)", id)
}

// entryRef returns the number that rows point at an entry by.
func (t *tx) entryRef(id voting.EntryID) (ref int64, err error) {
	if t.lastEntry.id == id && id != "" {
		return t.lastEntry.ref, nil
	}
	err = t.one(voting.ErrEntryNotFound, "SELECT ref FROM entry WHERE id = $1", []any{id}, &ref)
	return ref, err
}

// NextNumber implements voting.EntryTx.
func (t *tx) NextNumber(c voting.ContestID) (n voting.Number, err error) {
	ref, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	err = t.one(nil, `INSERT INTO entry_number (contest, latest) VALUES ($1, 1)
		ON CONFLICT (contest) DO UPDATE SET latest = entry_number.latest + 1 RETURNING latest`, []any{ref}, &n)
	return n, err
}

// InsertEntry implements voting.EntryTx.
func (t *tx) InsertEntry(e voting.Entry) error {
	contest, err := t.contestRef(e.Contest)
	if err != nil {
		return err
	}
	own, err := rawKey(e.OwnVoter)
	if err != nil {
		return err
	}
	folded := fold(e.Title)
	digest, err := digest(e)
	if err != nil {
		return err
	}
	var ref int64
	err = t.one(nil, `INSERT INTO entry (id, contest, number, title, folded, category, medium, entrant, age_band, statement,
			state, reason, code_mac, phone_mac, own_voter, contact, consent_version, shuffle, submitted_at, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) RETURNING ref`,
		[]any{
			e.ID, contest, e.Number, e.Title, folded, e.Category, e.Medium, e.Entrant, e.AgeBand, e.Statement,
			e.State, e.Reason, e.CodeMAC, e.PhoneMAC, own, e.Contact, e.ConsentVersion, e.Shuffle, micros(e.SubmittedAt),
			digest,
		}, &ref)
	if err != nil {
		return fmt.Errorf("insert entry %d: %w", e.Number, err)
	}
	if err := t.insertAssets(ref, e.Assets); err != nil {
		return err
	}
	if err := t.changeUse(contest, e.Assets, 1); err != nil {
		return err
	}
	if err := t.changeGrams(contest, ref, nil, grams(folded)); err != nil {
		return err
	}
	return t.countState(contest, "", e.State)
}

// UpdateEntry implements voting.EntryTx.
func (t *tx) UpdateEntry(e voting.Entry) error {
	t.changedEntry = true
	read, had := t.readEntries[e.ID]
	stored, err := t.entry(voting.ErrEntryNotFound, "WHERE id = $1"+t.db.dialect.lockRow, e.ID)
	if err != nil {
		return err
	}
	if had && read != t.readEntries[e.ID] {
		return errAgain
	}
	var (
		ref     = t.lastEntry.ref
		contest int64
		before  string
	)
	if err := t.one(nil, "SELECT contest, folded FROM entry WHERE ref = $1", []any{ref}, &contest, &before); err != nil {
		return err
	}
	own, err := rawKey(e.OwnVoter)
	if err != nil {
		return err
	}
	e.Contest, e.Number, e.Shuffle, e.SubmittedAt = stored.Contest, stored.Number, stored.Shuffle, stored.SubmittedAt
	digest, err := digest(e)
	if err != nil {
		return err
	}
	folded := fold(e.Title)
	_, err = t.exec(`UPDATE entry SET title = $1, folded = $2, category = $3, medium = $4, entrant = $5, age_band = $6,
			statement = $7, state = $8, reason = $9, code_mac = $10, phone_mac = $11, own_voter = $12, contact = $13,
			consent_version = $14, digest = $15 WHERE ref = $16`,
		e.Title, folded, e.Category, e.Medium, e.Entrant, e.AgeBand, e.Statement, e.State, e.Reason, e.CodeMAC,
		e.PhoneMAC, own, e.Contact, e.ConsentVersion, digest, ref)
	if err != nil {
		return fmt.Errorf("update entry %d: %w", e.Number, err)
	}
	if err := t.replaceAssets(contest, ref, stored.Assets, e.Assets); err != nil {
		return err
	}
	if err := t.changeGrams(contest, ref, grams(before), grams(folded)); err != nil {
		return err
	}
	return t.countState(contest, stored.State, e.State)
}

func (t *tx) replaceAssets(contest, entry int64, before, after []voting.AssetID) error {
	if slices.Equal(before, after) {
		return nil
	}
	if _, err := t.exec("DELETE FROM entry_asset WHERE entry = $1", entry); err != nil {
		return err
	}
	return errors.Join(t.changeUse(contest, before, -1), t.insertAssets(entry, after), t.changeUse(contest, after, 1))
}

func (t *tx) insertAssets(entry int64, assets []voting.AssetID) error {
	for i, id := range assets {
		_, err := t.exec("INSERT INTO entry_asset (entry, position, asset) VALUES ($1, $2, $3)", entry, i+1, id)
		if err != nil {
			return fmt.Errorf("attach asset %s: %w", id, err)
		}
	}
	return nil
}

// changeGrams brings the search index from one set of grams to another.
func (t *tx) changeGrams(contest, entry int64, from, to []string) error {
	for _, gram := range from {
		if slices.Contains(to, gram) {
			continue
		}
		if _, err := t.exec("DELETE FROM entry_gram WHERE contest = $1 AND gram = $2 AND entry = $3", contest, gram, entry); err != nil {
			return err
		}
	}
	for _, gram := range to {
		if slices.Contains(from, gram) {
			continue
		}
		if _, err := t.exec("INSERT INTO entry_gram (contest, gram, entry) VALUES ($1, $2, $3)", contest, gram, entry); err != nil {
			return err
		}
	}
	return nil
}

// rawKey is how voters' keys are stored: 32 bytes, nil for none.
func rawKey(key voting.VoterKey) ([]byte, error) {
	if key == "" {
		return nil, nil
	}
	raw, err := hex.DecodeString(string(key))
	if err != nil || len(raw) != 32 {
		return nil, fmt.Errorf("a voter's key is 64 hex digits, not %d characters", len(key))
	}
	return raw, nil
}
