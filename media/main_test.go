package media_test

import (
	"os"
	"testing"

	"plaudit/media/heif"
	"plaudit/media/sandbox"
)

// TestMain lets the test's own binary be the sandbox and the decoder in it, as
// the server's is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case sandbox.Command:
			sandbox.Exit(sandbox.Child(os.Args[2:], os.Stderr))
		case heif.Command:
			sandbox.Exit(heif.Child(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		}
	}
	os.Exit(m.Run())
}
