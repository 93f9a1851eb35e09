package web

import (
	"regexp"
	"strings"
	"testing"
)

func TestMarkdownHeadingsFollowThePage(t *testing.T) {
	for _, test := range []struct {
		name, source string
		top          int
		want         string
	}{
		{"from the first level", "# a\n\n## b\n\n# c", 3, "h3 h4 h3"},
		{"from the second level", "## a\n\n### b", 3, "h3 h4"},
		{"none is skipped", "# a\n\n#### b\n\n##### c", 2, "h2 h3 h4"},
		{"never below the sixth", "# a\n\n## b\n\n### c\n\n#### d\n\n##### e", 3, "h3 h4 h5 h6 h6"},
		{"the highest comes later", "### a\n\n# b", 3, "h3 h3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			html, err := markdown(test.source, test.top)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(regexp.MustCompile(`h\d`).FindAllString(strings.Join(regexp.MustCompile(`<h\d`).FindAllString(string(html), -1), " "), -1), " ")
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
