// Command ledger measures the log of votes:
//
//	go run ./bench/ledger             a million votes
//	go run ./bench/ledger -short      twenty thousand
//	go run ./bench/ledger -hold       fail when a figure misses what is to be reached
//	go run ./bench/ledger -postgres   with the rows in PostgreSQL
//
// Votes are cast past the rules, then put into the log, as a server does it
// whose sequencer finds them all waiting. Beside that stands what as many plain
// inserts of one row cost in the same database, in transactions of the same
// size. Then receipts are proved through the store, beside reads of one row.
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
	"strings"
	"time"

	"plaudit/bench/rig"
	"plaudit/server/sqlstore"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// What is to be reached at a million votes.
const (
	mostBytes      = 1 << 10
	mostProof      = time.Millisecond
	mostSequencing = time.Minute
)

type options struct {
	votes, proofs  int
	hold, postgres bool
}

func main() {
	o := options{votes: 1_000_000, proofs: 2000}
	short := flag.Bool("short", false, "fewer votes")
	flag.BoolVar(&o.hold, "hold", false, "fail when a figure misses what is to be reached")
	flag.BoolVar(&o.postgres, "postgres", false, "keep the rows in a PostgreSQL server of its own, which is started for it")
	flag.Parse()
	if *short {
		o.votes, o.proofs = 20_000, 500
	}
	rig.Main("ledger", func(ctx context.Context) error { return run(ctx, o) })
}

func run(ctx context.Context, o options) (err error) {
	dir, err := os.MkdirTemp("", "plaudit-ledger-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	database, stop, err := rig.Database(ctx, o.postgres)
	if err != nil {
		return err
	}
	defer stop()
	filled, err := rig.Fill(ctx, filepath.Join(dir, "data"), database, 60, 0)
	if err != nil {
		return err
	}
	if err := filled.AddVotes(ctx, o.votes); err != nil {
		return err
	}
	where := "SQLite"
	if o.postgres {
		where = "PostgreSQL"
	}
	fmt.Printf("%d votes, %s\n", o.votes, where)
	return filled.With(ctx, func(s *voting.Service, _ *sqlstore.DB) error {
		missed, err := sequencing(ctx, s, filled.Logged, o.votes)
		if err != nil {
			return err
		}
		late, err := proofs(ctx, s, o)
		if err != nil {
			return err
		}
		if missed += late; o.hold && missed > 0 {
			return fmt.Errorf("%d figures are not what is to be reached", missed)
		}
		return nil
	})
}

// perChange is how many rows a transaction of the yardstick inserts: as many as
// a step of the sequencer takes.
const perChange = 500

// sequencing compares the time that the log took with plain inserts.
func sequencing(ctx context.Context, s *voting.Service, took time.Duration, votes int) (missed int, err error) {
	view, err := s.ViewLog(ctx, voting.Actor{System: true}, rig.Slug)
	if err != nil {
		return 0, err
	}
	leaf := ledger.VoteLeaf(ledger.Hash{1}, ledger.Hash{2}).String()
	contest, err := contestID(ctx, s)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	for n := 0; n < votes; n += perChange {
		err := s.Store.Update(ctx, func(tx voting.Tx) error {
			for range min(perChange, votes-n) {
				if err := tx.AwaitLog(contest, leaf, false); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	plain := time.Since(began)
	fmt.Printf("ratio sequencing: %d leaves in %.1f s, %.0f a second, %.1f times as long as plain inserts (%.1f s)\n",
		view.Size, took.Seconds(), float64(votes)/took.Seconds(), took.Seconds()/plain.Seconds(), plain.Seconds())
	if took > mostSequencing {
		missed++
	}
	return missed, nil
}

func contestID(ctx context.Context, s *voting.Service) (id voting.ContestID, err error) {
	err = s.Store.View(ctx, func(tx voting.Tx) error {
		c, err := tx.Contest(rig.Slug, voting.Unlocked)
		id = c.ID
		return err
	})
	return id, err
}

// proofs proves receipts, chosen at random, and reads one row in turn.
func proofs(ctx context.Context, s *voting.Service, o options) (missed int, err error) {
	contest, err := contestID(ctx, s)
	if err != nil {
		return 0, err
	}
	codes, err := someCodes(ctx, s, o.proofs)
	if err != nil {
		return 0, err
	}
	var proving, reading []time.Duration
	raw, text := 0, 0
	for _, code := range codes {
		began := time.Now()
		found, err := s.ProveReceipt(ctx, voting.Actor{System: true}, rig.Slug, code, 0)
		proving = append(proving, time.Since(began))
		if err != nil {
			return 0, err
		}
		if len(found) != 1 || found[0].Waiting {
			return 0, fmt.Errorf("the receipt %s is not in the log once", code)
		}
		if err := check(ctx, s, found[0]); err != nil {
			return 0, err
		}
		raw = max(raw, len(found[0].Hashes)*len(ledger.Hash{}))
		text = max(text, len(inJSON(found[0].Hashes)))
		began = time.Now()
		err = s.Store.View(ctx, func(tx voting.Tx) error {
			_, err := tx.LogState(contest)
			return err
		})
		reading = append(reading, time.Since(began))
		if err != nil {
			return 0, err
		}
	}
	slices.Sort(proving)
	slices.Sort(reading)
	proof, read := proving[len(proving)/2], reading[len(reading)/2]
	fmt.Printf("ratio proof: %s in the middle, %s for 99 of 100, %.1f times as long as a read of one row (%s)\n",
		proof.Round(time.Microsecond), proving[len(proving)*99/100].Round(time.Microsecond), float64(proof)/float64(read), read.Round(time.Microsecond))
	fmt.Printf("peak size of an inclusion proof: %d bytes, %d as it is sent\n", raw, text)
	if proof > mostProof {
		missed++
	}
	if text > mostBytes {
		missed++
	}
	return missed, nil
}

// someCodes reads receipts out of the log.
func someCodes(ctx context.Context, s *voting.Service, n int) (codes []string, err error) {
	view, err := s.ViewLog(ctx, voting.Actor{System: true}, rig.Slug)
	if err != nil {
		return nil, err
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for len(codes) < n {
		place := dice.Int64N(view.Size / ledger.TileWidth) // of a tile that is full
		data, err := s.LogTile(ctx, voting.Actor{System: true}, rig.Slug, ledger.Tile{Level: ledger.Entries, Index: place}, ledger.TileWidth)
		if err != nil {
			return nil, err
		}
		leaves, err := ledger.Leaves(data)
		if err != nil {
			return nil, err
		}
		leaf, err := ledger.ParseLeaf(leaves[dice.IntN(len(leaves))])
		if err != nil {
			return nil, err
		}
		if leaf.Kind == ledger.KindVote {
			codes = append(codes, leaf.H.Code())
		}
	}
	return codes, nil
}

// check holds a proof against the checkpoint that came with it.
func check(ctx context.Context, s *voting.Service, p voting.LogProof) error {
	view, err := s.ViewLog(ctx, voting.Actor{System: true}, rig.Slug)
	if err != nil {
		return err
	}
	checkpoint, err := ledger.OpenCheckpoint(p.Checkpoint, view.Key)
	if err != nil {
		return err
	}
	return ledger.CheckLeaf(p.Hashes, checkpoint.Size, checkpoint.Root, p.Place, p.Leaf)
}

// inJSON is how the API sends the hashes.
func inJSON(hashes []ledger.Hash) string {
	words := make([]string, len(hashes))
	for i, h := range hashes {
		words[i] = `"` + h.String() + `"`
	}
	return "[" + strings.Join(words, ",") + "]"
}
