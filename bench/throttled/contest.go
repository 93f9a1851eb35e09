package main

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/bench/rig"
)

const (
	login    = "clerk"
	password = "garlic-fields-in-may"
	slug     = "bench"
	works    = 20 // to vote for
)

// contest is an open contest with works, as seen through the API.
type contest struct {
	rig.API
	consent string
}

// storeSettings leads the server to the S3 store of an address.
func storeSettings(address string) ([]string, error) {
	if address == "" {
		return nil, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.User == nil || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return nil, fmt.Errorf("-s3 is not like http://key:secret@127.0.0.1:7070/bucket")
	}
	secret, _ := u.User.Password()
	tls := "off"
	if u.Scheme == "https" {
		tls = "on"
	}
	return []string{
		"PLAUDIT_S3_ENDPOINT=" + u.Host, "PLAUDIT_S3_TLS=" + tls, "PLAUDIT_S3_CREATE=on", "PLAUDIT_S3_BUCKET=" + strings.Trim(u.Path, "/"),
		"PLAUDIT_S3_ACCESS_KEY=" + u.User.Username(), "PLAUDIT_S3_SECRET_KEY=" + secret,
	}, nil
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
	window := map[string]any{"opens": time.Now().Add(-time.Hour), "closes": time.Now().Add(time.Hour)}
	round := func(kind string) map[string]any {
		return map[string]any{"kind": kind, "opens": window["opens"], "closes": window["closes"]}
	}
	err := c.Call(ctx, http.MethodPost, "/contests", map[string]any{
		"slug": slug, "title": "Bench", "rounds": []any{round("entry"), round("vote")},
		"categories": []any{map[string]any{"slug": "all", "title": "全部", "media": []string{"photo", "video"}}},
		"policy":     map[string]any{"votes_per_ballot": works, "entries_per_entrant": 0},
	}, &made)
	if err != nil {
		return nil, err
	}
	c.consent = made.Consent
	return c, c.fill(ctx)
}

// fill enters small pictures and lets them in.
func (c *contest) fill(ctx context.Context) error {
	photo, err := rig.Photo(320, 240, 1)
	if err != nil {
		return err
	}
	for range works {
		if err := c.enter(ctx, "photo", "", photo); err != nil {
			return err
		}
	}
	if err := c.settle(ctx); err != nil {
		return err
	}
	for n := range works {
		if err := c.Call(ctx, http.MethodPost, fmt.Sprintf("/contests/%s/moderation/%d", slug, n+1), map[string]string{"decision": "approve"}, new(any)); err != nil {
			return err
		}
	}
	return nil
}

// enter submits a work: the file of an upload, or the picture itself.
func (c *contest) enter(ctx context.Context, medium, upload string, picture []byte) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	fields := map[string]string{
		"title": "A work", "category": "all", "medium": medium, "entrant_name": "张小明", "phone": "13812345678", "consent": c.consent,
	}
	if upload != "" {
		fields["upload"] = upload
	}
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			return err
		}
	}
	if picture != nil {
		file, err := form.CreateFormFile("file", "photo.jpg")
		if err != nil {
			return err
		}
		if _, err := file.Write(picture); err != nil {
			return err
		}
	}
	if err := form.Close(); err != nil {
		return err
	}
	return c.Send(ctx, http.MethodPost, "/contests/"+slug+"/entries", form.FormDataContentType(), &body, new(any))
}

// settle waits until no work is being made, and wants none refused.
func (c *contest) settle(ctx context.Context) error {
	for {
		making, err := c.count(ctx, "processing")
		if err != nil {
			return err
		}
		if making == 0 {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	refused, err := c.count(ctx, "refused")
	if err == nil && refused > 0 {
		err = fmt.Errorf("%d works were refused", refused)
	}
	return err
}

// count returns how many works are in a state, or how many fit on one page.
func (c *contest) count(ctx context.Context, state string) (int, error) {
	var page struct{ Items []any }
	err := c.Call(ctx, http.MethodGet, "/contests/"+slug+"/moderation?state="+state, nil, &page)
	return len(page.Items), err
}

// enterAll uploads the clip over so many lines at once and enters each.
func (c *contest) enterAll(ctx context.Context, o options, clip string) error {
	group, inner := errgroup.WithContext(ctx)
	for range o.uploads {
		group.Go(func() error {
			id, err := c.upload(inner, clip, o.speed*1e6)
			if err != nil {
				return fmt.Errorf("upload: %w", err)
			}
			return c.enter(inner, "video", id, nil)
		})
	}
	return group.Wait()
}

// recount lets the server count its ballots again, and looks for the number of
// votes that it acknowledged.
func (c *contest) recount(ctx context.Context, server *rig.Server, votes int) error {
	text, err := server.Run(ctx, "tally", slug)
	if err == nil && !strings.Contains(text, fmt.Sprint(votes)) {
		err = fmt.Errorf("tally does not find the %d votes that were acknowledged: %s", votes, text)
	}
	return err
}
