package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"plaudit/server/auth"
	"plaudit/server/sqlstore"
	"plaudit/server/wechat"
	"plaudit/voting"
)

// Options are what a running program is given from outside: tests and the demo
// bring their own clock and randomness.
type Options struct {
	Config Config
	Now    func() time.Time
	Rand   io.Reader // cryptographic
	Log    *slog.Logger
	Free   func() (uint64, error) // bytes on the data folder's disk; nil asks the disk

	// Travels says that Now is not the time of day: then rules go by it even
	// where the database has a clock that several processes share.
	Travels bool
	// SaveMemory is media.WorkerConfig.SaveMemory.
	SaveMemory func() (done func())
	// Unsafe is sqlstore.Options.Unsafe.
	Unsafe bool
}

// house is the database and the data folder, opened: what servers and commands
// have in common. Several may be open on one.
type house struct {
	Options
	folder   folder
	secret   []byte
	db       *sqlstore.DB
	keys     voting.Keyring
	voting   *voting.Service
	accounts *auth.Accounts
	wechat   *wechat.Client // nil where there is none
}

// openHouse opens the database and the data folder, and makes what is missing;
// with existing, it refuses a database that has not been used. It refuses what a
// restore has not finished.
func openHouse(ctx context.Context, o Options, existing bool) (*house, error) {
	if err := folder(o.Config.Data).finished(); err != nil {
		return nil, err
	}
	return furnish(ctx, o, existing)
}

// furnish does what openHouse does, for who knows that the restore is at its end.
func furnish(ctx context.Context, o Options, existing bool) (_ *house, err error) {
	h := &house{Options: o, folder: folder(o.Config.Data), secret: o.Config.Secret}
	if existing && !h.shared() {
		err = h.folder.used()
	}
	if err == nil {
		err = h.folder.make(!h.shared())
	}
	if err != nil {
		return nil, err
	}
	if h.secret == nil {
		if h.secret, err = h.folder.loadSecret(o.Rand); err != nil {
			return nil, err
		}
	}
	if h.keys, err = voting.NewKeyring(h.secret); err != nil {
		return nil, err
	}
	if h.db, err = sqlstore.Open(ctx, h.store(existing)); err != nil {
		return nil, err
	}
	h.Now = h.db.Now
	h.voting = &voting.Service{
		Store: h.db.Voting(), Keys: h.keys, Rand: o.Rand, ProofBits: o.Config.ProofBits,
		ContestBytes: o.Config.ContestBytes, Reserved: reservedSlugs(), Signers: new(sync.Map),
	}
	h.identify()
	h.accounts = auth.NewAccounts(h.db.Accounts(), o.Rand)
	return h, nil
}

// shared says that other processes may have the same database open at the same
// time, each with a data folder of its own.
func (h *house) shared() bool { return h.Config.DatabaseURL != "" }

// store says which database to open.
func (h *house) store(existing bool) sqlstore.Options {
	o := sqlstore.Options{
		Path: h.folder.database(), URL: h.Config.DatabaseURL, Now: h.Options.Now, Log: h.Log, Existing: existing, Unsafe: h.Unsafe,
	}
	if h.shared() && !h.Travels {
		o.Now = nil
	}
	return o
}

func (h *house) close() error { return h.db.Close() }

// withHouse opens for one command what is in use already: where PLAUDIT_DATA is
// mistyped, a new empty folder would answer for it.
func (e *env) withHouse(do func(*house) error) error { return e.open(true, do) }

// withNewHouse opens the house for one command, and makes what is missing in it.
func (e *env) withNewHouse(do func(*house) error) error { return e.open(false, do) }

func (e *env) open(existing bool, do func(*house) error) error {
	o, err := e.options()
	if err != nil {
		return err
	}
	h, err := openHouse(e.ctx, o, existing)
	if err != nil {
		return err
	}
	return errors.Join(do(h), h.close())
}

// shell is who acts when a command is typed on the server's own machine.
func shell() voting.Actor { return voting.Actor{System: true, Login: "command line"} }

// reservedSlugs are the first segments of addresses that the router has for
// itself, and those it may need one day; a test compares them with the router.
func reservedSlugs() []voting.Slug {
	return []voting.Slug{
		"api", "staff", "static", "media", "healthz", "readyz", "metrics", "verify",
		"about", "account", "admin", "assets", "contest", "contests", "docs", "help", "lang", "login", "logout",
		"privacy", "public", "search", "settings", "setup", "terms", "voter", "wechat",
	}
}
