package web

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// LogLine is the state of a log of votes as it is put up on paper.
type LogLine struct {
	ledger.Checkpoint
	At     time.Time // when it was read, in the contest's time
	Print  string    // the key's fingerprint, in groups
	Result *ledger.Result
	Void   int
}

// Root is the hash as it stands in checkpoints.
func (l *LogLine) Root() string { return l.Line()[strings.LastIndexByte(l.Line(), ' ')+1:] }

// NoticePage is a sheet for the notice board.
type NoticePage struct {
	StaffFrame
	Title string // of the contest
	Log   *LogLine
	Where string // the address of the page for doubters, without a scheme where there is a public one
}

// logLine reads it; nil before the log has begun.
func (w *Web) logLine(c echo.Context, a voting.Actor, view *voting.ContestView) (*LogLine, error) {
	log, err := w.deps.Voting.ViewLog(c.Request().Context(), a, view.Slug)
	if errors.Is(err, voting.ErrLogNotBegun) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	line := &LogLine{At: view.At.In(view.Location())}
	if line.Checkpoint, err = ledger.OpenCheckpoint(log.Checkpoint, log.Key); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(log.Key))
	for i := 0; i < len(sum); i += 4 {
		line.Print += fmt.Sprintf(" %x", sum[i:i+4])
	}
	line.Print = line.Print[1:]
	if result, err := ledger.ParseResult(log.Result); err == nil {
		line.Result = &result
		for _, void := range result.Void {
			line.Void += void.Votes
		}
	}
	return line, nil
}

// notice shows the sheet.
func (w *Web) notice(c echo.Context, a voting.Actor) error {
	view, f, err := w.staffView(c, a, voting.ActSeeStaff, "overview")
	if err != nil {
		return err
	}
	page := &NoticePage{StaffFrame: f, Title: view.Title, Where: "/" + string(view.Slug) + "/verify"}
	if page.Log, err = w.logLine(c, a, &view); err != nil {
		return err
	}
	if page.Log == nil {
		return voting.ErrLogNotBegun
	}
	if _, host, ok := strings.Cut(w.deps.PublicURL, "://"); ok {
		page.Where = host + page.Where
	}
	return w.views.Render(c, http.StatusOK, page)
}
