package corpus

import (
	"encoding/binary"
	"slices"
)

// box is one of MP4's: size, name, content.
func box(kind string, bodies ...[]byte) []byte {
	body := slices.Concat(bodies...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), []byte(kind), body)
}

// words32 are big-endian numbers of 32 bits.
func words32(values ...uint32) (out []byte) {
	for _, v := range values {
		out = binary.BigEndian.AppendUint32(out, v)
	}
	return out
}

// edit goes down a path of boxes and replaces the content of the one at its
// end, in the first branch that has it; the sizes above follow. A file without
// the path stays as it is.
func edit(data []byte, path []string, change func(body []byte) []byte) []byte {
	if len(path) == 0 {
		return change(data)
	}
	for at := 0; at+8 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 8 || at+size > len(data) {
			break
		}
		if string(data[at+4:at+8]) == path[0] {
			body := data[at+8 : at+size]
			skip := 0
			if path[0] == "stsd" || path[0] == "dref" {
				skip = min(8, len(body)) // version, flags and a count before the boxes
			}
			changed := edit(body[skip:], path[1:], change)
			return slices.Concat(data[:at], box(path[0], body[:skip], changed), data[at+size:])
		}
		at += size
	}
	return data
}

// movie is the least MP4 that says it holds H.264: an index without any
// sample, with tables as given.
func movie(width, height uint32, seconds uint32, tables ...[]byte) []byte {
	sample := slices.Concat(make([]byte, 24), []byte{byte(width >> 8), byte(width), byte(height >> 8), byte(height)}, make([]byte, 50))
	matrix := words32(1<<16, 0, 0, 0, 1<<16, 0, 0, 0, 1<<30)
	track := box("trak", box("tkhd", words32(3, 0, 0, 1, 0, seconds*1000, 0, 0, 0, 0), matrix, words32(width<<16, height<<16)),
		box("mdia", box("mdhd", words32(0, 0, 0, 1000, seconds*1000, 0)), box("hdlr", words32(0, 0), []byte("vide"), make([]byte, 13)),
			box("minf", box("vmhd", words32(1, 0, 0)), box("dinf", box("dref", words32(0, 1), box("url ", words32(1)))),
				box("stbl", append([][]byte{box("stsd", words32(0, 1), box("avc1", sample))}, tables...)...))))
	head := box("mvhd", words32(0, 0, 0, 1000, seconds*1000, 1<<16, 1<<24, 0, 0), matrix, make([]byte, 24), words32(2))
	return slices.Concat(box("ftyp", []byte("isom\x00\x00\x00\x00isom")), box("moov", head, track))
}

// emptyTables are those of a track without samples.
func emptyTables() [][]byte {
	return [][]byte{box("stts", words32(0, 0)), box("stsc", words32(0, 0)), box("stsz", words32(0, 0, 0)), box("stco", words32(0, 0))}
}
