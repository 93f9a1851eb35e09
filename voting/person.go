package voting

// Role is what a staff member may do inside a contest, or everywhere.
type Role string

// The roles. An operator runs the server and is an organiser everywhere; an
// organiser is also a moderator. A person may hold several.
const (
	Operator  Role = "operator"
	Organiser Role = "organiser"
	Moderator Role = "moderator"
	Judge     Role = "judge"
	Auditor   Role = "auditor"
)

// Roles lists every role, most powerful first.
func Roles() []Role { return []Role{Operator, Organiser, Moderator, Judge, Auditor} }

// Grant gives a role in one contest, or in all when Contest is empty.
type Grant struct {
	Role    Role
	Contest ContestID
}

// Actor is whoever asks: a staff member, a voter's device, both, or nobody
// (the zero value). It is always an argument, never hidden in a context.
type Actor struct {
	Staff  StaffID // "" for the public
	Login  string  // for the audit trail
	Grants []Grant
	Device string // identity of the signed device cookie or token, "" when unknown
	From   Origin // where the request comes from
	System bool   // the program itself: worker, demo, commands
}

// Has reports whether the actor holds role in the contest, directly or because
// a stronger role implies it.
func (a Actor) Has(role Role, in ContestID) bool {
	for _, g := range a.Grants {
		if g.Contest != "" && g.Contest != in {
			continue
		}
		if g.Role == role || implies(g.Role, role) {
			return true
		}
	}
	return false
}

func implies(held, wanted Role) bool {
	switch held {
	case Operator:
		return wanted == Organiser || wanted == Moderator || wanted == Auditor
	case Organiser:
		return wanted == Moderator || wanted == Auditor
	}
	return false
}
