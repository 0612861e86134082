package fetch

import (
	"slices"
	"time"

	"dateline/internal/news"
)

// rhythm returns how often a feed should be asked for what it publishes: half
// the usual time between two of its latest items, or more when the newest is
// long past.
func rhythm(items []news.Item, now time.Time) time.Duration {
	var times []time.Time
	for i := range items {
		if t := items[i].Published; !t.IsZero() && !t.After(now) {
			times = append(times, t)
		}
	}
	if len(times) < 3 {
		return unknownInterval
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	times = times[:min(len(times), 20)]
	gaps := make([]time.Duration, 0, len(times))
	for i := 1; i < len(times); i++ {
		gaps = append(gaps, times[i-1].Sub(times[i]))
	}
	slices.Sort(gaps)
	gap := max(gaps[len(gaps)/2], now.Sub(times[0])/4)
	return min(max(gap/2, shortestInterval), quietInterval)
}

// The bounds of how much quicker or slower an hour's time passes.
const (
	slowestHour = 0.25
	fastestHour = 4.0
)

// stride returns how long to wait for an interval's worth of time when time
// passes quicker in the hours of the day (UTC) in which the feed usually has
// something new, and slower in the others: over a day it is asked as often as
// without, and more when it matters. It does not wait longer than the longest
// of interval and quietInterval.
func stride(now time.Time, interval time.Duration, counts []float64) time.Duration {
	pace, known := hourPace(counts)
	if !known {
		return interval
	}
	longest := max(interval, quietInterval)
	left, t := float64(interval), now.UTC()
	for t.Sub(now) < longest {
		end := t.Truncate(time.Hour).Add(time.Hour)
		p := pace[t.Hour()]
		if worth := float64(end.Sub(t)) * p; worth < left {
			left -= worth
			t = end
			continue
		}
		return min(t.Sub(now)+time.Duration(left/p), longest)
	}
	return longest
}

// hourPace makes of the counts of new items how quick each hour passes, 1 on
// the average. Few items say little, so every hour has some more on account.
func hourPace(counts []float64) (pace [24]float64, known bool) {
	if len(counts) != len(pace) {
		return pace, false
	}
	mean := 0.0
	for _, n := range counts {
		mean += max(n, 0) / float64(len(counts))
	}
	account := 1 + mean/4
	for h, n := range counts {
		pace[h] = min(max((max(n, 0)+account)/(mean+account), slowestHour), fastestHour)
	}
	return pace, mean > 0
}
