package media

import (
	"context"
	"errors"
	"time"
)

// What a catalogue says about jobs.
var (
	ErrNoJob     = errors.New("media: no job is due")
	ErrLeaseLost = errors.New("media: the job's lease is no longer held")
)

// Job is the work of making one asset's renditions. An asset has at most one.
//
//	          AddJob                  ClaimJob                 FinishJob
//	(none) ───────────▶ waiting ───────────────▶ leased ───────────────▶ (none)
//	                       ▲                     │    │
//	                       └──────RetryJob───────┘    └─ lease runs out: may be
//	                                                     claimed again, Lapses + 1
type Job struct {
	Asset      AssetID
	Due        time.Time // not before
	Attempts   int       // how often it was claimed
	Lapses     int       // how often a lease ran out: its process died
	Blames     int       // how many of the lapses the job may be the cause of
	LastError  string    // of the last attempt that said so
	Lease      string    // token of who holds it; "" while waiting
	LeaseUntil time.Time // zero while waiting
}

// Catalog keeps the rows of assets and jobs. package main composes it with
// the contest's store, so that entry, asset and job are one transaction.
// mediatest.RunCatalog holds an implementation to what is written here.
//
// Closures touch only their Tx and may be run again after a rollback. Update
// is durable when it returns nil and changes nothing when it returns an error.
type Catalog interface {
	View(ctx context.Context, read func(Tx) error) error
	Update(ctx context.Context, change func(Tx) error) error
}

// Tx is one transaction. Times lose what is finer than a microsecond and come
// back in UTC.
type Tx interface {
	// InsertAsset adds a row; an id that is there already is an error.
	InsertAsset(Asset) error
	// Asset reads a row; ErrNotFound where there is none.
	Asset(AssetID) (Asset, error)
	// UpdateAsset replaces the whole row of a.ID; ErrNotFound where there is none.
	UpdateAsset(a Asset) error
	// DeleteAsset removes a row and its job. It is no error if there is none.
	DeleteAsset(AssetID) error
	// UnownedAssets lists at most limit assets that were created before t and
	// that nothing points at, oldest first.
	UnownedAssets(t time.Time, limit int) ([]AssetID, error)

	// SetLikeness keeps what an asset's picture looks like, in place of what was
	// kept before. The row goes with the asset.
	SetLikeness(AssetID, Likeness) error
	// WithoutLikeness lists at most limit assets with renditions and without a
	// Likeness, in order of id and beyond after.
	WithoutLikeness(after AssetID, limit int) ([]AssetID, error)

	// AddJob makes the asset's job, due at the given time. Where it has one
	// already, that one stays as it is. ErrNotFound without the asset.
	AddJob(id AssetID, due time.Time) error
	// NextJobAt returns the earliest time at which ClaimJob can give a job: one
	// that waits is due, or a lease runs out. ErrNoJob where there is no job.
	NextJobAt() (time.Time, error)
	// CountStart says that a process begins to work on jobs.
	CountStart() error
	// ClaimJob gives the job that has been claimable longest at now, and leases
	// it until the given time under the token lease, which the caller has drawn
	// at random. A job is claimable from Due on while it waits, and from
	// LeaseUntil on while it is leased; taking over a lease adds a lapse,
	// and a blame unless CountStart was called more than once since the last claim:
	// processes that died again meanwhile died of something else.
	// Attempts counts this claim. ErrNoJob where none is claimable.
	ClaimJob(now time.Time, lease string, until time.Time) (Job, error)
	// RenewJob extends a lease; ErrLeaseLost unless lease is the job's.
	RenewJob(id AssetID, lease string, until time.Time) error
	// FinishJob removes a job; ErrLeaseLost unless lease is the job's.
	FinishJob(id AssetID, lease string) error
	// RetryJob gives a job back to wait until due, with the reason in
	// LastError; ErrLeaseLost unless lease is the job's.
	RetryJob(id AssetID, lease string, due time.Time, reason string) error
}
