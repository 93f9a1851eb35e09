package voting_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"plaudit/voting"
)

// checked gives nine letters the one to check them by.
func checked(t *testing.T, letters string) string {
	t.Helper()
	for _, last := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
		if _, err := voting.ReadCodes([]string{letters + string(last)}); !strings.Contains(fmt.Sprint(err), voting.CodeMistyped) {
			return letters + string(last)
		}
	}
	t.Fatalf("no letter checks %s", letters)
	return ""
}

func TestCodesOfAListMustBeHardToGuess(t *testing.T) {
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var drawn, counted []string
	for i := range 2000 {
		random := make([]byte, 9)
		_, _ = rand.Read(random)
		for j := range random {
			random[j] = letters[random[j]%32]
		}
		drawn = append(drawn, checked(t, string(random)))
		counted = append(counted, checked(t, fmt.Sprintf("%09d", 203_417_000+i)))
	}
	if got, err := voting.ReadCodes(drawn); err != nil || got[7] != drawn[7] {
		t.Errorf("codes drawn at random: %v", err)
	}
	var faults voting.CodeFaults
	_, err := voting.ReadCodes(counted)
	if !errors.Is(err, voting.ErrRollCodes) || !errors.As(err, &faults) || len(faults) < 1900 || faults[0].Why != voting.CodeWeak {
		t.Errorf("codes counted up: %d faults, %v", len(faults), err)
	}
	if _, err := voting.ReadCodes(counted[:2]); err == nil {
		t.Error("two codes that follow each other pass")
	}
	if got, err := voting.ReadCodes([]string{"", drawn[0], " "}); err != nil || got[0] != "" || got[2] != "" {
		t.Errorf("lines without a code: %q, %v", got, err)
	}
}

// Nothing is made of a list with a code that another slip has, or had.
func TestImportedCodesOpenBallots(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(nil)
		mine, fresh := checked(t, "K7M2Q9XA4"), checked(t, "3T9VB4WN6")
		printed, err := w.ImportSlips(w.ctx, clerk, "may", []string{voting.SpokenCode(mine), ""}, w.slipToken())
		w.must(err)
		if printed[0].Code != mine || printed[1].Code == "" || printed[1].Code == mine {
			t.Errorf("printed %+v", printed)
		}
		w.must(w.enterCode(device(1), strings.ToLower(mine)))
		w.must(w.RevokeSlips(w.ctx, clerk, "may", voting.SlipRange{From: 1, To: 1}, "lost"))
		var faults voting.CodeFaults
		_, err = w.ImportSlips(w.ctx, clerk, "may", []string{fresh, mine, printed[1].Code}, w.slipToken())
		w.want(voting.ErrRollCodes, err)
		if !errors.As(err, &faults) || len(faults) != 2 || faults[0] != (voting.CodeFault{Index: 1, Why: voting.CodeRevoked}) || faults[1].Why != voting.CodeTaken {
			t.Errorf("faults: %v", faults)
		}
		page, err := w.Slips(w.ctx, clerk, "may")
		if w.must(err); page.Issued != 2 {
			t.Errorf("%d slips after a refused list", page.Issued)
		}
		w.want(voting.ErrCodeWrong, w.enterCode(device(2), fresh))
		_, err = w.ImportSlips(w.ctx, clerk, "may", make([]string, voting.MostSlips+1), w.slipToken())
		w.want(voting.ErrBadValue, err)
	})
}

// A slip that got another code has lost the old one for good: no list brings it
// again, though the slip was revoked and reissued several times.
func TestRevokedCodesStayRevoked(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.byCode(nil)
		mine := checked(t, "K7M2Q9XA4")
		_, err := w.ImportSlips(w.ctx, clerk, "may", []string{mine}, w.slipToken())
		w.must(err)
		first := voting.SlipRange{From: 1, To: 1}
		old := []string{mine}
		for range 2 {
			w.must(w.RevokeSlips(w.ctx, clerk, "may", first, "lost"))
			printed, err := w.ReissueSlips(w.ctx, clerk, "may", first, "lost", w.slipToken())
			w.must(err)
			old = append(old, printed[0].Code)
		}
		var faults voting.CodeFaults
		_, err = w.ImportSlips(w.ctx, clerk, "may", append(old, checked(t, "3T9VB4WN6")), w.slipToken())
		w.want(voting.ErrRollCodes, err)
		want := voting.CodeFaults{{Index: 0, Why: voting.CodeRevoked}, {Index: 1, Why: voting.CodeRevoked}, {Index: 2, Why: voting.CodeTaken}}
		if errors.As(err, &faults); !slices.Equal(faults, want) {
			t.Errorf("faults: %v", faults)
		}
		for i, code := range old[:2] {
			w.want(voting.ErrCodeWrong, w.enterCode(device(i), code))
		}
		w.must(w.enterCode(device(2), old[2]))
	})
}
