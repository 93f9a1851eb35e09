package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plaudit/bench/rig"
	"plaudit/voting"
)

// What is promised of a review that reads the database, and of its console.
const (
	mostSeconds = 30 // a million votes
	mostMemory  = 500 << 20
	mostOpening = time.Second
)

// The contest of the database: a crowd for all its works, and a script each for
// some of them.
const (
	works      = 1000
	days       = 20
	perScript  = 250 // votes
	perOrdered = 2   // votes of one of the crowd
)

// The account that opens the console.
const (
	login    = "clerk"
	password = "nine moons in a bucket"
)

// database fills a database, lets `plaudit review` look through it, and opens
// the console.
func database(ctx context.Context, out io.Writer, o options) (broken int, err error) {
	dir, bin, err := rig.Workshop(ctx, o.bin)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	address, stop, err := rig.Database(ctx, o.postgres)
	if err != nil {
		return 0, err
	}
	defer stop()
	opens := time.Now().AddDate(0, 0, -days).Truncate(time.Hour)
	house, err := rig.FillSince(ctx, filepath.Join(dir, "data"), address, works, 1, opens)
	if err != nil {
		return 0, err
	}
	if err := house.AddCasts(ctx, casts(o, opens)); err != nil {
		return 0, err
	}
	settings := append(house.Settings(), "PLAUDIT_LOG_LEVEL=warn", "PLAUDIT_ORGANISER_LOGIN="+login, "PLAUDIT_ORGANISER_PASSWORD="+password)
	server, err := rig.Start(ctx, bin, dir, settings...)
	if err != nil {
		return 0, err
	}
	defer server.Stop()
	ran, err := server.Command(ctx, "review", rig.Slug)
	if err != nil {
		return 0, err
	}
	first, rest, _ := strings.Cut(ran.Text, "\n")
	fmt.Fprintf(out, "%s; %d clusters\n", first, strings.Count(rest, " ballots "))
	fmt.Fprintf(out, "peak %d MB: %d votes looked through from the database in %.1f s, %.1f s of its own processor time\n",
		ran.Peak>>20, o.votes, ran.Took.Seconds(), ran.Cost.Seconds())
	if ran.Took.Seconds() > mostSeconds || ran.Peak > mostMemory {
		broken++
	}
	console, gallery, err := opening(ctx, server)
	if err != nil {
		return broken, err
	}
	fmt.Fprintf(out, "ratio %.1f: the console opens in %v (%v of the server's processor time), the gallery in %v\n",
		float64(console.took)/float64(gallery.took), console.took, console.cost, gallery.took)
	if console.took > mostOpening {
		broken++
	}
	return broken, nil
}

// casts are the votes of the contest: the scripts' among them, one a minute from
// one net, without a look.
func casts(o options, opens time.Time) (list []rig.Cast) {
	dice := rand.New(rand.NewPCG(7, 7))
	whenever := func() int64 { return opens.Unix()/60 + dice.Int64N(days*24*60-perScript) }
	for script := range o.scripts {
		from, work := whenever(), 1+script*works/o.scripts
		for i := range perScript {
			list = append(list, rig.Cast{Works: []int{work}, Event: &voting.VoteEvent{
				Minute: from + int64(i), Net: uint32(1<<30 + script), Client: uint32(script % 40),
			}})
		}
	}
	for range (o.votes - len(list)) / perOrdered {
		work := dice.IntN(works)
		list = append(list, rig.Cast{Works: []int{work + 1, (work+1+dice.IntN(works-1))%works + 1}, Event: &voting.VoteEvent{
			Minute: whenever(), Net: dice.Uint32N(1 << 29), Client: dice.Uint32N(40), Viewed: dice.IntN(25) > 0,
		}})
	}
	dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// view is what a page took, the best of some tries, and what each cost the server.
type view struct{ took, cost time.Duration }

const tries = 5

// opening times the first page of the console, and for comparison the gallery.
func opening(ctx context.Context, server *rig.Server) (console, gallery view, err error) {
	w, err := rig.Dial(ctx, server.Address)
	if err != nil {
		return console, gallery, err
	}
	defer w.Close()
	form := url.Values{"login": {login}, "password": {password}}.Encode()
	answer, err := w.Ask(fmt.Appendf(nil, "POST /staff/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(form), form))
	if err == nil && len(answer.Cookies) == 0 {
		err = errors.New("no session")
	}
	if err != nil {
		return console, gallery, fmt.Errorf("log in: answered %d: %w", answer.Status, err)
	}
	var cookies []string
	for _, cookie := range answer.Cookies {
		name, _, _ := strings.Cut(cookie, ";")
		cookies = append(cookies, name)
	}
	best := func(path string) (v view, err error) {
		request := fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", path, strings.Join(cookies, "; "))
		before, err := server.Spent()
		for range tries {
			began := time.Now()
			if _, wrong := w.Expect(request, 200); wrong != nil {
				return v, fmt.Errorf("%s: %w", path, wrong)
			}
			if took := time.Since(began).Round(10 * time.Microsecond); v.took == 0 || took < v.took {
				v.took = took
			}
		}
		after, wrong := server.Spent()
		v.cost = ((after - before) / tries).Round(10 * time.Microsecond)
		return v, errors.Join(err, wrong)
	}
	if gallery, err = best("/" + rig.Slug); err != nil {
		return console, gallery, err
	}
	console, err = best("/staff/contests/" + rig.Slug + "/review")
	return console, gallery, err
}
