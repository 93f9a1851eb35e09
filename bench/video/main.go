// Command video measures what one clip costs, and holds it against the plain
// ffmpeg command that makes the same file, in the same run:
//
//	go run ./bench/video             a minute's fifth of 1080p from a phone
//	go run ./bench/video -seconds 60 the longest that is taken
//
// It prints CPU seconds (user and system, of all children). Ours has to make
// the preview and the poster's candidates as well, and asks ffprobe twice.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"plaudit/media"
	"plaudit/media/sandbox"
	"plaudit/media/video"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == sandbox.Command {
		os.Exit(sandbox.Child(os.Args[2:], os.Stderr))
	}
	length := flag.Int("seconds", 12, "how long the clip is")
	rounds := flag.Int("rounds", 3, "how often to make it")
	flag.Parse()
	if err := run(context.Background(), *length, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, length, rounds int) error {
	folder, err := os.MkdirTemp("", "plaudit-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	source := filepath.Join(folder, "clip.mp4")
	if err := ffmpeg(ctx, "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30,noise=alls=12:allf=t", "-f", "lavfi", "-i", "sine",
		"-t", strconv.Itoa(length), "-c:v", "libx264", "-preset", "veryfast", "-b:v", "12M", "-pix_fmt", "yuv420p", "-c:a", "aac", source); err != nil {
		return err
	}
	data, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	studio, err := video.Open(ctx, video.Config{FFmpeg: "ffmpeg", WorkDir: filepath.Join(folder, "clips"), Limits: media.DefaultLimits()})
	if err != nil {
		return err
	}
	fmt.Printf("clip: 1920 × 1080, %d s, %.1f MB, %d rounds in turn\n", length, float64(len(data))/1e6, rounds)
	var ours, theirs time.Duration
	for range rounds {
		began := spent()
		film, err := studio.Film(ctx, bytes.NewReader(data), media.MP4, nil)
		if err != nil {
			return err
		}
		ours += spent() - began
		if err := film.Remove(); err != nil {
			return err
		}
		began = spent()
		if err := plain(ctx, source, filepath.Join(folder, "plain.mp4")); err != nil {
			return err
		}
		theirs += spent() - began
	}
	fmt.Printf("plaudit       %.2f CPU seconds: clip, preview, poster\nffmpeg        %.2f CPU seconds: clip\nratio         %.2f (to reach: at most 1.15)\n",
		ours.Seconds()/float64(rounds), theirs.Seconds()/float64(rounds), ours.Seconds()/theirs.Seconds())
	return nil
}

// plain makes the same clip as a person would.
func plain(ctx context.Context, source, out string) error {
	return ffmpeg(ctx, "-i", source, "-vf", "scale=1280:720:flags=bicubic,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high",
		"-crf", "21", "-maxrate", "1500k", "-bufsize", "1000k", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-movflags", "+faststart", out)
}

func ffmpeg(ctx context.Context, args ...string) error {
	out, err := exec.CommandContext(ctx, "ffmpeg", append([]string{"-v", "error", "-y"}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ffmpeg: %w: %s", err, out)
	}
	return nil
}

// spent returns the user and system time of this process and its children.
func spent() (sum time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			panic(err) // only a wrong argument can fail
		}
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return sum
}
