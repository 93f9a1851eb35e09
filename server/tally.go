package main

import (
	"fmt"

	"plaudit/voting"
)

// tallyCmd recounts a contest from the stored ballots alone.
type tallyCmd struct {
	Contest string `arg:"" help:"The contest's slug, as in its address."`
}

// Run carries out the command.
func (cmd *tallyCmd) Run(e *env) error {
	return e.withHouse(func(h *house) error {
		r, err := h.voting.Recount(e.ctx, voting.Slug(cmd.Contest))
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "%s: %d votes of %d voters\n", r.Contest.Slug, r.Votes, r.Voters)
		for _, s := range r.Standings {
			fmt.Fprintf(e.stdout, "%4d.  %03d  %d\n", s.Rank, s.Number, s.Votes)
		}
		for _, d := range r.Differences {
			fmt.Fprintf(e.stdout, "%03d: shown %d, in the ballots %d\n", d.Number, d.Shown, d.Recounted)
		}
		if r.FrozenDiffers {
			fmt.Fprintln(e.stdout, "The announced standings are not those of the ballots.")
		}
		if r.TotalsDiffer {
			fmt.Fprintln(e.stdout, "The sums of counted, set aside and void votes that pages show are not those of the ballots.")
		}
		if len(r.Differences) > 0 || r.FrozenDiffers || r.TotalsDiffer {
			return errNo
		}
		fmt.Fprintln(e.stdout, "What is shown is what the ballots hold.")
		return nil
	})
}
