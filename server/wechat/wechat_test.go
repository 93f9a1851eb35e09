package wechat_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"plaudit/server/wechat"
	"plaudit/voting"
)

func TestAuthorize(t *testing.T) {
	got := wechat.New("wx1", "s", "", slog.New(slog.DiscardHandler)).Authorize("https://v.example/may/wechat?vote=7&back=%2Fmay", "abc")
	want := "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=https%3A%2F%2Fv.example%2Fmay%2Fwechat%3Fvote%3D7%26back%3D%252Fmay&response_type=code&scope=snsapi_base&state=abc#wechat_redirect"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOpenID(t *testing.T) {
	const secret, code = "hush-hush", "the-code"
	gone := make(chan struct{})
	t.Cleanup(func() { close(gone) })
	for _, c := range []struct {
		name, answer string
		openID       string
		want         error
	}{
		{"right", `{"access_token":"a","openid":"o6_bmjrPTlm6_2sgVt7hMZOPfL2M","scope":"snsapi_base"}`, "o6_bmjrPTlm6_2sgVt7hMZOPfL2M", nil},
		{"not good", `{"errcode":40029,"errmsg":"invalid code"}`, "", voting.ErrWeChatAgain},
		{"used", `{"errcode":40163,"errmsg":"code been used"}`, "", voting.ErrWeChatAgain},
		{"busy", `{"errcode":-1,"errmsg":"system error"}`, "", voting.ErrWeChatBusy},
		{"wrong secret", `{"errcode":40125,"errmsg":"invalid appsecret"}`, "", voting.ErrWeChatBusy},
		{"snapshot", `{"openid":"o_virtual","is_snapshotuser":1}`, "", voting.ErrWeChatSnapshot},
		{"nobody", `{"access_token":"a"}`, "", voting.ErrWeChatBusy},
		{"a page", `<html>`, "", voting.ErrWeChatBusy},
		{"slow", "", "", voting.ErrWeChatBusy},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := make(chan url.Values, 1)
			stand := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked <- r.URL.Query()
				if c.answer == "" {
					select {
					case <-r.Context().Done():
					case <-gone:
					}
				}
				io.WriteString(w, c.answer)
			}))
			defer stand.Close()
			ctx := t.Context()
			if c.name == "slow" {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 50*time.Millisecond)
				defer cancel()
			}
			got, err := wechat.New("wx1", secret, stand.URL, slog.New(slog.DiscardHandler)).OpenID(ctx, code)
			if got != c.openID || !errors.Is(err, c.want) {
				t.Errorf("%q, %v; want %q, %v", got, err, c.openID, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), code)) {
				t.Errorf("the error tells a secret: %v", err)
			}
			want := url.Values{"appid": {"wx1"}, "secret": {secret}, "code": {code}, "grant_type": {"authorization_code"}}
			if got := <-asked; got.Encode() != want.Encode() {
				t.Errorf("asked for %v", got)
			}
		})
	}
	if _, err := wechat.New("wx1", secret, "http://127.0.0.1:1", slog.New(slog.DiscardHandler)).OpenID(t.Context(), ""); !errors.Is(err, voting.ErrWeChatAgain) {
		t.Errorf("without a code: %v", err)
	}
}
