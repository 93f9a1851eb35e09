package main

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/bench/rig"
)

const (
	login    = "clerk"
	password = "garlic-fields-in-may"
)

// contest is an open contest as seen through the API.
type contest struct {
	rig.API
	consent   string
	submitted int
}

// size is a rendition that the server made.
type size struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

func openContest(ctx context.Context, api string) (*contest, error) {
	c := &contest{API: rig.API{Base: api}}
	var session struct{ Token string }
	if err := c.Call(ctx, http.MethodPost, "/session", map[string]string{"login": login, "password": password}, &session); err != nil {
		return nil, err
	}
	c.Token = session.Token
	var made struct {
		Consent string `json:"consent_version"`
	}
	now := time.Now()
	err := c.Call(ctx, http.MethodPost, "/contests", map[string]any{
		"slug": "bench", "title": "Bench",
		"categories": []any{map[string]any{"slug": "photo", "title": "摄影", "media": []string{"photo"}}},
		"rounds":     []any{map[string]any{"kind": "entry", "opens": now.Add(-time.Hour), "closes": now.Add(time.Hour)}},
	}, &made)
	c.consent = made.Consent
	return c, err
}

// submitAll submits the photo so many times at once, and waits until all wait
// for a moderator.
func (c *contest) submitAll(ctx context.Context, photo []byte, times int) error {
	group, inner := errgroup.WithContext(ctx)
	for range times {
		group.Go(func() error { return c.submit(inner, photo) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	c.submitted += times
	for {
		items, err := c.pending(ctx)
		if err != nil || len(items) >= c.submitted {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (c *contest) submit(ctx context.Context, photo []byte) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{
		"title": "A photo", "category": "photo", "entrant_name": "张小明", "phone": "13812345678", "consent": c.consent,
	} {
		if err := form.WriteField(name, value); err != nil {
			return err
		}
	}
	file, err := form.CreateFormFile("file", "photo.jpg")
	if err != nil {
		return err
	}
	if _, err := file.Write(photo); err != nil {
		return err
	}
	if err := form.Close(); err != nil {
		return err
	}
	return c.Send(ctx, http.MethodPost, "/contests/bench/entries", form.FormDataContentType(), &body, new(any))
}

type pendingEntry struct {
	Renditions []size `json:"renditions"`
}

func (c *contest) pending(ctx context.Context) ([]pendingEntry, error) {
	var page struct{ Items []pendingEntry }
	err := c.Call(ctx, http.MethodGet, "/contests/bench/moderation?state=pending", nil, &page)
	return page.Items, err
}

// sizes returns the JPEG renditions of one photo.
func (c *contest) sizes(ctx context.Context) (jpegs []size, err error) {
	items, err := c.pending(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range items[0].Renditions {
		if r.Type == "image/jpeg" {
			jpegs = append(jpegs, r)
		}
	}
	if len(jpegs) == 0 {
		return nil, fmt.Errorf("the moderation queue shows no renditions")
	}
	return jpegs, nil
}
