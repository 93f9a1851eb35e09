// Command trace shows that no vote is acknowledged before it is on disk.
//
// It runs the real server under strace, casts votes one by one and then many
// at once, and reads the trace: between the request's arrival and the answer
// 201 there must be a write to the database's log that began after the request
// was read, and an fsync of that log which began after that write and had
// ended before the answer was sent.
//
//	go run ./bench/trace           needs strace (Debian: strace) and the right to trace
//
// Exit code 0 when that holds for every vote, 1 when it does not, 3 when
// nothing can be traced here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"plaudit/bench/rig"
)

// errNoTrace says that nothing can be traced here.
var errNoTrace = errors.New("nothing can be traced here")

type options struct {
	alone, together, connections int
	bin                          string
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("trace: ")
	var o options
	flag.IntVar(&o.alone, "alone", 50, "votes cast one by one")
	flag.IntVar(&o.together, "together", 500, "votes cast at once")
	flag.IntVar(&o.connections, "connections", 32, "connections for those at once")
	flag.StringVar(&o.bin, "bin", "", "server to trace; built from ./server when empty")
	flag.Parse()
	ctx, stop := rig.Context()
	err := run(ctx, o)
	stop()
	switch {
	case errors.Is(err, errNoTrace):
		log.Print(err)
		os.Exit(3)
	case err != nil:
		log.Print(err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	dir, bin, err := rig.Workshop(ctx, o.bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "trace")
	if out, err := exec.CommandContext(ctx, "strace", "-f", "-o", file, "true").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: strace: %w: %s", errNoTrace, err, out)
	}
	house, err := rig.Fill(ctx, filepath.Join(dir, "data"), "", 20, o.alone+o.together)
	if err != nil {
		return err
	}
	tracer := []string{"strace", "-f", "-y", "-s", "100", "-o", file, "-e", "trace=read,write,pwrite64,fsync,fdatasync", "-e", "signal=none"}
	server, err := rig.StartUnder(ctx, tracer, bin, dir, rig.SecretSetting(), "PLAUDIT_LOG_LEVEL=warn")
	if err != nil {
		return err
	}
	defer server.Stop()
	if _, err := rig.Load(ctx, server.Address, 1, house.Votes(0, o.alone), 201); err != nil {
		return fmt.Errorf("one by one: %w", err)
	}
	if _, err := rig.Load(ctx, server.Address, o.connections, house.Votes(o.alone, o.together), 201); err != nil {
		return fmt.Errorf("at once: %w", err)
	}
	server.Stop()
	found, err := read(file)
	if err != nil {
		return err
	}
	if want := o.alone + o.together; found.votes != want {
		return fmt.Errorf("the trace has %d answers to votes, %d were sent", found.votes, want)
	}
	fmt.Printf("trace: %d votes, each answered after an fsync that began after its batch was written; %d fsyncs\n", found.votes, found.syncs)
	return nil
}
