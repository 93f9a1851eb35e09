// Command dups measures how long the server takes to find what a picture
// resembles, among 1,000 pictures and among 100,000:
//
//	go run ./bench/dups
//
// The pictures are hashes drawn at random, of which each hundredth is a copy
// of another with a few bits changed. Every look-up goes through the use case
// that moderators' pages use, with all that it reads besides. The ratio says
// how the index stands up to a hundred times as many.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"plaudit/bench/rig"
	"plaudit/media"
	"plaudit/server/sqlstore"
	"plaudit/voting"
)

func main() {
	many := flag.Int("many", 100_000, "pictures in the larger of the two databases")
	lookups := flag.Int("lookups", 500, "look-ups in each; the middle one counts")
	flag.Parse()
	rig.Main("dups", func(ctx context.Context) error { return run(ctx, *many, *lookups) })
}

func run(ctx context.Context, many, lookups int) (err error) {
	dir, err := os.MkdirTemp("", "plaudit-dups-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var middles []time.Duration
	for _, count := range []int{min(1000, many), many} {
		took, found, err := measure(ctx, filepath.Join(dir, fmt.Sprint(count)), count, lookups)
		if err != nil {
			return err
		}
		fmt.Printf("among %6d pictures: %v a look-up, %d of %d copies found\n", count, took, found, lookups)
		middles = append(middles, took)
	}
	fmt.Printf("ratio %.1f\n", middles[1].Seconds()/middles[0].Seconds())
	return nil
}

// assetID is the n-th picture's; each hundredth is a copy of the one before.
func assetID(n int) media.AssetID { return media.AssetID(fmt.Sprintf("%032x", n)) }

const copyEvery = 100

// measure fills a database and looks up copies; found counts those whose
// original came up.
func measure(ctx context.Context, path string, count, lookups int) (middle time.Duration, found int, err error) {
	db, err := sqlstore.Open(ctx, sqlstore.Options{Path: path})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	random := rand.New(rand.NewPCG(1, 2))
	if err := fill(ctx, db.Voting(), count, random); err != nil {
		return 0, 0, err
	}
	var times []time.Duration
	for range lookups {
		n := (random.IntN(count/copyEvery) + 1) * copyEvery
		began := time.Now()
		var alike []voting.Resemblance
		err := db.Voting().View(ctx, func(tx voting.Tx) (err error) {
			alike, err = tx.Resembling(voting.AssetID(assetID(n)))
			return err
		})
		if err != nil {
			return 0, 0, err
		}
		times = append(times, time.Since(began))
		if slices.ContainsFunc(alike, func(r voting.Resemblance) bool { return r.Entry.Number == voting.Number(n-1) }) {
			found++
		}
	}
	slices.Sort(times)
	return times[len(times)/2], found, nil
}

func fill(ctx context.Context, store voting.Store, count int, random *rand.Rand) error {
	settings := voting.DefaultSettings()
	settings.Title = "Bench"
	contest := voting.Contest{ID: "bench", Slug: "bench", Settings: settings, Key: []byte{1}, Revision: 1, CreatedAt: time.Now()}
	if err := store.Update(ctx, func(tx voting.Tx) error { return tx.InsertContest(contest) }); err != nil {
		return err
	}
	var last uint64
	const batch = 1000
	for first := 1; first <= count; first += batch {
		hashes := make([]uint64, min(batch, count-first+1))
		for i := range hashes {
			if (first+i)%copyEvery == 0 {
				hashes[i] = last ^ 1<<random.IntN(64) ^ 1<<random.IntN(64) ^ 1<<random.IntN(64) ^ 1<<random.IntN(64)
			} else {
				hashes[i] = random.Uint64()
			}
			last = hashes[i]
		}
		err := store.Update(ctx, func(tx voting.Tx) error {
			for i, hash := range hashes {
				if err := enter(tx, first+i, hash); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func enter(tx voting.Tx, n int, hash uint64) error {
	id := assetID(n)
	files := sqlstore.MediaTx(tx)
	if err := files.InsertAsset(media.Asset{ID: id, Format: media.JPEG, Width: 1, Height: 1, Orientation: 1, CreatedAt: tx.Now()}); err != nil {
		return err
	}
	if err := files.SetLikeness(id, media.Likeness{Hash: hash, Mirror: hash*0x9e3779b97f4a7c15 ^ hash}); err != nil {
		return err
	}
	return tx.InsertEntry(voting.Entry{
		ID: voting.EntryID(id), Contest: "bench", Number: voting.Number(n), Category: "photo", Medium: voting.Photo, State: voting.Approved,
		CodeMAC: string(id), Shuffle: int64(n), Assets: []voting.AssetID{voting.AssetID(id)}, SubmittedAt: tx.Now(),
	})
}
