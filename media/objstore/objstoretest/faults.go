package objstoretest

import (
	"strings"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"plaudit/media/objstore"
)

// Line is a network line to the store that can be disturbed.
type Line struct {
	t     testing.TB
	proxy *toxiproxy.Proxy
}

// Fault is a way in which a line fails, in toxiproxy's words. The empty one
// takes the line down.
type Fault string

// The faults that tests go through.
const (
	Down    Fault = ""
	Slow    Fault = `{"name": "fault", "type": "latency", "attributes": {"latency": 150, "jitter": 100}}`
	Reset   Fault = `{"name": "fault", "type": "reset_peer", "attributes": {"timeout": 0}}`
	Silent  Fault = `{"name": "fault", "type": "timeout", "attributes": {"timeout": 0}}`
	CutUp   Fault = `{"name": "fault", "type": "limit_data", "stream": "upstream", "attributes": {"bytes": 3000}}`
	CutDown Fault = `{"name": "fault", "type": "limit_data", "stream": "downstream", "attributes": {"bytes": 100}}`
)

// Faults lists all of them but Slow by name: under these a store is of no use.
func Faults() map[string]Fault {
	return map[string]Fault{"down": Down, "reset": Reset, "silent": Silent, "cut on the way up": CutUp, "cut on the way down": CutDown}
}

// Through leads o through a line, which is undisturbed at first.
func Through(t testing.TB, o objstore.Options) (objstore.Options, *Line) {
	t.Helper()
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l := &Line{t, toxiproxy.NewProxy(api, "store", "127.0.0.1:0", o.Endpoint)}
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.proxy.Stop)
	o.Endpoint = l.proxy.Listen
	return o, l
}

// Disturb lets the line fail until repair is called.
func (l *Line) Disturb(f Fault) (repair func()) {
	l.t.Helper()
	if f == Down {
		l.proxy.Stop()
		return func() {
			l.t.Helper()
			if err := l.proxy.Start(); err != nil {
				l.t.Fatal(err)
			}
		}
	}
	if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(string(f))); err != nil {
		l.t.Fatal(err)
	}
	return func() {
		l.t.Helper()
		if err := l.proxy.Toxics.RemoveToxic(l.t.Context(), "fault"); err != nil {
			l.t.Fatal(err)
		}
	}
}
