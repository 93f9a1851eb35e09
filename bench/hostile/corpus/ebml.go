package corpus

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
)

// element is one of EBML's with its size in eight bytes.
func element(id uint32, bodies ...[]byte) []byte {
	body := slices.Concat(bodies...)
	return slices.Concat(elementID(id), binary.BigEndian.AppendUint64(nil, 1<<56|uint64(len(body))), body)
}

func elementID(id uint32) []byte {
	return bytes.TrimLeft(binary.BigEndian.AppendUint32(nil, id), "\x00")
}

// The elements of WebM that are used here.
const (
	ebmlHead    = 0x1a45dfa3
	ebmlDocType = 0x4282
	ebmlSegment = 0x18538067
	ebmlInfo    = 0x1549a966
	ebmlLength  = 0x4489
	ebmlTracks  = 0x1654ae6b
	ebmlTrack   = 0xae
	ebmlKind    = 0x83
	ebmlCodec   = 0x86
	ebmlVideo   = 0xe0
	ebmlWidth   = 0xb0
	ebmlHeight  = 0xba
	ebmlCluster = 0x1f43b675
	ebmlVoid    = 0xec
	ebmlCues    = 0x1c53bb6b
	ebmlTags    = 0x1254c367
)

func head() []byte { return element(ebmlHead, element(ebmlDocType, []byte("webm"))) }

func tracks(codec string, width, height uint32) []byte {
	return element(ebmlTracks, element(ebmlTrack, element(ebmlKind, []byte{1}), element(ebmlCodec, []byte(codec)),
		element(ebmlVideo, element(ebmlWidth, words32(width)), element(ebmlHeight, words32(height)))))
}

func length(milliseconds float64) []byte {
	return element(ebmlInfo, element(ebmlLength, binary.BigEndian.AppendUint64(nil, math.Float64bits(milliseconds))))
}

// ebmls are WebM files that lie about sizes. None holds a frame.
func (m *maker) ebmls() {
	webm := func(parts ...[]byte) []byte { return slices.Concat(head(), element(ebmlSegment, parts...)) }
	well := tracks("V_VP9", 640, 480)
	empty := element(ebmlCluster)
	unknown := []byte{0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	sized := func(id uint32, size uint64) []byte {
		return slices.Concat(elementID(id), binary.BigEndian.AppendUint64(nil, 1<<56|size))
	}
	for name, row := range map[string]struct {
		data []byte
		want Want
	}{
		"no-frames.webm":     {webm(length(3000), well, empty), refused()},
		"large.webm":         {webm(length(3000), tracks("V_VP9", 4_097, 1_000), empty), refused("video_too_big")},
		"enormous.webm":      {webm(length(3000), tracks("V_VP9", 1<<32-1, 1<<32-1), empty), refused("video_too_big")},
		"long.webm":          {webm(length(61_000), well, empty), refused("video_too_long")},
		"length-nan.webm":    {webm(length(math.NaN()), well, empty), refused()},
		"length-inf.webm":    {webm(length(math.Inf(1)), well, empty), refused("video_too_long")},
		"length-minus.webm":  {webm(length(-1e300), well, empty), refused()},
		"codec.webm":         {webm(tracks("V_MJPEG<b>&", 640, 480), empty), refused("codec_not_taken")},
		"sound-only.webm":    {webm(element(ebmlTracks, element(ebmlTrack, element(ebmlKind, []byte{2}), element(ebmlCodec, []byte("A_OPUS")))), empty), refused("no_picture")},
		"info-size.webm":     {webm(sized(ebmlInfo, 1<<55), well), refused()},
		"tracks-size.webm":   {webm(sized(ebmlTracks, 1<<30)), refused("damaged")},
		"void-size.webm":     {webm(sized(ebmlVoid, 1<<40), well), refused("damaged")},
		"head-size.webm":     {slices.Concat(sized(ebmlHead, 1<<50), element(ebmlDocType, []byte("webm"))), refused()},
		"unknown-sizes.webm": {slices.Concat(head(), elementID(ebmlSegment), unknown, elementID(ebmlTracks), unknown, well), refused()},
		"cluster-size.webm":  {webm(length(3000), well, sized(ebmlCluster, 1<<55)), refused()},
		"voids.webm":         {webm(bytes.Repeat(element(ebmlVoid), 1<<17), well), refused("damaged")},
		"tracks.webm":        {webm(bytes.Repeat(well, 3_000), empty), refused()},
		"cues.webm":          {webm(length(3000), well, element(ebmlCues, make([]byte, 8<<20)), empty), refused()},
		"tags.webm":          {webm(length(3000), well, element(ebmlTags, bytes.Repeat([]byte(m.script()), 1<<12)), empty), refused()},
		"zero-bytes.webm":    {slices.Concat(head(), make([]byte, 1<<20)), refused("damaged")},
		"nested.webm":        {webm(nestElements(10_000)), refused("damaged")},
	} {
		m.clip(name, row.data, row.want)
	}
}

// nestElements makes elements that are in each other.
func nestElements(depth int) []byte {
	out := make([]byte, 0, 12*depth)
	for left := depth; left > 0; left-- {
		out = append(out, elementID(ebmlTracks)...)
		out = binary.BigEndian.AppendUint64(out, 1<<56|uint64(12*(left-1)))
	}
	return out
}
