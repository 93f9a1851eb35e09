package disk_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"plaudit/media"
	"plaudit/media/disk"
	"plaudit/media/mediatest"
)

func open(t *testing.T, folder string) *disk.Bucket {
	t.Helper()
	b, err := disk.Open(folder, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func TestBucket(t *testing.T) {
	mediatest.RunBucket(t, func(t *testing.T) media.Bucket { return open(t, t.TempDir()) })
}

// A link that someone placed in the folder does not lead out of it.
func TestLinksDoNotEscape(t *testing.T) {
	outside, folder := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "link")); err != nil {
		t.Skip("this file system has no symbolic links")
	}
	if r, err := open(t, folder).Open(t.Context(), "link/secret"); err == nil {
		r.Close()
		t.Error("a link led out of the bucket")
	}
}

func TestLeftoversAreSwept(t *testing.T) {
	folder := t.TempDir()
	open(t, folder)
	old, young := filepath.Join(folder, ".temp", "old"), filepath.Join(folder, ".temp", "young")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	open(t, folder)
	if _, err := os.Stat(old); err == nil {
		t.Error("the old leftover is still there")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("a file that may still be written was removed")
	}
}

func TestFree(t *testing.T) {
	free, err := disk.Free(t.TempDir())
	if err != nil || free == 0 {
		t.Errorf("free space: %d, %v", free, err)
	}
	if size, err := disk.Size(t.TempDir()); err != nil || size < free {
		t.Errorf("size of the disk: %d, %v; free are %d", size, err, free)
	}
}
