//go:build !linux

package main

import "errors"

// watch has no way to watch here.
func watch(string) (opened func() (int, error), stop func(), err error) {
	return func() (int, error) { return 0, errors.New("this system has no inotify") }, func() {}, nil
}
