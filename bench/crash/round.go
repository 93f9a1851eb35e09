package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// goRound does at one replica what must hold at the others, and loses one on the way.
func (p *place) goRound(ctx context.Context, staff *client, known *ledger) error {
	at := make([]*client, len(p.houses)) // the clerk, past the proxy
	for i, h := range p.houses {
		at[i] = newSite(h.url).as(staff.token)
	}
	for _, step := range []func(context.Context, []*client, *ledger) error{
		p.changeIsSeen, p.uploadGoesOn, p.withdrawalIsSeen,
	} {
		if err := step(ctx, at, known); err != nil {
			return err
		}
	}
	return nil
}

// changeIsSeen: the session that one replica opened is good at all, and what the clerk changes is changed at once.
func (p *place) changeIsSeen(ctx context.Context, at []*client, _ *ledger) error {
	for i := range at {
		summary := fmt.Sprintf("said at replica %d", i+1)
		if a, err := at[i].call(ctx, http.MethodPatch, "/contests/"+contest, map[string]any{"summary": summary}); err != nil || !a.is(http.StatusOK) {
			return wrong("replica %d: the clerk cannot change the contest: %d %s %v", i+1, a.status, a.body, err)
		}
		for j := range at {
			a, err := at[j].as("").call(ctx, http.MethodGet, "/contests/"+contest, nil)
			if err != nil || !strings.Contains(string(a.body), summary) {
				return wrong("replica %d does not know what was changed at %d: %d %s %v", j+1, i+1, a.status, a.body, err)
			}
		}
	}
	return nil
}

// uploadGoesOn begins an upload at one replica, which is killed, goes on at the next, and enters the work at another.
func (p *place) uploadGoesOn(ctx context.Context, at []*client, ledger *ledger) error {
	painter := &person{dice: rand.New(rand.NewPCG(9, 9))}
	picture := painter.picture()
	half := len(picture) / 2
	last := at[len(at)-1].as("")
	begun, err := at[0].as("").tus(ctx, http.MethodPost, "/contests/"+contest+"/uploads", picture[:half], "Upload-Length", strconv.Itoa(len(picture)))
	if err != nil || begun.StatusCode != http.StatusCreated {
		return wrong("begin an upload: %v %v", begun, err)
	}
	path := strings.TrimPrefix(begun.Header.Get("Location"), "/api/v1")
	p.houses[0].kill()
	defer func() { _ = p.houses[0].start(ctx) }()
	found, err := at[1].as("").tus(ctx, http.MethodHead, path, nil)
	if err != nil || found.Header.Get("Upload-Offset") != strconv.Itoa(half) {
		return wrong("another replica has %q of an upload's %d bytes: %v", found.Header.Get("Upload-Offset"), half, err)
	}
	done, err := at[1].as("").tus(ctx, http.MethodPatch, path, picture[half:], "Upload-Offset", strconv.Itoa(half))
	if err != nil || done.StatusCode != http.StatusNoContent {
		return wrong("an upload does not go on at another replica: %v %v", done, err)
	}
	fields := entryFields("begun at one replica")
	fields["upload"] = path[strings.LastIndexByte(path, '/')+1:]
	a, err := last.submit(ctx, entriesPath, "round-upload", fields, nil)
	if err != nil {
		return err
	}
	return ledger.accept(a)
}

// tus sends a request of the upload protocol; headers are alternating names and values.
func (c *client) tus(ctx context.Context, method, path string, piece []byte, headers ...string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(piece))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Tus-Resumable", "1.0.0")
	if piece != nil {
		request.Header.Set("Content-Type", "application/offset+octet-stream")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := c.http.Do(request)
	if err != nil {
		return &http.Response{}, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	return response, err
}

// withdrawalIsSeen: a picture that its author takes back at one replica is gone at all of them within a second, though
// they have just shown it.
func (p *place) withdrawalIsSeen(ctx context.Context, at []*client, _ *ledger) error {
	painter := &person{dice: rand.New(rand.NewPCG(8, 8))}
	a, err := at[0].as("").submit(ctx, entriesPath, "round-withdrawal", entryFields("to be taken back"), painter.picture())
	if err != nil {
		return err
	}
	var made struct {
		Number int
		Code   string
	}
	if err := a.into(&made); err != nil {
		return err
	}
	if _, err := waitProcessed(ctx, at[1]); err != nil {
		return err
	}
	if err := approve(ctx, at[1], made.Number); err != nil {
		return err
	}
	a, err = at[1].as("").call(ctx, http.MethodGet, fmt.Sprintf("%s/%d", entriesPath, made.Number), nil)
	if err != nil {
		return err
	}
	var shown staffEntry
	if a.into(&shown) != nil || len(shown.Renditions) == 0 {
		return wrong("entry %d has no renditions: %d %s", made.Number, a.status, a.body)
	}
	for i := range at {
		if err := at[i].as("").fetchPicture(ctx, shown.Renditions[0].URL); err != nil {
			return fmt.Errorf("at replica %d: %w", i+1, err)
		}
	}
	a, err = at[0].as("").call(ctx, http.MethodDelete, fmt.Sprintf("/contests/%s/status/%s", contest, made.Code), map[string]string{"phone_tail": "5678"})
	if err != nil || !a.is(http.StatusOK, http.StatusNoContent) {
		return wrong("entry %d cannot be taken back: %d %s %v", made.Number, a.status, a.body, err)
	}
	if err := pause(ctx, time.Second); err != nil {
		return err
	}
	for i := range at {
		if err := at[i].as("").fetchPicture(ctx, shown.Renditions[0].URL); err == nil {
			return wrong("replica %d still shows the picture that was taken back", i+1)
		}
	}
	return nil
}
