package voting

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Slip is a voting code on paper, for a household or a person. The voter is
// the slip's serial number, not its code: a new code for a lost slip opens the
// ballot that the lost one did. Whose slip it is is never stored.
type Slip struct {
	Contest   ContestID
	Serial    int // 1, 2, 3 … in each contest
	CodeMAC   string
	IssuedAt  time.Time
	RevokedAt time.Time // zero while the code is good
}

// PrintedSlip is what goes on paper. The code is known only while it is printed.
type PrintedSlip struct {
	Serial int
	Code   string // 10 characters
}

// MostSlips is how many slips are made at a time.
const MostSlips = 5000

// The acts on slips as the audit trail names them.
const (
	actMakeSlips    Act = "make_slips"
	actImportSlips  Act = "import_slips"
	actReissueSlips Act = "reissue_slips"
	actRevokeSlips  Act = "revoke_slips"
)

// SlipRange selects slips by their serial numbers, both ends included.
type SlipRange struct{ From, To int }

func (r SlipRange) String() string {
	if r.From == r.To {
		return fmt.Sprintf("slip %d", r.From)
	}
	return fmt.Sprintf("slips %d–%d", r.From, r.To)
}

// SlipsPage is what an organiser sees of the slips: figures and never who has
// voted.
type SlipsPage struct {
	Contest         ContestView
	Issued, Revoked int
	Voters          int    // with at least one vote
	DeskVoters      int    // of those, who voted at the desk
	Token           string // for one NewSlips or ReissueSlips
}

// Slips returns the figures. ErrNoSlips where the contest does not vote by code.
func (s *Service) Slips(ctx context.Context, a Actor, slug Slug) (page SlipsPage, err error) {
	err = s.view(ctx, "look at the slips", func(tx Tx) error {
		c, err := s.slipContest(tx, a, ActIssueSlips, slug, Unlocked)
		if err != nil {
			return err
		}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		if page.Issued, page.Revoked, err = tx.CountSlips(c.ID); err != nil {
			return err
		}
		if page.Voters, err = tx.CountVoters(c.ID); err != nil {
			return err
		}
		if page.DeskVoters, err = tx.CountDeskVoters(c.ID); err != nil {
			return err
		}
		page.Token, err = s.signToken(&c, string(actMakeSlips), 0, tx.Now())
		return err
	})
	return page, err
}

// NewSlips makes slips with the next serial numbers. The token is good for one
// printing, so that a page loaded again makes no further voters: ErrSlipsMade.
func (s *Service) NewSlips(ctx context.Context, a Actor, slug Slug, count int, token string) ([]PrintedSlip, error) {
	return s.makeSlips(ctx, a, slug, count, nil, token, actMakeSlips, strconv.Itoa(count))
}

// makeSlips is NewSlips and ImportSlips; said is what the audit trail keeps.
func (s *Service) makeSlips(ctx context.Context, a Actor, slug Slug, count int, codes []string, token string, act Act, said string) (printed []PrintedSlip, err error) {
	err = s.update(ctx, "make slips", func(tx Tx) error {
		c, err := s.slipContest(tx, a, ActIssueSlips, slug, Exclusive)
		if err != nil {
			return err
		}
		if count < 1 || count > MostSlips {
			return ErrBadValue.In("count").With("allowed", fmt.Sprintf("1–%d", MostSlips))
		}
		if err := s.spendSlipToken(tx, &c, token); err != nil {
			return err
		}
		last, err := tx.LastSerial(c.ID)
		if err != nil {
			return err
		}
		r := SlipRange{last + 1, last + count}
		if printed, err = s.issue(tx, &c, r, codes); err != nil {
			return err
		}
		return a.audit(tx, c.ID, act, r.String(), "", said, "")
	})
	return printed, err
}

// ReissueSlips gives slips new codes. The old codes open nothing any more, and
// devices that they had opened the ballot on must enter the new one; the ballot
// itself stays as it is. The token is as in NewSlips.
func (s *Service) ReissueSlips(ctx context.Context, a Actor, slug Slug, r SlipRange, reason, token string) (printed []PrintedSlip, err error) {
	err = s.changeSlips(ctx, a, slug, r, actReissueSlips, reason, func(tx Tx, c *Contest) (err error) {
		if err = s.spendSlipToken(tx, c, token); err == nil {
			printed, err = s.issue(tx, c, r, nil)
		}
		return err
	})
	return printed, err
}

// RevokeSlips makes the codes of slips worthless. Votes that were cast with
// them stay: only a review may set votes aside.
func (s *Service) RevokeSlips(ctx context.Context, a Actor, slug Slug, r SlipRange, reason string) error {
	return s.changeSlips(ctx, a, slug, r, actRevokeSlips, reason, func(tx Tx, c *Contest) error {
		return s.eachSlip(tx, c, r, func(slip *Slip) error {
			slip.RevokedAt = tx.Now()
			return nil
		})
	})
}

func (s *Service) changeSlips(ctx context.Context, a Actor, slug Slug, r SlipRange, act Act, reason string, change func(Tx, *Contest) error) error {
	reason = cleanText(reason)
	return s.update(ctx, "change slips", func(tx Tx) error {
		c, err := s.slipContest(tx, a, ActIssueSlips, slug, Exclusive)
		if err != nil {
			return err
		}
		last, err := tx.LastSerial(c.ID)
		switch {
		case err != nil:
			return err
		case r.From < 1 || r.To < r.From || r.To > last:
			return ErrSlipNotFound.With("last", last)
		case r.To-r.From >= MostSlips:
			return ErrBadValue.In("serials").With("allowed", fmt.Sprintf("1–%d", MostSlips))
		case reason == "":
			return ErrReasonRequired.In("reason")
		}
		if err := change(tx, &c); err != nil {
			return err
		}
		return a.audit(tx, c.ID, act, r.String(), "", "", reason)
	})
}

// slipContest loads a contest that votes by code for an act of staff.
func (s *Service) slipContest(tx Tx, a Actor, act Act, slug Slug, lock Lock) (Contest, error) {
	c, err := s.contestFor(tx, a, act, slug, lock)
	if err == nil && c.Policy.Identity != IdentityCode {
		err = ErrNoSlips
	}
	return c, err
}

func (s *Service) spendSlipToken(tx Tx, c *Contest, text string) error {
	t, err := s.openToken(c, string(actMakeSlips), text)
	if err == nil {
		err = t.spend(tx, formLasts)
	}
	if errors.Is(err, ErrChallengeUsed) {
		return ErrSlipsMade
	}
	return err
}

// issue gives codes to the serial numbers, new or not: those given, and drawn ones
// where none is. A code that a slip had before is for nobody ever after.
func (s *Service) issue(tx Tx, c *Contest, r SlipRange, codes []string) (printed []PrintedSlip, err error) {
	key, err := s.key(c)
	if err != nil {
		return nil, err
	}
	printed = make([]PrintedSlip, 0, r.To-r.From+1)
	var faults CodeFaults
	err = s.eachSlip(tx, c, r, func(slip *Slip) error {
		i, brought := slip.Serial-r.From, ""
		if i < len(codes) {
			brought = codes[i]
		}
		code, why, err := s.slipCode(tx, c, key, brought)
		if err != nil {
			return err
		}
		if why != "" {
			faults = append(faults, CodeFault{i, why}) // the transaction fails, after a look at the others
		}
		if slip.CodeMAC != "" {
			if err := tx.RevokeCode(c.ID, slip.CodeMAC); err != nil {
				return err
			}
		}
		slip.CodeMAC, slip.IssuedAt, slip.RevokedAt = key.voteCode(code), tx.Now(), time.Time{}
		printed = append(printed, PrintedSlip{slip.Serial, code})
		return nil
	})
	if err == nil {
		err = faults.err()
	}
	return printed, err
}

// slipCode is the code that was brought for a slip, or a drawn one where there is
// none. why is what keeps the one that was brought from being used; another stands
// for it then.
func (s *Service) slipCode(tx Tx, c *Contest, key contestKey, brought string) (code, why string, err error) {
	if brought != "" {
		used, good, err := tx.CodeUsed(c.ID, key.voteCode(brought))
		switch {
		case err != nil || !used:
			return brought, "", err
		case good:
			why = CodeTaken
		default:
			why = CodeRevoked
		}
	}
	if code, err = newVoteCode(s.Rand); err != nil {
		return "", "", err
	}
	used, _, err := tx.CodeUsed(c.ID, key.voteCode(code))
	if err == nil && used {
		err = errors.New("drew a voting code that the contest has had before")
	}
	return code, why, err
}

// eachSlip changes slips, and unlinks the devices of each.
func (s *Service) eachSlip(tx Tx, c *Contest, r SlipRange, change func(*Slip) error) error {
	key, err := s.key(c)
	if err != nil {
		return err
	}
	for serial := r.From; serial <= r.To; serial++ {
		slip, err := tx.Slip(c.ID, serial)
		known := err == nil
		switch {
		case errors.Is(err, ErrSlipNotFound):
			slip = Slip{Contest: c.ID, Serial: serial}
		case err != nil:
			return err
		}
		if err := change(&slip); err != nil {
			return err
		}
		if err := tx.PutSlip(slip); err != nil {
			return err
		}
		if known {
			if err := tx.UnlinkDevices(c.ID, key.slipVoter(serial)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k contestKey) slipVoter(serial int) VoterKey {
	return k.voter(IdentityCode, strconv.Itoa(serial))
}

// slipOf finds the slip of a code as it was typed: ErrCodeTyped where it cannot
// be one of ours, ErrCodeWrong where it opens nothing.
func (s *Service) slipOf(tx Tx, c *Contest, typed string, lock Lock) (Slip, contestKey, error) {
	code, err := parseVoteCode(typed)
	if err != nil {
		return Slip{}, nil, err
	}
	key, err := s.key(c)
	if err != nil {
		return Slip{}, nil, err
	}
	slip, err := tx.SlipByCode(c.ID, key.voteCode(code), lock)
	if err == nil && !slip.RevokedAt.IsZero() {
		err = ErrCodeWrong
	}
	return slip, key, err
}

// slipVoter finds the voter of a code, and makes it at first.
func (s *Service) slipVoter(tx Tx, c *Contest, typed string) (voter VoterKey, created bool, err error) {
	slip, key, err := s.slipOf(tx, c, typed, Shared)
	if err != nil {
		return "", false, err
	}
	voter = key.slipVoter(slip.Serial)
	created, err = tx.InsertVoter(Voter{Contest: c.ID, Key: voter, Mode: IdentityCode, Since: tx.Now()})
	return voter, created, err
}
