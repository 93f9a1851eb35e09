package voting

import (
	"time"
	"unicode/utf8"
)

// State is where an entry is. The transitions are in transitions().
type State string

// The states of an entry. Only an approved entry is public.
const (
	Processing   State = "processing" // the worker is making renditions
	Refused      State = "refused"    // the file could not be used
	Pending      State = "pending"    // waits for a moderator
	Approved     State = "approved"
	Rejected     State = "rejected"
	Disqualified State = "disqualified"
	Withdrawn    State = "withdrawn"
)

// AgeBand groups entrants; under-14s enter through a guardian.
type AgeBand string

// The age bands.
const (
	Adult   AgeBand = "adult"
	Teen    AgeBand = "14-17"
	Under14 AgeBand = "under-14"
)

// Entry is what was entered. The entrant's full name and telephone numbers are
// only in Contact, sealed under the contest's key.
type Entry struct {
	ID             EntryID
	Contest        ContestID
	Number         Number
	Title          string
	Category       Slug
	Medium         Medium
	Entrant        string // masked, such as 张*
	AgeBand        AgeBand
	Statement      string
	State          State
	Reason         string // why refused, rejected or disqualified: a reason code or a sentence
	CodeMAC        string // HMAC of the status code
	PhoneMAC       string // blind index of the telephone number
	OwnVoter       VoterKey
	Contact        []byte // sealed Contact; nil once withdrawn
	ConsentVersion string
	Shuffle        int64 // fixed random place in the gallery
	Assets         []AssetID
	SubmittedAt    time.Time
}

// Public reports whether everybody may see the entry.
func (e Entry) Public() bool { return e.State == Approved }

// Contact is what only organisers may open.
type Contact struct {
	Name          string `json:"name"`
	Phone         string `json:"phone"`
	GuardianName  string `json:"guardian_name,omitempty"`
	GuardianPhone string `json:"guardian_phone,omitempty"`
}

// Transition is one step of an entry's life; the list is append-only.
type Transition struct {
	Entry    EntryID
	At       time.Time
	From, To State
	Decision Decision // "" when the program did it
	Reason   string
	Staff    StaffID // "" when the entrant or the program did it
	Login    string
}

// Decision is what a moderator says.
type Decision string

// The decisions. Undo takes back the latest of the others.
const (
	Approve    Decision = "approve"
	Reject     Decision = "reject"
	Disqualify Decision = "disqualify"
	Undo       Decision = "undo"
)

// decide returns the state that a decision leads to from a state. Undo is
// answered from the history instead, see Decide.
func decide(from State, d Decision) (State, error) {
	switch {
	case d == Approve && (from == Pending || from == Rejected):
		return Approved, nil
	case d == Reject && from == Pending:
		return Rejected, nil
	case d == Disqualify && from == Approved:
		return Disqualified, nil
	case d != Approve && d != Reject && d != Disqualify:
		return "", ErrBadValue.In("decision").With("allowed", "approve, reject, undo, disqualify")
	}
	return "", ErrWrongState.With("state", string(from))
}

// ReasonCodes lists the reasons offered to moderators; the locales translate
// them. Any other sentence is allowed as well.
func ReasonCodes() []string {
	return []string{"off_topic", "unclear", "duplicate", "not_own_work", "private_person", "unsuitable", "breaks_rules"}
}

// MaskName hides all but the first character of a name: 张小明 becomes 张**.
func MaskName(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return ""
	}
	stars := min(max(utf8.RuneCountInString(name)-1, 1), 3)
	return string(first) + "***"[:stars]
}

// MaskPhone hides the middle of a telephone number: 138****5678.
func MaskPhone(phone string) string {
	if len(phone) < 8 {
		return "****"
	}
	return phone[:3] + "****" + phone[len(phone)-4:]
}
