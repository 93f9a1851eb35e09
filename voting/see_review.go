package voting

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"plaudit/voting/review"
)

// ReviewPage is what organisers decide by, and auditors look at.
type ReviewPage struct {
	Contest ContestView
	Rules   review.Rules
	Run     ReviewRun // the latest search; zero before the first
	Figures AsideFigures
	From    int // how many works come before these
	Total   int // how many works have doubtful ballots
	Works   []WorkReview
	Waiting []ReviewAct // for a second person
	Acts    []ReviewAct // newest first
	Alone   bool        // there is one organiser only
}

// WorksShown is how many works a ReviewPage has at most.
const WorksShown = 10

// WorkReview is a work whose votes made ballots doubtful, with their clusters.
type WorkReview struct {
	Number   Number
	Title    string
	Curve    Curve // Votes is empty where none was drawn, or the events are forgotten
	Clusters []ClusterView
}

// ClusterView is a cluster with what shows how it came about. Without events,
// which are kept for a while only, Hours and Examples are empty.
type ClusterView struct {
	Cluster
	To       ReviewState // what Effect is of: releasing what is set aside, or setting it aside again
	Effect   Effect
	Hours    []HourCount // votes for the work, by the hour, without gaps
	Examples []Example
}

// HourCount is how many votes came in one hour.
type HourCount struct {
	At    time.Time
	Votes int
}

// Example is a vote without anything that leads to a voter: the hour, and a
// letter for the subnet and the kind of browser, the same within a cluster only.
type Example struct {
	Hour        time.Time
	Net, Client string // "A", "B" …
	Viewed      bool
}

const (
	maxExamples = 8
	maxHours    = 24 * 31
)

// ViewReview returns the state of the review of doubtful votes, with the works
// from one on: those with undecided votes come first, the most votes first.
func (s *Service) ViewReview(ctx context.Context, a Actor, slug Slug, from int) (page ReviewPage, err error) {
	err = s.view(ctx, "read the review of votes", func(tx Tx) error {
		c, err := s.contestFor(tx, a, ActSeeReview, slug, Unlocked)
		if err != nil {
			return err
		}
		page = ReviewPage{Rules: review.Current(), From: max(0, from)}
		if page.Contest, err = s.contestView(tx, c, a); err != nil {
			return err
		}
		if page.Run, err = tx.ReviewRun(c.ID); err != nil {
			return err
		}
		if err := page.works(tx, &c); err != nil {
			return err
		}
		if page.Waiting, err = tx.Proposals(c.ID); err != nil {
			return err
		}
		organisers, err := tx.CountOrganisers(c.ID)
		if err != nil {
			return err
		}
		page.Alone = organisers < 2
		acts, err := tx.ReviewActs(c.ID)
		for i := range acts {
			page.Acts = append(page.Acts, acts[len(acts)-1-i])
		}
		return err
	})
	return page, err
}

// works reads the works of the page, with all that is shown of them.
func (page *ReviewPage) works(tx Tx, c *Contest) error {
	clusters, err := tx.Clusters(c.ID)
	page.Figures = figuresOf(clusters)
	if err != nil || len(clusters) == 0 {
		return err
	}
	all := byWork(clusters)
	page.Total = len(all)
	page.Works = all[min(page.From, len(all)):min(page.From+WorksShown, len(all))]
	var numbers []Number
	for _, w := range page.Works {
		numbers = append(numbers, w.Number)
	}
	shown, err := shownByNumber(tx, &page.Contest, numbers)
	if err != nil {
		return err
	}
	curves, err := tx.Curves(c.ID, numbers)
	if err != nil {
		return err
	}
	now, err := readScale(tx, c)
	for i := range page.Works {
		w := &page.Works[i]
		w.Title, w.Curve = shown[w.Number].Title, curves[w.Number]
		err = errors.Join(err, w.weigh(tx, c, now), w.readEvents(tx, c))
	}
	return err
}

// figuresOf are the votes of clusters that do not count.
func figuresOf(clusters []Cluster) AsideFigures {
	f := AsideFigures{Void: map[string]int{}}
	for _, k := range clusters {
		switch k.State {
		case VotesPending:
			f.Pending += k.Votes
		case VotesVoid:
			for code, votes := range k.Codes {
				if votes > 0 { // some have been taken back
					f.Void[code] += votes
				}
			}
		}
	}
	return f
}

// urgency orders what is to be looked at: undecided ballots first.
func (s ReviewState) urgency() int {
	return slices.Index([]ReviewState{VotesPending, VotesVoid, VotesCounted}, s)
}

// byWork puts the clusters to their works, the most urgent first, and of these
// those with the most votes.
func byWork(clusters []Cluster) (works []WorkReview) {
	for _, k := range clusters {
		if len(works) == 0 || works[len(works)-1].Number != k.Number {
			works = append(works, WorkReview{Number: k.Number})
		}
		v := ClusterView{Cluster: k, To: VotesCounted}
		if k.State == VotesCounted {
			v.To = VotesPending
		}
		last := &works[len(works)-1]
		last.Clusters = append(last.Clusters, v)
	}
	for _, w := range works {
		slices.SortStableFunc(w.Clusters, func(a, b ClusterView) int {
			return cmp.Or(a.State.urgency()-b.State.urgency(), b.Votes-a.Votes)
		})
	}
	slices.SortStableFunc(works, func(a, b WorkReview) int { return b.undecided() - a.undecided() })
	return works
}

func (w *WorkReview) undecided() (votes int) {
	for _, k := range w.Clusters {
		if k.State == VotesPending {
			votes += k.Votes
		}
	}
	return votes
}

// weigh says what moving each cluster would change.
func (w *WorkReview) weigh(tx Tx, c *Contest, now *scale) error {
	votes, err := tx.ClusterVotes(c.ID, w.Number)
	for i := range w.Clusters {
		k := &w.Clusters[i]
		k.Effect = now.effect(k.State, k.To, votes[k.ClusterKey])
	}
	return err
}

func (w *WorkReview) readEvents(tx Tx, c *Contest) error {
	hours := map[ClusterKey][]HourCount{}
	err := tx.ClusterHours(c.ID, w.Number, func(k ClusterKey, hour int64, votes int) {
		at, list := time.Unix(hour*3600, 0).In(c.Location()), hours[k]
		for len(list) > 0 && len(list) < maxHours && list[len(list)-1].At.Before(at) {
			list = append(list, HourCount{At: list[len(list)-1].At.Add(time.Hour)})
		}
		if len(list) == 0 {
			list = []HourCount{{At: at}}
		}
		list[len(list)-1].Votes += votes
		hours[k] = list
	})
	for i := range w.Clusters {
		k := &w.Clusters[i]
		k.Hours = hours[k.ClusterKey]
		if err == nil {
			err = k.readExamples(tx, c)
		}
	}
	return err
}

func (v *ClusterView) readExamples(tx Tx, c *Contest) error {
	nets, clients := map[uint32]string{}, map[uint32]string{}
	letter := func(known map[uint32]string, of uint32) string {
		if known[of] == "" {
			known[of] = letters(len(known))
		}
		return known[of]
	}
	return tx.ClusterEvents(c.ID, v.ClusterKey, maxExamples, func(e VoteEvent) error {
		hour := time.Unix(e.Minute/60*3600, 0).In(c.Location())
		v.Examples = append(v.Examples, Example{hour, letter(nets, e.Net), letter(clients, e.Client), e.Viewed})
		return nil
	})
}

// letters are A … Z, then A1 …
func letters(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return fmt.Sprintf("%c%d", 'A'+n%26, n/26)
}
