package api

import (
	"archive/zip"
	"cmp"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// checkpoint answers with the log's signed state, as C2SP's tlog-tiles has it.
func (a *API) checkpoint(c echo.Context, actor voting.Actor) error {
	view, err := a.Voting.ViewLog(c.Request().Context(), actor, contestOf(c))
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, view.Checkpoint)
}

// logKey answers with the log's public key, as sumdb/note writes it.
func (a *API) logKey(c echo.Context, actor voting.Actor) error {
	view, err := a.Voting.ViewLog(c.Request().Context(), actor, contestOf(c))
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, view.Key+"\n")
}

// logTile answers with a tile. A full one never changes.
func (a *API) logTile(c echo.Context, actor voting.Actor) error {
	tile, width, err := ledger.ParsePath("tile/" + c.Param("*"))
	if err != nil {
		return voting.ErrLogTileNotFound
	}
	data, err := a.Voting.LogTile(c.Request().Context(), actor, contestOf(c), tile, width)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, echo.MIMEOctetStream, data)
}

// logProof shows that a vote is in the log. Hashes are in base64url.
type logProof struct {
	State      string   `json:"state"`      // "logged", or "waiting"
	Leaf       string   `json:"leaf"`       // the rest is empty while it waits
	Place      int64    `json:"place"`      // counted from 0
	Size       int64    `json:"size"`       // of the tree that the proof is for
	Proof      []string `json:"proof"`      // RFC 6962 inclusion proof, lowest first
	Growth     []string `json:"growth"`     // RFC 6962 consistency proof from the size asked for
	Checkpoint string   `json:"checkpoint"` // signed, of this tree
	Key        string   `json:"key"`
}

func (a *API) proveReceipt(c echo.Context, actor voting.Actor) error {
	older, err := strconv.ParseInt(cmp.Or(c.QueryParam("from"), "0"), 10, 64)
	if err != nil || older < 0 {
		return voting.ErrBadValue.In("from").With("allowed", "0 …")
	}
	proofs, err := a.Voting.ProveReceipt(c.Request().Context(), actor, contestOf(c), c.QueryParam("receipt"), older)
	if err != nil {
		return err
	}
	key := ""
	if view, err := a.Voting.ViewLog(c.Request().Context(), actor, contestOf(c)); err == nil {
		key = view.Key
	}
	items := make([]logProof, 0, len(proofs))
	for _, p := range proofs {
		item := logProof{State: "waiting", Proof: []string{}, Growth: []string{}}
		if !p.Waiting {
			item = logProof{State: "logged", Leaf: p.Leaf, Place: p.Place, Size: p.Size, Proof: texts(p.Hashes), Growth: texts(p.Growth), Checkpoint: p.Checkpoint, Key: key}
		}
		items = append(items, item)
	}
	return c.JSON(http.StatusOK, listOf(items, ""))
}

func texts(hashes []ledger.Hash) []string {
	list := make([]string, len(hashes))
	for i, h := range hashes {
		list[i] = h.String()
	}
	return list
}

// exportLog answers with the whole log, for the program that checks it.
func (a *API) exportLog(c echo.Context, actor voting.Actor) error {
	ctx, slug := c.Request().Context(), contestOf(c)
	if _, err := a.Voting.ViewLog(ctx, actor, slug); err != nil {
		return err // before the answer has begun
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, "application/zip")
	header.Set(echo.HeaderContentDisposition, `attachment; filename="`+string(slug)+`-log.zip"`)
	archive := zip.NewWriter(c.Response())
	err := a.Voting.ExportLog(ctx, actor, slug, func(name string, data []byte) error {
		// Stored: hashes do not shrink, and the page that checks the log offline
		// need not unpack.
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = file.Write(data)
		}
		return err
	})
	if err != nil {
		return err
	}
	return archive.Close()
}
