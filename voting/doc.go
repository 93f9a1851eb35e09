// Package voting is the rulebook of a contest. It knows contests, entries,
// ballots, tallies and awards, and decides what may happen to them; it does no
// input or output of its own.
//
// To follow one vote, read Service.Cast in cast.go: it loads the contest under
// a shared lock, finds the voter and the entry, locks the ballot, asks the
// policy (vote_policy.go) and records the vote. To follow one entry, read
// Service.Submit in submit.go, then Service.AssetReady and Service.Decide.
// What is stored, and how, is behind the Store port in store.go; who may do
// what is the table in policy.go.
package voting
