package store

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"dateline/internal/news"
)

// follow takes a feed to the address that its poll says it moved to, unless
// the editor refused that one or another feed has it.
func (t *tx) follow(ctx context.Context, r *record) error {
	c, p := &r.claim, &r.poll
	r.move = p.Move
	if p.MovedTo != "" {
		r.move = c.Move // as long as it is not moved
	}
	r.move.Refused = c.Move.Refused
	if r.move.From == "" {
		r.move.From, r.move.At = c.Move.From, c.Move.At
	}
	key := news.AddressKey(p.MovedTo)
	if key == "" || p.MovedTo == c.URL || c.Move.Refused != "" && key == news.AddressKey(c.Move.Refused) {
		return nil
	}
	other, err := t.otherFeedAt(ctx, key, c.ID)
	if err != nil {
		return err
	}
	if other != "" {
		r.warning = fmt.Sprintf("It has moved to an address that is followed already, as a feed of %s. One of the two can be stopped.", other)
		r.ledAgain()
		return nil
	}
	r.url = p.MovedTo
	r.move = news.FeedMove{From: c.URL, At: p.At, Refused: c.Move.Refused}
	return t.event(ctx, p.At, news.EventFeed, int64(c.ID), "Moved to "+p.MovedTo)
}

// ledAgain goes on counting the polls that a feed's address led elsewhere,
// where the feed could not be moved to.
func (r *record) ledAgain() {
	if r.move.To != r.poll.MovedTo {
		r.move.To, r.move.Count, r.move.Since = r.poll.MovedTo, 0, r.poll.At
	}
	r.move.Count++
}

// hostKey is the part of an address's key that names the host.
func hostKey(key string) string {
	if end := strings.IndexAny(key, "/?"); end >= 0 {
		return key[:end]
	}
	return key
}

// leaveHostAlone puts off the other feeds of a host that asked to be left
// alone, for all processes and beyond their ends. What another transaction is
// writing to is left to that: two that wait for each other help nobody.
func (t *tx) leaveHostAlone(ctx context.Context, r *record) error {
	host := hostKey(news.AddressKey(r.claim.URL))
	if host == "" || !r.poll.HostUntil.After(r.poll.At) {
		return nil
	}
	// The keys that go on with a path or a query: up to the next character.
	_, err := t.ExecContext(ctx, `UPDATE feeds SET next_poll_at = $1 WHERE id IN (SELECT id FROM feeds
		WHERE (url_key = $2 OR url_key >= $3 AND url_key < $4 OR url_key >= $5 AND url_key < $6)
			AND state = 'active' AND next_poll_at < $1 AND id <> $7 ORDER BY id`+t.db.d.skip+`)`,
		micros(r.poll.HostUntil), host, host+"/", host+"0", host+"?", host+"@", int64(r.claim.ID))
	if err != nil {
		return fmt.Errorf("leave %s alone: %w", host, err)
	}
	return nil
}

var releasedFeeds = bulk{
	`id BIGINT, epoch BIGINT, url TEXT, url_key TEXT, state TEXT, title TEXT, site TEXT, etag TEXT, last_modified TEXT,
	body_hash TEXT, next_poll_at BIGINT, interval_us BIGINT, last_poll_at BIGINT, last_success_at BIGINT, last_status BIGINT,
	fault TEXT, fault_kind TEXT, failures BIGINT, failing_since BIGINT, warning TEXT, newest_at BIGINT, asked TEXT,
	rhythm TEXT, rhythm_at BIGINT, move TEXT, items BIGINT, stood TEXT, taken_from BIGINT`,
	`UPDATE feeds SET url = CASE WHEN came.url = '' THEN feeds.url ELSE came.url END,
		url_key = CASE WHEN came.url = '' THEN feeds.url_key ELSE came.url_key END,
		state = CASE WHEN feeds.state = 'active' THEN came.state ELSE feeds.state END,
		title = came.title, site = came.site, etag = came.etag, last_modified = came.last_modified, body_hash = came.body_hash,
		next_poll_at = came.next_poll_at, interval_us = came.interval_us, last_poll_at = came.last_poll_at,
		last_success_at = came.last_success_at, last_status = came.last_status, fault = came.fault,
		fault_kind = came.fault_kind, failures = came.failures, failing_since = came.failing_since, warning = came.warning,
		newest_at = came.newest_at, asked = came.asked, rhythm = came.rhythm, rhythm_at = came.rhythm_at, move = came.move,
		items = feeds.items + came.items, stood = came.stood, taken_from = came.taken_from,
		claimed_by = '', claimed_until = 0
	FROM came WHERE feeds.id = came.id AND feeds.epoch = came.epoch RETURNING feeds.id`,
}

// releaseFeeds writes what the polls leave of their feeds and lets go of the
// claims. It refuses with news.ErrConflict when one of them was lost.
func (t *tx) releaseFeeds(ctx context.Context, batch []*record) error {
	released := 0
	err := t.queryBulk(ctx, releasedFeeds, len(batch), func(i int) []any { return batch[i].release() },
		func(func(...any) error) error { released++; return nil })
	if err != nil {
		return err
	}
	if released < len(batch) {
		return news.ErrConflict
	}
	for _, r := range batch {
		if r.poll.Fault != r.claim.Fault {
			if err := t.event(ctx, r.poll.At, news.EventFeed, int64(r.claim.ID), r.poll.Fault); err != nil {
				return err
			}
		}
	}
	return nil
}

// release returns the row of releasedFeeds for a poll.
func (r *record) release() []any {
	c, p := &r.claim, &r.poll
	state, failures, success, failing := news.FeedActive, 0, p.At, time.Time{}
	if p.Gone {
		state = news.FeedGone
	}
	if p.Fault != "" {
		failures, success, failing = c.Failures+1, c.LastSuccessAt, c.FailingSince
		if failing.IsZero() {
			failing = p.At
		}
	}
	hours, at := r.rhythm()
	return []any{
		int64(c.ID), c.Epoch, r.url, news.AddressKey(r.url), string(state), storable(other(p.Title, c.Title)),
		storable(other(p.Site, c.Site)), asText(p.ETag), asText(p.LastModified), p.BodyHash, micros(p.NextPollAt), p.Interval.Microseconds(), micros(p.At), micros(success),
		int64(p.Status), storable(p.Fault), p.FaultKind, int64(failures), micros(failing), storable(r.warned()), micros(r.newest()), paced(p.Asked),
		hours, at, moved(r.move), int64(r.items), r.stood, r.from,
	}
}

func other(text, fallback string) string {
	if text != "" {
		return text
	}
	return fallback
}

// warned returns what an editor should know of the feed. What a body gave
// cause for stands until the next body.
func (r *record) warned() string {
	switch {
	case r.warning != "":
		return r.warning
	case r.poll.Warning != "":
		return r.poll.Warning
	case r.poll.Fault != "" || r.poll.NotModified:
		return r.claim.Warning
	}
	return ""
}

// newest returns when the feed's newest report was published. The time of a
// known item without a date would be that of the poll.
func (r *record) newest() time.Time {
	newest := r.claim.NewestAt
	for i := range r.poll.Arrivals {
		a := &r.poll.Arrivals[i].Article
		if at := a.Published; !a.Item.Published.IsZero() && at.After(newest) && !at.After(r.poll.At) {
			newest = at
		}
	}
	for _, f := range r.fresh {
		if at := f.Article.Published; at.After(newest) && !at.After(r.poll.At) {
			newest = at
		}
	}
	return newest
}

func paced(p news.Pace) string {
	if p.Every == 0 && len(p.SkipHours) == 0 && len(p.SkipDays) == 0 && p.At.IsZero() {
		return "{}"
	}
	return encoded(p)
}

func moved(m news.FeedMove) string {
	if m == (news.FeedMove{}) {
		return "{}"
	}
	return encoded(m)
}

// rhythm returns the feed's counts of new items by hour with those of this
// poll, as they are stored, and the time they hold for.
func (r *record) rhythm() (hours string, at int64) {
	counts, since := r.claim.Rhythm, r.claim.RhythmAt
	if len(r.fresh) > 0 {
		times := make([]time.Time, len(r.fresh))
		for i, f := range r.fresh {
			times[i] = f.Article.Published
		}
		counts, since = news.BeatOn(counts, since, times, r.poll.At), r.poll.At
	}
	if len(counts) == 0 {
		return "[]", micros(since)
	}
	rounded := make([]float64, len(counts))
	for i, n := range counts {
		rounded[i] = math.Round(n*1000) / 1000
	}
	return encoded(rounded), micros(since)
}
