// Package rig is what the benchmarks have in common: the real server in a
// process of its own, with what it costs, and a photo as a phone takes it.
package rig

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Build builds the server into dir, without cgo, and returns its path.
func Build(ctx context.Context, dir string) (string, error) {
	bin := filepath.Join(dir, "plaudit")
	command := exec.CommandContext(ctx, "go", "build", "-o", bin, "./server")
	command.Env, command.Stderr = append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("build the server: %w", err)
	}
	return bin, nil
}

// Workshop makes a temporary folder, which the caller removes, and builds the
// server into it where bin names none.
func Workshop(ctx context.Context, bin string) (dir, server string, err error) {
	if dir, err = os.MkdirTemp("", "plaudit-bench-"); err != nil || bin != "" {
		return dir, bin, err
	}
	if server, err = Build(ctx, dir); err != nil {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return dir, server, err
}

// Server is a running server. It is not safe for concurrent use.
type Server struct {
	Address string        // host:port
	Ready   time.Duration // from the start of the process to its first answered page
	bin     string
	log     string
	command *exec.Cmd
}

// Start starts the server with its data in dir/data and its log in
// dir/server.log, without rate limits and proof of work; settings are further
// environment variables, NAME=value. It returns when the first page has been
// answered.
func Start(ctx context.Context, bin, dir string, settings ...string) (*Server, error) {
	return StartUnder(ctx, nil, bin, dir, settings...)
}

// StartUnder starts the server as Start does, under another program that gets
// the server's command line behind its own.
func StartUnder(ctx context.Context, tracer []string, bin, dir string, settings ...string) (*Server, error) {
	address, err := FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	logFile, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, err
	}
	defer logFile.Close()
	line := append(slices.Clone(tracer), bin, "serve")
	command := exec.CommandContext(context.WithoutCancel(ctx), line[0], line[1:]...)
	command.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + os.TempDir(), "PLAUDIT_LISTEN=" + address,
		"PLAUDIT_DATA=" + filepath.Join(dir, "data"), "PLAUDIT_POW_BITS=0", "PLAUDIT_RATE_LIMITS=off",
	}, settings...)
	command.Stdout, command.Stderr = logFile, logFile
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	EndWithUs(command)
	began := time.Now()
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &Server{Address: address, bin: bin, log: logFile.Name(), command: command}
	if err := s.waitForPage(ctx); err != nil {
		s.Stop()
		text, _ := os.ReadFile(logFile.Name())
		return nil, fmt.Errorf("%w: %s", err, text)
	}
	s.Ready = time.Since(began)
	return s, nil
}

// Stop asks the server to end and waits until it has. It may be called again.
func (s *Server) Stop() {
	if s.command.ProcessState != nil {
		return
	}
	_ = syscall.Kill(-s.command.Process.Pid, syscall.SIGINT) // the group: a tracer does not pass it on
	_ = s.command.Wait()
}

// PID is the server's process.
func (s *Server) PID() int { return s.command.Process.Pid }

// Quit ends the server as Go's runtime does, with the stacks of all its
// goroutines in its log, and waits until it has ended.
func (s *Server) Quit() {
	_ = s.command.Process.Signal(syscall.SIGQUIT)
	_ = s.command.Wait()
}

// Run runs another command of the same binary on the same data, such as tally,
// and returns what it printed.
func (s *Server) Run(ctx context.Context, args ...string) (string, error) {
	text, _, err := s.run(ctx, args)
	return text, err
}

// Cost runs such a command and returns the processor time it took.
func (s *Server) Cost(ctx context.Context, args ...string) (time.Duration, error) {
	_, cost, err := s.run(ctx, args)
	return cost, err
}

func (s *Server) run(ctx context.Context, args []string) (string, time.Duration, error) {
	command := exec.CommandContext(ctx, s.bin, args...)
	command.Env = s.command.Env
	text, err := command.CombinedOutput()
	if err != nil {
		return "", 0, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, text)
	}
	return string(text), command.ProcessState.UserTime() + command.ProcessState.SystemTime(), nil
}

// Ran is what a command printed, how long it took on the clock and of processor
// time, and the most memory it had resident, in bytes.
type Ran struct {
	Text       string
	Took, Cost time.Duration
	Peak       int64
}

// Command runs a command of the binary on the server's data, as Run does.
func (s *Server) Command(ctx context.Context, args ...string) (r Ran, err error) {
	began := time.Now()
	command := exec.CommandContext(ctx, s.bin, args...)
	command.Env = s.command.Env
	said, err := command.CombinedOutput()
	if err != nil {
		return r, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, said)
	}
	r = Ran{Text: string(said), Took: time.Since(began), Cost: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.Peak = usage.Maxrss << 10
	}
	return r, nil
}

// Spent returns the processor time that the server and its ended children have
// used so far.
func (s *Server) Spent() (time.Duration, error) { return Spent(s.command.Process.Pid) }

// PeakMemory returns the most memory that the server has had resident, in
// bytes (VmHWM).
func (s *Server) PeakMemory() (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(raw), "VmHWM:")
	fields := strings.Fields(rest)
	if !found || len(fields) == 0 {
		return 0, errors.New("/proc says nothing of the peak memory")
	}
	kilobytes, err := strconv.ParseInt(fields[0], 10, 64)
	return kilobytes << 10, err
}

func (s *Server) waitForPage(ctx context.Context) error {
	for range 2000 {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.Address+"/", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	return errors.New("the server does not become ready")
}

// FreeAddress returns a host:port that nobody listens at.
func FreeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
