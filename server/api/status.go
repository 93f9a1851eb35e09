package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// status is what became of a work, for the holder of its code.
type status struct {
	Number  voting.Number  `json:"number"`
	Title   string         `json:"title"`
	State   voting.State   `json:"state"`
	Reason  string         `json:"reason"` // a reason code or a sentence
	History []step         `json:"history"`
	Awards  []voting.Award `json:"awards"` // won, once announced
}

// step is one transition of a work.
type step struct {
	State  voting.State `json:"state"`
	At     time.Time    `json:"at"`
	Reason string       `json:"reason,omitempty"`
}

func steps(history []voting.Transition) []step {
	shapes := make([]step, len(history))
	for i, t := range history {
		shapes[i] = step{t.To, t.At, t.Reason}
	}
	return shapes
}

func (a *API) status(c echo.Context, actor voting.Actor) error {
	view, err := a.Voting.Status(c.Request().Context(), actor, contestOf(c), c.Param("code"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, status{
		Number: view.Entry.Number, Title: view.Entry.Title, State: view.Entry.State, Reason: view.Entry.Reason,
		History: steps(view.History), Awards: orEmpty(view.Awards),
	})
}

// withdraw takes a work out and answers with its status after that.
func (a *API) withdraw(c echo.Context, actor voting.Actor) error {
	var body struct {
		PhoneTail string `json:"phone_tail"`
	}
	if err := decode(c, &body); err != nil {
		return err
	}
	err := a.Voting.Withdraw(c.Request().Context(), actor, contestOf(c), c.Param("code"), body.PhoneTail)
	if err != nil {
		return err
	}
	return a.status(c, actor)
}
