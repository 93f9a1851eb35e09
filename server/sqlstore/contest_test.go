package sqlstore_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/voting"
)

func TestContestsComeBackAsTheyWereStored(t *testing.T) {
	each(t, func(f *fixture) {
		june := contest("june", start.Add(time.Hour))
		june.AnnouncedAt = start.Add(2 * time.Hour)
		f.update(func(tx voting.Tx) error { return tx.InsertContest(june) })
		f.view(func(tx voting.Tx) error {
			bySlug, err1 := tx.Contest("june", voting.Unlocked)
			byID, err2 := tx.ContestByID("contest-june")
			all, err3 := tx.Contests()
			for _, diff := range []string{
				cmp.Diff(june, bySlug), cmp.Diff(june, byID), cmp.Diff([]voting.Contest{june, contest("may", start)}, all),
			} {
				if diff != "" {
					t.Errorf("want -, got +:\n%s", diff)
				}
			}
			_, err4 := tx.Contest("july", voting.Shared)
			if !errors.Is(err4, voting.ErrContestNotFound) {
				t.Errorf("an absent contest: %v", err4)
			}
			return errors.Join(err1, err2, err3)
		})
		f.refused(voting.ErrSlugTaken, func(tx voting.Tx) error {
			again := june
			again.ID = "another"
			return tx.InsertContest(again)
		})
	})
}

func TestAnUpdateOfAnOlderRevisionIsStale(t *testing.T) {
	each(t, func(f *fixture) {
		retitle := func(title string, revision int64) func(voting.Tx) error {
			return func(tx voting.Tx) error {
				c := contest("may", start)
				c.Title, c.Revision = title, revision
				return tx.UpdateContest(c)
			}
		}
		f.update(retitle("second", 1))
		f.refused(voting.ErrStale, retitle("third", 1))
		f.refused(voting.ErrContestNotFound, func(tx voting.Tx) error { return tx.UpdateContest(voting.Contest{ID: "none"}) })
		f.view(func(tx voting.Tx) error {
			c, err := tx.Contest("may", voting.Unlocked)
			if c.Title != "second" || c.Revision != 2 {
				t.Errorf("title %q, revision %d", c.Title, c.Revision)
			}
			return err
		})
	})
}

// The settings of a change that was rolled back, or that a caller has changed
// in its own copy, must not be found in the cache.
func TestTheCacheOfSettingsIsNeverWrong(t *testing.T) {
	each(t, func(f *fixture) {
		no := errors.New("no")
		title := func(want string) {
			t.Helper()
			f.view(func(tx voting.Tx) error {
				c, err := tx.Contest("may", voting.Unlocked)
				if c.Title != want || c.Rounds[0].Kind != voting.VoteRound || c.Categories[0].Media[0] != voting.Photo {
					t.Errorf("read %q %+v, want %q as stored", c.Title, c.Settings, want)
				}
				return err
			})
		}
		retitle := func(title string, outcome error) func(voting.Tx) error {
			return func(tx voting.Tx) error {
				c, err := tx.Contest("may", voting.Exclusive)
				if err != nil {
					return err
				}
				c.Title = title
				if err := tx.UpdateContest(c); err != nil {
					return err
				}
				c, err = tx.Contest("may", voting.Unlocked)
				c.Rounds[0].Kind, c.Categories[0].Media[0] = "spoilt", "spoilt"
				return errors.Join(err, outcome)
			}
		}
		f.refused(no, retitle("taken back", no))
		title("五月影像")
		f.update(retitle("kept", nil))
		title("kept")
	})
}

func TestNumbersAreUsedAgainAfterARollback(t *testing.T) {
	each(t, func(f *fixture) {
		no := errors.New("no")
		take := func(want voting.Number, outcome error) func(voting.Tx) error {
			return func(tx voting.Tx) error {
				n, err := tx.NextNumber(f.contest)
				if n != want {
					t.Errorf("number %d, want %d", n, want)
				}
				return errors.Join(err, outcome)
			}
		}
		f.update(take(1, nil))
		f.refused(no, take(2, no))
		f.update(take(2, nil))
	})
}

func TestWinnersAndAnnouncements(t *testing.T) {
	each(t, func(f *fixture) {
		winners := []voting.Winner{{Award: "first", Number: 3}, {Award: "second", Number: 1, Reason: "better"}}
		first := voting.Announcement{
			Contest: f.contest, Version: 1, At: start, FinalAt: start.Add(time.Hour), Winners: winners,
			Standings: []voting.Standing{{Rank: 1, Number: 3, Votes: 5}}, Figures: voting.Figures{Entries: 3, Votes: 5},
		}
		second := first
		second.Version, second.Reason = 2, "a miscount"
		f.refused(voting.ErrAnnouncementNotFound, func(tx voting.Tx) error { _, err := tx.Announcement(f.contest); return err })
		f.update(func(tx voting.Tx) error {
			return errors.Join(tx.SetWinners(f.contest, winners[:1]), tx.SetWinners(f.contest, winners),
				tx.InsertAnnouncement(first), tx.InsertAnnouncement(second))
		})
		f.refused(voting.ErrStale, func(tx voting.Tx) error { return tx.InsertAnnouncement(second) })
		f.view(func(tx voting.Tx) error {
			gotWinners, err1 := tx.Winners(f.contest)
			latest, err2 := tx.Announcement(f.contest)
			if diff := cmp.Diff(winners, gotWinners) + cmp.Diff(second, latest); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			return errors.Join(err1, err2)
		})
	})
}

func TestTheAuditTrailIsNewestFirst(t *testing.T) {
	each(t, func(f *fixture) {
		a := voting.AuditRecord{At: start, Staff: "u1", Login: "wang", Contest: f.contest, Act: "edit", Subject: "s", Before: "b", After: "a", Reason: "r"}
		b := voting.AuditRecord{At: start, Act: "login"}
		f.update(func(tx voting.Tx) error { return errors.Join(tx.AppendAudit(a), tx.AppendAudit(b)) })
		f.view(func(tx voting.Tx) error {
			ofContest, err1 := tx.Audit(f.contest, 10)
			all, err2 := tx.Audit("", 10)
			one, err3 := tx.Audit("", 1)
			if diff := cmp.Diff([]voting.AuditRecord{a}, ofContest) + cmp.Diff([]voting.AuditRecord{b, a}, all) +
				cmp.Diff([]voting.AuditRecord{b}, one); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			return errors.Join(err1, err2, err3)
		})
	})
}
