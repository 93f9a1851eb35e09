package video_test

import (
	"os"
	"testing"

	"plaudit/media/video"
)

// TestMain lets the test's own binary be the sandbox, as the server's is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == video.ChildCommand {
		os.Exit(video.Child(os.Args[2:], os.Stderr))
	}
	os.Exit(m.Run())
}
