package fetch

import (
	"net/http"
	"testing"
	"time"

	"dateline/internal/news"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) // a Monday

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

func TestFreshness(t *testing.T) {
	in := func(d time.Duration) string { return noon.Add(d).Format(http.TimeFormat) }
	for _, tc := range []struct {
		name   string
		header http.Header
		want   time.Duration
	}{
		{"nothing said", header(), 0},
		{"max-age", header("Cache-Control", "public, max-age=1800"), 30 * time.Minute},
		{"max-age less its age", header("Cache-Control", "max-age=1800", "Age", "600"), 20 * time.Minute},
		{"older than max-age", header("Cache-Control", "max-age=60", "Age", "600"), 0},
		{"quoted, odd case", header("Cache-Control", `Max-Age="900"`), 15 * time.Minute},
		{"two headers", header("Cache-Control", "public", "Cache-Control", "max-age=900"), 15 * time.Minute},
		{"not to be kept", header("Cache-Control", "max-age=900, no-cache", "Expires", in(time.Hour)), 0},
		{"absurd", header("Cache-Control", "max-age=315360000000"), longestInterval},
		{"negative", header("Cache-Control", "max-age=-1", "Expires", in(time.Hour)), time.Hour},
		{"expires", header("Expires", in(time.Hour)), time.Hour},
		{"max-age before expires", header("Cache-Control", "max-age=60", "Expires", in(time.Hour)), time.Minute},
		{"expires by the server's clock", header("Expires", in(time.Hour), "Date", in(30*time.Minute)), 30 * time.Minute},
		{"expired", header("Expires", in(-time.Hour)), 0},
		{"expires, no date", header("Expires", "0"), 0},
	} {
		if got := freshness(tc.header, noon); got != tc.want {
			t.Errorf("%s: freshness = %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestLeaveAlone(t *testing.T) {
	all := make([]int, 24)
	for i := range all {
		all[i] = i
	}
	for _, tc := range []struct {
		name  string
		hours []int
		days  []time.Weekday
		want  time.Time
	}{
		{"any time", nil, nil, noon.Add(10 * time.Minute)},
		{"other hours", []int{3, 4}, nil, noon.Add(10 * time.Minute)},
		{"this hour and the next", []int{12, 13}, nil, noon.Add(2 * time.Hour)},
		{"today", nil, []time.Weekday{time.Monday}, noon.Add(12 * time.Hour)},
		{"today and the first hours", []int{0, 1}, []time.Weekday{time.Monday}, noon.Add(14 * time.Hour)},
		{"never", all, nil, noon.Add(10 * time.Minute)},
	} {
		if got := leaveAlone(noon.Add(10*time.Minute), tc.hours, tc.days); !got.Equal(tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestRhythm(t *testing.T) {
	every := func(gap, newest time.Duration, n int) []news.Item {
		items := make([]news.Item, n)
		for i := range items {
			items[i].Published = noon.Add(-newest - time.Duration(i)*gap)
		}
		return items
	}
	for _, tc := range []struct {
		name  string
		items []news.Item
		want  time.Duration
	}{
		{"nothing known", nil, unknownInterval},
		{"no dates", make([]news.Item, 30), unknownInterval},
		{"only the future", every(time.Hour, -100*time.Hour, 20), unknownInterval},
		{"every minute", every(time.Minute, 0, 30), shortestInterval},
		{"every two hours", every(2*time.Hour, 0, 30), time.Hour},
		{"every week", every(7*24*time.Hour, 0, 30), quietInterval},
		{"busy once, silent since", every(time.Minute, 8*time.Hour, 30), time.Hour},
	} {
		if got := rhythm(tc.items, noon); got != tc.want {
			t.Errorf("%s: rhythm = %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestPlan(t *testing.T) {
	half := func() float64 { return 0.5 }
	claim := func(interval time.Duration, failures int) *news.FeedClaim {
		return &news.FeedClaim{Feed: news.Feed{Interval: interval, Failures: failures}}
	}
	asking := func(every time.Duration, hours ...int) *news.FeedClaim {
		return &news.FeedClaim{Feed: news.Feed{Interval: time.Hour, Asked: news.Pace{Every: every, SkipHours: hours}}}
	}
	pushed := func(interval time.Duration, until time.Duration) *news.FeedClaim {
		return &news.FeedClaim{Feed: news.Feed{Interval: interval, Pushed: noon.Add(until)}}
	}
	change := func(h http.Header, w news.Wire) func(plan, *news.Poll) {
		return func(p plan, poll *news.Poll) { p.afterChange(poll, h, &w) }
	}
	nothing := func(h http.Header) func(plan, *news.Poll) {
		return func(p plan, poll *news.Poll) { p.afterNothing(poll, &Response{Header: h, NotModified: true}) }
	}
	failure := func(f Fault) func(plan, *news.Poll) {
		return func(p plan, poll *news.Poll) { p.afterFault(poll, &f) }
	}
	slow := Fault{Kind: KindTimeout}
	for _, tc := range []struct {
		name  string
		claim *news.FeedClaim
		plan  func(plan, *news.Poll)
		want  time.Duration
	}{
		{"after the first items", claim(0, 0), change(header(), news.Wire{}), unknownInterval + unknownInterval/20},
		{
			"the feed's own wish is longer", claim(0, 0),
			change(header("Cache-Control", "max-age=60"), news.Wire{TTL: 2 * time.Hour}), 2*time.Hour + 6*time.Minute,
		},
		{"a wish past the ceiling", claim(0, 0), change(header(), news.Wire{UpdateEvery: 1000 * time.Hour}), longestInterval + longestSpread/2},
		{"the hours it names", claim(0, 0), change(header(), news.Wire{SkipHours: []int{13}}), 2 * time.Hour},
		{"nothing new: slower", claim(time.Hour, 0), nothing(header()), 75*time.Minute + 225*time.Second},
		{"nothing new: not slower than that", claim(5*time.Hour, 0), nothing(header()), 5*time.Hour + 15*time.Minute},
		{"nothing new: what was asked for stays", asking(20 * time.Hour), nothing(header()), 20*time.Hour + longestSpread/2},
		{"nothing new: the hours it named stay", asking(0, 13), nothing(header()), 2 * time.Hour},
		{"nothing new: freshness of the 304", claim(time.Hour, 0), nothing(header("Cache-Control", "max-age=36000")), 10*time.Hour + longestSpread/2},
		{"a hub tells us", pushed(time.Hour, 24*time.Hour), nothing(header()), 5*time.Hour + longestSpread/2},
		{"a hub tells us, of little", pushed(5*time.Hour, 24*time.Hour), nothing(header()), pushedInterval + longestSpread/2},
		{"a hub told us", pushed(time.Hour, -time.Hour), nothing(header()), 75*time.Minute + 225*time.Second},
		{"first fault", claim(0, 0), failure(slow), shortestInterval + shortestInterval/20},
		{"fourth fault", claim(0, 3), failure(slow), 2*time.Hour + 6*time.Minute},
		{"hundredth fault", claim(0, 99), failure(slow), longestInterval + longestSpread/2},
		{"a fault is no reason to ask more often", claim(10*time.Hour, 0), failure(slow), 10*time.Hour + longestSpread/2},
		{"a fault in the hour before one it named", asking(0, 13), failure(slow), time.Hour + 3*time.Minute + time.Hour - 3*time.Minute},
		{
			"told to wait a week", claim(0, 0),
			failure(Fault{Kind: KindTooManyRequests, RetryAt: noon.Add(longestRetry)}), longestRetry + shortestInterval/2,
		},
		{"sent away without a time", claim(0, 0), failure(Fault{Kind: KindWaiting}), shortestInterval + shortestInterval/20},
		{
			"told to wait a minute", claim(0, 0),
			failure(Fault{Kind: KindTooManyRequests, RetryAt: noon.Add(time.Minute)}), shortestInterval + shortestInterval/20,
		},
	} {
		poll := pollOf(tc.claim, noon)
		tc.plan(plan{now: noon, rand: half, claim: tc.claim}, &poll)
		if got := poll.NextPollAt.Sub(noon); got != tc.want {
			t.Errorf("%s: next poll in %v, want %v", tc.name, got, tc.want)
		}
	}
}

// Time passes quicker in the hours in which a feed publishes.
func TestStride(t *testing.T) {
	day := make([]float64, 24) // something new between 8 and 18
	for h := 8; h < 18; h++ {
		day[h] = 40
	}
	at := func(h int) time.Time { return time.Date(2026, 5, 4, h, 0, 0, 0, time.UTC) }
	for _, tc := range []struct {
		name     string
		now      time.Time
		interval time.Duration
		counts   []float64
		min, max time.Duration
	}{
		{"nothing known", noon, time.Hour, nil, time.Hour, time.Hour},
		{"never anything", noon, time.Hour, make([]float64, 24), time.Hour, time.Hour},
		{"by day", at(10), time.Hour, day, 20 * time.Minute, 40 * time.Minute},
		{"by night", at(22), time.Hour, day, 3 * time.Hour, 5 * time.Hour},
		{"the night ends", at(6), 2 * time.Hour, day, 2 * time.Hour, 3 * time.Hour},
		{"no longer than is usual for the quiet", at(20), 5 * time.Hour, day, quietInterval, quietInterval},
		{"no longer than it was", at(18), 10 * time.Hour, day, 10 * time.Hour, 10 * time.Hour},
		{"one item says little", at(3), time.Hour, append([]float64{1}, make([]float64, 23)...), 50 * time.Minute, 70 * time.Minute},
	} {
		if got := stride(tc.now, tc.interval, tc.counts); got < tc.min || got > tc.max {
			t.Errorf("%s: stride = %v, want %v to %v", tc.name, got, tc.min, tc.max)
		}
	}
}

// A feed that says "not modified" for ever is asked without conditions within
// a week, and one that brings something new never is.
func TestUnconditional(t *testing.T) {
	for _, tc := range []struct {
		name     string
		interval time.Duration
		body     time.Duration // before now
		want     bool
	}{
		{"never read", time.Hour, 1e6 * time.Hour, true},
		{"read yesterday", time.Hour, 24 * time.Hour, false},
		{"read six days ago", time.Hour, 6 * 24 * time.Hour, false},
		{"the next poll would be too late", 2 * time.Hour, 7*24*time.Hour - 2*time.Hour, true},
		{"read a week ago", time.Hour, 7 * 24 * time.Hour, true},
	} {
		claim := &news.FeedClaim{Feed: news.Feed{Interval: tc.interval, Asked: news.Pace{At: noon.Add(-tc.body)}}}
		if got := unconditional(claim, noon); got != tc.want {
			t.Errorf("%s: unconditional = %v, want %v", tc.name, got, tc.want)
		}
	}
	if !unconditional(&news.FeedClaim{}, noon) {
		t.Error("the first poll has conditions")
	}
}
