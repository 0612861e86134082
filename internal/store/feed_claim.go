package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dateline/internal/news"
)

// ClaimFeeds gives this process the right to poll up to n feeds that are due
// at now, by editorial time, for lease, by the machine's. A claim whose holder
// died or let it lapse is free.
func (db *DB) ClaimFeeds(ctx context.Context, now time.Time, n int, lease time.Duration) ([]news.FeedClaim, error) {
	var claims []news.FeedClaim
	err := db.do(ctx, func(t *tx) error {
		mine, err := ids(t.QueryContext(ctx, `UPDATE feeds SET claimed_by = $3, claimed_until = `+db.d.now+` + $4, epoch = epoch + 1
			WHERE id IN (SELECT id FROM feeds
				WHERE state = 'active' AND next_poll_at <= $1 AND `+db.unclaimed("$3")+`
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

// ClaimFeed gives this process the right to poll one feed, whether it is due
// or not and whatever its state, for lease, by the machine's clock. It returns
// an error of kind news.ErrConflict while another poll of it is under way, and
// of kind news.ErrNotFound when there is no such feed.
func (db *DB) ClaimFeed(ctx context.Context, id news.FeedID, lease time.Duration) (news.FeedClaim, error) {
	var claim news.FeedClaim
	err := db.do(ctx, func(t *tx) error {
		mine, err := ids(t.QueryContext(ctx, `UPDATE feeds SET claimed_by = $2, claimed_until = `+db.d.now+` + $3, epoch = epoch + 1
			WHERE id = $1 AND `+db.unclaimed("$2")+` RETURNING id`, int64(id), db.worker, lease.Microseconds()))
		if err != nil {
			return err
		}
		if len(mine) == 0 {
			return t.whyNotClaimed(ctx, id)
		}
		claims, err := t.claims(ctx, mine)
		if err != nil || len(claims) == 0 {
			return err
		}
		claim = claims[0]
		return nil
	})
	if err != nil {
		return claim, fmt.Errorf("claim feed %d: %w", id, err)
	}
	return claim, nil
}

func (t *tx) whyNotClaimed(ctx context.Context, id news.FeedID) error {
	known, err := one(t.QueryRowContext(ctx, `SELECT id FROM feeds WHERE id = $1`, int64(id)), &id)
	switch {
	case err != nil:
		return err
	case !known:
		return news.ErrNotFound
	}
	return news.ErrConflict
}

// unclaimed is the condition that nobody who is alive holds a claim to a feed.
// Who asks, named by the parameter me, is alive, however late its sign of life.
func (db *DB) unclaimed(me string) string {
	return `(claimed_until < ` + db.d.now + ` OR claimed_by <> ` + me + ` AND NOT ` + db.alive("feeds.claimed_by") + `)`
}

var claimedFeeds = bulk{"id BIGINT", `SELECT ` + feedColumns + `, o.language, f.epoch, f.stood, f.taken_from
	FROM came CROSS JOIN feeds f CROSS JOIN outlets o WHERE f.id = came.id AND o.id = f.outlet_id`}

// claims returns what the worker has to know of the feeds that it claimed.
func (t *tx) claims(ctx context.Context, mine []int64) ([]news.FeedClaim, error) {
	slices.Sort(mine)
	claims := make([]news.FeedClaim, 0, len(mine))
	err := t.queryBulk(ctx, claimedFeeds, len(mine), func(i int) []any { return []any{mine[i]} }, func(scan func(...any) error) error {
		var c news.FeedClaim
		var from int64
		var err error
		if c.Feed, err = scanFeed(scan, &c.OutletLanguage, &c.Epoch, &c.Stood, &from); err != nil {
			return err
		}
		c.TakenFrom = moment(from)
		claims = append(claims, c)
		return nil
	})
	return claims, err
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
