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
	longestFrozen   = 7 * 24 * time.Hour // without a body, see unconditional
	longestSpread   = 30 * time.Minute
	// A feed whose hub tells us of what is new is polled this much less often,
	// in case that the hub fails without a word.
	pushedTimes    = 4
	pushedInterval = 12 * time.Hour
)

// plan is how the next poll of a claimed feed is fixed.
type plan struct {
	now   time.Time
	rand  func() float64 // in [0, 1); spreads polls that would fall together
	claim *news.FeedClaim
}

// afterChange plans the poll after one that brought a new body: as often as
// the feed publishes, but never more often than it or its server asks for.
func (p plan) afterChange(poll *news.Poll, header http.Header, w *news.Wire) {
	poll.Asked = news.Pace{Every: max(w.TTL, w.UpdateEvery), SkipHours: w.SkipHours, SkipDays: w.SkipDays, At: p.now}
	p.set(poll, rhythm(w.Items, p.now), freshness(header, p.now))
	p.settleMove(poll)
}

// afterNothing plans the poll after one that brought nothing new: a little
// later every time. What the feed asked for in its last body still holds.
func (p plan) afterNothing(poll *news.Poll, res *Response) {
	if !res.NotModified || poll.Asked.At.IsZero() {
		poll.Asked.At = p.now
	}
	interval := orElse(p.claim.Interval, unknownInterval)
	// An interval that the feed asked for says nothing of how often it publishes.
	if slower := interval + interval/4; slower <= quietInterval && interval > p.claim.Asked.Every {
		interval = slower
	}
	p.set(poll, interval, freshness(res.Header, p.now))
	p.settleMove(poll)
}

// afterFault plans the poll after one that failed: twice as long with every
// failure, never sooner than the interval, and not before the host allows it.
func (p plan) afterFault(poll *news.Poll, fault *Fault) {
	poll.HostUntil = fault.RetryAt
	backOff := shortestInterval << min(max(p.claim.Failures, 0), 7)
	wait := bounded(max(p.claim.Interval, p.claim.Asked.Every, backOff))
	poll.Interval = p.claim.Interval
	poll.NextPollAt = p.now.Add(wait + p.spread(wait))
	if fault.RetryAt.After(poll.NextPollAt) || (fault.Kind == KindWaiting && fault.RetryAt.After(p.now)) {
		// Many feeds of one host wait for the same moment: part them.
		poll.NextPollAt = fault.RetryAt.Add(p.part(shortestInterval))
	}
	poll.NextPollAt = leaveAlone(poll.NextPollAt, p.claim.Asked.SkipHours, p.claim.Asked.SkipDays)
}

// set fixes interval and next poll. The feed's own interval goes by the hours
// in which it publishes, and is longer when a hub tells us anyway; fresh and
// what the feed asked for are never undercut.
func (p plan) set(poll *news.Poll, own, fresh time.Duration) {
	asked := max(fresh, poll.Asked.Every)
	poll.Interval = bounded(max(own, asked))
	wait := stride(p.now, bounded(own), p.claim.Rhythm)
	if p.claim.Pushed.After(p.now) {
		wait = min(pushedTimes*wait, pushedInterval)
	}
	wait = bounded(max(wait, asked))
	poll.NextPollAt = leaveAlone(p.now.Add(wait+p.spread(wait)), poll.Asked.SkipHours, poll.Asked.SkipDays)
}

func bounded(interval time.Duration) time.Duration {
	return min(max(interval, shortestInterval), longestInterval)
}

// spread returns up to a tenth of an interval, so that feeds which were added
// together do not stay together.
func (p plan) spread(interval time.Duration) time.Duration {
	return p.part(min(interval/10, longestSpread))
}

// part returns a random part of d.
func (p plan) part(d time.Duration) time.Duration {
	if p.rand == nil {
		return 0
	}
	return time.Duration(p.rand() * float64(d))
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

// unconditional says whether a feed is to be asked without conditions: at
// first, and when all it ever said for a week is that nothing has changed. A
// server may say so for ever by mistake. A feed that brings something new at
// least once a week is never asked so again.
func unconditional(claim *news.FeedClaim, now time.Time) bool {
	if claim.Asked.At.IsZero() {
		return claim.LastSuccessAt.IsZero()
	}
	return !now.Add(claim.Interval + longestSpread).Before(claim.Asked.At.Add(longestFrozen))
}
