package voting

import "time"

// AuditRecord is one act of staff: who, what, before, after, why. Records are
// only ever appended. Before and After are short texts or JSON without
// personal data.
type AuditRecord struct {
	At      time.Time
	Staff   StaffID
	Login   string
	Contest ContestID // "" for acts outside a contest
	Act     string
	Subject string // what it was done to, such as "entry 7"
	Before  string
	After   string
	Reason  string
}
