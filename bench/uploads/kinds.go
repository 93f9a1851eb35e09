package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"plaudit/bench/rig"
)

// kind is a format of which one photo of 12 megapixels is submitted to a
// server that has done nothing else yet.
type kind struct {
	name string
	most int64    // bytes that server and child may take together
	vips []string // what makes the file out of a JPEG; nil: it is one
}

func kinds() []kind {
	return []kind{
		{"jpeg", 150 << 20, nil},
		{"heic", 400 << 20, []string{"--compression", "hevc", "--Q", "60"}},
		{"avif", 400 << 20, []string{"--compression", "av1", "--Q", "60", "--effort", "0"}},
	}
}

// measureKinds prints the peak memory of each kind, and reports whether all are
// within what is to be reached.
func measureKinds(ctx context.Context, bin, dir string, photo []byte) (good bool, err error) {
	source := filepath.Join(dir, "source.jpg")
	if err := os.WriteFile(source, photo, 0o600); err != nil {
		return false, err
	}
	good = true
	for _, k := range kinds() {
		name := source
		if k.vips != nil {
			name = filepath.Join(dir, "photo."+k.name)
			out, err := exec.CommandContext(ctx, "vips", append([]string{"heifsave", source, name}, k.vips...)...).CombinedOutput()
			if err != nil {
				return false, fmt.Errorf("vips heifsave: %w: %s", err, out)
			}
		}
		file, err := os.ReadFile(name)
		if err != nil {
			return false, err
		}
		peak, spent, err := measureOne(ctx, bin, filepath.Join(dir, k.name), file)
		if err != nil {
			return false, fmt.Errorf("%s: %w", k.name, err)
		}
		fmt.Printf("peak of one %s    %d MB in server and child, %.2f CPU seconds from the start on (to reach: at most %d MB)\n", k.name, peak>>20, spent, k.most>>20)
		good = good && peak <= k.most
	}
	return good, nil
}

// measureOne starts a server in dir and submits one file.
func measureOne(ctx context.Context, bin, dir string, file []byte) (peak int64, spent float64, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return 0, 0, err
	}
	server, err := rig.Start(ctx, bin, dir, "PLAUDIT_ORGANISER_LOGIN="+login, "PLAUDIT_ORGANISER_PASSWORD="+password)
	if err != nil {
		return 0, 0, err
	}
	defer server.Stop()
	c, err := openContest(ctx, "http://"+server.Address+"/api/v1")
	if err != nil {
		return 0, 0, err
	}
	most := server.WatchMemory()
	err = c.submitAll(ctx, file, 1)
	peak = most()
	own, failed := server.Spent()
	return peak, own.Seconds(), errors.Join(err, failed)
}
