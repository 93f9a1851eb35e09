package sqlstore_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/media"
	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

// dumped is a whole database as text.
type dumped struct {
	Version int64
	Tables  []sqlstore.Table
	Lines   map[string][]string // sorted: databases have no order of their own
}

func dump(t *testing.T, db *sqlstore.DB) (d dumped) {
	t.Helper()
	d.Lines = map[string][]string{}
	err := db.Snapshot(t.Context(), func(s sqlstore.Snapshot) (err error) {
		if d.Version, err = s.Version(); err != nil {
			return err
		}
		if d.Tables, err = s.Tables(); err != nil {
			return err
		}
		for _, table := range d.Tables {
			err = errors.Join(err, s.Lines(table, func(line []byte) error {
				d.Lines[table.Name] = append(d.Lines[table.Name], string(line))
				return nil
			}))
			slices.Sort(d.Lines[table.Name])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func load(t *testing.T, o sqlstore.Options, d dumped) error {
	return sqlstore.Load(t.Context(), o, d.Version, func(l *sqlstore.Loader) error {
		for _, table := range d.Tables {
			into, err := l.Table(table)
			if err != nil {
				return err
			}
			for _, line := range d.Lines[table.Name] {
				if err := into.Line([]byte(line)); err != nil {
					return err
				}
			}
			if err := into.Close(); err != nil {
				return err
			}
		}
		return nil
	})
}

// fill puts rows with odd values into many tables.
func (f *fixture) fill() {
	f.t.Helper()
	f.insert("放风筝", "\"quoted\"\n\\ \u2028", "")
	f.update(func(tx voting.Tx) error {
		for i := range 700 { // more than one statement takes
			_, err := tx.InsertVoter(voting.Voter{Contest: f.contest, Key: voterKey(i), Mode: "open", Since: start})
			if err != nil {
				return err
			}
			b, err := tx.LockBallot(f.contest, "", voterKey(i))
			if err == nil {
				err = insert(tx, b, 1+i%3)
			}
			if err != nil {
				return err
			}
		}
		return sqlstore.Exec(tx, "INSERT INTO account (id, login, password, disabled, created_at) VALUES ('a', 'li', '', TRUE, 0), ('b', 'wu', '', FALSE, -1)")
	})
	f.update(func(tx voting.Tx) error { return tx.RevokeCode(f.contest, "an old code") })
	f.update(func(tx voting.Tx) error {
		assets := sqlstore.MediaTx(tx)
		a := media.Asset{ID: media.AssetID(fmt.Sprintf("%032x", 7)), Size: 1 << 40, SHA256: "00", Renditions: []media.Rendition{{Key: "rendition/x", Hash: "ab"}}}
		return errors.Join(assets.InsertAsset(a), assets.AddJob(a.ID, start))
	})
}

// empty is a database without tables, or with empty ones, of each kind.
func empty(t *testing.T, test func(t *testing.T, o sqlstore.Options)) {
	t.Helper()
	t.Run("into sqlite", func(t *testing.T) { test(t, sqlstore.Options{Path: filepath.Join(t.TempDir(), "other.db")}) })
	t.Run("into postgres", func(t *testing.T) { test(t, sqlstore.Options{URL: storetest.Postgres(t), Unsafe: true}) })
}

func TestADumpFillsAnEmptyDatabase(t *testing.T) {
	each(t, func(f *fixture) {
		f.fill()
		before := dump(f.t, f.DB)
		empty(f.t, func(t *testing.T, o sqlstore.Options) {
			o.Now = f.clock.Now
			if err := load(t, o, before); err != nil {
				t.Fatal(err)
			}
			other, err := sqlstore.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			if diff := cmp.Diff(before.Lines, dump(t, other).Lines); diff != "" {
				t.Errorf("what was loaded is not what was dumped:\n%s", diff)
			}
			// The database counts on where the other one was.
			g := &fixture{DB: other, t: t, clock: f.clock, contest: f.contest}
			g.insert("new")
			if err := load(t, o, before); !errors.Is(err, sqlstore.ErrNotEmpty) {
				t.Errorf("a database with rows was filled again: %v", err)
			}
		})
	})
}

// TestEveryTableIsDumped adds a table that nobody has told the dump about.
func TestEveryTableIsDumped(t *testing.T) {
	each(t, func(f *fixture) {
		f.update(func(tx voting.Tx) error {
			return errors.Join(
				sqlstore.Exec(tx, "CREATE TABLE brand_new (asset TEXT NOT NULL REFERENCES asset (id), n BIGINT NOT NULL, PRIMARY KEY (asset))"),
				sqlstore.MediaTx(tx).InsertAsset(media.Asset{ID: "a", CreatedAt: start}),
				sqlstore.Exec(tx, "INSERT INTO brand_new (asset, n) VALUES ('a', 7)"))
		})
		d := dump(t, f.DB)
		if diff := cmp.Diff([]string{`["a",7]`}, d.Lines["brand_new"]); diff != "" {
			t.Error(diff)
		}
		at := func(name string) int {
			return slices.IndexFunc(d.Tables, func(table sqlstore.Table) bool { return table.Name == name })
		}
		if at("asset") > at("brand_new") || at("contest") > at("vote") {
			t.Error("a table comes before what it points at")
		}
	})
}

func TestNothingOfAFailedLoadIsKept(t *testing.T) {
	f := newFixture(t, storetest.Open(t, filepath.Join(t.TempDir(), "plaudit.db"), storetest.NewClock(start)), storetest.NewClock(start), 0)
	f.fill()
	good := dump(t, f.DB)
	empty(t, func(t *testing.T, o sqlstore.Options) {
		for name, harm := range map[string]func(*dumped){
			"a newer schema":       func(d *dumped) { d.Version = 99_999 },
			"a table that is not":  func(d *dumped) { d.Tables[3].Name = "nothing" },
			"a column that is not": func(d *dumped) { d.Tables[3].Columns[0].Name = "x; DROP TABLE vote" },
			"a column less":        func(d *dumped) { d.Tables[3].Columns = d.Tables[3].Columns[1:] },
			"a broken line":        func(d *dumped) { d.Lines["voter"] = append(d.Lines["voter"], "[1") },
			"a wrong kind":         func(d *dumped) { d.Lines["entry_count"] = append(d.Lines["entry_count"], `["a",1,1]`) },
			"a row too many":       func(d *dumped) { d.Lines["vote"] = append(d.Lines["vote"], d.Lines["vote"][0]) },
		} {
			bad := dumped{Version: good.Version, Lines: map[string][]string{}}
			for _, table := range good.Tables {
				bad.Tables = append(bad.Tables, sqlstore.Table{Name: table.Name, Columns: slices.Clone(table.Columns)})
				bad.Lines[table.Name] = slices.Clone(good.Lines[table.Name])
			}
			harm(&bad)
			if err := load(t, o, bad); err == nil || errors.Is(err, sqlstore.ErrNotEmpty) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := load(t, o, good); err != nil {
			t.Errorf("after all that: %v", err)
		}
	})
}

func TestTextThatIsNoUTF8ComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plaudit.db")
	clock := storetest.NewClock(start)
	db := storetest.Open(t, path, clock)
	err := db.Voting().Update(t.Context(), func(tx voting.Tx) error {
		return sqlstore.Exec(tx, "INSERT INTO challenge (id, expires) VALUES ($1, 1)", "caf\xe9")
	})
	if err != nil {
		t.Fatal(err)
	}
	other := sqlstore.Options{Path: filepath.Join(t.TempDir(), "other.db")}
	before := dump(t, db)
	if err := load(t, other, before); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, storetest.Open(t, other.Path, clock))); diff != "" {
		t.Error(diff)
	}
}

func TestNamedObjects(t *testing.T) {
	each(t, func(f *fixture) {
		want := map[string]int64{}
		err := f.Uploads().Update(t.Context(), func(tx media.UploadTx) error {
			for i := range 1100 { // more than two batches
				a := media.Asset{
					ID: media.AssetID(fmt.Sprintf("%032x", i)), Size: int64(i), SHA256: "00",
					Renditions: []media.Rendition{{Key: fmt.Sprintf("rendition/%d", i), Size: 3, Hash: "ab"}},
				}
				want[media.OriginalKey(a.ID)], want[a.Renditions[0].Key] = int64(i), 3
				if err := tx.InsertAsset(a); err != nil {
					return err
				}
			}
			want["upload/x"] = 4
			return errors.Join(
				tx.InsertUpload(media.Upload{ID: uploadID, Length: 10, Expires: start.Add(time.Hour)}),
				tx.LeaseUpload(uploadID, 0, "a"), tx.AddPiece(uploadID, "a", piece(0, 4), start.Add(time.Hour)))
		})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int64{}
		err = f.Snapshot(t.Context(), func(s sqlstore.Snapshot) error {
			for o, err := range media.Named(s.Named()) {
				if err != nil {
					return err
				}
				got[o.Key] = o.Size
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// BenchmarkLoad fills a table with 100,000 rows.
func BenchmarkLoad(b *testing.B) {
	table := sqlstore.Table{Name: "challenge", Columns: []sqlstore.Column{{Name: "id", Kind: sqlstore.Text}, {Name: "expires", Kind: sqlstore.Integer}}}
	for b.Loop() {
		o := sqlstore.Options{Path: filepath.Join(b.TempDir(), "plaudit.db")}
		err := sqlstore.Load(b.Context(), o, 2, func(l *sqlstore.Loader) error {
			into, err := l.Table(table)
			if err != nil {
				return err
			}
			for i := range 100_000 {
				if err := into.Line(fmt.Appendf(nil, `["%08d",1788001200000000]`, i)); err != nil {
					return err
				}
			}
			return into.Close()
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
