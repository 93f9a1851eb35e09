package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"
	"github.com/oasdiff/yaml"

	"plaudit/server/api"
	"plaudit/server/auth"
	"plaudit/server/problem"
)

var update = flag.Bool("update", false, "write openapi.json and docs/api.md anew")

// document loads openapi.yaml.
func document(t testing.TB) *openapi3.T {
	t.Helper()
	source, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(source)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDocumentIsValid(t *testing.T) {
	if err := document(t).Validate(t.Context(), openapi3.EnableExamplesValidation()); err != nil {
		t.Fatal(err)
	}
}

func TestDocumentFilesAreCurrent(t *testing.T) {
	source, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := yaml.YAMLToJSON(source)
	if err != nil {
		t.Fatal(err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, asJSON, "", " "); err != nil {
		t.Fatal(err)
	}
	indented.WriteByte('\n')
	for file, want := range map[string]string{
		"openapi.json":      indented.String(),
		"../../docs/api.md": page(document(t)),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is not what openapi.yaml gives; run go test ./server/api -run Document -update\n%s", file, diff)
		}
	}
}

// TestDocumentHasEveryRoute holds the document to the router, both ways.
func TestDocumentHasEveryRoute(t *testing.T) {
	e := echo.New()
	api.New(api.Deps{Gate: &auth.Gate{}}).Register(e)
	var routed []string
	for _, r := range e.Routes() {
		if r.Method == echo.RouteNotFound {
			continue
		}
		path := regexp.MustCompile(`:(\w+)`).ReplaceAllString(strings.TrimPrefix(r.Path, api.Prefix), "{$1}")
		path = strings.Replace(path, "/tile/*", "/tile/{tile}", 1) // the one path that goes on
		routed = append(routed, r.Method+" "+path)
	}
	var described []string
	for path, item := range document(t).Paths.Map() {
		for method := range item.Operations() {
			described = append(described, method+" "+path)
		}
	}
	slices.Sort(routed)
	slices.Sort(described)
	if diff := cmp.Diff(routed, described); diff != "" {
		t.Errorf("routes (-) and document (+) differ:\n%s", diff)
	}
}

// TestDocumentNamesKnownCodes compares the codes in the document with the
// catalogue: each exists and comes with the status it is listed under.
func TestDocumentNamesKnownCodes(t *testing.T) {
	status := map[string]int{}
	for _, e := range problem.Catalogue(append(auth.Errors(), api.Errors()...)...) {
		status[e.Code] = e.Status
	}
	for path, item := range document(t).Paths.Map() {
		for method, op := range item.Operations() {
			for answer, response := range op.Responses.Map() {
				for _, code := range codes(answer, response) {
					if got := http.StatusText(status[code]); answer != statusCode(status[code]) {
						t.Errorf("%s %s: %s under %s is %s", method, path, code, answer, got)
					}
				}
			}
		}
	}
}

// codes are those that the description of a refusal names.
func codes(answer string, response *openapi3.ResponseRef) (named []string) {
	if answer < "400" || response.Value.Description == nil {
		return nil
	}
	for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(*response.Value.Description, -1) {
		named = append(named, m[1])
	}
	return named
}
