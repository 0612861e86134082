package main

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"dateline/internal/news"
)

// polledEvery is how often the log tells how the polling goes.
const polledEvery = 5 * time.Minute

// polled counts polls for the log and for "dateline feed poll": how many, and how late they began.
type polled struct {
	mu     sync.Mutex
	late   []time.Duration
	failed int
	fresh  int
}

// note counts one poll.
func (c *polled) note(_ context.Context, claim news.FeedClaim, poll news.Poll, taken news.Taken) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if claim.NextPollAt.Before(claim.LastPollAt) || claim.LastPollAt.IsZero() {
		c.late = append(c.late, 0) // it was asked for by hand, or is new
	} else {
		c.late = append(c.late, max(0, poll.At.Sub(claim.NextPollAt)))
	}
	if poll.Fault != "" {
		c.failed++
	}
	c.fresh += taken.New
}

// sum returns how many polls failed and how many new reports came since the
// last time it was told.
func (c *polled) sum() (failed, fresh int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed, c.fresh
}

// tell logs what was counted since the last time.
func (c *polled) tell(ctx context.Context, log *slog.Logger) {
	c.mu.Lock()
	late, failed, fresh := c.late, c.failed, c.fresh
	c.late, c.failed, c.fresh = nil, 0, 0
	c.mu.Unlock()
	if len(late) == 0 {
		return
	}
	slices.Sort(late)
	log.InfoContext(ctx, "feeds polled", "polls", len(late), "failed", failed, "articles", fresh,
		"late_p50", late[len(late)/2], "late_p95", late[len(late)*95/100], "late_most", late[len(late)-1])
}
