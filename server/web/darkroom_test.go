package web

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"log/slog"
	"math"
	"path/filepath"
	"sync"
	"time"

	"plaudit/media"
	"plaudit/server/sqlstore"
	"plaudit/voting"
)

// darkroom is the part of a house that takes files in.
type darkroom struct {
	uploads *media.Uploads
	worker  media.WorkerConfig
}

func (h *house) openDarkroom(folder string, db *sqlstore.DB, bucket media.Bucket, log *slog.Logger) {
	h.uploads = &media.Uploads{Store: db.Uploads(), Ingest: &media.Ingest{
		Bucket: bucket, Limits: media.DefaultLimits(), SpoolDir: filepath.Join(folder, "spool"),
		Free: func() (uint64, error) { return math.MaxInt64, nil }, Now: h.clock.Now,
	}}
	h.worker = media.WorkerConfig{Catalog: db.Catalog(), Bucket: bucket, Limits: h.uploads.Limits, Now: h.clock.Now, Logger: log}
}

// SubmitUpload makes the house an Intake, as package main is.
func (h *house) SubmitUpload(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, id media.UploadID) (voting.Submitted, error) {
	if err := h.service.CheckEntry(ctx, a, slug, form); err != nil {
		return voting.Submitted{}, err
	}
	_, err := h.uploads.Finish(ctx, string(slug), id)
	if errors.Is(err, &media.Error{Code: media.UploadNotFound}) {
		err = voting.ErrDraftGone
	}
	if err != nil {
		return voting.Submitted{}, err
	}
	return h.service.Submit(ctx, a, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
		files := sqlstore.UploadTx(tx)
		asset, err := files.UseUpload(id, string(slug), tx.Now())
		return voting.AssetID(asset), errors.Join(err, files.AddJob(asset, tx.Now()))
	})
}

// develop lets the worker finish so many jobs.
func (h *house) develop(jobs int) {
	h.Helper()
	ctx, stop := context.WithTimeout(h.Context(), time.Minute)
	defer stop()
	config := h.worker
	var mu sync.Mutex
	done := 0
	config.Done = func(tx media.Tx, id media.AssetID, o media.Outcome) error {
		mu.Lock()
		defer mu.Unlock()
		if done++; done == jobs {
			stop()
		}
		if o.Refusal != nil {
			return errors.Join(o.Refusal, h.service.AssetRefused(sqlstore.VotingTx(tx), voting.AssetID(id), o.Refusal.Code))
		}
		return h.service.AssetReady(sqlstore.VotingTx(tx), voting.AssetID(id))
	}
	media.NewWorker(config).Run(ctx)
	if done < jobs {
		h.Fatalf("%d of %d pictures were made", done, jobs)
	}
}

// photo is a small JPEG file.
func photo(h *house) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for y := range 600 {
		for x := range 800 {
			img.Set(x, y, color.RGBA{uint8(x / 4), uint8(y / 3), 120, 255})
		}
	}
	var b bytes.Buffer
	h.check(jpeg.Encode(&b, img, nil))
	return b.Bytes()
}
