package corpus

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color/palette"
	"image/gif"
	"slices"
)

// gifs are taken as a whole kind, or none is.
func (m *maker) gifs(context.Context) error {
	good, err := goodGIF()
	if err != nil {
		return err
	}
	want := taken(64, 48)
	want.Kind = "gif"
	m.add("good.gif", good, want)
	loose := Want{Kind: "gif"}
	huge := slices.Clone(good)
	binary.LittleEndian.PutUint16(huge[6:], 65_535)
	binary.LittleEndian.PutUint16(huge[8:], 65_535)
	m.add("enormous.gif", huge, loose)
	body := good[13+3*256 : len(good)-1]
	m.add("frames.gif", slices.Concat(good[:len(good)-1], bytes.Repeat(body, m.many(200, 2_000)), []byte{0x3b}), loose)
	comment := append([]byte{0x21, 0xfe, 200}, bytes.Repeat([]byte("c"), 200)...)
	m.add("comments.gif", slices.Concat(good[:len(good)-1], bytes.Repeat(append(comment, 0), 20_000), []byte{0x3b}), loose)
	m.add("cut.gif", good[:len(good)/2], loose)
	return nil
}

func goodGIF() ([]byte, error) {
	img := image.NewPaletted(image.Rect(0, 0, 64, 48), palette.Plan9)
	for i := range img.Pix {
		img.Pix[i] = uint8(i)
	}
	var out bytes.Buffer
	err := gif.Encode(&out, img, nil)
	return out.Bytes(), err
}
