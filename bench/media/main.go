// Command media measures what one photo costs, from upload to renditions, and
// holds it against libvips in the same run:
//
//	go run ./bench/media            a 12-megapixel photo, 8 of them at once for the memory
//	go run ./bench/media -portrait  the same, turned by its EXIF orientation
//
// It prints CPU seconds (user and system, of all threads) per photo, with and
// without WebPs, here and by vipsthumbnail (Debian: libvips-tools) making the same sizes, and the peak
// memory of a process in which 8 uploads arrive at once. The catalogue is in
// memory, the originals and renditions are on disk.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"plaudit/bench/rig"
	"plaudit/media"
)

func main() {
	portrait := flag.Bool("portrait", false, "the photo is to be turned")
	rounds := flag.Int("rounds", 5, "how many photos to average over")
	only := flag.String("memory", "", "only send this file 8 times at once, and print the peak memory in MB")
	hold := flag.Bool("hold", false, "fail when the ratios miss what is to be reached")
	flag.Parse()
	rig.Main("media", func(ctx context.Context) error { return run(ctx, *portrait, *rounds, *only, *hold) })
}

func run(ctx context.Context, portrait bool, rounds int, only string, hold bool) error {
	folder, err := os.MkdirTemp("", "plaudit-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if only != "" {
		return memory(ctx, folder, only)
	}
	file, err := rig.Photo(4032, 3024, 1)
	if err != nil {
		return err
	}
	if portrait {
		file = withOrientation(file, 6)
	}
	name := filepath.Join(folder, "photo.jpg")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		return err
	}
	fmt.Printf("photo: 4032 × 3024, %.1f MB, averaged over %d\n", float64(len(file))/1e6, rounds)
	jpegs, _, err := measureOurs(ctx, filepath.Join(folder, "jpegs"), file, rounds, true)
	if err != nil {
		return err
	}
	ours, renditions, err := measureOurs(ctx, folder, file, rounds, false)
	if err != nil {
		return err
	}
	show(renditions)
	theirs, err := measureVips(ctx, name, renditions, rounds)
	if err != nil {
		return err
	}
	fmt.Printf("plaudit       %.3f CPU seconds, the JPEGs alone %.3f\nvipsthumbnail %.3f CPU seconds for the JPEGs\n", ours.Seconds(), jpegs.Seconds(), theirs.Seconds())
	alone, both := jpegs.Seconds()/theirs.Seconds(), ours.Seconds()/theirs.Seconds()
	fmt.Printf("ratio         %.2f for the JPEGs alone (to reach: at most 1.00), %.2f with the WebPs (to reach: at most 1.50)\n", alone, both)
	if hold && (alone > 1 || both > 1.5) {
		return errors.New("the figures miss what is to be reached")
	}
	out, err := exec.CommandContext(ctx, os.Args[0], "-memory", name).Output()
	fmt.Printf("peak memory   %s MB while 8 arrive at once (to reach: at most 400)\n", strings.TrimSpace(string(out)))
	return err
}

// measureOurs takes the photo in several times, and returns the CPU time of one.
func measureOurs(ctx context.Context, folder string, file []byte, rounds int, jpegOnly bool) (time.Duration, []media.Rendition, error) {
	d, err := openDarkroom(ctx, folder, jpegOnly)
	if err != nil {
		return 0, nil, err
	}
	defer d.close()
	if _, err := d.develop(ctx, bytes.NewReader(file)); err != nil { // warm
		return 0, nil, err
	}
	var asset media.Asset
	began := cpu(syscall.RUSAGE_SELF)
	for range rounds {
		if asset, err = d.develop(ctx, bytes.NewReader(file)); err != nil {
			return 0, nil, err
		}
	}
	spent := (cpu(syscall.RUSAGE_SELF) - began) / time.Duration(rounds)
	return spent, asset.Renditions, nil
}

func show(renditions []media.Rendition) {
	for _, r := range renditions {
		fmt.Printf("  %-11s %4d × %4d %7.1f KB\n", r.Name, r.Width, r.Height, float64(r.Size)/1e3)
	}
}

// measureVips makes the same sizes with vipsthumbnail.
func measureVips(ctx context.Context, photo string, renditions []media.Rendition, rounds int) (time.Duration, error) {
	began := cpu(syscall.RUSAGE_CHILDREN)
	for range rounds {
		for _, r := range renditions {
			if r.Type != media.JPEG.Type() {
				continue
			}
			args := []string{photo, "--size", fmt.Sprintf("%dx", r.Width), "-o", photo + "." + r.Name + ".jpg[Q=80,strip]"}
			if r.Name == "square" {
				args[2] = fmt.Sprintf("%dx%d", r.Width, r.Height)
				args = append(args, "--smartcrop", "centre")
			}
			if out, err := exec.CommandContext(ctx, "vipsthumbnail", args...).CombinedOutput(); err != nil {
				return 0, fmt.Errorf("vipsthumbnail: %w: %s", err, out)
			}
		}
	}
	return (cpu(syscall.RUSAGE_CHILDREN) - began) / time.Duration(rounds), nil
}

// cpu returns the user and system time spent so far.
func cpu(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		panic(err) // only a wrong argument can fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// withOrientation adds an EXIF block with one tag to a JPEG.
func withOrientation(file []byte, orientation byte) []byte {
	exif := "\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00"
	return append([]byte("\xff\xd8"+exif), file[2:]...)
}
