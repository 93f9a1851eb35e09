package voting

// Every refusal this package can give. The sentences people read are in the
// locales of server/web, keyed by Code; Message is for logs and API clients.
var (
	ErrLogin         = &Error{Kind: Unauthenticated, Code: "login_required", Message: "log in first"}
	ErrVoterRequired = &Error{Kind: Unauthenticated, Code: "voter_required", Message: "become a voter first: POST …/voter"}
	ErrForbidden     = &Error{Kind: Forbidden, Code: "forbidden", Message: "your role does not allow this"}

	ErrContestNotFound      = &Error{Kind: NotFound, Code: "contest_not_found", Message: "there is no such contest"}
	ErrEntryNotFound        = &Error{Kind: NotFound, Code: "entry_not_found", Message: "there is no such entry, or it is not public"}
	ErrCodeNotFound         = &Error{Kind: NotFound, Code: "code_not_found", Message: "no entry has this status code"}
	ErrAnnouncementNotFound = &Error{Kind: NotFound, Code: "not_announced", Message: "the result is not announced yet"}
	ErrLogNotBegun          = &Error{Kind: NotFound, Code: "log_not_begun", Message: "the log of votes begins when the voting round opens"}
	ErrLogTileNotFound      = &Error{Kind: NotFound, Code: "log_tile_not_found", Message: "the log has no such tile, or not so much of it"}
	ErrReceiptNotFound      = &Error{Kind: NotFound, Code: "receipt_not_found", Message: "no vote of this contest has this receipt"}
	ErrNothingToClaim       = &Error{Kind: NotFound, Code: "queue_empty", Message: "nothing waits for a decision"}

	ErrRequired        = &Error{Kind: Invalid, Code: "required", Message: "this field is required"}
	ErrTooLong         = &Error{Kind: Invalid, Code: "too_long", Message: "this is too long"}
	ErrBadValue        = &Error{Kind: Invalid, Code: "bad_value", Message: "this value is not one of those allowed"}
	ErrBadSlug         = &Error{Kind: Invalid, Code: "bad_slug", Message: "a slug is 2 to 40 small letters, digits and hyphens, and begins with a letter"}
	ErrSlugReserved    = &Error{Kind: Invalid, Code: "slug_reserved", Message: "this slug is used by the service itself"}
	ErrBadPhone        = &Error{Kind: Invalid, Code: "bad_phone", Message: "this is not a telephone number"}
	ErrConsentOutdated = &Error{Kind: Invalid, Code: "consent_outdated", Message: "the consent text has changed: read and accept the current version"}
	ErrBadTimes        = &Error{Kind: Invalid, Code: "bad_times", Message: "a round must close after it opens"}
	ErrReasonRequired  = &Error{Kind: Invalid, Code: "reason_required", Message: "this needs a reason"}
	ErrReceiptMistyped = &Error{Kind: Invalid, Code: "receipt_mistyped", Field: "receipt", Message: "this is no receipt code: look again at each character"}
	ErrBadCursor       = &Error{Kind: Invalid, Code: "bad_cursor", Message: "this cursor is not one of ours"}
	ErrBadSecret       = &Error{Kind: Invalid, Code: "bad_secret", Message: "this secret does not open the stored keys"}

	ErrProofRequired  = &Error{Kind: Invalid, Code: "proof_required", Field: "solution", Message: "solve the challenge from …/voter/challenge first"}
	ErrProofWrong     = &Error{Kind: Invalid, Code: "proof_wrong", Field: "solution", Message: "the solution does not fit the challenge"}
	ErrProofExpired   = &Error{Kind: Invalid, Code: "challenge_expired", Field: "challenge", Message: "the challenge has expired: take a new one"}
	ErrChallengeUsed  = &Error{Kind: Conflict, Code: "challenge_used", Field: "challenge", Message: "the challenge was used already: take a new one"}
	ErrNonceUsed      = &Error{Kind: Conflict, Code: "nonce_used", Field: "nonce", Message: "this nonce was used for another vote: draw a new one"}
	ErrFormTooFresh   = &Error{Kind: Limited, Code: "form_too_fresh", Message: "wait a few seconds, then press again"}
	ErrRequestDiffers = &Error{Kind: Conflict, Code: "idempotency_mismatch", Message: "this Idempotency-Key was used with other content"}

	ErrCodeTyped      = &Error{Kind: Invalid, Code: "vote_code_typed", Field: "code", Message: "this voting code is mistyped: its letters do not fit together"}
	ErrCodeWrong      = &Error{Kind: Invalid, Code: "vote_code_wrong", Field: "code", Message: "this voting code is not, or no longer, good"}
	ErrOtherIdentity  = &Error{Kind: Conflict, Code: "other_identity", Message: "this contest tells voters apart in another way: see policy.identity"}
	ErrSMSWrong       = &Error{Kind: Invalid, Code: "sms_code_wrong", Field: "sms_code", Message: "this is not the code that was sent"}
	ErrSMSGone        = &Error{Kind: Invalid, Code: "sms_code_gone", Field: "sms_code", Message: "this code has expired, was used or was tried too often: ask for a new one"}
	ErrSMSTooMany     = &Error{Kind: Limited, Code: "sms_too_many", Field: "phone", Message: "this telephone got three codes within an hour: wait a little"}
	ErrSMSBudget      = &Error{Kind: Unavailable, Code: "sms_budget", Message: "this contest has sent as many codes as it may in a day"}
	ErrSMSUnsent      = &Error{Kind: Unavailable, Code: "sms_not_sent", Message: "the code could not be sent: try again in a moment"}
	ErrSMSLate        = &Error{Kind: Unavailable, Code: "sms_late", Message: "the gateway has not confirmed the code: it may still arrive within a minute or two"}
	ErrWeChatAgain    = &Error{Kind: Conflict, Code: "wechat_again", Message: "what WeChat sent is used or too old: press vote once more"}
	ErrWeChatBusy     = &Error{Kind: Unavailable, Code: "wechat_busy", Message: "WeChat does not answer: try again in a moment"}
	ErrWeChatSnapshot = &Error{Kind: Forbidden, Code: "wechat_snapshot", Message: "WeChat shows a snapshot and does not tell who looks at it: switch to the full page"}
	ErrWeChatOnly     = &Error{Kind: Forbidden, Code: "wechat_only", Message: "in this contest one votes inside WeChat"}

	ErrNoSlips      = &Error{Kind: Conflict, Code: "no_slips", Message: "this contest does not vote by code"}
	ErrSlipsMade    = &Error{Kind: Conflict, Code: "slips_made", Message: "these slips were made already, and codes are shown only once: reissue them if the print was lost"}
	ErrRollCodes    = &Error{Kind: Invalid, Code: "roll_codes", Field: "file", Message: "some codes of this list cannot be used"}
	ErrSlipNotFound = &Error{Kind: NotFound, Code: "slip_not_found", Message: "there is no slip with this serial number"}

	ErrSlugTaken      = &Error{Kind: Conflict, Code: "slug_taken", Field: "slug", Message: "another contest has this slug"}
	ErrStale          = &Error{Kind: Conflict, Code: "stale", Message: "somebody changed this meanwhile: look again"}
	ErrFrozen         = &Error{Kind: Conflict, Code: "frozen", Message: "this may no longer change: it has begun"}
	ErrAnnounced      = &Error{Kind: Conflict, Code: "announced", Message: "this may no longer change: the result is announced"}
	ErrRoundOpen      = &Error{Kind: Conflict, Code: "round_open", Message: "a voting round is still open"}
	ErrNoWinners      = &Error{Kind: Conflict, Code: "no_winners", Message: "choose the winners first"}
	ErrVotesPending   = &Error{Kind: Conflict, Code: "votes_pending", Message: "votes are set aside and nobody has decided on them yet: see the review of doubtful votes"}
	ErrSecondPerson   = &Error{Kind: Conflict, Code: "second_person", Message: "this needs a second person: another organiser must confirm it"}
	ErrVotesWaiting   = &Error{Kind: Conflict, Code: "votes_waiting", Message: "votes still wait for the log: this can be had after the close"}
	ErrBallotFull     = &Error{Kind: Conflict, Code: "ballot_full", Message: "all votes of this ballot are cast"}
	ErrCategoryFull   = &Error{Kind: Conflict, Code: "category_full", Message: "all votes for this category are cast"}
	ErrVoteFinal      = &Error{Kind: Conflict, Code: "vote_final", Message: "in this contest a vote cannot be taken back"}
	ErrWrongState     = &Error{Kind: Conflict, Code: "wrong_state", Message: "this is not possible in the entry's present state"}
	ErrLeased         = &Error{Kind: Conflict, Code: "leased", Message: "another moderator has this entry open"}
	ErrDraftGone      = &Error{Kind: Conflict, Code: "draft_gone", Field: "file", Message: "the picture sent earlier is no longer kept: choose it again"}
	ErrOwnEntry       = &Error{Kind: Forbidden, Code: "own_entry", Message: "one cannot vote for one's own entry"}
	ErrWrongPhone     = &Error{Kind: Forbidden, Code: "wrong_phone", Field: "phone_tail", Message: "these are not the last four digits given at submission"}
	ErrCountsHidden   = &Error{Kind: Forbidden, Code: "counts_hidden", Message: "the counts are not public now"}
	ErrNotMediaType   = &Error{Kind: Invalid, Code: "medium_not_taken", Field: "medium", Message: "this category does not take this medium"}
	ErrVideoOff       = &Error{Kind: Invalid, Code: "video_unavailable", Field: "medium", Message: "videos cannot be taken at present: enter a photo or a drawing"}
	ErrOtherMedium    = &Error{Kind: Invalid, Code: "file_of_other_medium", Field: "file", Message: "a video is entered as a video, a picture as a photo or a drawing"}
	ErrRoundClosed    = &Error{Kind: Closed, Code: "round_closed", Message: "the round is not open now"}
	ErrDiskFull       = &Error{Kind: Unavailable, Code: "disk_full", Message: "the disk is full: nothing can be stored just now"}
	ErrDatabaseAway   = &Error{Kind: Unavailable, Code: "database_unavailable", Message: "the database does not answer just now: nothing was changed, try again in a moment"}
	ErrOutcomeUnknown = &Error{Kind: Unavailable, Code: "outcome_unknown", Message: "the connection was lost while this was being saved: look whether it was, or ask for the same again"}
	ErrTooManyVoters  = &Error{Kind: Limited, Code: "too_many_requests", Message: "too many requests: wait a little"}

	ErrTooManyEntries = &Error{Kind: Conflict, Code: "too_many_entries", Field: "phone", Message: "this entrant has entered as many works as this contest takes from one person"}
	ErrContestFull    = &Error{Kind: Conflict, Code: "contest_full", Message: "this contest holds as many files as it may: ask the organiser"}
)

// Errors lists every refusal, for docs/errors.md and the translations.
func Errors() []*Error {
	return []*Error{
		ErrLogin, ErrVoterRequired, ErrForbidden, ErrContestNotFound, ErrEntryNotFound, ErrCodeNotFound,
		ErrAnnouncementNotFound, ErrLogNotBegun, ErrVotesWaiting, ErrVotesPending, ErrSecondPerson, ErrLogTileNotFound, ErrReceiptNotFound, ErrReceiptMistyped, ErrNothingToClaim, ErrRequired, ErrTooLong, ErrBadValue, ErrBadSlug,
		ErrSlugReserved, ErrBadPhone, ErrConsentOutdated, ErrBadTimes, ErrReasonRequired, ErrBadCursor, ErrBadSecret,
		ErrProofRequired, ErrProofWrong, ErrProofExpired, ErrChallengeUsed, ErrNonceUsed, ErrFormTooFresh, ErrRequestDiffers,
		ErrOtherIdentity, ErrSMSWrong, ErrSMSGone, ErrSMSTooMany, ErrSMSBudget, ErrSMSUnsent, ErrSMSLate,
		ErrWeChatAgain, ErrWeChatBusy, ErrWeChatSnapshot, ErrWeChatOnly, ErrCodeTyped, ErrCodeWrong, ErrNoSlips, ErrSlipsMade, ErrRollCodes, ErrSlipNotFound,
		ErrSlugTaken, ErrStale, ErrFrozen, ErrAnnounced, ErrRoundOpen, ErrNoWinners, ErrBallotFull,
		ErrCategoryFull, ErrVoteFinal, ErrWrongState, ErrLeased, ErrDraftGone, ErrOwnEntry, ErrWrongPhone,
		ErrCountsHidden, ErrNotMediaType, ErrVideoOff, ErrOtherMedium, ErrTooManyEntries, ErrContestFull, ErrRoundClosed, ErrDiskFull, ErrTooManyVoters,
		ErrDatabaseAway, ErrOutcomeUnknown,
	}
}
