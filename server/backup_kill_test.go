package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// killedArgs holds the command line of a child that is killed.
const killedArgs = "PLAUDIT_TEST_KILLED_ARGS"

// TestCommandThatIsKilled is not a test of its own.
func TestCommandThatIsKilled(t *testing.T) {
	args := os.Getenv(killedArgs)
	if args == "" {
		t.Skip("runs only as the child of other tests")
	}
	code := run(&env{
		ctx: context.Background(), args: strings.Split(args, "\n"), environ: os.Environ(),
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, unsafe: true,
	})
	os.Exit(code)
}

// child is the command line in a process of its own.
func (s shellOn) child(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], "-test.run=^TestCommandThatIsKilled$")
	c.Env = append(append(os.Environ(), s.env...), killedArgs+"="+strings.Join(args, "\n"))
	c.Stderr = os.Stderr
	return c
}

// TestBackupIsKilled kills backups at several moments of their work: the file
// is whole or not there, and the house is as it was.
func TestBackupIsKilled(t *testing.T) {
	from, _ := backedUp(t)
	here := shellFor(t, from)
	before, _ := here.must("tally", "may")
	file := filepath.Join(t.TempDir(), "may.plaudit")
	looks := time.NewTicker(time.Millisecond)
	defer looks.Stop()
	for _, when := range []int64{0, 1, 32 << 10, 48 << 10} { // bytes written so far
		c := here.child("backup", file)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		for over := false; !over; {
			info, err := os.Stat(file + ".unfinished")
			select {
			case <-ended:
				ended <- nil
				over = true
			case <-looks.C: // and leaves the processor to the child
				over = err == nil && info.Size() >= when
			}
		}
		_ = c.Process.Kill()
		<-ended
		if _, err := os.Stat(file); err == nil { // it was quicker
			newShell(t).must("restore", file)
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	here.must("backup", file)
	newShell(t).must("restore", file)
	if after, _ := here.must("tally", "may"); after != before {
		t.Errorf("the tally was\n%s\nand is\n%s", before, after)
	}
	if _, err := os.Stat(file + ".unfinished"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was left behind: %v", err)
	}
}

// TestRestoreIsKilled kills restores after so much of the archive: no server
// starts on what they leave, and another restore does all of it.
func TestRestoreIsKilled(t *testing.T) {
	_, file := backedUp(t)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	to := newShell(t)
	data := to.data()
	looks := time.NewTicker(time.Millisecond)
	defer looks.Stop()
	for part := 1; part <= 4; part++ {
		c := to.child("restore", "-")
		in, err := c.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// What a pipe takes at once the child may not have read yet.
		if _, err := io.Copy(in, bytes.NewReader(whole[:len(whole)*part/5])); err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(folder(data).unfinished()); err == nil {
				break
			}
			<-looks.C
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait()
		to.refused(exitNo, "has not come to its end", "serve")
	}
	to.must("restore", file)
	to.must("tally", "may")
	to.must("backup", filepath.Join(t.TempDir(), "again"))
}
