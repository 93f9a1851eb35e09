package corpus

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"slices"
)

// smallestWebP is one lossless pixel.
func smallestWebP() []byte {
	data, _ := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==") // constant and right
	return data
}

// riff is a WebP file of chunks.
func riff(chunks ...[]byte) []byte {
	body := slices.Concat(chunks...)
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)+4))
	return slices.Concat(head, []byte("WEBP"), body)
}

func riffChunk(name string, data []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data)))
	return append(append(out, data...), make([]byte, len(data)&1)...)
}

// canvas is a VP8X chunk with every flag set.
func canvas(width, height int) []byte {
	w, h := width-1, height-1
	return riffChunk("VP8X", []byte{0x3e, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
}

// lossless is a VP8L chunk that claims a size and has few bits.
func lossless(width, height int, bits []byte) []byte {
	head := uint32(width-1) | uint32(height-1)<<14
	return riffChunk("VP8L", append(binary.LittleEndian.AppendUint32([]byte{0x2f}, head), bits...))
}

// lossy is a VP8 chunk that claims a size and has few bits.
func lossy(width, height int, bits []byte) []byte {
	head := binary.LittleEndian.AppendUint16([]byte{0x10, 0xff, 0x00, 0x9d, 0x01, 0x2a}, uint16(width))
	return riffChunk("VP8 ", append(binary.LittleEndian.AppendUint16(head, uint16(height)), bits...))
}

func (m *maker) webps() {
	pixel := smallestWebP()[12:]
	bits := make([]byte, 64)
	noise := make([]byte, 4<<10)
	for i, dice := 0, m.dice("webp"); i < len(noise); i++ {
		noise[i] = byte(dice.Uint32())
	}
	large := refused("side_too_long", "too_many_pixels", "damaged")
	m.add("pixel.webp", smallestWebP(), Want{})
	m.add("enormous-canvas.webp", riff(canvas(1<<24, 1<<24), pixel), large)
	m.add("side.webp", riff(lossless(16_384, 16_384, bits)), large)
	m.add("pixels.webp", riff(lossless(11_000, 6_000, bits)), large)
	m.add("short-lossless.webp", riff(lossless(7_000, 7_000, bits)), Want{})
	m.add("noise-lossless.webp", riff(lossless(4_000, 4_000, noise)), Want{})
	m.add("short-lossy.webp", riff(lossy(7_000, 7_000, bits)), refused("damaged"))
	m.add("noise-lossy.webp", riff(lossy(4_000, 4_000, noise)), Want{})
	m.add("alpha.webp", riff(canvas(4_000, 4_000), riffChunk("ALPH", append([]byte{1}, noise...)), lossy(4_000, 4_000, noise)), Want{})
	m.add("picture-outside.webp", riff(canvas(16, 16), lossless(4_000, 4_000, bits)), refused("damaged"))
	m.add("no-picture.webp", riff(canvas(16, 16)), refused("damaged"))
	m.add("chunk-size.webp", append(riff(canvas(16, 16)), "ICCP\xff\xff\xff\xff"...), refused("damaged"))
	m.add("riff-size.webp", append([]byte("RIFF\xff\xff\xff\xffWEBP"), pixel...), Want{})
	m.add("profile.webp", riff(canvas(1, 1), riffChunk("ICCP", bytes.Repeat([]byte("p"), 12<<20)), pixel), Want{})
	m.add("chunks.webp", riff(canvas(1, 1), bytes.Repeat(riffChunk("XMP ", nil), 1<<17), pixel), Want{})
	frame := riffChunk("ANMF", slices.Concat(make([]byte, 6), []byte{255, 255, 255, 255, 255, 255, 0, 0, 0, 0}, pixel))
	m.add("frames.webp", riff(canvas(16, 16), riffChunk("ANIM", make([]byte, 6)), bytes.Repeat(frame, m.many(2_000, 200_000))), Want{})
	deep := pixel
	for range 200 {
		deep = riffChunk("ANMF", slices.Concat(make([]byte, 16), deep))
	}
	m.add("nested-frames.webp", riff(canvas(16, 16), deep), Want{})
	m.add("exif-loop.webp", riff(canvas(1, 1), pixel, riffChunk("EXIF", tiffLoop())), Want{})
}
