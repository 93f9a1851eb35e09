package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"plaudit/bench/rig"
)

// proxy is a running nginx in front of the replicas, set up as one would: who does not answer is passed over, and what
// may be asked twice is asked of the next.
type proxy struct {
	address string
	command *exec.Cmd
}

const proxySettings = `daemon off;
worker_processes 1;
pid %[1]s/pid;
error_log %[1]s/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
  upstream plaudit { %[3]s keepalive 32; }
  server {
    listen %[2]s;
    location / {
      proxy_pass http://plaudit;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_request_buffering off;
    }
  }
}
`

func startProxy(ctx context.Context, dir string, houses []*house) (*proxy, error) {
	folder := filepath.Join(dir, "nginx")
	if err := os.Mkdir(folder, 0o755); err != nil {
		return nil, err
	}
	address, err := rig.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	p := &proxy{address: address}
	var upstream strings.Builder
	for _, h := range houses {
		fmt.Fprintf(&upstream, "server %s fail_timeout=1s; ", strings.TrimPrefix(h.url, "http://"))
	}
	file := filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, proxySettings, folder, p.address, &upstream), 0o644); err != nil {
		return nil, err
	}
	p.command = exec.Command("nginx", "-c", file, "-p", folder)
	p.command.Stderr = os.Stderr
	rig.EndWithUs(p.command)
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start nginx (apt install nginx-light): %w", err)
	}
	for range 500 {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", p.address)
		if err == nil {
			return p, conn.Close()
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			break
		}
	}
	p.stop()
	return nil, errors.New("nginx does not listen")
}

func (p *proxy) stop() {
	_ = p.command.Process.Signal(os.Interrupt)
	_ = p.command.Wait()
}

// storeSettings leads replicas to a new bucket of the object store that PLAUDIT_TEST_S3 names; it stays there.
func storeSettings() ([]string, error) {
	u, err := url.Parse(os.Getenv("PLAUDIT_TEST_S3"))
	if err != nil || u.User == nil || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return nil, errors.New("replicas share an object store: PLAUDIT_TEST_S3 must be like http://key:secret@127.0.0.1:7070/test")
	}
	secret, _ := u.User.Password()
	tls := "on"
	if u.Scheme == "http" {
		tls = "off"
	}
	return []string{
		"PLAUDIT_S3_ENDPOINT=" + u.Host, "PLAUDIT_S3_TLS=" + tls, "PLAUDIT_S3_CREATE=on",
		"PLAUDIT_S3_BUCKET=" + strings.Trim(u.Path, "/") + "-" + strings.ToLower(rand.Text()),
		"PLAUDIT_S3_ACCESS_KEY=" + u.User.Username(), "PLAUDIT_S3_SECRET_KEY=" + secret,
	}, nil
}
