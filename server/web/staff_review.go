package web

import (
	"fmt"
	"net/http"
	"strconv"
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
	Cards    []WorkCard
	LookedAt time.Time // zero before the first search
	Last     int       // how many works come before the end of this page
	Earlier  string    // the pages before and after this one, "" where there is none
	Later    string
	Here     string // of this page, for its forms
	Wrong    string
}

// WorkCard is a work with its clusters.
type WorkCard struct {
	voting.WorkReview
	Whole Chart // all its votes; without lines where none is drawn
	Cards []ReviewCard
}

// ReviewCard is a cluster of ballots.
type ReviewCard struct {
	voting.ClusterView
	Moves []ReviewMove
	Chart Chart
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
	from, _ := strconv.Atoi(c.QueryParam("from")) // else the first page
	found, err := w.deps.Voting.ViewReview(c.Request().Context(), a, slugOf(c), from)
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
	page.turn()
	for _, work := range found.Works {
		page.Cards = append(page.Cards, newWorkCard(work, view.Location()))
	}
	return page, nil
}

// turn says where the pages before and after this one are.
func (page *ReviewPage) turn() {
	path := func(from int) string {
		if from <= 0 {
			return page.Of.Base() + "/review"
		}
		return fmt.Sprintf("%s/review?from=%d", page.Of.Base(), from)
	}
	page.Here, page.Last = path(page.From), page.From+len(page.Works)
	if page.From > 0 {
		page.Earlier = path(page.From - voting.WorksShown)
	}
	if page.Last < page.Total {
		page.Later = path(page.Last)
	}
}

func newWorkCard(work voting.WorkReview, in *time.Location) WorkCard {
	card := WorkCard{WorkReview: work, Whole: wholeChart(work.Curve, in)}
	for _, k := range work.Clusters {
		card.Cards = append(card.Cards, newReviewCard(k))
	}
	return card
}

func newReviewCard(k voting.ClusterView) ReviewCard {
	card := ReviewCard{ClusterView: k}
	for _, to := range []voting.ReviewState{voting.VotesCounted, voting.VotesVoid, voting.VotesPending} {
		if voting.MayMove(k.State, to) {
			card.Moves = append(card.Moves, ReviewMove{to, voting.ReviewCodes(to)})
		}
	}
	card.Chart = hoursChart(k.Hours)
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
		to := staffContestPath(slug) + "/review?said=" + said
		if from, err := strconv.Atoi(c.QueryParam("from")); err == nil {
			to += fmt.Sprintf("&from=%d", from)
		}
		return c.Redirect(http.StatusSeeOther, to)
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
