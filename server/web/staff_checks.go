package web

import (
	"slices"
	"strings"

	"plaudit/voting"
)

// checks is the list of what a contest still needs, and of what often goes
// wrong. It advises; what is refused is decided by the use cases.
func checks(s *voting.Settings) CheckList {
	c := voting.Contest{Settings: *s}
	entry, hasEntry := c.Round(voting.EntryRound)
	vote, hasVote := c.Round(voting.VoteRound)
	list := []Check{
		{Key: "categories", Must: true, Done: len(s.Categories) > 0, Anchor: "categories"},
		{Key: "entry_round", Must: true, Done: hasEntry, Anchor: "rounds"},
		{Key: "vote_round", Must: true, Done: hasVote, Anchor: "rounds"},
		{Key: "summary", Done: s.Summary != "", Anchor: "basics"},
		{Key: "awards", Done: len(s.Awards) > 0, Anchor: "awards"},
		{Key: "rules", Done: s.Rules != "", Anchor: "rules"},
	}
	if hasEntry && hasVote {
		list = append(list,
			Check{Key: "order", Done: !vote.Opens.Before(entry.Opens) && !vote.Closes.Before(entry.Closes), Anchor: "rounds"})
	}
	list = append(list, Check{Key: "wording", Done: !luring(s.Title + s.Summary + s.Rules), Anchor: "rules"})
	return CheckList{list}
}

// checks adds what the server itself lacks.
func (w *Web) checks(s *voting.Settings) CheckList {
	list := checks(s)
	if slices.ContainsFunc(s.Categories, func(c voting.Category) bool { return c.Takes(voting.Video) }) {
		list.Checks = append(list.Checks, Check{Key: "video", Done: w.deps.Voting.Videos, Anchor: "categories"})
	}
	return list
}

// CheckList is the list as pages show it.
type CheckList struct{ Checks []Check }

// Ready reports whether nothing is missing.
func (l CheckList) Ready() bool {
	return !slices.ContainsFunc(l.Checks, func(c Check) bool { return !c.Done })
}

// luring finds wording for which WeChat blocks pages: asking for shares, likes
// or followers in return for something.
func luring(text string) bool {
	for _, phrase := range []string{"集赞", "转发有奖", "分享有奖", "转发朋友圈", "分享朋友圈", "分享到朋友圈", "转发到朋友圈", "关注后投票", "关注公众号后", "分享得票", "分享后", "邀请好友"} {
		if strings.Contains(text, phrase) {
			return true
		}
	}
	return false
}
