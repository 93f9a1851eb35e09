package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"plaudit/server/api"
)

// FuzzUploads sends any headers of tus at a real upload, and at the address
// where uploads begin: whatever they say, it is the sender's fault, and the
// upload stands where it may.
func FuzzUploads(f *testing.F) {
	for _, seed := range [][6]string{
		{"10", "", "filename d29ybGQ=", "1.0.0", pieces, "12345"},
		{"", "4", "", "1.0.0", pieces, "567890"},
		{"3", "4", "", "1.0.0", pieces, "567890 and more than there is"},
		{"", "0", "", "1.0.0", pieces + "; charset=x", "x"},
		{"-1", "+4", "a YQ==,a YQ==", "0.2.2", "text/plain", ""},
		{"9223372036854775807", "00004", ",", "1.0.0", ";;;", ""},
	} {
		for method := range uint8(5) {
			f.Add(method, seed[0], seed[1], seed[2], seed[3], seed[4], seed[5])
		}
	}
	h := newHouse(f)
	h.contest("may")
	f.Fuzz(func(t *testing.T, method uint8, length, offset, metadata, version, kind, body string) {
		methods := []string{"POST", "PATCH", "HEAD", "DELETE", "OPTIONS"}
		name := methods[int(method)%len(methods)]
		headers := map[string]string{
			"Tus-Resumable": version, "Upload-Length": length, "Upload-Offset": offset, "Upload-Metadata": metadata,
			"Content-Type": kind, "X-HTTP-Method-Override": methods[int(method/8)%len(methods)],
		}
		good := map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Content-Type": pieces}
		const all = "/contests/may/uploads"
		one := uploadOf(h.fuzzed(t, "POST", all, good, "1234"))
		another := uploadOf(h.fuzzed(t, name, all, headers, body))
		h.fuzzed(t, name, one, headers, body)
		if at := h.fuzzed(t, "HEAD", one, good, ""); at.StatusCode == http.StatusOK {
			if n, err := strconv.Atoi(at.Header.Get("Upload-Offset")); err != nil || n < 4 || n > 10 {
				t.Errorf("an upload of 10 bytes, 4 of which were there, stands at %q", at.Header.Get("Upload-Offset"))
			}
		}
		for _, path := range []string{one, another} { // nobody may have too many
			if path != "" {
				h.fuzzed(t, "DELETE", path, good, "")
			}
		}
	})
}

func uploadOf(begun *http.Response) string {
	return strings.TrimPrefix(begun.Header.Get("Location"), api.Prefix)
}

// fuzzed sends a request whose headers may say anything that net/http sends.
func (h *house) fuzzed(t *testing.T, method, path string, headers map[string]string, body string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		r.Header.Set(name, strings.Map(func(c rune) rune {
			if c < ' ' || c == 0x7f {
				return -1
			}
			return c
		}, value))
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode >= 500 {
		t.Errorf("%s %s: %s", method, path, response.Status)
	}
	return response
}
