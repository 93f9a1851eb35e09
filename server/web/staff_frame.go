package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"plaudit/voting"
)

// StaffFrame is what every staff page has beside the Frame: who is logged in,
// where one can go, and what just happened.
type StaffFrame struct {
	Frame
	Nav  []Choice // the server's pages
	Of   *StaffContest
	Said string // what the request before this one did, in words
}

// StaffContest is the contest that a staff page belongs to.
type StaffContest struct {
	Title string
	Slug  voting.Slug
	Phase voting.Phase
	Tabs  []Choice
}

// Base is the path that the contest's staff pages live under.
func (s StaffContest) Base() string { return staffContestPath(s.Slug) }

func staffContestPath(slug voting.Slug) string { return "/staff/contests/" + string(slug) }

// Wide reports whether the page uses the whole width of the window.
func (*StaffFrame) Wide() bool { return false }

// staffTab is a page of a contest in the staff navigation. Who sees it is who
// may do its act.
type staffTab struct {
	key  string // of its title, after "staff.tab_"
	path string // after the contest's base
	act  voting.Act
	only voting.Identity // there is such a page in contests of this identity only; "" for all
}

func staffTabs() []staffTab {
	return []staffTab{
		{"overview", "", voting.ActSeeStaff, ""},
		{"settings", "/edit", voting.ActEditContest, ""},
		{"moderation", "/moderation", voting.ActModerate, ""},
		{"entries", "/entries", voting.ActModerate, ""},
		{"slips", "/slips", voting.ActIssueSlips, voting.IdentityCode},
		{"desk", "/desk", voting.ActDesk, voting.IdentityCode},
		{"standings", "/standings", voting.ActSeeCounts, ""},
		{"review", "/review", voting.ActSeeReview, ""},
		{"awards", "/awards", voting.ActAward, ""},
		{"audit", "/audit", voting.ActSeeAudit, ""},
	}
}

// newStaffFrame makes the frame of a page; tab is the key of the navigation
// that it marks.
func (w *Web) newStaffFrame(c echo.Context, a voting.Actor, tab string) StaffFrame {
	f := StaffFrame{Frame: w.newFrame(c)}
	f.Staff, f.Tab, f.NoIndex = a.Login, tab, true
	if a.Staff == "" {
		return f
	}
	f.Nav = append(f.Nav, w.navChoice(f.Lang, "staff.nav_contests", "/staff", tab == "contests"))
	if voting.Allow(a, voting.ActManageStaff, "") == nil {
		f.Nav = append(f.Nav, w.navChoice(f.Lang, "staff.nav_people", "/staff/people", tab == "people"))
	}
	return f
}

// within puts the frame into a contest, with the tabs that the actor may open.
func (w *Web) within(f *StaffFrame, a voting.Actor, view *voting.ContestView) {
	of := &StaffContest{Title: view.Title, Slug: view.Slug, Phase: view.Phase}
	for _, tab := range staffTabs() {
		if (tab.only == "" || tab.only == view.Policy.Identity) && voting.Allow(a, tab.act, view.ID) == nil {
			of.Tabs = append(of.Tabs, w.navChoice(f.Lang, "staff.tab_"+tab.key, of.Base()+tab.path, f.Tab == tab.key))
		}
	}
	f.Of = of
}

func (w *Web) navChoice(lang Lang, key, url string, on bool) Choice {
	return Choice{Title: w.texts.books[lang].T(key), URL: url, On: on}
}

// may lists which of the acts the actor may do in the contest, for templates to
// ask about.
func may(a voting.Actor, in voting.ContestID, acts ...voting.Act) (list []voting.Act) {
	for _, act := range acts {
		if voting.Allow(a, act, in) == nil {
			list = append(list, act)
		}
	}
	return list
}

// Permitted are the acts that a page offers.
type Permitted []voting.Act

// Can reports whether the page offers the act called name.
func (p Permitted) Can(name string) bool { return slices.Contains(p, voting.Act(name)) }
