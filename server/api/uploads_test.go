package api_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"plaudit/media"
	"plaudit/server/api"
)

const pieces = "application/offset+octet-stream"

// sender is a client that speaks tus.
func (h *house) sender(headers ...string) *client {
	extra := map[string]string{"Tus-Resumable": "1.0.0"}
	for i := 0; i+1 < len(headers); i += 2 {
		extra[headers[i]] = headers[i+1]
		if headers[i+1] == "-" {
			delete(extra, headers[i])
		}
	}
	return &client{house: h, extra: extra}
}

// begin makes an upload of so many bytes and returns its address and id.
func (h *house) begin(length int) (path, id string) {
	h.Helper()
	a := h.sender("Upload-Length", strconv.Itoa(length)).send("POST", "/contests/may/uploads", "", nil).want(201)
	path = strings.TrimPrefix(a.header.Get("Location"), api.Prefix)
	return path, path[strings.LastIndexByte(path, '/')+1:]
}

// put sends a piece and returns the answer.
func (h *house) put(path string, offset int, piece []byte) answer {
	h.Helper()
	return h.sender("Upload-Offset", strconv.Itoa(offset)).send("PATCH", path, pieces, bytes.NewReader(piece))
}

// offset returns what HEAD tells.
func (h *house) offset(path string) string {
	h.Helper()
	return h.sender().send("HEAD", path, "", nil).want(200).header.Get("Upload-Offset")
}

// TestUploadProtocol walks the protocol's demands, every MUST that a server can
// break. "$" in a path is an upload of 10 bytes of which 4 have arrived; what is
// refused must have changed nothing of it.
func TestUploadProtocol(t *testing.T) { eachStore(t, uploadProtocol) }

func uploadProtocol(t *testing.T, h *house) {
	h.contest("may")
	const create, one = "/contests/may/uploads", "$"
	for _, row := range []struct {
		name, method, path string
		headers            []string
		kind, body         string
		status             int
		want               map[string]string // headers of the answer
	}{
		{"options", "OPTIONS", create, []string{"Tus-Resumable", "-"}, "", "", 204, map[string]string{
			"Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0", "Tus-Max-Size": "209715200",
			"Tus-Extension": "creation,creation-with-upload,expiration,termination",
		}},
		{"options of one", "OPTIONS", one, []string{"Tus-Resumable", "-"}, "", "", 204, map[string]string{"Tus-Version": "1.0.0"}},
		{"options of another version", "OPTIONS", create, []string{"Tus-Resumable", "0.1"}, "", "", 204, map[string]string{"Tus-Version": "1.0.0"}},
		{"no version", "HEAD", one, []string{"Tus-Resumable", "-"}, "", "", 412, map[string]string{"Tus-Version": "1.0.0"}},
		{"another version", "POST", create, []string{"Tus-Resumable", "0.2.2", "Upload-Length", "1"}, "", "", 412, map[string]string{"Tus-Version": "1.0.0", "Tus-Resumable": "1.0.0"}},
		{"another version continues nothing", "PATCH", one, []string{"Tus-Resumable", "0.2.2", "Upload-Offset", "4"}, pieces, "567", 412, map[string]string{"Tus-Version": "1.0.0"}},
		{"another version ends nothing", "DELETE", one, []string{"Tus-Resumable", "0.2.2"}, "", "", 412, map[string]string{"Tus-Version": "1.0.0"}},
		{"create", "POST", create, []string{"Upload-Length", "10"}, "", "", 201, map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Upload-Expires": "Sun, 03 May 2026 08:00:00 GMT"}},
		{"create with upload", "POST", create, []string{"Upload-Length", "10"}, pieces, "12345", 201, map[string]string{"Upload-Offset": "5"}},
		{"create with the whole", "POST", create, []string{"Upload-Length", "5"}, pieces, "12345", 201, map[string]string{"Upload-Offset": "5"}},
		{"create with too much", "POST", create, []string{"Upload-Length", "3"}, pieces, "12345", 201, map[string]string{"Upload-Offset": "0"}},
		{"create without a length", "POST", create, nil, "", "", 400, nil},
		{"create with a length to come", "POST", create, []string{"Upload-Defer-Length", "1"}, "", "", 400, nil},
		{"create with both", "POST", create, []string{"Upload-Length", "9", "Upload-Defer-Length", "1"}, "", "", 400, nil},
		{"negative length", "POST", create, []string{"Upload-Length", "-1"}, "", "", 400, nil},
		{"endless length", "POST", create, []string{"Upload-Length", strings.Repeat("9", 30)}, "", "", 400, nil},
		{"nothing", "POST", create, []string{"Upload-Length", "0"}, "", "", 422, nil},
		{"too much", "POST", create, []string{"Upload-Length", "209715201"}, "", "", 413, map[string]string{"Tus-Resumable": "1.0.0"}},
		{"bad metadata", "POST", create, []string{"Upload-Length", "9", "Upload-Metadata", "a ???"}, "", "", 400, nil},
		{"the same key twice", "POST", create, []string{"Upload-Length", "9", "Upload-Metadata", "a YQ==,a YQ=="}, "", "", 400, nil},
		{"a key of nothing", "POST", create, []string{"Upload-Length", "9", "Upload-Metadata", ",a YQ=="}, "", "", 400, nil},
		{"unknown contest", "POST", "/contests/june/uploads", []string{"Upload-Length", "9"}, "", "", 404, nil},
		{"head", "HEAD", one, nil, "", "", 200, map[string]string{
			"Upload-Offset": "4", "Upload-Length": "10", "Cache-Control": "no-store", "Tus-Resumable": "1.0.0", "Upload-Metadata": "name YQ==,empty",
		}},
		{"head of none", "HEAD", create + "/" + strings.Repeat("0", 32), nil, "", "", 404, map[string]string{"Upload-Offset": ""}},
		{"head of nonsense", "HEAD", create + "/..%2f..", nil, "", "", 404, nil},
		{"continue", "PATCH", one, []string{"Upload-Offset", "4"}, pieces, "567", 204, map[string]string{"Upload-Offset": "7", "Tus-Resumable": "1.0.0", "Upload-Expires": "Sun, 03 May 2026 08:00:00 GMT"}},
		{"the rest", "PATCH", one, []string{"Upload-Offset", "4"}, pieces, "567890", 204, map[string]string{"Upload-Offset": "10"}},
		{"an empty piece", "PATCH", one, []string{"Upload-Offset", "4"}, pieces, "", 204, map[string]string{"Upload-Offset": "4"}},
		{"more than the rest", "PATCH", one, []string{"Upload-Offset", "4"}, pieces, "5678901", 413, nil},
		{"too early", "PATCH", one, []string{"Upload-Offset", "3"}, pieces, "456", 409, map[string]string{"Upload-Expires": "Sun, 03 May 2026 08:00:00 GMT"}},
		{"refused while it is still sent", "PATCH", one, []string{"Upload-Offset", "3"}, pieces, strings.Repeat("x", 4<<20), 409, nil},
		{"negative offset", "PATCH", one, []string{"Upload-Offset", "-4"}, pieces, "456", 400, nil},
		{"too late", "PATCH", one, []string{"Upload-Offset", "99"}, pieces, "456", 409, nil},
		{"no offset", "PATCH", one, nil, pieces, "456", 400, nil},
		{"bad offset", "PATCH", one, []string{"Upload-Offset", "4x"}, pieces, "456", 400, nil},
		{"another type", "PATCH", one, []string{"Upload-Offset", "4"}, "application/octet-stream", "456", 415, map[string]string{"Tus-Resumable": "1.0.0"}},
		{"no type", "PATCH", one, []string{"Upload-Offset", "4"}, "", "456", 415, nil},
		{"continue none", "PATCH", create + "/" + strings.Repeat("0", 32), []string{"Upload-Offset", "0"}, pieces, "1", 404, nil},
		{"terminate", "DELETE", one, nil, "", "", 204, map[string]string{"Tus-Resumable": "1.0.0"}},
		{"terminate none", "DELETE", create + "/" + strings.Repeat("0", 32), nil, "", "", 404, nil},
		{"override", "POST", one, []string{"X-HTTP-Method-Override", "PATCH", "Upload-Offset", "4"}, pieces, "567", 204, map[string]string{"Upload-Offset": "7"}},
		{"override to delete", "POST", one, []string{"X-HTTP-Method-Override", "DELETE"}, "", "", 204, nil},
		{"override to look", "POST", one, []string{"X-HTTP-Method-Override", "HEAD"}, "", "", 200, map[string]string{"Upload-Offset": "4", "Upload-Length": "10"}},
		{"override whatever was sent", "PATCH", one, []string{"X-HTTP-Method-Override", "DELETE", "Upload-Offset", "4"}, pieces, "567", 204, nil},
		{"override of another version", "POST", one, []string{"X-HTTP-Method-Override", "PATCH", "Upload-Offset", "4", "Tus-Resumable", "-"}, pieces, "567", 412, nil},
		{"override to nothing", "POST", one, nil, "", "", 400, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			path := row.path
			if path == one {
				a := h.sender("Upload-Length", "10", "Upload-Metadata", "name YQ==,empty").send("POST", create, pieces, strings.NewReader("1234")).want(201)
				path = strings.TrimPrefix(a.header.Get("Location"), api.Prefix)
			}
			a := h.sender(row.headers...).send(row.method, path, row.kind, strings.NewReader(row.body)).want(row.status)
			for name, want := range row.want {
				if got := a.header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if got := a.header.Get("Tus-Resumable"); got != "1.0.0" {
				t.Errorf("the answer says version %q", got)
			}
			if row.path == one && row.status >= 400 && h.offset(path) != "4" {
				t.Errorf("refused, and the offset is %s", h.offset(path))
			}
		})
	}
}

// TestEnterUpload sends a picture in three pieces, enters it, and finds the
// upload used up.
func TestEnterUpload(t *testing.T) { eachStore(t, enterUpload) }

func enterUpload(t *testing.T, h *house) {
	h.contest("may")
	jpeg := picture(t, 400, 300, 0)
	path, id := h.begin(len(jpeg))
	h.put(path, 0, jpeg[:100]).want(204)
	h.nobody().submit("may", work("upload", id), nil).refused(409, "upload_unfinished")
	h.put(path, 100, jpeg[100:2000]).want(204)
	h.put(path, 100, jpeg[100:2000]).refused(409, "upload_offset")
	h.put(path, 2000, jpeg[2000:]).want(204)
	if got := h.offset(path); got != strconv.Itoa(len(jpeg)) {
		t.Errorf("offset %s of %d", got, len(jpeg))
	}
	h.nobody().submit("may", work("upload", id, "title", "-"), nil).refused(422, "required")
	h.nobody().submit("may", work("upload", id), jpeg).refused(422, "repeated_field")
	h.nobody().submit("may", work("upload", id), nil).want(201)
	h.develop(1)
	h.sender().send("HEAD", path, "", nil).want(404)
	h.nobody().submit("may", work("upload", id), nil).refused(409, "draft_gone")
	for o, err := range h.uploads.Bucket.List(t.Context(), "upload/") {
		t.Errorf("left in the bucket: %s %v", o.Key, err)
	}

	path, id = h.begin(9)
	h.put(path, 0, []byte("%PDF-1.7\n")).want(204)
	h.nobody().submit("may", work("upload", id), nil).refused(415, "not_a_picture")
	h.sender().send("HEAD", path, "", nil).want(404)
}

// TestUploadIsCut breaks a connection in the middle of a piece: what arrived is
// kept, and whoever comes back finds where to go on.
func TestUploadIsCut(t *testing.T) { eachStore(t, uploadIsCut) }

func uploadIsCut(t *testing.T, h *house) {
	h.contest("may")
	path, _ := h.begin(5 << 20)
	body, sent := io.Pipe()
	done := make(chan error, 1)
	r, err := http.NewRequestWithContext(t.Context(), "PATCH", h.url+path, body)
	check(t, err)
	for name, value := range map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": pieces} {
		r.Header.Set(name, value)
	}
	go func() {
		a, err := http.DefaultClient.Do(r)
		if err == nil {
			err = a.Body.Close()
		}
		done <- err
	}()
	_, err = sent.Write(make([]byte, 4<<20+1000))
	check(t, err)
	sent.CloseWithError(io.ErrUnexpectedEOF)
	if <-done == nil {
		t.Fatal("the broken request was answered")
	}
	waitFor(t, func() bool { n, _ := strconv.Atoi(h.offset(path)); return n >= 4<<20 })
}

// waitFor asks until it is so: nothing tells a client that the server has
// noticed a broken connection.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	end := time.Now().Add(10 * time.Second)
	for !so() {
		if time.Now().After(end) {
			t.Fatal("not in ten seconds")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestUploadLimits(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	voter := h.voter("may")
	begin := func(c *client) answer {
		return c.send("POST", "/contests/may/uploads", "", nil)
	}
	voter.extra = map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": "7"}
	for range 20 {
		begin(voter).want(201)
	}
	begin(voter).refused(429, "too_many_uploads")
	path, _ := h.begin(7) // by somebody else

	h.at(may.Add(24 * time.Hour))
	begin(voter).want(201)
	h.sender().send("HEAD", path, "", nil).want(410)
	h.put(path, 0, []byte("x")).refused(410, "upload_expired")
	removed, err := h.uploads.Sweep(t.Context(), time.Hour)
	check(t, err)
	if removed != 21 {
		t.Errorf("the sweep removed %d uploads, want 21", removed)
	}
	h.sender().send("HEAD", path, "", nil).want(404)

	h.uploads.Free = func() (uint64, error) { return uint64(h.uploads.Limits.MinFreeDisk) + 10, nil }
	begin(voter).refused(503, "disk_full")
	h.at(day(15))
	begin(voter).refused(409, "round_closed")
}

// TestSweepOfPieces leaves what an open upload needs and what is not ours, and
// takes what requests that were overtaken or killed left behind.
func TestSweepOfPieces(t *testing.T) {
	h := newHouse(t)
	h.clock.Set(time.Now()) // the files' own times are real
	up, err := h.uploads.Begin(t.Context(), media.NewUpload{Scope: "may", Length: 10, Most: 1})
	check(t, err)
	_, err = h.uploads.Append(t.Context(), "may", up.ID, 0, strings.NewReader("1234"))
	check(t, err)
	keys := func() (list []string) {
		for o, err := range h.uploads.Bucket.List(t.Context(), "upload/") {
			check(t, err)
			list = append(list, o.Key)
		}
		return list
	}
	needed := keys()
	for _, key := range []string{"upload/" + string(up.ID) + "/000000000000-overtaken", "upload/" + strings.Repeat("0", 32) + "/000000000000-killed", "upload/readme"} {
		check(t, h.uploads.Bucket.Put(t.Context(), key, strings.NewReader("x"), 1))
	}
	h.clock.Set(time.Now().Add(2 * time.Hour))
	_, err = h.uploads.Sweep(t.Context(), time.Hour)
	check(t, err)
	if left := keys(); len(needed) != 1 || len(left) != 2 || !slices.Contains(left, needed[0]) || !slices.Contains(left, "upload/readme") {
		t.Errorf("needed %v, left %v", needed, left)
	}
}
