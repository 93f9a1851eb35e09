package corpus

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func made(t *testing.T) []Specimen {
	t.Helper()
	all, err := Make(t.Context(), Options{Seed: 1, Short: true, Token: "t0ken", Dir: t.TempDir(), Canary: Canary{Files: []string{"/x/secret.txt"}, URL: "http://127.0.0.1:9"}})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSameSeed: the same seed gives the same files, in whatever order maps
// give theirs.
func TestSameSeed(t *testing.T) {
	first, again := made(t), map[string][]byte{}
	for _, s := range made(t) {
		again[s.Family+"/"+s.Name] = s.Data
	}
	seen := map[string]bool{}
	for _, s := range first {
		name := s.Family + "/" + s.Name
		if !bytes.Equal(again[name], s.Data) {
			t.Errorf("%s is another file the second time", name)
		}
		if seen[name] {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = true
	}
	if len(first) < 500 {
		t.Errorf("only %d files", len(first))
	}
}

// TestGoodOnesAreGood: what must be taken can be decoded by others, or the
// corpus would prove nothing.
func TestGoodOnesAreGood(t *testing.T) {
	count := 0
	for _, s := range made(t) {
		if s.Want.End != Taken || s.Want.Kind != "" || len(s.Data) > 1<<20 {
			continue
		}
		config, err := png.DecodeConfig(bytes.NewReader(s.Data))
		if err != nil {
			config, err = jpeg.DecodeConfig(bytes.NewReader(s.Data))
		}
		if err != nil {
			t.Errorf("%s/%s: %v", s.Family, s.Name, err)
			continue
		}
		count++
		if size := s.Want.Sizes[0]; config.Width*config.Height != size[0]*size[1] {
			t.Errorf("%s/%s is %d × %d", s.Family, s.Name, config.Width, config.Height)
		}
	}
	if count < 30 {
		t.Errorf("only %d good files", count)
	}
	for name, data := range map[string][]byte{"scans": scanBomb(160, 120, 3), "few": scanBomb(2_000, 1_000, 6)} {
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("a JPEG of many scans, %s: %v", name, err)
		}
	}
	for _, interlace := range []byte{0, 1} {
		if img, err := png.Decode(bytes.NewReader(pngBlank(101, 77, 8, 6, interlace))); err != nil || img.Bounds().Dx() != 101 {
			t.Errorf("a blank PNG, interlaced %d: %v", interlace, err)
		}
	}
}

// TestEdit: boxes are found and their sizes follow.
func TestEdit(t *testing.T) {
	film := movie(640, 480, 3, emptyTables()...)
	m := &maker{}
	changed := m.withReference(film, box("url ", words32(0), []byte("/x\x00")))
	if grown := len(changed) - len(film); grown != 3 || !strings.Contains(string(changed), "/x\x00") {
		t.Errorf("%d bytes more", grown)
	}
	at := bytes.Index(changed, []byte("moov"))
	if size := int(changed[at-2])<<8 | int(changed[at-1]); size != len(changed)-at+4 {
		t.Errorf("the index says it has %d bytes of %d", size, len(changed)-at+4)
	}
}
