package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/server/sqlstore"
	"plaudit/voting"
)

const pictureBytes = 60_000

// picture is the public rendition that is fetched.
type picture struct {
	path    string // its address behind the origin
	content []byte
}

func secret() []byte    { return bytes.Repeat([]byte{7}, 32) }
func secretHex() string { return hex.EncodeToString(secret()) }

// prepare makes a data folder with a contest and one approved work, whose
// rendition is bytes drawn at random: what they show does not matter here.
func prepare(ctx context.Context, folder string) (p picture, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return p, err
	}
	db, err := sqlstore.Open(ctx, sqlstore.Options{Path: filepath.Join(folder, "plaudit.db")})
	if err != nil {
		return p, err
	}
	defer db.Close()
	keys, err := voting.NewKeyring(secret())
	if err != nil {
		return p, err
	}
	bucket, err := disk.Open(filepath.Join(folder, "media"), time.Now())
	if err != nil {
		return p, err
	}
	defer bucket.Close()
	id, err := media.NewAssetID(rand.Reader)
	if err != nil {
		return p, err
	}
	p.content = make([]byte, pictureBytes)
	rand.Read(p.content) // never fails
	r := media.Rendition{Name: "w720", Key: media.RenditionPrefix(id) + "w720-0.jpg", Type: "image/jpeg", Width: 720, Height: 540, Size: pictureBytes, Hash: "0"}
	p.path = media.Path(id, r)
	if err := bucket.Put(ctx, r.Key, bytes.NewReader(p.content), pictureBytes); err != nil {
		return p, err
	}
	service := &voting.Service{Store: db.Voting(), Keys: keys, Rand: rand.Reader}
	asset := media.Asset{ID: id, Format: media.JPEG, Width: 720, Height: 540, Orientation: 1, Renditions: []media.Rendition{r}, CreatedAt: time.Now()}
	return p, enter(ctx, service, asset)
}

func enter(ctx context.Context, s *voting.Service, asset media.Asset) error {
	clerk := voting.Actor{System: true, Login: "bench"}
	settings := voting.DefaultSettings()
	settings.Title = "Bench"
	settings.Categories = []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}}
	settings.Rounds = []voting.Round{{Kind: voting.EntryRound, Opens: time.Now().Add(-time.Hour), Closes: time.Now().Add(time.Hour)}}
	if _, err := s.CreateContest(ctx, clerk, "bench", settings); err != nil {
		return err
	}
	form := voting.EntryForm{Title: "Work", Category: "photo", EntrantName: "张小明", Phone: "13812345678", Consent: voting.ConsentVersion}
	_, err := s.Submit(ctx, clerk, "bench", form, func(tx voting.Tx) (voting.AssetID, error) {
		return voting.AssetID(asset.ID), sqlstore.MediaTx(tx).InsertAsset(asset)
	})
	if err != nil {
		return err
	}
	if err := s.Store.Update(ctx, func(tx voting.Tx) error { return s.AssetReady(tx, voting.AssetID(asset.ID)) }); err != nil {
		return err
	}
	_, err = s.Decide(ctx, clerk, "bench", 1, voting.Approve, "")
	return err
}
