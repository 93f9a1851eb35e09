package media

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// Error is a refusal: what is wrong with a file, or why none is taken now.
// Anything else that goes wrong is an ordinary error.
//
// Code is stable: clients and translations key on it. Message is a full
// English sentence for the uploader; Params are the values in it, for
// translations.
type Error struct {
	Code    string
	Message string
	Params  map[string]any
	Err     error
}

// Error returns the message, with the cause behind it when there is one.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + " (" + e.Err.Error() + ")"
	}
	return e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target carries the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Transient reports whether the same file may be taken later. All other
// refusals are final for that file.
func (e *Error) Transient() bool { return e.Code == DiskFull || e.Code == StorageUnavailable }

// The codes of refusals.
const (
	EmptyFile      = "empty_file"
	FileTooLarge   = "file_too_large"
	NotAPicture    = "not_a_picture"
	VideoOff       = "video_unavailable"
	FilmNotTaken   = "container_not_taken"
	CodecNotTaken  = "codec_not_taken"
	NoPicture      = "no_picture"
	VideoTooLong   = "video_too_long"
	VideoTooBig    = "video_too_big"
	FormatNotTaken = "format_not_taken"
	TooManyPixels  = "too_many_pixels"
	SideTooLong    = "side_too_long"
	TooElongated   = "too_elongated"
	Damaged        = "damaged"
	CannotProcess  = "cannot_process"
	DiskFull       = "disk_full"

	StorageUnavailable = "storage_unavailable"

	UploadNotFound   = "upload_not_found"
	UploadExpired    = "upload_expired"
	UploadOffset     = "upload_offset"
	UploadOvertaken  = "upload_overtaken"
	UploadUnfinished = "upload_unfinished"
	UploadInCrumbs   = "upload_in_crumbs"
	TooManyUploads   = "too_many_uploads"
)

// Code describes one code of refusal. Message is a template in the manner of
// text/template that uses plain fields only: {{.Limit}}. Translations have
// the same fields.
type Code struct {
	Code    string
	Message string
}

// Codes lists every code, in the order in which a file meets the checks.
func Codes() []Code {
	return []Code{
		{DiskFull, "The server has no room for new files just now. Your file was not taken; please try again later."},
		{StorageUnavailable, "The place where files are kept does not answer just now, so that pictures can be neither taken nor shown. Nothing that you did before is lost; please try again in a few minutes."},
		{EmptyFile, "This file is empty. Please choose the picture again."},
		{FileTooLarge, "This file is larger than {{.LimitMB}} MB. Please choose a smaller one, or export the picture again in a lower quality."},
		{NotAPicture, "This file is not a picture that we can read. Please choose a JPEG, PNG or WebP picture."},
		{VideoOff, "Videos cannot be taken here at present. Please choose a JPEG, PNG or WebP picture."},
		{FilmNotTaken, "Videos of the type {{.Format}} are not taken. Please save the video as MP4 and choose that file."},
		{NoPicture, "This video has sound but no picture. Please choose another one."},
		{CodecNotTaken, "This video is coded as {{.Codec}}, which is not taken. Please export it as MP4 with H.264 and choose that file."},
		{VideoTooLong, "This video is longer than {{.LimitSeconds}} seconds. Please shorten it and choose the new file."},
		{VideoTooBig, "This video is {{.Width}} × {{.Height}} pixels. At most 4K (3840 × 2160) is taken; please export it smaller."},
		{FormatNotTaken, "Pictures of the type {{.Format}} are not taken. Please save the picture as JPEG, PNG or WebP and choose that file."},
		{SideTooLong, "This picture is {{.Width}} × {{.Height}} pixels. No side may be longer than {{.LimitPixels}}; please make it smaller."},
		{TooManyPixels, "This picture has {{.Width}} × {{.Height}} pixels. At most {{.LimitMP}} million are taken; please make it smaller."},
		{TooElongated, "This picture is {{.Width}} × {{.Height}} pixels: one side is more than {{.LimitAspect}} times the other. Please crop it."},
		{Damaged, "This file is damaged and cannot be shown. Please export or send the picture again and choose the new file."},
		{CannotProcess, "This picture could not be prepared, although we tried several times. Please export it again as JPEG and choose the new file."},
		{UploadNotFound, "There is no such upload, or it has been used. Please begin again with the file."},
		{UploadExpired, "This upload was left alone for too long and is no longer kept. Please begin again with the file."},
		{UploadOffset, "The upload does not continue at that byte. Ask where it stands and go on from there."},
		{UploadOvertaken, "A newer request continues this upload. Ask where it stands before going on."},
		{UploadUnfinished, "The file has not arrived as a whole yet. Please let the upload finish first."},
		{UploadInCrumbs, "This upload came in too many small parts. Please begin again and send larger ones."},
		{TooManyUploads, "Too many uploads were begun and not used. Please finish or cancel some, or try again tomorrow."},
	}
}

// refuse makes the refusal for a code; kv are alternating names and values.
func refuse(code string, cause error, kv ...any) *Error {
	e := &Error{Code: code, Err: cause}
	for _, c := range Codes() {
		if c.Code == code {
			e.Message = c.Message
		}
	}
	if len(kv) > 0 {
		e.Params = make(map[string]any, len(kv)/2)
	}
	for i := 0; i+1 < len(kv); i += 2 {
		name := kv[i].(string)
		e.Params[name] = kv[i+1]
		e.Message = strings.ReplaceAll(e.Message, "{{."+name+"}}", fmt.Sprint(kv[i+1]))
	}
	return e
}

// Unavailable makes the storage_unavailable refusal for a store that fails for
// the given reason. Buckets use it.
func Unavailable(cause error) *Error { return refuse(StorageUnavailable, cause) }

// Refuse makes the refusal for a code, for a Studio; kv are alternating names
// and values.
func Refuse(code string, cause error, kv ...any) *Error { return refuse(code, cause, kv...) }

// WriteError turns the error of a write into a disk_full refusal where the
// disk or a quota is full, and returns every other error as it is. Buckets
// use it.
func WriteError(err error) error {
	var refusal *Error
	if errors.As(err, &refusal) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return refuse(DiskFull, err)
	}
	return err
}
