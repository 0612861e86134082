package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

// forEver: a server that says "not modified" for ever is found out.
func forEver(ctx context.Context, w *walk) string {
	days, _ := w.k.number("unconditional_refetch_within_days")
	until := w.clock().Add(time.Duration(days*24) * time.Hour)
	for {
		t, wrong := w.poll(ctx)
		if wrong != "" {
			return wrong
		}
		if t.poll.At.After(until) {
			return fmt.Sprintf("not asked without conditions within %.0f days", days)
		}
		if w.stored(ctx) > 1 {
			return ""
		}
	}
}

// forged304: the body of a 304 is no feed.
func forged304(ctx context.Context, w *walk) string {
	list, wrong := w.pollTimes(ctx, 2)
	if wrong != "" {
		return wrong
	}
	if n := w.stored(ctx); n != 0 || list[1].poll.FaultKind != string(fetch.KindBad304) {
		return fmt.Sprintf("%d articles and the fault %q, want none and %q", n, list[1].poll.FaultKind, fetch.KindBad304)
	}
	return ""
}

// second polls twice without a fault and returns the second request.
func (w *walk) second(ctx context.Context) (asked, string) {
	list, wrong := w.pollTimes(ctx, 2)
	if wrong != "" {
		return asked{}, wrong
	}
	for _, t := range list {
		if t.poll.Fault != "" {
			return asked{}, t.poll.Fault
		}
	}
	requests, err := w.court.server.requests(ctx, w.k.Name)
	if err != nil || len(requests) != 2 {
		return asked{}, fmt.Sprintf("%d requests, want 2 (%v)", len(requests), err)
	}
	return requests[1], ""
}

// echoed: an odd validator is sent back as it came or not at all.
func echoed(ctx context.Context, w *walk) string {
	r, wrong := w.second(ctx)
	if wrong != "" {
		return wrong
	}
	got, want := r.Headers["If-None-Match"], "W/\"a\tb, \\\"c\\\"; d\""
	if got != "" && got != want {
		return fmt.Sprintf("the ETag is sent back as %q, want %q", got, want)
	}
	if got := r.Headers["If-Modified-Since"]; got != "" && got != "Thu, 32 Foo 2026 99:99:99 GMT" {
		return fmt.Sprintf("the date is sent back as %q", got)
	}
	return ""
}

// notEchoed: a validator past all measure is dropped.
func notEchoed(ctx context.Context, w *walk) string {
	r, wrong := w.second(ctx)
	if wrong == "" && r.Headers["If-None-Match"] != "" {
		return "the ETag is sent back"
	}
	return wrong
}

// conditional: the second request is answered with 304.
func conditional(ctx context.Context, w *walk) string {
	list, wrong := w.pollTimes(ctx, 2)
	switch {
	case wrong != "":
		return wrong
	case list[0].taken.New != 2 || list[0].poll.Status != 200:
		return fmt.Sprintf("%d articles with the status %d at first, want 2 with 200", list[0].taken.New, list[0].poll.Status)
	case list[1].poll.Status != 304 || !list[1].poll.NotModified:
		return fmt.Sprintf("the status %d at the second request, want 304", list[1].poll.Status)
	}
	return ""
}

// noCookies: cookies are not kept. The answer itself may be refused.
func noCookies(ctx context.Context, w *walk) string {
	if _, wrong := w.pollTimes(ctx, 2); wrong != "" {
		return wrong
	}
	requests, err := w.court.server.requests(ctx, w.k.Name)
	if err != nil || len(requests) != 2 {
		return fmt.Sprintf("%d requests, want 2 (%v)", len(requests), err)
	}
	if c := requests[1].Headers["Cookie"]; c != "" {
		return "a cookie is sent back: " + c
	}
	return ""
}

// moves: a permanent redirect moves the address, but not at once.
func moves(ctx context.Context, w *walk) string {
	start := w.clock()
	for {
		t, wrong := w.poll(ctx)
		if wrong != "" || t.poll.Fault != "" {
			return wrong + t.poll.Fault
		}
		f, err := w.feed(ctx, w.id)
		if err != nil {
			return err.Error()
		}
		moved, after := strings.HasSuffix(f.URL, "/c/honest"), f.NextPollAt.Sub(start)
		switch {
		case len(w.polls(w.id)) == 1 && w.stored(ctx) != 2:
			return fmt.Sprintf("%d articles at first, want 2", w.stored(ctx))
		case moved && (len(w.polls(w.id)) < 3 || after < 12*time.Hour):
			return fmt.Sprintf("moved after %d polls", len(w.polls(w.id)))
		case moved:
			return ""
		case after > 48*time.Hour:
			return "not moved after two days"
		}
	}
}

// keepsFeed: a feed that is not found is asked again, less and less often.
func keepsFeed(ctx context.Context, w *walk) string {
	list, wrong := w.pollTimes(ctx, 10)
	if wrong != "" {
		return wrong
	}
	last := list[9].poll
	if last.FaultKind != string(fetch.KindNotFound) || last.NextPollAt.Sub(last.At) < 12*time.Hour {
		return fmt.Sprintf("the fault %q and the next poll in %v", last.FaultKind, last.NextPollAt.Sub(last.At))
	}
	return ""
}

// stops: a feed that is gone for good is not asked again.
func stops(ctx context.Context, w *walk) string {
	t, wrong := w.poll(ctx)
	if wrong != "" {
		return wrong
	}
	f, err := w.feed(ctx, w.id)
	if err != nil || f.State != news.FeedGone || f.Fault == "" || t.poll.FaultKind != string(fetch.KindGone) {
		return fmt.Sprintf("the feed is %s with the fault %q (%v)", f.State, f.Fault, err)
	}
	w.moveTo(w.clock().AddDate(1, 0, 0))
	if err := w.round(ctx); err != nil || len(w.polls(w.id)) != 1 {
		return fmt.Sprintf("polled %d times (%v)", len(w.polls(w.id)), err)
	}
	return ""
}

// flaps: trouble at every second request loses nothing and is no reason to ask
// more often.
func flaps(ctx context.Context, w *walk) string {
	most, _ := w.k.number("max_requests_per_hour")
	list, wrong := w.pollTimes(ctx, 12)
	if wrong != "" {
		return wrong
	}
	for i, t := range list {
		if want := i%2 == 0; (t.poll.FaultKind == string(fetch.KindServerError)) != want {
			return fmt.Sprintf("poll %d has the fault %q", i+1, t.poll.FaultKind)
		}
		if j := i + int(most); j < len(list) && list[j].poll.At.Sub(t.poll.At) < time.Hour {
			return fmt.Sprintf("more than %.0f requests in an hour", most)
		}
	}
	if n := w.stored(ctx); n != 2 {
		return fmt.Sprintf("%d articles are stored, want 2", n)
	}
	return ""
}

// waits: the host is asked again when it wants to be, within reason.
func waits(ctx context.Context, w *walk) string {
	start := w.clock()
	t, wrong := w.poll(ctx)
	if wrong != "" {
		return wrong
	}
	if kind := w.k.Expect.Error; t.poll.FaultKind != kind {
		return fmt.Sprintf("the fault is %q, want %q", t.poll.FaultKind, kind)
	}
	return checkSchedule(w.k, start, t.poll)
}
