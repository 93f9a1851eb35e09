package api_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"strconv"
	"testing"

	"plaudit/media"
)

// TestUploadIsOvertaken continues an upload while an older request hangs: the
// newer one has it, and the older one spoils nothing.
func TestUploadIsOvertaken(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	path, id := h.begin(10)
	older, sent := h.slowly(path, 0)
	_, err := sent.Write([]byte("older"))
	check(t, err)
	waitFor(t, func() bool { return h.leased(id) })
	h.put(path, 0, []byte("newer")).want(204)
	check(t, sent.Close())
	if status := <-older; status != 423 {
		t.Errorf("the older request got %d, want 423", status)
	}
	if got := h.offset(path); got != "5" {
		t.Errorf("offset %s, want 5", got)
	}
}

// slowly opens a request that continues an upload with what is written to sent;
// its status comes when it has been answered.
func (h *house) slowly(path string, offset int) (status <-chan int, sent *io.PipeWriter) {
	body, sent := io.Pipe()
	answered := make(chan int, 1)
	go func() {
		answered <- h.sender("Upload-Offset", strconv.Itoa(offset)).exchange("PATCH", path, pieces, body).status
		body.Close() // whoever still writes need not wait
	}()
	return answered, sent
}

// TestUploadOnTwoReplicas lets two servers on one database and bucket take
// turns on an upload, also while the first still has a slow request open: the
// newest wins, and the file that arrives is the one that was sent.
func TestUploadOnTwoReplicas(t *testing.T) {
	eachStore(t, func(t *testing.T, h *house) {
		h.contest("may")
		file := append(picture(t, 400, 300, 0), make([]byte, 9<<20)...) // what follows a JPEG is kept and never looked at
		rand.Read(file[len(file)-9<<20:])
		other := h.replica()
		path, id := h.begin(len(file))

		// In turns.
		const mega = 1 << 20
		other.put(path, 0, file[:mega]).want(204)
		h.put(path, mega, file[mega:2*mega]).want(204)
		h.put(path, mega, file[mega:2*mega]).refused(409, "upload_offset")

		// The first has a piece of 4 MiB safe and hangs in the middle of the next.
		older, sent := h.slowly(path, 2*mega)
		_, err := sent.Write(file[2*mega : 7*mega])
		check(t, err)
		waitFor(t, func() bool { return other.offset(path) == strconv.Itoa(6*mega) })
		other.put(path, 6*mega, file[6*mega:8*mega]).want(204)

		// Then it wakes up, as a telephone that comes out of a tunnel.
		_, _ = sent.Write(file[7*mega:]) // it may be refused in between
		check(t, sent.Close())
		if status := <-older; status != 423 {
			t.Errorf("the older request got %d, want 423", status)
		}
		if got := h.offset(path); got != strconv.Itoa(8*mega) {
			t.Errorf("offset %s after the older request, want %d", got, 8*mega)
		}
		h.put(path, 8*mega, file[8*mega:]).want(204)

		asset, err := other.uploads.Finish(t.Context(), "may", media.UploadID(id))
		check(t, err)
		again, err := h.uploads.Finish(t.Context(), "may", media.UploadID(id))
		check(t, err)
		if asset.ID != again.ID {
			t.Errorf("finished twice, as %s and %s", asset.ID, again.ID)
		}
		kept, err := h.uploads.Bucket.Open(t.Context(), media.OriginalKey(asset.ID))
		check(t, err)
		defer kept.Close()
		got, err := io.ReadAll(kept)
		check(t, err)
		if !bytes.Equal(got, file) {
			t.Errorf("%d bytes arrived that are not the %d that were sent", len(got), len(file))
		}
		for o, err := range h.uploads.Bucket.List(t.Context(), "upload/") {
			t.Errorf("left in the bucket: %s %v", o.Key, err)
		}
	})
}

// leased reports whether a request has the upload.
func (h *house) leased(id string) bool {
	up, err := h.uploads.Find(h.Context(), "may", media.UploadID(id))
	check(h, err)
	return up.Lease != ""
}
