package web

import (
	"fmt"
	"html/template"
	"time"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// sampleNow is when every sample page is looked at.
func sampleNow() time.Time {
	return time.Date(2026, 5, 12, 2, 30, 0, 0, time.UTC)
}

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

func at(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, shanghai())
}

// sampleFrame is a contest page's frame with everything in it.
func sampleFrame(lang Lang, tab string) Frame {
	return Frame{
		Lang: lang, Nonce: "n0nce", Address: "/may?order=newest", Site: "https://example.org", Tab: tab,
		Contest: &ContestNav{Slug: "may", Title: "金乡家庭友好影像征集", CanSubmit: true},
		Live:    "/api/v1/contests/may/live", LiveTop: 50, LiveCategory: "photo",
	}
}

func samplePhase() PhaseView {
	return PhaseView{Key: "voting_open", At: at(time.May, 31, 0), Entries: at(time.May, 20, 18)}
}

func samplePicture(i int) Picture {
	hue := []Tone{"#c9a277", "#7f9b8a", "#b5705c", "#8596b5", "#d8c9a3", "#5f6f66"}[i%6]
	return Picture{
		Src: fmt.Sprintf("/sample/%d.svg", i), SrcSet: fmt.Sprintf("/sample/%d.svg 360w, /sample/%d.svg 480w", i, i),
		Width: 480, Height: 480, Tone: hue, Whole: i%3 == 2, Eager: i < 4, First: i == 0,
	}
}

func sampleTile(i int) Tile {
	titles := []string{"蒜乡的早晨", "奶奶的手", "我家的周末和院子里那棵开满花的老石榴树", "放风筝", "托班的第一天", "Kindergarten garden"}
	n := voting.Number(i + 1)
	t := Tile{
		Number: n, Title: titles[i%len(titles)], Entrant: "张*", Category: []string{"摄影", "绘画"}[i%2],
		URL: fmt.Sprintf("/may/%d", n), Picture: samplePicture(i), Counted: true, Votes: 128 - 7*i,
		Vote: &VoteBox{Action: fmt.Sprintf("/may/%d", n), Number: n, Title: titles[i%len(titles)], TakeBack: true, Token: "tok", Back: "/may", Voted: i == 1},
	}
	if i == 3 {
		t.Award = "一等奖"
	}
	return t
}

func sampleTiles(n int) (list []Tile) {
	for i := range n {
		list = append(list, sampleTile(i))
	}
	return list
}

func sampleTones(n int) []Tone {
	var list []Tone
	for i := range n {
		list = append(list, samplePicture(i).Tone)
	}
	return distinct(list)
}

func sampleChoices(titles ...string) (list []Choice) {
	for i, title := range titles {
		list = append(list, Choice{Title: title, URL: "/may?x=" + fmt.Sprint(i), On: i == 0})
	}
	return list
}

func samplePolicy() voting.Policy {
	p := voting.DefaultPolicy()
	p.VotesPerCategory, p.ObjectionHours, p.EntriesPerEntrant = 2, 72, 5
	return p
}

// samples returns every public page with everything in it, in one language.
func samples(lang Lang) []Page {
	frame := func(tab string) Frame { return sampleFrame(lang, tab) }
	ballot := &BallotBox{Remaining: 2, Limit: 3, Slug: "may", Identity: voting.IdentityOpen}
	home := Frame{Lang: lang, Nonce: "n0nce", Address: "/"}
	large := sampleTile(0)
	large.Picture.Width, large.Picture.Height, large.Picture.Alt = 1080, 810, "作品《蒜乡的早晨》，作者 张*"
	summary := "提升托育服务质量，共建生育友好社会。用照片和画笔，记下家里的、院里的、巷子里的好时光。"
	return append([]Page{
		&HomePage{Frame: home, Tones: sampleTones(4), Contests: []ContestCard{
			{Title: "金乡家庭友好影像征集", Summary: summary, URL: "/may", Phase: samplePhase(), Works: 62, Pictures: []Picture{samplePicture(0), samplePicture(1), samplePicture(3), samplePicture(4)}},
			{Title: "春天的巷子", URL: "/spring", Phase: PhaseView{Key: "announced", At: at(time.April, 20, 9), Over: true}, Works: 24},
		}},
		&GalleryPage{
			Frame: frame("works"), Summary: summary, Phase: samplePhase(), Works: 62, Ballot: ballot, Category: "photo",
			Categories: sampleChoices("全部", "摄影", "绘画"), Orders: sampleChoices("随机", "最新", "编号", "票数"),
			Tiles: sampleTiles(20), Tones: sampleTones(20), More: "/may?cursor=x",
		},
		&EntryPage{
			Frame: frame("works"), Work: large, Statement: "清早的蒜田，雾还没散。\n奶奶说，这样的早晨她看了七十年，还是看不够。", Phase: samplePhase(),
			Ballot: ballot, Prev: "/may/62", Next: "/may/2", Share: "https://example.org/media/x.jpg", Awards: []string{"一等奖"}, Tones: sampleTones(1),
		},
		&RankingPage{
			Frame: frame("ranking"), Phase: samplePhase(), Visible: true, Weak: true, Categories: sampleChoices("全部", "摄影"),
			Rows:  []RankRow{{Rank: 1, Entry: sampleTile(0)}, {Rank: 2, Tied: true, Entry: sampleTile(1)}, {Rank: 2, Tied: true, Entry: sampleTile(2)}, {Rank: 4, Entry: sampleTile(3)}},
			Tones: sampleTones(4), More: "/may/ranking?after=4", Screen: "/may/ranking?screen=1", Sums: sumsOf(sampleFigures()),
		},
		&ScreenPage{
			RankingPage: RankingPage{
				Frame: frame("ranking"), Phase: samplePhase(), Visible: true, Weak: true, Tones: sampleTones(4),
				Rows: []RankRow{{Rank: 1, Entry: sampleTile(0)}, {Rank: 2, Tied: true, Entry: sampleTile(1)}, {Rank: 2, Tied: true, Entry: sampleTile(2)}},
			},
			Open: true, Until: at(time.May, 31, 0), QR: &QR{Size: 33, Path: "M4 4h7v1h-7z"}, Host: "example.org",
		},
		&RankingPage{Frame: frame("ranking"), Phase: samplePhase(), Why: "ranking.why_after_close"},
		&RulesPage{
			Frame: frame("rules"), Phase: samplePhase(), Policy: samplePolicy(), Zone: "Asia/Shanghai", MaxSize: 20_000_000,
			Entry:  voting.Round{Opens: at(time.May, 1, 8), Closes: at(time.May, 20, 18)},
			Vote:   voting.Round{Opens: at(time.May, 10, 8), Closes: at(time.May, 31, 0)},
			Groups: []RuleGroup{{Title: "摄影", Media: []voting.Medium{voting.Photo}}, {Title: "绘画", Media: []voting.Medium{voting.Photo, voting.Drawing}}},
			Awards: []RuleAward{{Title: "一等奖", Prize: "托育体验券一张", Quantity: 1}, {Title: "优秀奖", Prize: "绘本一套", Category: "绘画", Quantity: 10}},
			Text:   template.HTML("<p>欢迎每一位乡亲参加。</p>"),
		},
	}, moreSamples(lang, frame)...)
}

func moreSamples(lang Lang, frame func(string) Frame) []Page {
	categories := []voting.Category{{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}}, {Slug: "drawing", Title: "绘画", Media: []voting.Medium{voting.Drawing}}}
	form := SubmitForm{EntryForm: voting.EntryForm{Title: "放风筝", Category: "drawing", EntrantName: "张小明", AgeBand: voting.Under14, GuardianName: "张大明", GuardianPhone: "13800005678", Statement: "和爸爸一起。", RequestKey: "k"}, Draft: "d", DraftName: "JPEG · 3.2 MB", ConsentOK: true}
	consent := template.HTML("<h2>说明</h2><p>作品的权利归作者。</p>")
	history := []StatusStep{
		{Key: "step.received", At: at(time.May, 3, 9)},
		{Key: "step.rejected", At: at(time.May, 4, 10), Bad: true, Note: "图片不清楚"},
		{Key: "step.voting", Ahead: true},
	}
	winner := func(i int) Winner {
		w := Winner{Entry: sampleTile(i), Rank: i + 1, Reason: "评定说明"}
		w.Entry.Picture.Width, w.Entry.Picture.Height, w.Entry.Picture.Alt = 1080, 810, "作品"
		return w
	}
	return []Page{
		&SubmitPage{Frame: frame("submit"), Open: true, Accept: "image/*", Categories: categories, Media: []voting.Medium{voting.Photo, voting.Drawing}, Consent: consent, Guardian: consent, MaxSize: 20_000_000, Form: SubmitForm{EntryForm: voting.EntryForm{RequestKey: "k", AgeBand: voting.Adult}}},
		&SubmitPage{Frame: frame("submit"), Open: true, Accept: "image/*", Form: form, Wrong: map[string]string{"guardian_phone": "这不像一个电话号码。", "title": "太长"}, Categories: categories, Media: []voting.Medium{voting.Photo, voting.Drawing}, Consent: consent, Guardian: consent, MaxSize: 20_000_000},
		&SubmitPage{Frame: frame("submit"), Phase: samplePhase()},
		&StatusFormPage{Frame: frame("status"), Code: "K7M2", Wrong: "没有查到。"},
		&VerifyPage{
			Frame: frame("verify"), Code: "K44Q-SM0G-E8BS", Found: "verify.logged", Place: 17, Size: 2903, Mine: []voting.Receipt{{Code: "K44Q-SM0G-E8BS"}, {Code: "VRYA-TKK2-Q6HX"}},
			Key: "plaudit/x+0badcafe+AQ", Signed: "plaudit/x\n2903\nQQ==\n\n— plaudit/x QQ==\n", Result: &ledger.Result{Logged: 2880, Counted: 2800, Withdrawn: 60, Void: []ledger.Void{{Reason: "entry_disqualified", Votes: 14}, {Reason: "review_bought", Votes: 6}}}, Void: 20, Promised: 60, Earlier: 12,
		},
		&VerifyPage{Frame: frame("verify"), Code: "K7M2", Wrong: "请逐个字符核对。", Promised: 60, Sums: sumsOf(sampleFigures())},
		&StatusPage{Frame: frame("status"), Code: "K7M2Q9XA", New: true, Number: 7, Title: "放风筝", State: voting.Processing, Steps: []StatusStep{{Key: "step.received", At: at(time.May, 3, 9)}, {Key: "step.processing", At: at(time.May, 3, 9)}, {Key: "step.in_review", Ahead: true}}, Withdraw: true, Retry: true},
		&StatusPage{Frame: frame("status"), Code: "K7M2Q9XA", Number: 7, Title: "放风筝", State: voting.Rejected, Reason: "图片不清楚", Steps: history, Awards: []voting.Award{{Title: "一等奖", Prize: "绘本一套"}}, Public: "/may/7", Withdraw: true, Wrong: "后四位不对。"},
		&WinnersPage{
			Frame: frame("winners"), Log: sampleLog(), Ready: true, At: at(time.June, 3, 9), FinalAt: at(time.June, 6, 9), Reason: "更正", Weak: true,
			Awards:  []WonAward{{Title: "一等奖", Prize: "托育体验券一张", Winners: []Winner{winner(0)}}, {Title: "二等奖", Winners: []Winner{winner(1), winner(3), {Gone: true, Entry: sampleTile(5)}}}},
			Figures: voting.Figures{Entries: 62, Voters: 1480, Votes: 3921, DeskVoters: 32, Raw: 3945, Void: sampleFigures().Void}, Void: 24, Policy: samplePolicy(), Tones: sampleTones(4),
		},
		&WinnersPage{Frame: frame("winners")},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityCode, Vote: 7, Title: "放风筝", Back: "/may", Code: "K7M2Q 9XA4D", Wrong: "输入有误"},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityCode, Voter: true},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityPhone, Vote: 7, Title: "放风筝", Form: "tok"},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityPhone, Phone: "13912345678", Form: "tok", Wrong: "号码不对", WrongAt: "phone"},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityPhone, Vote: 7, Title: "放风筝", Phone: "13912345678", Sent: true, Form: "tok", SMSCode: "123", Wrong: "验证码不对", WrongAt: "sms_code"},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityWeChat, Vote: 7, Title: "放风筝", InWeChat: true, Wrong: "请再点一次"},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityWeChat},
		&VoterPage{Frame: frame("works"), Identity: voting.IdentityOpen, Phase: samplePhase()},
		&PrivacyPage{Frame: frame("rules"), Version: voting.ConsentVersion, Text: consent},
		&ProblemPage{Frame: frame("works"), Onward: true, Sentence: "请稍等几秒，再点一次。", Advice: "不用着急。", Back: "/may", RequestID: "abc", Again: sampleTile(0).Vote},
	}
}

func sampleFigures() voting.VoteFigures {
	return voting.VoteFigures{Raw: 3975, Counted: 3921, Pending: 30, Void: map[string]int{"review_machine_made": 20, "entry_withdrawn": 4}}
}

func sampleLog() *LogLine {
	return &LogLine{
		Checkpoint: ledger.Checkpoint{Origin: "plaudit/may", Size: 2903}, At: at(time.June, 3, 9), Print: "0badcafe 0badcafe",
		Result: &ledger.Result{Logged: 2880, Counted: 2800, Withdrawn: 60}, Void: 20,
	}
}
