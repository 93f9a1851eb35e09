package voting_test

import (
	"bytes"
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plaudit/server/sqlstore"
	"plaudit/server/sqlstore/storetest"
	"plaudit/voting"
	"plaudit/voting/ledger"
)

var start = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

// world is a rulebook on a real store, with a clock that the test moves.
type world struct {
	*voting.Service
	t     *testing.T
	ctx   context.Context
	clock *storetest.Clock
}

// eachWorld runs a test on every database.
func eachWorld(t *testing.T, test func(w *world)) {
	storetest.Each(t, start, func(t *testing.T, db *sqlstore.DB, clock *storetest.Clock) {
		ring, err := voting.NewKeyring(bytes.Repeat([]byte{9}, 32))
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, ctx: t.Context(), clock: clock}
		w.Service = &voting.Service{Store: db.Voting(), Keys: ring, Rand: crand.Reader, Reserved: []voting.Slug{"staff"}}
		test(w)
	})
}

var (
	clerk     = voting.Actor{Staff: "clerk", Login: "clerk", Grants: []voting.Grant{{Role: voting.Organiser}}}
	moderator = voting.Actor{Staff: "mod", Login: "mod", Grants: []voting.Grant{{Role: voting.Moderator}}}
	other     = voting.Actor{Staff: "other", Login: "other", Grants: []voting.Grant{{Role: voting.Moderator}}}
	judge     = voting.Actor{Staff: "judge", Login: "judge", Grants: []voting.Grant{{Role: voting.Judge}}}
	nobody    = voting.Actor{}
)

func device(n int) voting.Actor { return voting.Actor{Device: "device " + strconv.Itoa(n)} }

// contest makes contest "may": entries from day 0, votes from day 10 to 20.
func (w *world) contest(change func(*voting.Settings)) {
	w.t.Helper()
	settings := voting.DefaultSettings()
	settings.Title = "五月影像"
	settings.Categories = []voting.Category{
		{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}},
		{Slug: "mixed", Title: "综合", Media: []voting.Medium{voting.Photo, voting.Drawing}},
	}
	settings.Rounds = []voting.Round{
		{Kind: voting.EntryRound, Opens: start, Closes: start.AddDate(0, 0, 15)},
		{Kind: voting.VoteRound, Opens: start.AddDate(0, 0, 10), Closes: start.AddDate(0, 0, 20)},
	}
	settings.Awards = []voting.Award{{Slug: "first", Title: "一等奖", Quantity: 1}, {Slug: "second", Title: "二等奖", Quantity: 2}}
	if change != nil {
		change(&settings)
	}
	if _, err := w.CreateContest(w.ctx, clerk, "may", settings); err != nil {
		w.t.Fatalf("create: %v", err)
	}
}

func form(title string) voting.EntryForm {
	return voting.EntryForm{Title: title, Category: "photo", EntrantName: "张小明", Phone: "138 1234 5678", Consent: voting.ConsentVersion}
}

func attach(id string) func(voting.Tx) (voting.AssetID, error) {
	return func(voting.Tx) (voting.AssetID, error) { return voting.AssetID(id), nil }
}

func (w *world) submit(a voting.Actor, f voting.EntryForm) voting.Submitted {
	w.t.Helper()
	done, err := w.Submit(w.ctx, a, "may", f, attach("asset "+f.Title))
	if err != nil {
		w.t.Fatalf("submit %s: %v", f.Title, err)
	}
	return done
}

// publish submits n works, has them processed and approves them.
func (w *world) publish(n int) {
	w.t.Helper()
	for i := range n {
		title := fmt.Sprintf("作品%d", i+1)
		done := w.submit(nobody, form(title))
		w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, voting.AssetID("asset "+title)) }))
		w.decide(moderator, done.Number, voting.Approve, "")
	}
}

func (w *world) decide(a voting.Actor, n voting.Number, d voting.Decision, reason string) {
	w.t.Helper()
	_, err := w.Decide(w.ctx, a, "may", n, d, reason)
	w.must(err)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) want(want, got error) {
	w.t.Helper()
	if !errors.Is(got, want) {
		w.t.Errorf("got %v, want %v", got, want)
	}
}

// openVoting moves the clock into the voting round.
func (w *world) openVoting() { w.clock.Set(start.AddDate(0, 0, 11)) }

func (w *world) voter(n int) voting.Actor {
	w.t.Helper()
	_, err := w.BecomeVoter(w.ctx, device(n), "may", voting.Proof{})
	w.must(err)
	return device(n)
}

func (w *world) cast(a voting.Actor, n voting.Number) (voting.Cast, error) {
	return w.Cast(w.ctx, a, "may", n, ledger.Nonce{})
}

func TestSubmitAnswersARepeatedRequestOnce(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		f := form("晨光")
		f.RequestKey = "key-1"
		first := w.submit(nobody, f)
		again := w.submit(nobody, f)
		if first.Code != again.Code || first.Number != again.Number || first.Repeat || !again.Repeat {
			t.Errorf("first %+v, again %+v", first, again)
		}
		f.Title = "另一件"
		_, err := w.Submit(w.ctx, nobody, "may", f, attach("x"))
		w.want(voting.ErrRequestDiffers, err)
		if next := w.submit(nobody, form("第二件")); next.Number != first.Number+1 {
			t.Errorf("the next number is %d after %d", next.Number, first.Number)
		}
	})
}

func TestSubmitReportsEveryWrongField(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		bad := voting.EntryForm{Category: "mixed", Phone: "call me", AgeBand: voting.Under14, Consent: "2001-01"}
		var e *voting.Error
		if err := w.CheckEntry(w.ctx, nobody, "may", bad); !errors.As(err, &e) {
			t.Fatalf("got %v", err)
		}
		fields := []string{e.Field}
		for _, more := range e.More {
			fields = append(fields, more.Field)
		}
		want := []string{"title", "entrant_name", "medium", "guardian_name", "guardian_phone", "phone", "consent"}
		if diff := cmp.Diff(want, fields); diff != "" {
			t.Error(diff)
		}
	})
}

func TestVideosAreTakenWhereTheyCanBeMade(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Categories[0].Media = []voting.Medium{voting.Video} })
		clip, picture := form("短片"), form("照片")
		clip.File, picture.File = voting.Video, voting.Photo
		w.want(voting.ErrVideoOff, w.CheckEntry(w.ctx, nobody, "may", clip))
		w.Videos = true
		w.want(nil, w.CheckEntry(w.ctx, nobody, "may", clip))
		w.want(voting.ErrOtherMedium, w.CheckEntry(w.ctx, nobody, "may", picture))
	})
}

func TestEntryWindowIsExact(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.clock.Set(start.AddDate(0, 0, 15).Add(-time.Microsecond))
		w.submit(nobody, form("最后一刻"))
		w.clock.Set(start.AddDate(0, 0, 15))
		w.want(voting.ErrRoundClosed, w.CheckEntry(w.ctx, nobody, "may", form("迟到")))
	})
}

func TestNothingIsPublicBeforeApproval(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		done := w.submit(nobody, form("晨光"))
		hidden := func(state string) {
			t.Helper()
			_, err := w.ViewEntry(w.ctx, nobody, "may", done.Number)
			w.want(voting.ErrEntryNotFound, err)
			_, err = w.MayFetch(w.ctx, nobody, "asset 晨光")
			w.want(voting.ErrEntryNotFound, err)
			_, err = w.MayFetch(w.ctx, judge, "asset 晨光")
			w.want(voting.ErrEntryNotFound, err)
			page, err := w.Gallery(w.ctx, nobody, "may", voting.GalleryQuery{})
			w.must(err)
			if len(page.Items) != 0 {
				t.Errorf("a %s entry is in the gallery", state)
			}
		}
		hidden("processing")
		w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, "asset 晨光") }))
		hidden("pending")
		if public, err := w.MayFetch(w.ctx, moderator, "asset 晨光"); err != nil || public {
			t.Errorf("moderator: public %v, %v", public, err)
		}
		w.decide(moderator, done.Number, voting.Approve, "")
		if public, err := w.MayFetch(w.ctx, nobody, "asset 晨光"); err != nil || !public {
			t.Errorf("approved: public %v, %v", public, err)
		}
		w.decide(moderator, done.Number, voting.Undo, "")
		hidden("pending again")
	})
}

func TestModerationKeepsItsHistory(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		done := w.submit(nobody, form("晨光"))
		_, err := w.Decide(w.ctx, moderator, "may", done.Number, voting.Approve, "")
		w.want(voting.ErrWrongState, err)
		w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, "asset 晨光") }))
		_, err = w.Decide(w.ctx, moderator, "may", done.Number, voting.Reject, " ")
		w.want(voting.ErrReasonRequired, err)
		_, err = w.Decide(w.ctx, judge, "may", done.Number, voting.Approve, "")
		w.want(voting.ErrForbidden, err)
		w.decide(moderator, done.Number, voting.Reject, "unclear")
		w.decide(moderator, done.Number, voting.Undo, "")
		w.decide(moderator, done.Number, voting.Approve, "")
		_, err = w.Decide(w.ctx, judge, "may", done.Number, voting.Disqualify, "x")
		w.want(voting.ErrForbidden, err)
		w.decide(moderator, done.Number, voting.Disqualify, "not_own_work")
		view, err := w.Status(w.ctx, nobody, "may", done.Code)
		w.must(err)
		var states []voting.State
		for _, step := range view.History {
			states = append(states, step.To)
		}
		want := []voting.State{voting.Processing, voting.Pending, voting.Rejected, voting.Pending, voting.Approved, voting.Disqualified}
		if diff := cmp.Diff(want, states); diff != "" {
			t.Error(diff)
		}
		if view.Entry.Reason != "not_own_work" {
			t.Errorf("reason %q", view.Entry.Reason)
		}
	})
}

func TestALeaseKeepsOthersOut(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		for _, title := range []string{"一", "二"} {
			w.submit(nobody, form(title))
			w.must(w.Store.Update(w.ctx, func(tx voting.Tx) error { return w.AssetReady(tx, voting.AssetID("asset "+title)) }))
		}
		mine, err := w.Claim(w.ctx, moderator, "may")
		w.must(err)
		theirs, err := w.Claim(w.ctx, other, "may")
		w.must(err)
		if mine.Number == theirs.Number {
			t.Errorf("both moderators got number %d", mine.Number)
		}
		_, err = w.Decide(w.ctx, other, "may", mine.Number, voting.Approve, "")
		w.want(voting.ErrLeased, err)
		w.clock.Advance(3*time.Minute + time.Second)
		w.decide(other, mine.Number, voting.Approve, "")
	})
}

func TestWithdrawLeavesOnlyTheLine(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(2)
		done := w.submit(nobody, form("要撤回的"))
		w.want(voting.ErrWrongPhone, w.Withdraw(w.ctx, nobody, "may", done.Code, "0000"))
		w.want(voting.ErrCodeNotFound, w.Withdraw(w.ctx, nobody, "may", "00000000", "5678"))
		w.must(w.Withdraw(w.ctx, nobody, "may", done.Code, "5678"))
		view, err := w.Status(w.ctx, nobody, "may", done.Code)
		w.must(err)
		e := view.Entry
		if e.State != voting.Withdrawn || e.Title != "" || e.Entrant != "" || e.Contact != nil || len(e.Assets) != 0 {
			t.Errorf("something of the entry is left: %+v", e)
		}
		w.must(w.Withdraw(w.ctx, nobody, "may", done.Code, "5678"))
	})
}

func TestAnnouncementFreezesTheStandings(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(4)
		w.openVoting()
		for voter, choices := range [][]voting.Number{{3, 2}, {3, 2}, {3, 1}} {
			for _, n := range choices {
				_, err := w.cast(w.voter(voter), n)
				w.must(err)
			}
		}
		_, err := w.Announce(w.ctx, clerk, "may", "")
		w.want(voting.ErrRoundOpen, err)
		_, err = w.EditContest(w.ctx, clerk, "may", w.closingNow(""))
		w.want(voting.ErrReasonRequired, err)
		_, err = w.EditContest(w.ctx, clerk, "may", w.closingNow("所有居民都投完了"))
		w.must(err)
		_, err = w.cast(device(0), 4)
		w.want(voting.ErrRoundClosed, err)
		_, err = w.Announce(w.ctx, clerk, "may", "")
		w.want(voting.ErrNoWinners, err)

		awards, err := w.Awards(w.ctx, clerk, "may")
		w.must(err)
		want := []voting.Winner{{Award: "first", Number: 3}, {Award: "second", Number: 2}, {Award: "second", Number: 1}}
		if diff := cmp.Diff(want, awards.Proposed); diff != "" {
			t.Fatalf("proposal:\n%s", diff)
		}
		changed := append([]voting.Winner{}, want...)
		changed[2].Number = 4
		w.want(voting.ErrReasonRequired, w.ChooseWinners(w.ctx, clerk, "may", nil, changed))
		changed[2].Reason = "评委会一致推荐"
		w.must(w.ChooseWinners(w.ctx, clerk, "may", nil, changed))
		renamed := append([]voting.Award{}, awards.Contest.Awards...)
		renamed[0].Prize = "奖状"
		w.must(w.ChooseWinners(w.ctx, clerk, "may", &renamed, changed))
		w.want(voting.ErrForbidden, w.ChooseWinners(w.ctx, moderator, "may", nil, want))

		_, err = w.ViewAnnouncement(w.ctx, nobody, "may")
		w.want(voting.ErrAnnouncementNotFound, err)
		_, err = w.Announce(w.ctx, clerk, "may", "")
		w.must(err)
		w.decide(clerk, 2, voting.Disqualify, "not_own_work")
		page, err := w.ViewAnnouncement(w.ctx, nobody, "may")
		w.must(err)
		if page.Announcement.Awards[0].Prize != "奖状" {
			t.Errorf("the prize given with the winners is lost: %+v", page.Announcement.Awards[0])
		}
		if len(page.Standings) != 4 || page.Standings[0].Number != 3 || !cmp.Equal(page.Figures, voting.Figures{Entries: 4, Voters: 3, Votes: 6, Raw: 6}) {
			t.Errorf("announced: %+v, %+v", page.Standings, page.Figures)
		}
		if _, shown := page.Entries[2]; shown && page.Entries[2].Public() {
			t.Error("a disqualified entry is still shown as public")
		}
		recount, err := w.Recount(w.ctx, "may")
		w.must(err)
		if recount.FrozenDiffers || len(recount.Differences) > 0 {
			t.Errorf("recount: %+v", recount)
		}
		w.clock.Advance(time.Hour)
		_, err = w.EditContest(w.ctx, clerk, "may", w.closingNow("again"))
		w.want(voting.ErrAnnounced, err)
	})
}

func (w *world) closingNow(reason string) voting.ContestChange {
	view, err := w.ViewContest(w.ctx, clerk, "may")
	w.must(err)
	rounds := append([]voting.Round{}, view.Rounds...)
	for i := range rounds {
		rounds[i].Closes = w.clock.Now()
	}
	w.clock.Advance(time.Second)
	return voting.ContestChange{Rounds: &rounds, Reason: reason}
}

func TestRandomOrderIsStableAndComplete(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(nil)
		w.publish(23)
		walk := func(a voting.Actor, order voting.Order) (numbers []voting.Number) {
			cursor := ""
			for {
				page, err := w.Gallery(w.ctx, a, "may", voting.GalleryQuery{Order: order, Cursor: cursor, Limit: 5})
				w.must(err)
				for _, item := range page.Items {
					numbers = append(numbers, item.Number)
				}
				if cursor = page.Next; cursor == "" {
					return numbers
				}
			}
		}
		first := walk(device(1), voting.OrderRandom)
		if diff := cmp.Diff(first, walk(device(1), voting.OrderRandom)); diff != "" {
			t.Errorf("the same visitor sees another order:\n%s", diff)
		}
		seen := map[voting.Number]bool{}
		for _, n := range first {
			seen[n] = true
		}
		if len(first) != 23 || len(seen) != 23 {
			t.Errorf("%d entries shown, %d different; want 23", len(first), len(seen))
		}
		if newest := walk(nobody, voting.OrderNewest); newest[0] != 23 || newest[22] != 1 {
			t.Errorf("newest: %v", newest)
		}
		_, err := w.Gallery(w.ctx, nobody, "may", voting.GalleryQuery{Order: voting.OrderVotes})
		w.want(voting.ErrCountsHidden, err)
		_, err = w.Gallery(w.ctx, nobody, "may", voting.GalleryQuery{Cursor: "%%%"})
		w.want(voting.ErrBadCursor, err)
	})
}

func TestADraftIsSeenByStaffOnly(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.contest(func(s *voting.Settings) { s.Rounds = nil })
		_, err := w.ViewContest(w.ctx, nobody, "may")
		w.want(voting.ErrContestNotFound, err)
		view, err := w.ViewContest(w.ctx, clerk, "may")
		w.must(err)
		if view.Phase != voting.Draft {
			t.Errorf("phase %q", view.Phase)
		}
	})
}

func TestCreateContestRefuses(t *testing.T) {
	eachWorld(t, func(w *world) {
		settings := voting.DefaultSettings()
		settings.Title, settings.Categories = "五月", []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}}
		for _, test := range []struct {
			actor voting.Actor
			slug  voting.Slug
			want  error
		}{
			{nobody, "may", voting.ErrLogin},
			{moderator, "may", voting.ErrForbidden},
			{clerk, "5月", voting.ErrBadSlug},
			{clerk, "staff", voting.ErrSlugReserved},
			{clerk, "may", nil},
			{clerk, "may", voting.ErrSlugTaken},
		} {
			_, err := w.CreateContest(w.ctx, test.actor, test.slug, settings)
			if !errors.Is(err, test.want) {
				t.Errorf("%s by %q: %v, want %v", test.slug, test.actor.Login, err, test.want)
			}
		}
	})
}
