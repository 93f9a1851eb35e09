package media

import (
	"bytes"
	"encoding/binary"
	"io"
)

// heifIndex is what the meta box of a HEIF file says of its items.
type heifIndex struct {
	primary uint32
	kinds   map[uint32]string     // item → four letters
	all     []heifProperty        // the store of properties
	of      map[uint32][]int      // item → places in it, in their order
	tiles   map[uint32][]uint32   // derived item → what it is made of
	about   map[uint32][]uint32   // describing item → what it describes
	where   map[uint32]heifExtent // item → its bytes
	idat    []byte
}

type heifProperty struct {
	kind string
	body []byte
}

// heifExtent is where an item lies that is in one piece.
type heifExtent struct {
	inIndex bool // in idat; else in the file
	span
}

// read takes in the content of a meta box.
func (f *heifIndex) read(meta []byte) error {
	f.kinds, f.of, f.where = map[uint32]string{}, map[uint32][]int{}, map[uint32]heifExtent{}
	f.tiles, f.about = map[uint32][]uint32{}, map[uint32][]uint32{}
	if len(meta) < 4 {
		return damaged("heif: an empty index")
	}
	return heifBoxes(meta[4:], func(kind string, body []byte) error {
		in := &heifReader{b: body}
		switch kind {
		case "pitm":
			f.primary = in.id(in.version() > 0)
		case "iinf":
			if in.version() == 0 {
				in.uint(2)
			} else {
				in.uint(4)
			}
			return heifBoxes(in.b, f.readEntry)
		case "iref":
			wide := in.version() > 0
			return heifBoxes(in.b, func(kind string, body []byte) error { return f.readReference(kind, body, wide) })
		case "iloc":
			f.readLocations(in)
		case "iprp":
			return heifBoxes(body, f.readProperties)
		case "idat":
			f.idat = body
		}
		return in.err()
	})
}

// readEntry reads an infe box; those before version 2 know no pictures.
func (f *heifIndex) readEntry(kind string, body []byte) error {
	in := &heifReader{b: body}
	if version := in.version(); kind == "infe" && version >= 2 {
		id := in.id(version > 2)
		in.uint(2) // protection
		f.kinds[id] = string(in.bytes(4))
	}
	return in.err()
}

func (f *heifIndex) readReference(kind string, body []byte, wide bool) error {
	in := &heifReader{b: body}
	from := in.id(wide)
	for range in.uint(2) {
		to := in.id(wide)
		switch {
		case in.short:
			return in.err()
		case kind == "dimg":
			f.tiles[from] = append(f.tiles[from], to)
		case kind == "cdsc":
			f.about[from] = append(f.about[from], to)
		}
	}
	return in.err()
}

// readLocations notes the items of one extent; others are not looked at.
func (f *heifIndex) readLocations(in *heifReader) {
	version := in.version()
	sizes := in.uint(2)
	offset, length, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), 0
	if version > 0 {
		index = int(sizes & 15)
	}
	count := in.uint(2)
	if version > 1 {
		count = count<<16 | in.uint(2)
	}
	for range count {
		id := in.id(version > 1)
		method := uint64(0)
		if version > 0 {
			method = in.uint(2) & 15
		}
		in.uint(2) // of another file
		start := in.uint(base)
		extents := in.uint(2)
		for range extents {
			in.uint(index)
			e := heifExtent{method == 1, span{int64(start + in.uint(offset)), int64(in.uint(length))}}
			if extents == 1 && method < 2 && !in.short {
				f.where[id] = e
			}
		}
		if in.short {
			return
		}
	}
}

// readProperties reads the two boxes of iprp.
func (f *heifIndex) readProperties(kind string, body []byte) error {
	in := &heifReader{b: body}
	switch kind {
	case "ipco":
		return heifBoxes(body, func(kind string, body []byte) error {
			f.all = append(f.all, heifProperty{kind, body})
			return nil
		})
	case "ipma":
		flags := in.uint(4)
		bytes, mask := 1, uint64(0x7f)
		if flags&1 != 0 {
			bytes, mask = 2, 0x7fff
		}
		for range in.uint(4) {
			id := in.id(flags>>24 > 0)
			for range in.uint(1) {
				f.of[id] = append(f.of[id], int(in.uint(bytes)&mask))
			}
			if in.short {
				break
			}
		}
	}
	return in.err()
}

// properties returns those of an item, in their order.
func (f *heifIndex) properties(id uint32) (list []heifProperty) {
	for _, place := range f.of[id] {
		if place >= 1 && place <= len(f.all) {
			list = append(list, f.all[place-1])
		}
	}
	return list
}

// exifOrientation reads the orientation from the EXIF block about the primary
// picture; 1 where there is none that can be read.
func (f *heifIndex) exifOrientation(r io.ReadSeeker) int {
	for id, kind := range f.kinds {
		if kind != "Exif" || len(f.about[id]) == 0 || f.about[id][0] != f.primary {
			continue
		}
		data := f.content(r, id)
		if len(data) < 4 {
			return 1
		}
		skip := binary.BigEndian.Uint32(data) // to the TIFF header
		if data = data[4:]; int64(skip) > int64(len(data)) {
			return 1
		}
		return exifOrientation(bytes.TrimPrefix(data[skip:], []byte(exifPrefix)))
	}
	return 1
}

// content returns the bytes of an item, nil where they cannot be read.
func (f *heifIndex) content(r io.ReadSeeker, id uint32) []byte {
	e := f.where[id]
	e.size = min(e.size, maxMetadata)
	switch {
	case e.size < 0 || e.offset < 0:
		return nil
	case !e.inIndex:
		data, _ := readSpan(r, e.span)
		return data
	case e.offset > int64(len(f.idat)):
		return nil
	}
	data := f.idat[e.offset:]
	return data[:min(int64(len(data)), e.size)]
}

// checkGrid holds a picture made of tiles to the size that its grid gives: the
// decoder believes the property, and fills the rest with what it finds.
func (f *heifIndex) checkGrid(r io.ReadSeeker, h header) error {
	if f.kinds[f.primary] != "grid" {
		return nil
	}
	in := &heifReader{b: f.content(r, f.primary)}
	sides := 2 // bytes of each
	if in.uint(2)&1 == 1 {
		sides = 4
	}
	in.uint(2) // rows and columns
	if width, height := in.uint(sides), in.uint(sides); in.short || width != uint64(h.Width) || height != uint64(h.Height) {
		return damaged("heif: a grid of %d × %d in a picture of %d × %d", width, height, h.Width, h.Height)
	}
	return nil
}

// heifBoxes calls f for each box in b.
func heifBoxes(b []byte, f func(kind string, body []byte) error) error {
	for len(b) >= 8 {
		size, skip := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch {
		case size == 0:
			size = uint64(len(b))
		case size == 1 && len(b) >= 16:
			size, skip = binary.BigEndian.Uint64(b[8:]), 16
		}
		if size < skip || size > uint64(len(b)) {
			return damaged("heif: box %q of %d bytes in %d", b[4:8], size, len(b))
		}
		if err := f(string(b[4:8]), b[skip:size]); err != nil {
			return err
		}
		b = b[size:]
	}
	return nil
}

// heifReader reads numbers and remembers when there were too few bytes.
type heifReader struct {
	b     []byte
	short bool
}

func (r *heifReader) bytes(n int) []byte {
	if n > len(r.b) {
		r.b, r.short = nil, true
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

// uint reads a number of up to 15 bytes, of which the last 8 count.
func (r *heifReader) uint(n int) (v uint64) {
	for _, b := range r.bytes(n) {
		v = v<<8 | uint64(b)
	}
	return v
}

// version reads the head of a full box and leaves its flags out.
func (r *heifReader) version() uint64 { return r.uint(4) >> 24 }

// id reads the number of an item.
func (r *heifReader) id(wide bool) uint32 {
	if wide {
		return uint32(r.uint(4))
	}
	return uint32(r.uint(2))
}

func (r *heifReader) err() error {
	if r.short {
		return damaged("heif: a box that is too short")
	}
	return nil
}
