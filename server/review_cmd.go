package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"plaudit/voting"
)

// reviewCmd looks for doubtful votes now and prints how the review stands. It
// decides nothing: that is for people with names, in the pages for staff.
type reviewCmd struct {
	Contest string `arg:"" help:"The contest's slug, as in its address."`
}

// Help is printed below the usage.
func (cmd *reviewCmd) Help() string {
	return "Sets aside what the rules find, as it happens each night and after the close. Releasing and voiding is not done here:" +
		" organisers decide in the pages for staff, under their own names, and a second one confirms what weighs much."
}

// Run carries out the command.
func (cmd *reviewCmd) Run(e *env) error {
	slug := voting.Slug(cmd.Contest)
	return e.withHouse(func(h *house) error {
		before, err := h.voting.SumUpReview(e.ctx, shell(), slug)
		if err != nil {
			return err
		}
		refusal := notNow(h, &before.Contest)
		if refusal == nil {
			if err := h.look(e, slug); err != nil {
				return err
			}
		}
		sum, err := h.voting.SumUpReview(e.ctx, shell(), slug)
		if err != nil {
			return err
		}
		tellReview(e.stdout, sum)
		return refusal
	})
}

// notNow says why nothing is looked for in the contest.
func notNow(h *house, c *voting.Contest) error {
	vote, ok := c.Round(voting.VoteRound)
	switch {
	case !c.AnnouncedAt.IsZero():
		return errors.New("the result is announced: nothing is looked for and set aside any more")
	case !ok:
		return errors.New("the contest has no voting round: there is nothing to look through")
	case h.Now().Before(vote.Opens):
		return fmt.Errorf("voting opens on %s: there is nothing to look through yet", vote.Opens.In(c.Location()).Format("2006-01-02 15:04 MST"))
	}
	return nil
}

// look looks for doubtful votes, unless a server does just now.
func (h *house) look(e *env, slug voting.Slug) error {
	looked := false
	err := h.db.Alone(e.ctx, "review", func() error {
		looked = true
		run, err := h.voting.FindDoubts(e.ctx, shell(), slug)
		if err == nil {
			fmt.Fprintf(e.stdout, "%s: %d votes looked through by the rules, version %d; %d ballots set aside now\n", slug, run.Votes, run.Rules, run.Found)
		}
		return err
	})
	if err == nil && !looked {
		return errors.New("a server is looking for doubtful votes just now: try again in a moment")
	}
	return err
}

func tellReview(out io.Writer, sum voting.ReviewSum) {
	v := sum.Votes
	fmt.Fprintf(out, "%d cast = %d counted + %d set aside + %d void\n", v.Raw, v.Counted, v.Pending, v.AllVoid())
	for _, reason := range v.Reasons() {
		fmt.Fprintf(out, "void, %s: %d\n", reason, v.Void[reason])
	}
	for _, k := range sum.Clusters {
		fmt.Fprintf(out, "%03d  %-9s %5d ballots %5d votes  %s\n", k.Number, stateWord(k.State), k.Ballots, k.Votes, strings.Join(k.Signals.Names(), ", "))
	}
	if sum.Waiting > 0 {
		fmt.Fprintf(out, "%d decisions wait for a second person.\n", sum.Waiting)
	}
	if v.Pending > 0 {
		fmt.Fprintf(out, "Somebody must decide on what is set aside before the result is announced: /staff/contests/%s/review\n", sum.Contest.Slug)
	}
}

func stateWord(s voting.ReviewState) string {
	if s == voting.VotesPending {
		return "set aside"
	}
	return string(s)
}
