package web

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
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
	ingest  *media.Ingest
	catalog media.Catalog
	worker  media.WorkerConfig
}

func (h *house) openDarkroom(folder string, catalog media.Catalog, bucket media.Bucket, log *slog.Logger) {
	h.catalog = catalog
	h.ingest = &media.Ingest{
		Bucket: bucket, Limits: media.DefaultLimits(), SpoolDir: filepath.Join(folder, "spool"),
		Free: func() (uint64, error) { return math.MaxInt64, nil }, Now: h.clock.Now,
	}
	h.worker = media.WorkerConfig{Catalog: catalog, Bucket: bucket, Limits: h.ingest.Limits, Now: h.clock.Now, Logger: log}
}

// Spool, Draft and SubmitDraft make the house an Intake, as package main is.
func (h *house) Spool(ctx context.Context, r io.Reader) (*media.Spooled, error) {
	return h.ingest.Spool(ctx, r)
}

func (h *house) Draft(ctx context.Context, file *media.Spooled) (media.Asset, error) {
	asset, err := h.ingest.Keep(ctx, file)
	if err != nil {
		return asset, err
	}
	return asset, h.catalog.Update(ctx, func(tx media.Tx) error { return tx.InsertAsset(asset) })
}

func (h *house) SubmitDraft(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, draft media.AssetID) (voting.Submitted, error) {
	return h.service.Submit(ctx, a, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
		files := sqlstore.MediaTx(tx)
		if _, err := files.Asset(draft); err != nil {
			return "", voting.ErrDraftGone
		}
		return voting.AssetID(draft), files.AddJob(draft, tx.Now())
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
