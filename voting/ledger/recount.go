package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// Record is one vote as auditors get it: all that the log's commitments hide.
type Record struct {
	Period string `json:"period"`
	Voter  string `json:"voter"`
	Number int    `json:"number"`
	Client Nonce  `json:"client"`
	Server Nonce  `json:"server"`
	Back   *Nonce `json:"back,omitempty"` // of the take-back, where the voter took it back
}

// MarshalText writes the nonce as String does.
func (n Nonce) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (n *Nonce) UnmarshalText(text []byte) (err error) {
	*n, err = ParseNonce(string(text))
	return err
}

// FileRecords lists the records in an auditors' bundle, one JSON object a line,
// beside the files of the export.
const FileRecords = "votes.jsonl"

// Count is what a recount found for one entry.
type Count struct{ Number, Votes int }

// policy is what a recount holds ballots to.
type policy struct {
	Contest string `json:"contest"`
	Policy  struct {
		VotesPerBallot int `json:"votes_per_ballot"`
	} `json:"policy"`
}

// Recount holds the records against a log that Verify has found in order: each
// vote and each take-back of the log has one record and each record has its
// leaves, nobody has more votes on a ballot than the policy lets or two for one
// entry, and the announced result, where there is one, is that of the records.
// It returns the votes that were not taken back, by entry.
func Recount(export fs.FS, records io.Reader, r *Report) ([]Count, error) {
	leaves, err := secretLeaves(export, r.Size)
	if err != nil {
		return nil, err
	}
	rules, err := readPolicy(export)
	if err != nil {
		return nil, err
	}
	counts := make(map[int]int)
	ballots := make(map[[2]string]map[int]bool)
	in := json.NewDecoder(records)
	in.DisallowUnknownFields()
	for n := 1; ; n++ {
		var rec Record
		if err := in.Decode(&rec); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("record %d: %w", n, err)
		}
		if err := rec.strike(leaves, rules.Contest); err != nil {
			return nil, fmt.Errorf("record %d: %w", n, err)
		}
		if rec.Back != nil {
			continue
		}
		ballot := [2]string{rec.Period, rec.Voter}
		if ballots[ballot] == nil {
			ballots[ballot] = make(map[int]bool)
		}
		if ballots[ballot][rec.Number] || len(ballots[ballot]) == rules.Policy.VotesPerBallot {
			return nil, fmt.Errorf("record %d: a vote that the ballot has no room for", n)
		}
		ballots[ballot][rec.Number] = true
		counts[rec.Number]++
	}
	if len(leaves) > 0 {
		return nil, fmt.Errorf("%d votes or take-backs of the log have no record", len(leaves))
	}
	return sortedCounts(counts), compareResult(counts, r.Result)
}

// strike takes the record's leaves off those that are left.
func (rec Record) strike(leaves map[string]bool, contest string) error {
	c := Opening{Contest: contest, Period: rec.Period, Voter: rec.Voter, Number: rec.Number, Client: rec.Client, Server: rec.Server}.Commitment()
	own := []Leaf{VoteLeaf(c, rec.Client.Hash())}
	if rec.Back != nil {
		own = append(own, Leaf{Kind: KindTakeBack, Hash: TakeBack(c, *rec.Back)})
	}
	for _, leaf := range own {
		if !leaves[leaf.String()] {
			return fmt.Errorf("its %s is not in the log", leaf.Kind)
		}
		delete(leaves, leaf.String())
	}
	return nil
}

// secretLeaves are the votes and take-backs of the log.
func secretLeaves(export fs.FS, size int64) (map[string]bool, error) {
	leaves := make(map[string]bool)
	for _, t := range tilesOf(size) {
		if t.Level != Entries {
			continue
		}
		data, err := fs.ReadFile(export, t.Path(t.width))
		if err != nil {
			return nil, err
		}
		lines, err := Leaves(data)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			if leaf, err := ParseLeaf(line); err == nil && oneOf(leaf.Kind, KindVote, KindTakeBack) {
				leaves[line] = true
			}
		}
	}
	return leaves, nil
}

func readPolicy(export fs.FS) (p policy, err error) {
	document, err := fs.ReadFile(export, FilePolicy)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(document, &p)
}

func sortedCounts(counts map[int]int) (list []Count) {
	for _, number := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, Count{number, counts[number]})
	}
	return list
}

// compareResult holds the counts against the announced ones.
func compareResult(counts map[int]int, r *Result) error {
	if r == nil {
		return nil
	}
	announced := make(map[int]int)
	for _, e := range r.Entries {
		if n := e.Counted + e.Void; n > 0 {
			announced[e.Number] = n
		}
	}
	if r.Pending == 0 && !maps.Equal(counts, announced) {
		return errors.New("the announced result is not that of the records")
	}
	return nil
}

// Public is an auditors' bundle without its records: the exported log.
func Public(bundle fs.FS) fs.FS { return public{bundle} }

type public struct{ fs.FS }

// ReadDir implements fs.ReadDirFS.
func (p public) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(p.FS, name)
	return slices.DeleteFunc(entries, func(d fs.DirEntry) bool { return name == "." && d.Name() == FileRecords }), err
}
