//go:build race

package api_test

// underRace says that the race detector watches, under which decoders and
// encoders take many times as long.
const underRace = true
