package auth_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
	"plaudit/voting"
)

// TestGateKnowsStaff walks a session through the cookies and bearer tokens.
func TestGateKnowsStaff(t *testing.T) {
	o := newOffice(t)
	o.add("boss", operator())
	h := newHouse(t, "", limited, func(h *house) { h.gate.Accounts = o.Accounts })
	h.e.POST("/login", func(c echo.Context) error {
		token, _, err := h.gate.LogIn(c, c.QueryParam("login"), c.QueryParam("password"))
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, token)
	})
	h.e.POST("/logout", h.gate.LogOut)
	h.e.GET("/me", h.gate.As(func(c echo.Context, a voting.Actor) error { return c.String(http.StatusOK, a.Login) }))

	in := h.ask("POST", "/login?login=boss&password=four+pears+on+a+boat", "")
	token, cookie := in.Body.String(), in.Result().Cookies()[0]
	if cookie.Name != "plaudit_session" || !cookie.HttpOnly || cookie.MaxAge != 0 || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", cookie)
	}
	byCookie := []string{"Cookie", cookie.Name + "=" + cookie.Value}
	byToken := []string{"Authorization", "Bearer " + token}
	expect := func(want int, login string, rec *httptest.ResponseRecorder) {
		t.Helper()
		if rec.Code != want || want == 200 && rec.Body.String() != login {
			t.Errorf("%d %q, want %d %q", rec.Code, rec.Body, want, login)
		}
	}
	expect(200, "boss", h.ask("GET", "/me", "", byCookie...))
	expect(200, "boss", h.ask("GET", "/me", "", byToken...))
	again := h.ask("POST", "/login?login=boss&password=four+pears+on+a+boat", "", byCookie...)
	expect(200, "", h.ask("GET", "/me", "", byCookie...)) // replaced: an ended cookie is as good as none
	expect(401, "", h.ask("GET", "/me", "", byToken...))
	byCookie[1] = cookie.Name + "=" + again.Result().Cookies()[0].Value
	expect(200, "boss", h.ask("GET", "/me", "", byCookie...))
	h.ask("POST", "/logout", "", byCookie...)
	expect(200, "", h.ask("GET", "/me", "", byCookie...))
}

// Wrong voting codes count wherever they are tried, right ones and other
// refusals never, and another device has its own.
func TestWrongCodesAreCountedByAllProcesses(t *testing.T) {
	o := newOffice(t)
	h := newHouse(t, "", limited, func(h *house) { h.gate.Accounts = o.Accounts })
	h.e.POST("/voter", func(c echo.Context) error {
		a, err := voting.Actor{Device: c.QueryParam("device")}, error(nil)
		switch c.QueryParam("code") {
		case "wrong":
			err = voting.ErrCodeWrong
		case "mistyped":
			err = voting.ErrCodeTyped
		}
		return h.gate.Guess(c, a, c.QueryParam("code"), voting.WrongGuess, func() error { return err })
	})
	expect := func(code int, times int, query string) {
		t.Helper()
		for range times {
			if got := h.ask("POST", "/voter?"+query, "").Code; got != code {
				t.Fatalf("%s: %d, want %d", query, got, code)
			}
		}
	}
	expect(422, 20, "device=a&code=mistyped")
	expect(200, 20, "device=a&code=right")
	expect(422, 5, "device=a&code=wrong")
	h.gate.Accounts, h.gate.Limiter = auth.NewAccounts(o.store, rand.Reader), auth.NewLimiter(func() time.Time { return h.now })
	expect(422, 5, "device=a&code=wrong") // another process, or this one after a restart
	expect(429, 1, "device=a&code=wrong")
	expect(429, 1, "device=a&code=right")
	expect(200, 1, "device=a&code=")
	expect(422, 1, "device=b&code=wrong")
	o.now = o.now.Add(31 * time.Second)
	expect(422, 1, "device=a&code=wrong")
	expect(429, 1, "device=a&code=wrong")
}

func TestWrongPasswordsAreLimitedPerAccountAndSubnet(t *testing.T) {
	o := newOffice(t)
	o.add("boss", operator())
	h := newHouse(t, "", limited, func(h *house) { h.gate.Accounts = o.Accounts })
	h.e.POST("/login", func(c echo.Context) error {
		_, _, err := h.gate.LogIn(c, c.QueryParam("login"), c.QueryParam("password"))
		return err
	})
	try := func(password, from string) int {
		return h.ask("POST", "/login?login=boss&password="+password, "", "RemoteAddr", from+":1").Code
	}
	const right = "four+pears+on+a+boat"
	for range 10 {
		if code := try("wrong", "203.0.113.9"); code != 401 {
			t.Fatalf("status %d", code)
		}
	}
	if code := try(right, "203.0.113.77"); code != 429 {
		t.Errorf("the eleventh from the subnet: %d", code)
	}
	if code := try(right, "198.51.100.1"); code != 200 {
		t.Errorf("the clerk elsewhere is locked out: %d", code)
	}
	h.gate.Accounts, h.gate.Limiter = auth.NewAccounts(o.store, rand.Reader), auth.NewLimiter(func() time.Time { return h.now })
	if code := try(right, "203.0.113.77"); code != 429 {
		t.Errorf("another process does not know of the ten: %d", code)
	}
	o.now = o.now.Add(30 * time.Second)
	if code := try(right, "203.0.113.77"); code != 200 {
		t.Errorf("after the wait: %d", code)
	}
	if code := try("wrong", "203.0.113.77"); code != 401 {
		t.Errorf("a right password did not forgive the wrong ones: %d", code)
	}
}
