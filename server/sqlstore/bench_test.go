package sqlstore_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/server/sqlstore"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// BenchmarkCast casts the votes of distinct voters from 64 goroutines.
// bench/votes measures the same through the whole server.
func BenchmarkCast(b *testing.B) {
	ctx := b.Context()
	db, err := sqlstore.Open(ctx, sqlstore.Options{Path: filepath.Join(b.TempDir(), "plaudit.db")})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	keys, err := voting.NewKeyring(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		b.Fatal(err)
	}
	service := &voting.Service{Store: db.Voting(), Keys: keys, Rand: rand.Reader, Signers: new(sync.Map)}
	settings := voting.DefaultSettings()
	settings.Title = "Bench"
	settings.Categories = []voting.Category{{Slug: "photo", Title: "Photo", Media: []voting.Medium{voting.Photo}}}
	settings.Rounds = []voting.Round{{Kind: voting.VoteRound, Opens: time.Now().Add(-time.Hour), Closes: time.Now().Add(time.Hour)}}
	c, err := service.CreateContest(ctx, voting.Actor{System: true}, "may", settings)
	if err != nil {
		b.Fatal(err)
	}
	err = db.Voting().Update(ctx, func(tx voting.Tx) error {
		for n := 1; n <= 60; n++ {
			e := voting.Entry{
				ID: voting.EntryID(fmt.Sprint(n)), Contest: c.ID, Number: voting.Number(n), Category: "photo", State: voting.Approved,
				CodeMAC: fmt.Sprint(n), SubmittedAt: start, Assets: []voting.AssetID{voting.AssetID(fmt.Sprint(n))},
			}
			if err := tx.InsertEntry(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	device := func(n int64) voting.Actor {
		return voting.Actor{Device: fmt.Sprint("device ", n), From: voting.Origin{Net: fmt.Sprint(n % 5000), Agent: "Mozilla/5.0 (Linux; Android 13) Chrome/120"}}
	}
	var voters errgroup.Group
	voters.SetLimit(64)
	for n := range b.N {
		voters.Go(func() error {
			_, err := service.BecomeVoter(ctx, device(int64(n)), "may", voting.Proof{})
			return err
		})
	}
	if err := voters.Wait(); err != nil {
		b.Fatal(err)
	}
	var next atomic.Int64
	b.SetParallelism(32)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			n := next.Add(1) - 1
			if _, err := service.Cast(ctx, device(n), "may", voting.Number(n%60+1), ledger.Nonce{}); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
