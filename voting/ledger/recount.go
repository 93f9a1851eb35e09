package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
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

// policy is what a recount holds ballots to.
type policy struct {
	Contest string `json:"contest"`
	Policy  struct {
		VotesPerBallot int `json:"votes_per_ballot"`
	} `json:"policy"`
}

// Recount counts every vote from an auditors' bundle whose log Verify has found
// in order. Each vote and each take-back of the log must have one record and
// each record its leaves, each review act its place in the log's order; nobody
// may have more votes on a ballot than the policy lets or two for one entry, no
// act may move a ballot that is not where it says. What was announced, where it
// was, must be what is found: by entry counted and void, and void by reason.
func Recount(bundle fs.FS, r *Report) (*Recounted, error) {
	plain, err := readOpen(bundle, r.Size)
	if err != nil {
		return nil, err
	}
	rules, err := readPolicy(bundle)
	if err != nil {
		return nil, err
	}
	n := &recount{log: plain, rules: rules, ballots: make(map[[2]string]map[int]bool), found: newRecounted()}
	if n.now, n.then, err = readActs(bundle, plain, rules.Contest); err != nil {
		return nil, err
	}
	if err := eachLine(bundle, FileRecords, n.take); err != nil {
		return nil, err
	}
	if len(plain.secret) > 0 {
		return nil, fmt.Errorf("%d votes or take-backs of the log have no record", len(plain.secret))
	}
	for _, voter := range n.now {
		if voter.seen < voter.moved {
			return nil, errors.New("a review act moved more votes of a ballot than were cast on it")
		}
	}
	n.found.Reviews = len(plain.reviews)
	return n.found, n.found.agrees(r.Result, plain)
}

// recount is one that is under way.
type recount struct {
	log     *openLog
	rules   policy
	now     asides // after all acts
	then    asides // after those before the latest result
	ballots map[[2]string]map[int]bool
	found   *Recounted
}

// take counts one vote.
func (n *recount) take(rec Record) error {
	if err := rec.strike(n.log.secret, n.rules.Contest); err != nil {
		return err
	}
	if voter := n.now[rec.Voter]; voter != nil {
		voter.seen++
	}
	if rec.Back != nil {
		n.found.Withdrawn++
		return nil
	}
	ballot := [2]string{rec.Period, rec.Voter}
	if n.ballots[ballot] == nil {
		n.ballots[ballot] = make(map[int]bool)
	}
	if n.ballots[ballot][rec.Number] || len(n.ballots[ballot]) == n.rules.Policy.VotesPerBallot {
		return errors.New("a vote that the ballot has no room for")
	}
	n.ballots[ballot][rec.Number] = true
	n.found.add(rec.Number, n.log.entries[rec.Number], n.then[rec.Voter])
	return nil
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

// readActs carries out the review acts, which must be those of the log, in the
// log's order. It returns where ballots stand after all of them, and where they
// stood at the latest result, which is the same where there is none.
func readActs(bundle fs.FS, log *openLog, contest string) (now, then asides, err error) {
	now = asides{}
	n := 0
	err = eachLine(bundle, FileReviews, func(r ActRecord) error {
		if n == log.reviewsBefore {
			then = now.clone()
		}
		if n >= len(log.reviews) || r.Leaf().Hash != log.reviews[n] {
			return fmt.Errorf("it is not review act %d of the log", n+1)
		}
		n++
		act, err := parseAct(r.Document)
		if err == nil {
			err = act.check(contest)
		}
		if err == nil {
			err = now.carryOut(act)
		}
		return err
	})
	if err == nil && n < len(log.reviews) {
		err = fmt.Errorf("%d review acts of the log have no record", len(log.reviews)-n)
	}
	if then == nil {
		then = now
	}
	return now, then, err
}

func (s asides) clone() asides {
	c := make(asides, len(s))
	for voter, v := range s {
		copied := *v
		c[voter] = &copied
	}
	return c
}

// eachLine reads a file of the bundle with one JSON object after the other.
func eachLine[T any](bundle fs.FS, name string, take func(T) error) (err error) {
	file, err := bundle.Open(name)
	if err != nil {
		return fmt.Errorf("%s is missing: this is no auditors' bundle, or one of an earlier version", name)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	in := json.NewDecoder(file)
	in.DisallowUnknownFields()
	for n := 1; ; n++ {
		var item T
		if err := in.Decode(&item); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s, line %d: %w", name, n, err)
		}
		if err := take(item); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, n, err)
		}
	}
}

// openLog is what a recount needs of the log's leaves.
type openLog struct {
	secret        map[string]bool // votes and take-backs
	reviews       []Hash          // in their order
	reviewsBefore int             // of those, before the latest result; all where there is none
	entries       map[int]string  // their latest event before the latest result
}

func readOpen(export fs.FS, size int64) (*openLog, error) {
	log := &openLog{secret: make(map[string]bool), entries: make(map[int]string), reviewsBefore: -1}
	var late []Leaf // entries' events since the latest result
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
			leaf, err := ParseLeaf(line)
			if err != nil {
				return nil, err
			}
			switch leaf.Kind {
			case KindVote, KindTakeBack:
				log.secret[line] = true
			case KindReview:
				log.reviews = append(log.reviews, leaf.Hash)
			case KindEntry:
				late = append(late, leaf)
			case KindResult:
				log.settle(late)
				late, log.reviewsBefore = nil, len(log.reviews)
			}
		}
	}
	if log.reviewsBefore < 0 { // there is no result yet
		log.settle(late)
		log.reviewsBefore = len(log.reviews)
	}
	return log, nil
}

func (log *openLog) settle(events []Leaf) {
	for _, e := range events {
		log.entries[e.Number] = e.Event
	}
}

func readPolicy(export fs.FS) (p policy, err error) {
	document, err := fs.ReadFile(export, FilePolicy)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(document, &p)
}

// Public is an auditors' bundle without its records: the exported log.
func Public(bundle fs.FS) fs.FS { return public{bundle} }

type public struct{ fs.FS }

// ReadDir implements fs.ReadDirFS.
func (p public) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(p.FS, name)
	return slices.DeleteFunc(entries, func(d fs.DirEntry) bool {
		return name == "." && oneOf(d.Name(), FileRecords, FileReviews)
	}), err
}
