package sqlstore_test

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// line is between a client and a PostgreSQL server, and fails when it is told to.
type line struct {
	url    string // of the database, through the line
	server string // host:port

	mu      sync.Mutex
	conns   map[net.Conn]bool
	down    bool
	swallow *swallow // for the next bytes of a client
}

// swallow is a cut at one message: it arrives or not, its answer does not.
type swallow struct{ arrives bool }

func newLine(t *testing.T, database string) *line {
	t.Helper()
	address, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{server: address.Host, conns: map[net.Conn]bool{}}
	address.Host = listener.Addr().String()
	l.url = address.String()
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { l.serve(client) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		l.cut()
		serving.Wait()
	})
	return l
}

// cut ends all connections.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		c.Close()
	}
}

// setDown lets nobody through, or somebody again.
func (l *line) setDown(down bool) {
	l.mu.Lock()
	l.down = down
	l.mu.Unlock()
	l.cut()
}

// cutNext cuts the connection of whoever says something next, before or after it
// has arrived.
func (l *line) cutNext(arrives bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.swallow = &swallow{arrives}
}

func (l *line) take() (s *swallow) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, l.swallow = l.swallow, nil
	return s
}

func (l *line) keep(c net.Conn) (ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[c] = true
	return !l.down
}

func (l *line) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", l.server)
	if err != nil || !l.keep(client) || !l.keep(server) {
		return
	}
	var both sync.WaitGroup
	defer both.Wait()
	defer server.Close()
	var quiet sync.Mutex // held while answers are swallowed
	both.Go(func() {
		defer client.Close()
		buffer := make([]byte, 32<<10)
		for {
			n, err := server.Read(buffer)
			if err != nil {
				return
			}
			quiet.Lock()
			_, err = client.Write(buffer[:n])
			quiet.Unlock()
			if err != nil {
				return
			}
		}
	})
	buffer := make([]byte, 32<<10)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		s := l.take()
		if s != nil {
			quiet.Lock()
			defer quiet.Unlock()
		}
		if s == nil || s.arrives {
			if _, err := server.Write(buffer[:n]); err != nil {
				return
			}
		}
		if s != nil {
			if tcp, ok := server.(*net.TCPConn); ok && s.arrives {
				_ = tcp.CloseWrite() // the server does what it was told, and ends
				_ = tcp.SetReadDeadline(time.Now().Add(10 * time.Second))
				_, _ = io.Copy(io.Discard, tcp)
			}
			client.Close()
			return
		}
	}
}
