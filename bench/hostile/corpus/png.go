package corpus

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
	"strings"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// pngChunk is size, name, data and checksum.
func pngChunk(name string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// pngHeader is an IHDR chunk.
func pngHeader(width, height uint32, depth, colour, interlace byte) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return pngChunk("IHDR", append(body, depth, colour, 0, 0, interlace))
}

func pngOf(chunks ...[]byte) []byte {
	return append([]byte(pngSignature), slices.Concat(chunks...)...)
}

// pngWith puts chunks behind the IHDR of a good PNG.
func pngWith(width, height int, chunks ...[]byte) []byte {
	const head = len(pngSignature) + 25
	good := goodPNG(width, height)
	return slices.Concat(good[:head], slices.Concat(chunks...), good[head:])
}

// zeros is n zeros, deflated: a thousandth of their size.
func zeros(n int64) []byte {
	var out bytes.Buffer
	z, _ := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	_, _ = io.CopyN(z, zeroReader{}, n) // memory takes all
	_ = z.Close()
	return out.Bytes()
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// pngBlank is a real picture whose pixels are all zero.
func pngBlank(width, height uint32, depth, colour, interlace byte) []byte {
	bits := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] * int64(depth)
	passes := [][4]int64{{0, 0, 1, 1}} // where a pass begins, and its steps
	if interlace == 1 {                // Adam7
		passes = [][4]int64{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
	}
	size := int64(0)
	for _, p := range passes {
		columns, rows := (int64(width)-p[0]+p[2]-1)/p[2], (int64(height)-p[1]+p[3]-1)/p[3]
		size += rows * (1 + (columns*bits+7)/8)
	}
	return pngOf(pngHeader(width, height, depth, colour, interlace), pngChunk("IDAT", zeros(size)), pngChunk("IEND", nil))
}

func (m *maker) pngs() {
	end := pngChunk("IEND", nil)
	tiny := pngChunk("IDAT", zeros(64))
	for name, head := range map[string][]byte{
		"side.png":     pngHeader(12_001, 700, 8, 6, 0),
		"pixels.png":   pngHeader(12_000, 5_001, 8, 6, 0),
		"deep.png":     pngHeader(6_000, 4_001, 16, 6, 0),
		"enormous.png": pngHeader(1<<31-1, 1<<31-1, 8, 6, 0),
		"negative.png": pngHeader(1<<32-1, 1<<32-1, 8, 2, 0),
		"none.png":     pngHeader(0, 0, 8, 2, 0),
		"thin.png":     pngHeader(10, 210, 8, 2, 0),
		"kind.png":     pngHeader(16, 16, 7, 5, 3),
	} {
		m.add(name, pngOf(head, tiny, end), refused("side_too_long", "too_many_pixels", "too_elongated", "damaged"))
	}
	m.add("second-header.png", pngOf(pngHeader(16, 16, 8, 2, 0), pngHeader(50_000, 50_000, 8, 2, 0), tiny, end), refused())
	m.add("short-pixels.png", pngOf(pngHeader(7_000, 7_000, 8, 6, 0), tiny, end), refused("damaged"))
	m.add("no-palette.png", pngOf(pngHeader(16, 16, 8, 3, 0), pngChunk("IDAT", zeros(17*16)), end), refused())
	m.add("palette-beyond.png", pngOf(pngHeader(16, 16, 8, 3, 0), pngChunk("PLTE", []byte{1, 2, 3}), pngChunk("IDAT", []byte("\x78\x01\x01\x11\x00\xee\xff\x00"+strings.Repeat("\xff", 16))), end), Want{})
	m.add("idat-bomb.png", pngOf(pngHeader(16, 16, 8, 2, 0), pngChunk("IDAT", zeros(int64(m.many(50, 800))<<20)), end), Want{})
	m.add("no-end.png", goodPNG(64, 48)[:len(goodPNG(64, 48))-12], Want{})
	m.pngChunks()
	m.add("blank-1bit.png", pngBlank(8_000, 7_000, 1, 0, 0), taken(8_000, 7_000))
	if m.Short {
		return
	}
	m.add("blank-rgba.png", pngBlank(8_500, 7_000, 8, 6, 0), taken(8_500, 7_000))
	m.add("blank-rgba-interlaced.png", pngBlank(7_000, 6_800, 8, 6, 1), taken(7_000, 6_800))
	m.add("blank-rgba16.png", pngBlank(6_000, 4_000, 16, 6, 0), taken(6_000, 4_000))
	m.add("blank-rgba16-interlaced.png", pngBlank(6_000, 4_000, 16, 6, 1), taken(6_000, 4_000))
	m.add("blank-rgba-interlaced-60.png", pngBlank(8_500, 7_000, 8, 6, 1), Want{})
	m.add("blank-rgb-twice.png", pngBlank(8_600, 6_900, 8, 2, 0), taken(8_600, 6_900))
	m.add("blank-palette.png", pngOf(pngHeader(8_500, 7_000, 8, 3, 0), pngChunk("PLTE", []byte{9, 9, 9}), pngChunk("IDAT", zeros(8_501*7_000)), end), Want{})
}

// pngChunks are good pictures with bad company.
func (m *maker) pngChunks() {
	bomb := zeros(int64(m.many(40, 400)) << 20)
	text := strings.Repeat(m.script(), 1<<11)
	well := taken(64, 48)
	m.add("iccp-bomb.png", pngWith(64, 48, pngChunk("iCCP", append([]byte("p\x00\x00"), bomb...))), well)
	m.add("ztxt-bomb.png", pngWith(64, 48, pngChunk("zTXt", append([]byte("Comment\x00\x00"), bomb...))), well)
	m.add("itxt.png", pngWith(64, 48, pngChunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+text))), well)
	m.add("text.png", pngWith(64, 48, pngChunk("tEXt", []byte("Software\x00"+text)), pngChunk("tEXt", []byte("Author\x00"+m.Token))), well)
	m.add("text-8mb.png", pngWith(64, 48, pngChunk("tEXt", append([]byte("Comment\x00"), bytes.Repeat([]byte("x"), 8<<20)...))), well)
	small := bytes.Repeat(pngChunk("tEXt", []byte("a\x00b")), m.many(70_000, 700_000))
	m.add("chunks.png", pngWith(64, 48, small), Want{})
	control := pngChunk("acTL", binary.BigEndian.AppendUint64(nil, 1<<63-1))
	var frames []byte
	for i := range uint32(m.many(2_000, 40_000)) {
		frame := binary.BigEndian.AppendUint32(nil, 2*i)
		for _, v := range []uint32{50_000, 50_000, 0, 0} {
			frame = binary.BigEndian.AppendUint32(frame, v)
		}
		frames = append(frames, pngChunk("fcTL", append(frame, 0, 1, 0, 100, 0, 0))...)
		frames = append(frames, pngChunk("fdAT", append(binary.BigEndian.AppendUint32(nil, 2*i+1), 0x78, 1))...)
	}
	m.add("apng-frames.png", pngWith(64, 48, control, frames), Want{})
	m.add("chunk-size.png", pngWith(64, 48, []byte("\xff\xff\xff\xfftEXt")), Want{})
	m.add("exif-loop.png", pngWith(64, 48, pngChunk("eXIf", tiffLoop())), well)
}
