package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// words are good pictures under hostile names: of the file, the work and the
// person.
func (m *maker) words(context.Context) error {
	picture := goodJPEG(32, 32)
	for i, name := range m.fileNames() {
		// A name that breaks the form's own grammar is a broken form.
		m.add(fmt.Sprintf("file-name-%d", i), picture, Want{}).FileName = name
	}
	texts := m.texts()
	naughty, err := m.naughty()
	if err != nil {
		return err
	}
	for i, line := range naughty {
		if i%m.many(12, 1) == 0 {
			texts = append(texts, line)
		}
	}
	for i, text := range texts {
		s := m.add(fmt.Sprintf("text-%d", i), picture, Want{})
		s.Title, s.Entrant, s.Statement = text, text, text
		if len(text) > 60 { // the statement has room for what the title has not
			s.Title, s.Entrant = "", ""
		}
	}
	return nil
}

func (m *maker) fileNames() []string {
	return []string{
		"../../../../etc/passwd", "..\\..\\windows\\system32\\x.jpg", "/etc/cron.d/x", "C:\\x.jpg", "\\\\host\\share\\x.jpg",
		"x.jpg\x00.html", "x.jpg\r\nContent-Type: text/html", "x\".jpg", "x;name=title.jpg", "\u202egpj.exe", "%00.jpg", "%2e%2e%2fx.jpg",
		strings.Repeat("n", 4<<10) + ".jpg", strings.Repeat("../", 1_000), ".htaccess", "CON", "aux.jpg", ".", "..", " ", "-rf", "`id`.jpg", "$(id).jpg",
		"|id", "x.jpg;id", m.script() + ".jpg", "\xff\xfe.jpg", "照片.jpg", "%s%n%d.jpg", "file:///etc/passwd", "http://127.0.0.1/x.jpg",
	}
}

func (m *maker) texts() []string {
	return []string{
		m.script(), "\"><script>alert('" + m.Token + "')</script>", "' onmouseover='alert(1)' x='", "</title><script>alert(1)</script>",
		"<svg/onload=alert('" + m.Token + "')>", "<a href=javascript:alert(1)>x</a>", "{{.}} {{printf \"%s\" .}}", "${7*7} #{7*7} <%= 7*7 %>",
		"[x](javascript:alert(1)) ![x](http://127.0.0.1/x)", "</textarea><img src=x onerror=alert(1)>", "</script><script>alert(1)//", "<!--", "]]>",
		"'; DROP TABLE entry; --", "a\x00b", "a\r\nSet-Cookie: x=y", "\u202e\u2066gpj\u2069", "\ufeff\u200b\u200d", "Z" + strings.Repeat("\u0352", 50),
		strings.Repeat("长", 60), strings.Repeat("长", 61), strings.Repeat("x", 40), strings.Repeat("\n", 100) + "x", "\xff\xfe\xfd", "𝕿𝖊𝖘𝖙 👩‍👩‍👧‍👦", " ", "",
		strings.Repeat("<b>", 160), strings.Repeat("&amp;", 12), "=cmd|' /C calc'!A0", "../../../etc/passwd", "%0d%0a%00", "\\u003cscript\\u003e",
	}
}

// naughty are the strings of blns.txt among the samples.
func (m *maker) naughty() (lines []string, err error) {
	if m.Samples == "" {
		return nil, nil
	}
	text, err := os.ReadFile(filepath.Join(m.Samples, "blns.txt"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if line != "" && !strings.HasPrefix(line, "# ") {
			lines = append(lines, line)
		}
	}
	return lines, err
}
