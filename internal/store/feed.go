package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

const feedColumns = `f.id, f.outlet_id, o.name, f.url, f.title, f.state, f.etag, f.last_modified, f.body_hash,
	f.next_poll_at, f.interval_us, f.last_poll_at, f.last_success_at, f.last_status, f.fault, f.failures, f.items`

func scanFeed(scan func(...any) error, more ...any) (news.Feed, error) {
	var f news.Feed
	var next, interval, last, success int64
	err := scan(append([]any{
		&f.ID, &f.OutletID, &f.Outlet, &f.URL, &f.Title, &f.State, &f.ETag, &f.LastModified, &f.BodyHash,
		&next, &interval, &last, &success, &f.LastStatus, &f.Fault, &f.Failures, &f.Items,
	}, more...)...)
	f.NextPollAt, f.LastPollAt, f.LastSuccessAt = moment(next), moment(last), moment(success)
	f.Interval = time.Duration(interval) * time.Microsecond
	return f, err
}

// ListFeeds returns all feeds by outlet and address.
func (db *DB) ListFeeds(ctx context.Context) ([]news.Feed, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+feedColumns+` FROM feeds f JOIN outlets o ON o.id = f.outlet_id ORDER BY o.name_key, f.url`)
	if err != nil {
		return nil, fmt.Errorf("list feeds: %w", err)
	}
	defer rows.Close()
	var feeds []news.Feed
	for rows.Next() {
		f, err := scanFeed(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list feeds: %w", err)
		}
		feeds = append(feeds, f)
	}
	return feeds, rows.Err()
}

// ClaimFeeds gives this process the right to poll up to n feeds that are due
// at now, by editorial time, for lease, by the machine's. A claim whose holder
// died or let it lapse is free.
func (db *DB) ClaimFeeds(ctx context.Context, now time.Time, n int, lease time.Duration) ([]news.FeedClaim, error) {
	var claims []news.FeedClaim
	err := db.do(ctx, func(t *tx) error {
		mine, err := ids(t.QueryContext(ctx, `UPDATE feeds SET claimed_by = $3, claimed_until = `+db.d.now+` + $4, epoch = epoch + 1
			WHERE id IN (SELECT id FROM feeds
				WHERE state = 'active' AND next_poll_at <= $1
				  AND (claimed_until < `+db.d.now+` OR NOT `+db.alive("feeds.claimed_by")+`)
				ORDER BY next_poll_at, id LIMIT $2`+db.d.skip+`)
			RETURNING id`, micros(now), n, db.worker, lease.Microseconds()))
		if err != nil || len(mine) == 0 {
			return err
		}
		claims, err = t.claims(ctx, mine)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim feeds: %w", err)
	}
	return claims, nil
}

func (t *tx) claims(ctx context.Context, mine []int64) ([]news.FeedClaim, error) {
	args := make([]any, len(mine))
	for i, id := range mine {
		args[i] = id
	}
	rows, err := t.QueryContext(ctx, `SELECT `+feedColumns+`, o.language, f.epoch FROM feeds f JOIN outlets o ON o.id = f.outlet_id
		WHERE f.id IN (`+placeholders(1, len(mine))+`) ORDER BY f.id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var claims []news.FeedClaim
	for rows.Next() {
		var c news.FeedClaim
		if c.Feed, err = scanFeed(rows.Scan, &c.OutletLanguage, &c.Epoch); err != nil {
			return nil, err
		}
		claims = append(claims, c)
	}
	return claims, rows.Err()
}

// DueFeeds returns how many feeds are due at now, claimed ones among them.
func (db *DB) DueFeeds(ctx context.Context, now time.Time) (int, error) {
	var n int
	err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM feeds WHERE state = 'active' AND next_poll_at <= $1`, micros(now)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count due feeds: %w", err)
	}
	return n, nil
}

// RecordPoll keeps what came of polling a claimed feed: its schedule, its
// state and its new articles with the work of reading them, all or nothing.
// It returns an error of kind news.ErrConflict when the claim was lost.
func (db *DB) RecordPoll(ctx context.Context, c news.FeedClaim, p news.Poll) error {
	err := db.do(ctx, func(t *tx) error {
		if err := t.releaseFeed(ctx, c, p); err != nil {
			return err
		}
		return t.takeArrivals(ctx, c, p)
	})
	if err != nil {
		return fmt.Errorf("record poll of feed %d: %w", c.ID, err)
	}
	return nil
}

func (t *tx) releaseFeed(ctx context.Context, c news.FeedClaim, p news.Poll) error {
	state, failures, success := news.FeedActive, 0, p.At
	if p.Gone {
		state = news.FeedGone
	}
	if p.Fault != "" {
		failures, success = c.Failures+1, c.LastSuccessAt
	}
	res, err := t.ExecContext(ctx, `UPDATE feeds SET
			state = CASE WHEN state = 'active' THEN $1 ELSE state END,
			etag = $2, last_modified = $3, body_hash = $4,
			title = CASE WHEN $5 = '' THEN title ELSE $5 END,
			next_poll_at = $6, interval_us = $7, last_poll_at = $8, last_success_at = $9,
			last_status = $10, fault = $11, failures = $12, claimed_by = '', claimed_until = 0
		WHERE id = $13 AND epoch = $14`,
		string(state), p.ETag, p.LastModified, p.BodyHash, p.Title,
		micros(p.NextPollAt), p.Interval.Microseconds(), micros(p.At), micros(success),
		p.Status, p.Fault, failures, int64(c.ID), c.Epoch)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return news.ErrConflict
	}
	if p.Fault != c.Fault {
		return t.event(ctx, p.At, news.EventFeed, int64(c.ID), p.Fault)
	}
	return nil
}

// PollNow makes a feed due at once.
func (db *DB) PollNow(ctx context.Context, id news.FeedID) error {
	return db.changeFeed(ctx, id, `UPDATE feeds SET next_poll_at = 1, state = CASE WHEN state = 'gone' THEN 'active' ELSE state END WHERE id = $1`)
}

// SetFeedStopped stops the polling of a feed, or takes it up again.
func (db *DB) SetFeedStopped(ctx context.Context, id news.FeedID, stopped bool) error {
	if stopped {
		return db.changeFeed(ctx, id, `UPDATE feeds SET state = 'stopped' WHERE id = $1`)
	}
	return db.changeFeed(ctx, id, `UPDATE feeds SET state = 'active' WHERE id = $1`)
}

func (db *DB) changeFeed(ctx context.Context, id news.FeedID, q string) error {
	return db.do(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, q, int64(id))
		if err != nil {
			return fmt.Errorf("change feed %d: %w", id, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("feed %d: %w", id, news.ErrNotFound)
		}
		return t.event(ctx, db.machine(), news.EventFeed, int64(id), "")
	})
}
