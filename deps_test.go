// Package plaudit has no code of its own. Its tests hold the whole tree to the
// house rules: who may import what (here), and how long things may get
// (house_test.go).
package plaudit

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is what `go list -json` tells of a package.
type pkg struct {
	ImportPath string
	Name       string
	Standard   bool
	Imports    []string
}

// rule says what the packages under a path may import. Where only is set,
// nothing else is allowed; never holds in any case. A path ending in "/" stands
// for everything below it, "std" for the standard library, "plaudit/" for us.
type rule struct {
	of     []string
	except []string
	only   []string
	never  []string
	reason string
}

const (
	echo    = "github.com/labstack/echo/"
	imaging = "github.com/disintegration/imaging"
	minio   = "github.com/minio/"
)

func rules() []rule {
	return []rule{
		{
			of: []string{"plaudit/voting"}, only: []string{"std", "plaudit/voting/ledger", "plaudit/voting/review"},
			never:  []string{"net/http", "database/sql", "os", "os/", "io/ioutil", "syscall", "log/slog"},
			reason: "the rulebook does no input or output: whoever reads it needs to know nothing else, and it can be tested with nothing else",
		},
		{
			of: []string{"plaudit/voting/ledger"}, only: []string{"std", "golang.org/x/mod/sumdb/"},
			never:  []string{"net/http", "database/sql", "os"},
			reason: "the vote log is pure, so that anybody can recompute it",
		},
		{
			of: []string{"plaudit/voting/review"}, only: []string{"std"},
			never:  []string{"net/http", "database/sql", "os"},
			reason: "the rules for doubtful votes are pure, so that anybody can try them",
		},
		{
			of: []string{"plaudit/media", "plaudit/media/"}, never: []string{"plaudit/voting", "plaudit/voting/", "plaudit/server", "plaudit/server/", echo},
			reason: "the darkroom knows no contest and no HTTP: it can be used and attacked by itself",
		},
		{
			of: []string{"plaudit/"}, except: []string{"plaudit/media/objstore"}, never: []string{minio},
			reason: "one package speaks S3; all others speak media.Bucket",
		},
		{
			of: []string{"plaudit/"}, except: []string{"plaudit/media"}, never: []string{imaging},
			reason: "imaging is trusted with resampling only; its decoders can be killed by a file of 5 KB",
		},
		{
			of: []string{"plaudit/static"}, only: []string{"std", "github.com/andybalholm/brotli", "github.com/tdewolff/minify/", "github.com/tdewolff/parse/"},
			reason: "what is sent as it is needs nobody's rules",
		},
		{
			of: []string{"plaudit/server/web", "plaudit/server/api"}, never: []string{"database/sql", "plaudit/server/sqlstore", "plaudit/server/demo", "plaudit/server/web", "plaudit/server/api", "modernc.org/"},
			reason: "handlers parse, call one use case and render; pages and API share use cases, not code, and neither knows of SQL",
		},
		{
			of: []string{"plaudit/server/sqlstore"}, never: []string{echo, "net/http", "plaudit/server/web", "plaudit/server/api", "plaudit/server/problem"},
			reason: "the store implements the ports and answers nobody",
		},
		{
			of:     []string{"plaudit/server/auth", "plaudit/server/problem"},
			never:  []string{"database/sql", "plaudit/server/sqlstore", "plaudit/server/web", "plaudit/server/api"},
			reason: "the door and the answers are below the pages and beside the store",
		},
		{
			of: []string{"plaudit/"}, except: []string{"plaudit/server", "plaudit/bench/"}, never: []string{"plaudit/server/sqlstore", "plaudit/server/web", "plaudit/server/api"},
			reason: "only package main sees everything and puts it together",
		},
		{
			of: []string{"plaudit/"}, except: []string{"plaudit/server", "plaudit/server/web", "plaudit/server/api", "plaudit/server/auth", "plaudit/server/problem", "plaudit/bench/"}, never: []string{echo},
			reason: "Echo v4 has a successor: it stays in the packages that would change with it",
		},
		{
			of: []string{"plaudit/"}, never: []string{"github.com/stretchr/", "github.com/golang/mock", "go.uber.org/mock"},
			reason: "no assertion library and no mocks",
		},
	}
}

func TestDependencies(t *testing.T) {
	std := make(map[string]bool)
	for _, p := range list(t, "std") {
		std[p.ImportPath] = true
	}
	ours := list(t, "./...")
	if len(ours) < 5 {
		t.Fatalf("only %d packages found", len(ours))
	}
	for _, p := range ours {
		for _, r := range rules() {
			if !matches(r.of, p.ImportPath, std) || matches(r.except, p.ImportPath, std) {
				continue
			}
			for _, path := range p.Imports {
				if matches(r.never, path, std) || r.only != nil && !matches(r.only, path, std) {
					t.Errorf("%s imports %s.\n\tIt must not: %s.", p.ImportPath, path, r.reason)
				}
			}
		}
	}
}

// A rule about a package that does not exist, or that forbids nothing, would
// never fail; try each on what it is meant to catch.
func TestRulesCatch(t *testing.T) {
	std := map[string]bool{"fmt": true, "os": true, "net/http": true, "database/sql": true}
	for _, c := range []struct{ from, to string }{
		{"plaudit/voting", "os"},
		{"plaudit/voting", "golang.org/x/text/width"},
		{"plaudit/voting", "plaudit/media"},
		{"plaudit/media/disk", "plaudit/voting"},
		{"plaudit/media", "github.com/labstack/echo/v4"},
		{"plaudit/media/disk", imaging},
		{"plaudit/static", "plaudit/voting"},
		{"plaudit/server/web", "plaudit/server/api"},
		{"plaudit/server/api", "database/sql"},
		{"plaudit/server/web", "plaudit/server/sqlstore"},
		{"plaudit/server/sqlstore", "github.com/labstack/echo/v4"},
		{"plaudit/server/demo", "plaudit/server/sqlstore"},
		{"plaudit/server/auth", "plaudit/server/sqlstore"},
		{"plaudit/server/sqlstore", minio + "minio-go/v7"},
	} {
		caught := slices.ContainsFunc(rules(), func(r rule) bool {
			return matches(r.of, c.from, std) && !matches(r.except, c.from, std) &&
				(matches(r.never, c.to, std) || r.only != nil && !matches(r.only, c.to, std))
		})
		if !caught {
			t.Errorf("nothing keeps %s from importing %s", c.from, c.to)
		}
	}
}

func matches(patterns []string, path string, std map[string]bool) bool {
	for _, p := range patterns {
		switch {
		case p == "std" && std[path], p == path, strings.HasSuffix(p, "/") && strings.HasPrefix(path, p):
			return true
		}
	}
	return false
}

// list returns the packages of a pattern, without their tests.
func list(t *testing.T, pattern string) (all []pkg) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Name,Imports", pattern).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list %s: %s", pattern, exit.Stderr)
		}
		t.Fatal(err)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(p.ImportPath, "test") { // conformance suites are tests
			all = append(all, p)
		}
	}
}
