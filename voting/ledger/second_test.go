package ledger_test

import (
	"archive/zip"
	"bytes"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"plaudit/voting/ledger"
)

// The verifier in docs/verify shares no line with this package; it must agree.
func TestSecondVerifierAgrees(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("the second verifier needs python3")
	}
	v := vote(t, 300, 6)
	good, dir := v.export(t), t.TempDir()
	older := filepath.Join(dir, "older")
	if err := os.WriteFile(older, []byte(v.early), 0o600); err != nil {
		t.Fatal(err)
	}
	names, dice := slices.Sorted(maps.Keys(good)), rand.New(random(7))
	files := []string{pack(t, dir, "good.zip", good)}
	for len(files) < 200 {
		edited := maps.Clone(good)
		what := edit(dice, edited, names)
		if dice.IntN(2) == 0 {
			relist(edited)
		}
		if !same(edited, good) {
			files = append(files, pack(t, dir, strings.NewReplacer("/", "_", " ", "-").Replace(what)+".zip", edited))
		}
	}
	out, _ := exec.Command(python, append([]string{"../../docs/verify/verify_log.py", "--key", v.signer.Key(), "--checkpoint", older}, files...)...).CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(files) {
		t.Fatalf("%d answers for %d files:\n%s", len(lines), len(files), lines[len(lines)-1])
	}
	for i, line := range lines {
		if right := strings.Contains(line, ": in order: "); right != (i == 0) {
			t.Error(line)
		}
	}
}

func pack(t *testing.T, dir, name string, files fstest.MapFS) string {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for _, n := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(files[n].Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, buffer.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func BenchmarkAppend(b *testing.B) {
	tiles := memory{}
	log := ledger.Log{Tiles: tiles}
	src := random(8)
	for b.Loop() {
		var batch []string
		for range 50 {
			n, _ := ledger.NewNonce(src)
			batch = append(batch, ledger.VoteLeaf(n.Hash(), n.Hash()).String())
		}
		next, changes, err := log.Append(batch)
		if err != nil {
			b.Fatal(err)
		}
		tiles.store(changes)
		log.Size = next.Size
	}
}
