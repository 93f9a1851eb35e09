package art

import (
	"image"
	"slices"
)

// Film is a short clip and its card, drawn picture by picture. The demo enters
// finished files, which the command film beside this package makes of it.
type Film struct {
	Name           string // of its file
	Title, TitleEN string
	Statement      string // in Chinese
	Entrant        string
	AgeBand        string

	aspect float32 // width by height
	notes  []float32
	draw   func(c *canvas, t float32) // at t seconds
}

// What all films share.
const (
	FilmSeconds = 6
	FilmRate    = 24    // pictures per second
	SoundRate   = 22050 // samples per second
)

// Frame draws a film's i-th picture with long pixels on its longer side. Chance
// begins anew with every picture, so that what stands still does.
func (f Film) Frame(long, i int) *image.RGBA {
	c := newCanvas(max(long, minSide), f.aspect, hashOf(f.TitleEN))
	f.draw(c, float32(i)/FilmRate)
	return c.img
}

// Sound returns the film's tune, played on something plucked: signed samples
// of 16 bits, one channel; nil for a silent film.
func (f Film) Sound() []int16 {
	if len(f.notes) == 0 {
		return nil
	}
	const beat = 0.28 // seconds
	sum := make([]float32, FilmSeconds*SoundRate)
	for n, half := range f.notes {
		pitch, from := 440*pow(2, half/12), int(float32(n)*beat*SoundRate)
		for i := from; i < len(sum); i++ {
			t := float32(i-from) / SoundRate
			for k := float32(1); k < 6; k++ {
				sum[i] += 2600 / k * exp(-t*(2.2+1.6*k)) * sin(2*pi*pitch*k*t)
			}
		}
	}
	out := make([]int16, len(sum))
	for i, v := range sum {
		out[i] = int16(v * clamp01(float32(len(sum)-i)/SoundRate))
	}
	return out
}

// Films lists the films in a fixed order.
func Films() []Film {
	// The beginning of 茉莉花, which everybody's grandmother hums; in half
	// tones from a'.
	jasmine := []float32{7, 7, 10, 12, 15, 15, 12, 10, 10, 12, 10, 7, 7, 10, 12, 15, 15, 12, 10}
	return []Film{
		{
			Name: "ducks", Title: "等等我！", TitleEN: "Wait for me!", Entrant: "陈小溪", AgeBand: "adult", aspect: 1.5,
			Statement: "公园的池塘里，最小的那只总是慢半拍，和我家老二一模一样。", draw: ducks,
		},
		{
			Name: "garlic", Title: "蒜宝宝发芽记", TitleEN: "The garlic baby wakes up", Entrant: "李春芽", AgeBand: "14-17", aspect: 4. / 3,
			Statement: "爷爷说，种蒜要有耐心。我就给它画了一部动画片。", notes: jasmine, draw: garlicBaby,
		},
		{
			Name: "kite", Title: "风太大啦", TitleEN: "What a wind", Entrant: "赵大伟", AgeBand: "adult", aspect: 9. / 16,
			Statement: "第一次带女儿放风筝，差点变成风筝放女儿。", notes: slices.Concat(jasmine[8:12], jasmine), draw: kiteDay,
		},
		{
			Name: "lanterns", Title: "雨夜的猫", TitleEN: "A cat on a rainy night", Entrant: "孙玉珍", AgeBand: "adult", aspect: 1.5,
			Statement: "值夜班回来，它每天在屋檐下等我。", draw: rainyNight,
		},
	}
}
