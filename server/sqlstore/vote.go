package sqlstore

import (
	"encoding/hex"
	"fmt"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// Where voters write at the same time, what changes of an entry's count, and the
// count of voters, are spread over several rows: a row is held until the commit.
// Every first vote changes a count of voters, and a contest has only the one.
const (
	entryShards = 16
	voterShards = 256
)

// mark is where a vote is stored and counted.
type mark struct {
	contest, voter, entry  int64
	entryShard, voterShard int
}

func (t *tx) mark(b voting.Ballot, e voting.EntryID) (m mark, err error) {
	if m.contest, err = t.contestRef(b.Contest); err != nil {
		return m, err
	}
	if m.voter, err = t.voterRef(b.Contest, b.Voter); err != nil {
		return m, err
	}
	if m.entry, err = t.entryRef(e); err != nil || t.db.dialect.lockRow == "" {
		return m, err
	}
	key, err := hex.DecodeString(string(b.Voter))
	if err != nil || len(key) == 0 {
		return m, fmt.Errorf("a voter's key is 64 hex digits, not %q", b.Voter)
	}
	m.entryShard, m.voterShard = int(key[0])%entryShards, int(key[0])%voterShards
	return m, nil
}

// InsertVote implements voting.BallotTx. The counts come last, so that others who
// count in the same row wait for nothing but the commit; and in one order, here
// and in DeleteVote, so that nobody waits in a circle.
func (t *tx) InsertVote(b voting.Ballot, v voting.Vote, e *voting.VoteEvent, leaf ledger.Leaf) error {
	m, err := t.mark(b, v.Entry)
	if err != nil {
		return err
	}
	if t.plainly(m, leaf.H) {
		err = t.later(insertAtOnce, append(m.row(b, v, e), m.contest, leaf.H[:], leaf.Hash[:], m.entryShard, m.voterShard)...)
	} else {
		err = t.insertInSteps(m, b, v, e, leaf)
	}
	if err != nil || t.db.counted.Add(1)%foldEvery > 0 {
		return err
	}
	return t.fold()
}

func (t *tx) insertInSteps(m mark, b voting.Ballot, v voting.Vote, e *voting.VoteEvent, leaf ledger.Leaf) error {
	if err := t.letWait(b.Contest, m, v, leaf); err != nil {
		return err
	}
	if err := t.later(insertVote, m.row(b, v, e)...); err != nil {
		return fmt.Errorf("record a vote: %w", err)
	}
	if err := t.changeCount(m, 1); err != nil || len(b.Votes) > 0 {
		return err
	}
	return t.later(addVoter, m.contest, m.voterShard, m.voter)
}

// row is the arguments of insertVote.
func (m mark) row(b voting.Ballot, v voting.Vote, e *voting.VoteEvent) []any {
	row := make([]any, 0, 14)
	row = append(row, m.voter, b.Period, m.entry, micros(v.At), v.Client[:], v.Server[:])
	if e == nil {
		return append(row, nil, nil, nil)
	}
	return append(row, int64(e.Net), int64(e.Client), e.Viewed)
}

// plainly reports whether nothing can be in the way of a vote that insertAtOnce
// does not look at: its receipt was not given, its voter's votes count.
func (t *tx) plainly(m mark, receipt ledger.Hash) bool {
	f := t.foreseen
	return t.db.dialect.lockRow != "" && f != nil && f.Receipt == receipt && !f.given && f.voterErr == nil && f.ref == m.voter && f.aside == aside{}
}

const (
	insertVote = insertVoteRow + "VALUES ($1, $2, $3, " + nextPlace + ", $4, $5, $6, $7, $8, $9)"

	insertVoteRow = "INSERT INTO vote (voter, period, entry, place, at, client, server, net, kind, viewed) "
	nextPlace     = "(SELECT COALESCE(max(place), 0) + 1 FROM vote WHERE voter = $1 AND period = $2)"

	addVoter = `INSERT INTO voter_count (contest, shard, voters) SELECT CAST($1 AS BIGINT), CAST($2 AS SMALLINT), 1
		WHERE (SELECT count(*) FROM (SELECT 1 FROM vote WHERE voter = $3 LIMIT 2) AS few) = 1 ` + orAddVoters
	removeVoter = `INSERT INTO voter_count (contest, shard, voters) SELECT CAST($1 AS BIGINT), CAST($2 AS SMALLINT), -1
		WHERE NOT EXISTS (SELECT 1 FROM vote WHERE voter = $3) ` + orAddVoters
	orAddVoters = "ON CONFLICT (contest, shard) DO UPDATE SET voters = voter_count.voters + excluded.voters"
)

// insertAtOnce is all of InsertVote in one statement, which PostgreSQL can. Each part
// takes from the one before it, so they run in this order; and each sees the
// tables as they were before the first.
const insertAtOnce = `WITH
	waits AS (INSERT INTO vote_waiting (contest, hash, commitment, since) VALUES ($10, $11, $12, $4) RETURNING contest),
	voted AS (` + insertVoteRow + "SELECT $1, $2, $3, " + nextPlace + `, $4, $5, $6, $7, $8, $9 FROM waits RETURNING entry),
	counted AS (INSERT INTO entry_count (entry, shard, votes) SELECT entry, $13, 1 FROM voted
		ON CONFLICT (entry, shard) DO UPDATE SET votes = entry_count.votes + excluded.votes RETURNING entry)
	INSERT INTO voter_count (contest, shard, voters) SELECT $10, $14, 1 FROM counted
		WHERE NOT EXISTS (SELECT 1 FROM vote WHERE voter = $1) ` + orAddVoters

// DeleteVote implements voting.BallotTx. It is no error if there is none.
func (t *tx) DeleteVote(b voting.Ballot, v voting.Vote, back ledger.Nonce, leaf ledger.Leaf) error {
	m, err := t.mark(b, v.Entry)
	if err != nil {
		return err
	}
	changed, err := t.exec("DELETE FROM vote WHERE voter = $1 AND period = $2 AND entry = $3", m.voter, b.Period, m.entry)
	if err != nil || changed == 0 {
		return err
	}
	if err := t.keepOpening(m, b, v, back, leaf); err != nil {
		return err
	}
	if err := t.changeCount(m, -1); err != nil {
		return err
	}
	return t.later(removeVoter, m.contest, m.voterShard, m.voter)
}
