package main

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// watch counts how often anything in a folder is opened from now on, by
// inotify(7).
func watch(dir string) (opened func() (int, error), stop func(), err error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, nil, fmt.Errorf("inotify: %w", err)
	}
	stop = func() { unix.Close(fd) }
	if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_OPEN|unix.IN_ACCESS); err != nil {
		stop()
		return nil, nil, fmt.Errorf("inotify: %w", err)
	}
	return func() (count int, err error) {
		buffer := make([]byte, 64<<10)
		for {
			n, err := unix.Read(fd, buffer)
			if errors.Is(err, unix.EAGAIN) || n <= 0 {
				return count, nil
			}
			if err != nil {
				return count, err
			}
			count++
		}
	}, stop, nil
}
