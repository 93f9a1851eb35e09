package voting_test

import (
	"bytes"
	"slices"
	"testing"
	"testing/fstest"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// bundle is the auditors' bundle of "may".
func (w *world) bundle(a voting.Actor) (files fstest.MapFS, err error) {
	files = fstest.MapFS{}
	err = w.AuditBundle(w.ctx, a, "may", func(name string, data []byte) error {
		files[name] = &fstest.MapFile{Data: slices.Clone(data)}
		return nil
	})
	return files, err
}

// audit verifies and recounts the bundle of "may".
func (w *world) audit() (fstest.MapFS, *ledger.Report, *ledger.Recounted) {
	w.t.Helper()
	files, err := w.bundle(clerk)
	w.must(err)
	report, err := ledger.Verify(ledger.Public(files), ledger.Trust{})
	w.must(err)
	found, err := ledger.Recount(files, report)
	w.must(err)
	return files, report, found
}

// with is the bundle with one file replaced.
func with(files fstest.MapFS, name string, data []byte) fstest.MapFS {
	edited := fstest.MapFS{}
	for n, f := range files {
		edited[n] = f
	}
	edited[name] = &fstest.MapFile{Data: data}
	return edited
}

func TestAuditorsRecountEveryVote(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(3)
		w.openVoting()
		for n := range 20 {
			_, err := w.cast(w.voter(n), voting.Number(1+n%3))
			w.must(err)
			_, err = w.cast(device(n), voting.Number(1+(n+1)%3))
			w.must(err)
		}
		_, err := w.TakeBack(w.ctx, device(4), "may", 2)
		w.must(err)
		w.sequence()
		_, err = w.bundle(clerk)
		w.want(voting.ErrVotesWaiting, err)
		w.clock.Set(start.AddDate(0, 0, 20))
		w.sequence()
		w.announce()
		w.sequence()
		_, err = w.bundle(moderator)
		w.want(voting.ErrForbidden, err)
		files, report, found := w.audit()
		if found.Withdrawn != 1 || len(found.Counts) != 3 || found.Counts[1] != (ledger.Count{Number: 2, Counted: 13}) {
			t.Errorf("found %+v", found)
		}
		records := files[ledger.FileRecords].Data
		lines := bytes.SplitAfter(records, []byte("\n"))
		for name, edited := range map[string][]byte{
			"a vote left out":         bytes.Join(lines[1:], nil),
			"a vote twice":            append(slices.Clone(lines[0]), records...),
			"a vote for another":      bytes.Replace(records, []byte(`"number":1`), []byte(`"number":2`), 1),
			"another voter's":         bytes.Replace(records, []byte(`"voter":"`), []byte(`"voter":"0`), 1),
			"a take-back left out":    bytes.Replace(records, []byte(`,"back":`), []byte(`,"client":`), 1),
			"a field that is unknown": bytes.Replace(records, []byte(`"period"`), []byte(`"other"`), 1),
		} {
			if _, err := ledger.Recount(with(files, ledger.FileRecords, edited), report); err == nil {
				t.Errorf("%s: not found", name)
			}
		}
	})
}

// reviewed is a contest with a result, review acts before and after it, and two
// works that have left.
func (w *world) reviewed() {
	w.t.Helper()
	w.raid()
	w.find() // before the log has begun
	w.sequence()
	for _, move := range [][2]voting.ReviewState{
		{voting.VotesPending, voting.VotesVoid}, {voting.VotesVoid, voting.VotesPending}, {voting.VotesPending, voting.VotesVoid},
	} {
		_, err := w.judge(clerk, w.clusters(move[0])[0], move[1])
		w.must(err)
	}
	w.decide(clerk, 5, voting.Disqualify, "not the entrant's own work")
	w.decide(clerk, 4, voting.Disqualify, "not the entrant's own work")
	w.announce()
	// Nothing of this is in the result, though the log has not heard of it either.
	_, err := w.judge(clerk, w.clusters(voting.VotesVoid)[0], voting.VotesPending)
	w.must(err)
	w.decide(clerk, 2, voting.Disqualify, "too late for this result")
	w.sequence()
}

func TestAuditorsOpenEveryReviewAct(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.reviewed()
		files, report, found := w.audit()
		if found.Reviews != 5 || report.Reviews != 5 || report.Result == nil {
			t.Fatalf("report %+v, found %+v", report, found)
		}
		want := []ledger.Count{{Number: 1, Counted: 18}, {Number: 2, Counted: 18}, {Number: 3, Counted: 18, Void: scriptSize}, {Number: 4, Void: 18}, {Number: 5, Void: 18}}
		if !slices.Equal(found.Counts, want) || found.Void["review_machine_made"] != scriptSize || found.Void["entry_disqualified"] != 36 {
			t.Errorf("found %+v", found)
		}
		acts := files[ledger.FileReviews].Data
		lines := bytes.SplitAfter(acts, []byte("\n"))
		for name, edited := range map[string][]byte{
			"an act left out":       bytes.Join(lines[1:], nil),
			"the last act left out": bytes.Join(lines[:4], nil),
			"no act at all":         nil,
			"an act twice":          append(slices.Clone(lines[0]), acts...),
			"an act added":          append(slices.Clone(acts), lines[0]...),
			"acts swapped":          bytes.Join([][]byte{lines[0], lines[2], lines[1], lines[3], lines[4]}, nil),
			"same acts swapped":     bytes.Join([][]byte{lines[0], lines[3], lines[2], lines[1], lines[4]}, nil),
			"another reason":        bytes.Replace(acts, []byte(`machine_made`), []byte(`other_reason`), 1),
			"another voter":         bytes.Replace(acts, []byte(`\"voter\":\"`), []byte(`\"voter\":\"0`), 1),
			"another nonce":         slices.Concat(acts[:10], []byte("AAAAAAAAAAAAAAAAAAAAAA"), acts[32:]),
			"a field more":          bytes.Replace(acts, []byte(`{"nonce"`), []byte(`{"more":1,"nonce"`), 1),
		} {
			if _, err := ledger.Recount(with(files, ledger.FileReviews, edited), report); err == nil {
				t.Errorf("%s: not found", name)
			}
		}
		delete(files, ledger.FileReviews)
		if _, err := ledger.Recount(files, report); err == nil {
			t.Error("a bundle without acts was taken")
		}
	})
}

// A result may be signed and still be none that the acts and votes give.
func TestAuditorsRecountTheResult(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.reviewed()
		files, report, _ := w.audit()
		for name, edit := range map[string]func(*ledger.Result){
			"a vote moved between works": func(r *ledger.Result) { r.Entries[0].Counted--; r.Entries[1].Counted++ },
			"void votes counted":         func(r *ledger.Result) { r.Entries[2].Counted++; r.Entries[2].Void-- },
			"a work left out":            func(r *ledger.Result) { r.Entries = r.Entries[1:] },
			"a work added":               func(r *ledger.Result) { r.Entries = append(r.Entries, ledger.EntryResult{Number: 9, Counted: 1}) },
			"votes pending":              func(r *ledger.Result) { r.Pending = 1 },
			"votes taken back":           func(r *ledger.Result) { r.Withdrawn = 1 },
			"another reason":             func(r *ledger.Result) { r.Void[1].Reason = "review_bought" },
			"a reason's votes":           func(r *ledger.Result) { r.Void[0].Votes--; r.Void[1].Votes++ },
			"withdrawn, then disqualified": func(r *ledger.Result) {
				r.Void = append(r.Void, ledger.Void{Reason: "entry_withdrawn", Votes: -1})
				r.Void[0].Votes++
			},
		} {
			edited, result := *report, *report.Result
			result.Entries, result.Void = slices.Clone(result.Entries), slices.Clone(result.Void)
			edit(&result)
			edited.Result = &result
			if _, err := ledger.Recount(files, &edited); err == nil {
				t.Errorf("%s: not found", name)
			}
		}
		// A work that was disqualified may have been withdrawn since.
		edited, result := *report, *report.Result
		result.Void = append(slices.Clone(result.Void), ledger.Void{Reason: "entry_withdrawn", Votes: 18})
		result.Void[0].Votes -= 18
		edited.Result = &result
		if _, err := ledger.Recount(files, &edited); err != nil {
			t.Errorf("disqualified, then withdrawn: %v", err)
		}
	})
}
