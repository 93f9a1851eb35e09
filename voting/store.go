package voting

import (
	"context"
	"time"

	"plaudit/voting/ledger"
)

// Store keeps everything durably. Functions given to Update touch only their
// Tx: no input or output, no nested Update, safe to run again. When Update
// returns nil the change is on disk; when it returns an error nothing of it is,
// except that ErrOutcomeUnknown leaves open which of the two holds.
type Store interface {
	View(ctx context.Context, read func(Tx) error) error
	Update(ctx context.Context, change func(Tx) error) error
}

// Tx is one transaction. A thing that is not there is an error (ErrContest-
// NotFound and so on), never an empty value.
type Tx interface {
	// Now is the time that rules go by, read when called: the injected clock,
	// or the database's where several processes share one. It is whole
	// microseconds in UTC.
	Now() time.Time
	ContestTx
	EntryTx
	BallotTx
	LedgerTx
	ReviewTx
	SlipTx
	CodeTx
	AwardTx
	AuditTx
}

// Lock says how a contest is held until the transaction ends. Casts share it;
// closing, freezing and announcing exclude them.
type Lock int

// The locks.
const (
	Unlocked Lock = iota
	Shared
	Exclusive
)

// ContestTx keeps contests.
type ContestTx interface {
	Contest(slug Slug, lock Lock) (Contest, error)
	ContestByID(id ContestID) (Contest, error)
	Contests() ([]Contest, error) // newest first
	InsertContest(Contest) error  // ErrSlugTaken
	// UpdateContest stores settings, AnnouncedAt and LogOrigin and counts Revision up;
	// ErrStale when the stored revision is not the one given.
	UpdateContest(Contest) error
}

// EntryTx keeps entries with their history, and the search index over titles.
type EntryTx interface {
	NextNumber(ContestID) (Number, error) // 1, 2, 3 …; a rolled-back number is used again
	InsertEntry(Entry) error
	UpdateEntry(Entry) error // everything but ids, number, shuffle and times; Assets are replaced
	Entry(ContestID, Number) (Entry, error)
	EntryByID(EntryID) (Entry, error)
	EntryByCode(c ContestID, codeMAC string) (Entry, error) // ErrCodeNotFound
	EntryByAsset(AssetID) (Entry, error)
	Entries(EntryQuery) ([]Entry, error)
	EntriesByNumber(ContestID, []Number) ([]Entry, error) // in the order given, missing ones left out
	// CountEntries counts those of a category, or of all (""), without a scan.
	CountEntries(c ContestID, category Slug) (map[State]int, error)

	// ContestUse returns what the entries of a contest hold, Most left at 0.
	ContestUse(ContestID) (Use, error)
	// CountByPhone counts the entries in these states with a telephone number.
	CountByPhone(c ContestID, phoneMAC string, states []State) (int, error)

	// Resembling finds the entries with a picture that looks much like this one
	// or its mirror image, of all contests and in whatever state, the most alike
	// first; without their contests. It says nothing of pictures that are not
	// compared yet.
	Resembling(AssetID) ([]Resemblance, error)

	AppendTransition(Transition) error
	Transitions(EntryID) ([]Transition, error) // oldest first

	// Lease takes the entry for the moderator until the time given, or returns
	// who has it (ErrLeased) when another's lease still runs.
	Lease(e EntryID, by StaffID, until time.Time) error
	Unlease(e EntryID) error

	// RememberRequest notes that the request made the entry; Requested finds
	// it again (ErrEntryNotFound). MACs are fixed-length hex.
	RememberRequest(c ContestID, keyMAC, bodyMAC string, e EntryID) error
	Requested(c ContestID, keyMAC string) (e EntryID, bodyMAC string, err error)
}

// EntryQuery selects entries of a contest in the order of one key.
type EntryQuery struct {
	Contest  ContestID
	States   []State // none: all
	Category Slug    // "": all
	Text     string  // every word of it occurs in the title; "": all
	By       EntryKey
	Desc     bool
	After    int64 // only keys beyond this, in the direction of the order
	Until    int64 // only keys up to and including this; 0: no end
	Free     bool  // only those under no other moderator's lease than Staff's at Now
	Staff    StaffID
	Limit    int
}

// EntryKey is what a list of entries is ordered by.
type EntryKey string

// The keys.
const (
	ByNumber  EntryKey = "number"
	ByShuffle EntryKey = "shuffle"
)

// BallotTx keeps voters, ballots and the counts derived from them.
type BallotTx interface {
	InsertVoter(Voter) (created bool, err error)
	Voter(ContestID, VoterKey) (Voter, error) // ErrVoterRequired
	// LinkDevice makes the device stand for the voter and for no other of the
	// contest. It forgets the voter's oldest devices beyond a score.
	LinkDevice(c ContestID, device, v VoterKey) error
	UnlinkDevice(c ContestID, device VoterKey) error
	UnlinkDevices(ContestID, VoterKey) error                 // all of the voter's
	LinkedVoter(c ContestID, device VoterKey) (Voter, error) // ErrVoterRequired
	// SpendChallenge notes a challenge as used until it expires;
	// ErrChallengeUsed when it was already. Expired ones may be forgotten.
	SpendChallenge(id string, expires time.Time) error

	// LockBallot returns the ballot, empty if it is new, and keeps others from
	// it until the transaction ends, so that limits checked on it are exact.
	LockBallot(c ContestID, period string, v VoterKey) (Ballot, error)
	Ballot(c ContestID, period string, v VoterKey) (Ballot, error) // empty when there is none
	// Foresee says what the change is about to ask for, so that the store can
	// read that in one go. It locks the ballot.
	Foresee(Foresight) error
	// InsertVote keeps the counts, and e where it is known; leaf waits for the
	// log. The change fails with ErrNonceUsed, at its end at the latest, when the
	// contest has a receipt of this nonce.
	InsertVote(b Ballot, v Vote, e *VoteEvent, leaf ledger.Leaf) error
	// DeleteVote keeps the counts, and what the vote's commitment and its
	// take-back's hide. leaf waits for the log.
	DeleteVote(b Ballot, v Vote, back ledger.Nonce, leaf ledger.Leaf) error

	VoteCounts(ContestID, []EntryID) (map[EntryID]int, error)
	Leading(CountQuery) ([]Count, error)         // those with the most votes, by votes and then by number; without a scan
	Counts(ContestID, []State) ([]Count, error)  // of every entry in these states (none: all), from the counters
	Recount(ContestID, []State) ([]Count, error) // the same from the ballots, by a full scan
	// CountVotes adds up the counters of all entries in these states, of one
	// category or of all ("").
	CountVotes(c ContestID, states []State, category Slug) (int, error)
	CountVoters(ContestID) (int, error) // voters with at least one vote that counts
}

// Foresight is what comes next in a change: the voter and the ballot, an entry,
// and whether a receipt was given.
type Foresight struct {
	Contest ContestID
	Period  string
	Voter   VoterKey // or, where Linked, the device that stands for one
	Linked  bool
	Number  Number
	Receipt ledger.Hash // zeros: not asked for
}

// LedgerTx keeps the log of a contest's votes (package ledger). A vote's leaf
// waits from the vote's own transaction on: InsertVote and DeleteVote see to it.
// Who saves the log holds the contest exclusively, who casts holds it shared.
type LedgerTx interface {
	// AwaitLog lets a leaf wait for the log; secret ones go in only in batches.
	AwaitLog(c ContestID, leaf string, secret bool) error
	Waiting(c ContestID, secret bool, limit int) ([]Waiting, error) // oldest first
	// WaitingVotes returns votes that wait, by hash from the lowest on.
	WaitingVotes(c ContestID, limit int) ([]WaitingVote, error)
	LogState(ContestID) (LogState, error)           // zero before the first leaf
	LogTile(ContestID, ledger.Tile) ([]byte, error) // empty when there is none
	SaveLog(ContestID, LogState, LogChange) error
	ClearLog(ContestID) error // state and tiles; what waits goes on waiting
	// AnnounceResult lets the result's document wait for the log, in place of
	// one that does; AnnouncedResult returns it and LogResult the latest one that
	// is in the log, nil where there is none.
	AnnounceResult(c ContestID, document []byte) error
	AnnouncedResult(ContestID) ([]byte, error)
	LogResult(ContestID) ([]byte, error)
	// LogPlaces returns the places of the receipts whose hash begins with the
	// bits that the code stands for: -1 while one waits.
	LogPlaces(c ContestID, code string) (map[ledger.Hash]int64, error)
	CountTakenBack(ContestID) (int, error)
	// Openings gives what every vote of the contest hides to each, those taken
	// back included.
	Openings(c ContestID, each func(ledger.Record) error) error
	// Unreceipted returns votes from before there were receipts, at most limit.
	Unreceipted(c ContestID, limit int) ([]EarlierVote, error)
	// LogEarlier keeps what the commitment of such a vote hides, and lets its leaf
	// wait; EarlierVotes is for how many of the contest's votes that was done.
	LogEarlier(ContestID, EarlierVote, ledger.Leaf) error
	EarlierVotes(ContestID) (int, error)
}

// SlipTx keeps the slips of IdentityCode, and who voted at the desk.
type SlipTx interface {
	LastSerial(ContestID) (int, error)          // 0 before the first slip
	PutSlip(Slip) error                         // by contest and serial, new or not
	Slip(c ContestID, serial int) (Slip, error) // ErrSlipNotFound
	// SlipByCode finds a slip (ErrCodeWrong), and holds it until the
	// transaction ends unless lock is Unlocked.
	SlipByCode(c ContestID, codeMAC string, lock Lock) (Slip, error)
	// CodeUsed tells whether a slip has the code or ever had it, and whether it is
	// good. RevokeCode remembers one that a slip is about to lose.
	CodeUsed(c ContestID, codeMAC string) (used, good bool, err error)
	RevokeCode(c ContestID, codeMAC string) error
	CountSlips(ContestID) (issued, revoked int, err error) // issued: all

	MarkDesk(ContestID, VoterKey) error
	CountDeskVoters(ContestID) (int, error) // with at least one vote that counts
}

// CodeTx keeps codes that were sent to telephones, for a day.
type CodeTx interface {
	// CountCode counts one code more on the contest's day, and returns how many
	// there are now, and of those how many by a form. No other transaction
	// counts on that day until this one ends.
	CountCode(c ContestID, day string, byForm bool) (all, forms int, err error)
	CodesSince(c ContestID, phoneMAC string, since time.Time) (int, error)
	InsertCode(SentCode) error // forgets those of the contest that are older than a day
	// LatestCode finds the newest code of a telephone and holds it until the
	// transaction ends; ErrSMSGone where there is none.
	LatestCode(c ContestID, phoneMAC string) (SentCode, error)
	UpdateCode(SentCode) error                             // Tries and Used
	DropCode(sent SentCode, day string, byForm bool) error // as if it had never been counted
}

// CountQuery selects the entries that are ahead.
type CountQuery struct {
	Contest  ContestID
	States   []State
	Category Slug // "": all
	Most     int  // above 0
	Ties     bool // and all beyond Most that are tied with the last
}

// AwardTx keeps winners and announcements.
type AwardTx interface {
	Winners(ContestID) ([]Winner, error)
	SetWinners(ContestID, []Winner) error
	InsertAnnouncement(Announcement) error
	Announcement(ContestID) (Announcement, error) // the latest; ErrAnnouncementNotFound
}

// AuditTx keeps the audit trail.
type AuditTx interface {
	AppendAudit(AuditRecord) error
	Audit(c ContestID, limit int) ([]AuditRecord, error) // newest first; "" lists all contests
}
