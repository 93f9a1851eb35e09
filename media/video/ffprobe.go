package video

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"plaudit/media"
)

// stream is what ffprobe says of one stream.
type stream struct {
	Kind     string `json:"codec_type"`
	Codec    string `json:"codec_name"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Aspect   string `json:"sample_aspect_ratio"`
	Rate     string `json:"avg_frame_rate"`
	Duration string `json:"duration"`
	Transfer string `json:"color_transfer"`
	Side     []struct {
		Rotation int `json:"rotation"` // degrees against the clock
	} `json:"side_data_list"`
}

// look is ffprobe's whole answer.
type look struct {
	Streams []stream `json:"streams"`
	Format  struct {
		Duration string `json:"duration"`
	} `json:"format"`
}

// source is an original as ffprobe sees it.
type source struct {
	media.Clip
	rate     float64 // frames per second; 0 is unknown
	transfer string  // how brightness is written, in ffmpeg's words
}

// guards are the options before -i that hold the demuxer and decoders to our
// lists. The demuxer is named, so that no text in disguise is taken for a
// play list.
func (s *Studio) guards(f media.Format) []string {
	demuxer, formats := "mov", "mov,mp4,m4a,3gp,3g2,mj2"
	if f == media.WebM {
		demuxer, formats = "matroska", "matroska,webm"
	}
	return []string{
		"-protocol_whitelist", "file,pipe", "-format_whitelist", formats,
		"-codec_whitelist", "h264,hevc,vp8,vp9,av1,libdav1d,aac,opus,libopus,mp3,mp3float,vorbis",
		"-max_pixels", strconv.Itoa(s.Limits.ClipPixels * 2), // coded sizes are rounded up
		"-f", demuxer,
	}
}

// look asks ffprobe about the original in dir.
func (s *Studio) look(ctx context.Context, dir string, f media.Format) (source, error) {
	args := append([]string{"-v", "error"}, s.guards(f)...)
	args = append(args, "-of", "json", "-show_streams", "-show_entries", "format=duration", "-i", "file:"+originalFile)
	out, err := s.output(ctx, dir, s.ffprobe, args...)
	if err != nil {
		return source{}, refusal(err)
	}
	var l look
	if err := json.Unmarshal(out, &l); err != nil {
		return source{}, media.Refuse(media.Damaged, fmt.Errorf("ffprobe: %w", err))
	}
	return l.source(s.Limits)
}

// source holds what ffprobe says to the same rules as Probe.
func (l look) source(limits media.Limits) (src source, err error) {
	var c container
	for _, t := range l.Streams {
		kind := t.Kind
		if kind != "video" && kind != "audio" {
			kind = ""
		}
		known := track{kind: kind, codec: t.Codec, width: t.Width, height: t.Height, turn: t.turn()}
		fmt.Sscanf(t.Aspect, "%d:%d", &known.pixelAspect[0], &known.pixelAspect[1])
		c.tracks = append(c.tracks, known)
		c.duration = max(c.duration, parseSeconds(t.Duration))
		if kind == "video" && src.rate == 0 {
			src.rate = parseRate(t.Rate)
			src.transfer = t.Transfer
		}
	}
	c.duration = max(c.duration, parseSeconds(l.Format.Duration))
	src.Clip, err = c.check(limits)
	return src, err
}

func (t stream) turn() int {
	for _, side := range t.Side {
		if side.Rotation != 0 {
			return ((-side.Rotation)%360 + 360) % 360
		}
	}
	return 0
}

func parseSeconds(text string) time.Duration {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return seconds(s)
}

// parseRate reads "30000/1001".
func parseRate(text string) float64 {
	above, below, _ := strings.Cut(text, "/")
	a, errA := strconv.ParseFloat(above, 64)
	b, errB := strconv.ParseFloat(below, 64)
	if rate := a / b; errA == nil && errB == nil && rate > 0 && !math.IsInf(rate, 0) {
		return rate
	}
	return 0
}
