package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"plaudit/bench/rig"
)

// peerFolder is the module that runs PocketBase.
const peerFolder = "bench/peer/pocketbase"

// startPeer builds PocketBase, which is fetched where it is not here yet, and
// starts it with its data in dir.
func startPeer(ctx context.Context, dir string) (*process, error) {
	bin, err := filepath.Abs(filepath.Join(dir, "pocketbase"))
	if err != nil {
		return nil, err
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", bin, ".")
	build.Dir, build.Env = peerFolder, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build PocketBase: %w: %.300s", err, out)
	}
	address, err := rig.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	p := &process{exec.CommandContext(context.WithoutCancel(ctx), bin, filepath.Join(dir, "pb_data"), address), address}
	rig.EndWithUs(p.command)
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	for range 600 {
		if conn, err := net.Dial("tcp", address); err == nil {
			return p, conn.Close()
		}
		if err := rig.Until(ctx, time.Now().Add(50*time.Millisecond)); err != nil {
			break
		}
	}
	p.stop()
	return nil, errors.New("PocketBase does not become ready")
}

// records are requests that create so many records, each of another voter.
func records(first, count int) [][]byte {
	list := make([][]byte, count)
	for i := range list {
		body := fmt.Sprintf(`{"voter":"%032d","entry":"%d"}`, first+i, (first+i)%60)
		list[i] = fmt.Appendf(nil, "POST /api/collections/votes/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
	return list
}
