package web

import (
	"html/template"
	"time"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// publicPages lists the pages for everybody, each by an empty value.
func publicPages() []Page {
	return []Page{
		&HomePage{}, &GalleryPage{}, &EntryPage{}, &RankingPage{}, &ScreenPage{}, &RulesPage{}, &SubmitPage{},
		&StatusFormPage{}, &StatusPage{}, &VerifyPage{}, &WinnersPage{}, &PrivacyPage{}, &ProblemPage{}, &VoterPage{},
	}
}

// Picture is an <img>: its box is known before it loads.
type Picture struct {
	Src, SrcSet   string
	WebP          string // like SrcSet, for browsers that know WebP
	Sizes         string // how wide it is shown, for both sets
	Width, Height int
	Tone          Tone
	Alt           string
	Whole         bool   // show all of it (drawings) instead of filling the box
	Eager         bool   // it is in the first screen
	First         bool   // it is the first one
	Film          string // address of the clip that this is the poster of
	Preview       string // of its silent first seconds, in a grid
}

// PhaseView says where a contest is, in words: Key chooses the sentence, At is
// the moment it names.
type PhaseView struct {
	Key     string
	At      time.Time
	Over    bool // nothing is open
	Entries time.Time
}

// Choice is one of several links of which one is chosen.
type Choice struct {
	Title, URL string
	On         bool
}

// VoteBox is the form that casts a vote or takes it back.
type VoteBox struct {
	Action   string // the entry's address
	Number   voting.Number
	Title    string
	Voted    bool
	TakeBack bool   // the policy lets
	Token    string // stands in for the proof of work without JavaScript
	Back     string // where to go afterwards
	Seen     string // says that this device was shown the work
}

// BallotBox is what the visitor has left.
type BallotBox struct {
	Remaining, Limit int
	Daily            bool
	Slug             string
	Voter            bool // nothing more is asked before a vote
	Identity         voting.Identity
}

// Asks reports whether the voter's page must be gone through before a vote.
func (b *BallotBox) Asks() bool { return !b.Voter && b.Identity != voting.IdentityOpen }

// ByCode reports whether the contest votes by code.
func (b *BallotBox) ByCode() bool { return b.Identity == voting.IdentityCode }

// Tile is an entry in a list.
type Tile struct {
	Number   voting.Number
	Title    string
	Entrant  string
	Category string
	URL      string
	Picture  Picture
	Counted  bool // Votes may be seen
	Votes    int
	Mine     bool // the visitor voted for it
	Award    string
	Vote     *VoteBox // nil while nobody can vote
}

// HomePage lists the contests.
type HomePage struct {
	Frame
	Contests []ContestCard
	Tones    []Tone
}

// ContestCard is a contest on the first page.
type ContestCard struct {
	Title, Summary, URL string
	Phase               PhaseView
	Works               int
	Pictures            []Picture
}

// GalleryPage shows the works.
type GalleryPage struct {
	Frame
	Summary    string
	Phase      PhaseView
	Works      int
	Ballot     *BallotBox // nil while nobody can vote
	Categories []Choice
	Orders     []Choice
	Search     string
	Category   string
	Tiles      []Tile
	More       string // address of the next tiles, "" at the end
	Tones      []Tone
}

// EntryPage shows one work.
type EntryPage struct {
	Frame
	Work       Tile
	Statement  string
	Phase      PhaseView
	Ballot     *BallotBox
	Prev, Next string
	Awards     []string
	Share      string // absolute address of the picture for link previews
	Tones      []Tone
}

// RankingPage shows the standings, or says when they will be shown.
type RankingPage struct {
	Frame
	Phase      PhaseView
	Visible    bool
	Weak       bool   // anybody with a browser can vote: the figures are an indication
	Why        string // key of the sentence that explains why nothing is shown
	Categories []Choice
	Rows       []RankRow
	More       string
	Tones      []Tone
	Screen     string // address of the same for a hall
	Sums       *VoteSums
}

// VoteSums says what became of a contest's votes.
type VoteSums struct {
	voting.VoteFigures
	Key string // of the sentence that says it
}

// sumsOf returns nil before the first vote.
func sumsOf(f voting.VoteFigures) *VoteSums {
	switch {
	case f.Raw == 0:
		return nil
	case f.Pending > 0 && f.AllVoid() > 0:
		return &VoteSums{f, "sums.pending_void"}
	case f.Pending > 0:
		return &VoteSums{f, "sums.pending"}
	case f.AllVoid() > 0:
		return &VoteSums{f, "sums.void"}
	}
	return &VoteSums{f, "sums.counted"}
}

// ScreenPage is the ranking for a projector in a hall.
type ScreenPage struct {
	RankingPage
	Open  bool      // votes are being taken
	Until time.Time // when that changes next; zero when it does not
	QR    *QR       // leads to the gallery; nil without a trusted origin
	Host  string    // of the trusted origin
}

// QR is a code as the path of an SVG.
type QR struct {
	Size int // of its box, with the margin that readers need
	Path string
}

// RankRow is one place.
type RankRow struct {
	Rank  int
	Tied  bool
	Entry Tile
}

// RulesPage says what applies in the contest.
type RulesPage struct {
	Frame
	Phase   PhaseView
	Policy  voting.Policy
	Entry   voting.Round // in the contest's time zone, as is Vote
	Vote    voting.Round
	Groups  []RuleGroup
	Awards  []RuleAward
	Zone    string
	Text    template.HTML // the organiser's own rules, sanitised
	MaxSize int64
}

// RuleGroup is a category with the media it takes.
type RuleGroup struct {
	Title string
	Media []voting.Medium
}

// RuleAward is an award with the category's title.
type RuleAward struct {
	Title, Prize, Category string
	Quantity               int
}

// SubmitPage is the form for entrants, empty or sent back with everything that
// was typed.
type SubmitPage struct {
	Frame
	Open       bool
	Phase      PhaseView
	Form       SubmitForm
	Wrong      map[string]string // field → sentence
	Problem    string            // what is wrong with the whole, "" when nothing
	Categories []voting.Category
	Media      []voting.Medium // asked for when there is more than one
	Consent    template.HTML
	Guardian   template.HTML
	MaxSize    int64
	Accept     string // of the file input
	ClipSize   int64  // of a video file; 0 where none is taken
	ClipsOff   bool   // a category takes videos, the server cannot
	ClipTime   time.Duration
}

// SubmitForm is what was typed so far.
type SubmitForm struct {
	voting.EntryForm
	Draft     string // names a picture that has arrived already
	DraftName string // what to call it: "JPEG · 4000 × 3000 · 3.2 MB"
	GuardOK   bool
	ConsentOK bool
}

// VerifyPage looks for a receipt in the log, shows one's own, and says what the
// log proves.
type VerifyPage struct {
	Frame
	Code     string
	Wrong    string // what is wrong with the code
	Found    string // key of the sentence that says where the vote is; "" before a code was given
	Place    int64
	Size     int64 // leaves of the log; 0 before it has begun
	Earlier  int   // votes that were cast before there was a log
	Mine     []voting.Receipt
	Key      string
	Signed   string // the checkpoint
	Result   *ledger.Result
	Void     int
	Sums     *VoteSums // before there is a result; nil where counts are hidden or there is none
	Promised int       // minutes
}

// StatusFormPage asks for a status code.
type StatusFormPage struct {
	Frame
	Code  string
	Wrong string
}

// StatusPage shows the holder of a code what became of the entry.
type StatusPage struct {
	Frame
	Code     string
	New      bool // just submitted: show number and code large
	Number   voting.Number
	Title    string
	State    voting.State
	Reason   string // in words
	Steps    []StatusStep
	Awards   []voting.Award
	Public   string // address of the entry while it is public
	Withdraw bool   // it can be withdrawn
	Wrong    string // why a withdrawal was refused
	Retry    bool   // the state will change by itself soon
	Percent  int    // how much of a clip is made; 0 says nothing
}

// StatusStep is one line of an entry's history.
type StatusStep struct {
	Key   string // of the sentence
	At    time.Time
	Bad   bool
	Ahead bool // has not happened yet
	Note  string
}

// WinnersPage is the announcement.
type WinnersPage struct {
	Frame
	Ready   bool
	At      time.Time
	FinalAt time.Time // end of the objection window
	Final   bool
	Reason  string // why it was corrected
	Weak    bool
	Awards  []WonAward
	Figures voting.Figures
	Void    int // votes
	Policy  voting.Policy
	Log     *LogLine // nil until the result is in the log
	Tones   []Tone
}

// WonAward is an award with its winners.
type WonAward struct {
	Title, Prize string
	Winners      []Winner
}

// Winner is a work that won.
type Winner struct {
	Entry  Tile
	Rank   int
	Tied   bool
	Reason string
	Gone   bool // withdrawn since
}

// PrivacyPage is the consent text in force.
type PrivacyPage struct {
	Frame
	Version  string
	Text     template.HTML
	Guardian template.HTML
}

// VoterPage asks who wants to vote.
type VoterPage struct {
	Frame
	Phase    PhaseView
	Identity voting.Identity
	Voter    bool          // the device is a voter's already
	Vote     voting.Number // the entry whose vote was pressed; 0 for none
	Title    string        // of that entry
	Back     string
	Code     string // as it was typed
	Phone    string
	SMSCode  string
	Sent     bool   // a code is on its way to Phone
	Form     string // token that stands in for the proof of work without JavaScript
	InWeChat bool
	Wrong    string
	WrongAt  string // the field that it is about
}

// ProblemPage says what went wrong and what to do.
type ProblemPage struct {
	Frame
	Sentence  string // what happened
	Advice    string // what to do
	Back      string // address of a way on
	Onward    bool   // Back leads to a contest, not to the first page
	RequestID string
	Again     *VoteBox // the vote that can be sent again
}

// Template names the file of each page.
func (*HomePage) Template() string       { return "pages/home" }
func (*GalleryPage) Template() string    { return "pages/gallery" }
func (*EntryPage) Template() string      { return "pages/entry" }
func (*RankingPage) Template() string    { return "pages/ranking" }
func (*ScreenPage) Template() string     { return "pages/screen" }
func (*RulesPage) Template() string      { return "pages/rules" }
func (*SubmitPage) Template() string     { return "pages/submit" }
func (*StatusFormPage) Template() string { return "pages/status_form" }
func (*StatusPage) Template() string     { return "pages/status" }
func (*WinnersPage) Template() string    { return "pages/winners" }
func (*PrivacyPage) Template() string    { return "pages/privacy" }
func (*ProblemPage) Template() string    { return "pages/problem" }
func (*VoterPage) Template() string      { return "pages/voter" }
func (*VerifyPage) Template() string     { return "pages/verify" }

// AgeBands lists the age bands to choose from.
func (*SubmitPage) AgeBands() []voting.AgeBand {
	return []voting.AgeBand{voting.Adult, voting.Teen, voting.Under14}
}

// ConsentVersion is what the checkbox sends.
func (*SubmitPage) ConsentVersion() string { return voting.ConsentVersion }

// MaxMB is MaxSize as the sentence about large files counts it.
func (p *SubmitPage) MaxMB() int64 { return p.MaxSize >> 20 }

// MaxClipMB is the same for videos.
func (p *SubmitPage) MaxClipMB() int64 { return p.ClipSize >> 20 }

// ClipSeconds is how long a video may be.
func (p *SubmitPage) ClipSeconds() int { return int(p.ClipTime.Seconds()) }
