package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCmd prints what was built.
type versionCmd struct{}

// Run carries out the command.
func (versionCmd) Run(e *env) error {
	_, err := fmt.Fprintln(e.stdout, version())
	return err
}

// version describes the build in one line: the program's version, Go and
// platform.
func version() string {
	return fmt.Sprintf("plaudit %s, %s %s/%s", programVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// programVersion is the module's version or revision.
func programVersion() string {
	text, dirty := "unknown", ""
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		text = info.Main.Version
	} else if ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				text = s.Value[:min(len(s.Value), 12)]
			case "vcs.modified":
				if s.Value == "true" {
					dirty = " (changed since)"
				}
			}
		}
	}
	return text + dirty
}
