package story

import (
	"math"
	"time"

	"dateline/internal/news"
)

const (
	// joining is how close two groups of reports have to be to be one story.
	joining = 0.13
	// usual is how like each other the reports of a story are taken to be
	// before anything is known of it, and usualPairs is how many pairs of
	// reports it takes to know better.
	usual      = 0.2
	usualPairs = 5.0
	// leastAlike bounds what a loose story can take in.
	leastAlike = 0.02
	// From manyPairs pairs on, the mean likeness of two groups is so sure a
	// measure that less of it is enough.
	manyPairs = 50.0
	pairsGain = 0.25
	// foreign makes up for the words that two languages cannot share.
	foreign = 1.6
	// own is what is left of a likeness between reports of a single outlet:
	// it tells a story once as a rule, and has words of its own on every page.
	own = 0.5
	// namesUsual is the part of a likeness that names and numbers make at
	// least where it is of one event, and namesLeft what is left of one
	// without any.
	namesUsual = 0.12
	namesLeft  = 0.6
	// After quiet without a report a story begins to be over: with each
	// fading more it is half as close to what comes.
	quiet  = 36 * time.Hour
	fading = 3 * 24 * time.Hour
)

// side is what is asked of a group of reports to tell how close it is to
// another.
type side struct {
	reports int64
	alike   float64 // sum of the likeness of each two of its reports
	voices  []voice
	outlet  news.OutletID // of all its reports, 0 when there are several
	// The times of its first and its last report, zero when unknown.
	first, last time.Time
}

// voice is how many reports of a group are in a language.
type voice struct {
	language string
	reports  int64
}

// likeness is what two groups of reports have in common: the mean likeness of
// their reports, and how much of it is names and numbers.
type likeness struct{ all, named float64 }

// closeness is the mean likeness of the reports of two groups, measured by how
// like each other the reports within the groups are: a loose story takes in
// what a close one would not.
func closeness(l likeness, a, b side) float64 {
	if l.all <= 0 {
		return 0
	}
	like := l.all * anonymous(l.named/l.all)
	if a.outlet != 0 && a.outlet == b.outlet {
		like *= own
	}
	like *= usual / math.Sqrt(a.inner()*b.inner())
	if pairs := float64(a.reports * b.reports); pairs > manyPairs {
		like *= math.Pow(pairs/manyPairs, pairsGain)
	}
	return like * (1 + (foreign-1)*(1-sameVoice(a, b))) * freshness(a, b)
}

// anonymous says what is left of a likeness that is part names and numbers.
// Two floods have their words in common, one flood its place.
func anonymous(part float64) float64 {
	return min(1, namesLeft+(1-namesLeft)*part/namesUsual)
}

// inner is the mean likeness of two reports of the group.
func (s side) inner() float64 {
	pairs := float64(s.reports*(s.reports-1)) / 2
	return max((s.alike+usual*usualPairs)/(pairs+usualPairs), leastAlike)
}

// freshness says how much the silence between two groups leaves of their
// closeness.
func freshness(a, b side) float64 {
	if a.first.IsZero() || b.first.IsZero() {
		return 1
	}
	silence := max(a.first.Sub(b.last), b.first.Sub(a.last)) - quiet
	if silence <= 0 {
		return 1
	}
	return math.Exp2(-float64(silence) / float64(fading))
}

// sameVoice is the part of the pairs of two groups' reports that are in one
// language.
func sameVoice(a, b side) float64 {
	same := int64(0)
	for _, v := range a.voices {
		for _, w := range b.voices {
			if v.language == w.language {
				same += v.reports * w.reports
			}
		}
	}
	return float64(same) / float64(a.reports*b.reports)
}

// only returns the outlet of two groups when it is the same, 0 otherwise.
func only(a, b news.OutletID) news.OutletID {
	if a != b {
		return 0
	}
	return a
}

// heard adds the reports of one group's languages to another's.
func heard(a, b []voice) []voice {
	sum := make([]voice, 0, len(a)+1)
	sum = append(sum, a...)
	for _, w := range b {
		found := false
		for i := range sum {
			if sum[i].language == w.language {
				sum[i].reports += w.reports
				found = true
			}
		}
		if !found {
			sum = append(sum, w)
		}
	}
	return sum
}
