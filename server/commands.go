package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"plaudit/voting"
)

// commands is the command line. The first that fits without a name is serve.
type commands struct {
	Serve       serveCmd       `cmd:"" default:"1" help:"Run the server (also without a command)."`
	Demo        demoCmd        `cmd:"" help:"Run a server with a made-up contest in full swing."`
	Tally       tallyCmd       `cmd:"" help:"Recount a contest from its ballots and compare with what is shown."`
	Backup      backupCmd      `cmd:"" help:"Write database, pictures and keys into one file, while the server runs."`
	Restore     restoreCmd     `cmd:"" help:"Make a new data folder of a backup, and prove its tallies."`
	Bundle      bundleCmd      `cmd:"" help:"Write what auditors need to recount every vote, encrypted to them."`
	Review      reviewCmd      `cmd:"" help:"Look for doubtful votes now, and print how their review stands."`
	Recount     recountCmd     `cmd:"" help:"Recount every vote from an auditors' bundle."`
	Verify      verifyCmd      `cmd:"" help:"Check an exported log of votes."`
	User        userCmd        `cmd:"" help:"Staff accounts."`
	Config      configCmd      `cmd:"" help:"Print the settings that hold, secrets masked."`
	Healthcheck healthcheckCmd `cmd:"" help:"Exit 0 if the server answers, 1 if not. For containers."`
	Version     versionCmd     `cmd:"" help:"Print what was built."`
	Help        helpCmd        `cmd:"" help:"Print this."`
}

// env is what a command has of the world.
type env struct {
	ctx     context.Context
	args    []string
	environ []string // NAME=value
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
	unsafe  bool // Options.Unsafe
}

// Exit codes.
const (
	exitFine  = 0
	exitNo    = 1 // the answer is no, or something failed
	exitUsage = 2 // wrong usage or settings
)

// usageError is an error of whoever called: wrong settings or arguments.
type usageError struct{ error }

// errNo ends a command whose answer, printed already, is no.
var errNo = errors.New("no")

// run carries out one command line and returns the exit code.
func run(e *env) (code int) {
	defer func() {
		// kong asks for the end of the process after --help.
		if wanted := recover(); wanted != nil {
			exit, ok := wanted.(exitCode)
			if !ok {
				panic(wanted)
			}
			code = int(exit)
		}
	}()
	parser, err := newParser(e)
	if err != nil {
		fmt.Fprintln(e.stderr, "plaudit:", err)
		return exitUsage
	}
	call, err := parser.Parse(e.args)
	if err != nil {
		fmt.Fprintf(e.stderr, "plaudit: %v\nTry: plaudit help\n", err)
		return exitUsage
	}
	return e.explain(call.Run(e))
}

type exitCode int

func newParser(e *env) (*kong.Kong, error) {
	return kong.New(new(commands), kong.Name("plaudit"),
		kong.Description("Plaudit 喝彩 runs a photo, drawing and video contest: submit, moderate, vote, announce."),
		kong.Writers(e.stdout, e.stderr), kong.Exit(func(code int) { panic(exitCode(code)) }),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
}

// explain prints an error in words and returns the exit code.
func (e *env) explain(err error) int {
	if err == nil {
		return exitFine
	}
	if errors.Is(err, errNo) {
		return exitNo
	}
	fmt.Fprintln(e.stderr, "plaudit:", err)
	if errors.As(err, new(usageError)) || voting.KindOf(err) == voting.Invalid {
		return exitUsage
	}
	return exitNo
}

// helpCmd prints the usage.
type helpCmd struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

// Run carries out the command.
func (cmd *helpCmd) Run(e *env) error {
	parser, err := newParser(e)
	if err != nil {
		return err
	}
	_, err = parser.Parse(append(cmd.Command, "--help"))
	return err
}
