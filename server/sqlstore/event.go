package sqlstore

import "plaudit/voting"

// NoteVote implements voting.ReviewTx.
func (t *tx) NoteVote(b voting.Ballot, v voting.Vote, e voting.VoteEvent) error {
	m, err := t.mark(b, v.Entry)
	if err != nil {
		return err
	}
	return t.later(`INSERT INTO vote_event (contest, voter, entry, minute, net, client, viewed) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (contest, voter, entry, minute) DO NOTHING`,
		m.contest, m.voter, m.entry, e.Minute, int64(e.Net), int64(e.Client), e.Viewed)
}

// VoteEvents implements voting.ReviewTx.
func (t *tx) VoteEvents(c voting.ContestID, each func(voting.VoterRef, voting.Number, voting.VoteEvent) error) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.each(func(r row) error {
		var (
			voter       voting.VoterRef
			number      voting.Number
			e           voting.VoteEvent
			net, client int64
		)
		if err := r.Scan(&voter, &number, &e.Minute, &net, &client, &e.Viewed); err != nil {
			return err
		}
		e.Net, e.Client = uint32(net), uint32(client)
		return each(voter, number, e)
	}, `SELECT x.voter, e.number, x.minute, x.net, x.client, x.viewed FROM vote_event x JOIN entry e ON e.ref = x.entry
		WHERE x.contest = $1 AND EXISTS (SELECT 1 FROM vote v WHERE v.voter = x.voter AND v.entry = x.entry)
		ORDER BY x.contest, x.voter, x.entry, x.minute`, contest)
}

// ForgetVoteEvents implements voting.ReviewTx.
func (t *tx) ForgetVoteEvents(c voting.ContestID, limit int) (forgotten int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	changed, err := t.exec(`DELETE FROM vote_event WHERE contest = $1 AND (voter, entry, minute) IN
		(SELECT voter, entry, minute FROM vote_event WHERE contest = $1 LIMIT $2)`, contest, limit)
	return int(changed), err
}

// ClusterEvents implements voting.ReviewTx.
func (t *tx) ClusterEvents(c voting.ContestID, key voting.ClusterKey, most int, each func(voting.VoteEvent) error) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.each(func(r row) error {
		var (
			e           voting.VoteEvent
			net, client int64
		)
		if err := r.Scan(&e.Minute, &net, &client, &e.Viewed); err != nil {
			return err
		}
		e.Net, e.Client = uint32(net), uint32(client)
		return each(e)
	}, `SELECT x.minute, x.net, x.client, x.viewed FROM voter_review r CROSS JOIN vote_event x
		WHERE r.contest = $1 AND r.entry = (SELECT ref FROM entry WHERE contest = $1 AND number = $2) AND r.signals = $3 AND r.state = $4
		AND x.contest = $1 AND x.voter = r.voter AND x.entry = r.entry ORDER BY x.minute, x.voter LIMIT $5`,
		contest, key.Number, int64(key.Signals), key.State, most)
}
