// Package roll reads the list of people or households that voting slips are
// printed for, from a CSV or XLSX file. It knows no contest, and what it reads
// is kept by nobody.
//
// Start with Read.
package roll

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Limits of a file.
const (
	MaxBytes  = 4 << 20
	MaxLines  = 100_000
	maxUnzip  = 64 << 20 // what a workbook may become
	mostCells = 6        // of a row that go onto a slip
	longest   = 60       // characters on a slip
)

// ErrUnreadable is a file that is neither a workbook nor a table of text.
var ErrUnreadable = errors.New("neither a workbook nor a table of text")

// ErrTooLarge is a file of more than MaxBytes or MaxLines.
var ErrTooLarge = errors.New("the list is too large")

// Line is one person or household.
type Line struct {
	Row   int    // where it stands in the file, as spreadsheets count: from 1, with heading and empty rows
	Label string // what to print on the slip: the cells, joined by " · "
	Code  string // the cell in the column of codes as it was typed; "" for none
}

// codeHeading reports whether a column of that name holds codes.
func codeHeading(name string) bool {
	switch strings.ToLower(strings.Join(strings.Fields(name), " ")) {
	case "投票码", "code", "voting code", "vote code":
		return true
	}
	return false
}

// Read returns the rows that are not empty. heading says that the first of them
// names the columns, of which one may hold codes.
// Text may be in UTF-8, UTF-16 or GB 18030, with commas, semicolons or tabs.
func Read(file io.Reader, heading bool) (lines []Line, err error) {
	content, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	var rows []cells
	switch {
	case len(content) > MaxBytes:
		return nil, ErrTooLarge
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		rows, err = workbook(content)
	default:
		rows, err = table(content)
	}
	if err != nil {
		return nil, err
	}
	codes := -1
	if heading && len(rows) > 0 {
		codes = slices.IndexFunc(rows[0].cells, codeHeading)
		rows = rows[1:]
	}
	if len(rows) > MaxLines {
		return nil, ErrTooLarge
	}
	for _, row := range rows {
		line := Line{Row: row.number}
		if codes >= 0 && codes < len(row.cells) {
			line.Code = strings.TrimSpace(strings.ToValidUTF8(row.cells[codes], ""))
			row.cells = slices.Delete(slices.Clone(row.cells), codes, codes+1)
		}
		line.Label = labelOf(row.cells)
		lines = append(lines, line)
	}
	return lines, nil
}

// cells is a row that says something.
type cells struct {
	number int
	cells  []string
}

// labelOf joins the cells of a row; "" for an empty one.
func labelOf(row []string) string {
	var cells []string
	for _, cell := range row {
		cell = strings.Join(strings.Fields(strings.ToValidUTF8(cell, "")), " ")
		if cell != "" && len(cells) < mostCells {
			cells = append(cells, cell)
		}
	}
	label := strings.Join(cells, " · ")
	if utf8.RuneCountInString(label) > longest {
		label = string([]rune(label)[:longest-1]) + "…"
	}
	return label
}

// most is how many rows are looked at: with a heading, and one that is too many.
const most = MaxLines + 2

// workbook reads the first sheet.
func workbook(content []byte) (rows []cells, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, ErrUnreadable
	}
	lines, err := book.Rows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer lines.Close()
	for number := 1; lines.Next() && len(rows) < most; number++ {
		row, err := lines.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if labelOf(row) != "" {
			rows = append(rows, cells{number, row})
		}
	}
	return rows, nil
}

// table reads text with one row per line.
func table(content []byte) (rows []cells, err error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord, reader.LazyQuotes, reader.TrimLeadingSpace = -1, true, true
	reader.Comma = separator(text)
	for len(rows) < most {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if labelOf(row) != "" {
			number, _ := reader.FieldPos(0)
			rows = append(rows, cells{number, row})
		}
	}
	return rows, nil
}

// separator is what stands most often in the first line.
func separator(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, mark := range []rune{';', '\t'} {
		if strings.Count(line, string(mark)) > strings.Count(line, string(best)) {
			best = mark
		}
	}
	return best
}

// decode makes UTF-8 of what Chinese spreadsheets write.
func decode(content []byte) (string, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		content = content[3:]
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content)
		return string(text), err
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return "", ErrUnreadable
	}
	if utf8.Valid(content) {
		return string(content), nil
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(content)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", ErrUnreadable
	}
	return string(text), nil
}
