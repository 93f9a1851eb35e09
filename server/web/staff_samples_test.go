package web

import (
	"fmt"
	"time"

	"plaudit/server/auth"
	"plaudit/voting"
)

func sampleStaffFrame(lang Lang, tab string) StaffFrame {
	f := StaffFrame{
		Frame: Frame{Lang: lang, Nonce: "n0nce", Address: "/staff/contests/may", Staff: "李红", Tab: tab, NoIndex: true},
		Nav:   []Choice{{Title: "活动", URL: "/staff", On: tab == "contests"}, {Title: "人员", URL: "/staff/people"}},
		Said:  "✓",
	}
	return f
}

func sampleOf(lang Lang, tab string) StaffFrame {
	f := sampleStaffFrame(lang, tab)
	f.Of = &StaffContest{
		Title: "金乡家庭友好影像征集", Slug: "may", Phase: voting.VotingOpen,
		Tabs: []Choice{{Title: "概况", URL: "/staff/contests/may", On: true}, {Title: "审核", URL: "/staff/contests/may/moderation"}},
	}
	return f
}

func sampleEntry(n voting.Number, state voting.State) voting.Entry {
	return voting.Entry{
		Number: n, Title: "蒜乡的早晨", Category: "photo", Medium: voting.Photo, Entrant: "张*", AgeBand: voting.Under14,
		Statement: "清晨五点，\n奶奶已经在地里了。", State: state, Reason: "unclear", SubmittedAt: at(time.May, 3, 9),
	}
}

func sampleRow(i int) EntryRow {
	return EntryRow{
		Entry: sampleEntry(voting.Number(i+1), states()[i%7]), Group: "摄影", Reason: "画面不够清楚",
		Picture: samplePicture(i), URL: fmt.Sprintf("/staff/contests/may/moderation?n=%d", i+1),
	}
}

func samplePanel(i int, state voting.State, decision voting.Decision) Panel {
	e := sampleEntry(voting.Number(i+1), state)
	p := Panel{
		Permitted: Permitted{voting.ActModerate, voting.ActDisqualify}, Base: "/staff/contests/may",
		Entry: voting.Queued{Entry: e, Contact: voting.Contact{Name: "张*", Phone: "138****5678", GuardianName: "王*", GuardianPhone: "139****0000"}},
		Group: "摄影", Picture: samplePicture(i), Full: "/media/x/w1920.jpg", Reason: "画面不够清楚", Reasons: voting.ReasonCodes(),
		Until: at(time.May, 12, 11), Hidden: i > 0, Alike: []Alike{
			{Resemblance: voting.Resemblance{Entry: sampleEntry(9, voting.Approved), Mirrored: true}, Code: voting.WarnDuplicate, URL: "/staff/contests/may/moderation?n=9", Picture: samplePicture(1)},
			{Resemblance: voting.Resemblance{Entry: sampleEntry(8, voting.Approved), Contest: voting.Contest{Settings: voting.Settings{Title: "去年"}}}, Code: voting.WarnSeenEarlier},
		}, Wrong: "请写明原因",
		Typed: DecisionForm{Decision: voting.Reject, Code: "unclear", Words: "请重拍"},
	}
	for _, to := range []voting.State{voting.Processing, voting.Pending} {
		p.Steps = append(p.Steps, PanelStep{Transition: voting.Transition{At: at(time.May, 3, 9), To: to}})
	}
	if decision != "" {
		p.Steps = append(p.Steps, PanelStep{voting.Transition{At: at(time.May, 4, 9), To: state, Decision: decision, Login: "李红"}, "画面不够清楚"})
	}
	return p
}

func sampleCard() StaffCard {
	card := StaffCard{
		Title: "金乡家庭友好影像征集", Base: "/staff/contests/may", Public: "/may", Phase: samplePhase(), Hidden: true, Entries: 70,
		Todo: []Todo{{"pending", 12, "/staff/contests/may/moderation"}, {"announce", 1, "/a"}, {"rounds", 1, "/r"}},
	}
	for i, state := range states() {
		card.Counts = append(card.Counts, StateCount{State: state, Count: 10 + i, URL: "/staff/contests/may/entries"})
	}
	return card
}

func sampleStandRows() (rows []StandRow) {
	for i := range 4 {
		rows = append(rows, StandRow{
			Standing: voting.Standing{Rank: i + 1, Number: voting.Number(i + 1), Votes: 90 - i, Tied: i == 1},
			Entry:    sampleRow(i), Award: "一等奖",
		})
	}
	return rows
}

func sampleAwards() []AwardChoice {
	row := sampleRow(1)
	return []AwardChoice{{
		Award: voting.Award{Slug: "first", Title: "一等奖", Quantity: 2, Prize: "相机一台"}, Group: "摄影",
		Rows: []ChoiceRow{
			{Index: 0, Number: "002", Reason: "评委推荐", Proposed: 1, Differs: true, Entry: &row},
			{Index: 1, Number: "999", Wrong: "没有这个编号"},
			{Index: 2, Number: "002", Proposed: 2, Tied: true, Entry: &row},
			{Index: 3, Number: "002", Differs: true, Entry: &row},
		},
	}}
}

func sampleForm() ContestForm {
	return ContestForm{
		Slug: "may", Title: "五月", Summary: "简介", Rules: "# 细则", Timezone: "Asia/Shanghai",
		Entry:      RoundForm{"2026-05-01T08:00", "2026-05-20T18:00"},
		Categories: []CategoryForm{{"photo", "摄影", true, false, false}, {"clip", "短视频", false, true, true}},
		Policy:     policyForm(voting.DefaultPolicy()),
		Awards:     []AwardForm{{"first", "一等奖", "1", "相机", "photo"}, {"", "", "1", "", ""}},
		Reason:     "雨天",
	}
}

// everyWrong marks every field of the settings as wrong.
func everyWrong() map[string]string {
	wrong := map[string]string{}
	for _, field := range []string{
		"title", "slug", "summary", "timezone", "rounds.entry.opens", "rounds.vote.closes", "categories", "categories.0.title",
		"categories.1.media", "policy.votes_per_ballot", "policy.tie_seed", "awards.0.title", "awards.1.quantity", "rules", "reason",
	} {
		wrong[field] = "请填写"
	}
	return wrong
}

func sampleChecks() CheckList {
	list := checks(&voting.Settings{Summary: "集赞"})
	return CheckList{append(list.Checks, Check{Key: "order", Must: true, Anchor: "rounds"}, Check{Key: "rules", Done: true})}
}

// staffSamples returns every staff page with everything in it.
func staffSamples(lang Lang) []Page {
	edit := func(change func(*StaffEditPage)) *StaffEditPage {
		page := &StaffEditPage{
			StaffFrame: sampleOf(lang, "settings"), Form: sampleForm(), Wrong: everyWrong(), CheckList: sampleChecks(),
			Zones: zones(), Presets: presets(), Identities: []voting.Identity{voting.IdentityOpen, voting.IdentityPhone, voting.IdentityWeChat, voting.IdentityCode},
		}
		change(page)
		return page
	}
	pages := append(slipSamples(lang),
		&StaffLoginPage{StaffFrame: StaffFrame{Frame: Frame{Lang: lang}}, Login: "li", Next: "/staff", Problem: "登录名或密码不对"},
		&StaffHomePage{StaffFrame: sampleStaffFrame(lang, "contests"), Contests: []StaffCard{sampleCard(), {Title: "空", Base: "/b", Phase: samplePhase()}}, CanCreate: true},
		&StaffHomePage{StaffFrame: sampleStaffFrame(lang, "contests")},
		&NoticePage{StaffFrame: sampleOf(lang, "overview"), Title: "五月影像", Log: sampleLog(), Where: "vote.example/may/verify"},
		&StaffContestPage{
			StaffFrame: sampleOf(lang, "overview"), Permitted: Permitted{voting.ActEditContest}, Card: sampleCard(), Zone: "Asia/Shanghai", Log: sampleLog(),
			Store: StoreUse{voting.Use{Files: 60, Bytes: 3 << 30, Most: 3 << 30}, 1 << 29, 1 << 30},
			Rounds: []RoundRow{
				{Round: voting.Round{Kind: voting.EntryRound, Opens: at(time.May, 1, 8), Closes: at(time.May, 20, 18)}, Past: true},
				{Round: voting.Round{Kind: voting.VoteRound, Opens: at(time.May, 5, 8), Closes: at(time.May, 31, 0)}, Open: true},
			}, CheckList: sampleChecks(), Wrong: "请写明原因", WrongAt: "vote",
		},
		edit(func(p *StaffEditPage) { p.New, p.Of, p.Problem = true, nil, "请看标红的地方" }),
		edit(func(p *StaffEditPage) { p.Begun, p.EntryBegun, p.Frozen = true, true, true }),
		edit(func(p *StaffEditPage) {
			p.Begun, p.Frozen, p.Announced, p.Wrong, p.CheckList = true, true, true, nil, CheckList{}
		}),
		&ModerationPage{StaffFrame: sampleOf(lang, "moderation"), Done: 12, Total: 60, Undo: 6, Panels: []Panel{
			samplePanel(0, voting.Pending, ""), samplePanel(1, voting.Pending, voting.Undo), samplePanel(2, voting.Rejected, voting.Reject),
			samplePanel(3, voting.Approved, voting.Approve), samplePanel(4, voting.Disqualified, voting.Disqualify), samplePanel(5, voting.Refused, ""),
			{Permitted: Permitted{voting.ActModerate}, Entry: voting.Queued{Entry: voting.Entry{Number: 9, AgeBand: voting.Adult, Medium: voting.Drawing, State: voting.Withdrawn}}, Hidden: true},
		}, Tones: []Tone{"#c9a277"}},
		&ModerationPage{StaffFrame: sampleOf(lang, "moderation")},
		&StandingsPage{StaffFrame: sampleOf(lang, "standings"), Rows: sampleStandRows(), Votes: 321, More: "/more", VotesOpen: true, Weak: true, Groups: []Choice{{"全部", "/a", true}, {"摄影", "/b", false}}},
		&StandingsPage{StaffFrame: sampleOf(lang, "standings"), Public: true},
		sampleReview(lang), &ReviewPage{StaffFrame: sampleOf(lang, "review")},
		&AwardsPage{StaffFrame: sampleOf(lang, "awards"), Awards: sampleAwards(), Rows: sampleStandRows(), VotesOpen: true, Closes: at(time.May, 31, 0), TieBreak: voting.TieDraw, Seed: "0731", Wrong: "!"},
		&AwardsPage{StaffFrame: sampleOf(lang, "awards"), Awards: sampleAwards(), Chosen: true, Announced: at(time.June, 1, 8), TieBreak: voting.TieEarlier},
		&AwardsPage{StaffFrame: sampleOf(lang, "awards")},
		&AnnouncePage{StaffFrame: sampleOf(lang, "awards"), Awards: sampleAwards(), VotesOpen: true, Closes: at(time.May, 31, 0), Hours: 72, Problem: "!"},
		&AnnouncePage{StaffFrame: sampleOf(lang, "awards"), Correction: true, Last: at(time.June, 1, 8), Reason: "x", Wrong: map[string]string{"reason": "请写明", "sure": "请勾选"}},
		&AuditPage{StaffFrame: sampleOf(lang, "audit"), Rows: []AuditRow{
			{AuditRecord: voting.AuditRecord{At: at(time.May, 2, 8), Login: "李红", Act: "edit_contest", Subject: "may"}, Words: "下雨", Changes: []AuditChange{{"title", "五月", "五月天"}, {"", "", "x"}}},
			{AuditRecord: voting.AuditRecord{At: at(time.May, 2, 8), Act: "something_new", Subject: "may"}},
			{AuditRecord: voting.AuditRecord{At: at(time.May, 2, 8), Act: "reject", Subject: "entry 7"}, Entry: 7, From: voting.Pending, To: voting.Rejected},
		}},
		&AuditPage{StaffFrame: sampleOf(lang, "audit")},
		samplePeople(lang),
		&MePage{StaffFrame: sampleStaffFrame(lang, "me"), Sessions: []SessionRow{
			{Session: auth.Session{Hash: "h1", CreatedAt: at(time.May, 12, 8), SeenAt: at(time.May, 12, 10)}, Machine: "Chrome · Windows", Here: true},
			{Session: auth.Session{Hash: "h2", CreatedAt: at(time.May, 11, 8), SeenAt: at(time.May, 12, 9)}},
		}, Wrong: map[string]string{"current": "不对", "password": "太短", "again": "不一样"}},
	)
	for _, purpose := range []auth.LinkPurpose{auth.LinkInvite, auth.LinkReset, auth.LinkFirst} {
		pages = append(pages, &StaffLinkPage{
			StaffFrame: StaffFrame{Frame: Frame{Lang: lang}}, Token: "t", Purpose: purpose, Login: "li", Role: voting.Moderator,
			Wrong: map[string]string{"login": "已有人用", "password": "太短", "again": "不一样"},
		})
	}
	for _, state := range append(states(), "") {
		pages = append(pages, &StaffEntriesPage{
			StaffFrame: sampleOf(lang, "entries"), Permitted: Permitted{voting.ActModerate}, State: state, States: sampleCard().Counts,
			Rows: []EntryRow{sampleRow(0), sampleRow(1)}, More: "/next", Wrong: []string{"007: !"},
		})
	}
	return append(pages, &StaffEntriesPage{StaffFrame: sampleOf(lang, "entries")})
}

func samplePeople(lang Lang) *PeoplePage {
	return &PeoplePage{
		StaffFrame: sampleStaffFrame(lang, "people"), Roles: voting.Roles(), Role: voting.Judge, Problem: "!",
		Contests: []Choice{{"五月", "may", true}}, Link: "https://example.org/staff/welcome/abc", LinkFor: "invite", LinkName: "审核员",
		Users: []PersonRow{
			{Login: "李红", Since: at(time.May, 1, 8), Self: true, Grants: []GrantRow{{voting.Operator, ""}, {voting.Judge, "五月"}}},
			{Login: "wang", Since: at(time.May, 1, 8), Disabled: true, Waiting: true},
			{Login: "zhao", Since: at(time.May, 1, 8), Waiting: true},
		},
	}
}

func sampleReview(lang Lang) *ReviewPage {
	key := voting.ClusterKey{Number: 7, Signals: 63, State: voting.VotesPending}
	change := voting.RankChange{Number: 7, Votes: 18, Rank: 3}
	change.Then.Votes, change.Then.Rank = 48, 1
	page := &ReviewPage{
		StaffFrame: sampleOf(lang, "review"), May: true, Me: "李红", LookedAt: at(time.May, 21, 4), Wrong: "!",
		ReviewPage: voting.ReviewPage{
			Alone: true, Run: voting.ReviewRun{Rules: 1, Votes: 1204}, Figures: voting.AsideFigures{Pending: 30, Void: map[string]int{"bought": 4}},
			Waiting: []voting.ReviewAct{
				{ID: 1, At: at(time.May, 21, 9), Login: "李红", Of: key, To: voting.VotesVoid, Code: "machine_made", Reason: "同一网络", Ballots: 30, Votes: 30},
				{ID: 2, At: at(time.May, 21, 9), Login: "wang", Of: key, To: voting.VotesVoid, Code: "machine_made", Reason: "同一网络", Ballots: 30, Votes: 30},
			},
			Acts: []voting.ReviewAct{
				{At: at(time.May, 21, 9), Login: "李红", Second: voting.Signatory{Login: "wang"}, Of: key, To: voting.VotesVoid, Code: "bought", Reason: "群里的截图", Ballots: 4, Votes: 4},
				{At: at(time.May, 21, 9), Login: "李红", Single: true, Of: key, To: voting.VotesCounted, Code: "explained", Reason: "一个班", Ballots: 24, Votes: 24},
				{At: at(time.May, 21, 4), Of: voting.ClusterKey{State: voting.VotesCounted}, To: voting.VotesPending, Code: "rules", Ballots: 30, Votes: 30},
			},
		},
	}
	work := voting.WorkReview{Number: 7, Title: "晨光", Curve: voting.Curve{Number: 7, Hour: at(time.May, 11, 0).Unix() / 3600, Step: 2}}
	for i := range 120 {
		work.Curve.Votes, work.Curve.Doubted = append(work.Curve.Votes, (i*i%7+1)*(12-i%12)/12), append(work.Curve.Doubted, 0)
	}
	work.Curve.Votes[112], work.Curve.Doubted[112], work.Curve.Votes[113], work.Curve.Doubted[113] = 28, 25, 7, 5
	for _, state := range []voting.ReviewState{voting.VotesPending, voting.VotesVoid, voting.VotesCounted} {
		k := voting.ClusterView{Cluster: voting.Cluster{ClusterKey: key, Code: "rules", Ballots: 30, Votes: 30}, To: voting.VotesCounted}
		k.State = state
		k.Effect = voting.Effect{Awards: true, Ranks: []voting.RankChange{change}}
		for i, votes := range []int{2, 14, 11, 0, 3} {
			k.Hours = append(k.Hours, voting.HourCount{At: at(time.May, 20, 10+i), Votes: votes})
		}
		k.Examples = []voting.Example{{Hour: at(time.May, 20, 10), Net: "A", Client: "A"}, {Hour: at(time.May, 20, 11), Net: "A", Client: "B", Viewed: true}}
		switch state {
		case voting.VotesVoid:
			k.Code = "bought"
		case voting.VotesCounted:
			k.To = voting.VotesPending
		}
		work.Clusters = append(work.Clusters, k)
	}
	forgotten := work
	forgotten.Curve, forgotten.Clusters = voting.Curve{}, forgotten.Clusters[:1]
	page.Works, page.From, page.Total = []voting.WorkReview{work, forgotten}, 10, 40
	page.turn()
	for _, w := range page.Works {
		page.Cards = append(page.Cards, newWorkCard(w, time.UTC))
	}
	return page
}
