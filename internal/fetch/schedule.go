package fetch

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/internal/news"
)

// The bounds of how often a feed is asked, and of how long a host may send us
// away.
const (
	shortestInterval = 15 * time.Minute
	longestInterval  = 24 * time.Hour
	// A feed that brings nothing new is asked less and less often, but not
	// less than this unless it asks for it: news breaks at quiet outlets too.
	quietInterval   = 6 * time.Hour
	unknownInterval = time.Hour // of a feed whose rhythm is not known
	shortestRetry   = time.Minute
	longestRetry    = 7 * 24 * time.Hour
	// Every so often a feed is asked without conditions, since a server may
	// answer "not modified" for ever by mistake.
	unconditionalEvery = 7 * 24 * time.Hour
)

// plan is how the next poll is fixed.
type plan struct {
	now  time.Time
	rand func() float64 // in [0, 1); spreads polls that would fall together
}

// afterChange plans the poll after one that brought a new body: as often as
// the feed publishes, but never more often than it or its server asks for.
func (p plan) afterChange(poll *news.Poll, header http.Header, w *news.Wire) {
	asked := max(freshness(header, p.now), w.TTL, w.UpdateEvery)
	p.set(poll, max(rhythm(w.Items, p.now), asked))
	poll.NextPollAt = leaveAlone(poll.NextPollAt, w.SkipHours, w.SkipDays)
}

// afterNothing plans the poll after one that brought nothing new. What the
// feed asked for in its body lives on in the interval, which only grows here.
func (p plan) afterNothing(poll *news.Poll, header http.Header, claim *news.FeedClaim) {
	interval := orElse(claim.Interval, unknownInterval)
	if slower := interval + interval/4; slower <= quietInterval {
		interval = slower
	}
	p.set(poll, max(interval, freshness(header, p.now)))
}

// afterFault plans the poll after one that failed: twice as long with every
// failure, never sooner than the interval, and not before the host allows it.
func (p plan) afterFault(poll *news.Poll, fault *Fault, claim *news.FeedClaim) {
	backOff := shortestInterval << min(max(claim.Failures, 0), 7)
	p.set(poll, max(claim.Interval, backOff))
	poll.Interval = claim.Interval
	if fault.RetryAt.After(poll.NextPollAt) || fault.Kind == KindWaiting {
		// Many feeds of one host wait for the same moment: part them.
		poll.NextPollAt = fault.RetryAt.Add(p.part(shortestInterval))
	}
}

// set fixes interval and next poll within the bounds, with up to a tenth more
// so that feeds which were added together do not stay together.
func (p plan) set(poll *news.Poll, interval time.Duration) {
	poll.Interval = min(max(interval, shortestInterval), longestInterval)
	poll.NextPollAt = p.now.Add(poll.Interval + p.part(poll.Interval/10))
}

// part returns a random part of d.
func (p plan) part(d time.Duration) time.Duration {
	if p.rand == nil {
		return 0
	}
	return time.Duration(p.rand() * float64(d))
}

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

// freshness returns how long an answer says that it stays fresh, 0 when it
// does not say.
func freshness(header http.Header, now time.Time) time.Duration {
	age, found := maxAge(header.Values("Cache-Control"))
	if found {
		passed, _ := strconv.ParseInt(header.Get("Age"), 10, 32)
		return max(age-time.Duration(max(passed, 0))*time.Second, 0)
	}
	expires, err := http.ParseTime(header.Get("Expires"))
	if err != nil {
		return 0
	}
	return min(max(expires.Sub(serverTime(header, now)), 0), longestInterval)
}

// maxAge reads Cache-Control. An answer that must not be kept is fresh for no
// time at all.
func maxAge(values []string) (age time.Duration, found bool) {
	for directive := range strings.SplitSeq(strings.ToLower(strings.Join(values, ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch name {
		case "no-store", "no-cache":
			return 0, true
		case "max-age":
			seconds, ok := digits(strings.Trim(value, `" `))
			if ok {
				age, found = min(seconds, longestInterval), true
			}
		}
	}
	return age, found
}

// digits reads a number of seconds; one too large to be meant is a week.
func digits(s string) (time.Duration, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return longestRetry, true
	}
	return time.Duration(n) * time.Second, true
}

// serverTime is the time by the server's own clock: what it says of the future
// is meant by that.
func serverTime(header http.Header, now time.Time) time.Time {
	if t, err := http.ParseTime(header.Get("Date")); err == nil {
		return t
	}
	return now
}

// retryAt returns the time before which an answer asks not to be asked again,
// zero when it does not ask that. It lies between a minute and a week ahead.
func retryAt(status int, header http.Header, now time.Time) time.Time {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if status != http.StatusTooManyRequests && (status != http.StatusServiceUnavailable || value == "") {
		return time.Time{}
	}
	wait, ok := digits(value)
	if !ok {
		if at, err := http.ParseTime(value); err == nil {
			wait = at.Sub(serverTime(header, now))
		}
	}
	return now.Add(min(max(wait, shortestRetry), longestRetry))
}

// leaveAlone moves a time out of the hours (UTC) and days on which a feed asks
// not to be polled. A feed that names them all is not taken at its word.
func leaveAlone(t time.Time, hours []int, days []time.Weekday) time.Time {
	left := t
	for range 8 * 24 {
		utc := left.UTC()
		if !slices.Contains(hours, utc.Hour()) && !slices.Contains(days, utc.Weekday()) {
			return left
		}
		left = utc.Truncate(time.Hour).Add(time.Hour)
	}
	return t
}

// unconditional says whether the feed's weekly poll without conditions is due.
// The feed's number spreads them over the week.
func unconditional(claim *news.FeedClaim, now time.Time) bool {
	if claim.LastPollAt.IsZero() {
		return true
	}
	week := func(t time.Time) int64 {
		offset := int64(claim.ID) * 7919 % int64(unconditionalEvery/time.Second)
		return (t.Unix() + offset) / int64(unconditionalEvery/time.Second)
	}
	return week(now) != week(claim.LastPollAt)
}
