package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// raid is votes for one work that look made, some of which are not.
type raid struct {
	day   int
	at    time.Duration // of the first vote, since midnight
	every time.Duration
	votes int
	place int // of the work among those on show, the most appealing first
	agent string
	net   string // of all, or "" where each has its own
	looks bool   // they were shown the work

	// What the organiser makes of it on a later day; nothing where to is "".
	judged       int
	to           voting.ReviewState
	code, reason string
}

const (
	program = "python-requests/2.31.0"
	tablet  = "Mozilla/5.0 (Linux; Android 10; SCH-T10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.104 Safari/537.36"
	handset = "Mozilla/5.0 (Linux; Android 9; vivo V3) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/83.0.4103.106 Mobile Safari/537.36"
)

// currentRaids are a class that was released, a program that was voided, and a
// shelf of telephones that waits for a decision.
func currentRaids() []raid {
	return []raid{
		{
			day: 12, at: 18*time.Hour + 10*time.Minute, every: time.Minute, votes: 24, place: 18, agent: tablet, net: "school", looks: true,
			judged: 13, to: voting.VotesCounted, code: "explained", reason: "已向晚托班老师核实：24 名孩子用班里的平板排队投票，一分钟一位，都看过作品。",
		},
		{
			day: 15, at: 70 * time.Minute, every: 2 * time.Minute, votes: 46, place: 11, agent: program,
			judged: 15, to: voting.VotesVoid, code: "machine_made", reason: "凌晨一点多起每两分钟一票，全是同一个程序，网络各不相同，没有一票打开过作品页。",
		},
		{day: 19, at: 22*time.Hour + 40*time.Minute, every: time.Minute, votes: 31, place: 5, agent: handset, net: "shelf"},
	}
}

// finishedRaids is a program whose votes stand as void in the result.
func finishedRaids() []raid {
	return []raid{{
		day: 9, at: 2 * time.Hour, every: 2 * time.Minute, votes: 28, place: 3, agent: program,
		judged: 9, to: voting.VotesVoid, code: "machine_made", reason: "深夜每两分钟一票，全是同一个程序，没有一票打开过作品页。",
	}}
}

// raidsOf lets those of a day happen that begin in these hours.
func (p *player) raidsOf(ctx context.Context, day int, from, to time.Duration) error {
	for i, r := range p.raids {
		if r.day != day || r.at < from || r.at >= to {
			continue
		}
		if err := p.raid(ctx, i, r); err != nil {
			return fmt.Errorf("raid %d: %w", i+1, err)
		}
	}
	return nil
}

func (p *player) raid(ctx context.Context, i int, r raid) error {
	target := p.byAppeal()[r.place]
	p.targets[i] = target
	device := func(n int) string { return fmt.Sprintf("demo raid %d voter %d", i+1, n) }
	first := p.start.AddDate(0, 0, r.day).Add(r.at)
	p.Clock.Set(p.latest(first))
	group, joining := errgroup.WithContext(ctx)
	group.SetLimit(64)
	for n := range r.votes {
		group.Go(func() error {
			_, err := p.Voting.BecomeVoter(joining, voting.Actor{Device: device(n)}, p.slug, voting.Proof{})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	view, err := p.Voting.ViewContest(ctx, voting.Actor{}, p.slug)
	if err != nil {
		return err
	}
	for n := range r.votes {
		p.Clock.Set(p.latest(first.Add(time.Duration(n) * r.every)))
		voter := voting.Actor{Device: device(n), From: voting.Origin{Net: r.net, Agent: r.agent}}
		if r.net == "" {
			voter.From.Net = device(n)
		}
		if r.looks {
			seen, err := p.look(&view.Contest, voter)
			if err != nil {
				return err
			}
			voter.From.Seen = seen(target)
		}
		if _, err := p.Voting.Cast(ctx, voter, p.slug, target, ledger.Nonce{}); err != nil {
			return err
		}
		p.votes++
	}
	return nil
}

// byAppeal is the gallery, the most appealing works first.
func (p *player) byAppeal() []voting.Number {
	places := make([]int, len(p.gallery))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int {
		if p.appeal[a] > p.appeal[b] {
			return -1
		}
		return 1
	})
	list := make([]voting.Number, len(places))
	for i, at := range places {
		list[i] = p.gallery[at]
	}
	return list
}

// look shows the works to a voter, who may then vote as having seen them.
func (p *player) look(c *voting.Contest, voter voting.Actor) (func(voting.Number) string, error) {
	return p.Voting.SeenMarks(c, voter.Device, p.Clock.Now())
}

// night looks for doubtful votes as a server does each night, where there is
// something to find.
func (p *player) night(ctx context.Context, day int, morning time.Time) error {
	if !slices.ContainsFunc(p.raids, func(r raid) bool { return r.judged == day }) {
		return nil
	}
	p.Clock.Set(p.latest(morning.Add(-4 * time.Hour)))
	_, err := p.Voting.FindDoubts(ctx, voting.Actor{System: true}, p.slug)
	return err
}

// judge lets the organiser decide what is to be decided on this day.
func (p *player) judge(ctx context.Context, day int) error {
	for i, r := range p.raids {
		if r.judged != day || r.to == "" {
			continue
		}
		found, err := p.pending(ctx, p.targets[i])
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("raid %d was not found", i+1)
		}
		for _, k := range found {
			_, err := p.Voting.JudgeVotes(ctx, organiser(), p.slug, voting.Judgment{Of: k.ClusterKey, To: r.to, Code: r.code, Reason: r.reason, Ballots: k.Ballots})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// pending are the clusters of a work that wait for a decision.
func (p *player) pending(ctx context.Context, target voting.Number) (found []voting.Cluster, err error) {
	view, err := p.Voting.ViewContest(ctx, organiser(), p.slug)
	if err != nil {
		return nil, err
	}
	err = p.Voting.Store.View(ctx, func(tx voting.Tx) error {
		all, err := tx.Clusters(view.ID)
		found = slices.DeleteFunc(all, func(k voting.Cluster) bool { return k.State != voting.VotesPending || k.Number != target })
		return err
	})
	return found, err
}

// home is where an honest voter's request comes from: families share a subnet,
// and there are a few kinds of telephones, some much more common.
func (p *player) home() voting.Origin {
	agents := []string{
		"Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 HuaweiBrowser/15.0 Mobile Safari/537.36",
		"Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49",
		"Mozilla/5.0 (Linux; Android 13; 22081212C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.47",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1",
		"Mozilla/5.0 (Linux; Android 11; PEGM00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.4896.127 Mobile Safari/537.36",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36",
	}
	kind := min(p.random.IntN(len(agents)), p.random.IntN(len(agents)))
	return voting.Origin{Net: fmt.Sprintf("home %d", p.random.IntN(900)), Agent: agents[kind]}
}
