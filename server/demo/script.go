package demo

import (
	"slices"
	"strings"
	"time"

	"plaudit/voting"
)

// show is the script of one contest.
type show struct {
	slug      voting.Slug
	settings  voting.Settings
	works     []Work
	start     time.Time // of the first day
	days      int
	entryDays int           // the days on which works come in
	voteFrom  int           // the day on which voting opens
	crowd     int           // voters
	end       time.Time     // where the clock is left
	accident  map[int]event // what befalls the work at an index, besides approval
	announce  bool
	raids     []raid
}

// event is something other than "approved" in the life of an entry.
type event int

const (
	approved event = iota
	waits          // still in the queue
	damaged        // the file cannot be decoded
	rejected
	disqualified
	withdrawn
)

func categories() []voting.Category {
	return []voting.Category{
		{Slug: "photo", Title: "摄影", Media: []voting.Medium{voting.Photo}},
		{Slug: "painting", Title: "绘画", Media: []voting.Medium{voting.Drawing}},
		{Slug: "children", Title: "童画", Media: []voting.Medium{voting.Drawing}},
	}
}

// currentShow is the contest of ../shared/seed: a month of entries, the public
// vote under way, closing in six days.
func currentShow(now time.Time, works, clips []Work) show {
	const days, voteFrom = 20, 9
	start := midnight(now).AddDate(0, 0, -days)
	settings := voting.DefaultSettings()
	settings.Title = "“5.29会员活动月”文艺作品征集"
	settings.Summary = "提升托育服务质量，共建生育友好社会。面向街道居民征集摄影、绘画作品，记录身边的爱与陪伴。人人可参赛，人人可投票。"
	settings.Rules = currentRules
	settings.Categories = categories()
	if len(clips) > 0 {
		settings.Summary = strings.Replace(settings.Summary, "摄影、绘画作品", "摄影、绘画和短视频作品", 1)
		settings.Categories = append(settings.Categories, voting.Category{Slug: "video", Title: "短视频", Media: []voting.Medium{voting.Video}})
	}
	works = mix(works, clips)
	settings.Rounds = []voting.Round{
		{Kind: voting.EntryRound, Opens: start, Closes: midnight(now).AddDate(0, 0, 5)},
		{Kind: voting.VoteRound, Opens: start.AddDate(0, 0, voteFrom), Closes: midnight(now).AddDate(0, 0, 6)},
	}
	settings.Policy.Counts = voting.CountsAlways
	settings.Awards = []voting.Award{
		{Slug: "first", Title: "一等奖", Quantity: 1, Prize: "家庭阅读礼包（价值300元）"},
		{Slug: "second", Title: "二等奖", Quantity: 3, Prize: "亲子绘本套装（价值150元）"},
		{Slug: "third", Title: "三等奖", Quantity: 6, Prize: "保温杯一只"},
		{Slug: "children", Title: "童心奖", Quantity: 5, Prize: "水彩画具一套", Category: "children"},
	}
	n := len(works)
	return show{
		slug: "may", settings: settings, works: works, start: start, days: days, entryDays: days, voteFrom: voteFrom, crowd: 1500, end: now,
		raids: currentRaids(),
		accident: map[int]event{
			7: withdrawn, 13: rejected, 21: disqualified, 30: rejected, 37: damaged,
			n - 1: waits, n - 2: waits, n - 3: waits, n - 4: waits, n - 5: waits, n - 6: waits,
		},
	}
}

// mix puts clips among works: the last one among those that wait, the others
// apart, and none where an accident befalls it.
func mix(works, clips []Work) []Work {
	works = slices.Clone(works)
	for i, clip := range clips {
		at := 10 + 16*i
		if i == len(clips)-1 {
			at = len(works) - 1
		}
		works = slices.Insert(works, at, clip)
	}
	return works
}

// finishedShow is a smaller contest that was announced a while ago.
func finishedShow(now time.Time, works []Work) show {
	const days, entryDays, voteFrom = 12, 8, 5
	start := midnight(now).AddDate(0, -3, 0)
	settings := voting.DefaultSettings()
	settings.Title = "“蒜乡春色”摄影绘画展"
	settings.Summary = "春天的田野、街巷与人。感谢每一位参与的居民，获奖作品已在社区活动中心展出。"
	settings.Rules = finishedRules
	settings.Categories = categories()
	settings.Rounds = []voting.Round{
		{Kind: voting.EntryRound, Opens: start, Closes: start.AddDate(0, 0, entryDays)},
		{Kind: voting.VoteRound, Opens: start.AddDate(0, 0, voteFrom), Closes: start.AddDate(0, 0, days)},
	}
	settings.Awards = []voting.Award{
		{Slug: "first", Title: "一等奖", Quantity: 1, Prize: "书法春联一副、荣誉证书"},
		{Slug: "second", Title: "二等奖", Quantity: 2, Prize: "荣誉证书、台历"},
		{Slug: "popular", Title: "优秀奖", Quantity: 3, Prize: "荣誉证书"},
	}
	return show{
		slug: "spring", settings: settings, works: works, start: start, days: days, entryDays: entryDays, voteFrom: voteFrom, crowd: 420,
		end: start.AddDate(0, 0, days+2).Add(10 * time.Hour), announce: true,
		raids: finishedRaids(),
	}
}

// midnight is the beginning of the day in the contests' time zone.
func midnight(t time.Time) time.Time {
	zone, err := time.LoadLocation(voting.DefaultSettings().Timezone)
	if err != nil {
		zone = time.UTC
	}
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

const currentRules = `## 征集内容

围绕“提升托育服务质量，共建生育友好社会”主题，用镜头和画笔记录：

- 家人之间的陪伴与关爱
- 托育园、幼儿园和社区里的童年时光
- 家乡的田野、街巷与四季

## 参赛要求

1. 作品须为本人原创，每人可提交多件。
2. 照片不得使用合成、换脸等手法；拍到他人肖像的，须征得同意。
3. 十四周岁以下的作者，由监护人代为提交。
4. 作者保留著作权；主办单位可在本次活动的展示与宣传中使用作品。

## 咨询

金乡街道计划生育协会，社区活动中心二楼。`

const finishedRules = `## 征集内容

以“蒜乡春色”为题的摄影、绘画作品。

## 展览

获奖作品在社区活动中心一楼展出，欢迎参观。`
