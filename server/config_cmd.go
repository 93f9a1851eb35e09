package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// configCmd prints the settings that hold, with secrets masked.
type configCmd struct {
	Markdown bool `help:"Print docs/config.md instead." hidden:""`
}

// Run carries out the command.
func (cmd *configCmd) Run(e *env) error {
	if cmd.Markdown {
		_, err := fmt.Fprint(e.stdout, configMarkdown())
		return err
	}
	_, values, err := loadConfig(e.environ)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, v := range values {
		fmt.Fprintf(w, "%s%s\t%s\n", settingPrefix, v.name, v.masked())
	}
	return w.Flush()
}

func (v effective) masked() string {
	switch {
	case v.value == "":
		return "(not set)"
	case v.secret:
		return "(set, not shown)"
	}
	return v.value
}

// configMarkdown prints the table of settings as docs/config.md.
func configMarkdown() string {
	var b strings.Builder
	b.WriteString(`# Settings

Generated from the table in ` + "`server/config.go`" + `; a test holds it to it. Write it anew with
` + "`go test ./server -run Docs -update`" + `.

Settings are environment variables. Every secret may also be given as a file: ` + "`PLAUDIT_SECRET_FILE=/run/secrets/plaudit`" + `.
An unknown ` + "`PLAUDIT_…`" + ` variable is an error at start that names the nearest setting, so that a slip of the pen is
not a silent default; what Kubernetes injects (` + "`PLAUDIT_PORT`, `PLAUDIT_PORT_…`, `PLAUDIT_SERVICE_…`" + `) and what the
project's tests read (` + "`PLAUDIT_TEST_…`, `PLAUDIT_SAMPLES`" + `) is ignored. ` + "`plaudit config`" + ` prints what holds, with secrets masked.

| setting | default | meaning |
|---|---|---|
`)
	for _, s := range settings() {
		name, preset := "`"+settingPrefix+s.name+"`", ""
		if s.secret {
			name += ", `…_FILE`"
		}
		if s.preset != "" {
			preset = "`" + s.preset + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, preset, s.meaning)
	}
	return b.String()
}
