package sqlstore_test

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"path/filepath"
	"testing"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// TestVotesOfVersion111 looks for votes, events and receipts of the version before
// votes had their events in their rows: one vote is in the log, one waits for it.
func TestVotesOfVersion111(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plaudit.db")
	if err := sqlstore.MigrateTo(t.Context(), path, 111); err != nil {
		t.Fatal(err)
	}
	logged, waits := ledger.Nonce{1}, ledger.Nonce{2}
	key := bytes.Repeat([]byte{7}, 32)
	fill111(t, path, key, logged, waits)

	db := storetest.Open(t, path, storetest.NewClock(start))
	err := db.Voting().Update(t.Context(), func(tx voting.Tx) error {
		b, err := tx.Ballot("c", "contest", voting.VoterKey(hex.EncodeToString(key)))
		if len(b.Votes) != 2 || b.Votes[0].Client != logged || b.Votes[1].Server != waits {
			t.Errorf("the ballot is %+v", b)
		}
		if err != nil {
			return err
		}
		var events []voting.VoteEvent
		err = tx.VoteEvents("c", func(_ voting.VoterRef, _ voting.Number, e voting.VoteEvent) error {
			events = append(events, e)
			return nil
		})
		if want := (voting.VoteEvent{Minute: 2, Net: 11, Client: 12, Viewed: true}); err != nil || len(events) != 1 || events[0] != want {
			t.Errorf("events %+v, %v; want %+v alone", events, err, want)
		}
		others, err := tx.Waiting("c", true, 10)
		if err != nil || len(others) != 1 {
			t.Fatalf("%d wait, %v; want 1", len(others), err)
		}
		return tx.SaveLog("c", voting.LogState{Size: 1, Policy: []byte{}}, voting.LogChange{Done: []int64{others[0].Ref}, Places: map[ledger.Hash]int64{waits.Hash(): 3}})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Voting().View(t.Context(), func(tx voting.Tx) error {
		for nonce, want := range map[ledger.Nonce]int64{logged: 0, waits: 3} {
			places, err := tx.LogPlaces("c", nonce.Hash().Code())
			if err != nil || len(places) != 1 || places[nonce.Hash()] != want {
				t.Errorf("places %v, %v; want %d", places, err, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fill111 puts two votes into a database of version 111, the first with its
// event, and an event of a vote that was taken back. The second waits for the log.
func fill111(t *testing.T, path string, key []byte, logged, waits ledger.Nonce) {
	t.Helper()
	old, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	do := func(text string, args ...any) {
		t.Helper()
		if _, err := old.ExecContext(t.Context(), text, args...); err != nil {
			t.Fatal(err)
		}
	}
	do(`INSERT INTO contest (ref, id, slug, wrapped_key, revision, created_at, announced_at, settings, digest, log_origin) VALUES (1, 'c', 'may', x'00', 1, 1, 0, '{}', x'01', 'plaudit/c')`)
	for n := 1; n <= 2; n++ {
		do(`INSERT INTO entry (ref, id, contest, number, title, category, medium, entrant, age_band, statement, digest, state, reason, code_mac, phone_mac, contact, consent_version, shuffle, submitted_at, folded)
			VALUES ($1, $2, 1, $1, '', 'photo', 'photo', '', '', '', x'01', 'approved', '', $2, '', x'', '', $1, 1, '')`, n, string(rune('a'+n)))
	}
	do("INSERT INTO voter (ref, contest, key, mode, since) VALUES (5, 1, $1, 'open', 1)", key)
	for n, nonce := range []ledger.Nonce{logged, waits} {
		hash := nonce.Hash()
		do("INSERT INTO vote (voter, period, entry, place, at, client, server) VALUES (5, 'contest', $1, $1, $2, $3, $3)", n+1, 120_000_000, nonce[:])
		do("INSERT INTO receipt (contest, hash, place) VALUES (1, $1, $2)", hash[:], -n)
	}
	do("INSERT INTO log_waiting (contest, secret, leaf, since) VALUES (1, 1, $1, 1)", ledger.VoteLeaf(ledger.Hash{9}, waits.Hash()).String())
	do("INSERT INTO vote_event (contest, voter, entry, minute, net, client, viewed) VALUES (1, 5, 1, 2, 11, 12, 1), (1, 5, 2, 1, 13, 14, 0)") // the second is of a vote that was taken back
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
}
