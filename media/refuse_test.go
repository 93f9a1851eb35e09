package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"slices"
	"testing"

	"plaudit/media"
)

// pngHeader is a PNG that declares a size and has no pixels.
func pngHeader(width, height uint32, depth, colourType byte) []byte {
	ihdr := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", append(ihdr, depth, colourType, 0, 0, 0))...)
}

func pngChunk(id string, data []byte) []byte {
	body := append([]byte(id), data...)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
}

// interlaced turns the header of a PNG into that of an interlaced one.
func interlaced(file []byte) []byte {
	body := slices.Clone(file[16:29])
	body[12] = 1
	return append(slices.Clone(file[:8]), pngChunk("IHDR", body)...)
}

// jpegHeader is a JPEG with a frame header of the given kind and no pixels.
func jpegHeader(marker, precision byte, width, height uint16) []byte {
	frame := []byte{precision, byte(height >> 8), byte(height), byte(width >> 8), byte(width), 1, 1, 0x11, 0}
	out := append([]byte{0xff, 0xd8, 0xff, marker, 0, byte(len(frame) + 2)}, frame...)
	return append(out, 0xff, 0xd9)
}

// fullJPEGHeader is one with three components, none of them subsampled.
func fullJPEGHeader(marker byte, width, height uint16) []byte {
	out := jpegHeader(marker, 8, width, height)
	out[5], out[11] = 17, 3
	return slices.Concat(out[:15], []byte{2, 0x11, 0, 3, 0x11, 0}, out[15:])
}

func TestRefusals(t *testing.T) {
	if media.UnderRace {
		t.Skip("run once more without the race detector")
	}
	var animation bytes.Buffer
	if err := gif.Encode(&animation, image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.White}), nil); err != nil {
		t.Fatal(err)
	}
	whole := encodeJPEG(t, image.NewGray(image.Rect(0, 0, 200, 200)))
	flat := encodePNG(t, image.NewGray(image.Rect(0, 0, 200, 200)))
	cases := []struct {
		name string
		file []byte
		code string
	}{
		{"empty", nil, media.EmptyFile},
		{"text", []byte("hello, world"), media.NotAPicture},
		{"a PDF", []byte("%PDF-1.7\n"), media.NotAPicture},
		{"HTML", []byte("<!doctype html><script>alert(1)</script>"), media.NotAPicture},
		{"a GIF", animation.Bytes(), media.FormatNotTaken},
		{"a TIFF", []byte("II*\x00\x08\x00\x00\x00"), media.FormatNotTaken},
		{"a BMP", append([]byte("BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00"), make([]byte, 60)...), media.FormatNotTaken},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), media.FormatNotTaken},
		{"only the start of a HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), media.Damaged},
		{"only the start of an AVIF", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf"), media.Damaged},
		{"an MP4", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"), media.VideoOff},
		{"a MOV", []byte("\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  "), media.VideoOff},
		{"a WebM", []byte("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"), media.VideoOff},

		{"a huge PNG", pngHeader(100_000, 100_000, 8, 6), media.SideTooLong},
		{"a PNG of 61 megapixels", pngHeader(10_000, 6_100, 8, 2), media.TooManyPixels},
		{"a 16-bit PNG of 25 megapixels", pngHeader(5_000, 5_000, 16, 2), media.TooManyPixels},
		{"an interlaced PNG that would take 480 MB", interlaced(pngHeader(10_000, 6_000, 8, 6)), media.TooManyPixels},
		{"a strip", pngHeader(2_001, 100, 8, 0), media.TooElongated},
		{"a PNG without pixels", pngHeader(100, 100, 8, 0), media.Damaged},
		{"a PNG with a width of none", pngHeader(0, 100, 8, 0), media.Damaged},
		{"half a PNG", flat[:len(flat)/2], media.Damaged},
		{"a huge JPEG", jpegHeader(0xc0, 8, 65_500, 65_500), media.SideTooLong},
		{"a progressive JPEG that would take 700 MB", fullJPEGHeader(0xc2, 8_000, 7_000), media.TooManyPixels},
		{"a 12-bit JPEG", jpegHeader(0xc1, 12, 100, 100), media.FormatNotTaken},
		{"an arithmetic JPEG", jpegHeader(0xc9, 8, 100, 100), media.FormatNotTaken},
		{"a JPEG with a height of none", jpegHeader(0xc0, 8, 100, 0), media.Damaged},
		{"a JPEG without pixels", jpegHeader(0xc0, 8, 100, 100), media.Damaged},
		{"a JPEG with two sizes", append(jpegHeader(0xc0, 8, 9, 9)[:15], jpegHeader(0xc0, 8, 12_000, 5_000)[2:]...), media.Damaged},
		{"a JPEG that goes over its pixels again and again", manyScans(whole), media.Damaged},
		{"half a JPEG", whole[:len(whole)/2], media.Damaged},
		{"only the start of a JPEG", []byte("\xff\xd8\xff"), media.Damaged},
		{"only the start of a WebP", []byte("RIFF\x04\x00\x00\x00WEBP"), media.Damaged},
		{"a WebP with a picture larger than its canvas", hiddenWebP(), media.Damaged},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := newHouse(t).develop(c.file)
			wantCode(t, err, c.code)
		})
	}
}

// manyScans repeats the only scan of a JPEG two hundred times.
func manyScans(file []byte) []byte {
	at := bytes.Index(file, []byte{0xff, 0xda})
	scan := file[at : len(file)-2]
	return slices.Concat(file[:at], bytes.Repeat(scan, 200), file[len(file)-2:])
}

// hiddenWebP declares a canvas of one pixel around a picture of 16383 × 16383.
func hiddenWebP() []byte {
	out := []byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	return append(out, "VP8L\x06\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00\x00\x00"...)
}

// What is near a limit is taken.
func TestPicturesAtTheLimits(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 20}, {20, 1}, {2000, 100}, {359, 361}} {
		a := newHouse(t).mustDevelop(encodePNG(t, image.NewGray(image.Rectangle{Max: size})))
		if got := image.Pt(a.Width, a.Height); got != size {
			t.Errorf("%v became %v", size, got)
		}
	}
}
