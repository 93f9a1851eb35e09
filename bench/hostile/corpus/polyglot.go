package corpus

import (
	"archive/zip"
	"bytes"
	"context"
	"slices"
)

// polyglots are a picture and something else in one. What is taken is made
// anew, so nothing of the other may ever be sent.
func (m *maker) polyglots(context.Context) error {
	page := "<html><body>" + m.script() + "</body></html>"
	archive, err := m.archive()
	if err != nil {
		return err
	}
	well := taken(64, 48)
	m.add("jpeg-html.html", append(goodJPEG(64, 48), page...), well)
	m.add("jpeg-html-comment.jpg", jpegWith(64, 48, segment(0xfe, "--><!--x-->"+page+"<!--")), well)
	m.add("jpeg-php.php.jpg", jpegWith(64, 48, segment(0xfe, "<?php system('id'); /*"+m.Token+"*/ ?>")), well)
	m.add("jpeg-js.js", slices.Concat([]byte("\xff\xd8\xff\xe0/*"), goodJPEG(64, 48)[4:], []byte("*/=1;alert('"+m.Token+"')")), Want{})
	m.add("jpeg-pdf.pdf", jpegWith(64, 48, segment(0xfe, "%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\('"+m.Token+"'\\))>>>>endobj")), well)
	m.add("pdf-jpeg.jpg", append([]byte("%PDF-1.7\n"), goodJPEG(64, 48)...), refused("not_a_picture"))
	m.add("png-zip.png", append(goodPNG(64, 48), archive...), well)
	m.add("png-zip-chunk.jar", pngWith(64, 48, pngChunk("tEXt", append([]byte("zip\x00"), archive...))), well)
	m.add("png-svg.svg", append(goodPNG(64, 48), `<svg xmlns="http://www.w3.org/2000/svg" onload="alert('`+m.Token+`')"/>`...), well)
	gif, err := goodGIF()
	if err != nil {
		return err
	}
	m.add("gif-js.gif", append([]byte("GIF89a/*"), "*/=1;alert('"+m.Token+"')//"...), Want{Kind: "gif"})
	m.add("gif-html.gif", append(gif, page...), Want{Kind: "gif"})
	m.add("webp-html.webp", append(smallestWebP(), page...), Want{})
	m.add("zip.png", archive, refused("not_a_picture"))
	m.add("mz.jpg", append([]byte("MZ\x90\x00"), goodJPEG(64, 48)...), refused())
	m.add("text-first.jpg", append([]byte("\n"), goodJPEG(64, 48)...), refused())
	m.add("mp4-jpeg.jpg", slices.Concat([]byte("\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isom"), goodJPEG(64, 48)), refused())
	m.add("jpeg-named.png", goodJPEG(64, 48), well)
	m.add("png-named.mp4", goodPNG(64, 48), well)
	m.clip("jpeg-as-video.mp4", goodJPEG(64, 48), refused("file_of_other_medium"))
	m.add("nothing.jpg", nil, refused("empty_file"))
	m.add("one-byte.jpg", []byte{0xff}, refused("not_a_picture"))
	m.add("zeros.jpg", make([]byte, 1<<20), refused("not_a_picture"))
	m.add("too-large.jpg", append(goodJPEG(64, 48), make([]byte, 20<<20)...), refused("file_too_large"))
	return nil
}

func (m *maker) archive() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("../../" + m.Token + ".html")
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte(m.script())); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}
