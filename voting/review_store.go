package voting

// ReviewTx keeps what doubtful votes are found by, and what came of them.
type ReviewTx interface {
	// NoteVote keeps the event of a vote.
	NoteVote(Ballot, Vote, VoteEvent) error
	// VoteEvents gives the events of votes that were not taken back, by voter,
	// then by work and minute; a vote that was cast again may have several.
	VoteEvents(c ContestID, each func(VoterRef, Number, VoteEvent) error) error
	// ForgetVoteEvents removes events, at most limit.
	ForgetVoteEvents(c ContestID, limit int) (forgotten int, err error)
}

// VoterRef is what a store calls a voter.
type VoterRef int64
