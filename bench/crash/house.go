package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"plaudit/bench/rig"
)

const (
	staffLogin    = "clerk"
	staffPassword = "garlic-fields-in-may"
)

// house is the server as an operator has it: a binary, a data folder, an address. Not safe for concurrent use.
type house struct {
	bin, dir, url string
	env           []string
	process       *exec.Cmd
	gone          chan error // closed by the process's end
	starts        []time.Duration
	kills         int
}

// newHouse is a server that keeps its data folder in dir; settings are further environment variables.
func newHouse(ctx context.Context, bin, dir string, settings []string) (*house, error) {
	address, err := rig.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	return &house{
		bin: bin, dir: dir, url: "http://" + address,
		env: append([]string{
			"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + os.TempDir(),
			"PLAUDIT_LISTEN=" + address, "PLAUDIT_DATA=" + filepath.Join(dir, "data"),
			"PLAUDIT_POW_BITS=0", "PLAUDIT_RATE_LIMITS=off", "PLAUDIT_LOG_LEVEL=warn",
			"PLAUDIT_ORGANISER_LOGIN=" + staffLogin, "PLAUDIT_ORGANISER_PASSWORD=" + staffPassword,
		}, settings...),
	}, nil
}

// launch runs the binary and returns at once.
func (h *house) launch() error {
	out, err := os.OpenFile(filepath.Join(h.dir, "server.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	h.process = exec.Command(h.bin, "serve")
	h.process.Env, h.process.Stdout, h.process.Stderr = h.env, out, out
	rig.EndWithUs(h.process)
	if err := h.process.Start(); err != nil {
		return fmt.Errorf("start %s: %w", h.bin, err)
	}
	h.gone = make(chan error, 1)
	go func(process *exec.Cmd, gone chan<- error) { gone <- process.Wait() }(h.process, h.gone)
	return nil
}

// start runs the binary and returns once it is ready.
func (h *house) start(ctx context.Context) error {
	began := time.Now()
	if err := h.launch(); err != nil {
		return err
	}
	return h.waitReady(ctx, func() { h.starts = append(h.starts, time.Since(began)) })
}

// waitReady calls ready once the server answers that it is.
func (h *house) waitReady(ctx context.Context, ready func()) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if h.ready(ctx) {
			ready()
			return nil
		}
		select {
		case err := <-h.gone:
			h.process = nil
			return fmt.Errorf("the server ended by itself (%v): %s", err, h.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("the server is not ready: %s", h.lastWords())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (h *house) ready(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url+"/readyz", nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// kill ends the process as a power cut would and waits until it is gone.
func (h *house) kill() {
	if h.process == nil {
		return
	}
	h.kills++
	_ = h.process.Process.Kill()
	<-h.gone
	h.process = nil
}

// tally runs the server's own recount, in a process of its own on the same data.
func (h *house) tally(ctx context.Context, contest string) (string, error) {
	command := exec.CommandContext(ctx, h.bin, "tally", contest)
	command.Env = h.env
	out, err := command.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func (h *house) lastWords() string {
	raw, err := os.ReadFile(filepath.Join(h.dir, "server.log"))
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(raw[max(len(raw)-1500, 0):]))
}
