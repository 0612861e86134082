package news

import (
	"math"
	"time"
)

const (
	// rhythmHalfLife is how long it takes until an item weighs half as much in
	// a feed's rhythm.
	rhythmHalfLife = 7 * 24 * time.Hour
	// rhythmReach is how old an item may be to count at all.
	rhythmReach = 8 * rhythmHalfLife
)

// BeatOn returns a feed's rhythm with the new items that were published at the
// given times: counts by hour of the day, UTC, that hold for now. The counts
// given hold for since; they may be nil. Each item counts at the hour it was
// published, and half as much for each week that passed since, so a feed with
// n items a day comes to about 10 n in all.
func BeatOn(counts []float64, since time.Time, published []time.Time, now time.Time) []float64 {
	next := make([]float64, 24)
	if len(counts) == len(next) {
		kept := weightAt(now.Sub(since))
		for i, n := range counts {
			next[i] = n * kept
		}
	}
	for _, at := range published {
		if age := now.Sub(at); age < rhythmReach {
			next[at.UTC().Hour()] += weightAt(age)
		}
	}
	return next
}

func weightAt(age time.Duration) float64 {
	return math.Exp2(-float64(max(0, age)) / float64(rhythmHalfLife))
}

// UsualGap returns how long the feed usually goes without a new item, judged
// by its rhythm, 0 while too little is known.
func (f *Feed) UsualGap() time.Duration {
	var sum float64
	for _, n := range f.Rhythm {
		sum += n
	}
	if sum < leastBeats {
		return 0
	}
	return time.Duration(float64(rhythmHalfLife) / math.Ln2 / sum)
}

const (
	// leastBeats is how many items, weighed by age, a rhythm is judged by.
	leastBeats = 2
	// silentGaps is how many of its usual gaps a feed may be quiet for.
	silentGaps = 4
	// leastSilence is how long every feed may be quiet.
	leastSilence = 3 * 24 * time.Hour
)

// SilentAt says whether a feed that is polled and can be read has had nothing
// new for far longer than is usual for it: at least three days and four times
// its usual gap. A feed of which too little is known is not called silent, and
// neither is one with a fault, which says more.
func (f *Feed) SilentAt(now time.Time) bool {
	gap := f.UsualGap()
	if f.State != FeedActive || f.Fault != "" || gap == 0 || f.NewestAt.IsZero() {
		return false
	}
	quiet := now.Sub(f.NewestAt)
	return quiet >= leastSilence && quiet >= silentGaps*gap
}
