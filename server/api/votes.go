package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// challenge is a proof of work to solve: find a text such that
// SHA-256(challenge ":" text) begins with so many zero bits.
type challenge struct {
	Challenge string    `json:"challenge"`
	Bits      int       `json:"bits"` // 0: no proof is asked for
	ExpiresAt time.Time `json:"expires_at"`
}

func (a *API) challenge(c echo.Context, actor voting.Actor) error {
	ch, err := a.Voting.NewChallenge(c.Request().Context(), actor, contestOf(c), a.Gate.Limiter.Pressure(c, false))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, challenge{ch.Text, ch.Bits, ch.Expires})
}

// becomeVoter makes the device of the request a voter, or links it to one, and
// gives a device to who has none. The same device gets the same token again.
func (a *API) becomeVoter(c echo.Context, _ voting.Actor) error {
	var body struct {
		Challenge string `json:"challenge"`
		Solution  string `json:"solution"`
		Code      string `json:"code"`
		Phone     string `json:"phone"`
		SMSCode   string `json:"sms_code"`
	}
	if err := decodeAny(c, &body); err != nil {
		return err
	}
	actor, err := a.Gate.EnsureDevice(c)
	if err != nil {
		return err
	}
	proof := voting.Proof{
		Challenge: body.Challenge, Solution: body.Solution, Code: body.Code, Phone: body.Phone, SMSCode: body.SMSCode,
	}
	if body.Phone != "" && body.SMSCode == "" {
		expires, err := a.Voting.SendCode(c.Request().Context(), actor, contestOf(c), body.Phone, proof)
		if err != nil {
			return err
		}
		return c.JSON(http.StatusAccepted, codeSent{true, expires})
	}
	var created bool
	err = a.Gate.Guess(c, actor, proof.Code+proof.SMSCode, voting.WrongGuess, func() (err error) {
		created, err = a.Voting.BecomeVoter(c.Request().Context(), actor, contestOf(c), proof)
		return err
	})
	if err != nil {
		return err
	}
	code := http.StatusOK
	if created {
		code = http.StatusCreated
	}
	return c.JSON(code, token{a.Gate.Devices.Token(actor.Device)})
}

// codeSent says that a code is on its way to a telephone.
type codeSent struct {
	Sent      bool      `json:"sent"`
	ExpiresAt time.Time `json:"expires_at"`
}

// token is a bearer token: Authorization: Bearer …
type token struct {
	Token string `json:"token"`
}

// ballot is the sheet of who asks.
type ballot struct {
	Votes     []voting.Number `json:"votes"`
	Remaining int             `json:"remaining"`
	Period    string          `json:"period"` // "contest", or a date such as "2026-05-03"
	Open      bool            `json:"open"`   // the voting round
}

func (a *API) ballot(c echo.Context, actor voting.Actor) error {
	view, err := a.Voting.MyBallot(c.Request().Context(), actor, contestOf(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, ballot{view.Votes, view.Remaining, view.Period, view.Open})
}

// remaining is the answer to a take-back.
type remaining struct {
	Remaining int `json:"remaining"`
}

// cast is the answer to a vote.
type cast struct {
	remaining
	Receipt string `json:"receipt"` // the code; "" for a vote from before there were receipts
	Nonce   string `json:"nonce"`   // the client's, or the server's where it brought none
	Promise string `json:"promise"` // signed
}

func (a *API) cast(c echo.Context, actor voting.Actor) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	var body struct {
		Nonce string `json:"nonce"`
	}
	if err := decodeAny(c, &body); err != nil {
		return err
	}
	nonce, err := voting.NonceFrom(body.Nonce)
	if err != nil {
		return err
	}
	done, err := a.Voting.Cast(c.Request().Context(), actor, contestOf(c), n, nonce)
	if err != nil {
		return err
	}
	code := http.StatusCreated
	if done.Repeat {
		code = http.StatusOK
	}
	return c.JSON(code, castAnswer(done))
}

func castAnswer(done voting.Cast) cast {
	answer := cast{remaining: remaining{done.Remaining}, Receipt: done.Receipt.Code, Promise: done.Receipt.Promise}
	if answer.Receipt != "" {
		answer.Nonce = done.Receipt.Nonce.String()
	}
	return answer
}

func (a *API) takeBack(c echo.Context, actor voting.Actor) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	cast, err := a.Voting.TakeBack(c.Request().Context(), actor, contestOf(c), n)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, remaining{cast.Remaining})
}
