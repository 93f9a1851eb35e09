package sqlstore

import (
	"encoding/hex"

	"plaudit/voting"
)

// mostDevices is how many devices stay linked to one voter: a family's, not a
// crowd's.
const mostDevices = 20

// LinkDevice implements voting.BallotTx.
func (t *tx) LinkDevice(c voting.ContestID, device, key voting.VoterKey) error {
	contest, raw, err := t.voterArgs(c, device)
	if err != nil {
		return err
	}
	voter, err := t.voterRef(c, key)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO voter_device (contest, device, voter, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (contest, device) DO UPDATE SET voter = excluded.voter, since = excluded.since`,
		contest, raw, voter, micros(t.Now()))
	if err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM voter_device WHERE voter = $1 AND since < (SELECT min(since) FROM
		(SELECT since FROM voter_device WHERE voter = $1 ORDER BY since DESC LIMIT $2) AS newest)`, voter, mostDevices)
	return err
}

// UnlinkDevice implements voting.BallotTx.
func (t *tx) UnlinkDevice(c voting.ContestID, device voting.VoterKey) error {
	contest, raw, err := t.voterArgs(c, device)
	if err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM voter_device WHERE contest = $1 AND device = $2", contest, raw)
	return err
}

// UnlinkDevices implements voting.BallotTx.
func (t *tx) UnlinkDevices(c voting.ContestID, key voting.VoterKey) error {
	voter, err := t.voterRef(c, key)
	if voting.ErrVoterRequired.Is(err) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM voter_device WHERE voter = $1", voter)
	return err
}

// LinkedVoter implements voting.BallotTx.
func (t *tx) LinkedVoter(c voting.ContestID, device voting.VoterKey) (v voting.Voter, err error) {
	if v, err, ok := t.foreseenVoter(c, device, true); ok {
		return v, err
	}
	contest, raw, err := t.voterArgs(c, device)
	if err != nil {
		return v, err
	}
	var (
		ref, since int64
		key        []byte
	)
	err = t.one(voting.ErrVoterRequired, `SELECT v.ref, v.key, v.mode, v.since FROM voter_device d JOIN voter v ON v.ref = d.voter
		WHERE d.contest = $1 AND d.device = $2`, []any{contest, raw}, &ref, &key, &v.Mode, &since)
	if err != nil {
		return voting.Voter{}, err
	}
	v.Contest, v.Key, v.Since = c, voting.VoterKey(hex.EncodeToString(key)), moment(since)
	t.lastVoter.contest, t.lastVoter.key, t.lastVoter.ref = contest, v.Key, ref
	return v, nil
}
