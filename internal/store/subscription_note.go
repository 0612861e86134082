package store

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/internal/news"
)

// longestHub is how many bytes the address of a hub or a topic may have.
const longestHub = 2 << 10

// hubGrace is how old an item has to be for its hub to have told of it.
const hubGrace = 10 * time.Minute

// noteHub keeps what a poll says of the feed's hub: that there is one to ask,
// or another than before; and that the hub did not tell of what the poll
// found. It comes after the poll's arrivals were taken.
func (t *tx) noteHub(ctx context.Context, c news.FeedClaim, p news.Poll) error {
	if err := t.wantHub(ctx, c, p); err != nil {
		return fmt.Errorf("note hub: %w", err)
	}
	if err := t.checkHub(ctx, c, p); err != nil {
		return fmt.Errorf("check hub: %w", err)
	}
	return nil
}

// wantHub asks for a subscription with the hub that a poll named. A hub that
// is named no more is left to end with its lease: many a feed names its hub
// only now and then.
func (t *tx) wantHub(ctx context.Context, c news.FeedClaim, p news.Poll) error {
	topic := p.Topic
	if topic == "" {
		topic = c.URL
	}
	if !hubAddress(p.Hub) || !hubAddress(topic) {
		return nil
	}
	id, err := ids(t.QueryContext(ctx, `INSERT INTO subscriptions (feed_id, hub, topic, token, secret, state, next_at)
		VALUES ($1, $2, $3, $4, $5, 'wanted', $6)
		ON CONFLICT (feed_id) DO UPDATE SET hub = excluded.hub, topic = excluded.topic, token = excluded.token, secret = excluded.secret,
			state = 'wanted', next_at = excluded.next_at, until_at = 0, failures = 0, fault = '', last_at = 0, thin_at = 0, missed_at = 0
		WHERE subscriptions.hub <> excluded.hub OR subscriptions.topic <> excluded.topic
		RETURNING feed_id`, int64(c.ID), p.Hub, topic, newSecret(), newSecret(), micros(p.At)))
	if err != nil || len(id) == 0 {
		return err
	}
	return t.setPushed(ctx, c.ID, time.Time{})
}

// hubAddress says whether an address can be kept. Whether it may be asked is
// the guard's to say.
func hubAddress(s string) bool {
	web := strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
	return web && len(s) <= longestHub && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// checkHub stops relying on a hub when a poll found items that it did not tell
// of: items that had been out for a while, unless the hub has said since the
// last poll that there is something to fetch; or items without a time of their
// own when it has said nothing at all.
func (t *tx) checkHub(ctx context.Context, c news.FeedClaim, p news.Poll) error {
	if len(p.Arrivals) == 0 || !c.Pushed.After(p.At) {
		return nil
	}
	missed, err := ids(t.QueryContext(ctx, `UPDATE subscriptions SET missed_at = $2, fault = $5
		WHERE feed_id = $1 AND state = 'active'
		  AND EXISTS (SELECT 1 FROM feeds f WHERE f.id = $1 AND f.pushed_until > $2)
		  AND EXISTS (SELECT 1 FROM sightings s JOIN articles a ON a.id = s.article_id
			WHERE s.feed_id = $1 AND s.first_at = $2
			  AND ((a.published_at < $3 AND subscriptions.thin_at < $4) OR (a.published_at >= $2 AND subscriptions.last_at < $4)))
		RETURNING feed_id`, int64(c.ID), micros(p.At), micros(p.At.Add(-hubGrace)), micros(c.LastPollAt), news.HubMissed))
	if err != nil || len(missed) == 0 {
		return err
	}
	return t.setPushed(ctx, c.ID, time.Time{})
}
