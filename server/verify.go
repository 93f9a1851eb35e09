package main

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"

	"plaudit/voting/ledger"
)

// verifyCmd checks an exported log of votes. It needs no data folder and no
// server: a doubter runs it at home.
type verifyCmd struct {
	File       string `arg:"" help:"The exported log, as the contest's page /verify offers it."`
	Key        string `help:"The log's public key, as you have it from elsewhere: a notice board, a newspaper."`
	Checkpoint string `help:"A file with a checkpoint that you kept from an earlier visit." xor:"older"`
	Older      string `help:"The line of a notice that was put up earlier, in quotation marks: the log's name, its size, its hash." xor:"older"`
}

// Run carries out the command.
func (cmd *verifyCmd) Run(e *env) error {
	archive, err := zip.OpenReader(cmd.File)
	if err != nil {
		return usageError{fmt.Errorf("%s is no exported log: %w", cmd.File, err)}
	}
	defer archive.Close()
	trust := ledger.Trust{Key: cmd.Key, Line: cmd.Older}
	if cmd.Checkpoint != "" {
		kept, err := os.ReadFile(cmd.Checkpoint)
		if err != nil {
			return usageError{err}
		}
		trust.Checkpoint = string(kept)
	}
	report, err := ledger.Verify(archive, trust)
	if err != nil {
		fmt.Fprintf(e.stdout, "WRONG: %v\n", err)
		return errNo
	}
	tellReport(e.stdout, report)
	return nil
}

func tellReport(out io.Writer, r *ledger.Report) {
	fmt.Fprintf(out, "The log %s is in order: %d leaves.\n", r.Origin, r.Size)
	fmt.Fprintf(out, "Votes logged %d, taken back %d. The round is %s.\n", r.Votes, r.Withdrawn, map[bool]string{true: "closed", false: "open"}[r.Closed])
	if r.EarlierVotes > 0 {
		fmt.Fprintf(out, "%d of the votes were cast before there was a log. Nobody was given a receipt for them then: what became of them before, it does not prove.\n", r.EarlierVotes)
	}
	if res := r.Result; res != nil {
		fmt.Fprintf(out, "The result agrees: %d logged = %d counted + %d pending + %d void + %d taken back.\n",
			res.Logged, res.Counted, res.Pending, res.Logged-res.Counted-res.Pending-res.Withdrawn, res.Withdrawn)
	}
	if r.OlderSize >= 0 {
		fmt.Fprintf(out, "It begins with the %d leaves of the checkpoint you kept.\n", r.OlderSize)
	} else {
		fmt.Fprintln(out, "No older checkpoint was given: a log that was rewritten from the beginning would look the same.")
	}
	if !r.KeyGiven {
		fmt.Fprintf(out, "UNPROVEN: the key came with the log. Its fingerprint is %x; compare it with one from elsewhere, or give --key.\n", sha256.Sum256([]byte(r.Key)))
	}
}
