package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"fmt"
	"time"

	"dateline/internal/news"
)

const subscriptionColumns = `feed_id, hub, topic, token, secret, state, until_at, next_at, failures, fault, last_at, missed_at`

func scanSubscription(scan func(...any) error) (news.Subscription, error) {
	var s news.Subscription
	var until, next, last, missed int64
	err := scan(&s.FeedID, &s.Hub, &s.Topic, &s.Token, &s.Secret, &s.State, &until, &next, &s.Failures, &s.Fault, &last, &missed)
	s.Until, s.NextAt, s.LastAt, s.MissedAt = moment(until), moment(next), moment(last), moment(missed)
	return s, err
}

func scanSubscriptions(rows *sql.Rows, err error) ([]news.Subscription, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []news.Subscription
	for rows.Next() {
		s, err := scanSubscription(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// ListSubscriptions returns our standing with all hubs, by feed.
func (db *DB) ListSubscriptions(ctx context.Context) ([]news.Subscription, error) {
	list, err := scanSubscriptions(db.read.QueryContext(ctx, `SELECT `+subscriptionColumns+` FROM subscriptions ORDER BY feed_id`))
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	return list, nil
}

// Subscription returns the subscription with that token, or an error of kind
// news.ErrNotFound.
func (db *DB) Subscription(ctx context.Context, token string) (*news.Subscription, error) {
	list, err := scanSubscriptions(db.read.QueryContext(ctx, `SELECT `+subscriptionColumns+` FROM subscriptions WHERE token = $1`, token))
	if err == nil && len(list) == 0 {
		err = news.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read subscription: %w", err)
	}
	return &list[0], nil
}

// ClaimSubscriptions returns up to n subscriptions of polled feeds that are
// due at now, editorial time. They count as asked for from now on and are not
// due again before the lease is over.
func (db *DB) ClaimSubscriptions(ctx context.Context, now time.Time, n int, lease time.Duration) ([]news.Subscription, error) {
	var list []news.Subscription
	err := db.do(ctx, func(t *tx) error {
		var err error
		list, err = scanSubscriptions(t.QueryContext(ctx, `UPDATE subscriptions SET next_at = $3,
				state = CASE WHEN state = 'active' THEN state ELSE 'asked' END
			WHERE feed_id IN (SELECT s.feed_id FROM subscriptions s
				WHERE s.next_at <= $1 AND EXISTS (SELECT 1 FROM feeds f WHERE f.id = s.feed_id AND f.state = 'active')
				ORDER BY s.next_at, s.feed_id LIMIT $2`+db.d.skip+`)
			RETURNING `+subscriptionColumns, micros(now), n, micros(now.Add(lease))))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim subscriptions: %w", err)
	}
	return list, nil
}

// EndSubscriptions ends up to n subscriptions of feeds that are polled no more
// and returns them, each once. They begin anew when the feed is polled again.
func (db *DB) EndSubscriptions(ctx context.Context, now time.Time, n int) ([]news.Subscription, error) {
	var list []news.Subscription
	err := db.do(ctx, func(t *tx) error {
		var err error
		list, err = scanSubscriptions(t.QueryContext(ctx, `UPDATE subscriptions SET state = 'ended', next_at = $1, until_at = 0,
				last_at = 0, thin_at = 0, missed_at = 0, failures = 0, fault = ''
			WHERE feed_id IN (SELECT s.feed_id FROM subscriptions s
				WHERE s.state IN ('asked', 'active') AND EXISTS (SELECT 1 FROM feeds f WHERE f.id = s.feed_id AND f.state <> 'active')
				ORDER BY s.feed_id LIMIT $2`+db.d.skip+`)
			RETURNING `+subscriptionColumns, micros(now), n))
		if err != nil {
			return err
		}
		for _, s := range list {
			if err := t.setPushed(ctx, s.FeedID, time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("end subscriptions: %w", err)
	}
	return list, nil
}

// RecordAsked keeps what came of asking a hub: state, next time, failures and
// fault. It changes nothing when something else happened to the subscription
// since it was claimed, such as the hub's answer.
func (db *DB) RecordAsked(ctx context.Context, claimed, asked news.Subscription) error {
	_, err := db.write.ExecContext(ctx, `UPDATE subscriptions SET state = $1, next_at = $2, failures = $3, fault = $4
		WHERE feed_id = $5 AND token = $6 AND next_at = $7 AND state = $8`,
		string(asked.State), micros(asked.NextAt), asked.Failures, asked.Fault,
		int64(claimed.FeedID), claimed.Token, micros(claimed.NextAt), string(claimed.State))
	if err != nil {
		return fmt.Errorf("record request to hub of feed %d: %w", claimed.FeedID, err)
	}
	return nil
}

// RecordAnswer keeps what a hub made of a subscription, and until when its
// feed counts as told of by the hub, zero for not at all.
func (db *DB) RecordAnswer(ctx context.Context, s news.Subscription, pushed time.Time) error {
	err := db.do(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `UPDATE subscriptions SET state = $1, until_at = $2, next_at = $3, failures = $4, fault = $5, missed_at = $6
			WHERE token = $7 AND state <> 'ended'`,
			string(s.State), micros(s.Until), micros(s.NextAt), s.Failures, s.Fault, micros(s.MissedAt), s.Token)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return news.ErrNotFound
		}
		return t.setPushed(ctx, s.FeedID, pushed)
	})
	if err != nil {
		return fmt.Errorf("record answer of hub of feed %d: %w", s.FeedID, err)
	}
	return nil
}

func (t *tx) setPushed(ctx context.Context, id news.FeedID, until time.Time) error {
	_, err := t.ExecContext(ctx, `UPDATE feeds SET pushed_until = $1 WHERE id = $2 AND pushed_until <> $1`, micros(until), int64(id))
	if err != nil {
		return fmt.Errorf("note what the hub of feed %d tells: %w", id, err)
	}
	return nil
}

// newSecret returns 32 random bytes as text that can stand in an address.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}
