package video

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"

	"plaudit/media"
)

// poster returns the best frame of those in dir, as a JPEG.
func poster(dir string) (best []byte, err error) {
	names, err := filepath.Glob(filepath.Join(dir, framePrefix+"*.jpg"))
	if err != nil {
		return nil, fmt.Errorf("video: %w", err)
	}
	highest := math.Inf(-1)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("video: read a frame: %w", err)
		}
		value, err := worth(data)
		if err != nil {
			return nil, err
		}
		if value > highest {
			highest, best = value, data
		}
	}
	if best == nil {
		return nil, media.Refuse(media.Damaged, errors.New("no frame could be decoded"))
	}
	return best, nil
}

// worth says how good a frame is as a poster: sharp is good, black, white and
// empty are bad. Sharpness is the variance of the Laplacian (Pech-Pacheco et
// al., 2000), here of every second pixel.
func worth(frame []byte) (float64, error) {
	img, err := jpeg.Decode(bytes.NewReader(frame))
	if err != nil {
		return 0, fmt.Errorf("video: a frame of our own: %w", err)
	}
	grey, err := lumaOf(img)
	if err != nil {
		return 0, err
	}
	const step = 2
	var n, sum, squares, edges, edgeSquares float64
	at := func(x, y int) float64 { return float64(grey.Y[y*grey.YStride+x]) }
	for y := step; y < grey.Rect.Dy()-step; y += step {
		for x := step; x < grey.Rect.Dx()-step; x += step {
			v := at(x, y)
			edge := 4*v - at(x-1, y) - at(x+1, y) - at(x, y-1) - at(x, y+1)
			n, sum, squares, edges, edgeSquares = n+1, sum+v, squares+v*v, edges+edge, edgeSquares+edge*edge
		}
	}
	if n == 0 {
		return 0, nil
	}
	mean := sum / n
	contrast := math.Sqrt(max(0, squares/n-mean*mean))
	sharpness := max(0, edgeSquares/n-edges/n*edges/n)
	value := math.Log1p(sharpness) + contrast/32
	if mean < 32 || mean > 235 || contrast < 6 {
		value -= 100 // black, white, or a single colour: only if there is nothing else
	}
	return value, nil
}

// lumaOf returns the brightness of a frame, which ffmpeg writes as YCbCr.
func lumaOf(img image.Image) (*image.YCbCr, error) {
	luma, ok := img.(*image.YCbCr)
	if !ok {
		return nil, fmt.Errorf("video: a frame of our own is %T", img)
	}
	return luma, nil
}
