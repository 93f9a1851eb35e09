package main

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// shellOn runs command lines on one data folder.
type shellOn struct {
	t   *testing.T
	env []string
}

func newShell(t *testing.T, env ...string) shellOn {
	return shellOn{t, append(append(environ(testOptions(t)), "PLAUDIT_LOG_LEVEL=error"), env...)}
}

// environ is what leads a command to the data of these options.
func environ(o Options) []string {
	list := []string{"PLAUDIT_DATA=" + o.Config.Data}
	if o.Config.DatabaseURL != "" {
		list = append(list, "PLAUDIT_DATABASE_URL="+o.Config.DatabaseURL, "PLAUDIT_SECRET="+hex.EncodeToString(o.Config.Secret))
	}
	return list
}

// run returns the exit code and what was printed.
func (s shellOn) run(stdin string, args ...string) (code int, stdout, stderr string) {
	s.t.Helper()
	var out, err bytes.Buffer
	code = run(&env{
		ctx: s.t.Context(), args: args, environ: s.env, unsafe: true,
		stdin: strings.NewReader(stdin), stdout: &out, stderr: &err,
	})
	return code, out.String(), err.String()
}

func TestExitCodes(t *testing.T) {
	cases := []struct {
		name   string
		env    string
		args   string
		want   int
		stdout string
		stderr string
	}{
		{"help", "", "help", exitFine, "healthcheck", ""},
		{"help of a command", "", "help user add", exitFine, "--role", ""},
		{"the flag", "", "--help", exitFine, "tally", ""},
		{"version", "", "version", exitFine, "plaudit ", ""},
		{"config", "", "config", exitFine, "PLAUDIT_LISTEN              :8080", ""},
		{"secrets masked", "PLAUDIT_ORGANISER_LOGIN=c PLAUDIT_ORGANISER_PASSWORD=tulips", "config", exitFine, "(set, not shown)", ""},
		{"no such command", "", "frobnicate", exitUsage, "", "frobnicate"},
		{"argument missing", "", "tally", exitUsage, "", "contest"},
		{"no such role", "", "user add x --role king", exitUsage, "", "king"},
		{"unknown setting", "PLAUDIT_LISTN=x", "config", exitUsage, "", "PLAUDIT_LISTEN"},
		{"unknown setting on serve", "PLAUDIT_LISTN=x", "", exitUsage, "", "PLAUDIT_LISTEN"},
		{"nobody answers", "PLAUDIT_LISTEN=127.0.0.1:1", "healthcheck", exitNo, "", "refused"},
		{"no database to tally", "", "tally nothing", exitNo, "", "has no database"},
		{"no database to list", "", "user list", exitNo, "", "has no database"},
		{"no database for a password", "", "user passwd li", exitNo, "", "has no database"},
		{"no database for a role", "", "user grant li --role judge", exitNo, "", "has no database"},
		{"no database to disable in", "", "user disable li", exitNo, "", "has no database"},
		{"no database to enable in", "", "user enable li", exitNo, "", "has no database"},
		{"no such contest for a role", "", "user add clerk --role judge --contest nothing", exitNo, "", "no such contest"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if strings.HasPrefix(c.name, "no database") {
				onSQLite(t)
			}
			code, stdout, stderr := newShell(t, strings.Fields(c.env)...).run("", strings.Fields(c.args)...)
			if code != c.want {
				t.Errorf("exit code %d, want %d", code, c.want)
			}
			if !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) {
				t.Errorf("stdout %q, stderr %q", stdout, stderr)
			}
			if strings.Contains(stdout+stderr, "tulips") {
				t.Error("a secret is shown")
			}
		})
	}
}

func TestUserCommands(t *testing.T) {
	s := newShell(t, "PLAUDIT_PUBLIC_URL=https://vote.example")
	steps := []struct {
		stdin, args string
		want        int
		says        string
	}{
		{"four pears on a boat\n", "user add clerk --role organiser --password-stdin", exitFine, "Account clerk, organiser."},
		{"", "user add clerk --role organiser", exitNo, "another account has this login"},
		{"", "user add li --role moderator", exitFine, "https://vote.example/staff/welcome/"},
		{"short\n", "user passwd li --password-stdin", exitUsage, "at least 12"},
		{"", "user passwd li --password-stdin", exitUsage, "no password"},
		{"nine moons in a bucket\n", "user passwd li --password-stdin", exitFine, ""},
		{"", "user passwd li", exitFine, "https://vote.example/staff/welcome/"},
		{"", "user grant li --role judge", exitFine, ""},
		{"", "user disable clerk", exitFine, ""},
		{"", "user list", exitFine, "clerk  disabled  organiser\nli     active    judge, moderator\n"},
		{"", "user disable nobody", exitNo, "no such account"},
		{"", "tally nothing", exitNo, "no such contest"},
		{"", "user enable clerk", exitFine, ""},
		{"", "user list", exitFine, "clerk  active  organiser\n"},
	}
	for _, step := range steps {
		code, stdout, stderr := s.run(step.stdin, strings.Fields(step.args)...)
		if code != step.want || !strings.Contains(stdout+stderr, step.says) {
			t.Errorf("%s: exit code %d, want %d; stdout %q, stderr %q", step.args, code, step.want, stdout, stderr)
		}
	}
}
