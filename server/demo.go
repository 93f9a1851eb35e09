package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"plaudit/media"
	"plaudit/server/demo"
	"plaudit/voting"
)

// demoCmd shows a contest in full swing on a data folder of its own.
type demoCmd struct {
	Data     string `placeholder:"DIR" help:"Keep the demo in this folder; without it, in a temporary one that goes with the demo."`
	Pictures string `placeholder:"DIR" help:"Enter the pictures of this folder instead of drawn ones."`
	Empty    bool   `help:"Make only the accounts, no contests."`
}

// demoPassword opens every account of a demo; it is printed, so it is no secret.
const demoPassword = "a-round-of-applause"

// Run carries out the command.
func (cmd *demoCmd) Run(e *env) error {
	quiet := *e // sixty pictures being ready is no news here
	quiet.environ = append([]string{"PLAUDIT_LOG_LEVEL=warn"}, e.environ...)
	o, err := quiet.options()
	if err != nil {
		return err
	}
	o.Config.Data = cmd.Data
	if cmd.Data == "" {
		if o.Config.Data, err = os.MkdirTemp("", "plaudit-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(o.Config.Data)
	}
	clock := demo.NewClock(time.Now)
	o.Now, o.Travels = clock.Now, true
	s, err := New(e.ctx, o)
	if err != nil {
		return err
	}
	if err := cmd.prepare(e, s, clock); err != nil {
		return errors.Join(err, s.Close())
	}
	e.presentDemo(s)
	return errors.Join(s.Serve(e.ctx), s.Close())
}

// prepare makes accounts and contests, unless the folder has a demo already.
func (cmd *demoCmd) prepare(e *env, s *Server, clock *demo.Clock) error {
	if err := s.demoOnly(e.ctx); err != nil {
		return err
	}
	contests, err := s.voting.ListContests(e.ctx, shell())
	if err != nil || len(contests) > 0 {
		return err
	}
	for _, role := range []voting.Role{voting.Organiser, voting.Moderator, voting.Judge, voting.Auditor} {
		_, err := s.accounts.Add(e.ctx, shell(), string(role), demoPassword, []voting.Grant{{Role: role}})
		if err != nil && voting.KindOf(err) != voting.Conflict {
			return fmt.Errorf("make the account %s: %w", role, err)
		}
	}
	if cmd.Empty {
		return nil
	}
	works := demo.Drawn()
	if cmd.Pictures != "" {
		say := func(line string) { fmt.Fprintln(e.stdout, line) }
		check := func(path string) error { return s.checkFile(e.ctx, path) }
		if works, err = demo.FromFolder(cmd.Pictures, check, say); err != nil {
			return usageError{err}
		}
	}
	var clips []demo.Work
	switch {
	case cmd.Pictures != "":
	case s.voting.Videos:
		clips = demo.Filmed()
	default:
		fmt.Fprintln(e.stdout, "Without clips: videos need ffmpeg (Debian: apt install ffmpeg).")
	}
	return s.play(e, works, clips, clock, 1)
}

// demoOnly refuses a database where people work: it would get accounts whose
// password everybody knows. A data folder is named for the demo, or its own.
func (s *Server) demoOnly(ctx context.Context) error {
	if !s.shared() {
		return nil
	}
	users, err := s.accounts.Users(ctx, shell())
	if err != nil {
		return err
	}
	for _, u := range users {
		if !slices.Contains(voting.Roles(), voting.Role(u.Login)) {
			return usageError{fmt.Errorf("the database has accounts of its own, such as %s: give the demo an empty one in %sDATABASE_URL", u.Login, settingPrefix)}
		}
	}
	return nil
}

// play runs the demo's script with one in so many of its voters.
func (s *Server) play(e *env, works, clips []demo.Work, clock *demo.Clock, oneIn int) error {
	rules := *s.voting
	rules.ProofBits = 0
	stage := demo.Stage{
		Voting: &rules, Clock: clock, Work: s.worker.Run, Submit: s.submitFile, Clips: clips, OneIn: oneIn,
		Say: func(line string) { fmt.Fprintln(e.stdout, line) },
	}
	return stage.Play(e.ctx, works)
}

// submitFile enters a file from a reader, as the pages do.
func (s *Server) submitFile(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, file io.Reader) (voting.Submitted, error) {
	spooled, err := s.intake.ingest.Spool(ctx, file)
	if err != nil {
		return voting.Submitted{}, err
	}
	defer spooled.Close()
	return s.intake.Submit(ctx, a, slug, form, spooled)
}

// checkFile says why a file would be refused, nil when it would be taken.
func (s *Server) checkFile(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	asset, err := s.intake.ingest.Take(ctx, file)
	if err != nil {
		return err
	}
	return s.intake.ingest.Bucket.Delete(ctx, media.OriginalKey(asset.ID))
}

// presentDemo prints where to look and how to log in.
func (e *env) presentDemo(s *Server) {
	fmt.Fprintf(e.stdout, `
Plaudit 喝彩, the demo, is ready.

  Contests     %[1]s/
  Staff        %[1]s/staff      organiser, moderator, judge or auditor; password %[2]s
  API          %[1]s/api/v1/openapi.json

It lives in %[3]s. Stop it with Ctrl-C.
`, s.URL(), demoPassword, s.Config.Data)
}
