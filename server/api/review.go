package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
	"plaudit/voting/review"
)

// reviewed is the state of the review of doubtful votes.
type reviewed struct {
	Rules    int            `json:"rules"`
	LookedAt *time.Time     `json:"looked_at"` // null before the first search
	Votes    int            `json:"votes"`     // looked at
	Pending  int            `json:"pending"`
	Void     map[string]int `json:"void"`
	Curves   []curve        `json:"curves"`
	Clusters []cluster      `json:"clusters"` // of the works of this page
	Next     string         `json:"next"`
	Waiting  []reviewAct    `json:"waiting"`
	Acts     []reviewAct    `json:"acts"`
}

// curve is all votes of a work over time; those that were ever set aside apart.
type curve struct {
	Number  voting.Number `json:"number"`
	From    time.Time     `json:"from"`
	Hours   int           `json:"hours"` // that one figure is of
	Votes   []int         `json:"votes"`
	Doubted []int         `json:"doubted"` // of votes
}

// of names a cluster.
type of struct {
	Number  voting.Number      `json:"number"` // 0: of several works
	Signals []string           `json:"signals"`
	State   voting.ReviewState `json:"state"`
}

type cluster struct {
	of
	Code     string       `json:"code"`
	Ballots  int          `json:"ballots"`
	Votes    int          `json:"votes"`
	Effect   effect       `json:"effect"`
	Hours    []hour       `json:"hours"`
	Examples []anonymised `json:"examples"`
}

// effect is what moving the cluster to a state would change.
type effect struct {
	To     voting.ReviewState `json:"to"`
	Awards bool               `json:"awards"`
	Ranks  []rankChange       `json:"ranks"`
}

type rankChange struct {
	Number    voting.Number `json:"number"`
	Rank      int           `json:"rank"`
	Votes     int           `json:"votes"`
	RankThen  int           `json:"rank_then"`
	VotesThen int           `json:"votes_then"`
}

type hour struct {
	At    time.Time `json:"at"`
	Votes int       `json:"votes"`
}

// anonymised is a vote by letters that stand for nothing outside its cluster.
type anonymised struct {
	Hour   time.Time `json:"hour"`
	Net    string    `json:"net"`
	Client string    `json:"client"`
	Viewed bool      `json:"viewed"`
}

type reviewAct struct {
	ID      int64              `json:"id"`
	At      time.Time          `json:"at"`
	By      string             `json:"by"` // a login; "" for the rules
	Second  string             `json:"second"`
	Single  bool               `json:"single"`
	Of      of                 `json:"of"`
	To      voting.ReviewState `json:"to"`
	Code    string             `json:"code"`
	Reason  string             `json:"reason"`
	Ballots int                `json:"ballots"`
	Votes   int                `json:"votes"`
}

func ofShape(k voting.ClusterKey) of { return of{k.Number, orEmpty(k.Signals.Names()), k.State} }

func (a *API) viewReview(c echo.Context, actor voting.Actor) error {
	from, err := count(c, "cursor")
	if err != nil {
		return voting.ErrBadCursor.In("cursor")
	}
	page, err := a.Voting.ViewReview(c.Request().Context(), actor, contestOf(c), from)
	if err != nil {
		return err
	}
	shape := reviewed{
		Rules: page.Rules.Version, Votes: page.Run.Votes, Pending: page.Figures.Pending, Void: page.Figures.Void,
		Curves: []curve{}, Clusters: []cluster{}, Waiting: actShapes(page.Waiting), Acts: actShapes(page.Acts),
	}
	if !page.Run.At.IsZero() {
		shape.LookedAt = &page.Run.At
	}
	if next := page.From + len(page.Works); next < page.Total {
		shape.Next = strconv.Itoa(next)
	}
	for _, w := range page.Works {
		if c := w.Curve; len(c.Votes) > 0 {
			shape.Curves = append(shape.Curves, curve{w.Number, time.Unix(c.Hour*3600, 0).UTC(), c.Step, c.Votes, c.Doubted})
		}
		for _, k := range w.Clusters {
			shape.Clusters = append(shape.Clusters, clusterShape(k))
		}
	}
	return c.JSON(http.StatusOK, shape)
}

func clusterShape(k voting.ClusterView) cluster {
	shape := cluster{ofShape(k.ClusterKey), k.Code, k.Ballots, k.Votes, effect{k.To, k.Effect.Awards, []rankChange{}}, []hour{}, []anonymised{}}
	for _, r := range k.Effect.Ranks {
		shape.Effect.Ranks = append(shape.Effect.Ranks, rankChange{r.Number, r.Rank, r.Votes, r.Then.Rank, r.Then.Votes})
	}
	for _, h := range k.Hours {
		shape.Hours = append(shape.Hours, hour{h.At.UTC(), h.Votes})
	}
	for _, e := range k.Examples {
		shape.Examples = append(shape.Examples, anonymised{e.Hour.UTC(), e.Net, e.Client, e.Viewed})
	}
	return shape
}

func actShapes(acts []voting.ReviewAct) []reviewAct {
	shapes := make([]reviewAct, len(acts))
	for i, a := range acts {
		shapes[i] = reviewAct{a.ID, a.At, a.Login, a.Second.Login, a.Single, ofShape(a.Of), a.To, a.Code, a.Reason, a.Ballots, a.Votes}
	}
	return shapes
}

// judgment is what is asked for: to look for doubts, to move a cluster, to
// confirm or drop what waits.
type judgment struct {
	Do      string             `json:"do"`
	ID      int64              `json:"id"`
	Number  voting.Number      `json:"number"`
	Signals []string           `json:"signals"`
	State   voting.ReviewState `json:"state"`
	To      voting.ReviewState `json:"to"`
	Code    string             `json:"code"`
	Reason  string             `json:"reason"`
	Ballots int                `json:"ballots"`
}

func (a *API) reviewVotes(c echo.Context, actor voting.Actor) error {
	var body judgment
	if err := decode(c, &body); err != nil {
		return err
	}
	ctx, slug := c.Request().Context(), contestOf(c)
	var err error
	switch body.Do {
	case "find":
		_, err = a.Voting.FindDoubts(ctx, actor, slug)
	case "confirm", "drop":
		_, err = a.Voting.ConfirmReview(ctx, actor, slug, body.ID, body.Do == "drop")
	case "judge":
		signals, ok := review.ParseSignals(body.Signals)
		if !ok {
			return voting.ErrBadValue.In("signals")
		}
		_, err = a.Voting.JudgeVotes(ctx, actor, slug, voting.Judgment{
			Of: voting.ClusterKey{Number: body.Number, Signals: signals, State: body.State},
			To: body.To, Code: body.Code, Reason: body.Reason, Ballots: body.Ballots,
		})
	default:
		return voting.ErrBadValue.In("do").With("allowed", "find, judge, confirm, drop")
	}
	if err != nil {
		return err
	}
	return a.viewReview(c, actor)
}
