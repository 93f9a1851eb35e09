package main

import (
	"context"
	"errors"
	"io"

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
	catalog media.Catalog
	voting  *voting.Service
	kick    func()
}

// Spool keeps what it reads in a temporary file within the limits, while
// hashing. The caller closes it.
func (in *intake) Spool(ctx context.Context, r io.Reader) (*media.Spooled, error) {
	return in.ingest.Spool(ctx, r)
}

// Submit keeps the file and enters it with the form; a repeated
// form.RequestKey gets the earlier answer, and the file is not kept again.
func (in *intake) Submit(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, file *media.Spooled) (voting.Submitted, error) {
	done, err := in.voting.EarlierSubmission(ctx, a, slug, form)
	if !errors.Is(err, voting.ErrEntryNotFound) {
		return done, err
	}
	if err := in.voting.CheckEntry(ctx, a, slug, form); err != nil {
		return voting.Submitted{}, err
	}
	asset, err := in.ingest.Keep(ctx, file)
	if err != nil {
		return voting.Submitted{}, err
	}
	form.File = mediumOf(asset)
	return in.enter(ctx, a, slug, form, func(tx media.Tx) (media.AssetID, error) {
		return asset.ID, tx.InsertAsset(asset)
	})
}

// enter submits an entry with the asset that attach gives, and adds its job.
func (in *intake) enter(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, attach func(media.Tx) (media.AssetID, error)) (voting.Submitted, error) {
	done, err := in.voting.Submit(ctx, a, slug, form, func(tx voting.Tx) (voting.AssetID, error) {
		files := sqlstore.MediaTx(tx)
		id, err := attach(files)
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

// Draft keeps a file before there is an entry, so that a form that comes back
// has not lost it. The asset belongs to nobody yet: whoever knows its id may
// submit it, and after a day it is swept.
func (in *intake) Draft(ctx context.Context, file *media.Spooled) (media.Asset, error) {
	asset, err := in.ingest.Keep(ctx, file)
	if err != nil {
		return media.Asset{}, err
	}
	return asset, in.catalog.Update(ctx, func(tx media.Tx) error { return tx.InsertAsset(asset) })
}

// SubmitDraft enters a draft with the form; voting.ErrDraftGone when there is
// no such draft, or it has become an entry. A repeated form.RequestKey gets the
// earlier answer.
func (in *intake) SubmitDraft(ctx context.Context, a voting.Actor, slug voting.Slug, form voting.EntryForm, draft media.AssetID) (voting.Submitted, error) {
	kept, err := in.assets(ctx, []media.AssetID{draft})
	if err != nil {
		return voting.Submitted{}, err
	}
	if asset, ok := kept[draft]; ok {
		form.File = mediumOf(asset)
	}
	return in.enter(ctx, a, slug, form, func(tx media.Tx) (media.AssetID, error) {
		asset, err := tx.Asset(draft)
		if errors.Is(err, media.ErrNotFound) {
			return "", voting.ErrDraftGone
		}
		if err != nil {
			return "", err
		}
		_, err = sqlstore.VotingTx(tx).EntryByAsset(voting.AssetID(draft))
		if err != nil && voting.KindOf(err) != voting.NotFound {
			return "", err
		}
		// A withdrawn entry's asset belongs to nobody either, but its id was
		// public: nobody may enter it again.
		if err == nil || asset.Ready() {
			return "", voting.ErrDraftGone
		}
		return draft, nil
	})
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
