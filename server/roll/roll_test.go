package roll_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"plaudit/server/roll"
)

const list = "门牌,户主\n东街1号,张小明\n\n 东街2号 ,\"李,红\"\n东街3号\n"

func TestReadsWhatSpreadsheetsWrite(t *testing.T) {
	want := []string{"东街1号 · 张小明", "东街2号 · 李,红", "东街3号"}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(list, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"utf-8": list, "with a mark": "\ufeff" + list, "gbk": gbk, "crlf": strings.ReplaceAll(list, "\n", "\r\n"),
		"workbook": workbook(t, [][]string{{"门牌", "户主"}, {"东街1号", "张小明"}, {}, {" 东街2号 ", "李,红"}, {"东街3号"}}),
	} {
		lines, err := roll.Read(strings.NewReader(content), true)
		got := labels(lines)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	for name, content := range map[string]string{"utf-16": wide, "semicolons": strings.NewReplacer(",", ";", "\"", "").Replace(list)} {
		lines, err := roll.Read(strings.NewReader(content), false)
		got := labels(lines)
		if err != nil || len(got) != 4 || got[1] != want[0] {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func labels(lines []roll.Line) (labels []string) {
	for _, line := range lines {
		labels = append(labels, line.Label)
	}
	return labels
}

// Codes come from the column that is called so, with the numbers that a
// spreadsheet shows beside the rows.
func TestCodesStandInTheirColumn(t *testing.T) {
	want := []roll.Line{
		{Row: 3, Label: "东街1号 · 张小明", Code: "K7M2Q 9XA4D"}, {Row: 5, Label: "东街2号 · 李红"}, {Row: 6, Label: "东街3号"}, {Row: 7, Code: "x"},
	}
	const text = "\n门牌, 投票码 ,户主\n东街1号,K7M2Q 9XA4D,张小明\n,,\n东街2号,,李红\n东街3号\n,x,\n"
	rows := [][]string{{}, {"门牌", "Voting  CODE", "户主"}, {"东街1号", "K7M2Q 9XA4D", "张小明"}, {}, {"东街2号", "", "李红"}, {"东街3号"}, {"", "x"}}
	for name, content := range map[string]string{"text": text, "workbook": workbook(t, rows)} {
		got, err := roll.Read(strings.NewReader(content), true)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
		if got, err := roll.Read(strings.NewReader(content), false); err != nil || got[1].Code != "" || !strings.Contains(got[1].Label, "K7M2Q") {
			t.Errorf("%s without a heading: %+v, %v", name, got[1], err)
		}
	}
}

func workbook(t *testing.T, rows [][]string) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		cell := fmt.Sprintf("A%d", i+1)
		if err := book.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

func TestRefusesWhatIsNoList(t *testing.T) {
	for name, content := range map[string]string{
		"a picture": "\xff\xd8\xff\xe0\x00\x10JFIF", "a broken workbook": "PK\x03\x04 and no more", "noise": "\x81\x20\xfe\xff\xff",
	} {
		if got, err := roll.Read(strings.NewReader(content), false); !errors.Is(err, roll.ErrUnreadable) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, content := range map[string]string{
		"too many": "h\n" + strings.Repeat("x\n", roll.MaxLines+1), "too large": strings.Repeat(" ", roll.MaxBytes) + "\nx",
	} {
		if got, err := roll.Read(strings.NewReader(content), true); !errors.Is(err, roll.ErrTooLarge) {
			t.Errorf("%s: %d, %v", name, len(got), err)
		}
	}
	if got, err := roll.Read(strings.NewReader("h\n"+strings.Repeat("x\n", roll.MaxLines)), true); err != nil || len(got) != roll.MaxLines {
		t.Errorf("as many as may be: %d, %v", len(got), err)
	}
	lines, err := roll.Read(strings.NewReader(strings.Repeat("长", 100)), false)
	got := labels(lines)
	if err != nil || len([]rune(got[0])) != 60 || !strings.HasSuffix(got[0], "…") {
		t.Errorf("a long label: %q, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(list), true)
	f.Fuzz(func(t *testing.T, content []byte, heading bool) {
		lines, err := roll.Read(bytes.NewReader(content), heading)
		for _, line := range lines {
			if err != nil || line.Row < 1 || line.Label == "" && line.Code == "" {
				t.Errorf("%+v, %v", line, err)
			}
		}
	})
}
