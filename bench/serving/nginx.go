package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"plaudit/bench/rig"
)

// nginx is a running nginx that serves one folder.
type nginx struct {
	address string
	command *exec.Cmd
}

// startNginx serves the content as /picture.jpg, with as many workers as there
// are processors, sendfile, and connections that stay open, as one would set
// it up; without an access log, as our own server writes none for pictures.
func startNginx(ctx context.Context, dir string, content []byte) (*nginx, error) {
	folder := filepath.Join(dir, "nginx")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(folder, "picture.jpg"), content, 0o644); err != nil {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	n := &nginx{address: l.Addr().String()}
	if err := l.Close(); err != nil {
		return nil, err
	}
	settings := fmt.Sprintf(`daemon off;
worker_processes auto;
pid %[1]s/pid;
error_log %[1]s/error.log;
events { worker_connections 1024; }
http {
  types { image/jpeg jpg; }
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
  server { listen %[2]s; root %[1]s; }
}
`, folder, n.address)
	file := filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		return nil, err
	}
	n.command = exec.CommandContext(context.WithoutCancel(ctx), "nginx", "-c", file, "-p", folder)
	n.command.Stderr = os.Stderr
	rig.EndWithUs(n.command)
	if err := n.command.Start(); err != nil {
		return nil, fmt.Errorf("start nginx (Debian: nginx-light): %w", err)
	}
	for range 500 {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", n.address)
		if err == nil {
			return n, c.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	n.stop()
	return nil, errors.New("nginx does not listen")
}

// spent is the processor time of the process and its workers.
func (n *nginx) spent() (time.Duration, error) {
	pids, err := rig.Children(n.command.Process.Pid)
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for _, pid := range append(pids, n.command.Process.Pid) {
		one, err := rig.Spent(pid)
		if err != nil {
			return 0, err
		}
		sum += one
	}
	return sum, nil
}

func (n *nginx) stop() {
	_ = n.command.Process.Signal(os.Interrupt)
	_ = n.command.Wait()
}
