package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"plaudit/voting"
)

// client sends requests as somebody. Every answer is held to the document.
type client struct {
	*house
	login string            // of staff, "" for others
	token string            // bearer, "" for none
	jar   http.CookieJar    // nil for none
	extra map[string]string // headers
}

func (c *client) get(path string) answer        { c.Helper(); return c.do("GET", path, "") }
func (c *client) post(path, body string) answer { c.Helper(); return c.do("POST", path, body) }
func (c *client) put(path, body string) answer  { c.Helper(); return c.do("PUT", path, body) }

// do sends a JSON body, or none.
func (c *client) do(method, path, body string) answer {
	c.Helper()
	kind := ""
	if body != "" {
		kind = "application/json"
	}
	return c.send(method, path, kind, strings.NewReader(body))
}

func (c *client) send(method, path, kind string, body io.Reader) answer {
	c.Helper()
	a := c.exchange(method, path, kind, body)
	if problem := a.undescribed(c.doc); problem != "" {
		c.Errorf("%s %s: %s\n%s", method, path, problem, a.body)
	}
	return a
}

// exchange sends a request without looking at the answer.
func (c *client) exchange(method, path, kind string, body io.Reader) answer {
	c.Helper()
	r, err := http.NewRequestWithContext(c.Context(), method, c.url+path, body)
	check(c, err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if c.login != "" {
		c.token = c.session(c.login)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.extra {
		r.Header.Set(name, value)
	}
	response, err := (&http.Client{Jar: c.jar}).Do(r)
	check(c, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	check(c, err)
	path, _, _ = strings.Cut(path, "?")
	return answer{c.house, method, path, response.StatusCode, response.Header, string(raw)}
}

// submit sends a form with a picture as its file.
func (c *client) submit(slug string, fields map[string]string, file []byte) answer {
	c.Helper()
	body, kind := form(c, fields, file)
	return c.send("POST", "/contests/"+slug+"/entries", kind, body)
}

// form writes fields and file (unless nil) as multipart/form-data.
func form(t testing.TB, fields map[string]string, file []byte) (io.Reader, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if file != nil {
		part, err := w.CreateFormFile("file", "照片.jpg")
		check(t, err)
		part.Write(file)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		check(t, w.WriteField(name, fields[name]))
	}
	check(t, w.Close())
	return &body, w.FormDataContentType()
}

// work is a form that is in order, with some fields changed; "-" takes one out.
func work(changed ...string) map[string]string {
	fields := map[string]string{
		"title": "晨光", "category": "photo", "entrant_name": "张小明", "phone": "13812345678", "consent": voting.ConsentVersion,
	}
	for i := 0; i+1 < len(changed); i += 2 {
		fields[changed[i]] = changed[i+1]
		if changed[i+1] == "-" {
			delete(fields, changed[i])
		}
	}
	return fields
}

// answer is what came back.
type answer struct {
	*house
	method, path string
	status       int
	header       http.Header
	body         string
}

// want fails the test unless the status is one of those wanted.
func (a answer) want(status ...int) answer {
	a.Helper()
	if !slices.Contains(status, a.status) {
		a.Fatalf("%s %s: %d, want %v\n%s", a.method, a.path, a.status, status, a.body)
	}
	return a
}

// refused fails the test unless the answer is a refusal with this code.
func (a answer) refused(status int, code string) answer {
	a.Helper()
	if got, _ := a.json()["code"].(string); a.status != status || got != code {
		a.Fatalf("%s %s: %d %s, want %d %s\n%s", a.method, a.path, a.status, got, status, code, a.body)
	}
	return a
}

// json returns the body as an object.
func (a answer) json() map[string]any {
	a.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(a.body), &object); err != nil {
		a.Fatalf("%s %s: %v\n%s", a.method, a.path, err, a.body)
	}
	return object
}

func (a answer) text(field string) string {
	a.Helper()
	value, _ := a.json()[field].(string)
	return value
}

func (a answer) number(field string) int {
	a.Helper()
	value, ok := a.json()[field].(float64)
	if !ok {
		a.Fatalf("%s %s: no number %s\n%s", a.method, a.path, field, a.body)
	}
	return int(value)
}

// items returns the items of a list.
func (a answer) items() (items []map[string]any) {
	a.Helper()
	list, ok := a.json()["items"].([]any)
	if !ok {
		a.Fatalf("%s %s: no list\n%s", a.method, a.path, a.body)
	}
	for _, item := range list {
		items = append(items, item.(map[string]any))
	}
	return items
}

// undescribed says how the answer differs from what the document describes,
// "" when it does not.
func (a answer) undescribed(doc *openapi3.T) string {
	op := operation(doc, a.method, a.path)
	if op == nil {
		return "not in the document"
	}
	status := statusCode(a.status)
	response := op.Responses.Value(status)
	if response == nil {
		return status + " is not in the document"
	}
	if len(response.Value.Content) == 0 {
		if a.body != "" {
			return "the document describes no body"
		}
		return ""
	}
	media := response.Value.Content.Get(a.header.Get("Content-Type"))
	if media == nil {
		return a.header.Get("Content-Type") + " is not in the document"
	}
	if !strings.Contains(a.header.Get("Content-Type"), "json") {
		return ""
	}
	var value any
	if err := json.Unmarshal([]byte(a.body), &value); err != nil {
		return err.Error()
	}
	if err := doc.ValidateSchemaJSON(media.Schema.Value, value, openapi3.EnableJSONSchema2020()); err != nil {
		return err.Error()
	}
	if named := codes(status, response); a.status >= 400 && !slices.Contains(named, a.text("code")) {
		return "the code " + a.text("code") + " is not in the document"
	}
	return ""
}

// operation finds the operation that a path belongs to.
func operation(doc *openapi3.T, method, path string) *openapi3.Operation {
	if before, _, ok := strings.Cut(path, "/log/tile/"); ok { // the one path that goes on
		path = before + "/log/tile/x"
	}
	parts := strings.Split(path, "/")
	for _, template := range doc.Paths.InMatchingOrder() {
		wanted := strings.Split(template, "/")
		same := slices.EqualFunc(wanted, parts, func(w, p string) bool { return w == p || strings.HasPrefix(w, "{") })
		if op := doc.Paths.Value(template).GetOperation(method); same && op != nil {
			return op
		}
	}
	return nil
}
