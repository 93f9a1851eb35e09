package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"plaudit/server/auth"
	"plaudit/voting"
)

// userCmd is about staff accounts, from the server's own shell.
type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Make an account."`
	Grant   userGrantCmd   `cmd:"" help:"Give an account a further role."`
	Passwd  userPasswdCmd  `cmd:"" help:"Set a password, or print a link that does."`
	Disable userDisableCmd `cmd:"" help:"Let nobody log in to an account."`
	Enable  userEnableCmd  `cmd:"" help:"Let a disabled account log in again."`
	List    userListCmd    `cmd:"" help:"List accounts and roles."`
}

type userAddCmd struct {
	Login         string `arg:""`
	Role          string `required:"" enum:"operator,organiser,moderator,judge,auditor" help:"operator, organiser, moderator, judge or auditor."`
	Contest       string `help:"Slug of the contest the role is for; all contests without it."`
	PasswordStdin bool   `help:"Read the password from standard input."`
}

// Run carries out the command.
func (cmd *userAddCmd) Run(e *env) error {
	return e.withNewHouse(func(h *house) error {
		grant, err := h.grant(e, cmd.Role, cmd.Contest)
		if err != nil {
			return err
		}
		password, err := e.password(cmd.PasswordStdin)
		if err != nil {
			return err
		}
		user, err := h.accounts.Add(e.ctx, shell(), cmd.Login, password, []voting.Grant{grant})
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "Account %s, %s.\n", user.Login, cmd.Role)
		if password != "" {
			return nil
		}
		return h.printReset(e, user.Login)
	})
}

// grant turns what was typed into a grant.
func (h *house) grant(e *env, role, contest string) (voting.Grant, error) {
	grant := voting.Grant{Role: voting.Role(role)}
	if contest == "" {
		return grant, nil
	}
	err := h.db.Voting().View(e.ctx, func(tx voting.Tx) error {
		c, err := tx.Contest(voting.Slug(contest), voting.Unlocked)
		grant.Contest = c.ID
		return err
	})
	return grant, err
}

// printReset prints a one-time link that sets the account's password.
func (h *house) printReset(e *env, login string) error {
	token, err := h.accounts.Reset(e.ctx, shell(), login)
	if err != nil {
		return err
	}
	address := h.Config.PublicURL
	if address == "" {
		_, port, _ := strings.Cut(h.Config.Listen[max(strings.LastIndexByte(h.Config.Listen, ':'), 0):], ":")
		address = "http://localhost:" + port
	}
	_, err = fmt.Fprintf(e.stdout, "This link sets the password, once, within 24 hours:\n%s%s%s\n", address, auth.LinkPath, token)
	return err
}

type userGrantCmd struct {
	Login   string `arg:""`
	Role    string `required:"" enum:"operator,organiser,moderator,judge,auditor" help:"operator, organiser, moderator, judge or auditor."`
	Contest string `help:"Slug of the contest the role is for; all contests without it."`
}

// Run carries out the command.
func (cmd *userGrantCmd) Run(e *env) error {
	return e.withHouse(func(h *house) error {
		grant, err := h.grant(e, cmd.Role, cmd.Contest)
		if err != nil {
			return err
		}
		return h.accounts.Grant(e.ctx, shell(), cmd.Login, grant)
	})
}

type userPasswdCmd struct {
	Login         string `arg:""`
	PasswordStdin bool   `help:"Read the password from standard input."`
}

// Run carries out the command.
func (cmd *userPasswdCmd) Run(e *env) error {
	return e.withHouse(func(h *house) error {
		password, err := e.password(cmd.PasswordStdin)
		if err != nil {
			return err
		}
		if password == "" {
			return h.printReset(e, cmd.Login)
		}
		return h.accounts.SetPassword(e.ctx, shell(), cmd.Login, password)
	})
}

type userDisableCmd struct {
	Login string `arg:""`
}

// Run carries out the command.
func (cmd *userDisableCmd) Run(e *env) error {
	return e.withHouse(func(h *house) error { return h.accounts.Disable(e.ctx, shell(), cmd.Login, true) })
}

type userEnableCmd struct {
	Login string `arg:""`
}

// Run carries out the command.
func (cmd *userEnableCmd) Run(e *env) error {
	return e.withHouse(func(h *house) error { return h.accounts.Disable(e.ctx, shell(), cmd.Login, false) })
}

type userListCmd struct{}

// Run carries out the command.
func (userListCmd) Run(e *env) error {
	return e.withHouse(func(h *house) error {
		users, err := h.accounts.Users(e.ctx, shell())
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
		for _, u := range users {
			state := "active"
			if u.Disabled {
				state = "disabled"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\n", u.Login, state, h.roles(e, u.Grants))
		}
		return w.Flush()
	})
}

// roles names grants with the contests' slugs.
func (h *house) roles(e *env, grants []voting.Grant) string {
	words := make([]string, len(grants))
	for i, g := range grants {
		words[i] = string(g.Role)
		if g.Contest == "" {
			continue
		}
		where := string(g.Contest)
		err := h.db.Voting().View(e.ctx, func(tx voting.Tx) error {
			c, err := tx.ContestByID(g.Contest)
			where = string(c.Slug)
			return err
		})
		if err != nil {
			where = "a contest that is gone"
		}
		words[i] += " (" + where + ")"
	}
	return strings.Join(words, ", ")
}

// password reads a password from standard input where that was asked for, or
// asks twice where a person sits there. "" means: print a link instead.
func (e *env) password(fromStdin bool) (string, error) {
	if fromStdin {
		line, err := bufio.NewReader(io.LimitReader(e.stdin, 4<<10)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return "", usageError{errors.New("there is no password on standard input")}
		}
		return line, nil
	}
	file, ok := e.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", nil
	}
	fmt.Fprint(e.stderr, "Password (12 characters or more; empty: print a link instead): ")
	first, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(e.stderr)
	if err != nil || len(first) == 0 {
		return "", err
	}
	fmt.Fprint(e.stderr, "Again: ")
	second, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(e.stderr)
	if err != nil {
		return "", err
	}
	if string(first) != string(second) {
		return "", errors.New("these were two different passwords")
	}
	return string(first), nil
}
