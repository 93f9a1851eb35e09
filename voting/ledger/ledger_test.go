package ledger_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"plaudit/voting/ledger"
)

// memory keeps tiles.
type memory map[ledger.Tile][]byte

func (m memory) ReadTile(t ledger.Tile) ([]byte, error) { return m[t], nil }

func (m memory) store(changes []ledger.Change) {
	for _, c := range changes {
		m[c.Tile] = c.Data
	}
}

// random is a reader of reproducible bytes.
func random(seed uint64) *rand.ChaCha8 {
	return rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16)})
}

func signer(t testing.TB, origin string) *ledger.Signer {
	t.Helper()
	s, err := ledger.NewSigner(origin, bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// voted is a log with votes, and what its voters were given.
type voted struct {
	tiles    memory
	log      ledger.Log
	signer   *ledger.Signer
	nonces   []ledger.Nonce
	openings []ledger.Opening
	policy   []byte
	result   []byte
	early    string // a checkpoint from half-way
}

// vote makes a log of n votes, some taken back, closed and with its result.
func vote(t testing.TB, n int, seed uint64) *voted {
	t.Helper()
	v := &voted{tiles: memory{}, signer: signer(t, "plaudit/contest/1"), policy: []byte(`{"votes_per_ballot":3}`)}
	v.log.Tiles = v.tiles
	v.add(t, ledger.Leaf{Kind: ledger.KindPolicy, Hash: ledger.DocumentHash(v.policy)}.String())
	dice, src := rand.New(random(seed)), random(seed+1)
	result := ledger.Result{Contest: "c1", Void: []ledger.Void{}, Entries: []ledger.EntryResult{{Number: 1}, {Number: 2}, {Number: 3}}}
	for i := range 3 {
		v.add(t, ledger.Leaf{Kind: ledger.KindEntry, Number: i + 1, Event: ledger.Published}.String())
	}
	for i := 0; i < n; {
		var batch []string
		for range min(n-i, 50) {
			o := ledger.Opening{Contest: "c1", Period: "contest", Voter: fmt.Sprint(i), Number: 1 + dice.IntN(3)}
			o.Client, _ = ledger.NewNonce(src)
			o.Server, _ = ledger.NewNonce(src)
			batch = append(batch, ledger.VoteLeaf(o.Commitment(), o.Client.Hash()).String())
			result.Logged++
			if dice.IntN(10) == 0 {
				back, _ := ledger.NewNonce(src)
				batch = append(batch, ledger.Leaf{Kind: ledger.KindTakeBack, Hash: ledger.TakeBack(o.Commitment(), back)}.String())
				result.Withdrawn++
			} else {
				result.Counted++
				result.Entries[o.Number-1].Counted++
			}
			v.nonces, v.openings = append(v.nonces, o.Client), append(v.openings, o)
			i++
		}
		v.add(t, batch...)
		if v.early == "" && i >= n/2 {
			v.early = v.checkpoint(t)
		}
	}
	v.result = result.Document()
	v.add(t, ledger.Leaf{Kind: ledger.KindRound, Event: ledger.Closed}.String())
	v.add(t, ledger.Leaf{Kind: ledger.KindResult, Hash: ledger.DocumentHash(v.result)}.String())
	return v
}

func (v *voted) add(t testing.TB, leaves ...string) {
	t.Helper()
	next, changes, err := v.log.Append(leaves)
	if err != nil {
		t.Fatal(err)
	}
	v.tiles.store(changes)
	v.log = ledger.Log{Tiles: v.tiles, Size: next.Size}
}

func (v *voted) checkpoint(t testing.TB) string {
	t.Helper()
	root, err := v.log.Root(v.log.Size)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := v.signer.Checkpoint(v.log.Size, root)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (v *voted) export(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	e := ledger.Export{Log: v.log, Key: v.signer.Key(), Checkpoint: v.checkpoint(t), Policy: v.policy, Result: v.result}
	err := e.Write(func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: slices.Clone(data)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestVerify(t *testing.T) {
	for _, n := range []int{0, 1, 49, 252, 253, 256, 700, 70_000} {
		v := vote(t, n, uint64(n))
		report, err := ledger.Verify(v.export(t), ledger.Trust{Key: v.signer.Key(), Checkpoint: v.early})
		if err != nil {
			t.Fatalf("%d votes: %v", n, err)
		}
		if report.Votes != n || !report.Closed || report.Result == nil || report.Result.Logged != n || !report.KeyGiven {
			t.Errorf("%d votes: report is %+v", n, report)
		}
	}
}

func TestInclusionAndGrowth(t *testing.T) {
	v := vote(t, 700, 1)
	root, err := v.log.Root(v.log.Size)
	if err != nil {
		t.Fatal(err)
	}
	leaves := v.leaves(t)
	for _, n := range []int64{0, 1, 255, 256, 511, v.log.Size - 1} {
		proof, err := v.log.Prove(v.log.Size, n)
		if err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckLeaf(proof, v.log.Size, root, n, leaves[n]); err != nil {
			t.Errorf("leaf %d: %v", n, err)
		}
		if err := ledger.CheckLeaf(proof, v.log.Size, root, n, leaves[n]+" "); err == nil {
			t.Errorf("leaf %d: another text passes", n)
		}
	}
	early, err := ledger.OpenCheckpoint(v.early, v.signer.Key())
	if err != nil {
		t.Fatal(err)
	}
	proof, err := v.log.ProveGrowth(v.log.Size, early.Size)
	if err != nil {
		t.Fatal(err)
	}
	if err := ledger.CheckGrowth(proof, v.log.Size, root, early.Size, early.Root); err != nil {
		t.Error(err)
	}
}

func (v *voted) leaves(t testing.TB) (all []string) {
	t.Helper()
	for n := int64(0); n*ledger.TileWidth < v.log.Size; n++ {
		some, err := ledger.Leaves(v.tiles[ledger.Tile{Level: ledger.Entries, Index: n}])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
	}
	return all
}

// An attacker without the key may edit anything; with the key, only what an
// older checkpoint or the story itself gives away.
func TestEditsAreFound(t *testing.T) {
	edits := 10_000
	if testing.Short() {
		edits = 500
	}
	v := vote(t, 700, 2)
	good := v.export(t)
	trust := ledger.Trust{Key: v.signer.Key(), Checkpoint: v.early}
	names := slices.Sorted(maps.Keys(good))
	dice := rand.New(random(3))
	for i := range edits {
		edited := maps.Clone(good)
		what := edit(dice, edited, names)
		if dice.IntN(2) == 0 {
			what += ", listed anew"
			relist(edited)
		}
		if same(edited, good) {
			continue
		}
		if _, err := ledger.Verify(edited, trust); err == nil {
			t.Fatalf("edit %d (%s) was not found", i, what)
		}
	}
}

// edit changes one thing.
func edit(dice *rand.Rand, files fstest.MapFS, names []string) string {
	name, other := names[dice.IntN(len(names))], names[dice.IntN(len(names))]
	data := slices.Clone(files[name].Data)
	if len(data) == 0 {
		delete(files, name)
		return "delete " + name
	}
	at := dice.IntN(len(data))
	what := ""
	switch dice.IntN(7) {
	case 0:
		what, data[at] = "alter", data[at]^byte(1<<dice.IntN(8))
	case 1:
		what, data = "cut", data[:at]
	case 2:
		what, data = "insert into", slices.Insert(data, at, byte(dice.IntN(256)))
	case 3:
		delete(files, name)
		return "delete " + name
	case 4:
		files[name], files[other] = files[other], files[name]
		return "swap " + name + " and " + other
	case 5:
		files[name+".p/1"] = files[name]
		return "add beside " + name
	case 6:
		to := dice.IntN(len(data))
		what, data[at], data[to] = "swap bytes of", data[to], data[at]
	}
	files[name] = &fstest.MapFile{Data: data}
	return what + " " + name
}

// relist makes the manifest fit again, as whoever edits would.
func relist(files fstest.MapFS) {
	sums := make(map[string][32]byte)
	for name, f := range files {
		if name != ledger.FileManifest {
			sums[name] = ledger.DocumentHash(f.Data)
		}
	}
	files[ledger.FileManifest] = &fstest.MapFile{Data: ledger.Manifest(sums)}
}

func same(a, b fstest.MapFS) bool {
	return maps.EqualFunc(a, b, func(x, y *fstest.MapFile) bool { return bytes.Equal(x.Data, y.Data) })
}

// The operator, who has the key, signs another story.
func TestRewritingIsFound(t *testing.T) {
	v := vote(t, 300, 4)
	leaves := v.leaves(t)
	cases := []struct {
		name   string
		change func([]string) []string
	}{
		{"a vote removed", func(l []string) []string { return slices.Delete(l, 100, 101) }},
		{"a vote replaced", func(l []string) []string {
			l[100] = ledger.VoteLeaf(ledger.Hash{1}, ledger.Hash{2}).String()
			return l
		}},
		{"two votes swapped", func(l []string) []string { l[50], l[51] = l[51], l[50]; return l }},
		{"a vote put in", func(l []string) []string {
			return slices.Insert(l, 100, ledger.VoteLeaf(ledger.Hash{1}, ledger.Hash{2}).String())
		}},
		{"a vote added at the end", func(l []string) []string {
			return slices.Insert(l, len(l)-2, ledger.VoteLeaf(ledger.Hash{1}, ledger.Hash{2}).String())
		}},
		{"cut back", func(l []string) []string { return l[:100] }},
		{"a receipt twice", func(l []string) []string { return slices.Insert(l, len(l)-2, l[100]) }},
		{"a vote after the close", func(l []string) []string { return slices.Insert(l, len(l)-1, l[100]) }},
		{"the result left out", func(l []string) []string { return l[:len(l)-1] }},
		{"another policy", func(l []string) []string {
			l[0] = ledger.Leaf{Kind: ledger.KindPolicy, Hash: ledger.Hash{9}}.String()
			return l
		}},
	}
	for _, c := range cases {
		w := &voted{tiles: memory{}, signer: v.signer, policy: v.policy, result: v.result}
		w.log.Tiles = w.tiles
		w.add(t, c.change(slices.Clone(leaves))...)
		if _, err := ledger.Verify(w.export(t), ledger.Trust{Key: v.signer.Key(), Checkpoint: v.early}); err == nil {
			t.Errorf("%s: not found", c.name)
		}
	}
}

func TestCodes(t *testing.T) {
	src := random(5)
	for range 1000 {
		n, _ := ledger.NewNonce(src)
		code := n.Hash().Code()
		for _, typed := range []string{code, " " + string(bytes.ToLower([]byte(code))) + " ", string(bytes.ReplaceAll([]byte(code), []byte("-"), []byte(" ")))} {
			if got, err := ledger.ParseCode(typed); err != nil || got != code {
				t.Fatalf("%q was read as %q, %v", typed, got, err)
			}
		}
		for i := range code {
			wrong := []byte(code)
			for _, c := range []byte("0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
				if wrong[i] = c; c == code[i] || code[i] == '-' || isZ0(c, code[i]) {
					continue
				}
				if _, err := ledger.ParseCode(string(wrong)); err == nil {
					t.Fatalf("%s passes for %s", wrong, code)
				}
			}
		}
	}
}

// isZ0 is the one pair that weighs alike.
func isZ0(a, b byte) bool { return a == '0' && b == 'Z' || a == 'Z' && b == '0' }

func TestPromise(t *testing.T) {
	s := signer(t, "plaudit/contest/1")
	leaf := ledger.VoteLeaf(ledger.Hash{1}, ledger.Hash{2})
	signed, err := s.Promise(leaf, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ledger.OpenPromise(signed, s.Key()); err != nil || got != leaf {
		t.Errorf("got %v, %v", got, err)
	}
	again, _ := s.Promise(leaf, time.Hour)
	if again != signed {
		t.Error("a repeat gives another promise")
	}
	if _, err := ledger.OpenPromise(signed, signer(t, "plaudit/contest/2").Key()); err == nil {
		t.Error("another log's key opens it")
	}
	if _, err := ledger.OpenCheckpoint(signed, s.Key()); err == nil {
		t.Error("a promise passes for a checkpoint")
	}
}

func FuzzParseLeaf(f *testing.F) {
	f.Add(ledger.VoteLeaf(ledger.Hash{1}, ledger.Hash{2}).String())
	f.Add("entry-v1 7 published")
	f.Add("round-v1 closed")
	f.Fuzz(func(t *testing.T, line string) {
		if leaf, err := ledger.ParseLeaf(line); err == nil && leaf.String() != line {
			t.Errorf("%q is read as %q", line, leaf)
		}
	})
}
