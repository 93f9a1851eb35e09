// Package wechat asks WeChat who a visitor is, by the two calls of
// snsapi_base: the visitor is sent to WeChat and comes back with a code, and
// the code is exchanged for the openid. It implements voting.WeChat.
//
// Start with Client. Neither a code, nor an openid, nor the secret is ever in
// an error: they are logged.
package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"plaudit/voting"
)

// Where WeChat answers.
const (
	openURL = "https://open.weixin.qq.com"
	apiURL  = "https://api.weixin.qq.com"
)

// patience is how long a voter waits for WeChat.
const patience = 8 * time.Second

// Client speaks for one verified service account. Make it with New; it is safe
// for concurrent use.
type Client struct {
	appID, secret string
	open, api     string
	http          *http.Client
	log           *slog.Logger
}

// New makes a client. base replaces WeChat's own addresses, for tests; it is
// "" otherwise.
func New(appID, secret, base string, log *slog.Logger) *Client {
	c := &Client{appID: appID, secret: secret, open: openURL, api: apiURL, log: log}
	if base != "" {
		c.open, c.api = base, base
	}
	c.http = &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Origin is where a vote's form may lead on to.
func (c *Client) Origin() string { return c.open }

// Authorize implements voting.WeChat. WeChat wants the parameters in this order
// and the fragment at the end.
func (c *Client) Authorize(back, state string) string {
	return c.open + "/connect/oauth2/authorize?appid=" + url.QueryEscape(c.appID) + "&redirect_uri=" + url.QueryEscape(back) +
		"&response_type=code&scope=snsapi_base&state=" + url.QueryEscape(state) + "#wechat_redirect"
}

// answer is WeChat's, right or wrong.
type answer struct {
	OpenID   string `json:"openid"`
	Snapshot int    `json:"is_snapshotuser"` // 1: a visitor of the snapshot page, with an openid that is nobody's
	Code     int    `json:"errcode"`
}

// What errcode says.
const (
	codeInvalid = 40029
	codeUsed    = 40163
	codeExpired = 42003
)

// OpenID implements voting.WeChat.
func (c *Client) OpenID(ctx context.Context, code string) (string, error) {
	if code == "" || len(code) > 512 {
		return "", voting.ErrWeChatAgain
	}
	got, err := c.exchange(ctx, code)
	switch {
	case err != nil:
		return "", c.busy(err)
	case got.Code == codeInvalid, got.Code == codeUsed, got.Code == codeExpired:
		return "", voting.ErrWeChatAgain
	case got.Code != 0:
		return "", c.busy(fmt.Errorf("it answers with errcode %d", got.Code))
	case got.Snapshot != 0:
		return "", voting.ErrWeChatSnapshot
	case got.OpenID == "" || len(got.OpenID) > 128:
		return "", c.busy(errors.New("it answers without an openid"))
	}
	return got.OpenID, nil
}

// busy refuses, and tells the log why.
func (c *Client) busy(cause error) error {
	c.log.Warn("WeChat does not say who a voter is", "why", cause)
	refusal := *voting.ErrWeChatBusy
	refusal.Err = cause
	return &refusal
}

func (c *Client) exchange(ctx context.Context, code string) (got answer, err error) {
	query := url.Values{"appid": {c.appID}, "secret": {c.secret}, "code": {code}, "grant_type": {"authorization_code"}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.api+"/sns/oauth2/access_token?"+query.Encode(), nil)
	if err != nil {
		return got, errors.New("the address of WeChat is not good")
	}
	response, err := c.http.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // without the address, which holds the secret
		}
		return got, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return got, fmt.Errorf("it answers %d", response.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&got); err != nil {
		return got, errors.New("it answers with no JSON")
	}
	return got, nil
}
