package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/server/problem"
	"plaudit/voting"
)

const (
	// entryBody is how much of a request with a file is read. It is more than
	// any file may have, so that a sender of too large a one is heard to the
	// end and gets an answer instead of a broken connection.
	entryBody = 256 << 20
	// longestField is the most bytes of a text field; voting counts characters.
	longestField = 16 << 10
)

// spooler keeps what it reads in a temporary file.
type spooler func(io.Reader) (*media.Spooled, error)

// source is where the file of a work is: in this request, or in an upload
// before it. One of the two is set.
type source struct {
	file   *media.Spooled
	upload media.UploadID
}

// Close removes the temporary file where there is one.
func (s source) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// readEntry reads the form of a new work: its fields in any order, the file
// spooled while it arrives. The caller closes the source, which is empty with
// every error. The body is read to its end even when something is wrong:
// who is still sending does not listen.
func readEntry(c echo.Context, spool spooler) (voting.EntryForm, source, error) {
	r := c.Request()
	kind, params, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if kind != echo.MIMEMultipartForm {
		return voting.EntryForm{}, source{}, problem.New(problem.CodeMediaType, err)
	}
	defer io.Copy(io.Discard, r.Body)
	return parseEntry(multipart.NewReader(r.Body, params["boundary"]), spool)
}

func parseEntry(parts *multipart.Reader, spool spooler) (form voting.EntryForm, from source, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, from.Close())
			from = source{}
		}
	}()
	seen := map[string]bool{}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return form, from, cut(err, ErrBadForm)
		}
		name := part.FormName()
		if seen[name] {
			return form, from, at(ErrRepeatedField, name)
		}
		seen[name] = true
		if name == "file" {
			from.file, err = spoolPart(part, spool)
		} else {
			err = readField(&form, &from, name, part)
		}
		if err != nil {
			return form, from, err
		}
	}
	switch {
	case from.file == nil && from.upload == "":
		return form, from, voting.ErrRequired.In("file")
	case from.file != nil && from.upload != "":
		return form, from, at(ErrRepeatedField, "upload")
	}
	return form, from, nil
}

// spoolPart keeps a file, and tells a body that broke off from a disk that
// failed.
func spoolPart(part io.Reader, spool spooler) (*media.Spooled, error) {
	body := &watched{Reader: part}
	file, err := spool(body)
	if err != nil && body.err != nil {
		return nil, cut(body.err, ErrBadForm)
	}
	return file, err
}

// watched remembers why reading ended early.
type watched struct {
	io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

func readField(form *voting.EntryForm, from *source, name string, part io.Reader) error {
	set := setter(form, name)
	if name == "upload" {
		set = into(&from.upload)
	}
	if set == nil {
		return at(ErrUnknownField, name)
	}
	value, err := io.ReadAll(io.LimitReader(part, longestField+1))
	if err != nil {
		return cut(fmt.Errorf("read %s: %w", name, err), ErrBadForm)
	}
	if len(value) > longestField {
		return voting.ErrTooLong.In(name).With("max", longestField)
	}
	set(string(value))
	return nil
}

// setter tells where a field of the form goes; nil where there is no such
// field.
func setter(form *voting.EntryForm, name string) func(string) {
	switch name {
	case "title":
		return into(&form.Title)
	case "category":
		return into(&form.Category)
	case "medium":
		return into(&form.Medium)
	case "entrant_name":
		return into(&form.EntrantName)
	case "phone":
		return into(&form.Phone)
	case "age_band":
		return into(&form.AgeBand)
	case "guardian_name":
		return into(&form.GuardianName)
	case "guardian_phone":
		return into(&form.GuardianPhone)
	case "statement":
		return into(&form.Statement)
	case "consent":
		return into(&form.Consent)
	}
	return nil
}

func into[T ~string](field *T) func(string) {
	return func(value string) { *field = T(value) }
}
