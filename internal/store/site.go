package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dateline/internal/news"
)

const newestFirst = ` ORDER BY p.published_at DESC, p.id DESC LIMIT `

// LatestPosts returns the newest published posts.
func (db *DB) LatestPosts(ctx context.Context, limit int) ([]news.Post, error) {
	return db.posts(ctx, `WHERE p.state = 'published'`+newestFirst+`$1`, limit)
}

// PostsBefore returns the published posts that come after the given one when
// the newest come first.
func (db *DB) PostsBefore(ctx context.Context, before time.Time, id news.PostID, limit int) ([]news.Post, error) {
	return db.posts(ctx, `WHERE p.state = 'published' AND (p.published_at < $1 OR (p.published_at = $1 AND p.id < $2))`+newestFirst+`$3`,
		micros(before), int64(id), limit)
}

// PostAfter returns the published post that comes just before the given one
// when the newest come first, or an error of kind news.ErrNotFound.
func (db *DB) PostAfter(ctx context.Context, at time.Time, id news.PostID) (*news.Post, error) {
	return post(ctx, db.read, `p.state = 'published' AND (p.published_at > $1 OR (p.published_at = $1 AND p.id > $2))
		ORDER BY p.published_at, p.id LIMIT 1`, micros(at), int64(id))
}

// PostAt returns the published post at an address of the site, or an error of
// kind news.ErrNotFound.
func (db *DB) PostAt(ctx context.Context, year, month int, slug string) (*news.Post, error) {
	return post(ctx, db.read, `p.state = 'published' AND p.year = $1 AND p.month = $2 AND p.slug = $3`, year, month, slug)
}

// monthLimit bounds the page of one month: thirty posts a day and then some.
const monthLimit = 2000

// PostsOfMonth returns the published posts of one month of the archive.
func (db *DB) PostsOfMonth(ctx context.Context, year, month int) ([]news.Post, error) {
	return db.posts(ctx, `WHERE p.state = 'published' AND p.year = $1 AND p.month = $2 AND p.slug <> ''`+newestFirst+`$3`, year, month, monthLimit)
}

// PostsLabelled returns the newest published posts under a label.
func (db *DB) PostsLabelled(ctx context.Context, label string, limit int) ([]news.Post, error) {
	return db.posts(ctx, `JOIN post_labels pl ON pl.post_id = p.id JOIN labels l ON l.id = pl.label_id
		WHERE p.state = 'published' AND l.name_key = $1`+newestFirst+`$2`, strings.ToLower(label), limit)
}

// Months returns the months of the archive, newest first.
func (db *DB) Months(ctx context.Context) ([]news.ArchiveMonth, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT year, month, count(*) FROM posts WHERE state = 'published'
		GROUP BY year, month ORDER BY year DESC, month DESC`)
	if err != nil {
		return nil, fmt.Errorf("list months: %w", err)
	}
	defer rows.Close()
	var months []news.ArchiveMonth
	for rows.Next() {
		var m news.ArchiveMonth
		if err := rows.Scan(&m.Year, &m.Month, &m.Posts); err != nil {
			return nil, fmt.Errorf("list months: %w", err)
		}
		months = append(months, m)
	}
	return months, rows.Err()
}
