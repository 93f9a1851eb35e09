// Command uploads measures what photos cost the whole server, from the upload
// to the moderation queue:
//
//	go run ./bench/uploads
//
// Eight people submit a photo of 12 megapixels at the same moment, through the
// API, with the database and the files on disk. It prints the server's
// processor time per photo, beside vipsthumbnail (Debian: libvips-tools)
// making the same JPEG sizes in the same run, and the server's peak memory.
// Then one photo each as JPEG, HEIC and AVIF (made with vips of the same
// package) goes to a fresh server, for the peak memory of that and its child.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"plaudit/bench/rig"
)

// atOnce is how many people submit at the same moment.
const atOnce = 8

func main() {
	bin := flag.String("bin", "", "server to measure; built from ./server when empty")
	hold := flag.Bool("hold", false, "fail when the figures miss what is to be reached")
	flag.Parse()
	rig.Main("uploads", func(ctx context.Context) error { return run(ctx, *bin, *hold) })
}

func run(ctx context.Context, bin string, hold bool) (err error) {
	dir, err := os.MkdirTemp("", "plaudit-uploads-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if bin == "" {
		if bin, err = rig.Build(ctx, dir); err != nil {
			return err
		}
	}
	photo, err := rig.Photo(4032, 3024, 1)
	if err != nil {
		return err
	}
	server, err := rig.Start(ctx, bin, dir, "PLAUDIT_ORGANISER_LOGIN="+login, "PLAUDIT_ORGANISER_PASSWORD="+password)
	if err != nil {
		return err
	}
	defer server.Stop()
	ours, sizes, err := measureServer(ctx, server, photo)
	if err != nil {
		return err
	}
	theirs, err := measureVips(ctx, dir, photo, sizes)
	if err != nil {
		return err
	}
	peak, err := server.PeakMemory()
	if err != nil {
		return err
	}
	ratio := ours.Seconds() / theirs.Seconds()
	fmt.Printf("server         %.3f CPU seconds per photo, upload to pending\nvipsthumbnail  %.3f CPU seconds\nratio          %.2f (to reach: at most 1.50)\npeak memory    %d MB while %d arrive at once (to reach: at most 400)\n",
		ours.Seconds(), theirs.Seconds(), ratio, peak>>20, atOnce)
	good, err := measureKinds(ctx, bin, dir, photo)
	if err != nil {
		return err
	}
	if hold && (ratio > 1.5 || peak > 400<<20 || !good) {
		return errors.New("the figures miss what is to be reached")
	}
	return nil
}

// measureServer submits the photos, and returns the server's processor time
// for one and the sizes that it made.
func measureServer(ctx context.Context, server *rig.Server, photo []byte) (time.Duration, []size, error) {
	c, err := openContest(ctx, "http://"+server.Address+"/api/v1")
	if err != nil {
		return 0, nil, err
	}
	if err := c.submitAll(ctx, photo, 1); err != nil { // warm
		return 0, nil, err
	}
	before, err := server.Spent()
	if err != nil {
		return 0, nil, err
	}
	if err := c.submitAll(ctx, photo, atOnce); err != nil {
		return 0, nil, err
	}
	after, err := server.Spent()
	if err != nil {
		return 0, nil, err
	}
	sizes, err := c.sizes(ctx)
	return (after - before) / atOnce, sizes, err
}

// measureVips makes the same sizes with vipsthumbnail, one process a size.
func measureVips(ctx context.Context, dir string, photo []byte, sizes []size) (time.Duration, error) {
	name := filepath.Join(dir, "photo.jpg")
	if err := os.WriteFile(name, photo, 0o600); err != nil {
		return 0, err
	}
	var spent time.Duration
	for _, s := range sizes {
		args := []string{name, "--size", fmt.Sprintf("%dx%d", s.Width, s.Height), "-o", name + "." + s.Name + ".jpg[Q=80,strip]"}
		if s.Width == s.Height {
			args = append(args, "--smartcrop", "centre")
		}
		command := exec.CommandContext(ctx, "vipsthumbnail", args...)
		var out bytes.Buffer
		command.Stdout, command.Stderr = &out, &out
		if err := command.Run(); err != nil {
			return 0, fmt.Errorf("vipsthumbnail: %w: %s", err, &out)
		}
		usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			return 0, errors.New("the system does not say what a process has used")
		}
		spent += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	return spent, nil
}
