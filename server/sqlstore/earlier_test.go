package sqlstore_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/server/sqlstore"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

var clerk = voting.Actor{Staff: "clerk", Login: "clerk", Grants: []voting.Grant{{Role: voting.Organiser}}}

// older is a contest as a version without receipts left it: 700 voters with two
// votes each, half of them for works that have left the gallery since.
type older struct {
	*fixture
	*voting.Service
	slug voting.Slug
}

const olderVotes = 1400

func newOlder(f *fixture, slug voting.Slug) *older {
	f.t.Helper()
	keys, err := voting.NewKeyring(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		f.t.Fatal(err)
	}
	o := &older{fixture: f, slug: slug, Service: &voting.Service{Store: f.Voting(), Keys: keys, Rand: rand.Reader}}
	c := contest(slug, start)
	if _, c.Key, err = keys.NewKey(rand.Reader, string(c.ID)); err != nil {
		f.t.Fatal(err)
	}
	c.LogOrigin = "plaudit/" + string(slug)
	f.update(func(tx voting.Tx) error { return tx.InsertContest(c) })
	f.update(func(tx voting.Tx) error {
		for n, state := range []voting.State{voting.Approved, voting.Disqualified, voting.Withdrawn, voting.Approved} {
			e := f.entry(n+1, "old")
			e.ID, e.Contest, e.State = voting.EntryID(fmt.Sprint(slug, n+1)), c.ID, state
			e.CodeMAC, e.Assets = fmt.Sprint(slug, n+1), []voting.AssetID{voting.AssetID(fmt.Sprint(slug, n+1))}
			if err := tx.InsertEntry(e); err != nil {
				return err
			}
		}
		for n := range olderVotes / 2 {
			b := voting.Ballot{Contest: c.ID, Period: "contest", Voter: voterKey(n)}
			if _, err := tx.InsertVoter(voting.Voter{Contest: c.ID, Key: b.Voter, Mode: voting.IdentityOpen, Since: tx.Now()}); err != nil {
				return err
			}
			for number := 1 + n%2; number <= 4; number += 2 {
				v := voting.Vote{Entry: voting.EntryID(fmt.Sprint(slug, number)), Number: voting.Number(number), At: tx.Now()}
				binary.BigEndian.PutUint64(v.Client[:], uint64(n*10+number))
				if err := tx.InsertVote(b, v, nil, ledger.VoteLeaf(ledger.Hash{}, v.Client.Hash())); err != nil {
					return err
				}
			}
		}
		return nil
	})
	f.update(func(tx voting.Tx) error {
		return errors.Join(sqlstore.Exec(tx, "UPDATE vote SET client = NULL, server = NULL"), sqlstore.Exec(tx, "DELETE FROM receipt"),
			sqlstore.Exec(tx, "DELETE FROM log_waiting"), sqlstore.Exec(tx, "DELETE FROM vote_waiting"))
	})
	return o
}

// killed lets changes run and then be lost, but for every third: what a killed
// process had begun is rolled back.
type killed struct {
	voting.Store
	n *atomic.Int64
}

var errKilled = errors.New("killed")

func (k killed) Update(ctx context.Context, change func(voting.Tx) error) error {
	return k.Store.Update(ctx, func(tx voting.Tx) error {
		if err := change(tx); err != nil || k.n.Add(1)%3 == 0 {
			return err
		}
		return errKilled
	})
}

// sequence lets several servers bring the log up to date at once, each of which
// is killed again and again.
func (o *older) sequence() {
	o.t.Helper()
	var servers errgroup.Group
	for range 3 {
		server := *o.Service
		server.Store = killed{o.Voting(), new(atomic.Int64)}
		servers.Go(func() error {
			for more := true; more; {
				var err error
				if more, err = server.Sequence(o.t.Context(), o.slug); errors.Is(err, errKilled) {
					more = true
				} else if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := servers.Wait(); err != nil {
		o.t.Fatal(err)
	}
}

// audit opens and recounts everything.
func (o *older) audit() (*ledger.Report, *ledger.Recounted) {
	o.t.Helper()
	files := fstest.MapFS{}
	err := o.AuditBundle(o.t.Context(), clerk, o.slug, func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: slices.Clone(data)}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	report, err := ledger.Verify(ledger.Public(files), ledger.Trust{})
	if err != nil {
		o.t.Fatal(err)
	}
	found, err := ledger.Recount(files, report)
	if err != nil {
		o.t.Fatal(err)
	}
	return report, found
}

// Votes from before there were receipts get into a log that begins after the
// upgrade, each once, however often servers are killed while they see to it.
func TestEarlierVotesGetIntoTheLog(t *testing.T) {
	each(t, func(f *fixture) {
		o := newOlder(f, "old")
		o.sequence()
		f.clock.Set(start.Add(time.Hour)) // closed
		o.sequence()
		report, found := o.audit()
		if report.Votes != olderVotes || report.EarlierVotes != olderVotes || !report.Closed || report.Result != nil {
			t.Errorf("the log says %+v", report)
		}
		want := []ledger.Count{{Number: 1, Counted: 350}, {Number: 2, Void: 350}, {Number: 3, Void: 350}, {Number: 4, Counted: 350}}
		if !slices.Equal(found.Counts, want) || found.Void["entry_disqualified"] != 350 || found.Void["entry_withdrawn"] != 350 {
			t.Errorf("found %+v", found)
		}
		o.sequence()
		if again, _ := o.audit(); again.Size != report.Size {
			t.Errorf("the log has grown from %d to %d leaves", report.Size, again.Size)
		}
	})
}

// A result from then is in the log, too.
func TestAnEarlierResultGetsIntoTheLog(t *testing.T) {
	each(t, func(f *fixture) {
		o := newOlder(f, "old")
		f.clock.Set(start.Add(2 * time.Hour))
		f.update(func(tx voting.Tx) error {
			c, err := tx.Contest("old", voting.Exclusive)
			if err != nil {
				return err
			}
			c.AnnouncedAt = tx.Now()
			return tx.UpdateContest(c)
		})
		o.sequence()
		report, _ := o.audit()
		if r := report.Result; r == nil || r.Logged != olderVotes || r.Counted != olderVotes/2 || len(r.Void) != 2 {
			t.Errorf("the result is %+v", report.Result)
		}
	})
}
