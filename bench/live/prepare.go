package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
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
	works = 20
)

func secret() []byte    { return bytes.Repeat([]byte{7}, 32) }
func secretHex() string { return hex.EncodeToString(secret()) }

// prepare makes a data folder with a contest, its works, and the voters.
func prepare(ctx context.Context, folder string, voters int) (tokens []string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	db, err := sqlstore.Open(ctx, sqlstore.Options{Path: filepath.Join(folder, "plaudit.db")})
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
	tokens = make([]string, voters)
	devices := auth.NewDevices(key, rand.Reader)
	var group errgroup.Group
	group.SetLimit(64)
	for i := range tokens {
		group.Go(func() (err error) {
			var device string
			if device, tokens[i], err = devices.New(); err != nil {
				return err
			}
			_, err = service.BecomeVoter(ctx, voting.Actor{Device: device}, slug, voting.Proof{})
			return err
		})
	}
	return tokens, group.Wait()
}

func makeContest(ctx context.Context, s *voting.Service) error {
	clerk := voting.Actor{System: true, Login: "bench"}
	settings := voting.DefaultSettings()
	settings.Title, settings.Policy.Counts = "Bench", voting.CountsAlways
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
