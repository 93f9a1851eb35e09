package corpus

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// whole is a good file to be damaged.
type whole struct {
	name  string
	data  []byte
	video bool
}

// damage cuts good files off and turns single bits over. Nothing is said of
// what becomes of them, only that nothing breaks.
func (m *maker) damage(ctx context.Context) error {
	wholes, err := m.wholes(ctx)
	if err != nil {
		return err
	}
	for _, w := range wholes {
		dice := m.dice(w.name)
		cuts, flips := m.many(6, 40), m.many(8, 100)
		if w.video {
			cuts, flips = m.many(3, 16), m.many(2, 20)
		}
		for i := range cuts {
			at := 1 + (len(w.data)-1)*i/cuts
			if i%3 == 2 {
				at = 1 + dice.IntN(min(len(w.data)-1, 2_000)) // headers are at the beginning
			}
			m.damaged(fmt.Sprintf("cut-%d-%s", at, w.name), w, slices.Clone(w.data[:at]))
		}
		for i := range flips {
			at := dice.IntN(len(w.data))
			if i%2 == 0 {
				at = dice.IntN(min(len(w.data), 1_000))
			}
			bit := dice.IntN(8)
			data := slices.Clone(w.data)
			data[at] ^= 1 << bit
			m.damaged(fmt.Sprintf("flip-%d.%d-%s", at, bit, w.name), w, data)
		}
	}
	return nil
}

// damaged adds a file, unless the dice fell the same way before.
func (m *maker) damaged(name string, w whole, data []byte) {
	if slices.ContainsFunc(m.made, func(s Specimen) bool { return s.Family == m.family && s.Name == name }) {
		return
	}
	s := m.add(name, data, Want{})
	if w.video {
		s.Medium = "video"
	}
}

func (m *maker) wholes(ctx context.Context) ([]whole, error) {
	list := []whole{
		{"scene.jpg", goodJPEG(200, 150), false},
		{"scene.png", goodPNG(200, 150), false},
		{"pixel.webp", smallestWebP(), false},
		{"scans.jpg", scanBomb(64, 64, 3), false},
	}
	samples := []whole{
		{"alpha.webp", nil, false},
		{"animated.webp", nil, false},
		{"progressive.jpg", nil, false},
		{"cmyk.jpg", nil, false},
		{"iphone13-p3-gainmap.jpg", nil, false},
		{"pixel-gps.avif", nil, false},
		{"vp9-opus.webm", nil, true},
	}
	for _, s := range samples {
		if m.Samples == "" {
			break
		}
		data, err := os.ReadFile(filepath.Join(m.Samples, s.name))
		if err != nil {
			continue // another collection of samples
		}
		s.data = data
		list = append(list, s)
	}
	if m.FFmpeg == "" {
		return list, nil
	}
	film, err := m.plainFilm(ctx, 1, 5)
	return append(list, whole{"plain.mp4", film, true}), err
}
