package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"plaudit/media"
	"plaudit/server/archive"
	"plaudit/server/sqlstore"
	"plaudit/voting"
)

// backup writes one archive of everything: first the rows, as they are at one
// moment, then every object that these rows name. Objects never change, so it
// does not matter that they are read later; one that was withdrawn meanwhile is
// left out, and the archive says so.
type backup struct {
	*house
	bucket media.Bucket
	say    *progress

	out      *archive.Writer
	rows     int
	named    []media.NamedObject
	contests []archive.Tally
	missing  []string
	lost     int      // of the missing: rows still name them
	torn     int      // shorter than they were, and left out
	faults   []string // sentences about what the store has lost or spoilt
}

// partBytes is about how many bytes of rows, before they are compressed, one
// member holds: what is in memory at a time, here and where it is restored.
const partBytes = 4 << 20

// write writes the archive. What the store has lost is left out and is in
// faults; the archive is as whole as it can be then.
func (b *backup) write(ctx context.Context, w io.Writer) error {
	if err := b.db.Snapshot(ctx, func(s sqlstore.Snapshot) error { return b.snapshot(ctx, w, s) }); err != nil {
		return err
	}
	for i, o := range b.named {
		if err := b.object(ctx, o); err != nil {
			return err
		}
		b.say.now("%d rows, %d of %d files", b.rows, i+1, len(b.named))
	}
	if err := b.explainMissing(ctx); err != nil {
		return err
	}
	return b.out.Close(b.contests, b.missing)
}

// snapshot writes the keys and the rows, and notes what else is to be written.
func (b *backup) snapshot(ctx context.Context, w io.Writer, s sqlstore.Snapshot) error {
	version, err := s.Version()
	if err != nil {
		return err
	}
	b.out, err = archive.NewWriter(w, archive.Head{Program: programVersion(), Schema: version, At: b.Now().UTC()})
	if err != nil {
		return err
	}
	secret := secretText(b.secret)
	if _, err := b.out.Add(archive.Secret, int64(len(secret)), bytes.NewReader(secret)); err != nil {
		return err
	}
	tables, err := s.Tables()
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := b.table(s, table); err != nil {
			return fmt.Errorf("write table %s: %w", table.Name, err)
		}
	}
	for o, err := range media.Named(s.Named()) {
		if err != nil {
			return err
		}
		b.named = append(b.named, o)
	}
	b.contests, err = tallies(ctx, b.voting, s.Voting())
	return err
}

// table writes a table in members of bounded size. An empty one has one, too.
func (b *backup) table(s sqlstore.Snapshot, table sqlstore.Table) error {
	p := &tablePart{out: b.out, table: table}
	if err := p.begin(); err != nil {
		return err
	}
	err := s.Lines(table, func(line []byte) error {
		b.rows++
		b.say.now("%d rows", b.rows)
		return p.line(line)
	})
	return errors.Join(err, p.end())
}

// tablePart is the member of rows that is being filled.
type tablePart struct {
	out   *archive.Writer
	table sqlstore.Table
	n     int
	size  int // bytes of lines so far
	file  bytes.Buffer
	gzip  *gzip.Writer
}

func (p *tablePart) begin() (err error) {
	p.n++
	p.size = 0
	p.file.Reset()
	if p.gzip, err = gzip.NewWriterLevel(&p.file, gzip.BestSpeed); err != nil {
		return err
	}
	return json.NewEncoder(p.gzip).Encode(p.table)
}

func (p *tablePart) line(line []byte) error {
	if p.size > partBytes {
		if err := errors.Join(p.end(), p.begin()); err != nil {
			return err
		}
	}
	p.size += len(line)
	_, err := p.gzip.Write(line)
	if err == nil {
		_, err = p.gzip.Write([]byte("\n"))
	}
	return err
}

func (p *tablePart) end() error {
	if err := p.gzip.Close(); err != nil {
		return err
	}
	_, err := p.out.Add(archive.TablePart(p.table.Name, p.n), int64(p.file.Len()), &p.file)
	return err
}

// object writes one object. That it is gone is noted; that the store does not
// answer ends the backup.
func (b *backup) object(ctx context.Context, o media.NamedObject) error {
	content, err := b.bucket.Open(ctx, o.Key)
	if errors.Is(err, media.ErrNotFound) {
		b.missing = append(b.missing, o.Key)
		return nil
	}
	if err != nil {
		return err
	}
	defer content.Close()
	sum, err := b.out.Add(archive.Objects+o.Key, o.Size, content)
	switch {
	case errors.Is(err, media.ErrNotFound):
		b.missing = append(b.missing, o.Key)
		return nil
	case errors.Is(err, io.EOF) && errors.Is(err, archive.ErrTorn):
		b.torn++
		b.faults = append(b.faults, fmt.Sprintf("%s is shorter than the %d bytes that were put in: it was left out", o.Key, o.Size))
		return nil
	case err == nil && sum[:min(len(sum), len(o.SHA256))] != o.SHA256:
		b.faults = append(b.faults, o.Key+" is not what was put in: it was taken as it is")
	}
	return err
}

// explainMissing tells what was withdrawn meanwhile from what the store has
// lost: the rows of now name only the latter.
func (b *backup) explainMissing(ctx context.Context) error {
	if len(b.missing) == 0 {
		return nil
	}
	gone := map[string]bool{}
	for _, key := range b.missing {
		gone[key] = true
	}
	return b.db.Snapshot(ctx, func(s sqlstore.Snapshot) error {
		for o, err := range media.Named(s.Named()) {
			if err != nil {
				return err
			}
			if gone[o.Key] {
				b.lost++
				b.faults = append(b.faults, o.Key+" is gone from the store")
			}
		}
		return nil
	})
}

// tallies recounts every contest of a store from its ballots.
func tallies(ctx context.Context, rules *voting.Service, store voting.Store) (list []archive.Tally, err error) {
	counting := *rules
	counting.Store = store
	contests, err := counting.ListContests(ctx, shell())
	if err != nil {
		return nil, err
	}
	for _, c := range contests {
		r, err := counting.Recount(ctx, c.Slug)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(r.Standings)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		list = append(list, archive.Tally{
			Contest: string(c.Slug), Votes: r.Votes, Voters: r.Voters, Standings: hex.EncodeToString(sum[:]),
		})
	}
	return list, nil
}
