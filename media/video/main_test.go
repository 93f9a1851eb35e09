package video_test

import (
	"os"
	"testing"

	"plaudit/media/sandbox"
)

// TestMain lets the test's own binary be the sandbox, as the server's is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == sandbox.Command {
		sandbox.Exit(sandbox.Child(os.Args[2:], os.Stderr))
	}
	os.Exit(m.Run())
}
