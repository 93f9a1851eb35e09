package auth

import (
	"context"
	"time"

	"plaudit/server/problem"
)

// Each account may be tried so often in a row from one subnet, and after that
// once in loginEvery. The count is kept in the store: it holds for all processes
// together, and after a restart.
const (
	loginEvery = 30 * time.Second
	loginBurst = 10
)

// spendLogin counts one attempt under the key, or refuses it with
// ErrLoginsLimited. An attempt that is refused does not count.
func (a *Accounts) spendLogin(ctx context.Context, key string) error {
	// Looking first keeps those who are refused away from the others' writes.
	err := a.store.View(ctx, func(tx Tx) error {
		_, err := nextLogin(tx, key)
		return err
	})
	if err == nil {
		err = a.store.Update(ctx, func(tx Tx) error {
			full, err := nextLogin(tx, key)
			if err != nil {
				return err
			}
			return tx.SetAllowance(hashOf(key), full, tx.Now())
		})
	}
	return named("count a login", err)
}

// nextLogin returns when the attempts would be made up for after one more.
func nextLogin(tx Tx, key string) (full time.Time, err error) {
	full, err = tx.Allowance(hashOf(key))
	if err != nil {
		return full, err
	}
	now := tx.Now()
	if full.Before(now) {
		full = now
	}
	full = full.Add(loginEvery)
	if wait := full.Sub(now) - loginBurst*loginEvery; wait > 0 {
		return full, ErrLoginsLimited.With(problem.ParamRetryAfter, 1+int(wait/time.Second))
	}
	return full, nil
}

// forgiveLogin forgets the attempts before a right password.
func (a *Accounts) forgiveLogin(ctx context.Context, key string) error {
	return named("forget attempts", a.store.Update(ctx, func(tx Tx) error {
		return tx.SetAllowance(hashOf(key), time.Time{}, tx.Now())
	}))
}
