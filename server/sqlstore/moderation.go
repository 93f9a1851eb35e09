package sqlstore

import (
	"time"

	"plaudit/voting"
)

// AppendTransition implements voting.EntryTx.
func (t *tx) AppendTransition(step voting.Transition) error {
	ref, err := t.entryRef(step.Entry)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO transition (entry, at, from_state, to_state, decision, reason, staff, login)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		ref, micros(step.At), step.From, step.To, step.Decision, step.Reason, step.Staff, step.Login)
	return err
}

// Transitions implements voting.EntryTx.
func (t *tx) Transitions(id voting.EntryID) (steps []voting.Transition, err error) {
	ref, err := t.entryRef(id)
	if err != nil {
		return nil, err
	}
	err = t.each(func(r row) error {
		step := voting.Transition{Entry: id}
		var at int64
		err := r.Scan(&at, &step.From, &step.To, &step.Decision, &step.Reason, &step.Staff, &step.Login)
		step.At = moment(at)
		steps = append(steps, step)
		return err
	}, "SELECT at, from_state, to_state, decision, reason, staff, login FROM transition WHERE entry = $1 ORDER BY ref", ref)
	return steps, err
}

// Lease implements voting.EntryTx. ErrLeased names the holder in the params
// staff (a StaffID) and until (a time.Time).
func (t *tx) Lease(id voting.EntryID, by voting.StaffID, until time.Time) error {
	changed, err := t.exec(`UPDATE entry SET lease_staff = $1, lease_until = $2
		WHERE id = $3 AND (lease_staff = $1 OR lease_until <= $4)`, by, micros(until), id, micros(t.Now()))
	if err != nil || changed > 0 {
		return err
	}
	var (
		holder voting.StaffID
		ends   int64
	)
	err = t.one(voting.ErrEntryNotFound, "SELECT lease_staff, lease_until FROM entry WHERE id = $1", []any{id}, &holder, &ends)
	if err != nil {
		return err
	}
	return voting.ErrLeased.With("staff", holder, "until", moment(ends))
}

// Unlease implements voting.EntryTx.
func (t *tx) Unlease(id voting.EntryID) error {
	changed, err := t.exec("UPDATE entry SET lease_staff = '', lease_until = 0 WHERE id = $1", id)
	return changedOne(changed, err, voting.ErrEntryNotFound)
}

// RememberRequest implements voting.EntryTx.
func (t *tx) RememberRequest(c voting.ContestID, keyMAC, bodyMAC string, id voting.EntryID) error {
	contest, err := t.contestRef(c)
	if err != nil {
		return err
	}
	entry, err := t.entryRef(id)
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO request (contest, key_mac, body_mac, entry) VALUES ($1, $2, $3, $4)",
		contest, keyMAC, bodyMAC, entry)
	if t.db.dialect.isUnique(err) {
		return errAgain // the same request was quicker elsewhere, and is found now
	}
	return err
}

// Requested implements voting.EntryTx.
func (t *tx) Requested(c voting.ContestID, keyMAC string) (id voting.EntryID, bodyMAC string, err error) {
	contest, err := t.contestRef(c)
	if err != nil {
		return "", "", err
	}
	err = t.one(voting.ErrEntryNotFound, `SELECT e.id, r.body_mac FROM request r JOIN entry e ON e.ref = r.entry
		WHERE r.contest = $1 AND r.key_mac = $2`, []any{contest, keyMAC}, &id, &bodyMAC)
	return id, bodyMAC, err
}

// AppendAudit implements voting.AuditTx and auth.Tx.
func (t *tx) AppendAudit(a voting.AuditRecord) error {
	_, err := t.exec(`INSERT INTO audit (at, staff, login, contest, act, subject, before_value, after_value, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		micros(a.At), a.Staff, a.Login, a.Contest, a.Act, a.Subject, a.Before, a.After, a.Reason)
	return err
}

// Audit implements voting.AuditTx.
func (t *tx) Audit(c voting.ContestID, limit int) (records []voting.AuditRecord, err error) {
	var w where
	if c != "" {
		w.and("contest = ?", c)
	}
	err = t.each(func(r row) error {
		var (
			a  voting.AuditRecord
			at int64
		)
		err := r.Scan(&at, &a.Staff, &a.Login, &a.Contest, &a.Act, &a.Subject, &a.Before, &a.After, &a.Reason)
		a.At = moment(at)
		records = append(records, a)
		return err
	}, "SELECT at, staff, login, contest, act, subject, before_value, after_value, reason FROM audit "+
		w.text.String()+" ORDER BY ref DESC LIMIT "+w.add(limit), w.args...)
	return records, err
}
