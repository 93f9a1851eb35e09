package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// approve publishes everything that waits, except every tenth work: that one
// stays closed.
func (t *trial) approve(ctx context.Context, sent []*sending) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(t.atOnce)
	for i, s := range sent {
		if s.entry == nil || s.entry.State != "pending" || i%10 == 9 && s.Family != "samples" && s.Family != "words" {
			continue
		}
		group.Go(func() error {
			path := fmt.Sprintf("/contests/%s/moderation/%d", slug, s.entry.Number)
			err := t.site.ask(ctx, http.MethodPost, path, map[string]string{"decision": "approve"}, &struct{}{})
			s.entry.State = "approved"
			return err
		})
	}
	return group.Wait()
}

// kept are the files that were served, each content once.
type kept struct {
	mu    sync.Mutex
	count int
	bytes int64
	names map[string]string // content's hash: file
}

// served fetches every rendition as the public does, and looks at all of it.
func (t *trial) served(ctx context.Context, sent []*sending) error {
	k := &kept{names: map[string]string{}}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(t.atOnce)
	for _, s := range sent {
		if s.entry == nil || s.entry.State != "approved" {
			continue
		}
		group.Go(func() error {
			var shown entry
			a, err := t.site.call(inner, http.MethodGet, fmt.Sprintf("%s/entries/%d", ours, s.entry.Number), nil)
			if err != nil || a.status != http.StatusOK || a.into(&shown) != nil || len(shown.Renditions) == 0 {
				t.report.wrong("%s: entry %d is approved and not shown: %d, %v", s.name(), s.entry.Number, a.status, err)
				return err
			}
			s.entry.Renditions = shown.Renditions
			for _, r := range shown.Renditions {
				if err := t.fetch(inner, s, r, k); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	t.report.figure("served", "%d files, %d MB, %d different", k.count, k.bytes>>20, len(k.names))
	return t.exiftool(ctx)
}

// fetch gets one rendition, holds its headers to what they must be, and keeps
// the file.
func (t *trial) fetch(ctx context.Context, s *sending, r rendition, k *kept) error {
	a, err := t.site.call(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return err
	}
	for _, fault := range t.servedFaults(a, r) {
		t.report.wrong("%s: %s %s", s.name(), r.Name, fault)
	}
	if bytes.Contains(a.body, s.Data) && len(s.Data) > 100 {
		t.report.wrong("%s: %s is the original", s.name(), r.Name)
	}
	sum := sha256.Sum256(a.body)
	hash := hex.EncodeToString(sum[:8])
	k.mu.Lock()
	_, known := k.names[hash]
	k.names[hash] = s.name()
	k.count++
	k.bytes += int64(len(a.body))
	k.mu.Unlock()
	if known {
		return nil
	}
	return os.WriteFile(filepath.Join(t.dir, "served", hash+r.Name+filepath.Ext(r.URL)), a.body, 0o600)
}

func (t *trial) servedFaults(a answer, r rendition) (list []string) {
	if a.status != http.StatusOK {
		return []string{fmt.Sprintf("is answered with %d", a.status)}
	}
	magic := map[string]func([]byte) bool{
		"image/jpeg": func(b []byte) bool { return bytes.HasPrefix(b, []byte("\xff\xd8\xff")) },
		"image/webp": func(b []byte) bool { return len(b) > 12 && string(b[:4])+string(b[8:12]) == "RIFFWEBP" },
		"video/mp4":  func(b []byte) bool { return len(b) > 12 && string(b[4:8]) == "ftyp" },
	}[r.Type]
	if magic == nil || !magic(a.body) {
		list = append(list, "is no "+r.Type)
	}
	for name, want := range map[string]string{
		"Content-Type": r.Type, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition": "", // no file name, least of all the visitor's
	} {
		if got := a.header.Get(name); got != want {
			list = append(list, fmt.Sprintf("has %s: %q", name, got))
		}
	}
	for _, word := range []string{t.canary.token, t.canary.secret} {
		if bytes.Contains(a.body, []byte(word)) {
			list = append(list, "carries a payload: "+word)
		}
	}
	return list
}

// needed are the groups of tags that a file needs for being what it is;
// telling are names, among those of a film, that are told of somebody.
const (
	needed  = `^(SourceFile$|ExifTool:|System:|File:|Composite:|JFIF:|RIFF:|QuickTime:|Track\d+:)`
	telling = `(?i)location|gps|coordinate|make$|model|software|encoder|comment|artist|author|owner|serial|copyright|title|keyword|creator|xmp|album|information`
)

// exiftool looks for any metadata in the files that were kept.
func (t *trial) exiftool(ctx context.Context) error {
	program, err := exec.LookPath("exiftool")
	if err != nil {
		t.report.figure("exiftool", "is not here: metadata were not looked for")
		return nil
	}
	out, err := exec.CommandContext(ctx, program, "-json", "-G1", "-a", "-u", "-q", "-q", "-r", filepath.Join(t.dir, "served")).Output()
	if len(out) == 0 {
		t.report.figure("exiftool", "had nothing to look at (%v)", err)
		return nil
	}
	var files []map[string]any
	if err := json.Unmarshal(out, &files); err != nil {
		return fmt.Errorf("exiftool: %w", err)
	}
	found := 0
	for _, tags := range files {
		for name, value := range tags {
			if told(name, fmt.Sprint(value)) {
				found++
				t.report.wrong("exiftool finds %s: %.80v in %v", name, value, filepath.Base(fmt.Sprint(tags["SourceFile"])))
			}
		}
	}
	t.report.figure("exiftool", "looked at %d files and found %d tags that tell something", len(files), found)
	return nil
}

// told reports whether a tag tells more than a file must.
func told(name, value string) bool {
	_, tag, _ := strings.Cut(name, ":")
	switch {
	case !regexp.MustCompile(needed).MatchString(name), tag == "Comment", tag == "Error", tag == "Warning":
		return true
	case strings.HasPrefix(name, "QuickTime:"), strings.HasPrefix(name, "Track"):
		return regexp.MustCompile(telling).MatchString(tag) || strings.HasSuffix(tag, "Date") && !strings.HasPrefix(value, "0000")
	}
	return false
}
