package media_test

import (
	"context"
	"image"
	"image/color"
	"testing"
	"testing/synctest"

	"plaudit/media"
)

// Pictures from before anybody compared them are looked at when a worker
// starts, and come out as they would have from their job.
func TestOlderPicturesAreComparedAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		img := image.NewGray(image.Rect(0, 0, 400, 300))
		for y := range 300 {
			for x := range 400 {
				img.SetGray(x, y, color.Gray{Y: uint8(x*x/700 ^ y*x/900)})
			}
		}
		outcomes := make(chan media.Outcome, 1)
		_, stop := start(t, h.config(func(o media.Outcome) { outcomes <- o }))
		if _, err := h.take(encodePNG(t, img)); err != nil {
			t.Fatal(err)
		}
		made := (<-outcomes).Asset
		synctest.Wait()
		stop()
		if made.Likeness == (media.Likeness{}) {
			t.Fatal("the job has not looked at the picture")
		}

		// The same asset in a catalogue that knows nothing of likenesses, and one
		// whose picture is gone.
		older := newHouse(t)
		older.bucket = h.bucket
		gone := made
		gone.ID = "00000000000000000000000000000000"
		gone.Renditions = []media.Rendition{{Name: "w360", Key: media.RenditionPrefix(gone.ID) + "w360-1.jpg", Type: "image/jpeg"}}
		err := older.catalog.Update(context.Background(), func(tx media.Tx) error {
			if err := tx.InsertAsset(gone); err != nil {
				return err
			}
			return tx.InsertAsset(made)
		})
		if err != nil {
			t.Fatal(err)
		}
		start(t, older.config(func(media.Outcome) {}))
		synctest.Wait()
		for id, want := range map[media.AssetID]media.Likeness{made.ID: made.Likeness, gone.ID: {}} {
			if got, known := older.catalog.Likeness(id); !known || got != want {
				t.Errorf("%s: %x (known: %v), want %x", id, got, known, want)
			}
		}
	})
}
