package store

import (
	"context"
	"fmt"

	"dateline/internal/news"
)

// PollNow makes a feed due at once. It returns an error of kind
// news.ErrNotFound when there is no such feed.
func (db *DB) PollNow(ctx context.Context, id news.FeedID) error {
	return db.changeFeed(ctx, id, `UPDATE feeds SET next_poll_at = 1, state = CASE WHEN state = 'gone' THEN 'active' ELSE state END WHERE id = $1`)
}

// PollAllNow makes every feed that is polled due at once.
func (db *DB) PollAllNow(ctx context.Context) error {
	return db.do(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `UPDATE feeds SET next_poll_at = 1 WHERE state = 'active'`); err != nil {
			return fmt.Errorf("make all feeds due: %w", err)
		}
		return nil
	})
}

// SetFeedStopped stops the polling of a feed, or takes it up again.
func (db *DB) SetFeedStopped(ctx context.Context, id news.FeedID, stopped bool) error {
	if stopped {
		return db.changeFeed(ctx, id, `UPDATE feeds SET state = 'stopped' WHERE id = $1`)
	}
	return db.changeFeed(ctx, id, `UPDATE feeds SET state = 'active' WHERE id = $1`)
}

// SetFeedFolder moves a feed within the editor's list, "" for no folder.
func (db *DB) SetFeedFolder(ctx context.Context, id news.FeedID, folder string) error {
	return db.changeFeed(ctx, id, `UPDATE feeds SET folder = $2 WHERE id = $1`, folder)
}

// SetFeedPattern says which links of a page are reports, "" for a feed. The
// feed is due at once.
func (db *DB) SetFeedPattern(ctx context.Context, id news.FeedID, pattern string) error {
	return db.do(ctx, func(t *tx) error { return t.beginAnew(ctx, id, `pattern = $2`, pattern) })
}

// beginAnew changes a feed, makes it due at once and forgets what its last
// answer left and what its hub tells, which hold no more. A poll under way is
// not taken.
func (t *tx) beginAnew(ctx context.Context, id news.FeedID, set string, values ...any) error {
	// The hub's lease ends as what it tells finds nobody any more.
	if _, err := t.ExecContext(ctx, `DELETE FROM subscriptions WHERE feed_id = $1`, int64(id)); err != nil {
		return fmt.Errorf("end the subscription of feed %d: %w", id, err)
	}
	return t.changeFeed(ctx, id, `UPDATE feeds SET `+set+`, next_poll_at = 1, etag = '', last_modified = '', body_hash = '',
		stood = '', pushed_until = 0, epoch = epoch + 1, claimed_until = 0 WHERE id = $1`, values...)
}

// EditFeed keeps the address, folder and pattern that an editor gives a feed.
// An address that another feed has, or that is none, is an
// *news.InvalidError; an unknown feed gives news.ErrNotFound.
func (db *DB) EditFeed(ctx context.Context, f news.Feed) error {
	key := news.AddressKey(f.URL)
	if key == "" {
		return notAFeedAddress()
	}
	before, err := db.Feed(ctx, f.ID)
	if err != nil {
		return err
	}
	if before.URL == f.URL && before.Pattern == f.Pattern {
		return db.SetFeedFolder(ctx, f.ID, f.Folder)
	}
	return db.do(ctx, func(t *tx) error {
		other, err := t.otherFeedAt(ctx, key, f.ID)
		if err != nil {
			return err
		}
		if other != "" {
			return &news.InvalidError{Field: "url", Reason: fmt.Sprintf("That address is followed already, as a feed of %s.", other)}
		}
		return t.beginAnew(ctx, f.ID, `url = $2, url_key = $3, folder = $4, pattern = $5`, f.URL, key, f.Folder, f.Pattern)
	})
}

func notAFeedAddress() *news.InvalidError {
	return &news.InvalidError{Field: "url", Reason: "That is not the address of a feed. It has to begin with http:// or https://."}
}

// otherFeedAt names the outlet of another feed that is known under an address,
// "" for none.
func (t *tx) otherFeedAt(ctx context.Context, key string, id news.FeedID) (outlet string, err error) {
	_, err = one(t.QueryRowContext(ctx, `SELECT o.name`+fromFeeds+`WHERE f.url_key = $1 AND f.id <> $2`, key, int64(id)), &outlet)
	if err != nil {
		return "", fmt.Errorf("find the feed at %s: %w", key, err)
	}
	return outlet, nil
}

// UndoMove takes a feed back to the address that it moved away from. It is not
// moved to the other one again. It returns an error of kind news.ErrConflict
// when the feed never moved, or another feed has the old address by now.
func (db *DB) UndoMove(ctx context.Context, id news.FeedID) error {
	f, err := db.Feed(ctx, id)
	if err != nil {
		return err
	}
	if f.Move.From == "" {
		return fmt.Errorf("feed %d did not move: %w", id, news.ErrConflict)
	}
	key := news.AddressKey(f.Move.From)
	return db.do(ctx, func(t *tx) error {
		other, err := t.otherFeedAt(ctx, key, id)
		if err != nil {
			return err
		}
		if other != "" {
			return fmt.Errorf("another feed, of %s, has the address that feed %d had: %w", other, id, news.ErrConflict)
		}
		return t.beginAnew(ctx, id, `url = $2, url_key = $3, move = $4`, f.Move.From, key, encoded(news.FeedMove{Refused: f.URL}))
	})
}

// DeleteFeed forgets a feed and the rules for it. Its articles stay.
func (db *DB) DeleteFeed(ctx context.Context, id news.FeedID) error {
	return db.do(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `DELETE FROM rules WHERE feed_id = $1`, int64(id)); err != nil {
			return fmt.Errorf("delete the rules of feed %d: %w", id, err)
		}
		if err := t.rulesChanged(ctx); err != nil {
			return err
		}
		return t.changeFeed(ctx, id, `DELETE FROM feeds WHERE id = $1`)
	})
}

func (db *DB) changeFeed(ctx context.Context, id news.FeedID, q string, more ...any) error {
	return db.do(ctx, func(t *tx) error { return t.changeFeed(ctx, id, q, more...) })
}

func (t *tx) changeFeed(ctx context.Context, id news.FeedID, q string, more ...any) error {
	res, err := t.ExecContext(ctx, q, append([]any{int64(id)}, more...)...)
	if err != nil {
		return fmt.Errorf("change feed %d: %w", id, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("feed %d: %w", id, news.ErrNotFound)
	}
	return t.event(ctx, t.db.machine(), news.EventFeed, int64(id), "")
}
