// Command pocketbase is PocketBase with one collection whose records are
// votes: a voter and an entry, with a unique index over both. Anybody may
// create one. bench/votes runs it beside the server.
//
//	pocketbase FOLDER ADDRESS
//
// It is a module of its own, so that the peer's dependencies are not ours.
package main

import (
	"log"
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: pocketbase FOLDER ADDRESS")
	}
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: os.Args[1], HideStartBanner: true})
	if err := serve(app, os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func serve(app *pocketbase.PocketBase, address string) error {
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	votes := core.NewBaseCollection("votes")
	votes.CreateRule = types.Pointer("")
	votes.Fields.Add(&core.TextField{Name: "voter", Required: true}, &core.TextField{Name: "entry", Required: true})
	votes.AddIndex("idx_votes", true, "voter, entry", "")
	if err := app.Save(votes); err != nil {
		return err
	}
	return apis.Serve(app, apis.ServeConfig{HttpAddr: address})
}
