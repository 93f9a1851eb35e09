// Command hostile sends the server everything that it should not like.
//
//	go run ./bench/hostile
//
// It starts the real binary on an empty data folder with a contest open for
// all media, and feeds it, several at once, by forms and by tus: the real files
// of a folder of samples, and a corpus of hostile ones that it makes itself
// (package corpus). Then it approves what was taken, fetches every file and
// page that is served, and looks at the server as it stands.
//
// It fails (exit code 1) unless: every real file became what its manifest says;
// every refusal has a code and its sentence in both languages; no answer was
// the server's fault and nothing panicked; no entry is stuck; no file that was
// referred to was opened and no address asked; no served file carries a payload
// or, says exiftool, any metadata; pages show hostile words as words; originals
// and what is not approved stay closed; memory, descriptors, goroutines,
// processes and temporary files are back where they were.
//
// Exit code 2 says that it could not be tried.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"plaudit/bench/hostile/corpus"
	"plaudit/bench/rig"
)

type options struct {
	samples, bin, dir string
	seed              uint64
	short, keep       bool
	atOnce            int
	memory            int64 // MB
	only              string
}

func main() {
	log.SetFlags(log.Ltime)
	log.SetPrefix("hostile: ")
	var o options
	flag.StringVar(&o.samples, "samples", "", "folder of real files with a MANIFEST.tsv; where the tests look when empty")
	flag.StringVar(&o.bin, "bin", "", "server to try; built from ./server when empty")
	flag.StringVar(&o.dir, "dir", "", "folder for data; a temporary one when empty")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the damage")
	flag.BoolVar(&o.short, "short", false, "a small part of the corpus, in about a minute")
	flag.BoolVar(&o.keep, "keep", false, "leave the folder")
	flag.IntVar(&o.atOnce, "at-once", 8, "senders at once")
	flag.Int64Var(&o.memory, "memory", 512, "most MB that the server and its children may hold")
	flag.StringVar(&o.only, "only", "", "one family of the corpus, or one file: png, png/text.png")
	flag.Parse()

	ctx, stop := rig.Context()
	defer stop()
	faults, err := run(ctx, o)
	if err != nil {
		log.Print(err)
		os.Exit(2)
	}
	if faults > 0 {
		os.Exit(1)
	}
}

// run prepares a folder and a binary, tries everything, prints the figures, and
// returns how much is wrong.
func run(ctx context.Context, o options) (faults int, err error) {
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "plaudit-hostile-"); err != nil {
			return 0, err
		}
		if !o.keep {
			defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
		}
	}
	if o.bin == "" {
		if o.bin, err = rig.Build(ctx, o.dir); err != nil {
			return 0, err
		}
	}
	if o.samples, err = findSamples(o.samples); err != nil {
		return 0, err
	}
	for _, folder := range []string{"tmp", "films", "served", "canary"} {
		if err := os.MkdirAll(filepath.Join(o.dir, folder), 0o700); err != nil {
			return 0, err
		}
	}
	r := &trial{options: o, report: newReport(), began: time.Now()}
	if err := r.all(ctx); err != nil {
		return 0, err
	}
	return r.report.print(os.Stdout), nil
}

// trial is one run.
type trial struct {
	options
	report *report
	began  time.Time
	server *rig.Server
	site   *site
	canary *canary
	meter  *meter
	before state // of the server at rest
}

func (t *trial) all(ctx context.Context) (err error) {
	if t.canary, err = openCanary(ctx, filepath.Join(t.dir, "canary")); err != nil {
		return err
	}
	defer t.canary.close()
	specimens, err := t.make(ctx)
	if err != nil {
		return err
	}
	if err := t.open(ctx); err != nil {
		return err
	}
	defer t.server.Stop()
	sent, err := t.feed(ctx, specimens)
	if err != nil {
		return err
	}
	for _, look := range []func(context.Context, []*sending) error{t.judge, t.closed, t.approve, t.served, t.pages, t.sentences, t.rest} {
		if err := look(ctx, sent); err != nil {
			return err
		}
	}
	return nil
}

// make makes the corpus.
func (t *trial) make(ctx context.Context) ([]corpus.Specimen, error) {
	ffmpeg, err := exec.LookPath("ffmpeg")
	if err != nil {
		log.Print("there is no ffmpeg: no films are made, and the server takes none")
		ffmpeg = ""
	}
	if t.samples == "" {
		log.Print("there is no folder of samples (set PLAUDIT_SAMPLES to one): only what is made here is sent")
	}
	all, err := corpus.Make(ctx, corpus.Options{
		Seed: t.seed, Short: t.short, Token: t.canary.token, Samples: t.samples, FFmpeg: ffmpeg,
		Dir: filepath.Join(t.dir, "films"), Canary: corpus.Canary{Files: t.canary.files, URL: t.canary.url},
	})
	if err != nil || t.only == "" {
		return all, err
	}
	var some []corpus.Specimen
	for _, s := range all {
		if s.Family == t.only || s.Family+"/"+s.Name == t.only {
			some = append(some, s)
		}
	}
	return some, nil
}

// findSamples looks where the tests look; "" where there are none.
func findSamples(given string) (string, error) {
	for _, dir := range []string{given, os.Getenv("PLAUDIT_SAMPLES"), "../shared/samples"} {
		if dir == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, "MANIFEST.tsv")); err == nil {
			return dir, nil
		}
		if dir == given {
			return "", errors.New("there is no MANIFEST.tsv in " + given)
		}
	}
	return "", nil
}
