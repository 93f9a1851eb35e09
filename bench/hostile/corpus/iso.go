package corpus

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// isos are MP4 and QuickTime files whose boxes lie. Nothing in them can be
// decoded.
func (m *maker) isos() {
	m.clip("no-samples.mp4", movie(640, 480, 3, emptyTables()...), refused())
	m.clip("large.mp4", movie(4_098, 2_304, 3, emptyTables()...), refused("video_too_big"))
	m.clip("long.mp4", movie(640, 480, 61, emptyTables()...), refused("video_too_long"))
	m.clip("thin.mp4", movie(4_000, 16, 3, emptyTables()...), refused("too_elongated", "damaged"))
	m.clip("none.mp4", movie(0, 0, 3, emptyTables()...), refused("damaged"))
	tables := map[string][]byte{
		"stsz": words32(0, 0, 1<<32-1),
		"stts": words32(0, 1<<32-1, 1<<32-1, 1<<32-1),
		"stsc": words32(0, 1<<32-1, 1, 1<<32-1, 1),
		"stco": words32(0, 1<<32-1, 1<<32-1),
		"co64": words32(0, 1<<32-1, 1<<32-1, 1<<32-1),
		"ctts": words32(0, 1<<32-1, 1<<32-1, 1<<31),
		"stss": words32(0, 1<<32-1),
		"sbgp": words32(0, 0, 1<<32-1),
	}
	for kind, lie := range tables {
		if m.Short && kind != "stsz" && kind != "stts" {
			continue // each of these comes before ffprobe, one at a time
		}
		m.clip("count-"+kind+".mp4", movie(640, 480, 3, append(emptyTables(), box(kind, lie))...), refused())
		m.clip("full-"+kind+".mp4", movie(640, 480, 3, append(emptyTables(), box(kind, words32(0, 1<<20), make([]byte, 8<<20)))...), refused())
	}
	same := words32(0, 1, 1<<31-1) // all of one size: a table of eleven bytes that speaks of 2³¹ samples
	m.clip("same-size.mp4", movie(640, 480, 3, box("stts", words32(0, 1, 1<<31-1, 1)), box("stsc", words32(0, 1, 1, 1<<31-1, 1)), box("stsz", same), box("stco", words32(0, 1, 40))), refused())
	m.nestedBoxes()
	m.references()
	well := movie(640, 480, 3, emptyTables()...)
	for name, data := range map[string][]byte{
		"box-0.mp4":      slices.Concat(well[:20], []byte("\x00\x00\x00\x00mdat"), well[20:]),
		"box-7.mp4":      slices.Concat(well[:20], []byte("\x00\x00\x00\x07free"), well[20:]),
		"box-64.mp4":     slices.Concat(well[:20], []byte("\x00\x00\x00\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"), well[20:]),
		"box-64-max.mp4": slices.Concat(well[:20], []byte("\x00\x00\x00\x01mdat\x7f\xff\xff\xff\xff\xff\xff\xff"), well[20:]),
		"frees.mp4":      slices.Concat(well[:20], bytes.Repeat(box("free"), 1<<17), well[20:]),
		"index-17mb.mp4": slices.Concat(well[:20], box("moov", make([]byte, 17<<20))),
		"index-lies.mp4": slices.Concat(well[:20], []byte("\x7f\xff\xff\xffmoov")),
		"ftyp-only.mp4":  well[:20],
		"brands.mp4":     slices.Concat(box("ftyp", []byte("isom\x00\x00\x00\x00"), bytes.Repeat([]byte("avif"), 1<<18)), well[20:]),
		"zeros.mov":      append([]byte("\x00\x00\x00\x08wide"), make([]byte, 1<<20)...),
	} {
		m.clip(name, data, refused())
	}
	m.clip("codec-name.mp4", bytes.Replace(well, []byte("avc1"), []byte("<s>&"), 1), refused("codec_not_taken"))
}

// nestedBoxes are in each other ten thousand times over.
func (m *maker) nestedBoxes() {
	for _, kind := range []string{"moov", "trak", "mdia", "stbl", "udta", "meta"} {
		deep := nest(kind, 10_000)
		m.clip("nested-"+kind+".mp4", slices.Concat(box("ftyp", []byte("isom\x00\x00\x00\x00isom")), deep), refused())
		m.clip("nested-in-moov-"+kind+".mp4", slices.Concat(box("ftyp", []byte("isom\x00\x00\x00\x00isom")), box("moov", deep)), refused())
		if m.Short && kind != "trak" {
			continue
		}
		well := movie(640, 480, 3, emptyTables()...)
		m.clip("nested-behind-"+kind+".mp4", edit(well, []string{"moov"}, func(body []byte) []byte { return append(slices.Clone(body), deep...) }), refused())
	}
}

// nest makes the deepest first: sizes only.
func nest(kind string, depth int) []byte {
	out := make([]byte, 0, 8*depth)
	for left := depth; left > 0; left-- {
		out = append(binary.BigEndian.AppendUint32(out, uint32(8*left)), kind...)
	}
	return out
}

// references say that the samples are in another file: each way that
// QuickTime knows.
func (m *maker) references() {
	for i, target := range append(slices.Clone(m.Canary.Files), m.Canary.URL+"/secret.mp4") {
		name := string(rune('a' + i))
		for kind, entry := range references(target) {
			data := m.withReference(movie(640, 480, 3, emptyTables()...), entry)
			m.clip("reference-"+kind+"-"+name+".mp4", data, refused("damaged"))
		}
		link := box("rmra", box("rmda", box("rdrf", words32(0), []byte("url "), words32(uint32(len(target)+1)), []byte(target+"\x00"))))
		m.clip("reference-movie-"+name+".mov", slices.Concat(box("ftyp", []byte("qt  \x00\x00\x00\x00qt  ")), box("moov", link)), refused())
	}
}

// references are entries of a dref box.
func references(target string) map[string][]byte {
	alias := slices.Concat(words32(0), make([]byte, 4), words32(0), make([]byte, 150), []byte{0, 2}, binary.BigEndian.AppendUint16(nil, uint16(len(target))), []byte(target))
	return map[string][]byte{
		"url":  box("url ", words32(0), []byte(target+"\x00")),
		"urn":  box("urn ", words32(0), []byte("x\x00"+target+"\x00")),
		"alis": box("alis", alias),
		"rsrc": box("rsrc", alias),
	}
}

// withReference replaces where the data of the first track are.
func (m *maker) withReference(data, entry []byte) []byte {
	return edit(data, []string{"moov", "trak", "mdia", "minf", "dinf", "dref"}, func([]byte) []byte { return entry })
}
