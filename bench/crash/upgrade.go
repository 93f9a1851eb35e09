package main

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite"

	"plaudit/bench/rig"
)

//go:embed testdata/v40.sql
var oldDatabase string

// upgrade lets the server find a database of an earlier version, with votes,
// and kills it at random moments while it makes its backup and migrates, and
// then while it puts the votes into a log. In the end every vote must be there
// once, in the database, in the backup and in the log, and voting must go on.
func upgrade(ctx context.Context, o options) error {
	house, err := newHouse(ctx, o.bin, o.dir, []string{rig.SecretSetting()})
	if err != nil {
		return err
	}
	defer house.kill()
	old := filepath.Join(o.dir, "old.db")
	votes, err := makeOld(ctx, old)
	if err != nil {
		return fmt.Errorf("make the old database: %w", err)
	}
	if err := house.place(old); err != nil {
		return err
	}
	if err := house.start(ctx); err != nil {
		return err
	}
	whole := house.starts[0]
	moments := rand.New(rand.NewPCG(o.seed, 1))
	kills := 0
	for kills < o.kills {
		house.kill()
		if err := house.place(old); err != nil {
			return err
		}
		for range 1 + moments.IntN(3) {
			if err := house.launch(); err != nil {
				return err
			}
			if err := pause(ctx, time.Duration(moments.Int64N(int64(whole)))); err != nil {
				return err
			}
			house.kill()
			kills++
		}
		if err := house.start(ctx); err != nil {
			return wrong("after %d kills: %v", kills, err)
		}
		if err := house.verifyUpgrade(ctx, votes); err != nil {
			return err
		}
	}
	total := 0
	for _, n := range votes {
		total += n
	}
	logged, err := house.logEarlier(ctx, moments, total, o.kills)
	if err != nil {
		return err
	}
	fmt.Printf("%d kills while upgrading from version 40 (%s undisturbed): all %d votes there once, in the backup too, and voting goes on\n",
		kills, whole.Round(time.Millisecond), total)
	fmt.Printf("%d kills while those votes were put into a log: each is there once, in order, %s after the last start\n", o.kills, logged.Round(time.Second))
	return nil
}

// logEarlier kills the server while it puts the old votes into a log, and then
// checks that log. It returns how long the rest took.
func (h *house) logEarlier(ctx context.Context, moments *rand.Rand, votes, kills int) (time.Duration, error) {
	for range kills {
		if err := pause(ctx, time.Duration(moments.Int64N(int64(700*time.Millisecond)))); err != nil {
			return 0, err
		}
		h.kill()
		if err := h.start(ctx); err != nil {
			return 0, err
		}
	}
	began := time.Now()
	limit, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	for {
		report, _, err := readLog(limit, newSite(h.url).as(""))
		switch {
		case err != nil:
			return 0, err
		// Fewer than fifty that are left wait with those that are yet to come.
		case report != nil && report.Votes > votes-50:
			if report.EarlierVotes != votes {
				return 0, wrong("the log speaks of %d earlier votes, there were %d", report.EarlierVotes, votes)
			}
			return time.Since(began), nil
		}
		if err := pause(limit, 2*time.Second); err != nil {
			return 0, wrong("the old votes do not get into the log: %+v", report)
		}
	}
}

// makeOld makes the old database and returns its votes by number.
func makeOld(ctx context.Context, path string) (map[int]int, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, oldDatabase); err != nil {
		return nil, err
	}
	return storedVotes(ctx, path)
}

// storedVotes reads the votes by number past the server.
func storedVotes(ctx context.Context, path string) (map[int]int, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "SELECT e.number, count(*) FROM vote v JOIN entry e ON e.ref = v.entry GROUP BY e.number")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	votes := map[int]int{}
	for rows.Next() {
		var number, n int
		if err := rows.Scan(&number, &n); err != nil {
			return nil, err
		}
		votes[number] = n
	}
	return votes, rows.Err()
}

// place puts a copy of the old database where the server's is.
func (h *house) place(old string) error {
	data := filepath.Join(h.dir, "data")
	if err := os.RemoveAll(data); err != nil {
		return err
	}
	if err := os.Mkdir(data, 0o700); err != nil {
		return err
	}
	raw, err := os.ReadFile(old)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(data, "plaudit.db"), raw, 0o600)
}

// verifyUpgrade looks for the votes in the ballots, on the page, and in every
// backup, and casts one more.
func (h *house) verifyUpgrade(ctx context.Context, want map[int]int) error {
	nobody := newSite(h.url).as("")
	shown, err := readStandings(ctx, nobody)
	if err != nil {
		return err
	}
	if !maps.Equal(shown, want) {
		return wrong("after the upgrade %v is shown, want %v", shown, want)
	}
	if tally, err := h.tally(ctx, contest); err != nil {
		return wrong("plaudit tally: %v: %s", err, tally)
	}
	data := filepath.Join(h.dir, "data")
	backups, err := filepath.Glob(filepath.Join(data, "*.backup"))
	if err != nil {
		return err
	}
	if len(backups) == 0 {
		return wrong("there is no backup")
	}
	for _, path := range append(backups, filepath.Join(data, "plaudit.db")) {
		if stored, err := storedVotes(ctx, path); err != nil || !maps.Equal(stored, want) {
			return wrong("%s holds %v (%v), want %v", path, stored, err, want)
		}
	}
	a, err := nobody.call(ctx, http.MethodPost, "/contests/"+contest+"/voter", struct{}{})
	if err != nil {
		return err
	}
	var made struct{ Token string }
	if !a.is(http.StatusCreated) || a.into(&made) != nil {
		return wrong("no voter was made: %d %s", a.status, a.body)
	}
	if a, err = nobody.as(made.Token).call(ctx, http.MethodPut, ballotPath+"/1", nil); err != nil {
		return err
	}
	if !a.is(http.StatusCreated) || !strings.Contains(string(a.body), "remaining") {
		return wrong("no vote can be cast after the upgrade: %d %s", a.status, a.body)
	}
	return nil
}
