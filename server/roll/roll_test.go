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
		got, err := roll.Read(strings.NewReader(content), true, 3)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	for name, content := range map[string]string{"utf-16": wide, "semicolons": strings.NewReplacer(",", ";", "\"", "").Replace(list)} {
		got, err := roll.Read(strings.NewReader(content), false, 9)
		if err != nil || len(got) != 4 || got[1] != want[0] {
			t.Errorf("%s: %q, %v", name, got, err)
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
		if got, err := roll.Read(strings.NewReader(content), false, 9); !errors.Is(err, roll.ErrUnreadable) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, content := range map[string]string{
		"too many": list, "too large": strings.Repeat("x\n", roll.MaxBytes), "too many in a workbook": workbook(t, [][]string{{"h"}, {"1"}, {"2"}, {"3"}}),
	} {
		var many roll.TooManyError
		if got, err := roll.Read(strings.NewReader(content), true, 2); !errors.As(err, &many) || many.Most != 2 {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	got, err := roll.Read(strings.NewReader(strings.Repeat("长", 100)), false, 2)
	if err != nil || len([]rune(got[0])) != 60 || !strings.HasSuffix(got[0], "…") {
		t.Errorf("a long label: %q, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(list), true)
	f.Fuzz(func(t *testing.T, content []byte, heading bool) {
		labels, err := roll.Read(bytes.NewReader(content), heading, 10)
		if err == nil && len(labels) > 10 {
			t.Errorf("%d labels", len(labels))
		}
	})
}
