package main

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"plaudit/bench/hostile/corpus"
)

// TestFaults holds the judge itself to its job: it accepts what may be, and
// notices what may not.
func TestFaults(t *testing.T) {
	small := []rendition{{Name: "w360", Width: 64, Height: 48}, {Name: "square", Width: 48, Height: 48}}
	turned := []rendition{{Name: "w360", Width: 48, Height: 64}}
	size := corpus.Want{End: corpus.Taken, Sizes: [][2]int{{64, 48}}}
	kind := size
	kind.Kind = "heic"
	for _, row := range []struct {
		name  string
		want  corpus.Want
		code  string // at the door; "" where there is an entry
		state string
		shown []rendition
		fault string
	}{
		{"taken", size, "", "pending", small, ""},
		{"on its side", size, "", "pending", turned, "upright"},
		{"without renditions", size, "", "pending", nil, "upright"},
		{"stuck", size, "", "processing", small, "the entry is processing"},
		{"refused and should be taken", size, "damaged", "", nil, "refused as damaged"},
		{"refused by the worker and should be taken", size, "", "refused", nil, "refused as why"},
		{"taken and should be refused", corpus.Want{End: corpus.Refused}, "", "pending", small, "taken"},
		{"refused as something else", corpus.Want{End: corpus.Refused, Codes: []string{"a", "b"}}, "c", "", nil, "and not as a, b"},
		{"refused as it should be", corpus.Want{End: corpus.Refused, Codes: []string{"a", "b"}}, "b", "", nil, ""},
		{"either", corpus.Want{}, "c", "", nil, ""},
		{"a kind that is declined", kind, "format_not_taken", "", nil, ""},
		{"a kind that is taken", kind, "", "pending", small, ""},
		{"a kind that is broken", kind, "damaged", "", nil, "refused as damaged"},
	} {
		s := &sending{Specimen: corpus.Specimen{Want: row.want}, code: row.code}
		if row.state != "" {
			s.entry = &entry{State: row.state, Renditions: row.shown}
		}
		if row.state == "refused" {
			s.entry.Reason = "why"
		}
		faults := strings.Join(s.faults(), "; ")
		if (faults == "") != (row.fault == "") || !strings.Contains(faults, row.fault) {
			t.Errorf("%s: %q, want %q", row.name, faults, row.fault)
		}
	}
}

func TestServedFaults(t *testing.T) {
	tr := &trial{canary: &canary{token: "payload1", secret: "secret1"}, report: newReport()}
	good := func() answer {
		return answer{200, http.Header{
			"Content-Type": {"image/jpeg"}, "X-Content-Type-Options": {"nosniff"},
			"Content-Security-Policy": {"default-src 'none'; sandbox"},
		}, []byte("\xff\xd8\xff\xe0 pixels")}
	}
	for name, spoil := range map[string]func(*answer){
		"":               func(*answer) {},
		"is answered":    func(a *answer) { a.status = 404 },
		"is no image":    func(a *answer) { a.body = []byte("<html>") },
		"payload1":       func(a *answer) { a.body = append(a.body, "payload1"...) },
		"secret1":        func(a *answer) { a.body = append(a.body, "secret1"...) },
		"Content-Type:":  func(a *answer) { a.header.Set("Content-Type", "text/html") },
		"Options":        func(a *answer) { a.header.Del("X-Content-Type-Options") },
		"Policy":         func(a *answer) { a.header.Del("Content-Security-Policy") },
		"has Content-Di": func(a *answer) { a.header.Set("Content-Disposition", `inline; filename="x"`) },
	} {
		a := good()
		spoil(&a)
		faults := strings.Join(tr.servedFaults(a, rendition{Type: "image/jpeg"}), "; ")
		if (faults == "") != (name == "") || !strings.Contains(faults, name) {
			t.Errorf("%q: %q", name, faults)
		}
	}
}

func TestTold(t *testing.T) {
	for name, want := range map[string]bool{
		"File:FileType": false, "JFIF:XResolution": false, "QuickTime:Duration": false, "Track1:HandlerDescription": false, "System:FileModifyDate": false,
		"GPS:GPSLatitude": true, "IFD0:Software": true, "XMP-aux:OwnerName": true, "File:Comment": true, "QuickTime:Encoder": true,
		"UserData:GPSCoordinates": true, "ItemList:Comment": true, "QuickTime:CreateDate": true, "ICC_Profile:ProfileCopyright": true, "MPF0:NumberOfImages": true,
	} {
		if told(name, "2026:01:02") != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	if told("QuickTime:CreateDate", "0000:00:00 00:00:00") {
		t.Error("a date of nothing tells something")
	}
}

func TestCountGoroutines(t *testing.T) {
	log := "level=INFO\ngoroutine 5 is told of\nSIGQUIT: quit\nPC=0x1\n\ngoroutine 0 gp=0x1 [idle]:\nmain\n\ngoroutine 1 [chan receive]:\nmain.main()\n"
	if n := countGoroutines(log); n != 2 {
		t.Errorf("%d goroutines", n)
	}
}

// TestWatch opens a watched file, which must be seen.
func TestWatch(t *testing.T) {
	c, err := openCanary(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if n, err := c.opened(); n > 0 || err != nil {
		t.Skipf("%d, %v: there is nothing to watch with here", n, err)
	}
	data, err := os.ReadFile(c.files[0])
	if err != nil || !strings.Contains(string(data), c.secret) {
		t.Fatalf("%q, %v", data, err)
	}
	response, err := http.Get(c.url)
	if err == nil {
		response.Body.Close()
	}
	r := newReport()
	c.look(r)
	if len(r.faults) != 2 {
		t.Errorf("seen: %v", r.faults)
	}
}
