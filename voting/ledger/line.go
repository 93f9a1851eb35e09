package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Line is the checkpoint without its signature in one line, for paper: origin,
// size and root. Whoever copied it themselves needs no signature to hold a later
// log against it.
func (c Checkpoint) Line() string {
	return fmt.Sprintf("%s %d %s", c.Origin, c.Size, tlog.Hash(c.Root))
}

// ParseLine reads what Line wrote, whatever space is between the three parts.
func ParseLine(line string) (c Checkpoint, err error) {
	parts := strings.Fields(line)
	if len(parts) != 3 {
		return c, errors.New("the line has three parts: the log's name, its size and its hash")
	}
	root, err := tlog.ParseHash(parts[2])
	if err != nil {
		return c, errors.New("the line's hash is mistyped")
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || size <= 0 {
		return c, errors.New("the line's size is no number")
	}
	return Checkpoint{Origin: parts[0], Size: size, Root: Hash(root)}, nil
}
