// Command tmpprof profiles.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"plaudit/bench/rig"
	"plaudit/server/sqlstore"
	"plaudit/voting"
)

func main() {
	ctx := context.Background()
	o := sqlstore.Options{Path: os.Args[1] + "/plaudit.db"}
	if len(os.Args) > 2 {
		o.URL = os.Args[2]
	}
	db, err := sqlstore.Open(ctx, o)
	if err != nil {
		panic(err)
	}
	keys, _ := voting.NewKeyring(rig.Secret())
	s := &voting.Service{Store: db.Voting(), Keys: keys, Rand: rand.Reader}
	clerk := voting.Actor{Staff: "c", Login: "c", Grants: []voting.Grant{{Role: voting.Organiser}}}
	f, _ := os.Create("/tmp/console-cpu.prof")
	pprof.StartCPUProfile(f)
	began := time.Now()
	s.Store.View(ctx, func(tx voting.Tx) error {
		c, err := tx.Contest(rig.Slug, voting.Unlocked)
		n := 0
		fmt.Println(err, tx.VoteEvents(c.ID, func(voting.VoterRef, voting.Number, voting.VoteEvent) error { n++; return nil }), n, time.Since(began))
		began = time.Now()
		tx.AsideCounts(c.ID)
		fmt.Println("aside", time.Since(began))
		began = time.Now()
		ks, _ := tx.Clusters(c.ID)
		fmt.Println("clusters", time.Since(began))
		began = time.Now()
		tx.ClusterVotes(c.ID, ks[0].Number)
		fmt.Println("votes", time.Since(began))
		began = time.Now()
		tx.ClusterHours(c.ID, ks[0].Number, func(voting.ClusterKey, int64, int) {})
		fmt.Println("hours", time.Since(began))
		began = time.Now()
		tx.ClusterEvents(c.ID, ks[0].ClusterKey, 8, func(voting.VoteEvent) error { return nil })
		fmt.Println("events", time.Since(began))
		began = time.Now()
		return nil
	})
	began = time.Now()
	_, err = s.ViewReview(ctx, clerk, rig.Slug, 0)
	fmt.Println("view", err, time.Since(began))
	began = time.Now()
	run, err := s.FindDoubts(ctx, clerk, rig.Slug)
	fmt.Println("find", run, err, time.Since(began))
	pprof.StopCPUProfile()
	f.Close()
}
