package media

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// UploadID names an upload: 128 random bits as 32 lower-case hex digits.
// Whoever knows it may continue and use the upload.
type UploadID string

// Valid reports whether id has the shape that Uploads gives.
func (id UploadID) Valid() bool { return AssetID(id).Valid() }

// Upload is a file that arrives in pieces.
//
//	      Begin            Append …                Finish           UseUpload
//	(none) ────▶ Offset 0 ─────────▶ Offset = Length ─────▶ Asset set ────▶ (none)
//	                └───────────────── Expires, Drop ─────────┴───────────▶ (none)
type Upload struct {
	ID       UploadID
	Scope    string // what it is for: only who names the same scope finds it
	Owner    string // who began it, for the limit on open uploads
	Length   int64  // bytes of the whole file
	Offset   int64  // bytes that are durable here
	Pieces   int    // in which they lie in the bucket
	Metadata string // the client's own, given back and never looked into
	// Lease is the token of the request that may add the next piece. A newer
	// request takes it over: who comes back after a broken connection need not
	// wait for the old request to notice.
	Lease     string
	Asset     AssetID // once Finish has looked at the whole file
	CreatedAt time.Time
	Expires   time.Time // a lifetime after the last piece
}

// Complete reports whether every byte has arrived.
func (u Upload) Complete() bool { return u.Offset == u.Length }

// Piece is one object of an upload's bytes.
type Piece struct {
	Start int64 // of its first byte in the file
	Size  int64 // bytes
	Key   string
}

// UploadStore keeps the rows of uploads, with the same promises as a Catalog.
type UploadStore interface {
	View(ctx context.Context, read func(UploadTx) error) error
	Update(ctx context.Context, change func(UploadTx) error) error
}

// UploadTx is a transaction on uploads. Every change names in one statement
// the state it expects, so that of two replicas at once one changes nothing and
// is told.
type UploadTx interface {
	Tx
	InsertUpload(Upload) error
	// Upload reads a row; ErrNotFound where there is none.
	Upload(UploadID) (Upload, error)
	// CountUploads counts the owner's uploads that have not expired at now.
	CountUploads(owner string, now time.Time) (int, error)
	// LeaseUpload gives the lease to whoever knows the offset; ErrLeaseLost
	// when it is another.
	LeaseUpload(id UploadID, offset int64, lease string) error
	// AddPiece appends the piece that begins at the upload's offset and moves
	// Expires; ErrLeaseLost unless lease is the upload's and the offset fits.
	AddPiece(id UploadID, lease string, p Piece, expires time.Time) error
	// Pieces lists an upload's pieces in order.
	Pieces(UploadID) ([]Piece, error)
	// FinishUpload notes the asset of a complete upload and forgets its pieces;
	// ErrLeaseLost where it has an asset already or is gone.
	FinishUpload(id UploadID, asset AssetID, expires time.Time) error
	// UseUpload removes a finished upload that has not expired and returns its
	// asset; ErrNotFound where there is none, so that each is used once.
	UseUpload(id UploadID, scope string, now time.Time) (AssetID, error)
	// DeleteUpload removes a row with its pieces. It is no error if there is none.
	DeleteUpload(UploadID) error
	// ExpiredUploads lists at most limit uploads that expired before t.
	ExpiredUploads(t time.Time, limit int) ([]UploadID, error)
}

// uploadFolder is where pieces lie in a bucket. They are never public.
const uploadFolder = "upload/"

func uploadPrefix(id UploadID) string { return uploadFolder + string(id) + "/" }

// pieceKey is unlike for each lease, so that a request that was overtaken never
// writes over a piece that counts.
func pieceKey(id UploadID, start int64, lease string) string {
	return fmt.Sprintf("%s%012d-%s", uploadPrefix(id), start, lease)
}

// uploadOfKey returns the upload that an object belongs to.
func uploadOfKey(key string) (UploadID, bool) {
	rest, found := strings.CutPrefix(key, uploadFolder)
	rest, _, _ = strings.Cut(rest, "/")
	return UploadID(rest), found && UploadID(rest).Valid()
}
