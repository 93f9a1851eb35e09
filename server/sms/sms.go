// Package sms sends codes to telephones through the operator's HTTP gateway. It
// implements voting.SMS.
//
// Start with Gateway. Neither a number, nor a code, nor the token is ever in an
// error: they are logged.
package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"plaudit/voting"
)

// patience is how long a voter waits for the gateway.
const patience = 10 * time.Second

// Gateway says how a message is sent. In URL and Body, {phone}, {code} and
// {token} stand for what belongs there; in Body they are written as its type
// wants it.
type Gateway struct {
	URL    string
	Method string // POST when empty
	Body   string
	Type   string // of Body
	Token  string // also sent as "Authorization: Bearer", unless it is in URL or Body
	// Accepted is a text that the answer holds when the message is on its way;
	// "": any answer with a status of 2xx.
	Accepted string
	Log      *slog.Logger
}

// Send implements voting.SMS. Redirects are not followed: a number must not
// travel where the operator did not send it.
func (g Gateway) Send(ctx context.Context, phone, code string) error {
	err := g.send(ctx, phone, code)
	if err != nil {
		g.Log.Warn("a code was not sent, or may not have been", "why", err)
	}
	return err
}

func (g Gateway) send(ctx context.Context, phone, code string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := g.request(ctx, phone, code)
	if err != nil {
		return unsent(errors.New("the gateway's address is not good"))
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return failure(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	switch {
	case response.StatusCode < 200 || response.StatusCode > 299:
		return unsent(fmt.Errorf("the gateway answers %d", response.StatusCode))
	case g.Accepted == "":
		return nil // whatever became of the rest
	case err != nil:
		return failure(err)
	case !bytes.Contains(answer, []byte(g.Accepted)):
		return unsent(errors.New("the gateway's answer does not hold what it should"))
	}
	return nil
}

// failure tells a message that surely was not sent, since nobody was there to
// take it, from one that may have been.
func failure(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // without the address
	}
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return unsent(errors.New("nobody answers at the gateway's address"))
	}
	return fmt.Errorf("the gateway: %w", err)
}

// unsent refuses with the cause behind it, for the log.
func unsent(cause error) error {
	refusal := *voting.ErrSMSUnsent
	refusal.Err = cause
	return &refusal
}

func (g Gateway) request(ctx context.Context, phone, code string) (*http.Request, error) {
	method := g.Method
	if method == "" {
		method = http.MethodPost
	}
	var body io.Reader
	if g.Body != "" {
		body = strings.NewReader(g.fill(g.Body, escaper(g.Type), phone, code))
	}
	request, err := http.NewRequestWithContext(ctx, method, g.fill(g.URL, url.QueryEscape, phone, code), body)
	if err != nil {
		return nil, err
	}
	if g.Body != "" {
		request.Header.Set("Content-Type", g.Type)
	}
	if g.Token != "" && !strings.Contains(g.URL+g.Body, "{token}") {
		request.Header.Set("Authorization", "Bearer "+g.Token)
	}
	return request, nil
}

func (g Gateway) fill(text string, escape func(string) string, phone, code string) string {
	return strings.NewReplacer("{phone}", escape(phone), "{code}", escape(code), "{token}", escape(g.Token)).Replace(text)
}

// escaper writes a value as a body of the type wants it.
func escaper(kind string) func(string) string {
	kind, _, _ = mime.ParseMediaType(kind)
	switch {
	case kind == "application/x-www-form-urlencoded":
		return url.QueryEscape
	case strings.HasSuffix(kind, "json"):
		return func(value string) string {
			text, _ := json.Marshal(value) // a string: cannot fail
			return string(text[1 : len(text)-1])
		}
	}
	return func(value string) string { return value }
}
