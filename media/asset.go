package media

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
)

// AssetID names an asset: 128 random bits as 32 lower-case hex digits. It is
// also the folder in public media addresses, so nobody can guess it.
type AssetID string

// NewAssetID draws an id from random (crypto/rand.Reader where it is nil).
func NewAssetID(random io.Reader) (AssetID, error) {
	if random == nil {
		random = rand.Reader
	}
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("draw an asset id: %w", err)
	}
	return AssetID(hex.EncodeToString(b[:])), nil
}

// Valid reports whether id has the shape that NewAssetID gives. Check it
// before an id from outside becomes part of a key.
func (id AssetID) Valid() bool {
	return len(id) == 32 && strings.Trim(string(id), "0123456789abcdef") == ""
}

// Format is a file format that is taken, named as in its media type.
type Format string

// The formats that are taken.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	WebP Format = "webp"
	HEIC Format = "heic" // these two only with Stills
	AVIF Format = "avif"
	MP4  Format = "mp4" // these three only with a Studio
	MOV  Format = "quicktime"
	WebM Format = "webm"
)

// Type returns the media type, such as "image/jpeg".
func (f Format) Type() string {
	if f.Clip() {
		return "video/" + string(f)
	}
	return "image/" + string(f)
}

// heif reports whether it is decoded by Stills.
func (f Format) heif() bool { return f == HEIC || f == AVIF }

// Clip reports whether it is a video.
func (f Format) Clip() bool { return f == MP4 || f == MOV || f == WebM }

// Asset is one original and what was made of it.
//
// Width and Height are upright: as a viewer sees the picture after the
// orientation that the file asks for. Colour and Renditions are empty until
// the worker has finished.
type Asset struct {
	ID          AssetID
	Format      Format
	Size        int64         // bytes of the original
	SHA256      string        // of the original, 64 hex digits
	Width       int           // px, upright
	Height      int           // px, upright
	Orientation int           // EXIF, 1 to 8; 1 where the file says nothing
	Colour      string        // dominant colour, "#rrggbb"
	Duration    time.Duration // of a clip; 0 for a picture, and for a clip that does not say until it is ready
	Renditions  []Rendition
	CreatedAt   time.Time

	// Likeness goes from the worker to Tx.SetLikeness; catalogues do not return it.
	Likeness Likeness `json:"-"`
}

// Rendition is one public file made from an original. A clip has those of its
// poster, and the two clips Video720 and Preview. WebPs come last in an asset.
type Rendition struct {
	Name   string // its row in the table of renditions: "w360" … "w1920", "square", a WebP's with WebPSuffix, or a clip's
	Key    string // its key in the bucket
	Type   string // media type, from our own table
	Width  int    // px
	Height int    // px
	Size   int64  // bytes
	Hash   string // first 16 hex digits of the SHA-256 of its bytes; part of Key
	Pass   string `json:"-"` // goes into its address, see Passes; never stored
}

// Clip reports whether this rendition moves.
func (r Rendition) Clip() bool { return strings.HasPrefix(r.Type, "video/") }

// Ready reports whether the worker has made the renditions.
func (a Asset) Ready() bool { return len(a.Renditions) > 0 }

// Rendition returns the rendition called name.
func (a Asset) Rendition(name string) (Rendition, bool) {
	for _, r := range a.Renditions {
		if r.Name == name {
			return r, true
		}
	}
	return Rendition{}, false
}

// File returns the last part of the key: the file name in a public address.
// It carries the content's hash, so the address never changes its content.
func (r Rendition) File() string { return r.Key[strings.LastIndexByte(r.Key, '/')+1:] }

// The two folders of a bucket. Originals are never public.
const (
	originalFolder  = "original/"
	renditionFolder = "rendition/"
)

// OriginalKey returns the bucket key of an asset's original.
func OriginalKey(id AssetID) string { return originalFolder + string(id) }

// RenditionPrefix returns the beginning of the keys of all an asset's
// renditions.
func RenditionPrefix(id AssetID) string { return renditionFolder + string(id) + "/" }

// RenditionKey returns the bucket key behind the public address
// {id}/{file}. Both come from outside: ok is false where they cannot name a
// rendition. Whether the caller may see it is not decided here.
func RenditionKey(id AssetID, file string) (key string, ok bool) {
	if !id.Valid() || strings.Contains(file, "/") {
		return "", false
	}
	key = RenditionPrefix(id) + file
	return key, ValidKey(key) == nil
}

// assetOfKey returns the asset that an object belongs to.
func assetOfKey(key string) (AssetID, bool) {
	rest, found := strings.CutPrefix(key, originalFolder)
	if !found {
		rest, found = strings.CutPrefix(key, renditionFolder)
		rest, _, _ = strings.Cut(rest, "/")
	}
	return AssetID(rest), found && AssetID(rest).Valid()
}
