package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/bench/rig"
)

// place is all that serves the contest: one house, or several replicas behind a proxy, and their database and object
// store, where these are servers of their own. Not safe for concurrent use.
type place struct {
	url      string   // where people go
	houses   []*house // one but for replicas
	database *rig.Postgres
	proxy    *proxy
	falls    int // of the database
}

// newPlace puts together what the options ask for and starts it.
func newPlace(ctx context.Context, o options) (_ *place, err error) {
	p := new(place)
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	var settings []string
	if o.postgres || o.replicas > 0 {
		if p.database, err = rig.StartPostgres(ctx); err != nil {
			return nil, err
		}
		settings = append(settings, "PLAUDIT_DATABASE_URL="+p.database.URL, "PLAUDIT_SECRET="+strings.Repeat("07", 32))
	}
	if o.replicas > 0 {
		store, err := storeSettings()
		if err != nil {
			return nil, err
		}
		settings = append(settings, store...)
		settings = append(settings, "PLAUDIT_TRUSTED_PROXIES=127.0.0.1")
	}
	for i := range max(1, o.replicas) {
		dir := o.dir
		if o.replicas > 0 {
			dir = filepath.Join(o.dir, fmt.Sprint("replica", i+1))
			if err := os.Mkdir(dir, 0o700); err != nil {
				return nil, err
			}
		}
		h, err := newHouse(ctx, o.bin, dir, settings)
		if err != nil {
			return nil, err
		}
		p.houses = append(p.houses, h)
	}
	var all errgroup.Group // at the same moment, as they would be
	for _, h := range p.houses {
		all.Go(func() error { return h.start(ctx) })
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	p.url = p.houses[0].url
	if o.replicas > 0 {
		if p.proxy, err = startProxy(ctx, o.dir, p.houses); err != nil {
			return nil, err
		}
		p.url = "http://" + p.proxy.address
	}
	return p, nil
}

// alone is a house by itself, which is running.
func alone(h *house) *place { return &place{url: h.url, houses: []*house{h}} }

// strike kills something, chosen by the dice, and starts it again.
func (p *place) strike(ctx context.Context, dice *rand.Rand, o options) error {
	if o.postgres && dice.IntN(2) == 0 {
		return p.restartDatabase(ctx)
	}
	h := p.houses[dice.IntN(len(p.houses))]
	h.kill()
	if dice.IntN(3) == 0 { // and once more, while it starts
		if err := h.launch(); err != nil {
			return err
		}
		if err := pause(ctx, time.Duration(dice.Int64N(int64(2*h.starts[0])))); err != nil {
			return err
		}
		h.kill()
	}
	if len(p.houses) > 1 { // the others do its work for a while
		if err := pause(ctx, o.shortest+rand.N(o.longest)); err != nil {
			return err
		}
	}
	return h.start(ctx)
}

// restartDatabase kills the database under its servers, which stay, and starts it again.
func (p *place) restartDatabase(ctx context.Context) error {
	p.falls++
	p.database.Kill()
	if err := p.database.Start(ctx); err != nil {
		return err
	}
	for _, h := range p.houses {
		if err := h.waitReady(ctx, func() {}); err != nil {
			return err
		}
	}
	return nil
}

// killed is how often something was killed.
func (p *place) killed() int {
	n := p.falls
	for _, h := range p.houses {
		n += h.kills
	}
	return n
}

// kills says what was killed how often.
func (p *place) kills() string {
	n := p.killed() - p.falls
	text := fmt.Sprintf("%d kills", n)
	if len(p.houses) > 1 {
		text = fmt.Sprintf("%d kills of %d replicas", n, len(p.houses))
	}
	if p.falls > 0 {
		text += fmt.Sprintf(" and %d of PostgreSQL", p.falls)
	}
	return text
}

func (p *place) close() {
	if p.proxy != nil {
		p.proxy.stop()
	}
	for _, h := range p.houses {
		h.kill()
	}
	if p.database != nil {
		_ = p.database.Close()
	}
}
