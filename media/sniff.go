package media

import (
	"bytes"
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
	found := mimetype.Detect(head)
	switch kind, _, _ := strings.Cut(found.String(), "/"); kind {
	case "video":
		return "", refuse(VideoNotYet, nil)
	case "image":
		name := strings.ToUpper(strings.TrimPrefix(found.Extension(), "."))
		return "", refuse(FormatNotTaken, nil, "Format", name)
	}
	return "", refuse(NotAPicture, nil)
}
