package web

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed locales
var localeFiles embed.FS

// Lang is a language the pages speak.
type Lang string

// The languages. Chinese is the default.
const (
	Chinese Lang = "zh-CN"
	English Lang = "en"
)

// Langs lists the languages, the default first.
func Langs() []Lang { return []Lang{Chinese, English} }

// texts holds the catalogues. It is immutable and safe for concurrent use.
type texts struct {
	matcher language.Matcher
	books   map[Lang]*book
}

// book is the catalogue of one language. Sentences without placeholders are
// kept ready; go-i18n chooses plural forms and fills in the rest.
type book struct {
	lang      Lang
	plain     map[string]string
	keys      map[string]bool
	localizer *i18n.Localizer
}

// newTexts reads every locales/NAME.LANG.json.
func newTexts() (*texts, error) {
	bundle := i18n.NewBundle(language.MustParse(string(Chinese)))
	t := &texts{books: map[Lang]*book{}}
	var tags []language.Tag
	for _, lang := range Langs() {
		t.books[lang] = &book{
			lang: lang, plain: map[string]string{}, keys: map[string]bool{},
			localizer: i18n.NewLocalizer(bundle, string(lang)),
		}
		tags = append(tags, language.MustParse(string(lang)))
	}
	t.matcher = language.NewMatcher(tags)
	names, err := fs.Glob(localeFiles, "locales/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		file, err := bundle.LoadMessageFileFS(localeFiles, name)
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		b, ok := t.books[Lang(file.Tag.String())]
		if !ok {
			return nil, fmt.Errorf("read texts: %s is for %s, which is not one of our languages", name, file.Tag)
		}
		for _, m := range file.Messages {
			if b.keys[m.ID] {
				return nil, fmt.Errorf("read texts: %s defines %q a second time", name, m.ID)
			}
			b.keys[m.ID] = true
			if m.One == "" && !strings.Contains(m.Other, "{{") {
				b.plain[m.ID] = m.Other
			} else if m.One == "" && file.Tag == language.English {
				// What is the same of one as of many need not be said twice.
				m.One = m.Other
				if err := bundle.AddMessages(file.Tag, m); err != nil {
					return nil, fmt.Errorf("read texts: %w", err)
				}
			}
		}
	}
	return t, nil
}

// match picks the language of an Accept-Language header.
func (t *texts) match(header string) Lang {
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return Chinese
	}
	_, index, confidence := t.matcher.Match(wanted...)
	if confidence == language.No {
		return Chinese
	}
	return Langs()[index]
}

// Has reports whether the catalogue has a sentence.
func (b *book) Has(key string) bool { return b.keys[key] }

// T returns a sentence; kv is alternating placeholder names and values, and
// "Count" chooses the plural form. A key that is in no catalogue comes back as
// it is: tests look for that.
func (b *book) T(key string, kv ...any) string {
	if s, ok := b.plain[key]; ok {
		return s
	}
	data := make(map[string]any, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		data[fmt.Sprint(kv[i])] = kv[i+1]
	}
	return b.fill(key, data)
}

func (b *book) fill(key string, data map[string]any) string {
	if s, ok := b.plain[key]; ok {
		return s
	}
	config := &i18n.LocalizeConfig{
		MessageID:    key,
		TemplateData: data,
		PluralCount:  data["Count"],
		Funcs:        texttemplate.FuncMap{},
	}
	s, err := b.localizer.Localize(config)
	if err != nil || s == "" {
		return key
	}
	return s
}
