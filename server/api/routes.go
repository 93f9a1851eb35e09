package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/server/auth"
)

// route is a row of the table.
type route struct {
	method, path string
	who          who
	cache        cache
	handle       auth.Handler
	extra        []echo.MiddlewareFunc
}

// who says whom a route is for. It only turns the nameless away early; which
// role may do what is voting's policy.
type who bool

const (
	all   who = false
	staff who = true
)

// cache is a Cache-Control header.
type cache string

const (
	fresh  cache = "no-cache"          // the same for all who are nobody
	secret cache = "private, no-store" // somebody's own
	never  cache = "no-store"          // tus asks for this very word; the counts of a moment
)

// routes is everything the API answers. {c} is a contest's slug, {n} an
// entry's number; Echo writes them with colons.
func (a *API) routes() []route {
	const head, options = http.MethodHead, http.MethodOptions
	const get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	row := func(method, path string, w who, cc cache, h auth.Handler, extra ...echo.MiddlewareFunc) route {
		return route{method, path, w, cc, h, extra}
	}
	return []route{
		row(get, "/openapi.json", all, fresh, a.document),

		row(get, "/session", staff, secret, a.whoAmI),
		row(post, "/session", all, secret, a.logIn),
		row(del, "/session", all, secret, a.logOut),

		row(get, "/contests", all, fresh, a.listContests),
		row(post, "/contests", staff, secret, a.createContest),
		row(get, "/contests/:c", all, fresh, a.viewContest),
		row(patch, "/contests/:c", staff, secret, a.editContest),
		row(get, "/contests/:c/audit", staff, secret, a.auditTrail),

		row(get, "/contests/:c/entries", all, secret, a.listEntries),
		row(post, "/contests/:c/entries", all, secret, a.submit, auth.AllowBody(entryBody)),
		row(get, "/contests/:c/entries/:n", all, fresh, a.viewEntry),

		row(options, "/contests/:c/uploads", all, fresh, a.uploadOptions),
		row(options, "/contests/:c/uploads/:u", all, fresh, a.uploadOptions),
		row(post, "/contests/:c/uploads", all, never, a.tus(a.beginUpload), auth.AllowBody(uploadBody)),
		row(head, "/contests/:c/uploads/:u", all, never, a.tus(a.viewUpload)),
		row(patch, "/contests/:c/uploads/:u", all, never, a.tus(a.continueUpload), auth.AllowBody(uploadBody)),
		row(del, "/contests/:c/uploads/:u", all, never, a.tus(a.dropUpload)),
		row(post, "/contests/:c/uploads/:u", all, never, a.tus(a.overrideUpload), auth.AllowBody(uploadBody)),

		row(get, "/contests/:c/status/:code", all, secret, a.status),
		row(del, "/contests/:c/status/:code", all, secret, a.withdraw),

		row(get, "/contests/:c/voter/challenge", all, secret, a.challenge),
		row(post, "/contests/:c/voter", all, secret, a.becomeVoter),
		row(get, "/contests/:c/ballot", all, secret, a.ballot),
		row(put, "/contests/:c/ballot/:n", all, secret, a.cast),
		row(del, "/contests/:c/ballot/:n", all, secret, a.takeBack),

		row(get, "/contests/:c/log/checkpoint", all, fresh, a.checkpoint),
		row(get, "/contests/:c/log/key", all, fresh, a.logKey),
		row(get, "/contests/:c/log/tile/*", all, fresh, a.logTile),
		row(get, "/contests/:c/log/proof", all, secret, a.proveReceipt),
		row(get, "/contests/:c/export/log.zip", all, fresh, a.exportLog),

		row(get, "/contests/:c/moderation", staff, secret, a.queue),
		row(post, "/contests/:c/moderation/claim", staff, secret, a.claim),
		row(post, "/contests/:c/moderation/:n", staff, secret, a.decide),

		row(get, "/contests/:c/review", staff, secret, a.viewReview),
		row(post, "/contests/:c/review", staff, secret, a.reviewVotes),

		row(get, "/contests/:c/standings", all, fresh, a.standings),
		row(get, "/contests/:c/live", all, never, a.live),
		row(get, "/contests/:c/awards", staff, secret, a.awards),
		row(put, "/contests/:c/awards", staff, secret, a.chooseWinners),
		row(get, "/contests/:c/announcement", all, fresh, a.announcement),
		row(post, "/contests/:c/announcement", staff, secret, a.announce),
	}
}
