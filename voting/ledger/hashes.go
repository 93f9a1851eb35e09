package ledger

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// hashEmpty is the root of a tree without leaves, as RFC 6962 has it.
func hashEmpty() Hash { return sha256.Sum256(nil) }

func ourHashes(theirs []tlog.Hash) []Hash {
	ours := make([]Hash, len(theirs))
	for i, h := range theirs {
		ours[i] = Hash(h)
	}
	return ours
}

func theirHashes(ours []Hash) []tlog.Hash {
	theirs := make([]tlog.Hash, len(ours))
	for i, h := range ours {
		theirs[i] = tlog.Hash(h)
	}
	return theirs
}

func sortChanges(list []Change) {
	slices.SortFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Index, b.Index))
	})
}

// recordHash is the hash of a leaf, as RFC 6962 has it.
func recordHash(leaf string) tlog.Hash { return tlog.RecordHash([]byte(leaf)) }
