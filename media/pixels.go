package media

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
)

// plain returns img as one of the kinds that imaging reads fast and without
// surprises, with its upper left corner at the origin: resampling runs in
// goroutines of its own, where a panic could not be caught. A picture smaller
// than its canvas is placed on it.
func plain(img image.Image, h header) (image.Image, error) {
	if h.Format == WebP {
		fullRange(img)
	}
	if f := h.frame; f.id != "" && (f.width != h.Width || f.height != h.Height) {
		return onCanvas(img, h), nil
	}
	if img.Bounds().Min != (image.Point{}) {
		return toRGBA(img), nil
	}
	switch img := img.(type) {
	case *image.YCbCr:
		return img, checkPlanes(img)
	case *image.Gray, *image.Gray16, *image.RGBA, *image.NRGBA, *image.RGBA64, *image.NRGBA64:
		return img, nil
	case *image.Paletted:
		return fromPalette(img), nil
	case *image.NYCbCrA:
		return fromYCbCrA(img), checkPlanes(&img.YCbCr)
	}
	return toRGBA(img), nil
}

// fullRange stretches in place what a lossy WebP stores: Y from 16 to 235, Cb
// and Cr from 16 to 240 (RFC 6386 section 9.2). golang.org/x/image/webp hands
// it on as it is, and the image package takes 0 to 255 for granted: black and
// white would both come out grey.
func fullRange(img image.Image) {
	var planes *image.YCbCr
	switch img := img.(type) {
	case *image.YCbCr:
		planes = img
	case *image.NYCbCrA:
		planes = &img.YCbCr
	default:
		return
	}
	var luma, chroma [256]byte
	for i := range luma {
		luma[i] = byte(min(255, max(0, ((i-16)*255+109)/219)))
		chroma[i] = byte(min(255, max(0, 128+int(math.Round(float64(i-128)*255/224)))))
	}
	for i, v := range planes.Y {
		planes.Y[i] = luma[v]
	}
	for _, plane := range [][]byte{planes.Cb, planes.Cr} {
		for i, v := range plane {
			plane[i] = chroma[v]
		}
	}
}

// checkPlanes refuses planes that are too short for what they claim.
func checkPlanes(img *image.YCbCr) error {
	x, y := img.Rect.Max.X-1, img.Rect.Max.Y-1
	if img.YOffset(x, y) >= len(img.Y) || img.COffset(x, y) >= min(len(img.Cb), len(img.Cr)) {
		return damaged("planes are too short for %v", img.Rect)
	}
	return nil
}

// toRGBA draws any picture; CMYK has a fast path there.
func toRGBA(img image.Image) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	return out
}

// fromPalette looks every pixel up. An index beyond the palette, with which a
// hand-made file can crash imaging, is transparent.
func fromPalette(img *image.Paletted) *image.NRGBA {
	var table [256]color.NRGBA
	for i, c := range img.Palette[:min(256, len(img.Palette))] {
		table[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
	out := image.NewNRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		row := out.Pix[y*out.Stride:]
		for x, index := range img.Pix[y*img.Stride:][:img.Rect.Dx()] {
			c := table[index]
			copy(row[4*x:4*x+4], []byte{c.R, c.G, c.B, c.A})
		}
	}
	return out
}

func fromYCbCrA(img *image.NYCbCrA) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		row := out.Pix[y*out.Stride:]
		for x := range img.Rect.Dx() {
			luma, chroma := img.YOffset(x, y), img.COffset(x, y)
			r, g, b := color.YCbCrToRGB(img.Y[luma], img.Cb[chroma], img.Cr[chroma])
			copy(row[4*x:4*x+4], []byte{r, g, b, img.A[img.AOffset(x, y)]})
		}
	}
	return out
}

// onCanvas places the first frame of an animation on its transparent canvas.
func onCanvas(img image.Image, h header) image.Image {
	out := image.NewNRGBA(image.Rect(0, 0, h.Width, h.Height))
	at := image.Pt(h.frame.x, h.frame.y)
	draw.Draw(out, img.Bounds().Sub(img.Bounds().Min).Add(at), img, img.Bounds().Min, draw.Src)
	return out
}

// flatten lays a picture over white, in place, and returns the same pixels as
// RGBA, for which encoders have a fast path.
func flatten(img *image.NRGBA) *image.RGBA {
	p := img.Pix
	for i := 3; i < len(p); i += 4 {
		if a := uint32(p[i]); a != 255 {
			for j := i - 3; j < i; j++ {
				p[j] = byte((uint32(p[j])*a + 255*(255-a) + 127) / 255)
			}
			p[i] = 255
		}
	}
	return &image.RGBA{Pix: p, Stride: img.Stride, Rect: img.Rect}
}

// dominant returns the colour that most of a picture has, as "#rrggbb": the
// mean of the fullest of 512 equal boxes of the colour cube.
func dominant(img *image.RGBA) string {
	type box struct{ n, r, g, b int }
	var boxes [512]box
	fullest := &boxes[0]
	for i := 0; i+3 < len(img.Pix); i += 4 {
		r, g, b := int(img.Pix[i]), int(img.Pix[i+1]), int(img.Pix[i+2])
		c := &boxes[r>>5<<6|g>>5<<3|b>>5]
		c.n, c.r, c.g, c.b = c.n+1, c.r+r, c.g+g, c.b+b
		if c.n > fullest.n {
			fullest = c
		}
	}
	n := max(1, fullest.n)
	return fmt.Sprintf("#%02x%02x%02x", fullest.r/n, fullest.g/n, fullest.b/n)
}
