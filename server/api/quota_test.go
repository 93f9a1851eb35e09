package api_test

import (
	"sync"
	"testing"

	"plaudit/voting"
)

func TestAnEntrantHasAQuota(t *testing.T) {
	h := newHouse(t)
	h.contest("may", `, "policy": {"entries_per_entrant": 2}`)
	jpeg := picture(t, 64, 48, 0)
	var all sync.WaitGroup
	var mu sync.Mutex
	taken := 0
	for range 8 {
		c := h.nobody()
		all.Go(func() {
			a := c.submit("may", work(), jpeg)
			mu.Lock()
			defer mu.Unlock()
			if a.status == 201 {
				taken++
			} else {
				a.refused(409, "too_many_entries")
			}
		})
	}
	all.Wait()
	if taken != 2 {
		t.Fatalf("%d of 8 were taken at once, the quota is 2", taken)
	}
	h.nobody().submit("may", work("phone", "13900000000"), jpeg).want(201)
	h.develop(3)
	h.staff("moderator").post("/contests/may/moderation/1", `{"decision": "reject", "reason": "unclear"}`).want(200)
	code := h.nobody().submit("may", work(), jpeg).want(201).text("code") // in place of the rejected one
	h.nobody().submit("may", work(), jpeg).refused(409, "too_many_entries")
	h.nobody().do("DELETE", "/contests/may/status/"+code, `{"phone_tail": "5678"}`).want(200)
	h.nobody().submit("may", work(), jpeg).want(201) // in place of the withdrawn one
}

func TestAContestHasAQuota(t *testing.T) {
	h := newHouse(t)
	h.contest("may")
	h.contest("june")
	jpeg := picture(t, 64, 48, 0)
	use := func(want voting.Use) {
		t.Helper()
		got, err := h.service.ViewUse(t.Context(), voting.Actor{System: true}, "may")
		if err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	}
	size := int64(len(jpeg))
	h.service.ContestBytes = 2 * size
	use(voting.Use{Most: 2 * size})
	code := h.nobody().submit("may", work(), jpeg).want(201).text("code")
	h.nobody().submit("may", work(), jpeg).want(201)
	use(voting.Use{Files: 2, Bytes: 2 * size, Most: 2 * size})
	h.nobody().submit("may", work(), jpeg).refused(409, "contest_full")
	h.nobody().submit("june", work(), jpeg).want(201)
	h.nobody().do("DELETE", "/contests/may/status/"+code, `{"phone_tail": "5678"}`).want(200)
	use(voting.Use{Files: 1, Bytes: size, Most: 2 * size})
	h.nobody().submit("may", work(), jpeg).want(201)
}
