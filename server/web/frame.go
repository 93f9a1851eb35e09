package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
)

// Theme is the visitor's choice of colours; empty follows the device.
type Theme string

// The themes.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
)

// Frame is what every page has: how it speaks and looks, what its head says,
// and which contest it belongs to. Page structs embed it.
type Frame struct {
	Lang  Lang
	Theme Theme
	Care  bool   // 大字版: large text, large buttons, one column
	Nonce string // for the style block of this response

	Address string // path and query of this page, for the switches
	Site    string // the trusted origin for absolute links, "" when not set
	NoIndex bool

	Live         string // stream of counts that this page shows, "" for none
	LiveTop      int    // how many places of the ranking it shows
	LiveCategory string // of which category

	Contest *ContestNav // nil outside a contest
	Tab     string      // what the bottom bar marks: works, ranking, rules, submit
	token   string      // changes with each rendering, like Nonce
	Staff   string      // login of the staff member, "" for the public
}

func (f *Frame) frame() *Frame { return f }

// ContestNav is what every page of a contest shows around its content.
type ContestNav struct {
	Slug, Title string
	CanSubmit   bool // the entry window is open
	Announced   bool // there is a winners page
}

// Base is the path that the contest's pages live under.
func (n ContestNav) Base() string { return "/" + n.Slug }

// With returns the page's own address with one query parameter set, for the
// switches of language, size and colours.
func (f *Frame) With(name, value string) string {
	u, err := url.Parse(f.Address)
	if err != nil {
		return "?" + name + "=" + url.QueryEscape(value)
	}
	q := u.Query()
	for _, choice := range []string{"lang", "care", "theme"} {
		q.Del(choice)
	}
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// OtherLang is the language that the switch offers.
func (f *Frame) OtherLang() Lang {
	if f.Lang == English {
		return Chinese
	}
	return English
}

// choiceAge is how long a visitor's choice of language and looks is kept.
const choiceAge = 400 * 24 * time.Hour

// choice reads one of the visitor's choices: from the address, where it is kept
// in a cookie from then on, or from that cookie. Values that are not among the
// allowed are treated as absent.
func (w *Web) choice(c echo.Context, name string, allowed ...string) string {
	known := func(value string) bool {
		for _, a := range allowed {
			if a == value {
				return true
			}
		}
		return false
	}
	if value := c.QueryParam(name); known(value) {
		c.SetCookie(&http.Cookie{
			Name: name, Value: value, Path: "/",
			MaxAge: int(choiceAge.Seconds()), SameSite: http.SameSiteLaxMode,
			Secure: w.deps.Gate.Secure(c.Request()),
		})
		return value
	}
	if kept, err := c.Cookie(name); err == nil && known(kept.Value) {
		return kept.Value
	}
	return ""
}

// newFrame reads the visitor's choices from the request.
func (w *Web) newFrame(c echo.Context) Frame {
	f := Frame{
		Lang:    Lang(w.choice(c, "lang", string(Chinese), string(English))),
		Care:    w.choice(c, "care", "1", "0") == "1",
		Theme:   Theme(w.choice(c, "theme", string(Light), string(Dark), "auto")),
		Nonce:   auth.Nonce(c),
		Address: c.Request().URL.RequestURI(),
		Site:    w.deps.PublicURL,
	}
	if f.Theme == "auto" {
		f.Theme = ""
	}
	if f.Lang == "" {
		f.Lang = w.texts.match(c.Request().Header.Get("Accept-Language"))
	}
	return f
}
