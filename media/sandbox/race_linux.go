//go:build linux && race

package sandbox

// shadow is what the race detector of a test reserves beside a program's own
// data.
const shadow = 1 << 40
