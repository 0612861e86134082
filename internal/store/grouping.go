package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

// WaitingReports returns up to limit articles whose revision was not grouped
// yet, ordered by the time they were published, then by address. Those that
// something keeps away are among them only while they are in a story.
func (db *DB) WaitingReports(ctx context.Context, limit int) ([]news.Article, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`
		WHERE a.grouped < a.revision AND (a.muted_by = 0 OR a.story_id <> 0) ORDER BY a.published_at, a.url_key LIMIT $1`, limit)
	return articlesOf(rows, err, true)
}

// OpenReports hands over all articles of the stories whose newest report was
// published at or after since, less those that something keeps away and that
// left their story. It stops at the first error.
func (db *DB) OpenReports(ctx context.Context, since time.Time, each func(news.Article) error) error {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`
		JOIN stories s ON s.id = a.story_id
		WHERE s.latest_at >= $1 AND a.story_id <> 0 AND (a.muted_by = 0 OR a.grouped < a.revision)`, micros(since))
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

var placed = bulk{"id BIGINT, story_id BIGINT, revision BIGINT", `UPDATE articles
	SET story_id = came.story_id, grouped = came.revision FROM came WHERE articles.id = came.id`}

func (t *tx) place(ctx context.Context, placements []news.Placement) error {
	err := t.execBulk(ctx, placed, len(placements), func(i int) []any {
		p := placements[i]
		return []any{int64(p.ArticleID), int64(p.StoryID), int64(p.Revision)}
	})
	if err != nil {
		return fmt.Errorf("place articles: %w", err)
	}
	return nil
}

var copied = bulk{"id BIGINT, original BIGINT", `UPDATE articles SET copy_of = came.original FROM came WHERE articles.id = came.id`}

func (t *tx) markCopies(ctx context.Context, copies []news.Copy) error {
	err := t.execBulk(ctx, copied, len(copies), func(i int) []any {
		return []any{int64(copies[i].ArticleID), int64(copies[i].CopyOf)}
	})
	if err != nil {
		return fmt.Errorf("mark copies: %w", err)
	}
	return nil
}

// forward sends those who ask for one story to another, with the post made of
// it unless the other has one of its own.
func (t *tx) forward(ctx context.Context, f news.Forward) error {
	if f.To == 0 {
		return t.empty(ctx, f.From)
	}
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

// empty leaves a story without reports: all of them are kept away.
func (t *tx) empty(ctx context.Context, id news.StoryID) error {
	if _, err := t.ExecContext(ctx, `UPDATE stories SET reports = 0, outlets = 0, independent = 0 WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("empty story %d: %w", id, err)
	}
	return t.event(ctx, t.db.machine(), news.EventStory, int64(id), "")
}
