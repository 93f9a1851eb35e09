package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"plaudit/bench/hostile/corpus"
)

// sending is a specimen that was sent, and what has become of it.
type sending struct {
	corpus.Specimen
	way    string // "form" or "tus"
	answer answer
	code   string // of the refusal at the door, "" where it was taken
	entry  *entry // nil where it was refused at the door
	secret string // the entrant's code
}

// name is how faults call it.
func (s *sending) name() string { return s.Family + "/" + s.Name + " (" + s.way + ")" }

// entry is a work as the moderation list shows it.
type entry struct {
	Number     int
	Title      string
	Statement  string
	State      string
	Reason     string
	Asset      string
	Renditions []rendition
}

type rendition struct {
	Name, URL, Type string
	Width, Height   int
}

const boundary = "----hostile----"

// fields is the form around a specimen.
func (s *site) fields(sp corpus.Specimen, phone int) map[string]string {
	or := func(text, ordinary string) string {
		if text == "" {
			return ordinary
		}
		return text
	}
	return map[string]string{
		"title": or(sp.Title, "Work of "+sp.Family), "entrant_name": or(sp.Entrant, "张小明"), "statement": or(sp.Statement, "清早的蒜田"),
		"category": "all", "medium": or(sp.Medium, "photo"), "phone": fmt.Sprintf("138%08d", phone), "consent": s.consent,
	}
}

// formBody writes a form as a sender does who minds no grammar: values and the
// file's name as they are.
func formBody(fields map[string]string, fileName string, file []byte) []byte {
	var b bytes.Buffer
	for name, value := range fields {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", boundary, name, value)
	}
	if file != nil {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/html\r\n\r\n", boundary, fileName)
		b.Write(file)
		b.WriteString("\r\n")
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes()
}

const formType = "multipart/form-data; boundary=" + boundary

// enter sends a specimen in one form.
func (s *site) enter(ctx context.Context, sp corpus.Specimen, phone int) (answer, error) {
	data := sp.Data
	if data == nil {
		data = []byte{}
	}
	return s.call(ctx, http.MethodPost, ours+"/entries", formBody(s.fields(sp, phone), sp.FileName, data), "Content-Type", formType)
}

// enterByTus sends a specimen in pieces, and then the form. A refusal on the
// way is the answer.
func (s *site) enterByTus(ctx context.Context, sp corpus.Specimen, phone int) (answer, error) {
	a, id, err := s.upload(ctx, sp, len(sp.Data))
	if err != nil || id == "" {
		return a, err
	}
	fields := s.fields(sp, phone)
	fields["upload"] = id
	return s.call(ctx, http.MethodPost, ours+"/entries", formBody(fields, "", nil), "Content-Type", formType)
}

// upload sends the first bytes of a specimen's file in two pieces, and returns
// the upload's id, "" where it was refused.
func (s *site) upload(ctx context.Context, sp corpus.Specimen, most int) (a answer, id string, err error) {
	name := base64.StdEncoding.EncodeToString([]byte(sp.FileName))
	if len(name) > 3<<10 {
		name = ""
	}
	a, err = s.call(ctx, http.MethodPost, ours+"/uploads", nil, "Tus-Resumable", "1.0.0",
		"Upload-Length", strconv.Itoa(len(sp.Data)), "Upload-Metadata", "filename "+name)
	if err != nil || a.status != http.StatusCreated {
		return a, "", err
	}
	location, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		return a, "", err
	}
	pieces := []int{0, most / 3, most}
	for i, from := range pieces[:2] {
		piece := sp.Data[from:pieces[i+1]]
		if len(piece) == 0 {
			continue
		}
		a, err = s.call(ctx, http.MethodPatch, location.Path, piece, "Tus-Resumable", "1.0.0",
			"Upload-Offset", strconv.Itoa(from), "Content-Type", "application/offset+octet-stream")
		if err != nil || a.status != http.StatusNoContent {
			return a, "", err
		}
	}
	return a, location.Path[strings.LastIndexByte(location.Path, '/')+1:], nil
}

// cutOff begins to send a file in both ways and breaks off in the middle.
func (s *site) cutOff(ctx context.Context, sp corpus.Specimen) error {
	body := formBody(s.fields(sp, 1), sp.FileName, sp.Data)
	r, err := s.request(ctx, http.MethodPost, ours+"/entries", nil, "Content-Type", formType)
	if err != nil {
		return err
	}
	r.Body, r.ContentLength = brokenOff{bytes.NewReader(body[:len(body)/2])}, int64(len(body))
	if a, err := s.send(s.http, r); err == nil && a.status < 400 {
		s.report.wrong("a form that broke off was answered with %d", a.status)
	}
	_, _, err = s.upload(ctx, sp, len(sp.Data)/2)
	return err
}

// brokenOff is a body that ends with an error.
type brokenOff struct{ *bytes.Reader }

func (b brokenOff) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = errBrokenOff
	}
	return n, err
}

func (brokenOff) Close() error { return nil }

// declined reports whether a file was declined as a kind.
func declined(code string) bool {
	return slices.Contains([]string{"format_not_taken", "container_not_taken", "not_a_picture"}, code)
}
