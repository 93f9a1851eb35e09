package voting

import (
	"time"

	"plaudit/voting/ledger"
)

// Voter is somebody who may vote in a contest. Nothing links it to a person:
// the key is an HMAC under the contest's key.
type Voter struct {
	Contest ContestID
	Key     VoterKey
	Mode    Identity
	Since   time.Time
}

// Vote is one mark on a ballot.
type Vote struct {
	Entry    EntryID
	Number   Number
	Category Slug
	At       time.Time
	Client   ledger.Nonce // zeros in votes from before there were receipts
	Server   ledger.Nonce
}

// Ballot is one voter's sheet for one period.
type Ballot struct {
	Contest ContestID
	Period  string
	Voter   VoterKey
	Votes   []Vote // in the order they were cast
}

// vote returns the ballot's vote for the entry.
func (b Ballot) vote(e EntryID) (Vote, bool) {
	for _, v := range b.Votes {
		if v.Entry == e {
			return v, true
		}
	}
	return Vote{}, false
}

// Has reports whether the ballot holds a vote for the entry.
func (b Ballot) Has(e EntryID) bool {
	_, has := b.vote(e)
	return has
}

// Remaining is how many votes may still be cast under the policy.
func (b Ballot) Remaining(p Policy) int { return max(p.VotesPerBallot-len(b.Votes), 0) }

func (b Ballot) inCategory(slug Slug) (n int) {
	for _, v := range b.Votes {
		if v.Category == slug {
			n++
		}
	}
	return n
}
