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
	for _, tc := range []struct {
		name string
		plan func(plan, *news.Poll)
		want time.Duration
	}{
		{"after the first items", func(p plan, poll *news.Poll) {
			p.afterChange(poll, header(), &news.Wire{})
		}, unknownInterval + unknownInterval/20},
		{"the feed's own wish is longer", func(p plan, poll *news.Poll) {
			p.afterChange(poll, header("Cache-Control", "max-age=60"), &news.Wire{TTL: 2 * time.Hour})
		}, 2*time.Hour + 6*time.Minute},
		{"a wish past the ceiling", func(p plan, poll *news.Poll) {
			p.afterChange(poll, header(), &news.Wire{UpdateEvery: 1000 * time.Hour})
		}, longestInterval + longestInterval/20},
		{"nothing new: slower", func(p plan, poll *news.Poll) {
			p.afterNothing(poll, header(), claim(time.Hour, 0))
		}, 75*time.Minute + 225*time.Second},
		{"nothing new: not slower than that", func(p plan, poll *news.Poll) {
			p.afterNothing(poll, header(), claim(5*time.Hour, 0))
		}, 5*time.Hour + 15*time.Minute},
		{"nothing new: what was asked for stays", func(p plan, poll *news.Poll) {
			p.afterNothing(poll, header(), claim(20*time.Hour, 0))
		}, 21 * time.Hour},
		{"nothing new: freshness of the 304", func(p plan, poll *news.Poll) {
			p.afterNothing(poll, header("Cache-Control", "max-age=36000"), claim(time.Hour, 0))
		}, 10*time.Hour + 30*time.Minute},
		{"first fault", func(p plan, poll *news.Poll) {
			p.afterFault(poll, &Fault{Kind: KindTimeout}, claim(0, 0))
		}, shortestInterval + shortestInterval/20},
		{"fourth fault", func(p plan, poll *news.Poll) {
			p.afterFault(poll, &Fault{Kind: KindTimeout}, claim(0, 3))
		}, 2*time.Hour + 6*time.Minute},
		{"hundredth fault", func(p plan, poll *news.Poll) {
			p.afterFault(poll, &Fault{Kind: KindTimeout}, claim(0, 99))
		}, longestInterval + longestInterval/20},
		{"a fault is no reason to ask more often", func(p plan, poll *news.Poll) {
			p.afterFault(poll, &Fault{Kind: KindTimeout}, claim(10*time.Hour, 0))
		}, 10*time.Hour + 30*time.Minute},
		{"told to wait a week", func(p plan, poll *news.Poll) {
			p.afterFault(poll, &Fault{Kind: KindTooManyRequests, RetryAt: noon.Add(longestRetry)}, claim(0, 0))
		}, longestRetry + shortestInterval/2},
		{"told to wait a minute", func(p plan, poll *news.Poll) {
			p.afterFault(poll, &Fault{Kind: KindTooManyRequests, RetryAt: noon.Add(time.Minute)}, claim(0, 0))
		}, shortestInterval + shortestInterval/20},
	} {
		var poll news.Poll
		tc.plan(plan{now: noon, rand: half}, &poll)
		if got := poll.NextPollAt.Sub(noon); got != tc.want {
			t.Errorf("%s: next poll in %v, want %v", tc.name, got, tc.want)
		}
	}
}

// A server that says "not modified" for ever is asked without conditions at
// least once a week, and not much more often.
func TestUnconditionalOnceAWeek(t *testing.T) {
	for id := range news.FeedID(50) {
		claim := &news.FeedClaim{Feed: news.Feed{ID: id, LastPollAt: noon}}
		n := 0
		for h := 1; h <= 8*7*24; h++ {
			now := noon.Add(time.Duration(h) * time.Hour)
			if unconditional(claim, now) {
				n++
			}
			claim.LastPollAt = now
		}
		if n != 8 {
			t.Errorf("feed %d: %d polls without conditions in 8 weeks, want 8", id, n)
		}
	}
}
