package web

import (
	"context"
	"slices"
	"strings"
	"testing/fstest"

	"plaudit/voting/ledger"
)

// noticed brings the log up to date and returns the line that the staff pages
// give for the notice board. The log must be as older says, the line of before,
// and is not once that line has another hash.
func noticed(h *house, b *browser, base, older string) string {
	h.Helper()
	for more := true; more; {
		var err error
		more, err = h.service.Sequence(h.Context(), "may")
		h.check(err)
	}
	line := b.get(base).want(200).text(".s-line")
	sheet := b.get(base+"/notice").want(200).see(".n-sheet", line)
	if (older != "") != strings.Contains(sheet.text(".n-sheet"), "计入结果") {
		h.Errorf("the sheet says %q", sheet.text(".n-sheet"))
	}
	files := fstest.MapFS{}
	h.check(h.service.ExportLog(context.WithoutCancel(h.Context()), system, "may", func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: slices.Clone(data)}
		return nil
	}))
	for _, l := range []string{line, older} {
		if report, err := ledger.Verify(files, ledger.Trust{Line: l}); err != nil || l != "" && report.OlderSize <= 0 {
			h.Errorf("held against %q: %+v, %v", l, report, err)
		}
	}
	parts := strings.Fields(line)
	for _, wrong := range []string{
		parts[0] + " " + parts[1] + " " + strings.Repeat("A", 43) + "=", parts[0] + " 999999 " + parts[2], "plaudit/other " + parts[1] + " " + parts[2],
		parts[0] + " " + parts[1], parts[0] + " 1 " + parts[2], parts[0] + " x " + parts[2],
	} {
		if _, err := ledger.Verify(files, ledger.Trust{Line: wrong}); err == nil {
			h.Errorf("the line %q was believed", wrong)
		}
	}
	return line
}
