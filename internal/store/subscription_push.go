package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

// PushedFeed returns a feed as it is to be handed to RecordPush, or an error
// of kind news.ErrNotFound when it is not polled.
func (db *DB) PushedFeed(ctx context.Context, id news.FeedID) (*news.FeedClaim, error) {
	var feed *news.FeedClaim
	err := db.do(ctx, func(t *tx) error {
		claims, err := t.claims(ctx, []int64{int64(id)})
		if err == nil && (len(claims) == 0 || claims[0].State != news.FeedActive) {
			err = news.ErrNotFound
		}
		if err != nil {
			return err
		}
		feed = &claims[0]
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read feed %d: %w", id, err)
	}
	return feed, nil
}

// RecordPush keeps the arrivals that a hub delivered, as RecordPoll would, and
// that the feed lives. Its schedule and validators stay as they are. It
// returns an error of kind news.ErrNotFound when the feed is not polled.
func (db *DB) RecordPush(ctx context.Context, c news.FeedClaim, p news.Poll) error {
	r := &record{claim: c, poll: p}
	err := db.do(ctx, func(t *tx) error {
		r.outcome = outcome{from: micros(c.TakenFrom)}
		if err := t.takeArrivals(ctx, []*record{r}); err != nil {
			return err
		}
		if err := t.livePush(ctx, r); err != nil {
			return err
		}
		return t.hubTold(ctx, c.ID, p.At, false)
	})
	if err != nil {
		return fmt.Errorf("record delivery for feed %d: %w", c.ID, err)
	}
	return nil
}

// livePush keeps what a delivery tells of its feed.
func (t *tx) livePush(ctx context.Context, r *record) error {
	hours, at := r.rhythm()
	res, err := t.ExecContext(ctx, `UPDATE feeds SET last_success_at = $2, items = items + $3, rhythm = $4, rhythm_at = $5, taken_from = $6,
			newest_at = CASE WHEN newest_at < $7 THEN $7 ELSE newest_at END
		WHERE id = $1 AND state = 'active'`,
		int64(r.claim.ID), micros(r.poll.At), r.items, hours, at, r.from, micros(r.newest()))
	if err != nil {
		return fmt.Errorf("note that the feed lives: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return news.ErrNotFound
	}
	return nil
}

// RecordPing notes that a hub said at a time that there is something new, and
// makes the feed due at gap after its last poll or at once. A site that wants
// to be left alone is not asked any sooner for that. It returns an error of
// kind news.ErrNotFound when there is no such feed.
func (db *DB) RecordPing(ctx context.Context, id news.FeedID, at time.Time, gap time.Duration) error {
	err := db.do(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, `UPDATE feeds SET next_poll_at = CASE WHEN last_poll_at + $3 > $2 THEN last_poll_at + $3 ELSE $2 END
			WHERE id = $1 AND state = 'active' AND next_poll_at > $2 AND next_poll_at > last_poll_at + $3
			  AND last_status NOT IN (429, 503) AND fault_kind <> 'waiting'`,
			int64(id), micros(at), gap.Microseconds())
		if err != nil {
			return err
		}
		return t.hubTold(ctx, id, at, true)
	})
	if err != nil {
		return fmt.Errorf("record ping for feed %d: %w", id, err)
	}
	return nil
}

// hubTold notes that a hub told us something, thin when it only said that
// there is something. A hub whose lease runs and that kept nothing from us is
// relied on from then on.
func (t *tx) hubTold(ctx context.Context, id news.FeedID, at time.Time, thin bool) error {
	q := `UPDATE subscriptions SET last_at = $2`
	if thin {
		q += `, thin_at = $2`
	}
	var until int64
	known, err := one(t.QueryRowContext(ctx, q+` WHERE feed_id = $1
		RETURNING CASE WHEN state = 'active' AND until_at > $2 AND missed_at = 0 THEN until_at ELSE 0 END`, int64(id), micros(at)), &until)
	if err != nil {
		return fmt.Errorf("note delivery: %w", err)
	}
	if !known {
		return news.ErrNotFound
	}
	if until == 0 {
		return nil
	}
	return t.setPushed(ctx, id, moment(until))
}
