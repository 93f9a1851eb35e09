package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// process is a server in a process of its own.
type process struct {
	command *exec.Cmd
	address string // host:port
}

func (p *process) stop() {
	_ = p.command.Process.Signal(os.Interrupt)
	_ = p.command.Wait()
}

// startServer starts the real server on the prepared folder; its log goes to a
// file, as an operator's does.
func startServer(ctx context.Context, bin, dir string) (*process, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	logFile, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, err
	}
	defer logFile.Close()
	command := exec.CommandContext(context.WithoutCancel(ctx), bin, "serve")
	command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + os.TempDir(), "PLAUDIT_LISTEN=" + address,
		"PLAUDIT_DATA=" + filepath.Join(dir, "data"), "PLAUDIT_SECRET=" + secretHex(),
		"PLAUDIT_POW_BITS=0", "PLAUDIT_RATE_LIMITS=off",
	}
	command.Stdout, command.Stderr = logFile, logFile
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &process{command, address}
	if err := p.waitUntilReady(ctx); err != nil {
		p.stop()
		text, _ := os.ReadFile(logFile.Name())
		return nil, fmt.Errorf("%w: %s", err, text)
	}
	return p, nil
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (p *process) waitUntilReady(ctx context.Context) error {
	for range 500 {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+"/readyz", nil)
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
		case <-time.After(20 * time.Millisecond):
		}
	}
	return errors.New("the server does not become ready")
}

// startNothing starts this program again as the empty handler.
func startNothing(ctx context.Context) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(context.WithoutCancel(ctx), self, "-echo")
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("start the empty handler: %w", err)
	}
	return &process{command, strings.TrimSpace(address)}, nil
}

// serveNothing is a bare Echo with a handler that does nothing, at the address
// that it prints.
func serveNothing(out io.Writer) error {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.PUT("/api/v1/contests/:c/ballot/:n", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, l.Addr())
	return http.Serve(l, e)
}
