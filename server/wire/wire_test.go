package wire_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"testing"

	"plaudit/server/wire"
)

// serve answers with the handler on a listener whose writes can be joined.
func serve(t *testing.T, handle http.HandlerFunc) (url string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: handle, ConnContext: wire.Context}
	done := make(chan error, 1)
	go func() { done <- s.Serve(wire.Listen(l)) }()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	return "http://" + l.Addr().String()
}

// TestWrite sends bodies of sizes around those of the buffers in between, over
// one connection, and wants each whole.
func TestWrite(t *testing.T) {
	noise := make([]byte, 1<<20)
	rand.Read(noise)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		size, err := strconv.Atoi(r.FormValue("size"))
		if err != nil {
			t.Error(err)
		}
		body := noise[:size]
		if r.FormValue("told") == "true" {
			w.Header().Set("Content-Length", fmt.Sprint(2*len(body)))
		}
		for range 2 {
			n, err := wire.Write(w, r, body)
			if r.Method != http.MethodHead && (n != len(body) || err != nil) {
				t.Errorf("wrote %d of %d, %v", n, len(body), err)
			}
		}
	})
	for _, size := range []int{0, 1, 1000, 2047, 2048, 2049, 3900, 4096, 5000, 8192, 60_000, 1 << 20} {
		for _, told := range []bool{true, false} {
			want := append(bytes.Clone(noise[:size]), noise[:size]...)
			for method, want := range map[string][]byte{http.MethodGet: want, http.MethodHead: {}} {
				r, err := http.NewRequestWithContext(t.Context(), method, fmt.Sprintf("%s?size=%d&told=%t", url, size, told), nil)
				if err != nil {
					t.Fatal(err)
				}
				res, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(res.Body)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s of %d bytes, length told %t: %d bytes, %v", method, 2*size, told, len(got), err)
				}
				res.Body.Close()
			}
		}
	}
}

// TestGone wants an error where nobody reads any more.
func TestGone(t *testing.T) {
	gone, failed := make(chan struct{}), make(chan error, 1)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		<-gone
		var err error
		for err == nil {
			_, err = wire.Write(w, r, make([]byte, 1<<20))
		}
		failed <- err
	})
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", url[len("http://"):])
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	c.Close()
	close(gone)
	<-failed
}
