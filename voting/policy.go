package voting

// Act is something staff do. The table below is the only place that says who may.
type Act string

// The acts of staff.
const (
	ActCreateContest Act = "create_contest"
	ActEditContest   Act = "edit_contest"
	ActSeeStaff      Act = "see_staff"      // the staff view of a contest
	ActSeeCounts     Act = "see_counts"     // counts that the public may not see yet
	ActModerate      Act = "moderate"       // approve, reject, undo
	ActDisqualify    Act = "disqualify"     // after publication
	ActSeeUnapproved Act = "see_unapproved" // pictures that are not public
	ActAward         Act = "award"          // propose, choose, announce
	ActReview        Act = "review_votes"   // set doubtful votes aside, release, void
	ActSeeReview     Act = "see_review"
	ActIssueSlips    Act = "issue_slips"  // make, print, reissue and revoke voting codes
	ActDesk          Act = "desk"         // vote on behalf of somebody present
	ActManageStaff   Act = "manage_staff" // accounts and roles
	ActSeeAudit      Act = "see_audit"
)

// policy: an act is allowed to whoever holds one of its roles in the contest.
// What is not listed is denied.
func policy() map[Act][]Role {
	return map[Act][]Role{
		ActCreateContest: {Organiser},
		ActEditContest:   {Organiser},
		ActSeeStaff:      {Organiser, Moderator, Judge, Auditor},
		ActSeeCounts:     {Moderator, Auditor},
		ActModerate:      {Moderator},
		ActDisqualify:    {Moderator},
		ActSeeUnapproved: {Moderator},
		ActAward:         {Organiser},
		ActReview:        {Organiser},
		ActSeeReview:     {Organiser, Auditor},
		ActIssueSlips:    {Organiser},
		ActDesk:          {Moderator},
		ActManageStaff:   {Operator},
		ActSeeAudit:      {Organiser, Auditor},
	}
}

// Allow returns nil when the actor may do the act in the contest (in all
// contests when it is empty), ErrLogin when nobody is logged in and
// ErrForbidden otherwise.
func Allow(a Actor, act Act, in ContestID) error {
	if a.System {
		return nil
	}
	if a.Staff == "" {
		return ErrLogin
	}
	for _, role := range policy()[act] {
		if a.Has(role, in) {
			return nil
		}
	}
	return ErrForbidden.With("act", string(act))
}
