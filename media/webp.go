package media

import (
	"bytes"
	"image"
	"runtime/debug"

	"github.com/gen2brain/webp"
)

// WebPSuffix follows the name of a JPEG rendition in that of the WebP of the
// same picture and size.
const WebPSuffix = "-webp"

// readyWebP compiles the encoder, and leaves the memory that this took to the
// first picture, instead of taking it beside that one.
func readyWebP() {
	webp.Init()
	debug.FreeOSMemory()
}

// encodeWebP writes a WebP without any metadata. The encoder is libwebp in a
// memory of its own, which lasts as long as the call.
func encodeWebP(img *image.RGBA, quality, effort int) ([]byte, error) {
	return safely(func() ([]byte, error) {
		var out bytes.Buffer
		err := webp.Encode(&out, studioRange(img), webp.Options{Quality: quality, Method: effort})
		return out.Bytes(), err
	})
}

// studioRange converts an opaque picture to what WebP stores: BT.601 with Y
// from 16 to 235 and Cb and Cr from 16 to 240, these averaged over 2 × 2
// pixels (RFC 6386 section 9.2). Done here, the encoder is given a third of
// the bytes. The weights are 65536 times the standard's.
func studioRange(img *image.RGBA) *image.NYCbCrA {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewNYCbCrA(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range out.A {
		out.A[i] = 255
	}
	for y := 0; y < height; y += 2 {
		lower := min(y+1, height-1)
		for x := 0; x < width; x += 2 {
			right := min(x+1, width-1)
			var r, g, b int32
			for _, at := range [4]image.Point{{X: x, Y: y}, {X: right, Y: y}, {X: x, Y: lower}, {X: right, Y: lower}} {
				p := img.Pix[at.Y*img.Stride+4*at.X:]
				red, green, blue := int32(p[0]), int32(p[1]), int32(p[2])
				out.Y[at.Y*out.YStride+at.X] = uint8((16839*red + 33059*green + 6420*blue + 16<<16 + 1<<15) >> 16)
				r, g, b = r+red, g+green, b+blue
			}
			at := y/2*out.CStride + x/2
			out.Cb[at] = uint8((-9719*r - 19081*g + 28800*b + 128<<18 + 1<<17) >> 18)
			out.Cr[at] = uint8((28800*r - 24116*g - 4684*b + 128<<18 + 1<<17) >> 18)
		}
	}
	return out
}
