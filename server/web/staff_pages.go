package web

import (
	"time"

	"plaudit/server/auth"
	"plaudit/voting"
)

// staffPages lists the staff pages, each by an empty value.
func staffPages() []Page {
	return []Page{
		&StaffLoginPage{}, &StaffLinkPage{}, &StaffHomePage{}, &StaffContestPage{}, &NoticePage{}, &StaffEditPage{},
		&ModerationPage{}, &StaffEntriesPage{}, &StandingsPage{}, &ReviewPage{}, &AwardsPage{}, &AnnouncePage{},
		&PeoplePage{}, &AuditPage{}, &MePage{}, &SlipsPage{}, &PrintPage{}, &DeskPage{},
	}
}

// StaffLoginPage asks for login and password.
type StaffLoginPage struct {
	StaffFrame
	Login, Next string
	Problem     string
}

// StaffLinkPage is what a one-time link opens: choose login and password.
type StaffLinkPage struct {
	StaffFrame
	Token   string
	Purpose auth.LinkPurpose
	Login   string // what was typed, or whose password is set
	Role    voting.Role
	Wrong   map[string]string
}

// StaffHomePage lists the contests that one works for.
type StaffHomePage struct {
	StaffFrame
	Contests  []StaffCard
	CanCreate bool
}

// StaffCard is a contest as its staff see it from afar.
type StaffCard struct {
	Title, Base, Public string
	Phase               PhaseView
	Hidden              bool // not public yet
	Counts              []StateCount
	Entries             int
	Todo                []Todo
}

// StateCount is how many entries are in a state.
type StateCount struct {
	State voting.State
	Count int
	URL   string
	On    bool
}

// Todo is something that waits for somebody: Key chooses the sentence.
type Todo struct {
	Key   string
	Count int
	URL   string
}

// StaffContestPage is one contest's overview.
type StaffContestPage struct {
	StaffFrame
	Permitted
	Card StaffCard
	CheckList
	Rounds  []RoundRow
	Zone    string
	Store   StoreUse
	Log     *LogLine // nil before the log has begun
	Reason  string   // typed for a close that was refused
	Wrong   string
	WrongAt string // the round that it was
}

// StoreUse is what a contest holds, and how much room is left.
type StoreUse struct {
	voting.Use
	Free int64 // bytes on the server's disk
	Mark int64 // below so many no files are taken
}

// Low reports whether the disk is at or near its mark.
func (u StoreUse) Low() bool { return u.Free < 2*u.Mark }

// Stopped reports whether the disk is below its mark.
func (u StoreUse) Stopped() bool { return u.Free < u.Mark }

// RoundRow is a round in the contest's time zone.
type RoundRow struct {
	voting.Round
	Open, Past bool
}

// Check is one line of the list of what a contest still needs.
type Check struct {
	Key    string
	Done   bool
	Must   bool   // without it the contest cannot run
	Anchor string // where in the settings it is mended
	Page   string // the page of the contest where it is mended instead; "" for the settings
}

// StaffEditPage is the form of a contest's settings, new or present, or sent
// back with everything that was typed.
type StaffEditPage struct {
	StaffFrame
	New       bool
	Form      ContestForm
	Wrong     map[string]string // field → sentence
	Problem   string            // what is wrong with the whole, "" when nothing
	Frozen    bool              // voting has opened
	Announced bool
	EntryBegun,
	Begun bool // the entry round, or any, has opened: moving its close needs a reason
	CheckList
	Zones   []string
	Presets []string
	// Identities are those on offer.
	Identities []voting.Identity
}

// ModerationPage shows one work at a time; those after it are in the page too.
type ModerationPage struct {
	StaffFrame
	Panels      []Panel
	Done, Total int
	Undo        voting.Number // can be undone with the button at the top, 0 for none
	KeysOff     bool
	Tones       []Tone
}

// StaffEntriesPage lists entries, in one state or all.
type StaffEntriesPage struct {
	StaffFrame
	Permitted
	States []StateCount
	State  voting.State
	Rows   []EntryRow
	More   string
	Wrong  []string // what a batch could not do
	Tones  []Tone
}

// EntryRow is an entry in a staff list.
type EntryRow struct {
	Entry   voting.Entry
	Group   string
	Reason  string
	Picture Picture
	URL     string
}

// StandingsPage shows the counts to staff.
type StandingsPage struct {
	StaffFrame
	Rows      []StandRow
	Votes     int
	VotesOpen bool
	Public    bool // everybody sees them
	Weak      bool // anybody with a browser can vote
	Groups    []Choice
	More      string // the same with more places, "" where all are shown
	Tones     []Tone
}

// StandRow is a place in the standings.
type StandRow struct {
	voting.Standing
	Entry EntryRow
	Award string // chosen for it
}

// AwardsPage is where winners are chosen.
type AwardsPage struct {
	StaffFrame
	Awards    []AwardChoice
	Rows      []StandRow // the first ones
	VotesOpen bool
	Closes    time.Time
	Announced time.Time
	Chosen    bool // somebody has chosen; otherwise the proposal is shown
	TieBreak  voting.TieBreak
	Seed      string
	Wrong     string
	Tones     []Tone
}

// AwardChoice is an award with a row for each time it is given.
type AwardChoice struct {
	voting.Award
	Group string
	Rows  []ChoiceRow
}

// ChoiceRow is one winner to be: what is typed beside what is proposed.
type ChoiceRow struct {
	Index    int
	Number   string
	Reason   string
	Proposed voting.Number // 0 for none
	Differs  bool
	Tied     bool      // the tie-break decided the proposal
	Entry    *EntryRow // nil while no entry has the number
	Wrong    string
}

// AnnouncePage shows what will be published and asks for a yes.
type AnnouncePage struct {
	StaffFrame
	Awards     []AwardChoice
	VotesOpen  bool
	Closes     time.Time
	Correction bool
	Last       time.Time // of the announcement before
	Hours      int       // objection window
	Reason     string
	Wrong      map[string]string
	Problem    string
	Tones      []Tone
}

// PeoplePage lists the staff accounts.
type PeoplePage struct {
	StaffFrame
	Users    []PersonRow
	Roles    []voting.Role
	Contests []Choice // title and id
	Link     string   // a one-time link, shown once
	LinkFor  string   // key of what it is for
	LinkName string
	Problem  string
	Role     voting.Role
	Contest  string
}

// PersonRow is an account.
type PersonRow struct {
	Login    string
	Disabled bool
	Since    time.Time
	Self     bool
	Waiting  bool // no password has been set yet
	Grants   []GrantRow
}

// GrantRow is a role with the contest's title, "" for everywhere.
type GrantRow struct {
	Role    voting.Role
	Contest string
}

// AuditPage lists what staff did in a contest.
type AuditPage struct {
	StaffFrame
	Rows []AuditRow
}

// AuditRow is one act with what it changed.
type AuditRow struct {
	voting.AuditRecord
	Entry   voting.Number // what it was done to, 0 for anything else
	Words   string        // the reason, in words
	From    voting.State  // of the entry; both "" where the act was no decision
	To      voting.State
	Changes []AuditChange
}

// AuditChange is one value that an act changed.
type AuditChange struct{ Name, Before, After string }

// MePage is one's own account: sessions and password.
type MePage struct {
	StaffFrame
	Sessions []SessionRow
	Wrong    map[string]string
}

// SessionRow is one machine where one is logged in.
type SessionRow struct {
	auth.Session
	Machine string // what the browser calls itself, in short
	Here    bool
}

// Template names the file of each page.
func (*StaffLoginPage) Template() string   { return "staff/login" }
func (*StaffLinkPage) Template() string    { return "staff/link" }
func (*StaffHomePage) Template() string    { return "staff/home" }
func (*StaffContestPage) Template() string { return "staff/contest" }
func (*NoticePage) Template() string       { return "staff/notice" }
func (*StaffEditPage) Template() string    { return "staff/edit" }
func (*ModerationPage) Template() string   { return "staff/moderation" }
func (*StaffEntriesPage) Template() string { return "staff/entries" }
func (*StandingsPage) Template() string    { return "staff/standings" }
func (*AwardsPage) Template() string       { return "staff/awards" }
func (*AnnouncePage) Template() string     { return "staff/announce" }
func (*PeoplePage) Template() string       { return "staff/people" }
func (*AuditPage) Template() string        { return "staff/audit" }
func (*MePage) Template() string           { return "staff/me" }

// Wide lets the picture have the room.
func (*ModerationPage) Wide() bool { return true }
