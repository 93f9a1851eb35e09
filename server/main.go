// Package main is the whole program: it reads the settings, opens the data
// folder and puts voting, media, the database, the accounts, the pages and the
// API together. Nothing else sees all of them.
//
// Read run.go for what a running server consists of, submit.go for how a file
// and its entry become one transaction, config.go for the settings. Each
// command has a file named after it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // machines without zone data, such as an empty container
)

func main() {
	child(os.Args)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(&env{
		ctx: ctx, args: os.Args[1:], environ: os.Environ(),
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
	}))
}
