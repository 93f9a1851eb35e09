// Command film makes the clips of the demo, which lie in server/demo/clips so
// that the demo need not draw them. Run it at the top of the tree, with ffmpeg
// installed, when a scene has changed:
//
//	go run ./server/demo/film
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"plaudit/server/demo/art"
)

const (
	folder = "server/demo/clips"
	long   = 640 // px
)

func main() {
	for _, f := range art.Films() {
		if err := shoot(f); err != nil {
			fmt.Fprintf(os.Stderr, "film: %s: %v\n", f.Name, err)
			os.Exit(1)
		}
	}
}

// shoot draws a film and lets ffmpeg write it down.
func shoot(f art.Film) error {
	first := f.Frame(long, 0).Rect
	path := filepath.Join(folder, f.Name+".mp4")
	args := []string{
		"-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba", "-video_size", fmt.Sprintf("%dx%d", first.Dx(), first.Dy()),
		"-framerate", fmt.Sprint(art.FilmRate), "-i", "pipe:0",
	}
	if sound := f.Sound(); sound != nil {
		wave, err := keep(sound)
		if err != nil {
			return err
		}
		defer os.Remove(wave)
		args = append(args, "-f", "s16le", "-ar", fmt.Sprint(art.SoundRate), "-ac", "1", "-i", wave, "-c:a", "aac", "-b:a", "40k")
	}
	args = append(args, "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
		"-c:v", "libx264", "-preset", "veryslow", "-tune", "animation", "-crf", "29", "-fflags", "+bitexact", "-flags:v", "+bitexact", path)
	cmd := exec.Command("ffmpeg", args...)
	cmd.Stderr = os.Stderr
	pictures, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	for i := range art.FilmSeconds * art.FilmRate {
		if _, err := pictures.Write(f.Frame(long, i).Pix); err != nil && err != io.ErrClosedPipe {
			break // ffmpeg says why
		}
	}
	if err := pictures.Close(); err != nil {
		return err
	}
	return cmd.Wait()
}

// keep writes samples into a temporary file.
func keep(sound []int16) (path string, err error) {
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, sound); err != nil {
		return "", err
	}
	path = filepath.Join(os.TempDir(), "plaudit-film.pcm")
	return path, os.WriteFile(path, b.Bytes(), 0o600)
}
