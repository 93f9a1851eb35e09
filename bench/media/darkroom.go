package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/media/mediatest"
)

// darkroom is the whole media path with its worker running.
type darkroom struct {
	catalog mediatest.Catalog
	ingest  media.Ingest
	worker  *media.Worker
	mu      sync.Mutex
	waiting map[media.AssetID]chan media.Outcome
	close   func()
}

func openDarkroom(ctx context.Context, folder string, jpegOnly bool) (*darkroom, error) {
	bucket, err := disk.Open(filepath.Join(folder, "media"), time.Now())
	if err != nil {
		return nil, err
	}
	d := &darkroom{waiting: map[media.AssetID]chan media.Outcome{}}
	d.ingest = media.Ingest{
		Bucket: bucket, Limits: media.DefaultLimits(), SpoolDir: filepath.Join(folder, "spool"),
		Free: func() (uint64, error) { return disk.Free(folder) }, Now: time.Now,
	}
	d.worker = media.NewWorker(media.WorkerConfig{
		Catalog: &d.catalog, Bucket: bucket, Limits: d.ingest.Limits, Now: time.Now,
		Logger: slog.New(slog.DiscardHandler), Done: d.done, JPEGOnly: jpegOnly,
	})
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { d.worker.Run(ctx) })
	d.close = func() {
		cancel()
		running.Wait()
		bucket.Close()
	}
	return d, nil
}

func (d *darkroom) done(_ media.Tx, id media.AssetID, o media.Outcome) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting[id] <- o
	delete(d.waiting, id)
	return nil
}

// develop takes a photo in and waits for its renditions.
func (d *darkroom) develop(ctx context.Context, r io.Reader) (media.Asset, error) {
	a, err := d.ingest.Take(ctx, r)
	if err != nil {
		return a, err
	}
	ready := make(chan media.Outcome, 1)
	d.mu.Lock()
	d.waiting[a.ID] = ready
	d.mu.Unlock()
	err = d.catalog.Update(ctx, func(tx media.Tx) error {
		return errors.Join(tx.InsertAsset(a), tx.AddJob(a.ID, time.Now()))
	})
	if err != nil {
		return a, err
	}
	d.worker.Kick()
	o := <-ready
	if o.Refusal != nil {
		return o.Asset, o.Refusal
	}
	return o.Asset, nil
}

// memory sends one file 8 times at once and prints the process's peak.
func memory(ctx context.Context, folder, name string) error {
	d, err := openDarkroom(ctx, folder, false)
	if err != nil {
		return err
	}
	defer d.close()
	file, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	failed := make(chan error, 8)
	for range cap(failed) {
		go func() {
			_, err := d.develop(ctx, bytes.NewReader(file))
			failed <- err
		}()
	}
	for range cap(failed) {
		err = errors.Join(err, <-failed)
	}
	var u syscall.Rusage
	err = errors.Join(err, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	fmt.Println(u.Maxrss / 1024) // Linux counts in KB
	return err
}
