package sms_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plaudit/server/sms"
	"plaudit/voting"
)

const phone, code, token = "+4915112345678", "048213", `t"k&n`

// stand is a stand-in for a gateway, which keeps what it got.
func stand(t *testing.T, answer http.HandlerFunc) (url string, got *http.Request, body *string) {
	t.Helper()
	got, body = new(http.Request), new(string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		*got, *body = *r, string(raw)
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, got, body
}

func fine(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"code":"OK"}`) }

func TestSendsAsTheGatewayWantsIt(t *testing.T) {
	url, got, body := stand(t, fine)
	for _, c := range []struct {
		name           string
		gateway        sms.Gateway
		query, body    string
		method, bearer string
	}{
		{"json", sms.Gateway{Body: `{"to":"{phone}","text":"码 {code}","key":"{token}"}`, Type: "application/json"}, "", `{"to":"+4915112345678","text":"码 048213","key":"t\"k\u0026n"}`, "POST", ""},
		{"form", sms.Gateway{Body: "m={phone}&c={code}", Type: "application/x-www-form-urlencoded"}, "", "m=%2B4915112345678&c=048213", "POST", "Bearer " + token},
		{"query", sms.Gateway{URL: "/send?m={phone}&c={code}&k={token}", Method: "GET"}, "m=%2B4915112345678&c=048213&k=t%22k%26n", "", "GET", ""},
		{"text", sms.Gateway{Body: "{phone} {code}", Type: "text/plain", Accepted: `"OK"`}, "", phone + " " + code, "POST", "Bearer " + token},
	} {
		c.gateway.URL, c.gateway.Token, c.gateway.Log = url+c.gateway.URL, token, slog.New(slog.DiscardHandler)
		if err := c.gateway.Send(t.Context(), phone, code); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got.Method != c.method || got.URL.RawQuery != c.query || *body != c.body || got.Header.Get("Authorization") != c.bearer {
			t.Errorf("%s: %s ?%s %q %q", c.name, got.Method, got.URL.RawQuery, *body, got.Header.Get("Authorization"))
		}
	}
}

func TestFailures(t *testing.T) {
	leaked, _, _ := stand(t, fine)
	hangs := make(chan struct{})
	t.Cleanup(func() { close(hangs) })
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		unsent bool // surely
	}{
		{"an error of its own", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, true},
		{"refused", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, true},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, leaked, http.StatusTemporaryRedirect)
		}, true},
		{"accepted is missing", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"code":"LIMIT"}`) }, true},
		{"slow", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-hangs:
			}
		}, false},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, false},
		{"nobody there", nil, true},
	} {
		url := "http://" + nobody.Addr().String()
		if c.answer != nil {
			url, _, _ = stand(t, c.answer)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if c.name == "slow" {
			ctx, cancel = context.WithTimeout(ctx, 50_000_000)
		}
		err := sms.Gateway{URL: url + "/?m={phone}&c={code}&t={token}", Token: token, Accepted: "OK", Log: slog.New(slog.DiscardHandler)}.Send(ctx, phone, code)
		cancel()
		if err == nil || errors.Is(err, voting.ErrSMSUnsent) != c.unsent {
			t.Errorf("%s: %v, surely unsent %t", c.name, err, c.unsent)
			continue
		}
		for _, secret := range []string{phone[1:], code, "t%22k"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error tells %s: %v", c.name, secret, err)
			}
		}
	}
}
