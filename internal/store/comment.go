package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"dateline/internal/news"
)

const commentColumns = `c.id, c.post_id, p.headline, p.year, p.month, p.slug, c.name, c.body, c.state, c.at`

const fromComments = ` FROM comments c JOIN posts p ON p.id = c.post_id `

func scanComment(scan func(...any) error) (news.Comment, error) {
	var c news.Comment
	var year, month int
	var slug string
	var at int64
	err := scan(&c.ID, &c.PostID, &c.Headline, &year, &month, &slug, &c.Name, &c.Text, &c.State, &at)
	c.At, c.PostPath = moment(at), news.PostPath(year, month, slug)
	return c, err
}

func commentsOf(rows *sql.Rows, err error) ([]news.Comment, error) {
	if err != nil {
		return nil, fmt.Errorf("list comments: %w", err)
	}
	defer rows.Close()
	var comments []news.Comment
	for rows.Next() {
		c, err := scanComment(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list comments: %w", err)
		}
		comments = append(comments, c)
	}
	return comments, rows.Err()
}

// AddComment keeps a comment under the token of the form that sent it. A token
// that was used before returns the comment it made. It returns an error of
// kind news.ErrNotFound when the post is not published.
func (db *DB) AddComment(ctx context.Context, c news.Comment, token string) (*news.Comment, error) {
	var kept news.Comment
	err := db.do(ctx, func(t *tx) error {
		var id int64
		added, err := one(t.QueryRowContext(ctx, `INSERT INTO comments (post_id, token, name, body, state, at)
			SELECT p.id, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS BIGINT)
			FROM posts p WHERE p.id = $1 AND p.state = 'published'
			ON CONFLICT (token) DO NOTHING RETURNING id`,
			int64(c.PostID), token, c.Name, c.Text, string(c.State), micros(c.At)), &id)
		if err != nil {
			return fmt.Errorf("add comment: %w", err)
		}
		if kept, err = scanComment(t.QueryRowContext(ctx, `SELECT `+commentColumns+fromComments+`WHERE c.token = $1`, token).Scan); isNoRows(err) {
			return fmt.Errorf("post: %w", news.ErrNotFound)
		} else if err != nil {
			return fmt.Errorf("add comment: %w", err)
		}
		if !added {
			return nil
		}
		return t.event(ctx, c.At, news.EventComment, id, "")
	})
	if err != nil {
		return nil, err
	}
	return &kept, nil
}

// SetCommentState shows, holds or deletes a comment; deleting it erases its
// name and words. It returns an error of kind news.ErrNotFound when there is
// none or it was deleted.
func (db *DB) SetCommentState(ctx context.Context, id news.CommentID, state news.CommentState, now time.Time) error {
	q := `UPDATE comments SET state = $1 WHERE id = $2 AND state <> 'deleted'`
	if state == news.CommentDeleted {
		q = `UPDATE comments SET state = $1, name = '', body = '' WHERE id = $2 AND state <> 'deleted'`
	}
	return db.do(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, q, string(state), int64(id))
		if err != nil {
			return fmt.Errorf("change comment %d: %w", id, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("comment %d: %w", id, news.ErrNotFound)
		}
		return t.event(ctx, now, news.EventComment, int64(id), string(state))
	})
}

// ListComments returns up to limit comments in a state, newest first; an empty
// state means all that are not deleted.
func (db *DB) ListComments(ctx context.Context, state news.CommentState, limit int) ([]news.Comment, error) {
	const order = ` ORDER BY c.at DESC, c.id DESC LIMIT `
	if state == "" {
		rows, err := db.read.QueryContext(ctx, `SELECT `+commentColumns+fromComments+`WHERE c.state <> 'deleted'`+order+`$1`, limit)
		return commentsOf(rows, err)
	}
	rows, err := db.read.QueryContext(ctx, `SELECT `+commentColumns+fromComments+`WHERE c.state = $1`+order+`$2`, string(state), limit)
	return commentsOf(rows, err)
}

// PostComments returns a post's shown comments, oldest first.
func (db *DB) PostComments(ctx context.Context, id news.PostID) ([]news.Comment, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+commentColumns+fromComments+`
		WHERE c.post_id = $1 AND c.state = 'shown' ORDER BY c.at, c.id`, int64(id))
	return commentsOf(rows, err)
}
