package voting

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Origin is where a request comes from, as far as doubtful votes are found by
// it. It is never stored as it is.
type Origin struct {
	Net   string // the subnet, of any form; "" where none is known: then no event is kept
	Agent string // the User-Agent
	Seen  string // the mark of a page that showed the work (SeenMarks), "" without one
}

// VoteEvent is what is kept for a while of one vote, coarse on purpose. Net and
// Client are keyed hashes under a key of the contest: neither can be read back.
type VoteEvent struct {
	Minute int64 // since 1970
	Net    uint32
	Client uint32
	Viewed bool // the voter's device had got a page with the work
}

// seenLasts is how long a page may have been on screen.
const seenLasts = formLasts

// SeenMarks returns what makes the marks of a page that is made for a device at
// a time: one for each work on it. A vote that brings one back was for a work
// that the device had been shown.
func (s *Service) SeenMarks(c *Contest, device string, now time.Time) (func(Number) string, error) {
	key, err := s.key(c)
	if err != nil {
		return nil, err
	}
	minute := uint32(now.Unix() / 60)
	return func(n Number) string {
		return base64.RawURLEncoding.EncodeToString(key.seen(device, n, minute))
	}, nil
}

// seen is a mark: the minute, and 8 bytes that say it is ours.
func (k contestKey) seen(device string, n Number, minute uint32) []byte {
	mark := binary.BigEndian.AppendUint32(nil, minute)
	return append(mark, mac(k, "seen", device, strconv.Itoa(int(n)), string(mark))[:8]...)
}

func (k contestKey) hasSeen(a Actor, n Number, now time.Time) bool {
	mark, err := base64.RawURLEncoding.Strict().DecodeString(a.From.Seen)
	if err != nil || len(mark) < 4 {
		return false
	}
	minute := binary.BigEndian.Uint32(mark)
	age := now.Unix()/60 - int64(minute)
	return age >= 0 && age <= int64(seenLasts/time.Minute) && equalMAC(k.seen(a.Device, n, minute), mark)
}

// event is what is kept of where a vote came from, nil where that is unknown.
func (s *Service) event(c *Contest, a Actor, v Vote) (*VoteEvent, error) {
	if a.From.Net == "" {
		return nil, nil
	}
	key, err := s.key(c)
	if err != nil {
		return nil, err
	}
	return &VoteEvent{
		Minute: v.At.Unix() / 60,
		Net:    binary.BigEndian.Uint32(mac(key, "net", a.From.Net)),
		Client: binary.BigEndian.Uint32(mac(key, "client", clientKind(a.From.Agent))),
		Viewed: key.hasSeen(a, v.Number, v.At),
	}, nil
}

// clientKind is the kind of browser and system that a User-Agent names, with the
// system's version: what many have in common.
func clientKind(agent string) string {
	first := func(words ...string) string {
		for _, word := range words {
			if strings.Contains(agent, word) {
				return word
			}
		}
		return ""
	}
	browser := first("MicroMessenger", "QQBrowser", "UCBrowser", "HuaweiBrowser", "MiuiBrowser", "Edg", "OPR", "SamsungBrowser", "Firefox", "FxiOS", "CriOS", "Chrome", "Safari", "curl", "python", "Go-http-client")
	system := first("HarmonyOS", "Android", "iPhone OS", "iPad", "Windows NT", "Mac OS X", "Linux")
	_, version, _ := strings.Cut(agent, system)
	version, _, _ = strings.Cut(strings.TrimLeft(version, " "), "_")
	end := strings.IndexFunc(version, func(r rune) bool { return !unicode.IsDigit(r) })
	if end >= 0 {
		version = version[:end]
	}
	if system == "" || len(version) > 3 {
		version = ""
	}
	return browser + " " + system + " " + version
}
