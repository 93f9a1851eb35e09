package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/server/roll"
	"plaudit/voting"
)

// rollPart is what one sheet takes of a list: all of it, or as much as is made at
// a time from some row on.
type rollPart struct {
	lines    []roll.Line
	Earlier  bool // there are lines before these
	From, To int  // rows of the file
	Rest     int  // lines after To
	Next     int  // the row of the first of them
}

// mostDoubts is how many doubtful lines of a list are shown.
const mostDoubts = 10

// readRoll reads the file of the form. nil means that none was sent, or that
// page.Wrong says what is the matter with it. The whole list is looked at,
// whatever part of it is to be printed.
func (w *Web) readRoll(c echo.Context, page *SlipsPage) (*rollPart, error) {
	head, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && head.Size == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, problem.New(problem.CodeBadRequest, err)
	}
	file, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines, err := roll.Read(file, c.FormValue("heading") != "")
	wrong := func(field, key string, args ...any) (*rollPart, error) {
		page.Wrong = map[string]string{field: w.t(page.Frame, key, args...)}
		return nil, nil
	}
	switch {
	case errors.Is(err, roll.ErrTooLarge):
		return wrong("file", "slips.roll_too_many", "Most", roll.MaxLines)
	case err != nil:
		return wrong("file", "slips.roll_unreadable")
	case len(lines) == 0:
		return wrong("file", "slips.roll_empty")
	}
	if _, err := voting.ReadCodes(codesOf(lines)); err != nil {
		page.Doubts = w.codeDoubts(page, lines, err)
		return wrong("file", "error."+voting.ErrRollCodes.Code)
	}
	if page.Doubts = twice(lines); len(page.Doubts) > 0 && c.FormValue("twice") == "" {
		return wrong("file", "slips.roll_twice")
	}
	part, ok := partOf(lines, page.Form.From)
	if !ok {
		return wrong("from", "slips.bad_from", "First", lines[0].Row, "Last", lines[len(lines)-1].Row)
	}
	return part, nil
}

// partOf is what a sheet takes from the row that was typed, "" for the first.
func partOf(lines []roll.Line, typed string) (*rollPart, bool) {
	begin := 0
	if typed = strings.TrimSpace(typed); typed != "" {
		row, err := strconv.Atoi(typed)
		for begin < len(lines) && lines[begin].Row < row {
			begin++
		}
		if err != nil || row < 1 || begin == len(lines) {
			return nil, false
		}
	}
	end := min(begin+voting.MostSlips, len(lines))
	p := &rollPart{lines: lines[begin:end], Earlier: begin > 0, From: lines[begin].Row, To: lines[end-1].Row, Rest: len(lines) - end}
	if p.Rest > 0 {
		p.Next = lines[end].Row
	}
	return p, true
}

func codesOf(lines []roll.Line) []string {
	codes := make([]string, len(lines))
	for i, line := range lines {
		codes[i] = line.Code
	}
	return codes
}

// codeDoubts says of the first lines what is wrong with their codes.
func (w *Web) codeDoubts(page *SlipsPage, lines []roll.Line, err error) (list []string) {
	var faults voting.CodeFaults
	if !errors.As(err, &faults) {
		return nil
	}
	for i, fault := range faults {
		if i == mostDoubts {
			return append(list, w.t(page.Frame, "slips.more_faults", "Count", len(faults)-i))
		}
		line := lines[fault.Index]
		list = append(list, w.t(page.Frame, "slips.fault_"+fault.Why, "Row", line.Row, "Code", line.Code))
	}
	return list
}

// twice lists the first labels that occur more than once.
func twice(lines []roll.Line) (list []string) {
	seen := map[string]int{}
	for _, line := range lines {
		if seen[line.Label]++; seen[line.Label] == 2 && len(list) < mostDoubts && line.Label != "" {
			list = append(list, line.Label)
		}
	}
	return list
}
