package auth

import (
	"math"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// Pressure is how many voters are being made in a subnet. It makes each one
// more dear, by a bound, and refuses nobody: behind one address may be a whole
// village.
const (
	pressureEasy   = 1000 // a minute: up to here nothing is asked beyond the usual
	pressureMost   = 4    // bits more at most: sixteen times the work
	pressureByForm = 4    // a form without JavaScript counts as so many
)

// pressure counts by subnet, with what was a minute ago weighing a third. It is
// safe for concurrent use.
type pressure struct {
	mu        sync.Mutex
	turned    time.Time
	now, last map[string]*load
}

type load struct {
	sum float64
	at  time.Time
}

// add counts and returns how many bits more a proof of work shall have.
func (p *pressure) add(subnet string, weight float64, at time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil || len(p.now) >= mostNeighbour || at.Sub(p.turned) > 10*time.Minute {
		p.now, p.last, p.turned = map[string]*load{}, p.now, at
	}
	l, ok := p.now[subnet]
	if !ok {
		if l, ok = p.last[subnet]; !ok {
			l = &load{at: at}
		}
		p.now[subnet] = l
	}
	l.sum = l.sum*math.Exp(-at.Sub(l.at).Seconds()/60) + weight
	l.at = at
	if l.sum < pressureEasy {
		return 0
	}
	return min(1+int(math.Log2(l.sum/pressureEasy)), pressureMost)
}

// Pressure counts a visitor who is about to become a voter, by a form or with a
// proof of work, and returns how many bits more that shall cost. A nil limiter
// asks for none.
func (l *Limiter) Pressure(c echo.Context, byForm bool) int {
	if l == nil {
		return 0
	}
	weight := 1.0
	if byForm {
		weight = pressureByForm
	}
	return l.pressure.add(Subnet(c.RealIP()), weight, l.now())
}
