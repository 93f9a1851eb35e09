//go:build race

package media

// UnderRace says that the race detector watches, under which decoders and
// encoders take many times as long.
const UnderRace = true
