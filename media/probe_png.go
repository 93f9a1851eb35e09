package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image/png"
	"io"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// probePNG reads the first chunk with its checksum, then walks the others for
// orientation and profile. Of an animated PNG the still picture counts.
func probePNG(r io.ReadSeeker) (header, error) {
	config, err := png.DecodeConfig(r)
	if err != nil {
		return header{}, refuse(Damaged, err)
	}
	h := header{Width: config.Width, Height: config.Height}
	if _, err := r.Seek(int64(len(pngSignature)), io.SeekStart); err != nil {
		return header{}, fmt.Errorf("rewind: %w", err)
	}
	err = walkChunks(r, binary.BigEndian, 4, func(id string, size int64) error {
		body := io.LimitReader(r, min(size, maxMetadata))
		switch id {
		case "IHDR":
			var ihdr [13]byte
			if _, err := io.ReadFull(body, ihdr[:]); err != nil {
				return err
			}
			h.deep, h.interlaced = ihdr[8] == 16, ihdr[12] == 1
		case "iCCP":
			h.ICC = inflateProfile(body)
		case "eXIf":
			if data, err := io.ReadAll(body); err == nil {
				h.Orientation = exifOrientation(data)
			}
		}
		return nil
	})
	return h, err
}

// inflateProfile unpacks an iCCP chunk: a name, a zero, the method, zlib data.
// It returns nil for a profile that is broken or larger than maxMetadata.
func inflateProfile(r io.Reader) []byte {
	data, err := io.ReadAll(r)
	_, rest, found := bytes.Cut(data, []byte{0})
	if err != nil || !found || len(rest) < 2 || rest[0] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(rest[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxMetadata+1))
	if err != nil || len(profile) > maxMetadata {
		return nil
	}
	return profile
}

// walkChunks visits the chunks of a PNG (size, id, data, 4 bytes of checksum)
// or RIFF (id, size, data, padded to even) file from where r stands. visit
// finds r at the chunk's data and may leave it anywhere. A file that is cut off
// ends the walk without an error: the decoder decides what is left of it.
func walkChunks(r io.ReadSeeker, order binary.ByteOrder, trailer int64, visit func(id string, size int64) error) error {
	pos, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return fmt.Errorf("walk chunks: %w", err)
	}
	for range maxChunks {
		if _, err := r.Seek(pos, io.SeekStart); err != nil {
			return fmt.Errorf("walk chunks: %w", err)
		}
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("walk chunks: %w", err)
		}
		id, size := string(head[4:]), int64(order.Uint32(head[:4]))
		if order == binary.LittleEndian {
			id, size = string(head[:4]), int64(order.Uint32(head[4:]))
			trailer = size & 1
		}
		if err := visit(id, size); err == errStopWalk {
			return nil
		} else if err != nil {
			return err
		}
		pos += int64(len(head)) + size + trailer
	}
	return nil
}
