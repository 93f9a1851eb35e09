package sqlstore

import (
	"database/sql"
	"errors"
	"fmt"

	"plaudit/voting"
)

const selectSlip = "SELECT serial, code_mac, issued_at, revoked_at FROM slip WHERE contest = $1 AND "

// LastSerial implements voting.SlipTx.
func (t *tx) LastSerial(c voting.ContestID) (last int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	err = t.one(nil, "SELECT COALESCE(max(serial), 0) FROM slip WHERE contest = $1", []any{contest}, &last)
	return last, err
}

// PutSlip implements voting.SlipTx.
func (t *tx) PutSlip(s voting.Slip) error {
	contest, err := t.contestRef(s.Contest)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO slip (contest, serial, code_mac, issued_at, revoked_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (contest, serial) DO UPDATE SET
		code_mac = excluded.code_mac, issued_at = excluded.issued_at, revoked_at = excluded.revoked_at`,
		contest, s.Serial, s.CodeMAC, micros(s.IssuedAt), micros(s.RevokedAt))
	return err
}

// Slip implements voting.SlipTx.
func (t *tx) Slip(c voting.ContestID, serial int) (voting.Slip, error) {
	return t.slip(c, voting.ErrSlipNotFound, "serial = $2", serial)
}

// SlipByCode implements voting.SlipTx.
func (t *tx) SlipByCode(c voting.ContestID, codeMAC string, lock voting.Lock) (voting.Slip, error) {
	where := "code_mac = $2"
	if lock != voting.Unlocked {
		where += t.db.dialect.lockRow
	}
	return t.slip(c, voting.ErrCodeWrong, where, codeMAC)
}

func (t *tx) slip(c voting.ContestID, missing error, where string, arg any) (s voting.Slip, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return s, err
	}
	var issued, revoked int64
	err = t.one(missing, selectSlip+where, []any{contest, arg}, &s.Serial, &s.CodeMAC, &issued, &revoked)
	s.Contest, s.IssuedAt, s.RevokedAt = c, moment(issued), moment(revoked)
	return s, err
}

// CodeUsed implements voting.SlipTx.
func (t *tx) CodeUsed(c voting.ContestID, codeMAC string) (used, good bool, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return false, false, err
	}
	var revoked int64
	err = t.one(nil, `SELECT revoked_at FROM slip WHERE contest = $1 AND code_mac = $2
		UNION ALL SELECT 1 FROM revoked_code WHERE contest = $1 AND code_mac = $2 LIMIT 1`, []any{contest, codeMAC}, &revoked)
	if errors.Is(err, sql.ErrNoRows) {
		return false, false, nil
	}
	return true, revoked == 0, err
}

// RevokeCode implements voting.SlipTx.
func (t *tx) RevokeCode(c voting.ContestID, codeMAC string) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	return t.later("INSERT INTO revoked_code (contest, code_mac) VALUES ($1, $2) ON CONFLICT (contest, code_mac) DO NOTHING", contest, codeMAC)
}

// CountSlips implements voting.SlipTx.
func (t *tx) CountSlips(c voting.ContestID) (issued, revoked int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, 0, err
	}
	err = t.one(nil, `SELECT count(*), COALESCE(sum(CASE WHEN revoked_at > 0 THEN 1 ELSE 0 END), 0) FROM slip WHERE contest = $1`,
		[]any{contest}, &issued, &revoked)
	return issued, revoked, err
}

// MarkDesk implements voting.SlipTx.
func (t *tx) MarkDesk(c voting.ContestID, key voting.VoterKey) error {
	voter, err := t.voterRef(c, key)
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO desk_voter (contest, voter) VALUES ($1, $2) ON CONFLICT (contest, voter) DO NOTHING", t.lastContest.ref, voter)
	return err
}

// CountDeskVoters implements voting.SlipTx.
func (t *tx) CountDeskVoters(c voting.ContestID) (n int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	err = t.one(nil, `SELECT count(*) FROM desk_voter d WHERE d.contest = $1
		AND EXISTS (SELECT 1 FROM vote WHERE vote.voter = d.voter) AND `+fmt.Sprintf(isCounted, "d.voter"), []any{contest}, &n)
	return n, err
}
