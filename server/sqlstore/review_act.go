package sqlstore

import (
	"plaudit/voting"
	"plaudit/voting/ledger"
)

// ReviewActs implements voting.ReviewTx.
func (t *tx) ReviewActs(c voting.ContestID) ([]voting.ReviewAct, error) {
	return t.acts(c, `SELECT ref, at, staff, login, second_staff, second_login, single, entry, signals, from_state, to_state, code, reason, ballots, votes
		FROM review_act WHERE contest = $1 ORDER BY ref`)
}

// Proposals implements voting.ReviewTx.
func (t *tx) Proposals(c voting.ContestID) ([]voting.ReviewAct, error) {
	return t.acts(c, `SELECT ref, at, staff, login, '', '', 1 = 0, entry, signals, from_state, to_state, code, reason, ballots, votes
		FROM review_proposal WHERE contest = $1 ORDER BY ref`)
}

func (t *tx) acts(c voting.ContestID, text string) (acts []voting.ReviewAct, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		a := voting.ReviewAct{Contest: c}
		var at int64
		err := r.Scan(&a.ID, &at, &a.Staff, &a.Login, &a.Second.Staff, &a.Second.Login, &a.Single, &a.Of.Number, &a.Of.Signals,
			&a.Of.State, &a.To, &a.Code, &a.Reason, &a.Ballots, &a.Votes)
		a.At = moment(at)
		acts = append(acts, a)
		return err
	}, text, contest)
	return acts, err
}

// InsertProposal implements voting.ReviewTx.
func (t *tx) InsertProposal(a voting.ReviewAct) error {
	contest, err := t.contestRef(a.Contest)
	if err != nil {
		return err
	}
	changed, err := t.exec(`INSERT INTO review_proposal (contest, at, staff, login, entry, signals, from_state, to_state, code, reason, ballots, votes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (contest, entry, signals, from_state) DO NOTHING`,
		contest, micros(a.At), a.Staff, a.Login, a.Of.Number, int64(a.Of.Signals), a.Of.State, a.To, a.Code, a.Reason, a.Ballots, a.Votes)
	return changedOne(changed, err, voting.ErrStale)
}

// DeleteProposal implements voting.ReviewTx.
func (t *tx) DeleteProposal(c voting.ContestID, id int64) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	changed, err := t.exec("DELETE FROM review_proposal WHERE contest = $1 AND ref = $2", contest, id)
	return changedOne(changed, err, voting.ErrStale)
}

// CountOrganisers implements voting.ReviewTx.
func (t *tx) CountOrganisers(c voting.ContestID) (n int, err error) {
	err = t.one(nil, `SELECT count(DISTINCT g.account) FROM role_grant g JOIN account a ON a.id = g.account
		WHERE NOT a.disabled AND g.role IN ('operator', 'organiser') AND g.contest IN ('', $1)`, []any{c}, &n)
	return n, err
}

// ReviewRecords implements voting.ReviewTx.
func (t *tx) ReviewRecords(c voting.ContestID, each func(ledger.ActRecord) error) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.each(func(r row) error {
		var (
			record          ledger.ActRecord
			document, nonce []byte
		)
		if err := r.Scan(&document, &nonce); err != nil {
			return err
		}
		record.Document = string(document)
		copy(record.Nonce[:], nonce)
		return each(record)
	}, "SELECT document, nonce FROM review_act WHERE contest = $1 ORDER BY ref", contest)
}
