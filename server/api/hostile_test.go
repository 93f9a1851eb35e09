package api_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plaudit/server/sqlstore/storetest"
)

// samples is the folder of real files that nobody here made: what
// PLAUDIT_SAMPLES says, or shared/samples beside the tree.
func samples(t *testing.T) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("PLAUDIT_SAMPLES"), "../../../shared/samples"} {
		if _, err := os.Stat(filepath.Join(dir, "MANIFEST.tsv")); err == nil {
			return dir
		}
	}
	t.Skip("there is no folder of samples here: set PLAUDIT_SAMPLES to one")
	return ""
}

// naughty returns strings that have broken other programs.
func naughty(t *testing.T) (lines []string) {
	t.Helper()
	file, err := os.Open(filepath.Join(samples(t), "blns.txt"))
	check(t, err)
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		if line := s.Text(); line != "" && !strings.HasPrefix(line, "# ") {
			lines = append(lines, line)
		}
	}
	check(t, err)
	return lines
}

// calm fails the test where the server is to blame for the answer.
func (a answer) calm(input string) {
	a.Helper()
	if a.status >= 500 {
		a.Errorf("%s %s with %q: %d\n%s", a.method, a.path, input, a.status, a.body)
	}
}

// TestNaughtyStrings puts each string wherever a string may stand. What is
// taken must come back as the same text, less what is invisible.
func TestNaughtyStrings(t *testing.T) {
	lines := naughty(t)
	h := newHouse(t)
	h.contest("may")
	organiser, jpeg := h.staff("organiser"), picture(t, 64, 48, 0)
	for i, line := range lines {
		escaped := url.QueryEscape(line)
		for _, path := range []string{"/contests/may/entries?q=" + escaped, "/contests/may/entries?cursor=" + escaped, "/contests/may/status/" + url.PathEscape(line)} {
			h.nobody().exchange("GET", path, "", nil).calm(line)
		}
		if i%4 > 0 {
			continue // every fourth is written: each write is durable before its answer
		}
		quoted, err := json.Marshal(line)
		check(t, err)
		organiser.exchange("PATCH", "/contests/may", "application/json", strings.NewReader(fmt.Sprintf(`{"title": %s, "rules": %[1]s}`, quoted))).calm(line)
		body, kind := form(t, work("title", line, "statement", line, "entrant_name", line), jpeg)
		a := h.nobody().exchange("POST", "/contests/may/entries", kind, body)
		a.calm(line)
		if a.status == 201 {
			status := h.nobody().exchange("GET", "/contests/may/status/"+a.text("code"), "", nil).want(200)
			if got := status.text("title"); plain(line) && got != strings.TrimSpace(line) {
				t.Errorf("title %q came back as %q", line, got)
			}
		}
	}
}

// plain reports whether a text is printable ASCII, of which nothing is cleaned
// away.
func plain(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

func TestHugeBodies(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	organiser := h.staff("organiser")
	huge := `{"title": "` + strings.Repeat("x", 300<<10) + `"}`
	organiser.do("PATCH", "/contests/may", huge).refused(413, "body_too_large")
	h.nobody().do("POST", "/session", huge).refused(413, "body_too_large")
	deep := strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000)
	organiser.do("POST", "/contests", deep).refused(422, "bad_json")
	long := `{"` + strings.Repeat("y", 100<<10) + `": 1}`
	if a := organiser.do("POST", "/contests", long).refused(422, "unknown_field"); len(a.body) > 1000 {
		t.Errorf("the refusal repeats %d bytes of what was sent", len(a.body))
	}
}

func TestWrongContentTypes(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	organiser := h.staff("organiser")
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ";;;"} {
		organiser.send("PATCH", "/contests/may", kind, strings.NewReader(`{"title": "x"}`)).refused(415, "unsupported_media_type")
	}
	organiser.send("PATCH", "/contests/may", "application/json; charset=utf-8", strings.NewReader(`{"title": "x"}`)).want(200)
	h.nobody().post("/contests/may/entries", `{"title": "x"}`).refused(415, "unsupported_media_type")
}

func TestBrokenForms(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	const kind = "multipart/form-data; boundary=x"
	field := func(disposition, value string) string {
		return "--x\r\nContent-Disposition: " + disposition + "\r\n\r\n" + value + "\r\n"
	}
	title := field(`form-data; name="title"`, "晨光")
	for _, row := range []struct{ kind, body, code string }{
		{"multipart/form-data", "", "bad_form"},
		{kind, "", "bad_form"},
		{kind, "no boundary at all", "bad_form"},
		{kind, "--x\r\n", "required"},
		{kind, title, "bad_form"},
		{kind, title + "--x--\r\n", "required"},
		{kind, title + title + "--x--\r\n", "repeated_field"},
		{kind, field(`form-data`, "nameless") + "--x--\r\n", "unknown_field"},
		{kind, field(`form-data; name="`+strings.Repeat("n", 5000)+`"`, "x") + "--x--\r\n", "unknown_field"},
		{kind, field(`form-data; name="file"; filename="../../etc/passwd"`, "root") + "--x--\r\n", "not_a_picture"},
		{kind, field(`form-data; name="file"`, string(picture(t, 64, 48, 0))), "bad_form"},
		{kind, "--x\r\n" + strings.Repeat("A: b\r\n", 20000), "bad_form"},
		{"multipart/form-data; boundary=" + strings.Repeat("b", 500), title, "bad_form"},
	} {
		a := h.nobody().exchange("POST", "/contests/may/entries", row.kind, strings.NewReader(row.body))
		a.calm(row.body)
		if got := a.text("code"); got != row.code {
			t.Errorf("%.60q: %s, want %s\n%s", row.body, got, row.code, a.body)
		}
	}
}

// TestBrokenConnection breaks the connection in the middle of a file: nothing is
// entered and nobody's fault is logged.
func TestBrokenConnection(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	body, kind := form(t, work(), make([]byte, 1<<20))
	r, err := http.NewRequestWithContext(t.Context(), "POST", h.url+"/contests/may/entries", io.MultiReader(io.LimitReader(body, 600<<10), brokenLine{}))
	check(t, err)
	r.Header.Set("Content-Type", kind)
	if response, err := http.DefaultClient.Do(r); err == nil {
		response.Body.Close()
		t.Errorf("answered with %s", response.Status)
	}
	h.staff("moderator").get("/contests/may/moderation?state=all").want(200)
}

type brokenLine struct{}

func (brokenLine) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestSamplesOverHTTP uploads every real file and holds the answer, and what
// the worker makes of it, to the manifest. What is no JPEG, PNG or WebP is
// refused politely.
func TestSamplesOverHTTP(t *testing.T) {
	if underRace {
		t.Skip("run once more without the race detector")
	}
	if storetest.URL(t) != "" {
		t.Skip("run once, on SQLite: it is about files")
	}
	dir := samples(t)
	manifest, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	check(t, err)
	lines := strings.Split(strings.TrimSpace(string(manifest)), "\n")
	names := strings.Split(lines[0], "\t")
	h := newHouse(t)
	h.contest("may")
	taken := map[string]bool{"jpeg": true, "png": true, "webp": true}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[names[i]] = cell
		}
		t.Run(row["file"], func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, row["file"]))
			check(t, err)
			a := h.nobody().submit("may", work("title", row["file"]), data)
			switch {
			case !taken[row["kind"]]:
				a.want(413, 415, 422)
			case row["expect"] == "accept":
				h.checkSample(t, a.want(201), row)
			case a.status == 201:
				h.develop(1)
				state := h.nobody().get("/contests/may/status/" + a.text("code")).want(200)
				if got := state.text("state"); got != "refused" && row["expect"] == "refuse" {
					t.Errorf("state %s, want refused", got)
				}
			default:
				a.want(413, 415, 422)
			}
		})
	}
}

func (h *house) checkSample(t *testing.T, a answer, row map[string]string) {
	h.develop(1)
	n := a.number("number")
	h.staff("moderator").post(fmt.Sprintf("/contests/may/moderation/%d", n), `{"decision": "approve"}`).want(200)
	var shown struct {
		Renditions []struct {
			Name          string
			Width, Height float64
		}
	}
	check(t, json.Unmarshal([]byte(h.nobody().get(fmt.Sprintf("/contests/may/entries/%d", n)).want(200).body), &shown))
	var width, height float64
	_, err := fmt.Sscan(row["upright_w"]+" "+row["upright_h"], &width, &height)
	check(t, err)
	whole := 0
	for _, r := range shown.Renditions {
		if strings.HasPrefix(r.Name, "square") {
			continue
		}
		whole++
		if r.Width > width || math.Abs(r.Height-r.Width*height/width) > 1 {
			t.Errorf("%s is %v × %v, of a picture that is %v × %v upright", r.Name, r.Width, r.Height, width, height)
		}
	}
	if whole == 0 {
		t.Errorf("no renditions: %+v", shown)
	}
}
