package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"plaudit/voting"
)

// Chart is figures over time as the corners of areas in a box of chartWidth ×
// chartHeight, which the page fills with the colours of its style sheet.
type Chart struct {
	All     string // "" where only what is marked is drawn
	Doubted string // in front of it; "" where none is marked
	From    time.Time
	Until   time.Time
	Most    int // of one figure
	Hours   int // that one figure is of
	Votes   int // together
	Marked  int // of them
}

const (
	chartWidth  = 600
	chartHeight = 60
	chartTop    = 4 // left free, so that the highest line is drawn whole
)

// wholeChart draws all votes of a work, and those that are in doubt.
func wholeChart(c voting.Curve, in *time.Location) (chart Chart) {
	if len(c.Votes) == 0 {
		return chart
	}
	chart = Chart{
		From: time.Unix(c.Hour*3600, 0).In(in), Until: time.Unix((c.Hour+int64(c.Step*len(c.Votes)))*3600, 0).In(in),
		Most: slices.Max(c.Votes), Hours: c.Step, Votes: sum(c.Votes), Marked: sum(c.Doubted),
	}
	chart.All = outline(c.Votes, chart.Most)
	if chart.Marked > 0 {
		chart.Doubted = outline(c.Doubted, chart.Most)
	}
	return chart
}

// hoursChart draws the votes of a cluster, with an hour before and after it:
// without them, votes of one or two hours are nothing but a block.
func hoursChart(hours []voting.HourCount) (chart Chart) {
	if len(hours) == 0 {
		return chart
	}
	figures := make([]int, len(hours)+2)
	for i, h := range hours {
		figures[i+1] = h.Votes
	}
	chart = Chart{From: hours[0].At.Add(-time.Hour), Until: hours[len(hours)-1].At.Add(2 * time.Hour), Most: slices.Max(figures), Hours: 1, Votes: sum(figures)}
	chart.Doubted = outline(figures, chart.Most)
	return chart
}

// outline is the outline of figures side by side, from the bottom left to the
// bottom right, without points that do not bend it.
func outline(figures []int, most int) string {
	var points strings.Builder
	width, last := chartWidth/float64(len(figures)), 0
	height := func(n int) float64 { return chartHeight - (chartHeight-chartTop)*float64(n)/float64(max(most, 1)) }
	fmt.Fprintf(&points, "0,%d", chartHeight)
	for i, n := range figures {
		if n != last {
			fmt.Fprintf(&points, " %.1f,%.1f %.1f,%.1f", float64(i)*width, height(last), float64(i)*width, height(n))
			last = n
		}
	}
	fmt.Fprintf(&points, " %d,%.1f %d,%d", chartWidth, height(last), chartWidth, chartHeight)
	return points.String()
}

func sum(figures []int) (all int) {
	for _, n := range figures {
		all += n
	}
	return all
}
