package sqlstore

import (
	"encoding/hex"
	"math"

	"plaudit/voting"
)

// foreseen is what was read ahead of being asked for: on PostgreSQL the way to
// the server and back costs more than what is read there. Each answer is for
// what comes next, so it is given once.
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

// Foresee implements voting.BallotTx. Where there is one writer, on SQLite, it
// does nothing.
func (t *tx) Foresee(next voting.Foresight) error {
	w, far := t.run.(*work)
	if !far {
		return nil
	}
	contest, raw, err := t.voterArgs(next.Contest, next.Voter)
	if err != nil {
		return err
	}
	f := &foreseen{Foresight: next, contest: contest, asked: true, voterErr: voting.ErrVoterRequired}
	whose := "FROM voter w WHERE w.contest = $1 AND w.key = $2"
	if next.Linked {
		whose = "FROM voter_device d JOIN voter w ON w.ref = d.voter WHERE d.contest = $1 AND d.device = $2"
	}
	// The lock comes before the ballot is read, in a statement before.
	w.soon(f.readVoter, `SELECT w.ref, w.key, w.mode, w.since, pg_advisory_xact_lock($3, (w.ref % $4)::int) IS NULL,
		(SELECT state FROM voter_review r WHERE r.voter = w.ref), (SELECT code FROM voter_review r WHERE r.voter = w.ref) `+whose,
		contest, raw, ballotLocks, math.MaxInt32)
	// A voter in brackets leaves the planner no other way than by the key of votes,
	// also when it has seen that table empty.
	w.soon(f.readVote, selectVotes+"(SELECT w.ref "+whose+") AND v.period = $3 ORDER BY v.place", contest, raw, next.Period)
	w.soon(f.readEntry, "SELECT ref, digest FROM entry WHERE contest = $1 AND number = $2", contest, next.Number)
	w.soon(f.readGiven, "SELECT EXISTS (SELECT 1 FROM receipt WHERE contest = $1 AND hash = $2)", contest, next.Receipt[:])
	t.foreseen = f
	return w.flush(t.ctx)
}

func (f *foreseen) readVoter(r row) (err error) {
	var (
		key         []byte
		since       int64
		held        bool
		state, code *string
	)
	if err = r.Scan(&f.ref, &key, &f.voter.Mode, &since, &held, &state, &code); err != nil {
		return err
	}
	if state != nil && code != nil && *state != string(voting.VotesCounted) {
		f.aside = aside{voting.ReviewState(*state), *code}
	}
	f.voter.Contest, f.voter.Key, f.voter.Since = f.Contest, voting.VoterKey(hex.EncodeToString(key)), moment(since)
	f.ballot = voting.Ballot{Contest: f.Contest, Period: f.Period, Voter: f.voter.Key}
	f.voterErr, f.locked = nil, true
	return nil
}

func (f *foreseen) readVote(r row) error { return scanVote(r, &f.ballot) }

func (f *foreseen) readEntry(r row) error { return r.Scan(&f.entryRef, &f.digest) }

func (f *foreseen) readGiven(r row) error { return r.Scan(&f.given) }

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

// foreseenAside is why the voter's votes are set aside, zero where they are not,
// where that was foreseen. It does not change while the contest is held.
func (t *tx) foreseenAside(voter any) (a aside, ok bool) {
	f := t.foreseen
	if f == nil || f.voterErr != nil || f.ref != voter {
		return a, false
	}
	return f.aside, true
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
