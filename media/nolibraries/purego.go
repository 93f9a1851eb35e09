// Package purego stands in for github.com/ebitengine/purego, by a replace
// directive in go.mod.
//
// The gen2brain packages that decode HEIC and AVIF and write WebP use purego
// to look for the system's libraries when the program starts, and only without
// them fall back on what they carry, compiled to WebAssembly. We want the
// latter always: the same code on every machine, shut in its own memory, in
// one static binary, whatever flags it was built with. So nothing can be
// loaded here. Only what those packages call exists; should a newer version
// call more, the build fails and this file is looked at again.
package purego

import "errors"

// The modes of Dlopen have no meaning here.
const (
	RTLD_NOW    = 0
	RTLD_GLOBAL = 0
)

var errNone = errors.New("purego: this program loads no libraries")

// Dlopen always fails.
func Dlopen(string, int) (uintptr, error) { return 0, errNone }

// RegisterLibFunc panics, which its callers take for a library that is not
// there: on Windows they open it themselves.
func RegisterLibFunc(any, uintptr, string) { panic(errNone) }

// NewCallback makes none; without a library nobody calls it.
func NewCallback(any) uintptr { return 0 }
