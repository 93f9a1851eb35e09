package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// errNotHere says that a mode needs what this machine or user has not.
var errNotHere = errors.New("cannot be tried here")

// diskSize is the whole disk of the disk-full mode.
const diskSize = 48 << 20

// fillDisk gives the server a small disk, fills it under load until votes are
// refused, looks at what goes on, makes room again and waits until the same
// process takes votes. Nothing that was acknowledged may be lost.
func fillDisk(ctx context.Context, o options, ledger *ledger) error {
	house, err := newHouse(ctx, o.bin, o.dir, nil)
	if err != nil {
		return err
	}
	data := filepath.Join(o.dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", data, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", diskSize)); err != nil {
		return fmt.Errorf("%w: a tmpfs of its own: %w", errNotHere, err)
	}
	defer func() { house.kill(); _ = syscall.Unmount(data, 0) }()
	if err := house.start(ctx); err != nil {
		return err
	}
	site := newSite(house.url)
	staff, err := setUp(ctx, site, ledger)
	if err != nil {
		return fmt.Errorf("set a contest up: %w", err)
	}
	pid := house.process.Process.Pid
	o.entrants = 0
	crowd := startCrowd(ctx, o, site, ledger)
	defer crowd.scatter()
	for range o.kills {
		if err := fillOnce(ctx, site, filepath.Join(data, "ballast"), ledger); err != nil {
			return err
		}
	}
	if err := crowd.goHome(); err != nil {
		return err
	}
	if house.process == nil || house.process.Process.Pid != pid || len(house.starts) != 1 {
		return wrong("the server did not stay the same process")
	}
	if err := verify(ctx, alone(house), staff, ledger); err != nil {
		return err
	}
	fmt.Printf("the disk was full %d times: votes were refused in words, pages were served, the same process went on\n", o.kills)
	return nil
}

// fillOnce fills the disk, looks, and makes room again.
func fillOnce(ctx context.Context, site site, ballast string, ledger *ledger) error {
	full, stop := context.WithCancel(ctx)
	defer stop()
	filling := make(chan error, 1)
	go func() { filling <- fill(full, ballast) }()
	err := lookAtFull(ctx, site)
	stop()
	err = errors.Join(err, <-filling, os.Remove(ballast))
	if err != nil {
		return err
	}
	votes := ledger.count()
	for tries := 0; ; tries++ {
		if ledger.count() > votes+100 {
			return nil
		}
		if tries == 600 {
			return wrong("with room again no votes are taken")
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// fill writes into the ballast whenever there is room, until ctx ends.
func fill(ctx context.Context, ballast string) error {
	file, err := os.OpenFile(ballast, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	for piece := make([]byte, 64<<10); ctx.Err() == nil; {
		switch _, err := file.Write(piece); {
		case errors.Is(err, syscall.ENOSPC) && len(piece) > 1:
			piece = piece[:len(piece)/2]
		case errors.Is(err, syscall.ENOSPC):
			piece = piece[:1]
			_ = pause(ctx, time.Millisecond)
		case err != nil:
			return err
		}
	}
	return nil
}

// lookAtFull waits until a vote is refused for want of room, and then, for a
// second, holds every answer against what it must be.
func lookAtFull(ctx context.Context, site site) error {
	probe := func() (answer, error) {
		return site.as("").call(ctx, http.MethodPost, "/contests/"+contest+"/voter", struct{}{})
	}
	for tries := 0; ; tries++ {
		a, err := probe()
		if err != nil {
			return wrong("with a full disk the server gave no answer: %v", err)
		}
		if a.status == http.StatusServiceUnavailable {
			break
		}
		if tries == 3000 {
			return wrong("the disk is full and nothing is refused")
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
	refused := 0
	for until := time.Now().Add(time.Second); time.Now().Before(until); {
		a, err := probe()
		if err != nil {
			return wrong("with a full disk the server gave no answer: %v", err)
		}
		var problem struct{ Code, Detail string }
		switch {
		case a.is(http.StatusOK, http.StatusCreated): // a last bit of room
		case a.status != http.StatusServiceUnavailable || json.Unmarshal(a.body, &problem) != nil || problem.Code != "disk_full" || problem.Detail == "":
			return wrong("with a full disk a voter was answered %d %s", a.status, a.body)
		default:
			refused++
		}
		for _, path := range []string{"/contests/" + contest, entriesPath, "/contests/" + contest + "/standings"} {
			if a, err := site.as("").call(ctx, http.MethodGet, path, nil); err != nil || !a.is(http.StatusOK) {
				return wrong("with a full disk %s was answered %d %s %v", path, a.status, a.body, err)
			}
		}
	}
	if refused == 0 {
		return wrong("with a full disk nothing was refused")
	}
	return nil
}
