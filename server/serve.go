package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"plaudit/server/auth"
)

// serveCmd runs the server until it is told to stop.
type serveCmd struct{}

// softMemory is where the collector begins to work harder: a picture at the
// limits may hold 384 MB, and what earlier ones left must not come on top.
const softMemory = 320 << 20

// Run carries out the command.
func (serveCmd) Run(e *env) error {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 { // GOMEMLIMIT says nothing else
		debug.SetMemoryLimit(softMemory)
	}
	o, err := e.options()
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		h := &heap{floor: heapFloor, setPercent: func(percent int) { debug.SetGCPercent(percent) }}
		defer h.watch()()
		o.SaveMemory = h.save
	}
	s, err := New(e.ctx, o)
	if err != nil {
		return err
	}
	if err := e.welcome(s); err != nil {
		return errors.Join(err, s.Close())
	}
	return errors.Join(s.Serve(e.ctx), s.Close())
}

// welcome sees to the first account and says where the server answers.
func (e *env) welcome(s *Server) error {
	c := s.Config
	if c.OrganiserLogin != "" {
		if err := s.accounts.Ensure(e.ctx, c.OrganiserLogin, c.OrganiserPassword); err != nil {
			return usageError{fmt.Errorf("PLAUDIT_ORGANISER_LOGIN: %w", err)}
		}
	}
	address := c.PublicURL
	if address == "" {
		address = s.URL()
	}
	if !strings.HasPrefix(address, "https:") {
		s.Log.Warn("PLAUDIT_PUBLIC_URL is no https address: passwords and votes travel in the open; fine within one office, not on the internet")
	}
	token, err := s.accounts.First(e.ctx, s.shared())
	made := errors.Is(err, auth.ErrFirstLinkMade)
	if err != nil && !made {
		return err
	}
	fmt.Fprintf(e.stdout, "Plaudit 喝彩 is at %s\n", address)
	switch {
	case made:
		fmt.Fprintln(e.stdout, "There is no account yet. A server on this database has printed the link that makes the first one; if it is lost: plaudit user add LOGIN --role operator")
	case token != "":
		fmt.Fprintf(e.stdout, "There is no account yet. Make the first one here, once, within 7 days:\n%s%s%s\n", address, auth.LinkPath, token)
	}
	return nil
}

// options reads the settings and brings the world's own clock and randomness.
func (e *env) options() (Options, error) {
	c, _, err := loadConfig(e.environ)
	if err != nil {
		return Options{}, err
	}
	handling := &slog.HandlerOptions{Level: c.LogLevel}
	var handler slog.Handler = slog.NewTextHandler(e.stderr, handling)
	if c.LogJSON {
		handler = slog.NewJSONHandler(e.stderr, handling)
	}
	return Options{Config: c, Now: time.Now, Rand: rand.Reader, Log: slog.New(handler), Unsafe: e.unsafe}, nil
}
