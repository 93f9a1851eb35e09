package video

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math"
	"os"

	"plaudit/media"
)

const posterQuality = 92 // of a JPEG; its renditions are made from it

// poster returns the best frame of a file of raw ones, as a JPEG.
func poster(path string, width, height int) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("video: %w", err)
	}
	defer file.Close()
	frame, best := rawFrame(width, height), rawFrame(width, height)
	for highest := math.Inf(-1); ; {
		err := readFrame(file, frame)
		if err == io.EOF && !math.IsInf(highest, -1) {
			break
		}
		if err != nil {
			return nil, media.Refuse(media.Damaged, fmt.Errorf("no frame could be decoded: %w", err))
		}
		if value := worth(frame); value > highest {
			highest, frame, best = value, best, frame
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, best, &jpeg.Options{Quality: posterQuality}); err != nil {
		return nil, fmt.Errorf("video: write the poster: %w", err)
	}
	return out.Bytes(), nil
}

// rawFrame is a frame as ffmpeg's yuv420p lays it out; both sides are even.
func rawFrame(width, height int) *image.YCbCr {
	return image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
}

// readFrame fills a frame; io.EOF says that there is none left.
func readFrame(r io.Reader, frame *image.YCbCr) error {
	for i, plane := range [][]byte{frame.Y, frame.Cb, frame.Cr} {
		if _, err := io.ReadFull(r, plane); err != nil {
			if i > 0 || !errors.Is(err, io.EOF) {
				return fmt.Errorf("video: half a frame: %w", err)
			}
			return io.EOF
		}
	}
	return nil
}

// worth says how good a frame is as a poster: sharp is good, black, white and
// empty are bad. Sharpness is the variance of the Laplacian (Pech-Pacheco et
// al., 2000), here of every second pixel of every second row.
func worth(frame *image.YCbCr) float64 {
	const step = 2
	y, stride := frame.Y, frame.YStride
	var n, sum, squares, edges, edgeSquares int
	for row := step; row < frame.Rect.Dy()-step; row += step {
		for at := row*stride + step; at < row*stride+frame.Rect.Dx()-step; at += step {
			v := int(y[at])
			edge := 4*v - int(y[at-1]) - int(y[at+1]) - int(y[at-stride]) - int(y[at+stride])
			n, sum, squares, edges, edgeSquares = n+1, sum+v, squares+v*v, edges+edge, edgeSquares+edge*edge
		}
	}
	if n == 0 {
		return 0
	}
	mean, contrast := spread(n, sum, squares)
	_, sharpness := spread(n, edges, edgeSquares)
	value := math.Log1p(sharpness*sharpness) + contrast/32
	if mean < 32 || mean > 235 || contrast < 6 {
		value -= 100 // black, white, or a single colour: only if there is nothing else
	}
	return value
}

// spread returns the mean and the standard deviation of n values.
func spread(n, sum, squares int) (mean, deviation float64) {
	mean = float64(sum) / float64(n)
	return mean, math.Sqrt(max(0, float64(squares)/float64(n)-mean*mean))
}
