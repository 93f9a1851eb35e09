package sqlstore_test

import (
	"errors"
	"testing"

	"plaudit/media"
	"plaudit/media/mediatest"
	"plaudit/server/auth"
	"plaudit/server/auth/authtest"
	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
)

func TestCatalogKeepsItsContract(t *testing.T) {
	storetest.EachKind(t, func(t *testing.T, open func(testing.TB, *storetest.Clock) *sqlstore.DB) {
		mediatest.RunCatalog(t, func(t *testing.T) media.Catalog { return open(t, storetest.NewClock(start)).Catalog() })
	})
}

func TestAccountsKeepTheirContract(t *testing.T) {
	storetest.EachKind(t, func(t *testing.T, open func(testing.TB, *storetest.Clock) *sqlstore.DB) {
		authtest.Run(t, func(t *testing.T) auth.Store { return open(t, storetest.NewClock(start)).Accounts() })
	})
}

func TestEntryAssetAndJobAreOneTransaction(t *testing.T) {
	each(t, func(f *fixture) {
		no := errors.New("no")
		asset := media.Asset{ID: "asset-1", Format: media.JPEG, CreatedAt: start}
		submit := func(outcome error) func(voting.Tx) error {
			return func(tx voting.Tx) error {
				files := sqlstore.MediaTx(tx)
				return errors.Join(files.InsertAsset(asset), files.AddJob(asset.ID, start), tx.InsertEntry(f.entry(1, "夏收")), outcome)
			}
		}
		count := func() (there int) {
			f.view(func(tx voting.Tx) error {
				_, err1 := tx.EntryByAsset("asset-1")
				_, err2 := sqlstore.MediaTx(tx).Asset("asset-1")
				_, err3 := sqlstore.MediaTx(tx).NextJobAt()
				for _, err := range []error{err1, err2, err3} {
					if err == nil {
						there++
					}
				}
				return nil
			})
			return there
		}
		f.refused(no, submit(no))
		if n := count(); n != 0 {
			t.Errorf("%d of 3 are there after a rollback", n)
		}
		f.update(submit(nil))
		if n := count(); n != 3 {
			t.Errorf("%d of 3 are there", n)
		}
		// The worker's way back, and an asset that an entry points at.
		err := f.Catalog().Update(t.Context(), func(tx media.Tx) error {
			e, err := sqlstore.VotingTx(tx).EntryByAsset("asset-1")
			unowned, err2 := tx.UnownedAssets(start.AddDate(1, 0, 0), 10)
			if e.Number != 1 || len(unowned) > 0 {
				t.Errorf("entry %d, unowned %v", e.Number, unowned)
			}
			return errors.Join(err, err2)
		})
		if err != nil {
			t.Error(err)
		}
	})
}
