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

// leastHours is how many reports, weighed by age, the hours of a feed are told
// by.
const leastHours = 10

// hoursOf draws the hours of the day, as the newsroom's clocks show them, in
// which a feed usually brings something: nothing while too little is known.
// The counts are by hours of UTC.
func hoursOf(counts []float64, c clock) rhythm {
	_, east := c.now.Zone() // seconds
	var sum, peak float64
	busiest := 0 // where its hour begins, in seconds of the day
	local := make([]float64, len(counts))
	for i, n := range counts {
		at := ((i*3600+east)%86400 + 86400) % 86400
		local[at/3600] = n
		if sum += n; n > peak {
			peak, busiest = n, at
		}
	}
	if len(counts) != 24 || sum < leastHours {
		return rhythm{}
	}
	scaled := make([]int, len(local))
	for i, n := range local {
		if n > 0 {
			scaled[i] = max(1, int(n/peak*rhythmHeight))
		}
	}
	r := rhythmOf(scaled)
	r.Words = fmt.Sprintf("Most comes between %s and %s", timeOfDay(busiest), timeOfDay(busiest+3600))
	return r
}

// timeOfDay prints a second of the day as clocks show it.
func timeOfDay(second int) string {
	return fmt.Sprintf("%02d:%02d", second/3600%24, second/60%60)
}
