package static

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// Inline joins scripts of js/ into one without imports, for a page that must
// work without a server: each may use what those before it export. Imports and
// exports begin their lines, and an import keeps the names that are exported.
func Inline(names ...string) (string, error) {
	var all strings.Builder
	imports, exports := regexp.MustCompile(`(?m)^import .*$`), regexp.MustCompile(`(?m)^export `)
	for _, name := range names {
		script, err := fs.ReadFile(files, "js/"+name)
		if err != nil {
			return "", err
		}
		all.Write(exports.ReplaceAll(imports.ReplaceAll(script, nil), nil))
	}
	m := minify.New()
	m.AddFunc(".js", js.Minify)
	text, err := m.String(".js", all.String())
	if err != nil {
		return "", fmt.Errorf("join %v: %w", names, err)
	}
	return strings.ReplaceAll(text, "</", `<\/`), nil
}
