package sqlstore_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/media"
)

const uploadID media.UploadID = "0123456789abcdef0123456789abcdef"

// uploads runs a test with an upload of 10 bytes in scope "may".
func uploads(t *testing.T, test func(f *fixture, do func(func(media.UploadTx) error) error)) {
	each(t, func(f *fixture) {
		do := func(change func(media.UploadTx) error) error { return f.Uploads().Update(t.Context(), change) }
		err := do(func(tx media.UploadTx) error {
			return tx.InsertUpload(media.Upload{
				ID: uploadID, Scope: "may", Owner: "me", Length: 10, Metadata: "a YQ==", CreatedAt: start, Expires: start.Add(time.Hour),
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		test(f, do)
	})
}

func piece(start, size int64) media.Piece {
	return media.Piece{Start: start, Size: size, Key: "upload/x"}
}

func TestUploadComesBackAsStored(t *testing.T) {
	uploads(t, func(f *fixture, do func(func(media.UploadTx) error) error) {
		want := media.Upload{
			ID: uploadID, Scope: "may", Owner: "me", Length: 10, Offset: 7, Pieces: 2, Metadata: "a YQ==", Lease: "token",
			CreatedAt: start.UTC().Truncate(time.Microsecond), Expires: start.Add(2 * time.Hour).UTC().Truncate(time.Microsecond),
		}
		err := do(func(tx media.UploadTx) error {
			return errors.Join(tx.LeaseUpload(uploadID, 0, "token"),
				tx.AddPiece(uploadID, "token", piece(0, 4), want.Expires), tx.AddPiece(uploadID, "token", piece(4, 3), want.Expires))
		})
		if err != nil {
			t.Fatal(err)
		}
		err = f.Uploads().View(t.Context(), func(tx media.UploadTx) error {
			got, err1 := tx.Upload(uploadID)
			pieces, err2 := tx.Pieces(uploadID)
			_, err3 := tx.Upload("ffff")
			if !errors.Is(err3, media.ErrNotFound) {
				t.Errorf("an unknown upload: %v", err3)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]media.Piece{piece(0, 4), piece(4, 3)}, pieces); diff != "" {
				t.Error(diff)
			}
			return errors.Join(err1, err2)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestUploadChangesNameWhatTheyExpect tries every change in a state in which it
// must be refused.
func TestUploadChangesNameWhatTheyExpect(t *testing.T) {
	uploads(t, func(f *fixture, do func(func(media.UploadTx) error) error) {
		later := start.Add(time.Hour)
		use := func(scope string, now time.Time) func(media.UploadTx) error {
			return func(tx media.UploadTx) error {
				asset, err := tx.UseUpload(uploadID, scope, now)
				if err == nil && asset != "asset" {
					t.Errorf("asset %q", asset)
				}
				return err
			}
		}
		for _, step := range []struct {
			name   string
			change func(media.UploadTx) error
			want   error
		}{
			{"lease at another offset", func(tx media.UploadTx) error { return tx.LeaseUpload(uploadID, 3, "a") }, media.ErrLeaseLost},
			{"lease", func(tx media.UploadTx) error { return tx.LeaseUpload(uploadID, 0, "a") }, nil},
			{"a newer lease", func(tx media.UploadTx) error { return tx.LeaseUpload(uploadID, 0, "b") }, nil},
			{"piece of the older", func(tx media.UploadTx) error { return tx.AddPiece(uploadID, "a", piece(0, 4), later) }, media.ErrLeaseLost},
			{"piece elsewhere", func(tx media.UploadTx) error { return tx.AddPiece(uploadID, "b", piece(4, 4), later) }, media.ErrLeaseLost},
			{"piece", func(tx media.UploadTx) error { return tx.AddPiece(uploadID, "b", piece(0, 4), later) }, nil},
			{"the same again", func(tx media.UploadTx) error { return tx.AddPiece(uploadID, "b", piece(0, 4), later) }, media.ErrLeaseLost},
			{"finish too early", func(tx media.UploadTx) error { return tx.FinishUpload(uploadID, "asset", later) }, media.ErrLeaseLost},
			{"use too early", use("may", start), media.ErrNotFound},
			{"the rest", func(tx media.UploadTx) error { return tx.AddPiece(uploadID, "b", piece(4, 6), later) }, nil},
			{"finish", func(tx media.UploadTx) error { return tx.FinishUpload(uploadID, "asset", later) }, nil},
			{"finish twice", func(tx media.UploadTx) error { return tx.FinishUpload(uploadID, "other", later) }, media.ErrLeaseLost},
			{"use elsewhere", use("june", start), media.ErrNotFound},
			{"use too late", use("may", later), media.ErrNotFound},
			{"use", use("may", start), nil},
			{"use twice", use("may", start), media.ErrNotFound},
		} {
			if err := do(step.change); !errors.Is(err, step.want) {
				t.Errorf("%s: %v, want %v", step.name, err, step.want)
			}
		}
	})
}

func TestUploadsAreCountedAndExpire(t *testing.T) {
	uploads(t, func(f *fixture, do func(func(media.UploadTx) error) error) {
		for _, c := range []struct {
			owner string
			now   time.Time
			open  int
			gone  int
		}{
			{"me", start, 1, 0},
			{"you", start, 0, 0},
			{"me", start.Add(time.Hour), 0, 1},
		} {
			err := do(func(tx media.UploadTx) error {
				open, err1 := tx.CountUploads(c.owner, c.now)
				gone, err2 := tx.ExpiredUploads(c.now, 10)
				if open != c.open || len(gone) != c.gone {
					t.Errorf("%s at %v: %d open, %d expired", c.owner, c.now, open, len(gone))
				}
				return errors.Join(err1, err2)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := do(func(tx media.UploadTx) error { return tx.DeleteUpload(uploadID) }); err != nil {
			t.Error(err)
		}
	})
}
