package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

// Counts returns what waits at the desk: new stories with a report since the
// given time, drafts, held comments, and feeds whose last poll failed.
func (db *DB) Counts(ctx context.Context, since time.Time) (news.Counts, error) {
	var c news.Counts
	err := db.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM stories WHERE forward_to = 0 AND reports > 0 AND latest_at >= $1 AND state = 'new'),
		(SELECT count(*) FROM posts WHERE state = 'draft'),
		(SELECT count(*) FROM comments WHERE state = 'held'),
		(SELECT count(*) FROM feeds WHERE fault <> '' AND state <> 'stopped')`, micros(since)).
		Scan(&c.NewStories, &c.Drafts, &c.HeldComments, &c.FailingFeeds)
	if err != nil {
		return c, fmt.Errorf("count what waits: %w", err)
	}
	return c, nil
}
