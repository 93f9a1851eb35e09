package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
	"plaudit/voting/review"
)

// ReviewPage shows doubtful votes, and lets organisers decide on them.
type ReviewPage struct {
	StaffFrame
	voting.ReviewPage
	May      bool   // decide
	Me       string // login
	Cards    []ReviewCard
	LookedAt time.Time // zero before the first search
	Wrong    string
}

// ReviewCard is a cluster of ballots.
type ReviewCard struct {
	voting.ClusterView
	Moves []ReviewMove
	Curve string // points of a line in a box of 300 × 60
	From  time.Time
	Until time.Time
	Most  int // votes in one hour
}

// ReviewMove is what may be done with a cluster.
type ReviewMove struct {
	To    voting.ReviewState
	Codes []string
}

// Template names the page's file.
func (*ReviewPage) Template() string { return "staff/review" }

func (w *Web) reviewPage(c echo.Context, a voting.Actor) error {
	page, err := w.newReviewPage(c, a)
	if err != nil {
		return err
	}
	switch said := c.QueryParam("said"); said {
	case "looked", "done", "waits", "dropped":
		page.Said = w.t(page.Frame, "review.said_"+said)
	}
	return w.views.Render(c, http.StatusOK, page)
}

func (w *Web) newReviewPage(c echo.Context, a voting.Actor) (*ReviewPage, error) {
	found, err := w.deps.Voting.ViewReview(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return nil, err
	}
	view := &found.Contest
	f := w.newStaffFrame(c, a, "review")
	w.within(&f, a, view)
	page := &ReviewPage{StaffFrame: f, ReviewPage: found, Me: a.Login, May: voting.Allow(a, voting.ActReview, view.ID) == nil}
	if !found.Run.At.IsZero() {
		page.LookedAt = found.Run.At.In(view.Location())
	}
	for _, list := range [][]voting.ReviewAct{page.Waiting, page.Acts} {
		for i := range list {
			list[i].At = list[i].At.In(view.Location())
		}
	}
	for _, k := range found.Clusters {
		page.Cards = append(page.Cards, newReviewCard(k))
	}
	return page, nil
}

func newReviewCard(k voting.ClusterView) ReviewCard {
	card := ReviewCard{ClusterView: k}
	for _, to := range []voting.ReviewState{voting.VotesCounted, voting.VotesVoid, voting.VotesPending} {
		if voting.MayMove(k.State, to) {
			card.Moves = append(card.Moves, ReviewMove{to, voting.ReviewCodes(to)})
		}
	}
	if len(k.Hours) == 0 {
		return card
	}
	card.From, card.Until = k.Hours[0].At, k.Hours[len(k.Hours)-1].At.Add(time.Hour)
	for _, h := range k.Hours {
		card.Most = max(card.Most, h.Votes)
	}
	var points strings.Builder
	step := 300 / float64(len(k.Hours))
	for i, h := range k.Hours {
		y := 60 - 56*float64(h.Votes)/float64(card.Most)
		fmt.Fprintf(&points, "%.1f,%.1f %.1f,%.1f ", float64(i)*step, y, float64(i+1)*step, y)
	}
	card.Curve = "0,60 " + points.String() + "300,60"
	return card
}

// reviewVotes looks for doubts, decides, confirms or drops.
func (w *Web) reviewVotes(c echo.Context, a voting.Actor) error {
	ctx, slug := c.Request().Context(), slugOf(c)
	var (
		said = "done"
		err  error
	)
	switch do := c.FormValue("do"); do {
	case "find":
		said = "looked"
		_, err = w.deps.Voting.FindDoubts(ctx, a, slug)
	case "confirm", "drop":
		if do == "drop" {
			said = "dropped"
		}
		id, _ := strconv.ParseInt(c.FormValue("id"), 10, 64)
		_, err = w.deps.Voting.ConfirmReview(ctx, a, slug, id, do == "drop")
	default:
		var done voting.ReviewDone
		if done, err = w.deps.Voting.JudgeVotes(ctx, a, slug, judgmentOf(c)); done.Waits {
			said = "waits"
		}
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, staffContestPath(slug)+"/review?said="+said)
	}
	page, pageErr := w.newReviewPage(c, a)
	if pageErr != nil {
		return pageErr
	}
	if page.Wrong, err = w.say(page.Frame, err); err != nil {
		return err
	}
	return w.views.Render(c, http.StatusUnprocessableEntity, page)
}

func judgmentOf(c echo.Context) (j voting.Judgment) {
	j.Of.Number, _ = voting.ParseNumber(c.FormValue("number")) // 0 is no work's
	signals, _ := strconv.ParseUint(c.FormValue("signals"), 10, 8)
	j.Of.Signals, j.Of.State = review.Signal(signals), voting.ReviewState(c.FormValue("state"))
	j.To, j.Reason = voting.ReviewState(c.FormValue("to")), c.FormValue("reason")
	j.Code = c.FormValue("code-" + string(j.To))
	j.Ballots, _ = strconv.Atoi(c.FormValue("ballots"))
	return j
}
