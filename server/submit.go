package main

import (
	"context"
	"errors"

	"plaudit/media"
	"plaudit/server/sqlstore"
	"plaudit/voting"
)

// intake takes works in: it joins media, which knows files, with voting, which
// knows entries, so that an entry, its asset and the asset's job are one
// transaction. What is left over when a step fails belongs to nothing, and the
// sweep takes it.
type intake struct {
	ingest  *media.Ingest
	uploads *media.Uploads
	catalog media.Catalog
	voting  *voting.Service
	kick    func()
}

// Submit keeps the file and enters it with the form; a repeated
// form.RequestKey gets the earlier answer, and the file is not kept again.
func (in *intake) Submit(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, file *media.Spooled) (voting.Submitted, error) {
	return in.enter(ctx, a, slug, form, func() (media.Asset, attach, error) {
		asset, err := in.ingest.Keep(ctx, file)
		return asset, func(tx media.UploadTx) (media.AssetID, error) { return asset.ID, tx.InsertAsset(asset) }, err
	})
}

// SubmitUpload enters the file of a complete upload with the form, and uses the
// upload up: voting.ErrDraftGone when there is none, or it was used before. A
// repeated form.RequestKey gets the earlier answer.
func (in *intake) SubmitUpload(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, id media.UploadID) (voting.Submitted, error) {
	gone := func(err error) error {
		if errors.Is(err, media.ErrNotFound) || errors.Is(err, &media.Error{Code: media.UploadNotFound}) || errors.Is(err, &media.Error{Code: media.UploadExpired}) {
			return voting.ErrDraftGone
		}
		return err
	}
	return in.enter(ctx, a, slug, form, func() (media.Asset, attach, error) {
		asset, err := in.uploads.Finish(ctx, string(slug), id)
		return asset, func(tx media.UploadTx) (media.AssetID, error) {
			asset, err := tx.UseUpload(id, string(slug), sqlstore.VotingTx(tx).Now())
			return asset, gone(err)
		}, gone(err)
	})
}

// attach gives the asset of an entry inside its transaction.
type attach func(media.UploadTx) (media.AssetID, error)

// enter submits an entry with the asset that keep makes ready once the form is
// known to be right, and adds the asset's job.
func (in *intake) enter(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, keep func() (media.Asset, attach, error)) (voting.Submitted, error) {
	done, err := in.voting.EarlierSubmission(ctx, a, slug, form)
	if !errors.Is(err, voting.ErrEntryNotFound) {
		return done, err
	}
	if err := in.voting.CheckEntry(ctx, a, slug, form); err != nil {
		return voting.Submitted{}, err
	}
	asset, take, err := keep()
	if err != nil {
		return voting.Submitted{}, err
	}
	form.File = mediumOf(asset)
	done, err = in.voting.Submit(ctx, a, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
		files := sqlstore.UploadTx(tx)
		id, err := take(files)
		if err != nil {
			return "", err
		}
		return voting.AssetID(id), files.AddJob(id, tx.Now())
	})
	if err == nil {
		in.kick()
	}
	return done, err
}

// mediumOf says what a file can be entered as.
func mediumOf(a media.Asset) voting.Medium {
	if a.Format.Clip() {
		return voting.Video
	}
	return voting.Photo
}

// assets looks pictures up; unknown ones are left out.
func (in *intake) assets(ctx context.Context, ids []media.AssetID) (map[media.AssetID]media.Asset, error) {
	found := make(map[media.AssetID]media.Asset, len(ids))
	err := in.catalog.View(ctx, func(tx media.Tx) error {
		clear(found)
		for _, id := range ids {
			a, err := tx.Asset(id)
			if errors.Is(err, media.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			found[id] = a
		}
		return nil
	})
	return found, err
}
