package web

import "fmt"

// rhythm is the small line of a story's reports per hour.
type rhythm struct {
	Bars  []bar
	Words string // what it shows, for those who cannot see it
}

// bar is one hour, in the units of the drawing.
type bar struct{ X, Y, Height int }

// The drawing's measures.
const (
	rhythmHeight = 16
	rhythmStep   = 4
	rhythmPeak   = 4 // reports in an hour that fill the height at least
)

// rhythmOf draws the hours so that a busy one fills the height, a single report
// can be seen, and a trickle does not look like a rush.
func rhythmOf(hours []int) rhythm {
	peak, total := 0, 0
	for _, n := range hours {
		peak, total = max(peak, n), total+n
	}
	var r rhythm
	for i, n := range hours {
		height := 1
		if n > 0 {
			height = max(3, n*rhythmHeight/max(peak, rhythmPeak))
		}
		r.Bars = append(r.Bars, bar{X: i * rhythmStep, Y: rhythmHeight - height, Height: height})
	}
	r.Words = fmt.Sprintf("%s in %s, %d in the busiest",
		counted(total, "report", "reports"), counted(len(hours), "hour", "hours"), peak)
	return r
}
