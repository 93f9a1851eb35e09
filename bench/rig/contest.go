package rig

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/media"
	"plaudit/server/auth"
	"plaudit/server/sqlstore"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// Slug is the contest of a Fill.
const Slug = "bench"

// Secret is the operator's secret of every data folder made here.
func Secret() []byte { return bytes.Repeat([]byte{7}, 32) }

// SecretSetting hands it to a server.
func SecretSetting() string { return "PLAUDIT_SECRET=" + hex.EncodeToString(Secret()) }

// Settings are what a server needs to find this.
func (f *Filled) Settings() []string {
	return []string{SecretSetting(), "PLAUDIT_DATABASE_URL=" + f.database}
}

// Filled is a data folder with a contest that is open for votes, and the
// tokens of its voters.
type Filled struct {
	folder, database string
	works            int
	Tokens           []string
	Logged           time.Duration // that the latest AddVotes spent on the log
}

// Fill makes a data folder with a contest, so many approved works with a
// picture's row each (but no files), and so many voters who have not voted. The
// rows go into a PostgreSQL database where one is named.
func Fill(ctx context.Context, folder, database string, works, voters int) (*Filled, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	f := &Filled{folder: folder, database: database, works: works, Tokens: make([]string, voters)}
	return f, f.with(ctx, func(s *voting.Service, db *sqlstore.DB) error {
		c, err := makeContest(ctx, s)
		if err != nil {
			return err
		}
		if err := f.enter(ctx, s, c.ID); err != nil {
			return err
		}
		key, err := auth.ServerKey(ctx, db.Accounts(), s.Keys, rand.Reader, "device")
		if err != nil {
			return err
		}
		devices := auth.NewDevices(key, rand.Reader)
		var group errgroup.Group
		group.SetLimit(64)
		for i := range f.Tokens {
			group.Go(func() (err error) {
				var device string
				if device, f.Tokens[i], err = devices.New(); err != nil {
					return err
				}
				_, err = s.BecomeVoter(ctx, voting.Actor{Device: device}, Slug, voting.Proof{})
				return err
			})
		}
		return group.Wait()
	})
}

// with opens the folder's database.
func (f *Filled) with(ctx context.Context, do func(*voting.Service, *sqlstore.DB) error) error {
	db, err := sqlstore.Open(ctx, sqlstore.Options{Path: filepath.Join(f.folder, "plaudit.db"), URL: f.database})
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := voting.NewKeyring(Secret())
	if err != nil {
		return err
	}
	return do(&voting.Service{Store: db.Voting(), Keys: keys, Rand: rand.Reader}, db)
}

func makeContest(ctx context.Context, s *voting.Service) (voting.Contest, error) {
	settings := voting.DefaultSettings()
	settings.Title, settings.Policy.Counts = "Bench", voting.CountsAlways
	settings.Categories = []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}}
	opens, closes := time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	settings.Rounds = []voting.Round{
		{Kind: voting.EntryRound, Opens: opens, Closes: closes}, {Kind: voting.VoteRound, Opens: opens, Closes: closes},
	}
	return s.CreateContest(ctx, voting.Actor{System: true, Login: "bench"}, Slug, settings)
}

// Words are what titles are made of, two characters each: three of them a title.
func Words() []string {
	var words []string
	for _, head := range "春夏秋冬晨晚山水" {
		for _, tail := range "光风雨雪花月云色" {
			words = append(words, string([]rune{head, tail}))
		}
	}
	return words
}

// perChange is how many rows are written in one transaction when a folder is
// filled.
const perChange = 2000

func (f *Filled) enter(ctx context.Context, s *voting.Service, c voting.ContestID) error {
	words := Words()
	return inParts(f.works, func(from, to int) error {
		return s.Store.Update(ctx, func(tx voting.Tx) error {
			for range to - from {
				n, err := tx.NextNumber(c)
				if err != nil {
					return err
				}
				asset := media.AssetID(hex.EncodeToString(digest("asset", int(n))[:16]))
				e := voting.Entry{
					ID: workID(int(n)), Contest: c, Number: n, Category: "photo", Medium: voting.Photo,
					Title:   words[n%64] + words[n/64%64] + words[n*7/11%64],
					Entrant: "张*明", AgeBand: voting.Adult, State: voting.Approved, ConsentVersion: voting.ConsentVersion,
					CodeMAC: hex.EncodeToString(digest("code", int(n))[:16]), Contact: digest("contact", int(n)),
					Shuffle: int64(mathrand.Uint64()>>1 | 1), SubmittedAt: tx.Now(), Assets: []voting.AssetID{voting.AssetID(asset)},
				}
				likeness := media.Likeness{Hash: mathrand.Uint64(), Mirror: mathrand.Uint64()} // so that nobody looks for the file
				picture := media.Asset{ID: asset, Format: media.JPEG, Width: 4000, Height: 3000, Orientation: 1, Colour: "#445566", CreatedAt: tx.Now()}
				for _, width := range []int{360, 720} {
					picture.Renditions = append(picture.Renditions, media.Rendition{
						Name: fmt.Sprintf("w%d", width), Key: media.RenditionPrefix(asset) + fmt.Sprintf("w%d-0.jpg", width), Type: "image/jpeg",
						Width: width, Height: width * 3 / 4, Size: 60_000, Hash: "0123456789abcdef",
					})
				}
				pictures := sqlstore.MediaTx(tx)
				err = errors.Join(pictures.InsertAsset(picture), pictures.SetLikeness(asset, likeness), tx.InsertEntry(e))
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func workID(n int) voting.EntryID { return voting.EntryID(fmt.Sprintf("w%015d", n)) }

func digest(what string, n int) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", what, n))
	return sum[:]
}

// votesPerVoter is how many votes each voter of AddVotes has cast.
const votesPerVoter = 3

// AddVotes writes so many votes of further voters, spread over all works, past
// the rules and the server, which must not run, and puts them into the log.
func (f *Filled) AddVotes(ctx context.Context, votes int) error {
	err := f.with(ctx, func(s *voting.Service, _ *sqlstore.DB) error {
		err := inParts(votes/votesPerVoter, func(from, to int) error {
			return s.Store.Update(ctx, func(tx voting.Tx) error {
				c, err := tx.Contest(Slug, voting.Unlocked)
				if err != nil {
					return err
				}
				for range to - from {
					if err := f.voteAtRandom(tx, c); err != nil {
						return err
					}
				}
				return nil
			})
		})
		began := time.Now()
		for more := err == nil; more && err == nil; {
			more, err = s.Sequence(ctx, Slug)
		}
		f.Logged = time.Since(began)
		return err
	})
	if err != nil || f.database == "" {
		return err
	}
	return vacuum(ctx, f.database)
}

func (f *Filled) voteAtRandom(tx voting.Tx, c voting.Contest) error {
	number, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 255))
	if err != nil {
		return err
	}
	ballot := voting.Ballot{Contest: c.ID, Period: string(voting.PeriodContest), Voter: voting.VoterKey(fmt.Sprintf("%064x", number))}
	if _, err := tx.InsertVoter(voting.Voter{Contest: c.ID, Key: ballot.Voter, Mode: voting.IdentityOpen, Since: tx.Now()}); err != nil {
		return err
	}
	first := mathrand.IntN(f.works)
	for i := range votesPerVoter {
		n := (first+i*i*31)%f.works + 1
		vote := voting.Vote{Entry: workID(n), Number: voting.Number(n), At: tx.Now()}
		if vote.Client, err = ledger.NewNonce(rand.Reader); err != nil {
			return err
		}
		opening := ledger.Opening{Contest: string(c.ID), Period: ballot.Period, Voter: string(ballot.Voter), Number: n, Client: vote.Client}
		if err := tx.InsertVote(ballot, vote, nil, ledger.VoteLeaf(opening.Commitment(), vote.Client.Hash())); err != nil {
			return err
		}
		ballot.Votes = append(ballot.Votes, vote)
	}
	return nil
}

func inParts(n int, do func(from, to int) error) error {
	for from := 0; from < n; from += perChange {
		if err := do(from, min(from+perChange, n)); err != nil {
			return err
		}
	}
	return nil
}

// Copy makes a second folder that is equal to this one, with the database that is
// named, a copy of this one's.
func (f *Filled) Copy(folder, database string) (*Filled, error) {
	copied := *f
	copied.folder, copied.database = folder, database
	return &copied, os.CopyFS(folder, os.DirFS(f.folder))
}

// Vote is the request by which the n-th voter votes for a work.
func (f *Filled) Vote(n, work int) []byte {
	return fmt.Appendf(nil, "PUT /api/v1/contests/%s/ballot/%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n",
		Slug, work, f.Tokens[n%len(f.Tokens)])
}

// Votes are the votes of so many voters from the first on, spread over all works.
func (f *Filled) Votes(first, count int) [][]byte {
	list := make([][]byte, count)
	for i := range list {
		list[i] = f.Vote(first+i, (first+i)*7919%f.works+1)
	}
	return list
}

// Get is the request for an address.
func Get(path string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path)
}
