package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

// WaitingReports returns up to limit articles whose revision was not grouped
// yet, ordered by the time they were published, then by address.
func (db *DB) WaitingReports(ctx context.Context, limit int) ([]news.Article, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`
		WHERE a.grouped < a.revision ORDER BY a.published_at, a.url_key LIMIT $1`, limit)
	return articlesOf(rows, err, true)
}

// OpenReports hands over all articles of the stories whose newest report was
// published at or after since. It stops at the first error.
func (db *DB) OpenReports(ctx context.Context, since time.Time, each func(news.Article) error) error {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`
		JOIN stories s ON s.id = a.story_id WHERE s.latest_at >= $1`, micros(since))
	if err != nil {
		return fmt.Errorf("read open reports: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		a, err := scanArticle(rows.Scan, true)
		if err != nil {
			return fmt.Errorf("read open reports: %w", err)
		}
		if err := each(a); err != nil {
			return err
		}
	}
	return rows.Err()
}

// MaxStoryID returns the highest id that a story ever had, 0 when there is
// none.
func (db *DB) MaxStoryID(ctx context.Context) (news.StoryID, error) {
	var id news.StoryID
	if err := db.read.QueryRowContext(ctx, `SELECT COALESCE(max(id), 0) FROM stories`).Scan(&id); err != nil {
		return 0, fmt.Errorf("read the highest story: %w", err)
	}
	return id, nil
}

// RecordGrouping keeps a grouping in one transaction, or nothing and an error
// of kind news.ErrConflict when the lease is no longer held.
func (db *DB) RecordGrouping(ctx context.Context, l news.Lease, g news.Grouping) error {
	return db.do(ctx, func(t *tx) error {
		if err := t.fence(ctx, l); err != nil {
			return err
		}
		for _, s := range g.Stories {
			if err := t.keepSummary(ctx, s); err != nil {
				return err
			}
		}
		if err := t.place(ctx, g.Placements); err != nil {
			return err
		}
		if err := t.markCopies(ctx, g.Copies); err != nil {
			return err
		}
		for _, f := range g.Forwards {
			if err := t.forward(ctx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) keepSummary(ctx context.Context, s news.StorySummary) error {
	now := t.db.machine()
	_, err := t.ExecContext(ctx, `INSERT INTO stories (id, headline, state, languages, reports, outlets, independent,
			first_at, first_outlet, latest_at, updated_at)
		VALUES ($1, $2, 'new', $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET headline = excluded.headline, languages = excluded.languages,
			reports = excluded.reports, outlets = excluded.outlets, independent = excluded.independent,
			first_at = excluded.first_at, first_outlet = excluded.first_outlet, latest_at = excluded.latest_at,
			updated_at = excluded.updated_at, forward_to = 0`,
		int64(s.ID), s.Headline, encoded(list(s.Languages)), s.Reports, s.Outlets, s.Independent,
		micros(s.FirstAt), s.FirstOutlet, micros(s.LatestAt), micros(now))
	if err != nil {
		return fmt.Errorf("keep story %d: %w", s.ID, err)
	}
	return t.event(ctx, now, news.EventStory, int64(s.ID), s.Headline)
}

func (t *tx) place(ctx context.Context, placements []news.Placement) error {
	for part := range slices.Chunk(placements, chunk) {
		rows := make([]string, 0, len(part))
		var args []any
		for _, p := range part {
			n := len(args)
			rows = append(rows, fmt.Sprintf("(CAST($%d AS BIGINT), CAST($%d AS BIGINT), CAST($%d AS BIGINT))", n+1, n+2, n+3))
			args = append(args, int64(p.ArticleID), int64(p.StoryID), int64(p.Revision))
		}
		if _, err := t.ExecContext(ctx, `WITH placed (id, story, revision) AS (VALUES `+strings.Join(rows, ", ")+`)
			UPDATE articles SET story_id = placed.story, grouped = placed.revision FROM placed WHERE articles.id = placed.id`, args...); err != nil {
			return fmt.Errorf("place articles: %w", err)
		}
	}
	return nil
}

func (t *tx) markCopies(ctx context.Context, copies []news.Copy) error {
	for part := range slices.Chunk(copies, chunk) {
		rows := make([]string, 0, len(part))
		var args []any
		for _, c := range part {
			n := len(args)
			rows = append(rows, fmt.Sprintf("(CAST($%d AS BIGINT), CAST($%d AS BIGINT))", n+1, n+2))
			args = append(args, int64(c.ArticleID), int64(c.CopyOf))
		}
		if _, err := t.ExecContext(ctx, `WITH copied (id, original) AS (VALUES `+strings.Join(rows, ", ")+`)
			UPDATE articles SET copy_of = copied.original FROM copied WHERE articles.id = copied.id`, args...); err != nil {
			return fmt.Errorf("mark copies: %w", err)
		}
	}
	return nil
}

// forward sends those who ask for one story to another, with the post made of
// it unless the other has one of its own.
func (t *tx) forward(ctx context.Context, f news.Forward) error {
	for _, q := range []string{
		`UPDATE stories SET forward_to = $2, reports = 0, outlets = 0, independent = 0 WHERE id = $1`,
		`UPDATE stories SET forward_to = $2 WHERE forward_to = $1`,
		`UPDATE stories SET state = (SELECT s.state FROM stories s WHERE s.id = $1)
			WHERE id = $2 AND state = 'new' AND EXISTS (SELECT 1 FROM posts WHERE story_id = $1)`,
		`UPDATE posts SET story_id = $2 WHERE story_id = $1 AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.story_id = $2)`,
	} {
		if _, err := t.ExecContext(ctx, q, int64(f.From), int64(f.To)); err != nil {
			return fmt.Errorf("forward story %d: %w", f.From, err)
		}
	}
	return t.event(ctx, t.db.machine(), news.EventStory, int64(f.From), "")
}
