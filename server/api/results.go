package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// ranked is a standing with what names the work.
type ranked struct {
	voting.Standing
	Title   string `json:"title"`
	Entrant string `json:"entrant"`
}

func rank(standings []voting.Standing, entries map[voting.Number]voting.Shown) []ranked {
	shapes := make([]ranked, len(standings))
	for i, s := range standings {
		e := entries[s.Number]
		shapes[i] = ranked{s, e.Title, e.Entrant}
	}
	return shapes
}

// mostStandings is how many ranks a page holds unless fewer are asked for.
const mostStandings = 1000

func (a *API) standings(c echo.Context, actor voting.Actor) error {
	limit, err := count(c, "limit")
	if err != nil {
		return err
	}
	if limit == 0 || limit > mostStandings {
		limit = mostStandings
	}
	from, err := count(c, "cursor")
	if err != nil || from > 1<<30 {
		return voting.ErrBadCursor.In("cursor")
	}
	category := voting.Slug(c.QueryParam("category"))
	page, err := a.Voting.Standings(c.Request().Context(), actor, contestOf(c), category, from+limit+1)
	if err != nil {
		return err
	}
	items, next := page.Items[min(from, len(page.Items)):], ""
	if len(items) > limit {
		items, next = items[:limit], strconv.Itoa(from+limit)
	}
	return c.JSON(http.StatusOK, standingsPage{listOf(rank(items, page.Entries), next), page.Votes})
}

// standingsPage is a page of ranks with what became of all votes of the contest.
type standingsPage struct {
	list[ranked]
	Votes voting.VoteFigures `json:"votes"`
}

// awardsPage is what an organiser chooses winners by.
type awardsPage struct {
	Awards    []voting.Award     `json:"awards"`
	Proposed  []voting.Winner    `json:"proposed"` // from the standings, by the declared tie-break
	Winners   []voting.Winner    `json:"winners"`  // chosen
	Standings []ranked           `json:"standings"`
	Votes     voting.VoteFigures `json:"votes"`
	VotesOpen bool               `json:"votes_open"`
}

func (a *API) awards(c echo.Context, actor voting.Actor) error {
	page, err := a.Voting.Awards(c.Request().Context(), actor, contestOf(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, awardsPage{
		Awards: orEmpty(page.Contest.Awards), Proposed: orEmpty(page.Proposed), Winners: orEmpty(page.Chosen),
		Standings: rank(page.Standings, page.Entries), Votes: page.Votes, VotesOpen: page.VotesOpen,
	})
}

func (a *API) chooseWinners(c echo.Context, actor voting.Actor) error {
	var body struct {
		Awards  *[]voting.Award  `json:"awards"`
		Winners *[]voting.Winner `json:"winners"`
	}
	if err := decode(c, &body); err != nil {
		return err
	}
	if body.Winners == nil {
		return voting.ErrRequired.In("winners")
	}
	err := a.Voting.ChooseWinners(c.Request().Context(), actor, contestOf(c), body.Awards, *body.Winners)
	if err != nil {
		return err
	}
	return a.awards(c, actor)
}

// announcement is a published result.
type announcement struct {
	State       string            `json:"state"` // "notice" until final_at, then "final"
	Version     int               `json:"version"`
	AnnouncedAt time.Time         `json:"announced_at"`
	FinalAt     time.Time         `json:"final_at"`
	Reason      string            `json:"reason"` // what a correction changed
	Awards      []announced       `json:"awards"`
	Standings   []voting.Standing `json:"standings"` // as frozen; none where counts are never public
	Figures     voting.Figures    `json:"figures"`
}

// announced is an award with the works that have won it.
type announced struct {
	voting.Award
	Winners []winner `json:"winners"`
}

// winner is a work that has won; one that has left the gallery since is its
// number and its state.
type winner struct {
	entry
	State  voting.State `json:"state"`
	Reason string       `json:"reason"`
}

func (a *API) announcement(c echo.Context, actor voting.Actor) error {
	return a.sendAnnouncement(c, actor, http.StatusOK)
}

func (a *API) announce(c echo.Context, actor voting.Actor) error {
	var body struct {
		Reason string `json:"reason"`
	}
	if err := decodeAny(c, &body); err != nil {
		return err
	}
	if _, err := a.Voting.Announce(c.Request().Context(), actor, contestOf(c), body.Reason); err != nil {
		return err
	}
	return a.sendAnnouncement(c, actor, http.StatusCreated)
}

func (a *API) sendAnnouncement(c echo.Context, actor voting.Actor, code int) error {
	page, err := a.Voting.ViewAnnouncement(c.Request().Context(), actor, contestOf(c))
	if err != nil {
		return err
	}
	shape := announcement{
		State: "notice", Version: page.Version, AnnouncedAt: page.At, FinalAt: page.FinalAt, Reason: page.Reason,
		Awards: []announced{}, Standings: []voting.Standing{}, Figures: page.Figures,
	}
	if page.Final {
		shape.State = "final"
	}
	if page.Contest.ShowCounts {
		shape.Standings = orEmpty(page.Standings)
	}
	winners, err := a.winners(c, page)
	if err != nil {
		return err
	}
	for _, award := range page.Awards {
		shape.Awards = append(shape.Awards, announced{award, orEmpty(winners[award.Slug])})
	}
	return c.JSON(code, shape)
}

// winners gives the winners of each award their shape.
func (a *API) winners(c echo.Context, page voting.AnnouncementPage) (map[voting.Slug][]winner, error) {
	votes := map[voting.Number]int{}
	for _, s := range page.Standings {
		votes[s.Number] = s.Votes
	}
	shown := make([]voting.Shown, len(page.Winners))
	states := make([]voting.State, len(page.Winners))
	for i, w := range page.Winners {
		e := page.Entries[w.Number]
		states[i] = e.State
		if !e.Public() {
			e = voting.Shown{Entry: voting.Entry{Number: w.Number}}
		}
		if n := votes[w.Number]; page.Contest.ShowCounts {
			e.Votes = &n
		}
		shown[i] = e
	}
	entries, err := a.entries(c.Request().Context(), shown)
	if err != nil {
		return nil, err
	}
	byAward := map[voting.Slug][]winner{}
	for i, w := range page.Winners {
		byAward[w.Award] = append(byAward[w.Award], winner{entries[i], states[i], w.Reason})
	}
	return byAward, nil
}
