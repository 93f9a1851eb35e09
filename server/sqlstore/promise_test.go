package sqlstore_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// promised is what voters hold: signed promises, and when they got them.
type promised struct {
	leaf ledger.Leaf
	at   time.Time
}

// No promise stays unlogged after the delay that it states, however often the
// sequencer and the casts themselves are killed: whenever a sequencer has got
// through, every promise that is older is in the log, once. bench/crash holds the
// same of real processes and SIGKILL, at the close.
func TestNoPromiseStaysUnlogged(t *testing.T) {
	each(t, func(f *fixture) {
		keys, err := voting.NewKeyring(bytes.Repeat([]byte{1}, 32))
		if err != nil {
			t.Fatal(err)
		}
		c := contest("june", start)
		_, c.Key, err = keys.NewKey(rand.Reader, string(c.ID))
		if err != nil {
			t.Fatal(err)
		}
		c.LogOrigin, c.Rounds[0].Closes = "plaudit/june", start.AddDate(1, 0, 0)
		f.update(func(tx voting.Tx) error { return tx.InsertContest(c) })
		f.contest = c.ID
		f.insert("one")
		service := &voting.Service{Store: killed{f.Voting(), new(atomic.Int64)}, Keys: keys, Rand: rand.Reader}
		dice := mathrand.New(mathrand.NewPCG(5, 6))
		var held []promised
		late := 0
		for range 120 {
			for range dice.IntN(9) { // sometimes fifty come together in time, mostly not
				held = append(held, promise(f, service, len(held)))
			}
			f.clock.Advance(time.Duration(dice.IntN(25)) * time.Minute)
			if dice.IntN(3) > 0 {
				continue
			}
			for more := true; more; {
				if more, err = service.Sequence(t.Context(), "june"); errors.Is(err, errKilled) {
					more = true
				} else if err != nil {
					t.Fatal(err)
				}
			}
			late += overdue(f, service, held)
		}
		if len(held) < 300 || late > 0 {
			t.Errorf("%d promises, %d times one was late", len(held), late)
		}
	})
}

// promise lets a new voter vote until it is answered.
func promise(f *fixture, service *voting.Service, n int) promised {
	f.t.Helper()
	a := voting.Actor{Device: fmt.Sprint("device ", n)}
	whole := *service
	whole.Store = f.Voting()
	if _, err := whole.BecomeVoter(f.t.Context(), a, "june", voting.Proof{}); err != nil {
		f.t.Fatal(err)
	}
	for {
		cast, err := service.Cast(f.t.Context(), a, "june", 1, ledger.Nonce{})
		if errors.Is(err, errKilled) {
			continue
		}
		if err != nil {
			f.t.Fatal(err)
		}
		parsed, err := ledger.ParseLeaf(strings.Split(cast.Receipt.Promise, "\n")[2])
		if err != nil {
			f.t.Fatal(err)
		}
		return promised{parsed, f.clock.Now()}
	}
}

// overdue counts promises that are past their delay and not in the log, which
// must be in order.
func overdue(f *fixture, service *voting.Service, held []promised) (n int) {
	f.t.Helper()
	files, logged := fstest.MapFS{}, map[string]int{}
	err := service.ExportLog(f.t.Context(), voting.Actor{System: true}, "june", func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: bytes.Clone(data)}
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	if _, err := ledger.Verify(files, ledger.Trust{}); err != nil {
		f.t.Fatal(err)
	}
	for name, file := range files {
		if tile, _, err := ledger.ParsePath(name); err != nil || tile.Level != ledger.Entries {
			continue
		}
		leaves, err := ledger.Leaves(file.Data)
		if err != nil {
			f.t.Fatal(err)
		}
		for _, leaf := range leaves {
			logged[leaf]++
		}
	}
	for _, p := range held {
		times := logged[p.leaf.String()]
		if times > 1 || times == 0 && !f.clock.Now().Before(p.at.Add(voting.LogDelay)) {
			n++
		}
	}
	return n
}
