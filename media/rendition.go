package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/disintegration/imaging"
	"github.com/gen2brain/jpegn"
)

// size is one row of the table of renditions.
type size struct {
	name    string
	width   int // px; a source that is narrower is not enlarged
	square  bool
	quality int // of the JPEG, 1 to 100
	webp    int // quality of the WebP beside it; the two scales differ
	effort  int // of the WebP, 0 to 6
	cap     int // bytes: quality goes down, to minQuality at most, until it fits; 0 = no cap
}

// sizes is the table of renditions, from the smallest up: each is a JPEG and,
// where that is smaller, a WebP. The small ones fill the gallery's first page,
// so they are held to a weight, and more effort goes into their WebPs; with more
// for the large ones all of a photo's files would cost more than 1.5 times what
// libvips takes for the JPEGs (bench/media). The square is made from the
// picture next larger than itself.
func sizes() []size {
	return []size{
		{name: "w360", width: 360, quality: 72, webp: 72, effort: 2, cap: 12_000},
		{name: "square", width: 480, square: true, quality: 72, webp: 72, effort: 2, cap: 20_000},
		{name: "w720", width: 720, quality: 76, webp: 76, effort: 2, cap: 80_000},
		{name: "w1080", width: 1080, quality: 80, webp: 78, effort: 1},
		{name: "w1920", width: 1920, quality: 82, webp: 78, effort: 1},
	}
}

const (
	minQuality     = 50
	qualityStep    = 5
	webpStep       = 15        // an attempt costs more
	maxProgressive = 8_000_000 // pixels: above, holding the coefficients costs too much
)

// made is a rendition that is not stored yet.
type made struct {
	Rendition
	data []byte
}

// steps returns the widths of a picture's renditions from the largest down: a
// source narrower than a row gives its own width once, under the name of the
// first such row.
func steps(width int) []size {
	var out []size
	for _, s := range sizes() {
		if s.square {
			continue
		}
		narrower := s.width >= width
		s.width = min(s.width, width)
		out = append([]size{s}, out...)
		if narrower {
			break
		}
	}
	return out
}

// target returns the size of the largest rendition in stored orientation:
// that is what has to be decoded.
func (h header) target() (width, height int) {
	upWidth, upHeight := h.upright()
	width = steps(upWidth)[0].width
	height = scaledHeight(width, upWidth, upHeight)
	if h.turned() {
		return height, width
	}
	return width, height
}

func scaledHeight(width, fromWidth, fromHeight int) int {
	return max(1, (width*fromHeight+fromWidth/2)/fromWidth)
}

// workCost returns the bytes that render holds at its peak beside a picture
// that was decoded at 1/scale: the first pass of resampling, its result, and
// either that turned or the encoder's coefficients.
func (h header) workCost(scale int) int64 {
	width, height := h.target()
	pixels := int64(width) * int64(height)
	encoder := 4 * pixels
	if pixels <= maxProgressive {
		encoder = 10 * pixels
	}
	return 4*int64(width)*int64(h.Height/scale) + 4*pixels + encoder
}

// render makes all renditions of a decoded picture, each from the next larger,
// and hands them to store one at a time. It returns the dominant colour.
func render(img image.Image, h header, formats outputs, store func(made) error) (colour string, err error) {
	current := upright(img, h)
	img = nil // the decoded picture is the largest: let it go
	width, height := h.upright()
	crop := squareSize()
	var square *image.NRGBA
	for _, s := range steps(width) {
		if s.width != current.Rect.Dx() {
			current = imaging.Resize(current, s.width, scaledHeight(s.width, width, height), imaging.CatmullRom)
		}
		rgba := &image.RGBA{Pix: current.Pix, Stride: current.Stride, Rect: current.Rect}
		if err := formats.encode(rgba, s, store); err != nil {
			return "", err
		}
		if square == nil || min(current.Rect.Dx(), current.Rect.Dy()) >= crop.width {
			square = current
		}
		colour = dominant(rgba)
	}
	return colour, formats.encode(cropSquare(square, crop.width), crop, store)
}

func squareSize() size {
	for _, s := range sizes() {
		if s.square {
			return s
		}
	}
	panic("media: the table of renditions has no square")
}

// upright resamples a picture to the largest rendition, converts its colours,
// lays it over white and turns it: in that order, so that everything after the
// first step works on few pixels.
func upright(img image.Image, h header) *image.NRGBA {
	width, height := h.target()
	out := imaging.Resize(img, width, height, imaging.CatmullRom)
	if t := h.colours(); t != nil {
		t.apply(out)
	}
	flatten(out)
	return turn(out, h.Orientation)
}

// turn applies an EXIF orientation (Exif 2.32, tag 0x0112). imaging turns
// against the clock.
func turn(img *image.NRGBA, orientation int) *image.NRGBA {
	switch orientation {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img)
	case 7:
		return imaging.Transverse(img)
	case 8:
		return imaging.Rotate90(img)
	}
	return img
}

// cropSquare cuts the middle out, with sides of at most limit.
func cropSquare(img *image.NRGBA, limit int) *image.RGBA {
	side := min(img.Rect.Dx(), img.Rect.Dy())
	cut := imaging.CropCenter(img, side, side)
	if side > limit {
		cut = imaging.Resize(cut, limit, limit, imaging.CatmullRom)
	}
	return &image.RGBA{Pix: cut.Pix, Stride: cut.Stride, Rect: cut.Rect}
}

// outputs are the formats of renditions.
type outputs struct{ webp bool }

// encode makes the files of a row and stores them.
func (o outputs) encode(img *image.RGBA, s size, store func(made) error) error {
	file, err := fit(s.quality, qualityStep, s.cap, func(q int) ([]byte, error) { return encodeJPEG(img, q) })
	if err != nil {
		return fmt.Errorf("encode %s: %w", s.name, err)
	}
	if err := store(newMade(s.name, JPEG, img.Rect, file)); err != nil {
		return err
	}
	if !o.webp {
		return nil
	}
	limit := s.cap
	if limit > 0 {
		limit = len(file)
	}
	small, err := fit(s.webp, webpStep, limit, func(q int) ([]byte, error) { return encodeWebP(img, q, s.effort) })
	if err != nil {
		return fmt.Errorf("encode %s as WebP: %w", s.name, err)
	}
	if len(small) >= len(file) {
		return nil
	}
	return store(newMade(s.name+WebPSuffix, WebP, img.Rect, small))
}

// fit lowers the quality by step after step while the file weighs more than limit,
// where that is not 0.
func fit(quality, step, limit int, encode func(quality int) ([]byte, error)) ([]byte, error) {
	data, err := encode(quality)
	for err == nil && limit > 0 && len(data) > limit && quality > minQuality {
		quality = max(minQuality, quality-step)
		data, err = encode(quality)
	}
	return data, err
}

func newMade(name string, f Format, bounds image.Rectangle, data []byte) made {
	sum := sha256.Sum256(data)
	return made{data: data, Rendition: Rendition{
		Name: name, Type: f.Type(), Width: bounds.Dx(), Height: bounds.Dy(),
		Size: int64(len(data)), Hash: hex.EncodeToString(sum[:8]),
	}}
}

// encodeJPEG writes a 4:2:0 JPEG without any metadata, progressive so that a slow
// line shows all of it early. The standard encoder stands in should the fast
// one stumble.
func encodeJPEG(img *image.RGBA, quality int) ([]byte, error) {
	progressive := img.Rect.Dx()*img.Rect.Dy() <= maxProgressive
	data, err := safely(func() ([]byte, error) {
		var out bytes.Buffer
		err := jpegn.Encode(&out, img, &jpegn.EncodeOptions{
			Quality: quality, Subsampling: jpegn.Subsample420,
			OptimizeCoding: true, Progressive: progressive, AdaptiveQuantization: true,
		})
		return out.Bytes(), err
	})
	if err == nil {
		return data, nil
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}
