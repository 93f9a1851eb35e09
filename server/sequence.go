package main

import (
	"context"
	"errors"
	"time"

	"plaudit/voting"
)

// sequenceEvery is how often the logs of votes are looked at. Several servers
// on one database may do it at once.
const sequenceEvery = 5 * time.Second

// sequence keeps the logs of all contests up to date until ctx ends.
func (s *Server) sequence(ctx context.Context) {
	ticks := time.NewTicker(sequenceEvery)
	defer ticks.Stop()
	for {
		if err := sequenceAll(ctx, s.voting); err != nil && ctx.Err() == nil {
			s.Log.Error("the log of votes could not be brought up to date; it is tried again", "error", err)
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// sequenceAll brings the log of every contest up to date.
func sequenceAll(ctx context.Context, rules *voting.Service) error {
	slugs, err := contestSlugs(ctx, rules)
	if err != nil {
		return err
	}
	var errs []error
	for _, slug := range slugs {
		for more := true; more && err == nil; {
			more, err = rules.Sequence(ctx, slug)
		}
		errs, err = append(errs, err), nil
	}
	return errors.Join(errs...)
}

func contestSlugs(ctx context.Context, rules *voting.Service) (slugs []voting.Slug, err error) {
	err = rules.Store.View(ctx, func(tx voting.Tx) error {
		contests, err := tx.Contests()
		slugs = slugs[:0]
		for _, c := range contests {
			slugs = append(slugs, c.Slug)
		}
		return err
	})
	return slugs, err
}
