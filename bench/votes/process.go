package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/bench/rig"
)

// process is the empty handler in a process of its own.
type process struct {
	command *exec.Cmd
	address string // host:port
}

func (p *process) stop() {
	_ = p.command.Process.Signal(os.Interrupt)
	_ = p.command.Wait()
}

// startNothing starts this program again as the empty handler.
func startNothing(ctx context.Context) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(context.WithoutCancel(ctx), self, "-echo")
	command.Stderr = os.Stderr
	rig.EndWithUs(command)
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
