package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"filippo.io/age"

	"plaudit/media"
	"plaudit/media/objstore/objstoretest"
	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// shellFor runs command lines with the settings of a server.
func shellFor(t *testing.T, c Config) shellOn {
	t.Helper()
	s := shellOn{t, append(environ(Options{Config: c}), "PLAUDIT_LOG_LEVEL=error")}
	if c.Secret != nil && c.DatabaseURL == "" {
		s.env = append(s.env, "PLAUDIT_SECRET="+hex.EncodeToString(c.Secret))
	}
	if c.S3.Endpoint != "" {
		s.env = append(s.env, "PLAUDIT_S3_ENDPOINT="+c.S3.Endpoint, "PLAUDIT_S3_BUCKET="+c.S3.Bucket, "PLAUDIT_S3_ACCESS_KEY="+c.S3.AccessKey,
			"PLAUDIT_S3_SECRET_KEY="+c.S3.SecretKey, "PLAUDIT_S3_TLS=off", "PLAUDIT_S3_CREATE=on")
	}
	return s
}

// data is the data folder.
func (s shellOn) data() string { return strings.TrimPrefix(s.env[0], "PLAUDIT_DATA=") }

// must runs a command line that must succeed and returns what it printed.
func (s shellOn) must(args ...string) (stdout, stderr string) {
	s.t.Helper()
	code, stdout, stderr := s.run("", args...)
	if code != exitFine {
		s.t.Fatalf("%q: exit %d\n%s%s", args, code, stdout, stderr)
	}
	return stdout, stderr
}

// refused runs a command line that must fail and say why.
func (s shellOn) refused(want int, says string, args ...string) {
	s.t.Helper()
	if code, _, stderr := s.run("", args...); code != want || !strings.Contains(stderr, says) {
		s.t.Errorf("%q: exit %d, want %d with %q:\n%s", args, code, want, says, stderr)
	}
}

// crowd lets voters vote for entries 1 to n until stop is called, which
// returns how many votes were acknowledged. It returns when the first of each
// four have voted.
func (g *gallery) crowd(n int) (stop func() int64) {
	g.t.Helper()
	var (
		voters, began sync.WaitGroup
		over          = make(chan struct{})
		counted       atomic.Int64
	)
	began.Add(4)
	defer began.Wait()
	for worker := range 4 {
		voters.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-over:
					return
				default:
				}
				a := voting.Actor{Device: fmt.Sprintf("device %d of %d", i, worker)}
				_, err := g.voting.BecomeVoter(g.t.Context(), a, "may", voting.Proof{})
				if err == nil {
					_, err = g.voting.Cast(g.t.Context(), a, "may", voting.Number(1+i%n), ledger.Nonce{})
				}
				if i == 0 {
					began.Done()
				}
				if err != nil {
					g.t.Error(err)
					return
				}
				counted.Add(1)
			}
		})
	}
	return func() int64 {
		close(over)
		voters.Wait()
		return counted.Load()
	}
}

// objects lists the hashes of all that rows name.
func (s *Server) objects(t *testing.T) map[string]string {
	t.Helper()
	hashes := map[string]string{}
	err := s.db.Snapshot(t.Context(), func(snapshot sqlstore.Snapshot) error {
		for o, err := range media.Named(snapshot.Named()) {
			if err != nil {
				return err
			}
			content, err := s.intake.ingest.Bucket.Open(t.Context(), o.Key)
			if err != nil {
				return err
			}
			hash := sha256.New()
			_, err = io.Copy(hash, content)
			if err := errors.Join(err, content.Close()); err != nil {
				return err
			}
			hashes[o.Key] = hex.EncodeToString(hash.Sum(nil))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return hashes
}

// TestDrill backs a server up that people vote on, and makes a new house of it:
// on the same kind of store and on the other.
func TestDrill(t *testing.T) {
	for _, c := range []struct{ from, to string }{{"disk", "disk"}, {"disk", "S3"}, {"S3", "disk"}, {"S3", "S3"}} {
		t.Run("from "+c.from+" to "+c.to, func(t *testing.T) {
			from, to := testOptions(t), testOptions(t)
			for o, store := range map[*Options]string{&from: c.from, &to: c.to} {
				if store == "S3" {
					o.Config.S3 = objstoretest.Options(t)
				}
			}
			drill(t, from, to)
		})
	}
}

// TestDrillToTheOtherDatabase moves a house from SQLite to PostgreSQL and back.
func TestDrillToTheOtherDatabase(t *testing.T) {
	onSQLite(t)
	t.Run("from SQLite to PostgreSQL", func(t *testing.T) {
		from, to := testOptions(t), testOptions(t)
		from.Config.Secret, to.Config.Secret = bytes.Repeat([]byte{9}, secretBytes), bytes.Repeat([]byte{9}, secretBytes)
		to.Config.DatabaseURL = storetest.Postgres(t)
		drill(t, from, to)
	})
	t.Run("from PostgreSQL to SQLite", func(t *testing.T) {
		from, to := testOptions(t), testOptions(t)
		from.Config.Secret, from.Config.DatabaseURL = bytes.Repeat([]byte{9}, secretBytes), storetest.Postgres(t)
		drill(t, from, to)
	})
}

func drill(t *testing.T, from, to Options) {
	g := newGalleryWith(t, from)
	g.approved("One")
	g.approved("Two")
	waiting, err := g.intake.Submit(t.Context(), voting.Actor{}, "may", form("Three"), g.spool(picture(t, 9)))
	if err != nil {
		t.Fatal(err)
	}
	g.settled(waiting.Code)
	old := shellFor(t, from.Config)
	link, _ := old.must("user", "add", "li", "--role", "organiser")
	if !strings.Contains(link, "/staff/welcome/") {
		t.Fatalf("no link: %s", link)
	}
	stop := g.crowd(2)
	file := filepath.Join(t.TempDir(), "may.plaudit")
	old.must("backup", file)
	cast := stop()
	objects := g.objects(t)

	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup: %v, %v", info, err)
	}
	new := shellFor(t, to.Config)
	said, _ := new.must("restore", file)
	if !strings.Contains(said, "counted again from the ballots as in the backup") {
		t.Errorf("restore says:\n%s", said)
	}
	new.must("tally", "may")
	s, _ := start(t, to)
	after, err := s.voting.Recount(t.Context(), "may")
	if err != nil || after.Votes == 0 || int64(after.Votes) > cast || len(after.Differences) > 0 {
		t.Errorf("%d votes of %d, %v, %v", after.Votes, cast, after.Differences, err)
	}
	restored := s.objects(t)
	for key, hash := range objects {
		if restored[key] != hash {
			t.Errorf("%s is not what it was", key)
		}
	}
	view, err := s.voting.Status(t.Context(), voting.Actor{}, "may", waiting.Code)
	if err != nil || view.Entry.Title != "Three" {
		t.Errorf("the entrant's code finds %q, %v", view.Entry.Title, err)
	}
	// A voter of before is the same voter, and a new one can vote.
	a := voting.Actor{Device: "device 0 of 0"}
	if is, err := s.voting.IsVoter(t.Context(), a, "may"); err != nil || !is {
		t.Errorf("the first voter is none any more: %v", err)
	}
	if _, err := s.voting.Cast(t.Context(), a, "may", 2, ledger.Nonce{}); err != nil {
		t.Error(err)
	}
	path := strings.TrimSpace(link[strings.Index(link, "/staff/welcome/"):])
	if status, page := get(t, s.URL()+path); status != http.StatusOK || !strings.Contains(page, "password") {
		t.Errorf("the link to an account leads to %d", status)
	}
	if to.Config.DatabaseURL == "" {
		new.refused(exitNo, "another server is running", "restore", file)
	} else {
		other := new
		other.env = append(append([]string{}, new.env...), "PLAUDIT_DATA="+t.TempDir())
		other.refused(exitNo, "is not empty", "restore", file)
	}
}

// backedUp is a small gallery and its backup.
func backedUp(t *testing.T) (from Config, file string) {
	t.Helper()
	o := testOptions(t)
	g := newGalleryWith(t, o)
	g.approved("One")
	g.crowd(1)()
	file = filepath.Join(t.TempDir(), "may.plaudit")
	shellFor(t, o.Config).must("backup", file)
	return o.Config, file
}

func TestBackupAndRestoreRefuse(t *testing.T) {
	from, file := backedUp(t)
	here := shellFor(t, from)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	here.refused(exitNo, "is there already", "backup", file)
	here.refused(exitNo, "no backup was made", "backup", filepath.Join(file, "under"))
	here.refused(exitUsage, "--encrypt-to", "backup", "x", "--encrypt-to", "age1nonsense")
	here.refused(exitUsage, "file", "backup")

	to := newShell(t)
	data := to.data()
	to.refused(exitUsage, "not encrypted", "restore", file, "--identity", file)
	to.refused(exitNo, "no such file", "restore", file+"x")
	harmed := filepath.Join(t.TempDir(), "harmed")
	write(t, harmed, whole[:len(whole)/2])
	to.refused(exitNo, "Nothing was restored", "restore", harmed)
	if _, err := New(t.Context(), Options{Config: Config{Listen: "127.0.0.1:0", Data: data}}); err == nil || !strings.Contains(err.Error(), "has not come to its end") {
		t.Errorf("a server starts on half a house: %v", err)
	}
	to.refused(exitNo, "has not come to its end", "tally", "may")
	write(t, harmed, bytes.Replace(whole, []byte("\xff\xd8\xff"), []byte("\xff\xd8\xfe"), 1))
	to.refused(exitNo, "the archive is damaged", "restore", harmed)
	to.must("restore", file) // begins anew
	to.must("tally", "may")
	to.refused(exitNo, "is not empty", "restore", file)

	missing := newShell(t)
	missing.env = []string{"PLAUDIT_DATA=" + t.TempDir()}
	missing.refused(exitNo, "has no database", "backup", filepath.Join(t.TempDir(), "x"))
	other := newShell(t, "PLAUDIT_SECRET="+strings.Repeat("ab", 32))
	other.refused(exitNo, "under another secret", "restore", file)
}

func TestEncryptedBackup(t *testing.T) {
	from, _ := backedUp(t)
	mine, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	file, key, wrong := filepath.Join(folder, "sealed"), filepath.Join(folder, "key"), filepath.Join(folder, "wrong")
	write(t, key, []byte("# of the clerk\n"+mine.String()+"\n"))
	write(t, wrong, []byte(foreign.String()))
	shellFor(t, from).must("backup", file, "--encrypt-to", mine.Recipient().String())
	sealed, err := os.ReadFile(file)
	if err != nil || bytes.Contains(sealed, []byte("secret")) {
		t.Errorf("%v, or it can be read", err)
	}
	to := newShell(t)
	to.refused(exitUsage, "--identity", "restore", file)
	to.refused(exitNo, "identity did not match", "restore", file, "--identity", wrong)
	cut := filepath.Join(folder, "cut")
	write(t, cut, sealed[:len(sealed)-20])
	to.refused(exitNo, "the archive is damaged", "restore", cut, "--identity", key)
	to.must("restore", file, "--identity", key)
}

// TestBackupThroughPipes goes by standard output and input.
func TestBackupThroughPipes(t *testing.T) {
	from, _ := backedUp(t)
	archive, _ := shellFor(t, from).must("backup", "-")
	to := newShell(t)
	if code, _, stderr := to.run(archive, "restore", "-"); code != exitFine {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// TestBackupOfASpoiltStore saves what there is, and says what is not.
func TestBackupOfASpoiltStore(t *testing.T) {
	o := testOptions(t)
	g := newGalleryWith(t, o)
	g.approved("One")
	id := media.AssetID(g.assetOf(1))
	asset, err := g.intake.assets(t.Context(), []media.AssetID{id})
	if err != nil {
		t.Fatal(err)
	}
	gone, spoilt := asset[id].Renditions[0], asset[id].Renditions[1]
	bucket := g.intake.ingest.Bucket
	if err := errors.Join(bucket.Delete(t.Context(), gone.Key),
		bucket.Put(t.Context(), spoilt.Key, strings.NewReader(strings.Repeat("x", int(spoilt.Size))), spoilt.Size)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	code, _, said := shellFor(t, o.Config).run("", "backup", file)
	if code != exitNo || !strings.Contains(said, "\n"+gone.Key+" is gone from the store\n") || !strings.Contains(said, "\n"+spoilt.Key+" is not what was put in: it was taken as it is\n") ||
		!strings.Contains(said, "1 files are gone from it, 1 are not") {
		t.Errorf("exit %d:\n%s", code, said)
	}
	if out, _ := newShell(t).must("restore", file); !strings.Contains(out, "1 files were gone") {
		t.Errorf("restore says:\n%s", out)
	}
}

// A store that has lost much does not drown what else is said.
func TestBackupNamesTheFirstFaults(t *testing.T) {
	for _, c := range []struct{ lost, named, more int }{{1, 1, 0}, {20, 20, 0}, {1234, 20, 1214}} {
		b := &backup{named: make([]media.NamedObject, 2000), torn: 1, lost: c.lost}
		for i := range c.lost {
			b.missing = append(b.missing, fmt.Sprint(i))
			b.faults = append(b.faults, fmt.Sprintf("file %d is gone", i))
		}
		var said strings.Builder
		err := b.report(&said, "-", false)
		if want := fmt.Sprintf("%d files are gone", c.lost); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want %s", err, want)
		}
		lines := strings.Split(strings.TrimSpace(said.String()), "\n")
		if want := fmt.Sprintf("%d files.", 2000-c.lost-1); !strings.HasSuffix(lines[0], want) {
			t.Errorf("%q, want %s", lines[0], want)
		}
		if got := strings.Count(said.String(), "\nfile "); got != c.named || strings.Contains(said.String(), "more") != (c.more > 0) ||
			c.more > 0 && lines[len(lines)-1] != fmt.Sprintf("… and %d more", c.more) {
			t.Errorf("%d files are named, want %d and %d more:\n%s", got, c.named, c.more, &said)
		}
	}
}
