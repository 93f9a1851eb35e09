package voting

import (
	"context"
	"fmt"
	"time"

	"plaudit/voting/ledger"
)

// Receipt is what a voter gets for one vote. It never says what was chosen, so
// it is worthless to whoever would buy the vote. The same vote has the same
// receipt however often it is asked for.
type Receipt struct {
	Code    string // XXXX-XXXX-XXXX, to read aloud and to type
	Nonce   ledger.Nonce
	Promise string // signed: the vote will be in the log (ledger.OpenPromise)
}

// The log is public knowledge but for when a vote came in: votes wait until
// logBatch of them go together, or LogDelay has passed, or the round is closed.
const (
	logBatch = 50
	LogDelay = time.Hour
)

// LogOrigin names the log of a new contest.
func logOrigin(id ContestID) string { return "plaudit/" + string(id) }

// signer signs for the contest's log.
func (s *Service) signer(c *Contest) (*ledger.Signer, error) {
	if s.Signers != nil {
		if known, ok := s.Signers.Load(c.LogOrigin); ok {
			return known.(*ledger.Signer), nil
		}
	}
	key, err := s.key(c)
	if err != nil {
		return nil, err
	}
	signer, err := ledger.NewSigner(c.LogOrigin, mac(key, "log", c.LogOrigin))
	if err != nil {
		return nil, fmt.Errorf("the log's key: %w", err)
	}
	if s.Signers != nil {
		s.Signers.Store(c.LogOrigin, signer)
	}
	return signer, nil
}

// newVote draws what a vote hides behind. A nonce of zeros stands for none.
func (s *Service) newVote(client ledger.Nonce) (v Vote, err error) {
	if v.Client = client; client == (ledger.Nonce{}) {
		if v.Client, err = ledger.NewNonce(s.Rand); err != nil {
			return v, err
		}
	}
	v.Server, err = ledger.NewNonce(s.Rand)
	return v, err
}

// opening is what the commitment of a vote hides.
func (b Ballot) opening(v Vote) ledger.Opening {
	return ledger.Opening{
		Contest: string(b.Contest), Period: b.Period, Voter: string(b.Voter), Number: int(v.Number), Client: v.Client, Server: v.Server,
	}
}

// leaf is the vote's line in the log.
func (b Ballot) leaf(v Vote) ledger.Leaf {
	return ledger.VoteLeaf(b.opening(v).Commitment(), v.Client.Hash())
}

// hasReceipt is false for votes from before there were receipts.
func (v Vote) hasReceipt() bool { return v.Client != ledger.Nonce{} }

func (s *Service) receipt(c *Contest, b Ballot, v Vote) (Receipt, error) {
	if !v.hasReceipt() {
		return Receipt{}, nil
	}
	signer, err := s.signer(c)
	if err != nil {
		return Receipt{}, err
	}
	promise, err := signer.Promise(b.leaf(v), LogDelay)
	return Receipt{Code: v.Client.Hash().Code(), Nonce: v.Client, Promise: promise}, err
}

// MyReceipts returns the receipts of the actor's ballot of this period, in an
// order that tells nothing; none for who has not voted.
func (s *Service) MyReceipts(ctx context.Context, a Actor, slug Slug) (receipts []Receipt, err error) {
	err = s.view(ctx, "read receipts", func(tx Tx) error {
		receipts = nil
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		b, err := s.ballot(tx, &c, a)
		if err != nil {
			return err
		}
		for _, v := range b.Votes {
			r, err := s.receipt(&c, b, v)
			if err != nil {
				return err
			}
			if r.Code != "" {
				receipts = append(receipts, r)
			}
		}
		sortBy(receipts, func(r Receipt) string { return r.Code })
		return nil
	})
	return receipts, err
}
