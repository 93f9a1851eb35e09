// Command serving measures how many pictures a second the server sends, beside
// nginx sending the same file from the same disk in the same run:
//
//	go run ./bench/serving          wrk and nginx are needed (Debian: wrk nginx-light)
//	go run ./bench/serving -hold    fail when the ratio misses what is to be reached
//
// The file is a public rendition of 60 KB, fetched over 32 connections that
// stay open. Short rounds alternate, so that what else the machine does falls on
// both; each has its ratio, and the middle one counts. The processor time per
// picture beside it says the same of a machine that is too busy for rates.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"plaudit/bench/rig"
)

const toReach = 0.6

func main() {
	bin := flag.String("bin", "", "server to measure; built from ./server when empty")
	rounds := flag.Int("rounds", 11, "rounds on each side")
	seconds := flag.Int("seconds", 1, "length of a round")
	hold := flag.Bool("hold", false, "fail when the ratio is missed")
	flag.Parse()
	rig.Main("serving", func(ctx context.Context) error { return run(ctx, *bin, *rounds, *seconds, *hold) })
}

func run(ctx context.Context, bin string, rounds, seconds int, hold bool) (err error) {
	dir, err := os.MkdirTemp("", "plaudit-serving-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o755); err != nil { // nginx's worker is another user
		return err
	}
	if bin == "" {
		if bin, err = rig.Build(ctx, dir); err != nil {
			return err
		}
	}
	picture, err := prepare(ctx, filepath.Join(dir, "data"))
	if err != nil {
		return err
	}
	server, err := rig.Start(ctx, bin, dir, "PLAUDIT_SECRET="+secretHex(), "PLAUDIT_LOG_LEVEL=warn")
	if err != nil {
		return err
	}
	defer server.Stop()
	other, err := startNginx(ctx, dir, picture.content)
	if err != nil {
		return err
	}
	defer other.stop()
	ours, theirs := "http://"+server.Address+picture.path, "http://"+other.address+"/picture.jpg"
	for _, address := range []string{ours, theirs} {
		if err := same(ctx, address, picture.content); err != nil {
			return err
		}
	}
	figures, err := compare(ctx, []side{{"server", ours, server.Spent}, {"nginx", theirs, other.spent}}, rounds, seconds)
	if err != nil {
		return err
	}
	ratio := figures.print(os.Stdout)
	if hold && ratio < toReach {
		return errors.New("the ratio misses what is to be reached")
	}
	return nil
}

// same checks that an address sends the picture, whole.
func same(ctx context.Context, address string, want []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || string(got) != string(want)) {
		err = fmt.Errorf("%s answers %d with %d bytes", address, response.StatusCode, len(got))
	}
	return err
}
