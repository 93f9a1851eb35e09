package problem

import (
	"fmt"
	"strings"

	"plaudit/voting"
)

// Markdown prints Catalogue(more...) as docs/errors.md; a test holds the file to it.
func Markdown(more ...*voting.Error) string {
	var b strings.Builder
	b.WriteString(`# Errors

Generated from the tables in ` + "`server/problem`, `server/auth`, `server/api`, `voting` and `media`" + `; a test holds it to
them. Write it anew with ` + "`go test ./server -run Docs -update`" + `.

The API answers a refusal with ` + "`application/problem+json`" + ` (RFC 9457): ` + "`type`, `title`, `status`,\n`detail`, `code`, `field`, `params`, `request_id`" + `. Clients key on ` + "`code`" + `, which is stable; ` + "`detail`" + ` is an
English sentence for people; ` + "`field`" + ` names the request field that must change; 429 and 503 carry ` + "`Retry-After`" + `.

| code | kind | status | from | meaning |
|---|---|---|---|---|
`)
	for _, e := range Catalogue(more...) {
		message := strings.ReplaceAll(e.Message, "|", `\|`)
		fmt.Fprintf(&b, "| `%s` | %s | %d | %s | %s |\n", e.Code, e.Kind, e.Status, e.Source, message)
	}
	return b.String()
}
