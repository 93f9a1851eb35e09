package sqlstore_test

import (
	"errors"
	"testing"
	"time"

	"plaudit/voting"
)

// linked is the voter that a device stands for, 0 for none.
func (f *fixture) linked(device int) (voter int) {
	f.t.Helper()
	f.view(func(tx voting.Tx) error {
		v, err := tx.LinkedVoter(f.contest, voterKey(device))
		if errors.Is(err, voting.ErrVoterRequired) {
			return nil
		}
		for n := 1; voter == 0 && n < 10; n++ {
			if v.Key == voterKey(n) {
				voter = n
			}
		}
		return err
	})
	return voter
}

func TestDevicesStandForAVoter(t *testing.T) {
	each(t, func(f *fixture) {
		f.voters(2)
		link := func(device, voter int) {
			f.update(func(tx voting.Tx) error { return tx.LinkDevice(f.contest, voterKey(device), voterKey(voter)) })
			f.clock.Advance(time.Second)
		}
		link(101, 1)
		link(102, 1)
		link(103, 2)
		if got := [4]int{f.linked(101), f.linked(102), f.linked(103), f.linked(104)}; got != [4]int{1, 1, 2, 0} {
			t.Errorf("devices stand for %v", got)
		}
		link(102, 2) // another member of the household
		f.update(func(tx voting.Tx) error { return tx.UnlinkDevices(f.contest, voterKey(1)) })
		f.update(func(tx voting.Tx) error { return tx.UnlinkDevices(f.contest, voterKey(9)) })
		if got := [3]int{f.linked(101), f.linked(102), f.linked(103)}; got != [3]int{0, 2, 2} {
			t.Errorf("after a switch and unlinking voter 1, devices stand for %v", got)
		}
		f.update(func(tx voting.Tx) error { return tx.UnlinkDevice(f.contest, voterKey(103)) })
		f.update(func(tx voting.Tx) error { return tx.UnlinkDevice(f.contest, voterKey(109)) })
		if got := [2]int{f.linked(102), f.linked(103)}; got != [2]int{2, 0} {
			t.Errorf("after unlinking device 103, devices stand for %v", got)
		}
		f.refused(voting.ErrVoterRequired, func(tx voting.Tx) error { return tx.LinkDevice(f.contest, voterKey(101), voterKey(9)) })
	})
}

func TestTheOldestDevicesOfAVoterAreForgotten(t *testing.T) {
	each(t, func(f *fixture) {
		f.voters(1)
		for device := 101; device <= 125; device++ {
			f.update(func(tx voting.Tx) error { return tx.LinkDevice(f.contest, voterKey(device), voterKey(1)) })
			f.clock.Advance(time.Second)
		}
		if got := [4]int{f.linked(101), f.linked(105), f.linked(106), f.linked(125)}; got != [4]int{0, 0, 1, 1} {
			t.Errorf("devices stand for %v", got)
		}
	})
}
