package voting

// The ids are types of their own so that arguments cannot be swapped.
// All but the numbers are opaque text, made by Service.newID.
type (
	ContestID string // a contest; never shown to the public
	EntryID   string // an entry; the public knows its Number
	AssetID   string // an original kept by package media
	StaffID   string // a staff account
	VoterKey  string // HMAC of a voter's identity under the contest's key, hex
)

// Number is an entry's public number, counted from 1 in each contest.
type Number int

// Slug names a contest, a category or an award in addresses.
type Slug string
