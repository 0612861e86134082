package store

import (
	"context"
	"fmt"
	"sync"

	"dateline/internal/news"
)

// RecordPoll keeps what came of polling a claimed feed: its schedule, its
// state and its new articles with the work of reading them, all or nothing. It
// says what became of the arrivals, and returns an error of kind
// news.ErrConflict when the claim was lost. Polls that are recorded at the
// same time share a transaction, so ctx ending does not break one off.
func (db *DB) RecordPoll(ctx context.Context, c news.FeedClaim, p news.Poll) (news.Taken, error) {
	r := &record{claim: c, poll: p, turn: make(chan bool, 1)}
	if db.records.join(r) || <-r.turn {
		db.recordWaiting(context.WithoutCancel(ctx))
	}
	if r.err != nil {
		return news.Taken{}, fmt.Errorf("record poll of feed %d: %w", c.ID, r.err)
	}
	return r.taken, nil
}

// record is a poll on its way into the store.
type record struct {
	claim news.FeedClaim
	poll  news.Poll
	turn  chan bool // true: record those that wait; false: it was recorded
	err   error
	outcome
}

// outcome is what one transaction made of a poll.
type outcome struct {
	taken   news.Taken
	stood   string // hash of the items that stood in the feed
	items   int    // that the feed had not shown before
	fresh   []*arriving
	warning string
	from    int64 // after a flood: older items are not taken
	move    news.FeedMove
	url     string // the address to poll from now on, "" to leave it
	first   int64  // the first new article, 0 for none
}

// Bounds of what shares a transaction.
const (
	mostRecords  = 64
	mostArrivals = 3000
)

// records are the polls that wait to be recorded. One of their callers does it
// for all of them and then passes the turn on, so that under load a
// transaction takes what came in during the last one.
type records struct {
	mu      sync.Mutex
	waiting []*record
	busy    bool // somebody has the turn
}

// join adds a poll to those that wait, and says whether its caller has the
// turn. Who does not hears of it through record.turn.
func (rs *records) join(r *record) bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.waiting = append(rs.waiting, r)
	if rs.busy {
		return false
	}
	rs.busy = true
	return true
}

// take returns those at the head of the line, whose first is the caller's.
func (rs *records) take() []*record {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	n, arrivals := 0, 0
	for n < len(rs.waiting) && n < mostRecords && (n == 0 || arrivals < mostArrivals) {
		arrivals += len(rs.waiting[n].poll.Arrivals)
		n++
	}
	batch := rs.waiting[:n:n]
	rs.waiting = rs.waiting[n:]
	return batch
}

// pass gives the turn to the caller at the head of the line.
func (rs *records) pass() {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.busy = len(rs.waiting) > 0; rs.busy {
		rs.waiting[0].turn <- true
	}
}

// recordWaiting records the polls at the head of the line in one transaction.
// When that fails, each is tried in one of its own: one that cannot be
// recorded keeps no other back.
func (db *DB) recordWaiting(ctx context.Context) {
	batch := db.records.take()
	defer db.records.pass()
	err := db.recordAll(ctx, batch)
	if err != nil && len(batch) > 1 {
		for _, r := range batch {
			r.err = db.recordAll(ctx, []*record{r})
		}
	} else {
		batch[0].err = err
	}
	for _, r := range batch[1:] {
		r.turn <- false
	}
}

func (db *DB) recordAll(ctx context.Context, batch []*record) error {
	return db.do(ctx, func(t *tx) error {
		for _, r := range batch {
			r.outcome = outcome{from: micros(r.claim.TakenFrom), stood: r.claim.Stood}
		}
		if err := t.takeArrivals(ctx, batch); err != nil {
			return err
		}
		for _, r := range batch {
			if err := t.follow(ctx, r); err != nil {
				return err
			}
			if err := t.leaveHostAlone(ctx, r); err != nil {
				return err
			}
			if r.poll.Hub == "" && r.claim.Pushed.IsZero() {
				continue
			}
			if err := t.noteHub(ctx, r.claim, r.poll); err != nil {
				return err
			}
		}
		return t.releaseFeeds(ctx, batch)
	})
}
