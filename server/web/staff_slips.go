package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"rsc.io/qr"

	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/server/roll"
	"plaudit/voting"
)

// SlipsPage is where an organiser makes, reissues and revokes voting slips.
type SlipsPage struct {
	StaffFrame
	voting.SlipsPage
	NoQR   bool // there is no public address to print
	Most   int
	Form   SlipForm
	Wrong  map[string]string
	Doubts []string // labels that the list holds twice, and rows with a code that cannot be used
}

// SlipForm is what was typed on it.
type SlipForm struct{ Count, From, Serials, Reason string }

// PrintPage is a sheet of slips, shown once.
type PrintPage struct {
	StaffFrame
	Title      string // of the contest
	Host, Path string // where to type the code; Host is "" when unknown
	Slips      []PrintSlip
	Part       *rollPart // of a list that is too long for one sheet
}

// PrintSlip is one slip of a sheet.
type PrintSlip struct {
	Serial int
	Code   string // in two groups
	Label  string
	QR     template.URL // a picture, "" for none
}

// Template names the file of each page.
func (*SlipsPage) Template() string { return "staff/slips" }
func (*PrintPage) Template() string { return "staff/print" }

// slips shows the figures and the forms.
func (w *Web) slips(c echo.Context, a voting.Actor) error {
	page, err := w.slipsPage(c, a)
	if err != nil {
		return err
	}
	if c.QueryParam("said") == "revoked" {
		page.Said = w.t(page.Frame, "slips.said_revoked")
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) slipsPage(c echo.Context, a voting.Actor) (*SlipsPage, error) {
	found, err := w.deps.Voting.Slips(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return nil, err
	}
	page := &SlipsPage{
		StaffFrame: w.newStaffFrame(c, a, "slips"), SlipsPage: found, NoQR: w.deps.PublicURL == "", Most: voting.MostSlips,
		Form: SlipForm{Count: c.FormValue("count"), From: c.FormValue("from"), Serials: c.FormValue("serials"), Reason: c.FormValue("reason")},
	}
	w.within(&page.StaffFrame, a, &found.Contest)
	return page, nil
}

// makeSlips makes as many slips as were asked for, or one for each line of a
// file, and answers with the sheet. The file is forgotten with the request.
func (w *Web) makeSlips(c echo.Context, a voting.Actor) error {
	page, err := w.slipsPage(c, a)
	if err != nil {
		return err
	}
	part, err := w.readRoll(c, page)
	if err != nil {
		return err
	}
	if part == nil && page.Wrong == nil {
		count, err := strconv.Atoi(strings.TrimSpace(page.Form.Count))
		if err != nil || count < 1 || count > voting.MostSlips {
			page.Wrong = map[string]string{"count": w.t(page.Frame, "slips.bad_count", "Most", voting.MostSlips)}
		} else {
			part = &rollPart{lines: make([]roll.Line, count)}
		}
	}
	if page.Wrong != nil {
		return w.views.Render(c, http.StatusUnprocessableEntity, page)
	}
	printed, err := w.deps.Voting.ImportSlips(c.Request().Context(), a, slugOf(c), codesOf(part.lines), c.FormValue("token"))
	if err != nil {
		page.Doubts = w.codeDoubts(page, part.lines, err)
		return w.slipsRefused(c, page, err)
	}
	return w.printSlips(c, page, printed, part)
}

// reissueSlips gives slips new codes, and answers with the sheet.
func (w *Web) reissueSlips(c echo.Context, a voting.Actor) error {
	return w.changeSlips(c, a, func(page *SlipsPage, r voting.SlipRange) error {
		printed, err := w.deps.Voting.ReissueSlips(c.Request().Context(), a, slugOf(c), r, page.Form.Reason, c.FormValue("token"))
		if err != nil {
			return err
		}
		return w.printSlips(c, page, printed, &rollPart{})
	})
}

// revokeSlips makes codes worthless.
func (w *Web) revokeSlips(c echo.Context, a voting.Actor) error {
	return w.changeSlips(c, a, func(page *SlipsPage, r voting.SlipRange) error {
		if err := w.deps.Voting.RevokeSlips(c.Request().Context(), a, slugOf(c), r, page.Form.Reason); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, page.Of.Base()+"/slips?said=revoked")
	})
}

func (w *Web) changeSlips(c echo.Context, a voting.Actor, change func(*SlipsPage, voting.SlipRange) error) error {
	page, err := w.slipsPage(c, a)
	if err != nil {
		return err
	}
	r, ok := readRange(page.Form.Serials)
	if !ok {
		page.Wrong = map[string]string{"serials": w.t(page.Frame, "slips.bad_serials")}
		return w.views.Render(c, http.StatusUnprocessableEntity, page)
	}
	err = change(page, r)
	if voting.KindOf(err) != voting.Internal {
		return w.slipsRefused(c, page, err)
	}
	return err
}

// slipsRefused shows the page again with what is wrong at its fields.
func (w *Web) slipsRefused(c echo.Context, page *SlipsPage, refusal error) error {
	p := problem.Of(refusal)
	if p.Internal() || p.Status == http.StatusUnauthorized || p.Status == http.StatusForbidden {
		return refusal
	}
	field := p.Field
	if errors.Is(refusal, voting.ErrSlipNotFound) {
		field, p.Status = "serials", http.StatusUnprocessableEntity
	}
	page.Wrong = map[string]string{field: w.sentence(page.Frame, p)}
	return w.views.Render(c, p.Status, page)
}

// readRange reads "17" or "1-200", with any dash.
func readRange(text string) (r voting.SlipRange, ok bool) {
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("-–—－~～至到 ", c) })
	if len(parts) < 1 || len(parts) > 2 {
		return r, false
	}
	from, err1 := strconv.Atoi(parts[0])
	to, err2 := strconv.Atoi(parts[len(parts)-1])
	return voting.SlipRange{From: from, To: to}, err1 == nil && err2 == nil
}

// printSlips answers with the sheet. Browsers keep no staff page, so that it
// can be printed once and is gone.
func (w *Web) printSlips(c echo.Context, page *SlipsPage, printed []voting.PrintedSlip, part *rollPart) error {
	path := "/" + string(page.Contest.Slug) + "/voter"
	sheet := &PrintPage{StaffFrame: page.StaffFrame, Title: page.Contest.Title, Path: path}
	_, sheet.Host, _ = strings.Cut(w.deps.PublicURL, "://")
	if part.Rest > 0 || part.Earlier {
		sheet.Part = part
	}
	sheet.Slips = make([]PrintSlip, len(printed))
	for i, slip := range printed {
		picture, err := slipQR(w.deps.PublicURL, path, slip.Code)
		if err != nil {
			return err
		}
		sheet.Slips[i] = PrintSlip{Serial: slip.Serial, Code: voting.SpokenCode(slip.Code), QR: picture}
		if i < len(part.lines) {
			sheet.Slips[i].Label = part.lines[i].Label
		}
	}
	return w.views.Render(c, http.StatusOK, sheet)
}

// slipQR draws the address with the code behind "#".
func slipQR(site, path, code string) (template.URL, error) {
	if site == "" {
		return "", nil
	}
	drawn, err := qr.Encode(site+path+"#"+code, qr.M)
	if err != nil {
		return "", fmt.Errorf("draw a slip's QR: %w", err)
	}
	drawn.Scale = 4
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(drawn.PNG())), nil
}

// slipRoutes is the part of the table about slips and the desk.
func (w *Web) slipRoutes(of string) []route {
	rows := []route{
		{method: http.MethodGet, path: of + "/slips", handler: w.slips},
		{method: http.MethodPost, path: of + "/slips", handler: w.makeSlips, extra: []echo.MiddlewareFunc{auth.AllowBody(roll.MaxBytes + 1<<20)}},
		{method: http.MethodPost, path: of + "/slips/reissue", handler: w.reissueSlips},
		{method: http.MethodPost, path: of + "/slips/revoke", handler: w.revokeSlips},
		{method: http.MethodGet, path: of + "/desk", handler: w.desk},
		{method: http.MethodPost, path: of + "/desk", handler: w.deskVote},
	}
	for i := range rows {
		rows[i].handler = w.staffOnly(rows[i].handler)
	}
	return rows
}
