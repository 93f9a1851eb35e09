package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"math"

	"plaudit/voting"
)

// foreseen is what was read ahead of being asked for, in one go: the way to
// PostgreSQL and back costs more than what is read there, and on SQLite a
// statement costs more than the rows it finds. Each answer is for what comes
// next, so it is given once.
type foreseen struct {
	voting.Foresight
	contest int64

	voter    voting.Voter // of the key, or whom the device stands for
	voterErr error
	ref      int64
	asked    bool // the voter was
	aside    aside

	ballot voting.Ballot
	locked bool // the ballot is held, and was not given yet

	entryRef int64 // 0: there is none, or it was given
	digest   []byte

	given bool // the receipt was
}

// has reports whether something of the contest was foreseen.
func (f *foreseen) has(c voting.ContestID) bool { return f != nil && f.Contest == c }

// Whose ballot it is: that of a voter's key, or of a device.
const (
	ofKey    = "FROM voter w "
	keyIs    = " WHERE w.contest = $1 AND w.key = $2"
	ofDevice = "FROM voter_device d JOIN voter w ON w.ref = d.voter "
	deviceIs = " WHERE d.contest = $1 AND d.device = $2"
)

// What is read beside the voter, of the entry $3 and the receipt $4, with a row for
// each vote on the ballot, and one for an empty ballot.
const (
	foreseeColumns = `COALESCE(e.ref, 0), e.digest, EXISTS (SELECT 1 FROM receipt WHERE contest = $1 AND hash = $4),
		COALESCE(x.id, ''), COALESCE(x.number, 0), COALESCE(x.category, ''), COALESCE(v.at, 0), v.client, v.server `
	foreseeVotes = " AND v.period = $5 LEFT JOIN entry x ON x.ref = v.entry"
)

// On SQLite one statement reads all.
const (
	foreseeByKey    = foreseeAll + ofKey + foreseeBeside + keyIs + " ORDER BY v.place"
	foreseeByDevice = foreseeAll + ofDevice + foreseeBeside + deviceIs + " ORDER BY v.place"
	foreseeAll      = "SELECT w.ref, w.key, w.mode, w.since, r.state, r.code, " + foreseeColumns
	foreseeBeside   = `LEFT JOIN voter_review r ON r.voter = w.ref LEFT JOIN entry e ON e.contest = $1 AND e.number = $3
		LEFT JOIN vote v ON v.voter = w.ref` + foreseeVotes
)

// Foresee implements voting.BallotTx.
func (t *tx) Foresee(next voting.Foresight) error {
	if t.run == nil {
		return errEnded
	}
	contest, raw, err := t.voterArgs(next.Contest, next.Voter)
	if err != nil {
		return err
	}
	f := &foreseen{Foresight: next, contest: contest, asked: true, voterErr: voting.ErrVoterRequired}
	t.foreseen = f
	if w, far := t.run.(*work); far {
		return f.ask(t.ctx, w, raw)
	}
	text := foreseeByKey
	if next.Linked {
		text = foreseeByDevice
	}
	return t.each(f.readAll, text, contest, raw, next.Number, next.Receipt[:], next.Period)
}

// ask reads all from a PostgreSQL server.
func (f *foreseen) ask(ctx context.Context, w *work, raw []byte) error {
	of, is := ofKey, keyIs
	if f.Linked {
		of, is = ofDevice, deviceIs
	}
	// The lock comes before the ballot is read, in a statement before.
	w.soon(f.readVoter, `SELECT w.ref, w.key, w.mode, w.since, (SELECT state FROM voter_review r WHERE r.voter = w.ref),
		(SELECT code FROM voter_review r WHERE r.voter = w.ref), pg_advisory_xact_lock($3, (w.ref % $4)::int) IS NULL `+of+is,
		f.contest, raw, ballotLocks, math.MaxInt32)
	// A voter in brackets leaves the planner no other way than by the key of votes,
	// also when it has seen that table empty.
	w.soon(f.readRest, "SELECT "+foreseeColumns+"FROM entry e LEFT JOIN vote v ON v.voter = (SELECT w.ref "+of+is+")"+foreseeVotes+
		" WHERE e.contest = $1 AND e.number = $3 ORDER BY v.place", f.contest, raw, f.Number, f.Receipt[:], f.Period)
	return w.flush(ctx)
}

// voterRow is the voter as read.
type voterRow struct {
	ref, since  int64
	key         []byte
	mode        voting.Identity
	state, code *string // why the votes are set aside, if they are
}

func (f *foreseen) found(v *voterRow) {
	if v.state != nil && v.code != nil && *v.state != string(voting.VotesCounted) {
		f.aside = aside{voting.ReviewState(*v.state), *v.code}
	}
	f.ref = v.ref
	f.voter = voting.Voter{Contest: f.Contest, Key: voting.VoterKey(hex.EncodeToString(v.key)), Mode: v.mode, Since: moment(v.since)}
	f.ballot = voting.Ballot{Contest: f.Contest, Period: f.Period, Voter: f.voter.Key}
	f.voterErr = nil
}

func (f *foreseen) readVoter(r row) (err error) {
	var (
		v    voterRow
		held bool
	)
	if err = r.Scan(&v.ref, &v.key, &v.mode, &v.since, &v.state, &v.code, &held); err == nil {
		f.found(&v)
	}
	return err
}

// readAll reads a row of foreseeAll.
func (f *foreseen) readAll(r row) error {
	var (
		voter voterRow
		vote  voteRow
	)
	err := r.Scan(&voter.ref, &voter.key, &voter.mode, &voter.since, &voter.state, &voter.code, &f.entryRef, &f.digest, &f.given,
		&vote.Entry, &vote.Number, &vote.Category, &vote.at, &vote.client, &vote.server)
	if err != nil {
		return err
	}
	if f.voterErr != nil { // the first row
		f.found(&voter)
		f.locked = true
	}
	f.add(&vote)
	return nil
}

// readRest reads a row of foreseeColumns. There is none, and the ballot is not
// known, where there is no such entry.
func (f *foreseen) readRest(r row) error {
	var vote voteRow
	err := r.Scan(&f.entryRef, &f.digest, &f.given, &vote.Entry, &vote.Number, &vote.Category, &vote.at, &vote.client, &vote.server)
	f.add(&vote)
	f.locked = f.voterErr == nil
	return err
}

// add puts the vote of a row, if it has one, on the ballot.
func (f *foreseen) add(vote *voteRow) {
	if vote.Entry != "" {
		f.ballot.Votes = append(f.ballot.Votes, vote.whole())
	}
}

// foreseenVoter is the voter of the key, or of the device, where that was
// foreseen.
func (t *tx) foreseenVoter(c voting.ContestID, key voting.VoterKey, linked bool) (v voting.Voter, err error, ok bool) {
	f := t.foreseen
	if !f.has(c) || !f.asked || f.Linked != linked || f.Voter != key {
		return v, nil, false
	}
	f.asked = false
	if f.voterErr == nil {
		t.lastVoter.contest, t.lastVoter.key, t.lastVoter.ref = f.contest, f.voter.Key, f.ref
	}
	return f.voter, f.voterErr, true
}

// asideOf is why the voter's votes are set aside, zero where they are not. It
// does not change while the contest is held.
func (t *tx) asideOf(voter int64) (a aside, err error) {
	if f := t.foreseen; f != nil && f.voterErr == nil && f.ref == voter {
		return f.aside, nil
	}
	err = t.one(nil, "SELECT state, code FROM voter_review WHERE voter = $1 AND state <> 'counted'", []any{voter}, &a.state, &a.code)
	if errors.Is(err, sql.ErrNoRows) {
		return aside{}, nil
	}
	return a, err
}

// foreseenBallot is the voter's ballot, where it was foreseen and locked.
func (t *tx) foreseenBallot(c voting.ContestID, period string, key voting.VoterKey) (b voting.Ballot, ok bool) {
	f := t.foreseen
	if !f.has(c) || !f.locked || f.Period != period || f.voter.Key != key {
		return b, false
	}
	f.locked = false
	return f.ballot, true
}

// foreseenEntry is ref and digest of the entry, where that was foreseen.
func (t *tx) foreseenEntry(c voting.ContestID, n voting.Number) (ref int64, digest []byte, ok bool) {
	f := t.foreseen
	if !f.has(c) || f.entryRef == 0 || f.Number != n {
		return 0, nil, false
	}
	ref, f.entryRef = f.entryRef, 0
	return ref, f.digest, true
}

// ballotLocks is the kind of the locks on ballots, which go by the voters' refs.
// Two whose refs are far apart may share one, and wait for each other.
const ballotLocks = 1

// holdBallots holds all ballots of a voter, on PostgreSQL as Foresee does.
func (t *tx) holdBallots(voter int64) {
	if w, ok := t.run.(*work); ok {
		w.queue("select pg_advisory_xact_lock($1, $2)", []any{ballotLocks, voter % math.MaxInt32})
	}
}
