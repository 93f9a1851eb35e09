package sqlstore_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/voting"
)

func TestEntriesComeBackAsTheyWereStored(t *testing.T) {
	each(t, func(f *fixture) {
		full := f.entry(1, "夏收")
		full.Assets = []voting.AssetID{"z", "a"}
		full.SubmittedAt = start
		bare := voting.Entry{ID: "bare", Contest: f.contest, Number: 2, SubmittedAt: start, CodeMAC: "none", State: voting.Pending}
		f.update(func(tx voting.Tx) error { return errors.Join(tx.InsertEntry(full), tx.InsertEntry(bare)) })
		read := func(want voting.Entry) {
			t.Helper()
			f.view(func(tx voting.Tx) error {
				byNumber, err1 := tx.Entry(f.contest, want.Number)
				byID, err2 := tx.EntryByID(want.ID)
				byCode, err3 := tx.EntryByCode(f.contest, want.CodeMAC)
				byNumbers, err4 := tx.EntriesByNumber(f.contest, []voting.Number{99, want.Number, 77})
				if diff := cmp.Diff([]voting.Entry{want, want, want, want}, append(byNumbers, byNumber, byID, byCode)); diff != "" {
					t.Errorf("want -, got +:\n%s", diff)
				}
				return errors.Join(err1, err2, err3, err4)
			})
		}
		read(full)
		read(bare)
		f.update(func(tx voting.Tx) error {
			e, err := tx.EntryByAsset("a")
			e.Title, e.State, e.Reason, e.Assets, e.Contact, e.OwnVoter = "秋收", voting.Rejected, "unclear", []voting.AssetID{"n"}, nil, ""
			full = e
			return errors.Join(err, tx.UpdateEntry(e))
		})
		read(full)
		f.refused(voting.ErrEntryNotFound, func(tx voting.Tx) error { _, err := tx.EntryByAsset("a"); return err })
		f.refused(voting.ErrEntryNotFound, func(tx voting.Tx) error { return tx.UpdateEntry(voting.Entry{ID: "none"}) })
		f.refused(voting.ErrCodeNotFound, func(tx voting.Tx) error { _, err := tx.EntryByCode(f.contest, "x"); return err })
	})
}

func TestListsOfEntries(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("a", "b", "c", "d", "e", "f")
		f.update(func(tx voting.Tx) error {
			for n, state := range map[voting.Number]voting.State{2: voting.Pending, 5: voting.Rejected} {
				e, err := tx.Entry(f.contest, n)
				if err != nil {
					return err
				}
				e.State = state
				if n == 5 {
					e.Category = "drawing"
				}
				if err := tx.UpdateEntry(e); err != nil {
					return err
				}
			}
			return nil
		})
		approved := []voting.State{voting.Approved}
		for _, c := range []struct {
			name  string
			query voting.EntryQuery
			want  []voting.Number
		}{
			{"all", voting.EntryQuery{By: voting.ByNumber}, []voting.Number{1, 2, 3, 4, 5, 6}},
			{"one state", voting.EntryQuery{States: approved, By: voting.ByNumber, Limit: 3}, []voting.Number{1, 3, 4}},
			{"beyond", voting.EntryQuery{States: approved, By: voting.ByNumber, After: 3}, []voting.Number{4, 6}},
			{"newest", voting.EntryQuery{States: approved, By: voting.ByNumber, Desc: true, Limit: 2}, []voting.Number{6, 4}},
			{"older than", voting.EntryQuery{By: voting.ByNumber, Desc: true, After: 4}, []voting.Number{3, 2, 1}},
			{"newest until", voting.EntryQuery{By: voting.ByNumber, Desc: true, Until: 5}, []voting.Number{6, 5}},
			{"shuffled", voting.EntryQuery{By: voting.ByShuffle, States: approved}, []voting.Number{6, 4, 3, 1}},
			{"shuffled part", voting.EntryQuery{By: voting.ByShuffle, After: 1000 - 7*5, Until: 1000 - 7*2}, []voting.Number{4, 3, 2}},
			{"two states", voting.EntryQuery{By: voting.ByNumber, States: []voting.State{voting.Pending, voting.Rejected}}, []voting.Number{2, 5}},
			{"category", voting.EntryQuery{By: voting.ByNumber, Category: "drawing"}, []voting.Number{5}},
		} {
			if got := f.numbers(c.query); !cmp.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
		f.view(func(tx voting.Tx) error {
			counts, err := tx.CountEntries(f.contest, "")
			if want := (map[voting.State]int{voting.Approved: 4, voting.Pending: 1, voting.Rejected: 1}); !cmp.Equal(counts, want) {
				t.Errorf("counted %v, want %v", counts, want)
			}
			ordered, err2 := tx.EntriesByNumber(f.contest, []voting.Number{5, 1, 3})
			if len(ordered) != 3 || ordered[0].Number != 5 || ordered[1].Number != 1 || ordered[2].Number != 3 {
				t.Errorf("not in the order asked for: %v", ordered)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestLeases(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("a", "b")
		until := start.Add(3 * time.Minute)
		lease := func(by voting.StaffID) func(voting.Tx) error {
			return func(tx voting.Tx) error { return tx.Lease("entry-1", by, until) }
		}
		free := func(by voting.StaffID) []voting.Number {
			return f.numbers(voting.EntryQuery{By: voting.ByNumber, Free: true, Staff: by})
		}
		f.update(lease("wang"))
		f.update(lease("wang"))
		err := f.Voting().Update(t.Context(), lease("li"))
		var held *voting.Error
		if !errors.As(err, &held) || !errors.Is(err, voting.ErrLeased) || held.Params["staff"] != voting.StaffID("wang") ||
			!until.Equal(held.Params["until"].(time.Time)) {
			t.Errorf("a second moderator was answered %v", err)
		}
		if got := fmt.Sprint(free("wang"), free("li")); got != "[1 2] [2]" {
			t.Errorf("free for the holder and another: %s", got)
		}
		f.clock.Set(until)
		if got := fmt.Sprint(free("li")); got != "[1 2]" {
			t.Errorf("free after the lease: %s", got)
		}
		f.update(lease("li"))
		f.update(func(tx voting.Tx) error { return tx.Unlease("entry-1") })
		f.refused(voting.ErrEntryNotFound, func(tx voting.Tx) error { return tx.Unlease("none") })
		f.refused(voting.ErrEntryNotFound, func(tx voting.Tx) error { return tx.Lease("none", "li", until) })
	})
}

func TestHistoryAndRequests(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("a")
		steps := []voting.Transition{
			{Entry: "entry-1", At: start, To: voting.Processing},
			{Entry: "entry-1", At: start, From: voting.Pending, To: voting.Rejected, Decision: voting.Reject, Reason: "r", Staff: "u", Login: "l"},
		}
		f.update(func(tx voting.Tx) error {
			return errors.Join(tx.AppendTransition(steps[0]), tx.AppendTransition(steps[1]),
				tx.RememberRequest(f.contest, "key", "body", "entry-1"))
		})
		f.view(func(tx voting.Tx) error {
			got, err1 := tx.Transitions("entry-1")
			id, body, err2 := tx.Requested(f.contest, "key")
			if diff := cmp.Diff(steps, got) + cmp.Diff([]string{"entry-1", "body"}, []string{string(id), body}); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			return errors.Join(err1, err2)
		})
		f.refused(voting.ErrEntryNotFound, func(tx voting.Tx) error { _, _, err := tx.Requested(f.contest, "other"); return err })
	})
}

// An entry that was rolled back, or that a caller has changed in its own copy,
// must not be found in the cache.
func TestTheCacheOfEntriesIsNeverWrong(t *testing.T) {
	each(t, func(f *fixture) {
		f.insert("夏收")
		want, no := f.entry(1, "夏收"), errors.New("no")
		want.SubmittedAt = start
		reject := func(outcome error) func(voting.Tx) error {
			return func(tx voting.Tx) error {
				e, err := tx.Entry(f.contest, 1)
				if err != nil {
					return err
				}
				e.State = voting.Rejected
				if err := tx.UpdateEntry(e); err != nil {
					return err
				}
				e, err = tx.Entry(f.contest, 1)
				e.Contact[0], e.Assets[0] = 9, "spoilt"
				return errors.Join(err, outcome)
			}
		}
		read := func() {
			t.Helper()
			f.view(func(tx voting.Tx) error {
				got, err := tx.Entry(f.contest, 1)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("want -, got +:\n%s", diff)
				}
				return err
			})
		}
		f.refused(no, reject(no))
		read()
		f.update(reject(nil))
		want.State = voting.Rejected
		read()
	})
}
