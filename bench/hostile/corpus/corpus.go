// Package corpus makes hostile files: bombs, cut and flipped files, files that
// are two things at once, play lists in disguise, boxes that lie. The same
// seed gives the same files, save those that ffmpeg makes.
//
// A file that carries a payload carries Options.Token in it, so that whoever
// serves any part of a payload can be told by that word. Read Make first; each
// family has a file of its own.
package corpus

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"
)

// End is what has to become of a specimen.
type End int

// The ends. Whatever the end, a refusal has a code and nothing breaks.
const (
	Either  End = iota // taken or refused
	Refused            // at the door or by the worker
	Taken
)

// Want is what is expected of a specimen.
type Want struct {
	End   End
	Codes []string // of the refusal; any where empty
	Sizes [][2]int // upright, any of them; any size where empty

	// Kind is set where a service may decline the whole kind of file, such as
	// "gif": then it declines every file of the kind, as a format.
	Kind string
}

// Specimen is one file and the form around it. Zero fields of the form mean
// something ordinary.
type Specimen struct {
	Family, Name string
	Data         []byte
	Medium       string // "photo" unless set
	FileName     string // as the sender calls it, raw
	Title        string
	Entrant      string
	Statement    string
	Want         Want
}

// Options say what to make.
type Options struct {
	Seed    uint64
	Short   bool   // fewer of the many, and nothing that takes long
	Token   string // a word that is nowhere else
	Samples string // folder with MANIFEST.tsv; "" for none
	FFmpeg  string // the program; "" for none
	Dir     string // an empty folder to work in
	Canary  Canary
}

// Canary is what hostile files refer to and nobody may ever touch.
type Canary struct {
	Files []string // absolute paths
	URL   string   // of a server that must not be asked
}

// maker holds what the families share.
type maker struct {
	Options
	family string
	made   []Specimen
}

// Make returns the whole corpus, family by family.
func Make(ctx context.Context, o Options) ([]Specimen, error) {
	m := &maker{Options: o}
	families := []struct {
		name string
		make func(context.Context) error
	}{
		{"samples", m.samples},
		{"png", without(m.pngs)},
		{"jpeg", without(m.jpegs)},
		{"webp", without(m.webps)},
		{"gif", m.gifs},
		{"metadata", m.metadata},
		{"polyglot", m.polyglots},
		{"disguise", without(m.disguises)},
		{"iso", without(m.isos)},
		{"ebml", without(m.ebmls)},
		{"film", m.films},
		{"damage", m.damage},
		{"words", m.words},
	}
	for _, f := range families {
		m.family = f.name
		from := len(m.made)
		if err := f.make(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		slices.SortFunc(m.made[from:], func(a, b Specimen) int { return strings.Compare(a.Name, b.Name) })
	}
	return m.made, nil
}

func without(f func()) func(context.Context) error {
	return func(context.Context) error { f(); return nil }
}

// add adds a file to the present family.
func (m *maker) add(name string, data []byte, want Want) *Specimen {
	m.made = append(m.made, Specimen{Family: m.family, Name: name, Data: data, FileName: name, Want: want})
	return &m.made[len(m.made)-1]
}

// clip adds a file that is entered as a video.
func (m *maker) clip(name string, data []byte, want Want) {
	m.add(name, data, want).Medium = "video"
}

// dice are the same for the same seed and name.
func (m *maker) dice(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(m.Seed, h.Sum64()))
}

// many is how many of something to make.
func (m *maker) many(short, long int) int {
	if m.Short {
		return short
	}
	return long
}

// script is markup that runs where it is not escaped, with the token in it.
func (m *maker) script() string {
	return "<script>alert('" + m.Token + "')</script><img src=x onerror=alert('" + m.Token + "')>"
}

// refused wants a refusal with one of these codes, any where there is none.
func refused(codes ...string) Want { return Want{End: Refused, Codes: codes} }

// taken wants a picture of this size.
func taken(width, height int) Want { return Want{End: Taken, Sizes: [][2]int{{width, height}}} }

// scene draws a small picture that is not flat.
func scene(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), uint8((x ^ y) * 8), 255})
		}
	}
	return img
}

// goodJPEG is a baseline JPEG of scene.
func goodJPEG(width, height int) []byte {
	var out bytes.Buffer
	_ = jpeg.Encode(&out, scene(width, height), &jpeg.Options{Quality: 85}) // memory takes all
	return out.Bytes()
}

// goodPNG is a PNG of scene.
func goodPNG(width, height int) []byte {
	var out bytes.Buffer
	_ = png.Encode(&out, scene(width, height)) // memory takes all
	return out.Bytes()
}

// Ordinary are works as people send them.
func Ordinary() []Specimen {
	m := &maker{family: "ordinary"}
	for i := range 4 {
		m.add(fmt.Sprintf("photo-%d.jpg", i), goodJPEG(800, 600), taken(800, 600))
		m.add(fmt.Sprintf("drawing-%d.png", i), goodPNG(640, 480), taken(640, 480))
	}
	return m.made
}
