package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"plaudit/voting"
)

// number shows an entry's public number the way people read it: 007.
func number(n voting.Number) string { return fmt.Sprintf("%03d", int(n)) }

// when shows a moment in the location it carries: "5月1日 08:00", "1 May 08:00".
// The year appears when it is not the year of now.
func when(lang Lang, at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return day(lang, at, now) + " " + at.Format("15:04")
}

// day shows a date in the location it carries.
func day(lang Lang, at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	sameYear := at.Year() == now.In(at.Location()).Year()
	switch {
	case lang == Chinese && sameYear:
		return at.Format("1月2日")
	case lang == Chinese:
		return at.Format("2006年1月2日")
	case sameYear:
		return at.Format("2 January")
	}
	return at.Format("2 January 2006")
}

// left says how long it is until a moment, in the largest unit that is not
// zero: "3 天", "5 小时", "20 分钟".
func left(b *book, until time.Duration) string {
	switch {
	case until >= 48*time.Hour:
		return b.T("left.days", "Count", int(until/(24*time.Hour)))
	case until >= time.Hour:
		return b.T("left.hours", "Count", int(until/time.Hour))
	}
	return b.T("left.minutes", "Count", max(1, int(until/time.Minute)))
}

// bytesText shows a file's size: "3.2 MB", in units of 1,048,576 bytes as
// phones and media.Limits count.
func bytesText(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(max(1, n>>10), 10) + " KB"
	}
	if n >= 1<<30 {
		return strings.TrimSuffix(strconv.FormatFloat(float64(n)/(1<<30), 'f', 1, 64), ".0") + " GB"
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64), ".0") + " MB"
}
