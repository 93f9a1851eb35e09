package corpus

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"
)

// tag is one entry of a TIFF directory: values of up to four bytes stand in
// place, longer ones at an offset.
type tag struct {
	id, kind uint16
	count    uint32
	value    uint32
}

// tiff is an EXIF block in little-endian order: directories one behind the
// other, the first at 8, each with the offset of its next; then data.
func tiff(data string, next []uint32, directories ...[]tag) []byte {
	out := []byte("II\x2a\x00\x08\x00\x00\x00")
	for i, tags := range directories {
		out = binary.LittleEndian.AppendUint16(out, uint16(len(tags)))
		for _, t := range tags {
			out = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(out, t.id), t.kind)
			out = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(out, t.count), t.value)
		}
		out = binary.LittleEndian.AppendUint32(out, next[i])
	}
	return append(out, data...)
}

// The numbers of EXIF tags.
const (
	tagDescription = 0x010e
	tagMake        = 0x010f
	tagModel       = 0x0110
	tagOrientation = 0x0112
	tagSoftware    = 0x0131
	tagArtist      = 0x013b
	tagThumbnail   = 0x0201
	tagCopyright   = 0x8298
	tagExif        = 0x8769
	tagGPS         = 0x8825
	tagOwner       = 0xa430
	tagSerial      = 0xa431

	kindText  = 2
	kindShort = 3
	kindLong  = 4
)

// tiffLoop is a directory whose next, EXIF and GPS directories are itself.
func tiffLoop() []byte {
	return tiff("", []uint32{8}, []tag{{tagExif, kindLong, 1, 8}, {tagGPS, kindLong, 1, 8}})
}

// tiffTold is a directory that tells everything about a phone and its owner,
// in the words given.
func tiffTold(words string, orientation uint32) []byte {
	texts := []uint16{tagDescription, tagMake, tagModel, tagSoftware, tagArtist, tagCopyright, tagOwner, tagSerial}
	at := uint32(8 + 2 + 12*(len(texts)+2) + 4)
	gps := at + uint32(len(words)+1)
	tags := []tag{{tagOrientation, kindShort, 1, orientation}, {tagGPS, kindLong, 1, gps}}
	for _, id := range texts {
		tags = append(tags, tag{id, kindText, uint32(len(words) + 1), at})
	}
	slices.SortFunc(tags, func(a, b tag) int { return int(a.id) - int(b.id) })
	place := tiff("", []uint32{0}, []tag{{1, kindText, 2, 'N'}, {2, 5, 3, 0}, {3, kindText, 2, 'E'}, {4, 5, 3, 0}})[8:]
	return tiff(words+"\x00"+string(place), []uint32{0}, tags)
}

// metadata are good pictures with EXIF, XMP and IPTC that tell too much, or
// lead a reader round in circles or out of the file.
func (m *maker) metadata(context.Context) error {
	exif := func(body []byte) []byte { return segment(0xe1, "Exif\x00\x00"+string(body)) }
	upright, turned := taken(64, 48), taken(48, 64)
	for orientation := uint32(1); orientation <= 8; orientation++ {
		want := upright
		if orientation >= 5 {
			want = turned
		}
		m.add("told-"+string(rune('0'+orientation))+".jpg", jpegWith(64, 48, exif(tiffTold(m.Token+m.script(), orientation))), want)
	}
	m.add("told.png", pngWith(64, 48, pngChunk("eXIf", tiffTold(m.Token+m.script(), 6))), turned)
	told := riff(canvas(1, 1), smallestWebP()[12:], riffChunk("EXIF", tiffTold(m.Token, 6)), riffChunk("XMP ", []byte(m.xmp())))
	m.add("told.webp", told, Want{})
	for name, body := range map[string][]byte{
		"loop":          tiffLoop(),
		"loop-far":      tiff("", []uint32{26, 8}, []tag{{tagExif, kindLong, 1, 26}}, []tag{{tagExif, kindLong, 1, 8}}),
		"count":         tiff("", []uint32{0}, []tag{{tagDescription, kindText, 1<<32 - 1, 8}, {tagThumbnail, kindLong, 1<<32 - 1, 1<<32 - 1}}),
		"offset":        tiff("", []uint32{1<<32 - 1}, []tag{{tagExif, kindLong, 1, 1<<32 - 2}}),
		"entries":       []byte("II\x2a\x00\x08\x00\x00\x00\xff\xff"),
		"header-offset": []byte("MM\x00\x2a\xff\xff\xff\xff\x00\x00"),
		"short":         []byte("II"),
		"orientation-0": tiff("", []uint32{0}, []tag{{tagOrientation, kindShort, 1, 0}}),
		"orientation-9": tiff("", []uint32{0}, []tag{{tagOrientation, kindLong, 1 << 31, 9}}),
	} {
		m.add(name+".jpg", jpegWith(64, 48, exif(body)), upright)
	}
	m.add("many-blocks.jpg", jpegWith(64, 48, slices.Concat(slices.Repeat([][]byte{exif(tiffLoop())}, 200)...)), upright)
	m.add("xmp.jpg", jpegWith(64, 48, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+m.xmp())), upright)
	m.add("iptc.jpg", jpegWith(64, 48, segment(0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x20\x1c\x02\x50\x00\x1b"+(m.Token + strings.Repeat("x", 30))[:27])), upright)
	m.add("comment.jpg", jpegWith(64, 48, segment(0xfe, m.script())), upright)
	return nil
}

// xmp is a packet with a place, an owner and an entity that grows.
func (m *maker) xmp() string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><!DOCTYPE x [<!ENTITY a "` + strings.Repeat("lol", 50) + `"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ` +
		`xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="31,12.5N" exif:GPSLongitude="116,20.1E" ` +
		`xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:OwnerName="` + m.Token + `" aux:SerialNumber="` + m.Token + `"/></rdf:RDF></x:xmpmeta>`
}
