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
	"plaudit/voting"
)

// Options are what a running program is given from outside: tests and the demo
// bring their own clock and randomness.
type Options struct {
	Config Config
	Now    func() time.Time
	Rand   io.Reader // cryptographic
	Log    *slog.Logger
}

// house is the data folder, opened: what servers and commands have in common.
// Several may be open on one folder.
type house struct {
	Options
	folder   folder
	db       *sqlstore.DB
	keys     voting.Keyring
	voting   *voting.Service
	accounts *auth.Accounts
}

// openHouse opens the data folder and makes what is missing in it.
func openHouse(ctx context.Context, o Options) (*house, error) {
	h := &house{Options: o, folder: folder(o.Config.Data)}
	if err := h.folder.make(); err != nil {
		return nil, err
	}
	secret := o.Config.Secret
	if secret == nil {
		var err error
		if secret, err = h.folder.loadSecret(o.Rand); err != nil {
			return nil, err
		}
	}
	var err error
	if h.keys, err = voting.NewKeyring(secret); err != nil {
		return nil, err
	}
	h.db, err = sqlstore.Open(ctx, sqlstore.Options{Path: h.folder.database(), Now: o.Now, Log: o.Log})
	if err != nil {
		return nil, err
	}
	h.voting = &voting.Service{
		Store: h.db.Voting(), Keys: h.keys, Rand: o.Rand, ProofBits: o.Config.ProofBits,
		ContestBytes: o.Config.ContestBytes, Reserved: reservedSlugs(), Signers: new(sync.Map),
	}
	h.accounts = auth.NewAccounts(h.db.Accounts(), o.Rand)
	return h, nil
}

func (h *house) close() error { return h.db.Close() }

// withHouse opens a data folder that is in use already for one command: where
// PLAUDIT_DATA is mistyped, a new empty one would answer for it.
func (e *env) withHouse(do func(*house) error) error {
	o, err := e.options()
	if err != nil {
		return err
	}
	if err := folder(o.Config.Data).used(); err != nil {
		return err
	}
	return e.withNewHouse(do)
}

// withNewHouse opens the data folder for one command, and makes what is missing
// in it.
func (e *env) withNewHouse(do func(*house) error) error {
	o, err := e.options()
	if err != nil {
		return err
	}
	h, err := openHouse(e.ctx, o)
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
