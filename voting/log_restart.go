package voting

import (
	"context"
	"strconv"
	"strings"

	"plaudit/voting/ledger"
)

// RestartLogs begins the log of every contest anew, under a name of its own,
// after a restore: what was logged since the backup is lost, and to go on under
// the old name would be to tell two stories. The new log's first leaf holds the
// last checkpoint that is known of the old one; then come the old leaves, so that
// every receipt in the backup is found again. Nobody else may be at work.
func (s *Service) RestartLogs(ctx context.Context) error {
	var contests []Contest
	err := s.view(ctx, "list contests", func(tx Tx) (err error) {
		contests, err = tx.Contests()
		return err
	})
	for _, c := range contests {
		if err == nil {
			err = s.update(ctx, "restart a log", func(tx Tx) error { return s.restartLog(tx, c.Slug) })
		}
	}
	return err
}

func (s *Service) restartLog(tx Tx, slug Slug) error {
	c, err := tx.Contest(slug, Exclusive)
	if err != nil {
		return err
	}
	st := step{}
	if st.state, err = tx.LogState(c.ID); err != nil || st.state.Size == 0 {
		return err
	}
	old, err := allLeaves(logTiles{tx, c.ID}, st.state.Size)
	if err != nil {
		return err
	}
	st.leaves = append(st.leaves, ledger.Leaf{Kind: ledger.KindContinues, Hash: ledger.DocumentHash([]byte(st.state.Checkpoint))}.String())
	for _, line := range old {
		if !strings.HasPrefix(line, string(ledger.KindContinues)+" ") {
			st.leaves = append(st.leaves, line)
		}
	}
	c.LogOrigin = nextOrigin(c.LogOrigin)
	if err := tx.UpdateContest(c); err != nil {
		return err
	}
	if err := tx.ClearLog(c.ID); err != nil {
		return err
	}
	st.state.Size = 0
	return s.take(tx, &c, st)
}

// allLeaves reads the whole log.
func allLeaves(tiles ledger.Tiles, size int64) (all []string, err error) {
	for n := int64(0); n*ledger.TileWidth < size; n++ {
		data, err := tiles.ReadTile(ledger.Tile{Level: ledger.Entries, Index: n})
		if err != nil {
			return nil, err
		}
		some, err := ledger.Leaves(data)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// nextOrigin names the log that follows: plaudit/ID, plaudit/ID/2, plaudit/ID/3 …
func nextOrigin(origin string) string {
	parts := strings.Split(origin, "/")
	life, err := strconv.Atoi(parts[len(parts)-1])
	if len(parts) < 3 || err != nil {
		return origin + "/2"
	}
	parts[len(parts)-1] = strconv.Itoa(life + 1)
	return strings.Join(parts, "/")
}
