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
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Limits of a file.
const (
	MaxBytes  = 4 << 20
	maxUnzip  = 64 << 20 // what a workbook may become
	mostCells = 6        // of a row that go onto a slip
	longest   = 60       // characters on a slip
)

// ErrUnreadable is a file that is neither a workbook nor a table of text.
var ErrUnreadable = errors.New("neither a workbook nor a table of text")

// TooManyError says that there are more rows than were asked for.
type TooManyError struct{ Most int }

func (e TooManyError) Error() string { return fmt.Sprintf("more than %d rows", e.Most) }

// Read returns what to print on each slip: the cells of each row that is not
// empty, joined by " · ". heading says that the first such row names the columns.
// Text may be in UTF-8, UTF-16 or GB 18030, with commas, semicolons or tabs.
func Read(file io.Reader, heading bool, most int) (labels []string, err error) {
	content, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	var rows [][]string
	switch {
	case len(content) > MaxBytes:
		return nil, TooManyError{most}
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		rows, err = workbook(content, most+1)
	default:
		rows, err = table(content, most+1)
	}
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if label := labelOf(row); label != "" {
			labels = append(labels, label)
		}
	}
	if heading && len(labels) > 0 {
		labels = labels[1:]
	}
	if len(labels) > most {
		return nil, TooManyError{most}
	}
	return labels, nil
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

// workbook reads the first sheet, and no more rows that say something than most
// and one heading.
func workbook(content []byte, most int) (rows [][]string, err error) {
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
	for lines.Next() && len(rows) <= most {
		row, err := lines.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if labelOf(row) != "" {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// table reads text with one row per line.
func table(content []byte, most int) (rows [][]string, err error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord, reader.LazyQuotes, reader.TrimLeadingSpace = -1, true, true
	reader.Comma = separator(text)
	for len(rows) <= most {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if labelOf(row) != "" {
			rows = append(rows, row)
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
