package ledger_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"plaudit/voting/ledger"
)

// The other verifiers share no line with this package: the script in
// docs/verify, and the browser's in static/js. All must agree.
func TestOtherVerifiersAgree(t *testing.T) {
	edits := 200
	if n, err := strconv.Atoi(os.Getenv("PLAUDIT_TEST_EDITS")); err == nil { // the long form
		edits = n
	}
	v := vote(t, 300, 6)
	good, dir := v.export(t), t.TempDir()
	older := filepath.Join(dir, "older")
	if err := os.WriteFile(older, []byte(v.early), 0o600); err != nil {
		t.Fatal(err)
	}
	names, dice := slices.Sorted(maps.Keys(good)), rand.New(random(7))
	files := []string{pack(t, dir, "good.zip", good)}
	for len(files) < edits {
		edited := maps.Clone(good)
		what := edit(dice, edited, names)
		if dice.IntN(2) == 0 {
			relist(edited)
		}
		if !same(edited, good) {
			name := fmt.Sprintf("%05d-%s.zip", len(files), strings.NewReplacer("/", "_", " ", "-").Replace(what))
			files = append(files, pack(t, dir, name, edited))
		}
	}
	t.Run("Python", func(t *testing.T) {
		agrees(t, files, "python3", "../../docs/verify/verify_log.py", "--key", v.signer.Key(), "--checkpoint", older)
	})
	t.Run("Python, by a line on paper", func(t *testing.T) {
		early, err := ledger.OpenCheckpoint(v.early, v.signer.Key())
		if err != nil {
			t.Fatal(err)
		}
		agrees(t, files[:40], "python3", "../../docs/verify/verify_log.py", "--key", v.signer.Key(), "--older", early.Line())
		early.Root[0] ^= 1
		if out, err := exec.CommandContext(t.Context(), "python3", "../../docs/verify/verify_log.py", "--older", early.Line(), files[0]).CombinedOutput(); err == nil {
			t.Errorf("another root was believed: %s", out)
		}
	})
	t.Run("browser", func(t *testing.T) {
		agrees(t, files, "node", browserVerifier(t), v.signer.Key(), older)
	})
	t.Run("browser, by a line on paper", func(t *testing.T) {
		early, err := ledger.OpenCheckpoint(v.early, v.signer.Key())
		if err != nil {
			t.Fatal(err)
		}
		line := filepath.Join(dir, "line")
		if err := os.WriteFile(line, []byte(early.Line()), 0o600); err != nil {
			t.Fatal(err)
		}
		agrees(t, files, "node", browserVerifier(t), v.signer.Key(), line)
	})
}

// agrees runs a verifier over the files, of which the first alone is in order.
func agrees(t *testing.T, files []string, program string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("this verifier needs %s", program)
	}
	for from := 0; from < len(files); from += 500 { // a command line is only so long
		some := files[from:min(from+500, len(files))]
		out, _ := exec.CommandContext(t.Context(), program, append(slices.Clone(args), some...)...).CombinedOutput()
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if len(lines) != len(some) {
			t.Fatalf("%d answers for %d files:\n%s", len(lines), len(some), lines[len(lines)-1])
		}
		for i, line := range lines {
			if right := strings.Contains(line, ": in order: "); right != (from+i == 0) {
				t.Error(line)
			}
		}
	}
}

// browserVerifier makes a command of the scripts that browsers get. It takes a
// key, a file with a checkpoint or a line, and exported logs.
func browserVerifier(t *testing.T) string {
	t.Helper()
	return browserCommand(t, `import { readFileSync } from "node:fs";
import { verify } from "./log.mjs";
const [key, older, ...files] = process.argv.slice(2);
for (const file of files) {
  try {
    const report = verify(new Uint8Array(readFileSync(file)), key, readFileSync(older, "utf8"));
    console.log(file + ": in order: " + report.votes + " votes");
  } catch (error) {
    console.log((file + ": WRONG: " + error.message).replaceAll("\n", " "));
  }
}
`)
}

// browserCommand puts a command beside the scripts that browsers get.
func browserCommand(t *testing.T, command string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"crypto", "ledger", "log"} {
		script, err := os.ReadFile("../../static/js/" + name + ".js")
		if err != nil {
			t.Fatal(err)
		}
		script = regexp.MustCompile(`"\./([a-z]+)\.js"`).ReplaceAll(script, []byte(`"./$1.mjs"`))
		if err := os.WriteFile(filepath.Join(dir, name+".mjs"), script, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "command.mjs")
	if err := os.WriteFile(path, []byte(command), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func pack(t *testing.T, dir, name string, files fstest.MapFS) string {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for _, n := range slices.Sorted(maps.Keys(files)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Store})
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
