package voting

import (
	"time"

	"plaudit/voting/ledger"
	"plaudit/voting/review"
)

// ReviewTx keeps what doubtful votes are found by, and what came of them.
type ReviewTx interface {
	// VoteEvents gives the events of votes that were not taken back, by voter,
	// then by work and minute.
	VoteEvents(c ContestID, each func(VoterRef, Number, VoteEvent) error) error
	// ForgetVoteEvents removes the events of so many voters whose keys come after
	// that one. It returns the last of them, "" when no more come.
	ForgetVoteEvents(c ContestID, after VoterKey, voters int) (last VoterKey, err error)
	EventsForgotten(ContestID) (time.Time, error) // when that was done for all; zero: never
	NoteEventsForgotten(ContestID) error

	NoteReviewRun(ContestID, ReviewRun) error
	ReviewRun(ContestID) (ReviewRun, error) // the latest; zero before the first
	// Unreviewed returns the ballots of those voters that nobody and nothing has
	// set aside yet, and that have votes.
	Unreviewed(ContestID, []VoterRef) ([]ReviewBallot, error)
	// ReviewBallots returns the ballots of a cluster, by voter.
	ReviewBallots(ContestID, ClusterKey) ([]ReviewBallot, error)
	// Clusters lists all ballots that were ever set aside, by the work and then
	// by signals and state.
	Clusters(ContestID) ([]Cluster, error)
	// ClusterEvents gives the events of a cluster's votes for its work, by minute.
	ClusterEvents(c ContestID, key ClusterKey, each func(VoteEvent) error) error
	// MoveBallots carries out an act and keeps its record; the counts follow.
	// The contest is held exclusively. leaf, where it is not "", waits for the log.
	MoveBallots(act ReviewAct, ballots []ReviewBallot, document []byte, nonce ledger.Nonce, leaf string) error
	ReviewActs(ContestID) ([]ReviewAct, error) // oldest first
	// AsideCounts are the votes that are not counted, by work, state and code.
	AsideCounts(ContestID) ([]AsideCount, error)

	InsertProposal(ReviewAct) error // ErrStale where another waits for the cluster
	Proposals(ContestID) ([]ReviewAct, error)
	DeleteProposal(c ContestID, id int64) error // ErrStale where it is gone
	// CountOrganisers counts those who may act in the contest.
	CountOrganisers(ContestID) (int, error)
}

// VoterRef is what a store calls a voter.
type VoterRef int64

// ReviewState is where a voter's votes stand.
type ReviewState string

// The states. Only people move a ballot to void or back.
const (
	VotesCounted ReviewState = "counted"
	VotesPending ReviewState = "pending" // set aside until somebody has looked
	VotesVoid    ReviewState = "void"
)

// ClusterKey names ballots that were found for the same reasons.
type ClusterKey struct {
	Number  Number // the work whose votes made them doubtful
	Signals review.Signal
	State   ReviewState
}

// Cluster is what is looked at and decided together.
type Cluster struct {
	ClusterKey
	Code    string
	Ballots int
	Votes   int
}

// ReviewBallot is a voter's votes of all periods.
type ReviewBallot struct {
	Ref   VoterRef
	Voter VoterKey
	Votes map[Number]int // for each work

	// Why it is in doubt.
	Number  Number
	Signals review.Signal
}

func (b ReviewBallot) votes() (n int) {
	for _, votes := range b.Votes {
		n += votes
	}
	return n
}

// ReviewAct is one act, or one that waits for a second person.
type ReviewAct struct {
	ID      int64
	Contest ContestID
	At      time.Time
	Staff   StaffID   // "" for the rules
	Login   string    // "" for the rules
	Second  Signatory // who confirmed it
	Single  bool      // a second person was needed, and there is none
	Of      ClusterKey
	To      ReviewState
	Code    string
	Reason  string
	Ballots int
	Votes   int
}

// Signatory is a member of staff.
type Signatory struct {
	Staff StaffID
	Login string
}

// ReviewRun is one search for doubtful votes.
type ReviewRun struct {
	At    time.Time // it saw all that was cast before
	Rules int       // their version
	Votes int       // looked at
	Found int       // ballots set aside
}

// AsideCount is votes for one work that are not counted.
type AsideCount struct {
	Number Number
	State  ReviewState
	Code   string
	Votes  int
}
