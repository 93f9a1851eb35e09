package media_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plaudit/media"
)

// laterCodes are the refusals of valid files of kinds that are not taken (yet).
var laterCodes = map[string]string{
	"video": media.VideoOff, "gif": media.FormatNotTaken, "tiff": media.FormatNotTaken,
}

// sampleCodes are the exact refusals of the hostile rows.
var sampleCodes = map[string]string{
	"audio-only.mp4": media.VideoOff, "bad-crc.png": media.Damaged, "blns.txt": media.NotAPicture,
	"bomb-280mp.jpg": media.SideTooLong, "script.svg": media.NotAPicture, "zero.jpg": media.EmptyFile,
	"truncated-no-moov.mp4": media.VideoOff, "truncated.jpg": media.Damaged,
}

func TestSamples(t *testing.T) {
	if media.UnderRace {
		t.Skip("run once more without the race detector")
	}
	dir := samplesDir(t)
	for _, row := range manifest(t, dir) {
		t.Run(row["file"], func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join(dir, row["file"]))
			if err != nil {
				t.Fatal(err)
			}
			h := newHouse(t)
			a, err := h.develop(file)
			want := sampleCodes[row["file"]]
			if row["expect"] == "accept" {
				want = laterCodes[row["kind"]]
			}
			switch {
			case want != "":
				wantCode(t, err, want)
			case row["expect"] == "either" && errors.As(err, new(*media.Error)):
				t.Logf("refused: %v", err)
			case err != nil:
				t.Fatalf("refused: %v", err)
			default:
				h.checkSample(a, row)
			}
		})
	}
}

// checkSample checks the upright size and that no metadata went public.
func (h *house) checkSample(a media.Asset, row map[string]string) {
	h.Helper()
	got, want := fmt.Sprintf("%dx%d", a.Width, a.Height), row["upright_w"]+"x"+row["upright_h"]
	if row["upright_w"] != "" && got != want {
		h.Errorf("upright size %s, want %s", got, want)
	}
	h.checkRenditions(a)
}

// checkRenditions holds what was stored to what the row says.
func (h *house) checkRenditions(a media.Asset) {
	h.Helper()
	if len(a.Renditions) < 2 || len(a.Colour) != 7 {
		h.Fatalf("renditions %+v, colour %q", a.Renditions, a.Colour)
	}
	for _, r := range a.Renditions {
		data := h.object(r.Key)
		if int64(len(data)) != r.Size || r.Width > a.Width || r.Height > a.Height {
			h.Errorf("%+v has %d bytes of a %d × %d picture", r, len(data), a.Width, a.Height)
		}
		if r.Type == media.WebP.Type() && string(data[12:16]) != "VP8 " {
			h.Errorf("%s is no simple WebP: it begins with %q", r.Name, data[:20])
		}
		for _, marker := range []string{"Exif", "ICC_PROFILE", "http://ns.adobe.com", "photoshop", "GPSL", "MPF\x00", "Ducky"} {
			if bytes.Contains(data, []byte(marker)) {
				h.Errorf("%s carries metadata: %q", r.Name, marker)
			}
		}
	}
	size := h.largest(a).Bounds().Size()
	if first := a.Renditions[0]; size.X != first.Width || size.Y != first.Height {
		h.Errorf("the largest rendition is %v, its row says %+v", size, first)
	}
}

// manifest reads the rows of MANIFEST.tsv by column name.
func manifest(t *testing.T, dir string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	names := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[names[i]] = cell
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatal("the manifest has no rows")
	}
	return rows
}
