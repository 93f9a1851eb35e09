// Command start measures how long the server takes from nothing to its first
// page: the process, an empty data folder, its tables, keys and templates.
//
//	go run ./bench/start
//
// The yardstick is the same binary printing its version, in the same run: what
// loading the program costs by itself.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"plaudit/bench/rig"
)

func main() {
	rounds := flag.Int("rounds", 7, "starts; the middle one counts")
	bin := flag.String("bin", "", "server to measure; built from ./server when empty")
	flag.Parse()
	rig.Main("start", func(ctx context.Context) error { return run(ctx, *bin, *rounds) })
}

func run(ctx context.Context, bin string, rounds int) error {
	dir, err := os.MkdirTemp("", "plaudit-start-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if bin == "" {
		if bin, err = rig.Build(ctx, dir); err != nil {
			return err
		}
	}
	var pages, versions []time.Duration
	for i := range rounds {
		folder := filepath.Join(dir, fmt.Sprint(i))
		if err := os.Mkdir(folder, 0o700); err != nil {
			return err
		}
		server, err := rig.Start(ctx, bin, folder)
		if err != nil {
			return err
		}
		server.Stop()
		pages = append(pages, server.Ready)
		began := time.Now()
		if err := exec.CommandContext(ctx, bin, "version").Run(); err != nil {
			return err
		}
		versions = append(versions, time.Since(began))
	}
	page, version := middle(pages), middle(versions)
	fmt.Printf("start to first page, empty folder: %v (to reach: at most 1 s), worst of %d: %v\nprinting the version: %v, ratio %.1f\n",
		page, rounds, slices.Max(pages).Round(time.Millisecond), version, page.Seconds()/version.Seconds())
	return nil
}

func middle(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2].Round(time.Millisecond)
}
