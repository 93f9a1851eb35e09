package sqlstore_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"
	"time"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

// fixture is a database with one contest, "may", on every kind of database.
type fixture struct {
	*sqlstore.DB
	t       *testing.T
	clock   *storetest.Clock
	contest voting.ContestID
}

func each(t *testing.T, test func(f *fixture)) {
	storetest.Each(t, start, func(t *testing.T, db *sqlstore.DB, clock *storetest.Clock) {
		f := &fixture{DB: db, t: t, clock: clock, contest: "contest-may"}
		f.update(func(tx voting.Tx) error { return tx.InsertContest(contest("may", start)) })
		test(f)
	})
}

func contest(slug voting.Slug, created time.Time) voting.Contest {
	return voting.Contest{
		ID: voting.ContestID("contest-" + slug), LogOrigin: "plaudit/test", Slug: slug, Key: []byte{1, 0, 2}, Revision: 1, CreatedAt: created,
		Settings: voting.Settings{
			Title: "五月影像", Timezone: "Asia/Shanghai", Policy: voting.DefaultPolicy(),
			Categories: []voting.Category{{Slug: "photo", Media: []voting.Medium{voting.Photo}}},
			Rounds:     []voting.Round{{Kind: voting.VoteRound, Opens: start, Closes: start.Add(time.Hour)}},
		},
	}
}

func (f *fixture) update(change func(voting.Tx) error) {
	f.t.Helper()
	if err := f.Voting().Update(f.t.Context(), change); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) view(read func(voting.Tx) error) {
	f.t.Helper()
	if err := f.Voting().View(f.t.Context(), read); err != nil {
		f.t.Fatal(err)
	}
}

// refused runs a change that must end with the error given.
func (f *fixture) refused(want error, change func(voting.Tx) error) {
	f.t.Helper()
	if err := f.Voting().Update(f.t.Context(), change); !errors.Is(err, want) {
		f.t.Errorf("got %v, want %v", err, want)
	}
}

// entry is entry n with every field set.
func (f *fixture) entry(n int, title string) voting.Entry {
	return voting.Entry{
		ID: voting.EntryID(fmt.Sprintf("entry-%d", n)), Contest: f.contest, Number: voting.Number(n), Title: title,
		Category: "photo", Medium: voting.Photo, Entrant: "张*", AgeBand: voting.Adult, Statement: "statement",
		State: voting.Approved, Reason: "", CodeMAC: fmt.Sprintf("code-%d", n), PhoneMAC: "phone", OwnVoter: voterKey(n),
		Contact: []byte{0, 255}, ConsentVersion: "2026-11", Shuffle: int64(1000 - 7*n),
		Assets: []voting.AssetID{voting.AssetID(fmt.Sprintf("asset-%d", n))}, SubmittedAt: start.Add(time.Duration(n)),
	}
}

// insert adds approved entries 1, 2 … with these titles.
func (f *fixture) insert(titles ...string) {
	f.t.Helper()
	f.update(func(tx voting.Tx) error {
		for _, title := range titles {
			n, err := tx.NextNumber(f.contest)
			if err != nil {
				return err
			}
			if err := tx.InsertEntry(f.entry(int(n), title)); err != nil {
				return err
			}
		}
		return nil
	})
}

// numbers lists the numbers of the entries that a query finds.
func (f *fixture) numbers(q voting.EntryQuery) (numbers []voting.Number) {
	f.t.Helper()
	q.Contest = f.contest
	f.view(func(tx voting.Tx) error {
		entries, err := tx.Entries(q)
		for _, e := range entries {
			numbers = append(numbers, e.Number)
		}
		return err
	})
	return numbers
}

func voterKey(n int) voting.VoterKey {
	sum := sha256.Sum256(fmt.Appendf(nil, "voter %d", n))
	return voting.VoterKey(hex.EncodeToString(sum[:]))
}
