package story

import "time"

// rhythmHours is how far back a story's rhythm goes.
const rhythmHours = 24

// Rhythm counts reports by hour over the 24 hours before now, the last hour
// last. Times after now and long before it are left out.
func Rhythm(times []time.Time, now time.Time) []int {
	hours := make([]int, rhythmHours)
	for _, t := range times {
		if ago := now.Sub(t); ago >= 0 && ago < rhythmHours*time.Hour {
			hours[rhythmHours-1-int(ago/time.Hour)]++
		}
	}
	return hours
}
