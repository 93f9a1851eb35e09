package web

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

//go:embed consent
var consentFiles embed.FS

// consentText is what entrants agree to, in one language.
type consentText struct{ all, guardian template.HTML }

// readConsents reads the texts of the version in force. A text that entrants
// have agreed to never changes: a new wording is a new version.
func readConsents() (map[Lang]consentText, error) {
	texts := map[Lang]consentText{}
	for _, lang := range Langs() {
		var parts [2]template.HTML
		for i, prefix := range []string{"", "guardian-"} {
			name := fmt.Sprintf("consent/%s%s.%s.md", prefix, voting.ConsentVersion, lang)
			raw, err := consentFiles.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("read the consent text: %w", err)
			}
			if parts[i], err = markdown(string(raw), 2); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		texts[lang] = consentText{parts[0], parts[1]}
	}
	return texts, nil
}

// privacy shows the consent text in force.
func (w *Web) privacy(c echo.Context, a voting.Actor) error {
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return err
	}
	f := w.contestFrame(c, &view, "rules")
	return w.views.Render(c, http.StatusOK, &PrivacyPage{
		Frame: f, Version: voting.ConsentVersion, Text: w.consents[f.Lang].all, Guardian: w.consents[f.Lang].guardian,
	})
}
