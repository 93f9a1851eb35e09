package media

import (
	"bytes"
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
