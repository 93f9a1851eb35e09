package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"time"
)

// errWrong marks what must never happen: the server and the ledger contradict each other, or an answer makes no sense.
var errWrong = errors.New("WRONG")

// wrong is a contradiction, in words.
func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{errWrong}, args...)...)
}

// site is a server's API as its clients reach it.
type site struct {
	base string
	http *http.Client
}

func newSite(url string) site {
	transport := &http.Transport{MaxIdleConnsPerHost: 128}
	return site{base: url + "/api/v1", http: &http.Client{Transport: transport, Timeout: time.Minute}}
}

// as is a client with one person's token; "" is nobody.
func (s site) as(token string) *client { return &client{site: s, token: token} }

// client speaks the API with one person's token.
type client struct {
	site
	token string
}

// answer is an answer that arrived in full; one that was cut off is an error.
type answer struct {
	status int
	body   []byte
}

// is reports whether the status is one of those given.
func (a answer) is(statuses ...int) bool { return slices.Contains(statuses, a.status) }

// cut reports whether the answer says no more than that there was none: the server, or what it needs, may be down for a
// moment, and a proxy says so with 502 or 504.
func (a answer) cut() bool {
	return a.is(http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout)
}

func (a answer) into(v any) error {
	if err := json.Unmarshal(a.body, v); err != nil {
		return wrong("an answer of status %d is no JSON: %q", a.status, a.body)
	}
	return nil
}

// call sends JSON (nothing when body is nil) and reads the whole answer.
func (c *client) call(ctx context.Context, method, path string, body any) (answer, error) {
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return answer{}, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(raw))
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return c.do(request)
}

// submit posts an entry with its picture, nil for none, under an idempotency key.
func (c *client) submit(ctx context.Context, path, key string, fields map[string]string, picture []byte) (answer, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			return answer{}, err
		}
	}
	if picture != nil {
		file, err := form.CreateFormFile("file", "picture.jpg")
		if err != nil {
			return answer{}, err
		}
		if _, err := file.Write(picture); err != nil {
			return answer{}, err
		}
	}
	if err := form.Close(); err != nil {
		return answer{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, &body)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Idempotency-Key", key)
	return c.do(request)
}

func (c *client) do(request *http.Request) (answer, error) {
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, raw}, err
}

// insist repeats a call until it is answered: who is down comes back.
func insist(ctx context.Context, call func() (answer, error)) (a answer, cuts int, err error) {
	for {
		if a, err = call(); err == nil && !a.cut() {
			return a, cuts, nil
		}
		cuts++
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return a, cuts, err
		}
	}
}
