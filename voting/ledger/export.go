package ledger

import "crypto/sha256"

// Export is a whole log as it is handed out.
type Export struct {
	Log        Log
	Key        string
	Checkpoint string // signed, of the log's whole size
	Policy     []byte // the documents as they were hashed
	Result     []byte // nil before the announcement
}

// Write gives every file of the export to put, the manifest last. Verify reads
// them again. It holds one file at a time.
func (e Export) Write(put func(name string, data []byte) error) error {
	sums := make(map[string][sha256.Size]byte)
	file := func(name string, data []byte) error {
		sums[name] = sha256.Sum256(data)
		return put(name, data)
	}
	documents := []struct {
		name string
		data []byte
	}{
		{FileKey, []byte(e.Key + "\n")}, {FileCheckpoint, []byte(e.Checkpoint)}, {FilePolicy, e.Policy}, {FileResult, e.Result},
	}
	for _, d := range documents {
		if d.data == nil {
			continue
		}
		if err := file(d.name, d.data); err != nil {
			return err
		}
	}
	for _, t := range tilesOf(e.Log.Size) {
		data, err := e.Log.Tiles.ReadTile(t.Tile)
		if err != nil {
			return err
		}
		if err := file(t.Path(t.width), data); err != nil {
			return err
		}
	}
	return put(FileManifest, Manifest(sums))
}

// wide is a tile and how many items it holds.
type wide struct {
	Tile
	width int
}

// tilesOf lists the tiles of a log of size leaves.
func tilesOf(size int64) (list []wide) {
	for level := Entries; ; level++ {
		items := size
		if level > 0 {
			items = size >> (tileHeight * level)
		}
		if items == 0 {
			return list
		}
		for n := int64(0); n*TileWidth < items; n++ {
			list = append(list, wide{Tile{level, n}, int(min(TileWidth, items-n*TileWidth))})
		}
	}
}
