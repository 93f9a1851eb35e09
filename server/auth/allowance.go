package auth

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

// An allowance is burst tries at something secret at once, and one more in every
// so often. What is spent is kept in the store: it holds for all processes
// together, and after a restart. Limits that only keep machines gone wild from a
// process's own resources are its own, see limit.go.
type allowance struct {
	every   time.Duration
	burst   int
	refusal func(wait time.Duration) error
}

// logins are tries at the password of one account from one subnet.
func logins() allowance {
	return allowance{30 * time.Second, 10, func(wait time.Duration) error {
		return ErrLoginsLimited.With(problem.ParamRetryAfter, int(wait/time.Second))
	}}
}

// guesses are wrong voting codes, on paper or by SMS, of one device or helper.
func guesses() allowance {
	return allowance{30 * time.Second, 10, problem.Limited}
}

// left refuses where nothing is left under the key.
func (w allowance) left(ctx context.Context, store Store, key string) error {
	return store.View(ctx, func(tx Tx) error {
		_, err := w.next(tx, key)
		return err
	})
}

// spend counts one try under the key, or refuses. What is refused does not count.
func (w allowance) spend(ctx context.Context, store Store, key string) error {
	return store.Update(ctx, func(tx Tx) error {
		full, err := w.next(tx, key)
		if err != nil {
			return err
		}
		return tx.SetAllowance(hashOf(key), full, tx.Now())
	})
}

// next returns when the tries would be made up for after one more.
func (w allowance) next(tx Tx, key string) (full time.Time, err error) {
	full, err = tx.Allowance(hashOf(key))
	if err != nil {
		return full, err
	}
	now := tx.Now()
	if full.Before(now) {
		full = now
	}
	full = full.Add(w.every)
	if wait := full.Sub(now) - time.Duration(w.burst)*w.every; wait > 0 {
		return full, w.refusal(wait + time.Second)
	}
	return full, nil
}

// spendLogin counts one attempt under the key, or refuses it with
// ErrLoginsLimited.
func (a *Accounts) spendLogin(ctx context.Context, key string) error {
	// Looking first keeps those who are refused away from the others' writes.
	err := logins().left(ctx, a.store, key)
	if err == nil {
		err = logins().spend(ctx, a.store, key)
	}
	return named("count a login", err)
}

// forgiveLogin forgets the attempts before a right password.
func (a *Accounts) forgiveLogin(ctx context.Context, key string) error {
	return named("forget attempts", a.store.Update(ctx, func(tx Tx) error {
		return tx.SetAllowance(hashOf(key), time.Time{}, tx.Now())
	}))
}

// Guess lets an actor try a voting code, "" for none, which is no guess. wrong
// tells by the error of a try that the code was one that is not good; only those
// count. Beyond the limit nothing is tried. Without a limiter all is allowed.
func (g *Gate) Guess(c echo.Context, a voting.Actor, code string, wrong func(error) bool, try func() error) error {
	if g.Limiter == nil || code == "" {
		return try()
	}
	ctx, store, key := c.Request().Context(), g.Accounts.store, "guess device "+a.Device
	if a.Staff != "" {
		key = "guess staff " + string(a.Staff)
	}
	if err := guesses().left(ctx, store, key); err != nil {
		return named("look for wrong codes", err)
	}
	err := try()
	if err != nil && wrong(err) {
		if refusal := guesses().spend(context.WithoutCancel(ctx), store, key); refusal != nil {
			return named("count a wrong code", refusal) // others were tried at the same time
		}
	}
	return err
}
