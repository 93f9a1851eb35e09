package steady_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"plaudit/media/steady"
)

// TestWriter writes steps and parts of steps of every size.
func TestWriter(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var want bytes.Buffer
	w, random := steady.New(f), rand.NewChaCha8([32]byte{})
	for _, size := range []int{0, 1, 512<<10 - 1, 300 << 10, 512 << 10, 2<<20 + 7, 32 << 10, 3} {
		part := make([]byte, size)
		_, _ = random.Read(part)
		want.Write(part)
		if n, err := w.Write(part); n != size || err != nil {
			t.Fatalf("%d bytes of %d, %v", n, size, err)
		}
	}
	if got, err := os.ReadFile(f.Name()); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("the file has %d bytes, %v; it should have %d", len(got), err, want.Len())
	}
}
