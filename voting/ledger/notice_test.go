package ledger_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plaudit/voting/ledger"
)

// comparison is what a browser's page has when it holds the line of a notice
// against a log.
type comparison struct {
	Line, Note, Key string
	Tiles           map[string][]byte // by path, as wide as they are
}

// In a browser, by the page's own scripts. What is not read may be anything;
// what is read twice in one comparison is read once.
const compareCommand = `import { readFileSync } from "node:fs";
import { compare } from "./ledger.mjs";
for (const { Line, Note, Key, Tiles } of JSON.parse(readFileSync(0, "utf8"))) {
  const read = async (path) => {
    const [name, width] = path.split(".p/");
    return new Uint8Array(Buffer.from(Tiles[name] ?? "", "base64")).slice(0, 32 * (width ?? 256));
  };
  try {
    const { then, now } = await compare(Line, Note, Key, read);
    console.log("same " + then + " " + now);
  } catch (error) {
    console.log(error.constructor.name + " " + error.message.replaceAll("\n", " "));
  }
}
`

// compare returns the page's answers.
func compare(t *testing.T, list []comparison) []string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("this verifier needs node")
	}
	input, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", browserCommand(t, compareCommand))
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	answers := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(answers) != len(list) {
		t.Fatalf("%d answers for %d lines: %v\n%s", len(answers), len(list), err, answers[len(answers)-1])
	}
	return answers
}

// served is the tiles of the log as its server has them.
func (v *voted) served() map[string][]byte {
	tiles := make(map[string][]byte)
	for tile, data := range v.tiles {
		if tile.Level != ledger.Entries {
			tiles[tile.Path(ledger.TileWidth)] = data
		}
	}
	return tiles
}

// line is what a notice said when the log had size leaves.
func (v *voted) line(t *testing.T, size int64) string {
	t.Helper()
	root, err := v.log.Root(size)
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Checkpoint{Origin: v.signer.Origin(), Size: size, Root: root}.Line()
}

// grown is a log of as many leaves.
func grown(t *testing.T, size int64) *voted {
	t.Helper()
	v := &voted{tiles: memory{}, signer: signer(t, "plaudit/contest/1")}
	v.log.Tiles = v.tiles
	leaves := make([]string, size)
	for i := range leaves {
		leaves[i] = ledger.VoteLeaf(ledger.Hash{byte(i), byte(i >> 8), byte(i >> 16)}, ledger.Hash{}).String()
	}
	v.add(t, leaves...)
	return v
}

// Every log agrees with every line that it ever had, and with no other.
func TestTheBrowserComparesLines(t *testing.T) {
	var list []comparison
	var wants []string
	for _, size := range []int64{1, 2, 3, 7, 8, 21, 255, 256, 257, 600, 65_537, 66_100} {
		v := grown(t, size)
		note, tiles := v.checkpoint(t), v.served()
		ask := func(line, want string) {
			list = append(list, comparison{line, note, v.signer.Key(), tiles})
			wants = append(wants, want)
		}
		olds := []int64{1, 2, 3, 4, 5, 6, 8, 15, 16, 20, 128, 200, 254, 255, 256, 257, 300, 512, 513, 599, 4096, 65_535, 65_536, 66_000, size - 1, size}
		slices.Sort(olds)
		for _, old := range slices.Compact(olds) {
			if old < 1 || old > size {
				continue
			}
			line := v.line(t, old)
			ask(line, fmt.Sprintf("same %d %d", old, size))
			if old > 1 {
				ask(strings.Replace(line, fmt.Sprintf(" %d ", old), fmt.Sprintf(" %d ", old-1), 1), "Wrong rewritten")
			}
		}
		ask(strings.Replace(v.line(t, size), fmt.Sprintf(" %d ", size), fmt.Sprintf(" %d ", size+1), 1), "Wrong cutBack")
		ask(strings.Replace(v.line(t, size), "contest/1", "contest/2", 1), "Wrong otherLog")
		if len(tiles) > 200 { // the large ones are one text each
			for i, answer := range compare(t, list) {
				if answer != wants[i] {
					t.Errorf("log of %d, %q: %s, want %s", size, list[i].Line, answer, wants[i])
				}
			}
			list, wants = nil, nil
		}
	}
}

// People copy by hand, telephones read photographs, keyboards write wide letters.
func TestTheBrowserForgivesCopying(t *testing.T) {
	v := grown(t, 300)
	line, same := v.line(t, 123), "same 123 300"
	name, root := v.signer.Origin(), line[strings.LastIndexByte(line, ' ')+1:]
	swap := strings.NewReplacer("O", "0", "0", "o", "I", "l", "l", "1", "1", "I")
	var list []comparison
	var wants []string
	for text, want := range map[string]string{
		line:                                same,
		" \n" + line + "\r\n ":              same,
		strings.ToUpper(line):               same,
		strings.ToLower(line):               same,
		name + " 123 " + swap.Replace(root): same,
		strings.ReplaceAll(line, " ", "\n"): same,
		name[:8] + "\n" + name[8:] + "\n123\n" + root[:20] + "\n  " + root[20:]:                  same,
		strings.NewReplacer("/", "／", "+", "＋", "=", "＝", " ", "\u3000", "1", "１").Replace(line): same,
		strings.TrimSuffix(line, "="):                                     same,
		"“" + line + "”":                                                  same,
		`plaudit verify log.zip --older "` + line + `"`:                   same,
		strings.ReplaceAll(line, " ", "\n") + "\n\n— " + name + " AAAA\n": same,
		name + " 1,23 " + root:                                            same,
		"":                                                                "Wrong notLine",
		"   ":                                                             "Wrong notLine",
		"K44Q-SM0G-E8BS":                                                  "Wrong notLine",
		name + " " + root:                                                 "Wrong notLine",
		name + " 0 " + root:                                               "Wrong notLine",
		name + " -123 " + root:                                            "Wrong notLine",
		name + " 123 " + root[1:]:                                         "Wrong notLine",
		name + " 123 A" + root:                                            "Wrong notLine",
		name + " 123 " + root + " 你好":                                     "Wrong notLine",
		strings.Repeat("a 1 ", 500):                                       "Wrong notLine",
		"plaudit/contest/12 3 " + root:                                    "Wrong otherLog",
		"plaudit/contest/1-2 123 " + root:                                 "Wrong otherLog",
		name + " 12345 " + root:                                           "Wrong cutBack",
		name + " 122 " + root:                                             "Wrong rewritten",
	} {
		list = append(list, comparison{text, v.checkpoint(t), v.signer.Key(), v.served()})
		wants = append(wants, want)
	}
	for i, answer := range compare(t, list) {
		if answer != wants[i] {
			t.Errorf("%q: %s, want %s", list[i].Line, answer, wants[i])
		}
	}
}

// Whatever is altered of what a page is given: it says that a log agrees with a
// line only where it does.
func TestTheBrowserFindsEdits(t *testing.T) {
	edits := 300
	if n, err := strconv.Atoi(os.Getenv("PLAUDIT_TEST_EDITS")); err == nil { // the long form
		edits = n
	}
	v := grown(t, 600)
	good := comparison{v.line(t, 277), v.checkpoint(t), v.signer.Key(), v.served()}
	names, dice := slices.Sorted(maps.Keys(good.Tiles)), rand.New(random(11))
	list := []comparison{good}
	for len(list) <= edits {
		edited := good
		switch text := []*string{&edited.Line, &edited.Note, &edited.Key, nil}[dice.IntN(4)]; text {
		case nil:
			name := names[dice.IntN(len(names))]
			edited.Tiles = maps.Clone(good.Tiles)
			edited.Tiles[name] = []byte(editText(dice, string(good.Tiles[name])))
		default:
			*text = editText(dice, *text)
		}
		list = append(list, edited)
	}
	for from := 0; from < len(list); from += 1000 {
		some := list[from:min(from+1000, len(list))]
		for i, answer := range compare(t, some) {
			// Only a tile that was not needed, and what copying may do to a line.
			same := some[i].Note == good.Note && some[i].Key == good.Key && folded(some[i].Line) == folded(good.Line)
			if from+i == 0 && answer != "same 277 600" || !same && !strings.HasPrefix(answer, "Wrong ") && !strings.HasPrefix(answer, "DOMException ") {
				t.Errorf("edit %d: %s of %q, %q, %q", from+i, answer, some[i].Line, some[i].Note, some[i].Key)
			}
		}
	}
}

// editText changes one thing.
func editText(dice *rand.Rand, text string) string {
	data := []byte(text)
	at := dice.IntN(len(data))
	switch dice.IntN(4) {
	case 0:
		data[at] = 33 + (data[at]-33+1+byte(dice.IntN(93)))%94
	case 1:
		data = slices.Delete(data, at, at+1)
	case 2:
		data = slices.Insert(data, at, byte(33+dice.IntN(94)))
	case 3:
		to := dice.IntN(len(data))
		data[at], data[to] = data[to], data[at]
	}
	return string(data)
}

// folded is a line without what the page forgives.
func folded(line string) string {
	return strings.NewReplacer("0", "O", "1", "I", "L", "I", " ", "", `"`, "", "'", "", ",", "", "=", "").Replace(strings.ToUpper(line))
}

// The operator, who has the key, signs another story.
func TestTheBrowserFindsRewriting(t *testing.T) {
	v := vote(t, 300, 4)
	leaves, line := v.leaves(t), v.line(t, 200)
	for name, c := range map[string]struct {
		want   string
		leaves []string
	}{
		"grown":          {fmt.Sprintf("same 200 %d", v.log.Size), leaves},
		"a vote removed": {"Wrong rewritten", slices.Delete(slices.Clone(leaves), 100, 101)},
		"a vote put in":  {"Wrong rewritten", slices.Insert(slices.Clone(leaves), 199, leaves[250])},
		"after the line": {fmt.Sprintf("same 200 %d", v.log.Size-1), slices.Delete(slices.Clone(leaves), 200, 201)},
		"cut back":       {"Wrong cutBack", leaves[:199]},
		"another policy": {"Wrong rewritten", append([]string{leaves[1]}, leaves[1:]...)},
	} {
		w := &voted{tiles: memory{}, signer: v.signer}
		w.log.Tiles = w.tiles
		w.add(t, c.leaves...)
		if answer := compare(t, []comparison{{line, w.checkpoint(t), v.signer.Key(), w.served()}})[0]; answer != c.want {
			t.Errorf("%s: %s, want %s", name, answer, c.want)
		}
		// To show the tiles of the log as it was does not help.
		if answer := compare(t, []comparison{{line, w.checkpoint(t), v.signer.Key(), v.served()}})[0]; name != "grown" && !strings.HasPrefix(answer, "Wrong ") {
			t.Errorf("%s, with the tiles of before: %s", name, answer)
		}
	}
}
