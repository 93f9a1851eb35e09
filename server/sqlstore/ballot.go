package sqlstore

import (
	"time"

	"plaudit/voting"
)

// InsertVoter implements voting.BallotTx.
func (t *tx) InsertVoter(v voting.Voter) (created bool, err error) {
	contest, key, err := t.voterArgs(v.Contest, v.Key)
	if err != nil {
		return false, err
	}
	changed, err := t.exec(`INSERT INTO voter (contest, key, mode, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (contest, key) DO NOTHING`, contest, key, v.Mode, micros(v.Since))
	return changed > 0, err
}

// Voter implements voting.BallotTx.
func (t *tx) Voter(c voting.ContestID, key voting.VoterKey) (v voting.Voter, err error) {
	if v, err, ok := t.foreseenVoter(c, key, false); ok {
		return v, err
	}
	contest, raw, err := t.voterArgs(c, key)
	if err != nil {
		return v, err
	}
	var ref, since int64
	err = t.one(voting.ErrVoterRequired, "SELECT ref, mode, since FROM voter WHERE contest = $1 AND key = $2",
		[]any{contest, raw}, &ref, &v.Mode, &since)
	if err != nil {
		return v, err
	}
	t.lastVoter.contest, t.lastVoter.key, t.lastVoter.ref = contest, key, ref
	v.Contest, v.Key, v.Since = c, key, moment(since)
	return v, nil
}

func (t *tx) voterArgs(c voting.ContestID, key voting.VoterKey) (contest int64, raw []byte, err error) {
	if contest, err = t.contestRef(c); err != nil {
		return 0, nil, err
	}
	raw, err = rawKey(key)
	return contest, raw, err
}

// voterRef returns the number that votes point at a voter by.
func (t *tx) voterRef(c voting.ContestID, key voting.VoterKey) (int64, error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	if t.lastVoter.contest != contest || t.lastVoter.key != key {
		if _, err := t.Voter(c, key); err != nil {
			return 0, err
		}
	}
	return t.lastVoter.ref, nil
}

// LockBallot implements voting.BallotTx. What is locked is all ballots of the
// voter: two transactions of one voter run one after the other, and the second
// reads what the first wrote.
func (t *tx) LockBallot(c voting.ContestID, period string, key voting.VoterKey) (voting.Ballot, error) {
	ref, err := t.voterRef(c, key)
	if err != nil {
		return voting.Ballot{}, err
	}
	if t.run == nil {
		return voting.Ballot{}, errEnded
	}
	if b, ok := t.foreseenBallot(c, period, key); ok {
		return b, nil
	}
	t.holdBallots(ref)
	return t.ballot(c, period, key, ref)
}

// Ballot implements voting.BallotTx.
func (t *tx) Ballot(c voting.ContestID, period string, key voting.VoterKey) (voting.Ballot, error) {
	ref, err := t.voterRef(c, key)
	if voting.ErrVoterRequired.Is(err) {
		return voting.Ballot{Contest: c, Period: period, Voter: key}, nil
	}
	if err != nil {
		return voting.Ballot{}, err
	}
	return t.ballot(c, period, key, ref)
}

func (t *tx) ballot(c voting.ContestID, period string, key voting.VoterKey, voter int64) (voting.Ballot, error) {
	b := voting.Ballot{Contest: c, Period: period, Voter: key}
	err := t.each(func(r row) error { return scanVote(r, &b) }, selectVotes+"$1 AND v.period = $2 ORDER BY v.place", voter, period)
	return b, err
}

const selectVotes = "SELECT e.id, e.number, e.category, v.at, v.client, v.server FROM vote v JOIN entry e ON e.ref = v.entry WHERE v.voter = "

// voteRow is a vote as read.
type voteRow struct {
	voting.Vote
	at             int64
	client, server []byte
}

func (v *voteRow) whole() voting.Vote {
	v.At = moment(v.at)
	copy(v.Client[:], v.client)
	copy(v.Server[:], v.server)
	return v.Vote
}

func scanVote(r row, b *voting.Ballot) error {
	var v voteRow
	err := r.Scan(&v.Entry, &v.Number, &v.Category, &v.at, &v.client, &v.server)
	b.Votes = append(b.Votes, v.whole())
	return err
}

// SpendChallenge implements voting.BallotTx. Expired ones are forgotten now
// and then, a few hundred at a time.
func (t *tx) SpendChallenge(id string, expires time.Time) error {
	changed, err := t.exec("INSERT INTO challenge (id, expires) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", id, micros(expires))
	if err = changedOne(changed, err, voting.ErrChallengeUsed); err != nil {
		return err
	}
	if t.db.spent.Add(1)%forgetEvery != 0 {
		return nil
	}
	_, err = t.exec(`DELETE FROM challenge WHERE id IN (SELECT id FROM challenge WHERE expires <= $1 LIMIT $2)`,
		micros(t.Now()), 2*forgetEvery)
	return err
}

// forgetEvery is how many challenges are spent between two clean-ups, which
// each remove up to twice as many.
const forgetEvery = 256
