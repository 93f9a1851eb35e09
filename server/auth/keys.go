package auth

import (
	"context"
	"errors"
	"fmt"
	"io"

	"plaudit/voting"
)

// ServerKey returns the server's key of that name, 32 bytes; it is made and
// stored, wrapped by keys, when asked for the first time. All processes on one
// store get the same.
func ServerKey(ctx context.Context, store Store, keys voting.Keyring, random io.Reader, name string) ([]byte, error) {
	read := func() (wrapped []byte, err error) {
		err = store.View(ctx, func(tx Tx) error {
			wrapped, err = tx.ServerKey(name)
			return err
		})
		return wrapped, err
	}
	wrapped, err := read()
	if errors.Is(err, ErrNoRow) {
		_, fresh, err := keys.NewKey(random, "server/"+name)
		if err != nil {
			return nil, err
		}
		if err := store.Update(ctx, func(tx Tx) error { return tx.InsertServerKey(name, fresh) }); err != nil {
			return nil, fmt.Errorf("keep the key %s: %w", name, err)
		}
		wrapped, err = read() // another process may have been first
		if err != nil {
			return nil, fmt.Errorf("read the key %s: %w", name, err)
		}
	} else if err != nil {
		return nil, fmt.Errorf("read the key %s: %w", name, err)
	}
	return keys.Unwrap(wrapped, "server/"+name)
}
