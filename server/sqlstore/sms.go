package sqlstore

import (
	"time"

	"plaudit/voting"
)

// CountCode implements voting.CodeTx.
func (t *tx) CountCode(c voting.ContestID, day string, byForm bool) (all, forms int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, 0, err
	}
	err = t.one(nil, `INSERT INTO sms_day (contest, day, sent, by_form) VALUES ($1, $2, 1, $3)
		ON CONFLICT (contest, day) DO UPDATE SET sent = sms_day.sent + 1, by_form = sms_day.by_form + excluded.by_form
		RETURNING sent, by_form`, []any{contest, day, bit(byForm)}, &all, &forms)
	return all, forms, err
}

// CodesSince implements voting.CodeTx.
func (t *tx) CodesSince(c voting.ContestID, phoneMAC string, since time.Time) (n int, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return 0, err
	}
	err = t.one(nil, "SELECT count(*) FROM sms_code WHERE contest = $1 AND phone_mac = $2 AND sent_at > $3",
		[]any{contest, phoneMAC, micros(since)}, &n)
	return n, err
}

// InsertCode implements voting.CodeTx.
func (t *tx) InsertCode(s voting.SentCode) error {
	contest, err := t.contestRef(s.Contest)
	if err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM sms_code WHERE contest = $1 AND sent_at < $2", contest, micros(s.SentAt.AddDate(0, 0, -1)))
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO sms_code (contest, phone_mac, sent_at, code_mac, tries, used) VALUES ($1, $2, $3, $4, $5, $6)",
		contest, s.PhoneMAC, micros(s.SentAt), s.CodeMAC, s.Tries, bit(s.Used))
	return err
}

// LatestCode implements voting.CodeTx.
func (t *tx) LatestCode(c voting.ContestID, phoneMAC string) (s voting.SentCode, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return s, err
	}
	var sent, used int64
	err = t.one(voting.ErrSMSGone, `SELECT sent_at, code_mac, tries, used FROM sms_code WHERE contest = $1 AND phone_mac = $2
		ORDER BY sent_at DESC, ref DESC LIMIT 1`+t.db.dialect.lockRow, []any{contest, phoneMAC}, &sent, &s.CodeMAC, &s.Tries, &used)
	s.Contest, s.PhoneMAC, s.SentAt, s.Used = c, phoneMAC, moment(sent), used > 0
	return s, err
}

// UpdateCode implements voting.CodeTx.
func (t *tx) UpdateCode(s voting.SentCode) error {
	contest, err := t.contestRef(s.Contest)
	if err != nil {
		return err
	}
	_, err = t.exec("UPDATE sms_code SET tries = $1, used = $2 WHERE contest = $3 AND phone_mac = $4 AND sent_at = $5 AND code_mac = $6",
		s.Tries, bit(s.Used), contest, s.PhoneMAC, micros(s.SentAt), s.CodeMAC)
	return err
}

// DropCode implements voting.CodeTx.
func (t *tx) DropCode(s voting.SentCode, day string, byForm bool) error {
	contest, err := t.contestRef(s.Contest)
	if err != nil {
		return err
	}
	_, err = t.exec("UPDATE sms_day SET sent = sent - 1, by_form = by_form - $1 WHERE contest = $2 AND day = $3", bit(byForm), contest, day)
	if err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM sms_code WHERE contest = $1 AND phone_mac = $2 AND sent_at = $3 AND code_mac = $4",
		contest, s.PhoneMAC, micros(s.SentAt), s.CodeMAC)
	return err
}

// bit is how a truth is stored.
func bit(is bool) int {
	if is {
		return 1
	}
	return 0
}
