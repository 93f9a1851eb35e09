package sqlstore_test

import (
	"testing"

	"plaudit/media"
	"plaudit/media/mediatest"
	"plaudit/server/auth"
	"plaudit/server/auth/authtest"
)

func TestCatalogKeepsItsContract(t *testing.T) {
	mediatest.RunCatalog(t, func(t *testing.T) media.Catalog { return open(t).Catalog() })
}

func TestAccountsKeepTheirContract(t *testing.T) {
	authtest.Run(t, func(t *testing.T) auth.Store { return open(t).Accounts() })
}
