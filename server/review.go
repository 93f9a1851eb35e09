package main

import (
	"context"
	"errors"
	"time"

	"plaudit/voting"
)

// reviewEvery is how often it is seen whether doubtful votes are to be looked
// for. Several servers on one database may do it at once.
const reviewEvery = time.Minute

// review looks for doubtful votes at night and after the close, until ctx ends.
func (s *Server) review(ctx context.Context) {
	ticks := time.NewTicker(reviewEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
		if err := s.reviewAll(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("doubtful votes could not be looked for; it is tried again", "error", err)
		}
	}
}

func (s *Server) reviewAll(ctx context.Context) error {
	// One server at a time: the next finds that it is done.
	return s.db.Alone(ctx, "review", func() error { return s.reviewEach(ctx) })
}

func (s *Server) reviewEach(ctx context.Context) error {
	slugs, err := contestSlugs(ctx, s.voting)
	errs := []error{err}
	for _, slug := range slugs {
		errs = append(errs, s.reviewOne(ctx, slug))
	}
	return errors.Join(errs...)
}

func (s *Server) reviewOne(ctx context.Context, slug voting.Slug) error {
	due, err := s.voting.ReviewDue(ctx, slug)
	if err != nil || !due {
		return err
	}
	run, err := s.voting.FindDoubts(ctx, voting.Actor{System: true}, slug)
	if run.Found > 0 {
		s.Log.Warn("doubtful votes are set aside until an organiser has looked", "contest", slug, "ballots", run.Found, "of_votes", run.Votes)
	}
	return err
}
