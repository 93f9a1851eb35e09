// Command video measures what one clip costs, and holds it against plain
// ffmpeg on the same clip, in the same run and in turn:
//
//	go run ./bench/video             12 s of 1080p from a phone
//	go run ./bench/video -seconds 60 the longest that is taken
//	go run ./bench/video -hold       fails above 1.15
//
// The yardstick is the command that a person would write for the same three
// files: one run of ffmpeg with three outputs, the 720p clip, three silent
// seconds of preview, and one frame as the poster. The same command for the
// clip alone is measured as well, for those who find that fairer: it makes
// less than we do. Ours chooses the poster among ten frames, asks ffprobe
// first, and pays for three starts of the sandbox.
//
// It prints CPU seconds (user and system, of all children), the median of the
// rounds.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"plaudit/bench/rig"
	"plaudit/media"
	"plaudit/media/sandbox"
	"plaudit/media/video"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == sandbox.Command {
		os.Exit(sandbox.Child(os.Args[2:], os.Stderr))
	}
	length := flag.Int("seconds", 12, "how long the clip is")
	rounds := flag.Int("rounds", 5, "how often to make it")
	hold := flag.Bool("hold", false, "fail when the ratio is not reached")
	flag.Parse()
	rig.Main("video", func(ctx context.Context) error { return run(ctx, *length, *rounds, *hold) })
}

const mostRatio = 1.15

func run(ctx context.Context, length, rounds int, hold bool) error {
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
	ways := []func() error{
		func() error {
			film, err := studio.Film(ctx, bytes.NewReader(data), media.MP4, nil)
			if err != nil {
				return err
			}
			return film.Remove()
		},
		func() error {
			return ffmpeg(ctx, slices.Concat([]string{"-i", source}, clip(folder), others(folder))...)
		},
		func() error { return ffmpeg(ctx, slices.Concat([]string{"-i", source}, clip(folder))...) },
	}
	spentBy := make([][]float64, len(ways))
	for range rounds {
		for i, way := range ways {
			began := spent()
			if err := way(); err != nil {
				return err
			}
			spentBy[i] = append(spentBy[i], (spent() - began).Seconds())
		}
	}
	ours, files, alone := median(spentBy[0]), median(spentBy[1]), median(spentBy[2])
	fmt.Printf("plaudit       %.2f CPU seconds: clip, preview, poster from ten frames\nffmpeg        %.2f CPU seconds: clip, preview, poster; %.2f the clip alone\n"+
		"ratio         %.2f of the same files, %.2f of the clip alone (to reach: at most %.2f)\n", ours, files, alone, ours/files, ours/alone, mostRatio)
	if hold && ours/files > mostRatio {
		return fmt.Errorf("the ratio %.2f is above %.2f", ours/files, mostRatio)
	}
	return nil
}

// clip makes the same clip as a person would.
func clip(folder string) []string {
	return []string{
		"-vf", "scale=1280:720:flags=bicubic,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high",
		"-crf", "21", "-maxrate", "1500k", "-bufsize", "1000k", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-movflags", "+faststart",
		filepath.Join(folder, "plain.mp4"),
	}
}

// others makes the other two files in the same run.
func others(folder string) []string {
	return []string{
		"-t", "3", "-an", "-vf", "fps=15,scale=640:360,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high",
		"-crf", "27", "-maxrate", "600k", "-bufsize", "600k", "-movflags", "+faststart", filepath.Join(folder, "preview.mp4"),
		"-frames:v", "1", "-vf", "scale=1280:720", "-q:v", "3", "-update", "1", filepath.Join(folder, "poster.jpg"),
	}
}

// median sorts its values.
func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
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
