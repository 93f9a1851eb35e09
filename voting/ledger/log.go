package ledger

import (
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Tile names one tile: the hashes of up to 256 nodes of a level of the tree
// (level 0: the leaves' own, level 1: one hash per full tile of level 0, …), or
// at level Entries the leaves themselves.
type Tile struct {
	Level int
	Index int64
}

// Entries is the level of the leaves' texts. There a tile is each leaf with its
// length before it, in two bytes, the high one first.
const Entries = -1

// TileWidth is how many hashes or leaves a full tile holds.
const (
	TileWidth  = 1 << tileHeight
	tileHeight = 8
)

// Path is where C2SP's tlog-tiles serves the tile when it holds width items:
// tile/0/x001/234, and tile/0/x001/234.p/17 while it is not full.
func (t Tile) Path(width int) string {
	level := fmt.Sprint(t.Level)
	if t.Level == Entries {
		level = "entries"
	}
	name := fmt.Sprintf("%03d", t.Index%1000)
	for n := t.Index / 1000; n > 0; n /= 1000 {
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if width != TileWidth {
		name += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + name
}

// Tiles reads tiles; a tile that is not there is empty.
type Tiles interface {
	ReadTile(Tile) ([]byte, error)
}

// Change is a tile as it is after an append.
type Change struct {
	Tile
	Data []byte
}

// Log is a Merkle tree (RFC 6962) of Size leaves, kept in tiles.
type Log struct {
	Tiles Tiles
	Size  int64
}

// Append returns the tiles that change when the leaves are added, and the log
// as it is then, reading through the changes. It stores nothing. Its cost grows
// with the number of leaves, and with the depth of the tree once.
func (l Log) Append(leaves []string) (Log, []Change, error) {
	edge := overlay{under: l.Tiles, data: make(map[Tile][]byte)}
	for i, leaf := range leaves {
		n := l.Size + int64(i)
		if len(leaf) > 0xffff {
			return l, nil, fmt.Errorf("leaf %d is too long", n)
		}
		text := binary.BigEndian.AppendUint16(nil, uint16(len(leaf)))
		if err := edge.add(Tile{Entries, n / TileWidth}, append(text, leaf...)); err != nil {
			return l, nil, err
		}
		if err := edge.addHash(n, recordHash(leaf)); err != nil {
			return l, nil, err
		}
	}
	return Log{Tiles: edge, Size: l.Size + int64(len(leaves))}, edge.changes(), nil
}

// Root is the tree's hash when it had size leaves, size ≤ Size.
func (l Log) Root(size int64) (Hash, error) {
	if size == 0 {
		return hashEmpty(), nil
	}
	h, err := tlog.TreeHash(size, l.reader())
	return Hash(h), err
}

// Prove returns the inclusion proof of leaf n in the tree of size leaves: the
// hashes beside its way to the root, lowest first.
func (l Log) Prove(size, n int64) ([]Hash, error) {
	proof, err := tlog.ProveRecord(size, n, l.reader())
	return ourHashes(proof), err
}

// ProveGrowth returns the consistency proof that the tree of size leaves begins
// with the tree of old leaves.
func (l Log) ProveGrowth(size, old int64) ([]Hash, error) {
	proof, err := tlog.ProveTree(size, old, l.reader())
	return ourHashes(proof), err
}

// CheckLeaf returns nil when the proof shows that the leaf is number n of the
// size leaves under root.
func CheckLeaf(proof []Hash, size int64, root Hash, n int64, leaf string) error {
	return tlog.CheckRecord(theirHashes(proof), size, tlog.Hash(root), n, recordHash(leaf))
}

// CheckGrowth returns nil when the proof shows that the tree of size leaves
// begins with that of old leaves.
func CheckGrowth(proof []Hash, size int64, root Hash, old int64, oldRoot Hash) error {
	return tlog.CheckTree(theirHashes(proof), size, tlog.Hash(root), old, tlog.Hash(oldRoot))
}

// reader finds a node's hash in the tile that holds it or what it is made of. It
// reads each tile once: a proof needs several nodes of one.
func (l Log) reader() tlog.HashReader {
	read := make(map[Tile][]byte)
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			tile := tlog.TileForIndex(tileHeight, index)
			own := Tile{tile.L, tile.N}
			data, known := read[own]
			if !known {
				var err error
				if data, err = l.Tiles.ReadTile(own); err != nil {
					return nil, err
				}
				read[own] = data
			}
			var err error
			if tile.W = len(data) / tlog.HashSize; tile.W > TileWidth {
				return nil, fmt.Errorf("tile %s is too long", own.Path(TileWidth))
			}
			if hashes[i], err = tlog.HashFromTile(tile, data, index); err != nil {
				return nil, err
			}
		}
		return hashes, nil
	})
}

// overlay holds tiles that have changed over those that have not.
type overlay struct {
	under Tiles
	data  map[Tile][]byte
}

// ReadTile implements Tiles.
func (o overlay) ReadTile(t Tile) ([]byte, error) {
	if data, ok := o.data[t]; ok {
		return data, nil
	}
	return o.under.ReadTile(t)
}

func (o overlay) add(t Tile, item []byte) error {
	data, ok := o.data[t]
	if !ok {
		stored, err := o.under.ReadTile(t)
		if err != nil {
			return err
		}
		data = append([]byte(nil), stored...)
	}
	o.data[t] = append(data, item...)
	return nil
}

// addHash adds the hash of leaf n, and above every tile that it fills the hash
// of that tile.
func (o overlay) addHash(n int64, h tlog.Hash) error {
	for level := 0; ; level++ {
		t := Tile{level, n / TileWidth}
		if err := o.add(t, h[:]); err != nil {
			return err
		}
		if (n+1)%TileWidth != 0 {
			return nil
		}
		n, h = t.Index, rootOfFull(o.data[t])
	}
}

func (o overlay) changes() []Change {
	var list []Change
	for t, data := range o.data {
		list = append(list, Change{t, data})
	}
	sortChanges(list)
	return list
}

// rootOfFull is the node above all hashes of a full tile.
func rootOfFull(tile []byte) tlog.Hash {
	if len(tile) == tlog.HashSize {
		return tlog.Hash(tile)
	}
	half := len(tile) / 2
	return tlog.NodeHash(rootOfFull(tile[:half]), rootOfFull(tile[half:]))
}

// Leaf returns the text of leaf n.
func (l Log) Leaf(n int64) (string, error) {
	data, err := l.Tiles.ReadTile(Tile{Entries, n / TileWidth})
	if err != nil {
		return "", err
	}
	leaves, err := Leaves(data)
	if err == nil && int(n%TileWidth) >= len(leaves) {
		err = fmt.Errorf("the log has no leaf %d", n)
	}
	if err != nil {
		return "", err
	}
	return leaves[n%TileWidth], nil
}

// FirstItems cuts the data of a tile after width items; an error where it has
// fewer. A tile that has grown since still answers for what it was.
func FirstItems(t Tile, data []byte, width int) ([]byte, error) {
	size := width * len(Hash{})
	if t.Level == Entries {
		rest := data
		for range width {
			var err error
			if _, rest, err = nextLeaf(rest); err != nil {
				return nil, err
			}
		}
		size = len(data) - len(rest)
	}
	if width <= 0 || len(data) < size {
		return nil, fmt.Errorf("%s is not there", t.Path(width))
	}
	return data[:size], nil
}

// ParsePath reads what Path wrote.
func ParsePath(path string) (t Tile, width int, err error) {
	bad := fmt.Errorf("%q is no tile", path)
	rest, ok := strings.CutPrefix(path, "tile/")
	level, rest, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return t, 0, bad
	}
	if level == "entries" {
		level = "data"
	}
	theirs, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s/%s", tileHeight, level, rest))
	if t, width = (Tile{theirs.L, theirs.N}), theirs.W; err != nil || t.Path(width) != path {
		return t, 0, bad
	}
	return t, width, nil
}
