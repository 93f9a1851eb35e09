package objstore

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// newTransport is minio-go's own, with connections that do not wait for ever.
func newTransport(secure bool, patience time.Duration) (*http.Transport, error) {
	t, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: patience, KeepAlive: 30 * time.Second}
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &patient{conn, patience}, nil
	}
	t.ResponseHeaderTimeout, t.IdleConnTimeout = patience, patience
	return t, nil
}

// patient is a connection that fails when nothing moves on it for a while. Both
// deadlines move together: while a file goes up, the store is silent by right.
type patient struct {
	net.Conn
	patience time.Duration
}

func (c *patient) Read(p []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *patient) Write(p []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
