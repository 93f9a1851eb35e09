package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// The files of an exported log beside its tiles. The manifest lists every
// other file, sorted by name, as "sha256sum" prints them.
const (
	FileManifest   = "SHA256SUMS"
	FileKey        = "key"
	FileCheckpoint = "checkpoint"
	FilePolicy     = "policy.json"
	FileResult     = "result.json" // once announced
)

// Trust is what a checker brings along that the export cannot have made up.
type Trust struct {
	Key        string // the log's key; "" takes the export's own, which proves nothing about who made it
	Checkpoint string // an older checkpoint from an earlier visit; "" for none
	Line       string // the same from a notice board (Checkpoint.Line), which stands in for it
}

// Report is what a log says, once it is found to be in order.
type Report struct {
	Origin    string
	Key       string
	Size      int64
	Votes     int
	Withdrawn int
	Reviews   int
	Closed    bool
	Result    *Result // nil before the announcement
	Continues bool    // it was begun anew after a restore, and names the last checkpoint of the log before
	KeyGiven  bool    // the key came from the checker
	OlderSize int64   // leaves of the older checkpoint; -1 for none

	// EarlierVotes are those of Votes that were cast before there was a log, by
	// what the policy says. They got no receipt when they were cast.
	EarlierVotes int
}

// Verify checks an exported log: that the files are those listed, that the
// tree over all leaves is the one the checkpoint signs and begins with the
// older checkpoint's, that the leaves tell something that can have happened,
// and that the result's sums are those of the log. The first thing that is
// wrong is the error.
func Verify(export fs.FS, t Trust) (*Report, error) {
	files, err := checkManifest(export)
	if err != nil {
		return nil, err
	}
	v := &verifier{export: export, files: files, report: &Report{OlderSize: -1, Key: t.Key, KeyGiven: t.Key != ""}}
	if err := v.openCheckpoint(t); err != nil {
		return nil, err
	}
	if err := v.recompute(); err != nil {
		return nil, err
	}
	if err := v.checkDocuments(); err != nil {
		return nil, err
	}
	if len(v.files) > 0 {
		return nil, fmt.Errorf("%s does not belong to a log of %d leaves", firstKey(v.files), v.report.Size)
	}
	return v.report, nil
}

type verifier struct {
	export     fs.FS
	files      map[string]bool // not accounted for yet
	report     *Report
	checkpoint Checkpoint
	older      Checkpoint
	story      *story
}

// read returns a file and strikes it off the list.
func (v *verifier) read(name string) ([]byte, error) {
	delete(v.files, name)
	data, err := fs.ReadFile(v.export, name)
	if err != nil {
		return nil, fmt.Errorf("%s is missing", name)
	}
	return data, nil
}

func (v *verifier) openCheckpoint(t Trust) error {
	own, err := v.read(FileKey)
	if err != nil {
		return err
	}
	ownKey, ok := strings.CutSuffix(string(own), "\n")
	if !ok {
		return errors.New("the key is not written as it must be")
	}
	if v.report.Key == "" {
		v.report.Key = ownKey
	}
	if v.report.Key != ownKey {
		return errors.New("this log is signed by another key than the one given")
	}
	signed, err := v.read(FileCheckpoint)
	if err != nil {
		return err
	}
	if v.checkpoint, err = OpenCheckpoint(string(signed), v.report.Key); err != nil {
		return err
	}
	v.report.Origin, v.report.Size = v.checkpoint.Origin, v.checkpoint.Size
	switch {
	case t.Line != "":
		if v.older, err = ParseLine(t.Line); err != nil {
			return err
		}
		if v.older.Origin != v.checkpoint.Origin {
			return fmt.Errorf("this is the log %s, the line is of %s", v.checkpoint.Origin, v.older.Origin)
		}
	case t.Checkpoint != "":
		if v.older, err = OpenCheckpoint(t.Checkpoint, v.report.Key); err != nil {
			return fmt.Errorf("the older %w", err)
		}
	default:
		return nil
	}
	if v.report.OlderSize = v.older.Size; v.older.Size > v.checkpoint.Size {
		return fmt.Errorf("the log was cut back: it has %d leaves and had %d", v.checkpoint.Size, v.older.Size)
	}
	return nil
}

// recompute builds the tree anew from the leaves and holds every tile and both
// roots against it. Only the tiles at the tree's edge are held in memory.
func (v *verifier) recompute() error {
	v.story = newStory(v.report)
	edge := overlay{under: none{}, data: make(map[Tile][]byte)}
	log := Log{Tiles: edge}
	for log.Size < v.checkpoint.Size {
		bundle := Tile{Entries, log.Size / TileWidth}
		width := int(min(TileWidth, v.checkpoint.Size-log.Size))
		data, err := v.read(bundle.Path(width))
		if err != nil {
			return err
		}
		for range width {
			leaf, rest, err := nextLeaf(data)
			if err != nil {
				return fmt.Errorf("%s: %w", bundle.Path(width), err)
			}
			if err := v.oneMore(&log, edge, leaf); err != nil {
				return err
			}
			data = rest
		}
		if len(data) > 0 {
			return fmt.Errorf("%s is too long", bundle.Path(width))
		}
	}
	return v.compare(edge, true)
}

// oneMore adds a leaf to the tree and to the story.
func (v *verifier) oneMore(log *Log, edge overlay, leaf string) error {
	if err := v.checkOlder(log); err != nil {
		return err
	}
	if err := edge.addHash(log.Size, recordHash(leaf)); err != nil {
		return err
	}
	parsed, err := ParseLeaf(leaf)
	if err == nil {
		err = v.story.next(log.Size, parsed)
	}
	if err != nil {
		return err
	}
	if log.Size++; log.Size%TileWidth == 0 {
		return v.compare(edge, false)
	}
	return nil
}

// checkOlder holds the tree against the older checkpoint when it is as large.
func (v *verifier) checkOlder(log *Log) error {
	if log.Size != v.report.OlderSize {
		return nil
	}
	root, err := log.Root(log.Size)
	if err == nil && root != v.older.Root {
		err = errors.New("the log was rewritten: its beginning is not what the older checkpoint signed")
	}
	return err
}

// compare holds tiles against those of the export and forgets the full ones:
// what is above them has their hash. At the end the others follow, and the root.
func (v *verifier) compare(edge overlay, end bool) error {
	if end {
		log := Log{Tiles: edge, Size: v.checkpoint.Size}
		if err := v.checkOlder(&log); err != nil {
			return err
		}
		root, err := log.Root(log.Size)
		if err != nil {
			return err
		}
		if root != v.checkpoint.Root {
			return errors.New("the leaves are not those that the checkpoint signed")
		}
	}
	for t, data := range edge.data {
		width := len(data) / len(Hash{})
		if width < TileWidth && !end {
			continue
		}
		delete(edge.data, t)
		exported, err := v.read(t.Path(width))
		if err != nil {
			return err
		}
		if !bytes.Equal(exported, data) {
			return fmt.Errorf("%s does not agree with the leaves", t.Path(width))
		}
	}
	return nil
}

func (v *verifier) checkDocuments() error {
	policy, err := v.read(FilePolicy)
	if err != nil {
		return err
	}
	if DocumentHash(policy) != v.story.policy {
		return errors.New("the policy is not the one that was logged first")
	}
	v.report.EarlierVotes = EarlierVotes(policy)
	if !v.story.hasEnded {
		return nil
	}
	document, err := v.read(FileResult)
	if err != nil {
		return err
	}
	if DocumentHash(document) != v.story.result {
		return errors.New("the result is not the one that was logged")
	}
	result, err := ParseResult(document)
	if err != nil {
		return err
	}
	if v.report.Result = &result; result.Logged != v.report.Votes || result.Withdrawn != v.report.Withdrawn {
		return fmt.Errorf("the result speaks of %d votes and %d taken back, the log of %d and %d",
			result.Logged, result.Withdrawn, v.report.Votes, v.report.Withdrawn)
	}
	return nil
}

// EarlierVotes reads in a policy document how many votes were there before the
// log; 0 where it does not say.
func EarlierVotes(document []byte) int {
	var p struct {
		Earlier int `json:"earlier_votes"`
	}
	_ = json.Unmarshal(document, &p) // what is no policy says nothing
	return p.Earlier
}

// checkManifest returns the files of the export, all of which are listed with
// their hashes.
func checkManifest(export fs.FS) (map[string]bool, error) {
	manifest, err := fs.ReadFile(export, FileManifest)
	if err != nil {
		return nil, fmt.Errorf("%s is missing", FileManifest)
	}
	files := make(map[string]bool)
	before := ""
	for line := range strings.Lines(string(manifest)) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || name <= before || !strings.HasSuffix(line, "\n") {
			return nil, fmt.Errorf("%s is not written as it must be", FileManifest)
		}
		data, err := fs.ReadFile(export, name)
		if err != nil {
			return nil, fmt.Errorf("%s is listed and missing", name)
		}
		if hash := sha256.Sum256(data); hex.EncodeToString(hash[:]) != sum {
			return nil, fmt.Errorf("%s was altered", name)
		}
		files[name], before = true, name
	}
	return files, fs.WalkDir(export, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !files[name] && name != FileManifest {
			err = fmt.Errorf("%s is not listed", name)
		}
		return err
	})
}

// Manifest lists files by name as FileManifest does.
func Manifest(sums map[string][sha256.Size]byte) []byte {
	names := make([]string, 0, len(sums))
	for name := range sums {
		names = append(names, name)
	}
	slices.Sort(names)
	var text strings.Builder
	for _, name := range names {
		sum := sums[name]
		fmt.Fprintf(&text, "%x  %s\n", sum[:], name)
	}
	return []byte(text.String())
}

// nextLeaf takes the first leaf off the data of an Entries tile.
func nextLeaf(data []byte) (leaf string, rest []byte, err error) {
	if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
		return "", nil, errors.New("it is cut off")
	}
	n := int(binary.BigEndian.Uint16(data))
	return string(data[2 : 2+n]), data[2+n:], nil
}

// Leaves splits the data of an Entries tile.
func Leaves(data []byte) (leaves []string, err error) {
	for len(data) > 0 {
		var leaf string
		if leaf, data, err = nextLeaf(data); err != nil {
			return nil, err
		}
		leaves = append(leaves, leaf)
	}
	return leaves, nil
}

// none is a store without tiles.
type none struct{}

func (none) ReadTile(Tile) ([]byte, error) { return nil, nil }

func firstKey(m map[string]bool) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys[0]
}
