package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"plaudit/server/archive"
	"plaudit/server/sqlstore"
)

// restore makes a new house of a backup: an empty data folder, and an empty
// database and bucket where these are elsewhere. A mark in the folder keeps
// every server out until everything is there and proven.
type restore struct {
	Options
	folder folder
	say    *progress

	bucket openedBucket
	rows   int
	files  int
	done   archive.Manifest
	tables *sqlstore.TableLoader // being filled
	table  string
}

// run restores; source is read to its end.
func (r *restore) run(ctx context.Context, source io.Reader) (err error) {
	in, err := archive.NewReader(source)
	if err != nil {
		return err
	}
	again, unlock, err := r.folder.beginRestore(r.Config.DatabaseURL == "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := r.fill(ctx, in, again); err != nil {
		return fmt.Errorf("%w\nNothing was restored. No server starts on %s as it is; running restore again begins anew", err, r.folder)
	}
	if err := r.prove(ctx); err != nil {
		return fmt.Errorf("%w\nThe restored data is not what was backed up. No server starts on %s as it is", err, r.folder)
	}
	return r.folder.endRestore()
}

// fill takes everything out of the archive. The rows are there only when the
// archive has proven to be whole.
func (r *restore) fill(ctx context.Context, in *archive.Reader, again bool) (err error) {
	h := &house{Options: r.Options, folder: r.folder}
	if r.bucket, err = h.openBucket(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.bucket.Close()) }()
	if !again {
		for o, err := range r.bucket.List(ctx, "") {
			return errors.Join(fmt.Errorf("the bucket is not empty, it holds %q: restore into an empty one", o.Key), err)
		}
	}
	return sqlstore.Load(ctx, h.store(false), in.Head.Schema, func(rows *sqlstore.Loader) error {
		for {
			name, size, content, err := in.Next()
			if errors.Is(err, io.EOF) {
				r.done = in.Manifest()
				return errors.Join(r.endTable(), r.removeTorn(ctx))
			}
			if err == nil {
				err = r.member(ctx, rows, name, size, content)
			}
			if err != nil {
				return err
			}
			r.say.now("%d rows, %d files", r.rows, r.files)
		}
	})
}

// member takes one member out of the archive.
func (r *restore) member(ctx context.Context, rows *sqlstore.Loader, name string, size int64, content io.Reader) error {
	if key, ok := archive.ObjectKey(name); ok {
		r.files++
		return r.bucket.Put(ctx, key, content, size)
	}
	if table, ok := archive.TableOf(name); ok {
		if err := r.part(rows, table, content); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}
	if name == archive.Secret {
		text, err := io.ReadAll(io.LimitReader(content, 1<<10))
		if err != nil {
			return err
		}
		return r.keepSecret(text)
	}
	return fmt.Errorf("%w: nobody knows what %q is", archive.ErrDamaged, name)
}

// keepSecret puts the secret into the data folder, or holds it to the one of
// the settings.
func (r *restore) keepSecret(text []byte) error {
	if r.Config.Secret == nil {
		return writeOnce(r.folder.secret(), text)
	}
	secret, err := parseSecretText(text)
	if err != nil {
		return err
	}
	if !slices.Equal(secret, r.Config.Secret) {
		return errors.New("the backup was made under another secret than PLAUDIT_SECRET: set that one, the file \"secret\" in the backup holds it (tar -xOf FILE secret)")
	}
	return nil
}

// part puts a member of rows into its table.
func (r *restore) part(rows *sqlstore.Loader, name string, content io.Reader) error {
	plain, err := gzip.NewReader(content)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(plain, 64<<10)
	head, err := lines.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("its first line: %w", err)
	}
	if r.table != name {
		var table sqlstore.Table
		if err := json.Unmarshal(head, &table); err != nil || table.Name != name {
			return errors.Join(archive.ErrDamaged, err)
		}
		if err := r.endTable(); err != nil {
			return err
		}
		if r.tables, err = rows.Table(table); err != nil {
			return err
		}
		r.table = name
	}
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return nil
		}
		if err == nil {
			err = r.tables.Line(line)
		}
		if err != nil {
			return err
		}
		r.rows++
	}
}

func (r *restore) endTable() error {
	if r.tables == nil {
		return nil
	}
	err := r.tables.Close()
	r.tables = nil
	return err
}

// removeTorn removes objects of which the archive holds zeros: they vanished
// while the backup was made.
func (r *restore) removeTorn(ctx context.Context) error {
	for _, name := range r.done.Torn {
		if key, ok := archive.ObjectKey(name); ok {
			if err := r.bucket.Delete(ctx, key); err != nil {
				return err
			}
			r.files--
		}
	}
	return nil
}

// prove opens the new house, opens every contest's key, recounts every contest
// from its ballots, and begins the logs of votes anew.
func (r *restore) prove(ctx context.Context) (err error) {
	h, err := furnish(ctx, r.Options, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	contests, err := h.voting.ListContests(ctx, shell())
	if err != nil {
		return err
	}
	for _, c := range contests {
		if _, err := h.keys.Unwrap(c.Key, string(c.ID)); err != nil {
			return fmt.Errorf("the secret does not open the key of %s: %w", c.Slug, err)
		}
		counted, err := h.voting.Recount(ctx, c.Slug)
		if err != nil {
			return err
		}
		if len(counted.Differences) > 0 || counted.FrozenDiffers {
			r.say.always("%s: what is shown is not what the ballots hold; it was so when it was backed up. See plaudit tally %[1]s", c.Slug)
		}
	}
	found, err := tallies(ctx, h.voting, h.db.Voting())
	if err != nil {
		return err
	}
	if !slices.Equal(found, r.done.Contests) {
		return fmt.Errorf("the ballots do not come to the tally of the backup: %v, not %v", found, r.done.Contests)
	}
	return h.voting.RestartLogs(ctx)
}

// report says what is there now.
func (r *restore) report(w io.Writer) error {
	for _, c := range r.done.Contests {
		fmt.Fprintf(w, "%s: %d votes of %d voters, counted again from the ballots as in the backup\n", c.Contest, c.Votes, c.Voters)
	}
	if n := len(r.done.Missing); n > 0 {
		fmt.Fprintf(w, "%d files were gone when the backup was made, such as %s\n", n, r.done.Missing[0])
	}
	_, err := fmt.Fprintf(w, "Restored %d rows and %d files, each with the hash that it was backed up with. Start the server with: plaudit serve\n", r.rows, r.files)
	return err
}
