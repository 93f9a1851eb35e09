package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"time"
)

// setUp logs the organiser in and makes a contest that takes entries and votes at once, with its candidates approved.
func setUp(ctx context.Context, site site, ledger *ledger) (*client, error) {
	staff, err := logIn(ctx, site)
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC()
	window := map[string]any{"opens": now.Add(-time.Hour), "closes": now.Add(24 * time.Hour)}
	settings := map[string]any{
		"slug": contest, "title": "摔不坏的活动", "summary": "投票时拔电源", "timezone": "Asia/Shanghai",
		"categories": []any{map[string]any{"slug": "photo", "title": "摄影", "media": []string{"photo"}}},
		"rounds": []any{
			map[string]any{"kind": "entry", "opens": window["opens"], "closes": window["closes"]},
			map[string]any{"kind": "vote", "opens": window["opens"], "closes": window["closes"]},
		},
		"policy": map[string]any{
			"identity": "open", "period": "contest", "votes_per_ballot": votesPerBallot,
			"withdrawable": true, "counts": "always", "order": "random",
		},
	}
	a, err := staff.call(ctx, http.MethodPost, "/contests", settings)
	if err != nil {
		return nil, err
	}
	if !a.is(http.StatusCreated) {
		return nil, fmt.Errorf("create the contest: %d %s", a.status, a.body)
	}
	return staff, enterCandidates(ctx, site, staff, ledger)
}

func logIn(ctx context.Context, site site) (*client, error) {
	a, err := site.as("").call(ctx, http.MethodPost, "/session", map[string]string{"login": staffLogin, "password": staffPassword})
	if err != nil {
		return nil, err
	}
	var session struct{ Token string }
	if err := a.into(&session); err != nil || session.Token == "" {
		return nil, fmt.Errorf("log in: %d %s", a.status, a.body)
	}
	return site.as(session.Token), nil
}

func enterCandidates(ctx context.Context, site site, staff *client, ledger *ledger) error {
	painter := &person{dice: rand.New(rand.NewPCG(1, 1))}
	for i := range candidates {
		key := fmt.Sprintf("candidate-%d", i+1)
		a, err := site.as("").submit(ctx, entriesPath, key, entryFields(key), painter.picture())
		if err != nil {
			return err
		}
		if err := ledger.accept(a); err != nil {
			return err
		}
	}
	if _, err := waitProcessed(ctx, staff); err != nil {
		return err
	}
	for n := 1; n <= candidates; n++ {
		if err := approve(ctx, staff, n); err != nil {
			return err
		}
	}
	return nil
}

func approve(ctx context.Context, staff *client, number int) error {
	a, err := staff.call(ctx, http.MethodPost, fmt.Sprintf("/contests/%s/moderation/%d", contest, number), map[string]string{"decision": "approve"})
	if err != nil {
		return err
	}
	if !a.is(http.StatusOK, http.StatusCreated, http.StatusNoContent) {
		return wrong("entry %d could not be approved: %d %s", number, a.status, a.body)
	}
	return nil
}

// staffEntry is an entry as the moderation list shows it.
type staffEntry struct {
	Number     int
	Title      string
	State      string
	Renditions []struct{ URL, Type string }
}

// inState lists every entry in a state.
func inState(ctx context.Context, staff *client, state string) (all []staffEntry, err error) {
	for cursor := ""; ; {
		path := fmt.Sprintf("/contests/%s/moderation?state=%s&limit=100&cursor=%s", contest, state, cursor)
		a, err := staff.call(ctx, http.MethodGet, path, nil)
		if err != nil {
			return nil, err
		}
		var page struct {
			Items []staffEntry
			Next  string
		}
		if !a.is(http.StatusOK) {
			return nil, wrong("the entries %s could not be listed: %d %s", state, a.status, a.body)
		}
		if err := a.into(&page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all, nil
		}
	}
}

// waitProcessed waits until no entry is in processing, at most a minute while they grow no fewer, and returns how long that took.
func waitProcessed(ctx context.Context, staff *client) (time.Duration, error) {
	began := time.Now()
	fewest, moved := math.MaxInt, began // a slow machine is not stuck while they grow fewer
	for {
		waiting, err := inState(ctx, staff, "processing")
		if err == nil && len(waiting) == 0 {
			return time.Since(began), nil
		}
		if err == nil {
			err = wrong("%d entries are stuck in processing, such as number %d", len(waiting), waiting[0].Number)
		}
		if len(waiting) > 0 && len(waiting) < fewest {
			fewest, moved = len(waiting), time.Now()
		}
		if time.Since(moved) > time.Minute || pause(ctx, 50*time.Millisecond) != nil {
			return 0, err
		}
	}
}
