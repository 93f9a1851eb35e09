package auth

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/server/problem"
	"plaudit/voting"
)

const (
	holdLasts     = time.Minute // longer than any try takes
	guessPatience = 5 * time.Second
	guessPause    = 20 * time.Millisecond
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

// errHeld says that nothing is left while the outcome of other tries is awaited.
var errHeld = errors.New("auth: other tries are under way")

// left refuses where nothing is left under the key.
func (w allowance) left(ctx context.Context, store Store, key string) error {
	return store.View(ctx, func(tx Tx) error {
		_, err := w.room(tx, key)
		return err
	})
}

// spend counts one try under the key, or refuses. What is refused does not count.
func (w allowance) spend(ctx context.Context, store Store, key string) error {
	return w.change(ctx, store, key, func(tx Tx) (now Allowance, err error) {
		now, err = w.room(tx, key)
		now.Full = now.Full.Add(w.every)
		return now, err
	})
}

// hold counts one try whose outcome is not known yet, until settle is called or
// holdLasts has passed; or refuses.
func (w allowance) hold(ctx context.Context, store Store, key string) error {
	return w.change(ctx, store, key, func(tx Tx) (now Allowance, err error) {
		now, err = w.room(tx, key)
		now.Held, now.Until = now.Held+1, tx.Now().Add(holdLasts)
		return now, err
	})
}

// settle ends a hold: as a try that was spent, or as if there had been none.
func (w allowance) settle(ctx context.Context, store Store, key string, spent bool) error {
	return w.change(ctx, store, key, func(tx Tx) (now Allowance, err error) {
		now, err = counting(tx, key)
		if now.Held = max(now.Held-1, 0); now.Held == 0 {
			now.Until = time.Time{}
		}
		if spent {
			now.Full = now.Full.Add(w.every)
		}
		return now, err
	})
}

// forget is as if nothing had been spent under the key.
func (w allowance) forget(ctx context.Context, store Store, key string) error {
	return w.change(ctx, store, key, func(Tx) (none Allowance, err error) { return none, nil })
}

// change stores what next returns. Only changes under the same key wait for it.
func (w allowance) change(ctx context.Context, store Store, key string, next func(Tx) (Allowance, error)) error {
	name := hashOf(key)
	return store.UpdateUnder(ctx, "allowance "+name, func(tx Tx) error {
		a, err := next(tx)
		if err != nil {
			return err
		}
		return tx.SetAllowance(name, a, tx.Now())
	})
}

// room returns what counts under the key where there is room for one more:
// otherwise a refusal where too much was spent, and errHeld where only tries under
// way stand in the way.
func (w allowance) room(tx Tx, key string) (now Allowance, err error) {
	now, err = counting(tx, key)
	if err != nil {
		return now, err
	}
	over := now.Full.Add(w.every).Sub(tx.Now()) - time.Duration(w.burst)*w.every
	switch {
	case over > 0:
		err = w.refusal(over + time.Second)
	case over+time.Duration(now.Held)*w.every > 0:
		err = errHeld
	}
	return now, err
}

// counting returns what counts now under the key.
func counting(tx Tx, key string) (now Allowance, err error) {
	now, err = tx.Allowance(hashOf(key))
	if now.Full.Before(tx.Now()) {
		now.Full = tx.Now()
	}
	if !tx.Now().Before(now.Until) {
		now.Held, now.Until = 0, time.Time{}
	}
	return now, err
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
	return named("forget attempts", logins().forget(ctx, a.store, key))
}

// Guess lets an actor try a voting code, "" for none, which is no guess. wrong
// tells by the error of a try that the code was one that is not good; only those
// count. Beyond the limit nothing is tried. Without a limiter all is allowed.
func (g *Gate) Guess(c echo.Context, a voting.Actor, code string, wrong func(error) bool, try func() error) error {
	if g.Limiter == nil || code == "" {
		return try()
	}
	key := "guess device " + a.Device
	if a.Staff != "" {
		key = "guess staff " + string(a.Staff)
	}
	return g.Accounts.guess(c.Request().Context(), key, wrong, try)
}

// guess counts a try before it is made, and takes the count back where the code
// was not wrong: however many are tried at once, and on however many servers, no
// more than the limit are wrong and told so. A right code is never refused for
// others that are being tried; it waits for them.
func (a *Accounts) guess(ctx context.Context, key string, wrong func(error) bool, try func() error) error {
	leave, err := a.holdGuess(ctx, key)
	if err != nil {
		return named("count a code", err)
	}
	defer leave()
	err = try() // should it panic, the hold lapses
	missed := err != nil && wrong(err)
	if failure := guesses().settle(context.WithoutCancel(ctx), a.store, key, missed); failure != nil && missed {
		return named("count a wrong code", failure)
	}
	return err // a right one stands, and its hold lapses
}

// holdGuess counts a try of a code. Of one process one at a time gets so far, so
// that only those of other processes are waited for by asking again.
func (a *Accounts) holdGuess(ctx context.Context, key string) (leave func(), err error) {
	waiting, cancel := context.WithTimeout(ctx, guessPatience)
	defer cancel()
	if leave, err = a.turns.take(waiting, key); err != nil {
		return nil, tired(ctx)
	}
	for {
		// Looking first keeps those who are refused away from the others' writes.
		if err = guesses().left(ctx, a.store, key); err == nil {
			err = guesses().hold(ctx, a.store, key)
		}
		switch {
		case err == nil:
			return leave, nil
		case !errors.Is(err, errHeld):
			leave()
			return nil, err
		}
		select {
		case <-time.After(guessPause):
		case <-waiting.Done():
			leave()
			return nil, tired(ctx)
		}
	}
}

// tired is why waiting for a guess ended: the visitor left, or it took too long.
func tired(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return guesses().refusal(time.Second)
}
