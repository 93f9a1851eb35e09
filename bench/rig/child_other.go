//go:build !linux

package rig

import "os/exec"

// EndWithUs does nothing here: only Linux can.
func EndWithUs(*exec.Cmd) {}
