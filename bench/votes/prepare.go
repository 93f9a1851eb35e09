package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/media"
	"plaudit/server/auth"
	"plaudit/server/sqlstore"
	"plaudit/voting"
)

const (
	slug  = "bench"
	works = 60
)

// prepared is a contest that is open for votes, and its voters.
type prepared struct{ tokens []string }

// requests are so many requests from the first voter on, made before anything is
// measured: each another voter's vote for one of so many works.
func (p *prepared) requests(first, count, works int) [][]byte {
	list := make([][]byte, count)
	for i := range list {
		n := first + i
		list[i] = fmt.Appendf(nil, "PUT /api/v1/contests/%s/ballot/%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n",
			slug, n%works+1, p.tokens[n%len(p.tokens)])
	}
	return list
}

func secret() []byte    { return bytes.Repeat([]byte{7}, 32) }
func secretHex() string { return hex.EncodeToString(secret()) }

// prepare makes a contest, its works, and the voters: in the data folder, or in a
// PostgreSQL database.
func prepare(ctx context.Context, folder, database string, voters int) (*prepared, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	db, err := sqlstore.Open(ctx, sqlstore.Options{Path: filepath.Join(folder, "plaudit.db"), URL: database})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	keys, err := voting.NewKeyring(secret())
	if err != nil {
		return nil, err
	}
	service := &voting.Service{Store: db.Voting(), Keys: keys, Rand: rand.Reader}
	if err := makeContest(ctx, service); err != nil {
		return nil, err
	}
	key, err := auth.ServerKey(ctx, db.Accounts(), keys, rand.Reader, "device")
	if err != nil {
		return nil, err
	}
	p := &prepared{tokens: make([]string, voters)}
	devices := auth.NewDevices(key, rand.Reader)
	var group errgroup.Group
	group.SetLimit(64)
	for i := range p.tokens {
		group.Go(func() (err error) {
			var device string
			if device, p.tokens[i], err = devices.New(); err != nil {
				return err
			}
			_, err = service.BecomeVoter(ctx, voting.Actor{Device: device}, slug, voting.Proof{})
			return err
		})
	}
	return p, group.Wait()
}

func makeContest(ctx context.Context, s *voting.Service) error {
	clerk := voting.Actor{System: true, Login: "bench"}
	settings := voting.DefaultSettings()
	settings.Title = "Bench"
	settings.Categories = []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}}
	opens, closes := time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	settings.Rounds = []voting.Round{
		{Kind: voting.EntryRound, Opens: opens, Closes: closes}, {Kind: voting.VoteRound, Opens: opens, Closes: closes},
	}
	if _, err := s.CreateContest(ctx, clerk, slug, settings); err != nil {
		return err
	}
	for n := range works {
		form := voting.EntryForm{
			Title: "Work " + strconv.Itoa(n+1), Category: "photo", EntrantName: "张小明", Phone: "13812345678",
			Consent: voting.ConsentVersion,
		}
		var asset voting.AssetID
		_, err := s.Submit(ctx, clerk, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
			id, err := media.NewAssetID(rand.Reader)
			asset = voting.AssetID(id)
			return asset, err
		})
		if err != nil {
			return err
		}
		if err := s.Store.Update(ctx, func(tx voting.Tx) error { return s.AssetReady(tx, asset) }); err != nil {
			return err
		}
		if _, err := s.Decide(ctx, clerk, slug, voting.Number(n+1), voting.Approve, ""); err != nil {
			return err
		}
	}
	return nil
}
