package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"time"

	votelog "plaudit/voting/ledger"
)

// readLog checks the log of votes, as everybody can; no report where it has not
// begun.
func readLog(ctx context.Context, nobody *client) (*votelog.Report, fs.FS, error) {
	a, err := nobody.call(ctx, http.MethodGet, "/contests/"+contest+"/export/log.zip", nil)
	if err != nil || a.is(http.StatusNotFound) {
		return nil, nil, err
	}
	files, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		return nil, nil, wrong("the log cannot be read: %d %v", a.status, err)
	}
	report, err := votelog.Verify(files, votelog.Trust{})
	if err != nil {
		return nil, nil, wrong("the log is not in order: %v", err)
	}
	return report, files, nil
}

// verifyPromises closes the vote, which is when a promise falls due at the
// latest, and looks for every one that was given in the log. It returns how many.
func verifyPromises(ctx context.Context, staff *client, ledger *ledger) (int, error) {
	if err := closeVoting(ctx, staff); err != nil {
		return 0, err
	}
	limit, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		report, files, err := readLog(limit, staff.as(""))
		if err != nil {
			return 0, err
		}
		if report != nil && report.Closed {
			return len(ledger.promises), holdPromises(report, files, ledger)
		}
		if err := pause(limit, time.Second); err != nil {
			return 0, wrong("the log does not say that voting has closed: %+v", report)
		}
	}
}

func holdPromises(report *votelog.Report, files fs.FS, ledger *ledger) (err error) {
	logged := map[string]bool{}
	for place := int64(0); place < report.Size; place += votelog.TileWidth {
		tile := votelog.Tile{Level: votelog.Entries, Index: place / votelog.TileWidth}
		data, err := fs.ReadFile(files, tile.Path(int(min(votelog.TileWidth, report.Size-place))))
		if err != nil {
			return err
		}
		leaves, err := votelog.Leaves(data)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			logged[leaf] = true
		}
	}
	broken := 0
	for promise := range ledger.promises {
		leaf, err := votelog.OpenPromise(promise, report.Key)
		if err != nil {
			return wrong("a promise is not the log's: %v", err)
		}
		if !logged[leaf.String()] {
			broken++
		}
	}
	if broken > 0 {
		return wrong("%d of %d promises were not kept: their votes are not in the log", broken, len(ledger.promises))
	}
	return nil
}

func closeVoting(ctx context.Context, staff *client) error {
	a, err := staff.call(ctx, http.MethodGet, "/contests/"+contest, nil)
	if err != nil {
		return err
	}
	var made struct {
		Rounds []struct {
			Kind   string    `json:"kind"`
			Opens  time.Time `json:"opens"`
			Closes time.Time `json:"closes"`
		} `json:"rounds"`
	}
	if err := a.into(&made); err != nil {
		return err
	}
	for i := range made.Rounds {
		if made.Rounds[i].Kind == "vote" {
			made.Rounds[i].Closes = time.Now().UTC()
		}
	}
	a, err = staff.call(ctx, http.MethodPatch, "/contests/"+contest, map[string]any{"rounds": made.Rounds, "reason": "all promises fall due"})
	if err != nil {
		return err
	}
	if !a.is(http.StatusOK) {
		return fmt.Errorf("close the vote: %d %s", a.status, strings.TrimSpace(string(a.body)))
	}
	return nil
}
