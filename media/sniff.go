package media

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// sniffBytes is how much of a file's beginning decides its type.
const sniffBytes = 3072

// sniff tells the format from the first bytes of a file, or refuses it. Names
// and declared types decide nothing. What is taken is our own short list; the
// library only finds words for what is not.
func sniff(head []byte) (Format, error) {
	switch {
	case len(head) == 0:
		return "", refuse(EmptyFile, nil)
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case bytes.HasPrefix(head, []byte(pngSignature)):
		return PNG, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP, nil
	}
	if f := sniffHEIF(head); f != "" {
		return f, nil
	}
	if f := sniffClip(head); f != "" {
		return f, nil
	}
	found := mimetype.Detect(head)
	switch kind, _, _ := strings.Cut(found.String(), "/"); kind {
	case "video":
		return "", refuse(FilmNotTaken, nil, "Format", strings.ToUpper(strings.TrimPrefix(found.Extension(), ".")))
	case "image":
		name := strings.ToUpper(strings.TrimPrefix(found.Extension(), "."))
		return "", refuse(FormatNotTaken, nil, "Format", name)
	}
	return "", refuse(NotAPicture, nil)
}

// sniffHEIF knows the brands of pictures in boxes (ISO/IEC 23008-12 annex B and
// the AVIF specification), also where they are not the first. Sequences are
// taken where they have a still picture as well, which the index will say.
func sniffHEIF(head []byte) Format {
	if len(head) < 16 || string(head[4:8]) != "ftyp" {
		return ""
	}
	still := false
	size := min(int(binary.BigEndian.Uint32(head)), len(head))
	for at := 8; at+4 <= size; at += 4 {
		if at == 12 {
			continue // the version
		}
		switch string(head[at : at+4]) {
		case "avif", "avis":
			return AVIF
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "msf1":
			still = true
		case "isom", "mp41", "mp42", "qt  ", "iso4", "iso5", "iso6":
			if at == 8 {
				return "" // a film, whatever else it holds
			}
		}
	}
	if still {
		return HEIC
	}
	return ""
}

// sniffClip knows the containers of videos that are taken. MP4 and QuickTime
// are boxes; old QuickTime files have no ftyp. The brands of HEIC and AVIF are
// pictures, whatever else they hold.
func sniffClip(head []byte) Format {
	if bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) && bytes.Contains(head[:min(len(head), 64)], []byte("webm")) {
		return WebM
	}
	if len(head) < 12 {
		return ""
	}
	switch box, brand := string(head[4:8]), string(head[8:12]); {
	case box == "moov", box == "mdat", box == "wide", box == "ftyp" && brand == "qt  ":
		return MOV
	case box != "ftyp":
		return ""
	case slices.Contains([]string{"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "mif2", "msf1", "avif", "avis", "jpeg", "crx ", "M4A ", "M4B "}, brand):
		return ""
	}
	return MP4
}
