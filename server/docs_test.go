package main

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plaudit/server/api"
	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/server/sqlstore/storetest"
)

// TestDocs holds the generated pages to the tables they are printed from.
func TestDocs(t *testing.T) {
	const doubts = "../docs/doubtful-votes.md"
	text, err := os.ReadFile(doubts)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"../docs/config.md": configMarkdown(),
		"../docs/errors.md": problem.Markdown(append(auth.Errors(), api.Errors()...)...),
		doubts:              withRules(t, string(text)),
	} {
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is not what the table says; run: go test ./server -run Docs -update\n%s", path, diff)
		}
	}
}

func TestMain(m *testing.M) {
	child(os.Args)
	flag.Bool("update", false, "write the generated pages anew")
	os.Exit(storetest.Main(m))
}
