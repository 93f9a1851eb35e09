package voting

import "time"

// Award is what can be won.
type Award struct {
	Slug     Slug   `json:"slug"`
	Title    string `json:"title"`
	Quantity int    `json:"quantity"`
	Prize    string `json:"prize"`
	Category Slug   `json:"category"` // only entries of this category; "" for all
}

// Winner gives an award to an entry. Reason is required where the choice
// differs from the proposal.
type Winner struct {
	Award  Slug   `json:"award"`
	Number Number `json:"number"`
	Reason string `json:"reason"`
}

// Announcement is a published result. Standings are frozen in it; a correction
// is a further announcement with a reason.
type Announcement struct {
	Contest   ContestID  `json:"-"`
	Version   int        `json:"version"`
	At        time.Time  `json:"announced_at"`
	FinalAt   time.Time  `json:"final_at"` // end of the objection window
	Reason    string     `json:"reason,omitempty"`
	Awards    []Award    `json:"awards"`
	Winners   []Winner   `json:"winners"`
	Standings []Standing `json:"standings"`
	Figures   Figures    `json:"figures"`
}

// Figures are the totals printed with a result.
type Figures struct {
	Entries int `json:"entries"` // published
	Voters  int `json:"voters"`  // ballots with at least one vote
	Votes   int `json:"votes"`   // that count
	// DeskVoters are those of the voters on whose behalf a helper voted.
	DeskVoters int `json:"desk_voters,omitempty"`
	// Raw is all votes that their voters have not taken back: Votes and those
	// that are Void, by reason. Announcements of earlier versions have neither.
	Raw  int            `json:"raw,omitempty"`
	Void map[string]int `json:"void,omitempty"`
}

// Final reports whether the objection window has passed at t.
func (a *Announcement) Final(t time.Time) bool { return !t.Before(a.FinalAt) }

// Propose fills the awards in their order from the standings: each takes its
// quantity of the best entries that may have it and have none yet. Entries
// without a vote are not proposed. Ties are decided by the order of standings,
// which Tally has set by the policy's tie-break.
func Propose(awards []Award, standings []Standing) []Winner {
	var winners []Winner
	taken := map[Number]bool{}
	for _, award := range awards {
		left := award.Quantity
		for _, s := range standings {
			if left == 0 {
				break
			}
			if taken[s.Number] || s.Votes == 0 || award.Category != "" && award.Category != s.Category {
				continue
			}
			taken[s.Number] = true
			winners = append(winners, Winner{Award: award.Slug, Number: s.Number})
			left--
		}
	}
	return winners
}
