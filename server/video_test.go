package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"plaudit/media"
	"plaudit/voting"
)

// clip is two seconds of a moving test picture, as a phone would send them.
func clip(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip.mov")
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2",
		"-f", "lavfi", "-i", "sine=duration=2", "-c:v", "libx264", "-c:a", "aac", "-metadata", "location=+30.1-101.5/", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// takeVideos lets the contest's category take videos, and gives the form of one.
func (g *gallery) takeVideos() voting.EntryForm {
	g.t.Helper()
	view, err := g.voting.ViewContest(g.t.Context(), shell(), "may")
	if err != nil {
		g.t.Fatal(err)
	}
	settings := view.Settings
	settings.Categories = []voting.Category{{Slug: "film", Title: "Films", Media: []voting.Medium{voting.Photo, voting.Video}}}
	if _, err := g.voting.CreateContest(g.t.Context(), shell(), "june", settings); err != nil {
		g.t.Fatal(err)
	}
	f := form("Film")
	f.Category, f.Medium = "film", voting.Video
	return f
}

func TestVideo(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed (apt install ffmpeg)")
	}
	o := testOptions(t)
	o.Config.FFmpeg = "ffmpeg"
	g := newGalleryWith(t, o)
	film, data := g.takeVideos(), clip(t)
	mismatched := film
	mismatched.Medium = voting.Photo
	if _, err := g.intake.Submit(t.Context(), voting.Actor{}, "june", mismatched, g.spool(data)); !errors.Is(err, voting.ErrOtherMedium) {
		t.Errorf("a video as a photo: %v", err)
	}
	done, err := g.intake.Submit(t.Context(), voting.Actor{}, "june", film, g.spool(data))
	if err != nil {
		t.Fatal(err)
	}
	id := <-g.developed
	for state := voting.Processing; state == voting.Processing; {
		view, err := g.voting.Status(t.Context(), voting.Actor{}, "june", done.Code)
		if err != nil {
			t.Fatal(err)
		}
		state = view.Entry.State
	}
	if _, err := g.voting.Decide(t.Context(), shell(), "june", 1, voting.Approve, ""); err != nil {
		t.Fatal(err)
	}
	found, err := g.intake.assets(t.Context(), []media.AssetID{id})
	if a := found[id]; err != nil || a.Duration.Seconds() < 1.9 || a.Duration.Seconds() > 2.2 || a.Width != 320 {
		t.Errorf("asset %+v, %v", a, err)
	}
	g.watch()
}

// watch looks at the pages of the film, and at the film as a phone does.
func (g *gallery) watch() {
	g.t.Helper()
	_, page := get(g.t, g.URL()+"/june")
	if !strings.Contains(page, `class="play"`) {
		g.t.Error("the tile has no play mark")
	}
	_, page = get(g.t, g.URL()+"/june/1")
	source := regexp.MustCompile(`<video[^>]* src="([^"]+\.mp4)" poster="[^"]+\.jpg"`).FindStringSubmatch(page)
	if source == nil {
		g.t.Fatalf("no film on the page:\n%s", page)
	}
	request, err := http.NewRequestWithContext(g.t.Context(), http.MethodGet, g.URL()+source[1], nil)
	if err != nil {
		g.t.Fatal(err)
	}
	request.Header.Set("Range", "bytes=4-11")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		g.t.Fatal(err)
	}
	defer answer.Body.Close()
	part, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusPartialContent || !bytes.HasPrefix(part, []byte("ftyp")) {
		g.t.Errorf("a part: %d %q, %v", answer.StatusCode, part, err)
	}
	if kind := answer.Header.Get("Content-Type"); kind != "video/mp4" {
		g.t.Errorf("it is sent as %q", kind)
	}
	_, list := get(g.t, g.URL()+"/api/v1/contests/june/entries/1")
	if !strings.Contains(list, fmt.Sprintf("%q", media.Video720)) || !strings.Contains(list, `"video/mp4"`) {
		g.t.Errorf("the API has no film: %s", list)
	}
}

func TestWithoutFFmpeg(t *testing.T) {
	g := newGallery(t)
	film := g.takeVideos()
	mp4 := strings.NewReader("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + strings.Repeat("\x00", 100))
	if _, err := g.intake.ingest.Spool(t.Context(), mp4); !errors.Is(err, &media.Error{Code: media.VideoOff}) {
		t.Errorf("got %v", err)
	}
	if err := g.voting.CheckEntry(t.Context(), voting.Actor{}, "june", film); !errors.Is(err, voting.ErrVideoOff) {
		t.Errorf("got %v", err)
	}
}
