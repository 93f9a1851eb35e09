package web

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/static"
	"plaudit/voting"
)

// offlinePage is the whole page: one file that needs no server.
const offlinePage = `<!doctype html>
<html lang="{{.Lang}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{index .T "title"}}</title>
<style>:root{color-scheme:light dark}body{max-width:40rem;margin:0 auto;padding:1rem;font:1.125rem/1.6 system-ui,sans-serif}input,textarea,button{box-sizing:border-box;width:100%;min-height:3rem;margin:.2rem 0 1rem;font:inherit}button{font-weight:700}#said{white-space:pre-line;font-weight:600}.right{color:#1c6b4a}.wrong{color:#b3261e}@media(prefers-color-scheme:dark){.right{color:#7fd8ae}.wrong{color:#ff9d92}}</style>
<body data-busy="{{index .T "busy"}}" data-right="{{index .T "right"}}" data-sums="{{index .T "sums"}}" data-found="{{index .T "found"}}" data-lost="{{index .T "lost"}}" data-unproven="{{index .T "unproven"}}" data-wrong="{{index .T "wrong"}}" data-same="{{index .T "same"}}" data-rewritten="{{index .T "rewritten"}}" data-cut-back="{{index .T "cut_back"}}" data-other-log="{{index .T "other_log"}}" data-not-line="{{index .T "not_line"}}">
<main><h1>{{index .T "title"}}</h1><p>{{index .T "lead"}}</p>
<label for="file">{{index .T "file"}}</label><input type="file" id="file" accept=".zip">
<label for="code">{{index .T "code"}}</label><input id="code" placeholder="XXXX-XXXX-XXXX" autocapitalize="characters">
<label for="key">{{index .T "key"}}</label><input id="key">
<label for="older">{{index .T "older"}}</label><textarea id="older" rows="5" autocapitalize="off" spellcheck="false"></textarea>
<button id="check">{{index .T "check"}}</button><p id="said" role="status"></p></main>
<script type="module">{{.Script}}</script></body></html>
`

// offline hands out a page that checks a downloaded log, to be kept beside it.
func (w *Web) offline(c echo.Context, a voting.Actor) error {
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return err
	}
	f := w.contestFrame(c, &view, "verify")
	texts := make(map[string]string)
	for _, key := range []string{"title", "lead", "file", "code", "key", "older", "check", "busy", "right", "sums", "found", "lost", "unproven", "wrong"} {
		texts[key] = w.t(f, "offline."+key)
	}
	for _, key := range []string{"same", "rewritten", "cut_back", "other_log", "not_line"} {
		texts[key] = w.t(f, "verify.line_"+key)
	}
	script, err := static.Inline("crypto.js", "ledger.js", "log.js", "offline.js")
	if err != nil {
		return err
	}
	page, err := template.New("offline").Parse(offlinePage)
	if err != nil {
		return err
	}
	var text strings.Builder
	if err := page.Execute(&text, map[string]any{"Lang": f.Lang, "T": texts, "Script": template.JS(script)}); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+string(slugOf(c))+`-verify.html"`)
	return c.HTML(http.StatusOK, text.String())
}
