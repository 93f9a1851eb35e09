//go:build linux && !race

package sandbox

// shadow is nothing outside of tests, see race_linux.go.
const shadow = 0
