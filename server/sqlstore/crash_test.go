package sqlstore_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

// crashFile names the database of the child that TestKilled starts.
const crashFile = "PLAUDIT_TEST_CRASH_FILE"

// TestKilled kills a process in the middle of its work, several times, and
// holds what it had been promised against what is there.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plaudit.db")
	promised := map[string]bool{}
	for round := range 3 {
		child := exec.Command(os.Args[0], "-test.run=^TestChildThatIsKilled$")
		child.Env = append(os.Environ(), crashFile+"="+path, fmt.Sprintf("ROUND=%d", round))
		child.Stderr = os.Stderr
		answers, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(answers)
		for n := 0; lines.Scan(); n++ {
			if name, found := strings.CutPrefix(lines.Text(), "done "); found {
				promised[name] = true
			}
			if n == 100*(round+1) {
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = child.Wait() // it was killed
	}
	db := storetest.Open(t, path, storetest.NewClock(start))
	there := map[string]int{}
	err := db.Voting().View(t.Context(), func(tx voting.Tx) error {
		records, err := tx.Audit("", 1_000_000)
		for _, r := range records {
			there[r.Subject]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(promised) < 600 {
		t.Errorf("only %d changes were promised", len(promised))
	}
	for name := range promised {
		if there[name+" first"] != 1 || there[name+" second"] != 1 {
			t.Errorf("%s was promised and is there %d and %d times", name, there[name+" first"], there[name+" second"])
		}
	}
	for name, n := range there {
		whole, _, _ := strings.Cut(name, " ")
		if n != 1 || there[whole+" first"] != there[whole+" second"] {
			t.Errorf("%s is there %d times, or only half of it", name, n)
		}
	}
}

// TestChildThatIsKilled is not a test of its own.
func TestChildThatIsKilled(t *testing.T) {
	path := os.Getenv(crashFile)
	if path == "" {
		t.Skip("runs only as the child of TestKilled")
	}
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for worker := range 16 {
		all.Go(func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("%s-%d-%d", os.Getenv("ROUND"), worker, i)
				err := db.Voting().Update(t.Context(), func(tx voting.Tx) error {
					if err := note(tx, name+" first"); err != nil {
						return err
					}
					return note(tx, name+" second")
				})
				if err != nil {
					t.Error(err)
					return
				}
				fmt.Printf("done %s\n", name)
			}
		})
	}
	all.Wait()
}
