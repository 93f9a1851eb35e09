package voting

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// EntryForm is what an entrant fills in.
type EntryForm struct {
	Title         string
	Category      Slug
	Medium        Medium // may be empty where the category takes only one
	EntrantName   string
	Phone         string
	AgeBand       AgeBand // Adult when empty
	GuardianName  string
	GuardianPhone string
	Statement     string
	Consent       string // the consent version accepted
	RequestKey    string // Idempotency-Key, optional
	File          Medium // Video where the file is one, Photo for any picture; "" while unknown
}

// Submitted is the answer to an entrant.
type Submitted struct {
	Number Number
	Code   string // 8 characters; the server keeps only its HMAC
	Repeat bool   // this request had made the entry before
}

// CheckEntry returns what is wrong with a form, before any file is kept: the
// round must be open, every field right and the quotas not used up. All wrong fields are reported at
// once (Error.More).
func (s *Service) CheckEntry(ctx context.Context, a Actor, slug Slug, form EntryForm) error {
	return s.view(ctx, "check an entry", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		if err := c.checkEntry(tx, &form, s.Videos); err != nil {
			return err
		}
		key, err := s.key(&c)
		if err != nil {
			return err
		}
		return s.checkQuotas(tx, &c, key.phone(normalPhone(form.contactPhone())))
	})
}

// OpenForEntries returns what stands against entering a work in the contest
// now, whatever the form will say: a file may be sent before its form.
func (s *Service) OpenForEntries(ctx context.Context, a Actor, slug Slug) error {
	return s.view(ctx, "look whether entries are taken", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err == nil && !c.RoundOpen(EntryRound, tx.Now()) {
			err = c.closedError(EntryRound)
		}
		return err
	})
}

// EarlierSubmission answers a repeated request: it finds what the same
// RequestKey with the same form made before, ErrEntryNotFound when nothing.
func (s *Service) EarlierSubmission(ctx context.Context, a Actor, slug Slug, form EntryForm) (done Submitted, err error) {
	if form.RequestKey == "" {
		return done, ErrEntryNotFound
	}
	err = s.view(ctx, "find an earlier request", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Unlocked)
		if err != nil {
			return err
		}
		done, err = s.earlier(tx, &c, form)
		return err
	})
	return done, err
}

// Submit enters a work. attach stores the asset and its job in the same
// transaction and returns the asset's id. A form that repeats an earlier
// RequestKey gets the earlier answer, and attach is not called.
func (s *Service) Submit(ctx context.Context, a Actor, slug Slug, form EntryForm, attach func(Tx) (AssetID, error)) (done Submitted, err error) {
	err = s.update(ctx, "submit an entry", func(tx Tx) error {
		c, err := s.contest(tx, a, slug, Shared)
		if err != nil {
			return err
		}
		if form.RequestKey != "" {
			if done, err = s.earlier(tx, &c, form); !errors.Is(err, ErrEntryNotFound) {
				return err
			}
		}
		if err := c.checkEntry(tx, &form, s.Videos); err != nil {
			return err
		}
		e, code, err := s.newEntry(tx, &c, a, form)
		if err != nil {
			return err
		}
		if err := s.checkQuotas(tx, &c, e.PhoneMAC); err != nil {
			return err
		}
		asset, err := attach(tx)
		if err != nil {
			return err
		}
		e.Assets = []AssetID{asset}
		done = Submitted{Number: e.Number, Code: code}
		return s.recordEntry(tx, &c, e, form)
	})
	return done, err
}

func (s *Service) newEntry(tx Tx, c *Contest, a Actor, form EntryForm) (e Entry, code string, err error) {
	key, err := s.key(c)
	if err != nil {
		return e, "", err
	}
	id, err := s.newID()
	if err != nil {
		return e, "", err
	}
	shuffle, err := s.newShuffle()
	if err != nil {
		return e, "", err
	}
	contact, err := key.sealContact(s.Rand, EntryID(id), Contact{form.EntrantName, form.Phone, form.GuardianName, form.GuardianPhone})
	if err != nil {
		return e, "", err
	}
	number, err := tx.NextNumber(c.ID)
	if err != nil {
		return e, "", err
	}
	code = key.code(EntryID(id))
	e = Entry{
		ID: EntryID(id), Contest: c.ID, Number: number, Title: form.Title, Category: form.Category, Medium: form.Medium,
		Entrant: MaskName(form.EntrantName), AgeBand: form.AgeBand, Statement: form.Statement, State: Processing,
		CodeMAC: key.codeMAC(code), PhoneMAC: key.phone(normalPhone(form.contactPhone())), Contact: contact,
		ConsentVersion: form.Consent, Shuffle: shuffle, SubmittedAt: tx.Now(),
	}
	if a.Device != "" && !a.System {
		e.OwnVoter = key.device(a.Device)
	}
	return e, code, nil
}

func (s *Service) recordEntry(tx Tx, c *Contest, e Entry, form EntryForm) error {
	if err := tx.InsertEntry(e); err != nil {
		return err
	}
	if err := tx.AppendTransition(Transition{Entry: e.ID, At: e.SubmittedAt, To: Processing}); err != nil {
		return err
	}
	if form.RequestKey == "" {
		return nil
	}
	key, err := s.key(c)
	if err != nil {
		return err
	}
	return tx.RememberRequest(c.ID, key.requestMAC(form.RequestKey), key.requestMAC(form.fingerprint()...), e.ID)
}

func (s *Service) earlier(tx Tx, c *Contest, form EntryForm) (done Submitted, err error) {
	key, err := s.key(c)
	if err != nil {
		return done, err
	}
	id, bodyMAC, err := tx.Requested(c.ID, key.requestMAC(form.RequestKey))
	if err != nil {
		return done, err
	}
	form.normalise(c)
	if bodyMAC != key.requestMAC(form.fingerprint()...) {
		return done, ErrRequestDiffers
	}
	e, err := tx.EntryByID(id)
	if err != nil {
		return done, err
	}
	return Submitted{Number: e.Number, Code: key.code(e.ID), Repeat: true}, nil
}

func (f *EntryForm) fingerprint() []string {
	return []string{
		f.Title, string(f.Category), string(f.Medium), f.EntrantName, f.Phone, string(f.AgeBand),
		f.GuardianName, f.GuardianPhone, f.Statement, f.Consent,
	}
}

// contactPhone is whom the office calls: the guardian for a child.
func (f *EntryForm) contactPhone() string {
	if f.AgeBand == Under14 {
		return f.GuardianPhone
	}
	return f.Phone
}

// normalise trims what was typed and fills in what follows from the contest.
func (f *EntryForm) normalise(c *Contest) {
	for _, field := range []*string{&f.Title, &f.EntrantName, &f.GuardianName, &f.Statement} {
		*field = cleanText(*field)
	}
	f.Title = strings.ReplaceAll(f.Title, "\n", " ")
	f.Phone, f.GuardianPhone = cleanPhone(f.Phone), cleanPhone(f.GuardianPhone)
	if f.AgeBand == "" {
		f.AgeBand = Adult
	}
	if category, ok := c.Category(f.Category); ok && f.Medium == "" && len(category.Media) == 1 {
		f.Medium = category.Media[0]
	}
}

func (c *Contest) checkEntry(tx Tx, f *EntryForm, videos bool) error {
	if !c.RoundOpen(EntryRound, tx.Now()) {
		return c.closedError(EntryRound)
	}
	f.normalise(c)
	var wrong problems
	wrong.text(f.Title, "title", 60, true)
	wrong.text(f.EntrantName, "entrant_name", 40, true)
	wrong.text(f.Statement, "statement", 500, false)
	category, ok := c.Category(f.Category)
	switch {
	case f.Category == "":
		wrong.add(ErrRequired, "category")
	case !ok:
		wrong.add(ErrBadValue, "category")
	case f.Medium == "":
		wrong.add(ErrRequired, "medium")
	case !category.Takes(f.Medium):
		wrong.add(ErrNotMediaType, "medium")
	case f.Medium == Video && !videos:
		wrong.add(ErrVideoOff, "medium")
	case f.File != "" && (f.File == Video) != (f.Medium == Video):
		wrong.add(ErrOtherMedium, "file")
	}
	if !oneOf(f.AgeBand, Adult, Teen, Under14) {
		wrong.add(ErrBadValue.With("allowed", "adult, 14-17, under-14"), "age_band")
	}
	if f.AgeBand == Under14 {
		wrong.text(f.GuardianName, "guardian_name", 40, true)
		wrong.phone(f.GuardianPhone, "guardian_phone", true)
	}
	wrong.phone(f.Phone, "phone", f.AgeBand != Under14)
	switch f.Consent {
	case ConsentVersion:
	case "":
		wrong.add(ErrRequired, "consent")
	default:
		wrong.add(ErrConsentOutdated.With("version", ConsentVersion), "consent")
	}
	return wrong.err()
}

// closedError says when a round opens or that it has closed.
func (c *Contest) closedError(kind RoundKind) error {
	r, ok := c.Round(kind)
	if !ok {
		return ErrRoundClosed.With("round", string(kind))
	}
	return ErrRoundClosed.With("round", string(kind), "opens", r.Opens, "closes", r.Closes)
}

func (p *problems) text(value, field string, longest int, required bool) {
	switch {
	case value == "" && required:
		p.add(ErrRequired, field)
	case utf8.RuneCountInString(value) > longest:
		p.add(ErrTooLong.With("max", longest), field)
	}
}

func (p *problems) phone(value, field string, required bool) {
	switch {
	case value == "" && required:
		p.add(ErrRequired, field)
	case value == "":
	case !validPhone(value):
		p.add(ErrBadPhone, field)
	}
}

// cleanText drops surrounding space, control characters and the invisible
// marks that turn the direction of what follows; line breaks become "\n".
func cleanText(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), slices.Contains([]rune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"), r):
			return -1
		}
		return r
	}, text))
}

func cleanPhone(phone string) string {
	return strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", " ", "").Replace(strings.TrimSpace(phone))
}

// validPhone accepts 5 to 20 digits with an optional leading +, so that
// landlines, short office numbers and foreign mobiles pass as well.
func validPhone(phone string) bool {
	digits := strings.TrimPrefix(phone, "+")
	if len(digits) < 5 || len(digits) > 20 {
		return false
	}
	return strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
