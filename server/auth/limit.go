package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// The limits. They are for machines gone wild: a person, and a village behind
// one address, never meets them. There is no limit on votes or visits per
// address, since carriers put hundreds of people behind one; per subnet only
// failed requests count.
const (
	voterRate, voterBurst     = 20, 400  // requests a second of one device, pictures and files apart
	staffRate, staffBurst     = 50, 1000 // of one staff member
	failedRate, failedBurst   = 10, 600  // failed requests of one subnet: 600 a minute
	mostVoters, mostNeighbour = 1e5, 2e4 // buckets kept
)

// Limiter holds requests to the limits. It is safe for concurrent use. Its
// state is one process's own, since what it guards is, too: where several share
// the work, each allows as much, for each can do as much; and a request costs
// less than a row that counts it. Tries at passwords and voting codes are counted
// by all together, see allowance.go, and so are messages and bytes that cost money
// (voting.SMS, quotas).
type Limiter struct {
	voters, staff, failed *buckets
	pressure              pressure
	now                   func() time.Time
}

// NewLimiter makes a limiter that goes by the given clock.
func NewLimiter(now func() time.Time) *Limiter {
	return &Limiter{
		voters: newBuckets(voterRate, voterBurst, mostVoters),
		staff:  newBuckets(staffRate, staffBurst, mostNeighbour),
		failed: newBuckets(failedRate, failedBurst, mostNeighbour),
		now:    now,
	}
}

func (l *Limiter) middleware(g *Gate) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if cheap(c) {
				return next(c)
			}
			now, subnet := l.now(), Subnet(c.RealIP())
			known, wait := l.admit(g, c, now)
			if wait > 0 {
				return problem.Limited(wait)
			}
			if guessable(c.Path()) {
				return l.guess(c, subnet, next)
			}
			if !known {
				if wait, ok := l.failed.left(subnet, now); !ok {
					return problem.Limited(wait)
				}
			}
			err := next(c)
			if failed(c, err) {
				l.failed.take(subnet, now)
			}
			return err
		}
	}
}

// guess serves a request that may try a code. Whoever guesses is stopped by the
// failures of the whole subnet, known to us or not, and a failure counts from
// before it is one: as many as there are at once, no more than the limit get
// through. Those that do not fail only wait for each other.
func (l *Limiter) guess(c echo.Context, subnet string, next echo.HandlerFunc) (err error) {
	settle, wait := l.failed.hold(c.Request().Context(), subnet, l.now)
	if wait > 0 {
		return problem.Limited(wait)
	}
	wrong := false
	defer func() { settle(wrong) }() // though it panic
	err = next(c)
	wrong = failed(c, err)
	return err
}

// admit spends a token of the device's or staff member's bucket; known tells
// whether there is one.
func (l *Limiter) admit(g *Gate, c echo.Context, now time.Time) (known bool, wait time.Duration) {
	a, err := g.Actor(c)
	switch {
	case err != nil:
		return false, 0 // the handler says what is wrong
	case a.Staff != "":
		wait, _ = l.staff.take(string(a.Staff), now)
	case a.Device != "":
		wait, _ = l.voters.take(a.Device, now)
	default:
		return false, 0
	}
	return true, wait
}

// loginKey is what attempts at a password are counted by: account and subnet
// together, so that nobody elsewhere can lock the clerk out.
func loginKey(c echo.Context, login string) string {
	return Subnet(c.RealIP()) + " " + normalLogin(login)
}

// Subnet returns the /24 or /56 that an address is in: what one household or
// mast is given. An address that it cannot read is its own subnet.
func Subnet(ip string) string { return subnet(ip, 56) }

// subnet is Subnet with another length for IPv6.
func subnet(ip string, bits int) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(addr, bits).Masked().String()
}

// Uploader names who begins an upload, and how many open ones they may have at
// a time: a device or a member of staff, or, where there is neither, all of a
// subnet together. The name says nothing to who reads it.
func Uploader(c echo.Context, a voting.Actor) (owner string, most int) {
	most = 20
	switch {
	case a.Device != "":
		owner = "device " + a.Device
	case a.Staff != "":
		owner = "staff " + string(a.Staff)
	default:
		owner, most = "subnet "+Subnet(c.RealIP()), 200
	}
	sum := sha256.Sum256([]byte(owner))
	return hex.EncodeToString(sum[:16]), most
}

// cheap are the requests that a page of pictures makes by the dozen.
func cheap(c echo.Context) bool {
	return strings.HasPrefix(c.Path(), "/static/") || strings.HasPrefix(c.Path(), "/healthz") || strings.HasPrefix(c.Path(), "/readyz")
}

// guessable are the routes with codes that one could try out.
func guessable(route string) bool {
	return strings.Contains(route, "/status") || strings.HasSuffix(route, "/session") || strings.HasSuffix(route, "/voter") ||
		strings.HasPrefix(route, "/staff/login") || strings.HasPrefix(route, LinkPath)
}

// failed reports whether the request was wrong in itself. That a ballot is
// full or a round closed happens to the most honest of voters.
func failed(c echo.Context, err error) bool {
	status := c.Response().Status
	if err != nil {
		status = problem.Of(err).Status
	}
	switch status {
	case http.StatusConflict, http.StatusTooManyRequests:
		return false
	}
	return status >= 400 && status < 500
}
