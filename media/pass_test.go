package media

import (
	"strings"
	"testing"
	"time"
)

func TestPasses(t *testing.T) {
	now := time.Date(2026, 5, 1, 9, 2, 0, 0, time.UTC)
	passes := Passes{Key: []byte("key"), Now: func() time.Time { return now }}
	const id, other = AssetID("0123456789abcdef0123456789abcdef"), AssetID("1123456789abcdef0123456789abcdef")
	pass := passes.Pass(id, "w360-1.jpg")
	end, mac, _ := strings.Cut(pass, "-")
	cases := []struct {
		name   string
		id     AssetID
		file   string
		pass   string
		key    string
		after  time.Duration
		passed bool
	}{
		{"its own", id, "w360-1.jpg", pass, "key", 0, true},
		{"shortly before the end", id, "w360-1.jpg", pass, "key", passLasts, true},
		{"after the end", id, "w360-1.jpg", pass, "key", passLasts + passStep, false},
		{"another asset", other, "w360-1.jpg", pass, "key", 0, false},
		{"another file", id, "w720-1.jpg", pass, "key", 0, false},
		{"another key", id, "w360-1.jpg", pass, "kez", 0, false},
		{"a later end", id, "w360-1.jpg", end + "0-" + mac, "key", 0, false},
		{"no mac", id, "w360-1.jpg", end + "-", "key", 0, false},
		{"no hyphen", id, "w360-1.jpg", end, "key", 0, false},
		{"nothing", id, "w360-1.jpg", "", "key", 0, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := Passes{Key: []byte(c.key), Now: func() time.Time { return now.Add(c.after) }}
			if got := p.Good(c.id, c.file, c.pass); got != c.passed {
				t.Errorf("%q is good: %v", c.pass, got)
			}
		})
	}
	soon := Passes{Key: []byte("key"), Now: func() time.Time { return now.Add(time.Minute) }}
	if soon.Pass(id, "w360-1.jpg") != pass {
		t.Error("a minute later the address is another one")
	}
}

func TestPassesInAddresses(t *testing.T) {
	passes := Passes{Key: []byte("key"), Now: time.Now}
	a := Asset{ID: "0123456789abcdef0123456789abcdef", Renditions: []Rendition{{Name: "w360", Key: "rendition/x/w360-1.jpg"}}}
	bare, given := Path(a.ID, a.Renditions[0]), passes.Give(a)
	if bare != "/media/0123456789abcdef0123456789abcdef/w360-1.jpg" {
		t.Error(bare)
	}
	if got, want := Path(a.ID, given.Renditions[0]), bare+"?pass="+passes.Pass(a.ID, "w360-1.jpg"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if a.Renditions[0].Pass != "" {
		t.Error("the asset given was changed")
	}
}
