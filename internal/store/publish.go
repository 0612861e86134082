package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

// PublishPost publishes a post at the given version, once: one that is
// published already is returned as it is. A post that was withdrawn comes back
// under its old address and date. It returns an error of kind news.ErrConflict
// when the post has another version by now or no address is free.
func (db *DB) PublishPost(ctx context.Context, o news.PublicationOrder) (*news.Post, error) {
	var p *news.Post
	publish := func(t *tx) error {
		var err error
		if p, err = post(ctx, t, `p.id = $1`, int64(o.PostID)); err != nil {
			return err
		}
		switch {
		case p.State == news.PostPublished:
			return nil
		case p.Version != o.Version:
			return fmt.Errorf("post %d was saved since: %w", o.PostID, news.ErrConflict)
		case p.Slug == "":
			if p.Slug, err = t.freeSlug(ctx, o); err != nil {
				return err
			}
			p.Year, p.Month, p.PublishedAt = o.Year, o.Month, o.At
		}
		p.State, p.UpdatedAt = news.PostPublished, o.At
		return t.putOnSite(ctx, p)
	}
	err := db.do(ctx, publish)
	if db.d.is(err, uniqueViolation) {
		err = db.do(ctx, publish) // another post took the address a moment ago
	}
	return p, err
}

// putOnSite writes the published state. On PostgreSQL two presses may meet
// here: the second finds the post no longer in the state it read.
func (t *tx) putOnSite(ctx context.Context, p *news.Post) error {
	res, err := t.ExecContext(ctx, `UPDATE posts SET state = 'published', slug = $1, year = $2, month = $3, published_at = $4, updated_at = $5
		WHERE id = $6 AND version = $7 AND state <> 'published'`,
		p.Slug, p.Year, p.Month, micros(p.PublishedAt), micros(p.UpdatedAt), int64(p.ID), p.Version)
	if err != nil {
		return fmt.Errorf("publish post %d: %w", p.ID, err)
	}
	if n, err := res.RowsAffected(); err != nil {
		return fmt.Errorf("publish post %d: %w", p.ID, err)
	} else if n == 0 {
		now, err := post(ctx, t, `p.id = $1`, int64(p.ID))
		if err != nil {
			return err
		}
		if now.State != news.PostPublished {
			return fmt.Errorf("post %d was saved since: %w", p.ID, news.ErrConflict)
		}
		*p = *now
		return nil
	}
	if p.StoryID != 0 {
		if err := t.setStoryState(ctx, p.StoryID, news.StoryPosted, p.UpdatedAt); err != nil {
			return err
		}
	}
	return t.event(ctx, p.UpdatedAt, news.EventPost, int64(p.ID), p.Headline)
}

func (t *tx) freeSlug(ctx context.Context, o news.PublicationOrder) (string, error) {
	args := []any{o.Year, o.Month}
	for _, s := range o.Slugs {
		args = append(args, s)
	}
	rows, err := t.QueryContext(ctx, `SELECT slug FROM posts WHERE year = $1 AND month = $2 AND slug IN (`+placeholders(3, len(o.Slugs))+`)`, args...)
	if err != nil {
		return "", fmt.Errorf("find an address: %w", err)
	}
	defer rows.Close()
	taken := map[string]bool{}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return "", fmt.Errorf("find an address: %w", err)
		}
		taken[s] = true
	}
	if err := rows.Err(); err != nil {
		return "", fmt.Errorf("find an address: %w", err)
	}
	for _, s := range o.Slugs {
		if !taken[s] {
			return s, nil
		}
	}
	return "", fmt.Errorf("every address for this headline is taken this month: %w", news.ErrConflict)
}

// WithdrawPost takes a published post off the site. Its words, address and
// date are kept. A post that is withdrawn already is returned as it is; one
// that was never published is an error of kind news.ErrConflict.
func (db *DB) WithdrawPost(ctx context.Context, id news.PostID, now time.Time) (*news.Post, error) {
	var p *news.Post
	err := db.do(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `UPDATE posts SET state = 'withdrawn', updated_at = $1 WHERE id = $2 AND state = 'published'`, micros(now), int64(id))
		if err != nil {
			return fmt.Errorf("withdraw post %d: %w", id, err)
		}
		done, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("withdraw post %d: %w", id, err)
		}
		if p, err = post(ctx, t, `p.id = $1`, int64(id)); err != nil {
			return err
		}
		switch {
		case done == 0 && p.State == news.PostWithdrawn:
			return nil
		case done == 0:
			return fmt.Errorf("post %d is not published: %w", id, news.ErrConflict)
		}
		if p.StoryID != 0 {
			if err := t.setStoryState(ctx, p.StoryID, news.StoryDrafted, now); err != nil {
				return err
			}
		}
		return t.event(ctx, now, news.EventPost, int64(id), p.Headline)
	})
	return p, err
}
