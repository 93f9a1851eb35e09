package mediatest_test

import (
	"testing"

	"plaudit/media"
	"plaudit/media/mediatest"
)

func TestCatalog(t *testing.T) {
	mediatest.RunCatalog(t, func(*testing.T) media.Catalog { return &mediatest.Catalog{} })
}
