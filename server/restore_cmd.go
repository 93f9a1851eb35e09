package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
)

// restoreCmd makes a new house of a backup.
type restoreCmd struct {
	File     string `arg:"" help:"The backup; - for standard input."`
	Identity string `placeholder:"FILE" help:"File with the age identity that opens an encrypted backup."`
}

// Run carries out the command.
func (cmd *restoreCmd) Run(e *env) (err error) {
	o, err := e.options()
	if err != nil {
		return err
	}
	source, closeSource, err := cmd.open(e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeSource()) }()
	r := &restore{Options: o, folder: folder(o.Config.Data), say: &progress{to: e.stderr, clock: o.Now}}
	if err := r.run(e.ctx, source); err != nil {
		return err
	}
	return r.report(e.stdout)
}

// open opens the file and, where it is encrypted, what is in it.
func (cmd *restoreCmd) open(e *env) (source io.Reader, closeSource func() error, err error) {
	source, closeSource = e.stdin, func() error { return nil }
	if cmd.File != "-" {
		file, err := os.Open(cmd.File)
		if err != nil {
			return nil, nil, err
		}
		source, closeSource = file, file.Close
	}
	buffered := bufio.NewReaderSize(source, 1<<20)
	plain, err := cmd.decrypt(buffered)
	if err != nil {
		return nil, nil, errors.Join(err, closeSource())
	}
	return plain, closeSource, nil
}

// sealedMark is how a file of age begins.
const sealedMark = "age-encryption.org/"

func (cmd *restoreCmd) decrypt(source *bufio.Reader) (io.Reader, error) {
	start, err := source.Peek(len(sealedMark))
	sealed := err == nil && bytes.Equal(start, []byte(sealedMark))
	switch {
	case !sealed && cmd.Identity != "":
		return nil, usageError{errors.New("the backup is not encrypted: leave --identity away")}
	case !sealed:
		return source, nil
	case cmd.Identity == "":
		return nil, usageError{errors.New("the backup is encrypted: name the file of an identity with --identity")}
	}
	file, err := os.Open(cmd.Identity)
	if err != nil {
		return nil, usageError{err}
	}
	defer file.Close()
	identities, err := age.ParseIdentities(file)
	if err != nil {
		return nil, usageError{fmt.Errorf("--identity: %w", err)}
	}
	plain, err := age.Decrypt(source, identities...)
	if err != nil {
		return nil, fmt.Errorf("open the backup: %w", err)
	}
	return plain, nil
}
