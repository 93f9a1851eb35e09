package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// openAPI is openapi.yaml as JSON; a test makes it and holds it to its source.
//
//go:embed openapi.json
var openAPI []byte

func (a *API) document(c echo.Context, _ voting.Actor) error {
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, openAPI)
}
