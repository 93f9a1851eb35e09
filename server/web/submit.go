package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"plaudit/media"
	"plaudit/server/auth"
	"plaudit/server/problem"
	"plaudit/voting"
)

// formRoom is how much a form with a file may carry: more than any file may
// have, so that what follows a file that is too large is read as well, and sent
// back. fieldRoom is for each field.
const (
	formRoom  = 256 << 20
	fieldRoom = 16 << 10
	mostParts = 40 // more than the page has: what is read of them stays in memory
)

// submitForm shows the empty form.
func (w *Web) submitForm(c echo.Context, a voting.Actor) error {
	page, err := w.submitPage(c, a)
	if err != nil {
		return err
	}
	page.Form.AgeBand = voting.Adult
	if page.Form.RequestKey, err = w.requestKey(); err != nil {
		return err
	}
	return w.views.Render(c, http.StatusOK, page)
}

// submitPage is the page without what was typed.
func (w *Web) submitPage(c echo.Context, a voting.Actor) (*SubmitPage, error) {
	view, err := w.deps.Voting.ViewContest(c.Request().Context(), a, slugOf(c))
	if err != nil {
		return nil, err
	}
	f := w.contestFrame(c, &view, "submit")
	page := &SubmitPage{
		Frame: f, Open: view.EntriesOpen, Phase: phaseOf(&view), Categories: view.Categories,
		Consent: w.consents[f.Lang].all, Guardian: w.consents[f.Lang].guardian, MaxSize: w.deps.Limits.Bytes,
	}
	wanted := slices.ContainsFunc(view.Categories, func(c voting.Category) bool { return c.Takes(voting.Video) })
	videos := wanted && w.deps.Voting.Videos
	page.ClipsOff = wanted && !videos
	page.Media, page.Accept = mediaToChoose(view.Categories, videos), acceptFor(c.Request().UserAgent(), videos)
	if videos {
		page.ClipSize, page.ClipTime = w.deps.Limits.ClipBytes, w.deps.Limits.ClipDuration
	}
	return page, nil
}

// acceptFor is what the album is asked for: with a list, iPhones turn their own
// format into JPEG, which saves us the work; on Android a list would hide the
// gallery; desktops do not know HEIC for a picture unless its endings are named.
func acceptFor(agent string, videos bool) string {
	pictures, clips := "image/*", ",video/*"
	if !strings.Contains(agent, "Android") {
		pictures = "image/*,.heic,.heif,.avif"
	}
	if strings.Contains(agent, "iPhone") || strings.Contains(agent, "iPad") {
		pictures, clips = "image/jpeg,image/png,image/webp", ",video/mp4,video/quicktime"
	}
	if !videos {
		return pictures
	}
	return pictures + clips
}

// mediaToChoose lists the media of all categories where at least one takes
// more than one, so that the entrant has to say which it is.
func mediaToChoose(categories []voting.Category, videos bool) (list []voting.Medium) {
	all := []voting.Medium{voting.Photo, voting.Drawing}
	if videos {
		all = append(all, voting.Video)
	}
	ask := false
	for _, m := range all {
		for _, category := range categories {
			ask = ask || len(category.Media) > 1
			if category.Takes(m) {
				list = append(list, m)
				break
			}
		}
	}
	if !ask {
		return nil
	}
	return list
}

func (w *Web) requestKey() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(w.deps.Rand, b[:]); err != nil {
		return "", fmt.Errorf("draw a request key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// submitFile looks at a picture that the script of the form has sent through
// the API, and says in the visitor's language what is wrong with it.
func (w *Web) submitFile(c echo.Context, _ voting.Actor) error {
	asset, err := w.deps.Uploads.Finish(c.Request().Context(), string(slugOf(c)), media.UploadID(c.FormValue("draft")))
	if err != nil {
		p := problem.Of(err)
		if p.Internal() {
			return err
		}
		return c.JSON(p.Status, map[string]string{"say": w.sentence(w.newFrame(c), p), "code": p.Code})
	}
	return c.JSON(http.StatusOK, map[string]string{"name": draftName(asset)})
}

// submit enters a work, or sends the form back with everything typed and the
// picture kept.
func (w *Web) submit(c echo.Context, a voting.Actor) error {
	typed, err := w.readForm(c, a)
	if err != nil {
		return err
	}
	page, err := w.submitPage(c, a)
	if err != nil {
		return err
	}
	typed.fill(&page.Form)
	err = typed.fileErr
	if err == nil {
		var done voting.Submitted
		done, err = w.deps.Intake.SubmitUpload(c.Request().Context(), a, slugOf(c), page.Form.EntryForm, media.UploadID(page.Form.Draft))
		if err == nil {
			return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/%s/status/%s?new=1", slugOf(c), done.Code))
		}
		if page.Form.Draft == "" && errors.Is(err, voting.ErrDraftGone) {
			err = voting.ErrRequired.In("file")
		}
	}
	if errors.Is(err, voting.ErrRequestDiffers) { // a further work, after Back from the first
		key, failed := w.requestKey()
		if failed != nil {
			return failed
		}
		page.Form.RequestKey = key
	}
	if page.Form.Draft != "" {
		asset, err := w.deps.Uploads.Finish(c.Request().Context(), string(slugOf(c)), media.UploadID(page.Form.Draft))
		if err == nil {
			page.Form.DraftName = draftName(asset)
		} else {
			page.Form.Draft = "" // the script may know more of it
		}
	}
	status, err := w.submitRefused(page, err)
	if err != nil {
		return err
	}
	return w.views.Render(c, status, page)
}

// submitRefused marks on the page what has to change.
func (w *Web) submitRefused(page *SubmitPage, err error) (status int, _ error) {
	p := problem.Of(err)
	if p.Internal() || p.Status == http.StatusNotFound {
		return 0, err
	}
	page.Wrong = map[string]string{}
	switch {
	case len(p.Errors) > 0:
		for _, field := range p.Errors {
			page.Wrong[field.Field] = w.refusal(page.Frame, field.Code, field.Params)
		}
	case p.Field != "":
		page.Wrong[p.Field] = w.sentence(page.Frame, p)
	default:
		page.Problem = w.sentence(page.Frame, p)
	}
	return p.Status, nil
}

// entryParts is what a form brought.
type entryParts struct {
	values  url.Values
	draft   media.UploadID // of a file in this request
	fileErr error          // why the file was refused
}

// readForm reads the form part by part, so that a file goes to disk and never
// into memory.
func (w *Web) readForm(c echo.Context, a voting.Actor) (t entryParts, err error) {
	t.values = url.Values{}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return t, problem.New(problem.CodeMediaType, err)
	}
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, formBroken(err)
		}
		if part.FileName() != "" {
			draft, err := w.draft(c, a, part)
			if err == nil {
				t.draft, t.fileErr = draft, nil
				continue
			}
			if problem.Of(err).Internal() {
				return t, formBroken(err)
			}
			t.fileErr = err
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, fieldRoom))
		if err != nil {
			return t, formBroken(err)
		}
		t.values.Add(part.FormName(), string(value))
	}
	return t, problem.New(problem.CodeBadRequest, errors.New("a form of too many fields"))
}

// formBroken is a request that ended or was cut off in the middle; other
// errors stay what they are.
func formBroken(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(err.Error(), "multipart:") {
		return problem.New(problem.CodeBadRequest, err)
	}
	return err
}

// draft keeps a file that came with its form as an upload that is complete.
func (w *Web) draft(c echo.Context, a voting.Actor, r io.Reader) (media.UploadID, error) {
	ctx := c.Request().Context()
	if err := w.deps.Voting.OpenForEntries(ctx, a, slugOf(c)); err != nil {
		return "", err
	}
	file, err := w.deps.Uploads.Spool(ctx, r)
	if err != nil {
		return "", err
	}
	defer file.Close()
	n := media.NewUpload{Scope: string(slugOf(c))}
	n.Owner, n.Most = auth.Uploader(c, a)
	up, _, err := w.deps.Uploads.Adopt(ctx, n, file)
	return up.ID, err
}

func draftName(a media.Asset) string {
	return fmt.Sprintf("%d × %d · %s", a.Width, a.Height, bytesText(a.Size))
}

// fill puts what was typed into the page's form.
func (t *entryParts) fill(f *SubmitForm) {
	v := t.values
	f.EntryForm = voting.EntryForm{
		Title: v.Get("title"), Category: voting.Slug(v.Get("category")), Medium: voting.Medium(v.Get("medium")),
		EntrantName: v.Get("entrant_name"), Phone: v.Get("phone"), AgeBand: voting.AgeBand(v.Get("age_band")),
		GuardianName: v.Get("guardian_name"), GuardianPhone: v.Get("guardian_phone"),
		Statement: v.Get("statement"), RequestKey: v.Get("request_key"),
	}
	f.ConsentOK, f.GuardOK = v.Get("consent") != "", v.Get("guardian_ok") != ""
	// A guardian agrees to both texts; one alone is no consent.
	if f.AgeBand != voting.Under14 || f.GuardOK {
		f.Consent = v.Get("consent")
	}
	f.Draft = string(t.draft)
	if f.Draft == "" {
		f.Draft = v.Get("draft")
	}
}
