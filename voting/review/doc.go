// Package review finds ballots that look made rather than cast. It is pure:
// given what is known of each vote (Event), Find returns the voters whose
// ballots a person should look at, with the signals that speak against each. It
// decides nothing and forgets nobody: setting a vote aside, and voiding it, are
// acts of people.
//
// Begin with Rules (rules.go), which publishes every signal with its numbers;
// the signals themselves are in burst.go, origin.go and conduct.go. Package
// simulate beside it makes contests with attacks of known kinds, by which the
// rules were tuned and are measured.
package review
