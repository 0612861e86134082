package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

const postColumns = `p.id, p.story_id, p.state, p.headline, p.labels, p.slug, p.year, p.month, p.version,
	p.created_at, p.updated_at, p.published_at, p.editor_id, p.corrections, p.blocks,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.state = 'shown')`

func isNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

func scanPost(scan func(...any) error) (news.Post, error) {
	var p news.Post
	var labels, corrections, blocks string
	var created, updated, published int64
	if err := scan(&p.ID, &p.StoryID, &p.State, &p.Headline, &labels, &p.Slug, &p.Year, &p.Month, &p.Version,
		&created, &updated, &published, &p.EditorID, &corrections, &blocks, &p.Comments); err != nil {
		return p, err
	}
	p.CreatedAt, p.UpdatedAt, p.PublishedAt = moment(created), moment(updated), moment(published)
	return p, errors.Join(decode(labels, &p.Labels), decode(corrections, &p.Corrections), decode(blocks, &p.Blocks))
}

func (db *DB) posts(ctx context.Context, rest string, args ...any) ([]news.Post, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+postColumns+` FROM posts p `+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	defer rows.Close()
	var list []news.Post
	for rows.Next() {
		p, err := scanPost(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list posts: %w", err)
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

func post(ctx context.Context, q queries, where string, args ...any) (*news.Post, error) {
	p, err := scanPost(q.QueryRowContext(ctx, `SELECT `+postColumns+` FROM posts p WHERE `+where, args...).Scan)
	if isNoRows(err) {
		err = news.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read post: %w", err)
	}
	return &p, nil
}

// Post returns a post, or an error of kind news.ErrNotFound.
func (db *DB) Post(ctx context.Context, id news.PostID) (*news.Post, error) {
	return post(ctx, db.read, `p.id = $1`, int64(id))
}

// ListPosts returns up to limit posts in a state, in any when it is empty, the
// one changed last first.
func (db *DB) ListPosts(ctx context.Context, state news.PostState, limit int) ([]news.Post, error) {
	const order = ` ORDER BY p.updated_at DESC, p.id DESC LIMIT `
	if state == "" {
		return db.posts(ctx, order+`$1`, limit)
	}
	return db.posts(ctx, `WHERE p.state = $1`+order+`$2`, string(state), limit)
}

// AddDraft keeps a new draft and its first revision. A story that has a draft
// or post already returns that one.
func (db *DB) AddDraft(ctx context.Context, p news.Post) (*news.Post, error) {
	var draft *news.Post
	err := db.do(ctx, func(t *tx) error {
		// The story may have been merged into another since it was opened.
		if _, err := one(t.QueryRowContext(ctx, `SELECT forward_to FROM stories WHERE id = $1 AND forward_to <> 0`, int64(p.StoryID)), &p.StoryID); err != nil {
			return fmt.Errorf("find story %d: %w", p.StoryID, err)
		}
		added, err := one(t.QueryRowContext(ctx, `INSERT INTO posts (story_id, state, headline, blocks, labels, version, created_at, updated_at, editor_id)
			VALUES ($1, 'draft', $2, $3, $4, 1, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
			int64(p.StoryID), p.Headline, encoded(p.Blocks), encoded(list(p.Labels)), micros(p.CreatedAt), micros(p.UpdatedAt), int64(p.EditorID)), &p.ID)
		if err != nil {
			return fmt.Errorf("add draft: %w", err)
		}
		if !added {
			draft, err = post(ctx, t, `p.story_id = $1`, int64(p.StoryID))
			return err
		}
		p.Version = 1
		if err := t.addRevision(ctx, p, false); err != nil {
			return err
		}
		if p.StoryID != 0 {
			if err := t.setStoryState(ctx, p.StoryID, news.StoryDrafted, p.UpdatedAt); err != nil {
				return err
			}
		}
		if draft, err = post(ctx, t, `p.id = $1`, int64(p.ID)); err != nil {
			return err
		}
		return t.event(ctx, p.UpdatedAt, kindOfSave(draft), int64(p.ID), p.Headline)
	})
	return draft, err
}

// kindOfSave tells saves that readers see from those that they do not.
func kindOfSave(p *news.Post) string {
	if p.State == news.PostPublished {
		return news.EventPost
	}
	return news.EventDraft
}

func (t *tx) setStoryState(ctx context.Context, id news.StoryID, state news.StoryState, now time.Time) error {
	if _, err := t.ExecContext(ctx, `UPDATE stories SET state = $1 WHERE id = $2`, string(state), int64(id)); err != nil {
		return fmt.Errorf("mark story %d: %w", id, err)
	}
	return t.event(ctx, now, news.EventStory, int64(id), "")
}

// sameSitting is how long saves of one editor count as one revision of a
// draft: a draft saves itself every few seconds.
const sameSitting = 10 * time.Minute

// addRevision keeps the words of one save. What was published is never
// replaced; a draft's saves of one sitting are one revision.
func (t *tx) addRevision(ctx context.Context, p news.Post, lost bool) error {
	if !lost && p.State == news.PostDraft && p.Version > 1 {
		res, err := t.ExecContext(ctx, `UPDATE revisions SET version = $1, headline = $2, blocks = $3, saved_at = $4
			WHERE id = (SELECT max(id) FROM revisions WHERE post_id = $5) AND NOT lost AND version > 1
			  AND editor_id = $6 AND saved_at > $7`,
			p.Version, p.Headline, encoded(p.Blocks), micros(p.UpdatedAt), int64(p.ID), int64(p.EditorID),
			micros(p.UpdatedAt.Add(-sameSitting)))
		if err != nil {
			return fmt.Errorf("keep revision: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n > 0 {
			return err
		}
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO revisions (post_id, version, lost, headline, blocks, saved_at, editor_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		int64(p.ID), p.Version, lost, p.Headline, encoded(p.Blocks), micros(p.UpdatedAt), int64(p.EditorID)); err != nil {
		return fmt.Errorf("keep revision: %w", err)
	}
	return nil
}

// SavePost replaces the words of a post that is still at p.Version and returns
// it with its new version. Otherwise it keeps the words as a revision that
// lost, and returns an error of kind news.ErrConflict. A correction is added
// to a published post's public ones.
func (db *DB) SavePost(ctx context.Context, p news.Post, correction string) (*news.Post, error) {
	var saved *news.Post
	err := db.do(ctx, func(t *tx) error {
		saved = nil
		before, err := post(ctx, t, `p.id = $1`, int64(p.ID))
		if err != nil {
			return err
		}
		next := p
		next.Version, next.State, next.Corrections = p.Version+1, before.State, before.Corrections
		if correction != "" && before.State == news.PostPublished {
			next.Corrections = append(slices.Clone(before.Corrections), news.Correction{At: p.UpdatedAt, Text: correction})
		}
		ok, err := t.replaceWords(ctx, next, p.Version)
		if err != nil {
			return err
		}
		if err := t.addRevision(ctx, next, !ok); err != nil || !ok {
			return err
		}
		if err := t.setLabels(ctx, next); err != nil {
			return err
		}
		if saved, err = post(ctx, t, `p.id = $1`, int64(p.ID)); err != nil {
			return err
		}
		return t.event(ctx, p.UpdatedAt, kindOfSave(saved), int64(p.ID), p.Headline)
	})
	if err == nil && saved == nil {
		err = fmt.Errorf("post %d was saved by somebody else: %w", p.ID, news.ErrConflict)
	}
	return saved, err
}

// replaceWords says false when the post is no longer at version, or was
// published or withdrawn a moment ago.
func (t *tx) replaceWords(ctx context.Context, p news.Post, version int) (bool, error) {
	res, err := t.ExecContext(ctx, `UPDATE posts SET headline = $1, blocks = $2, labels = $3, version = $4, updated_at = $5, corrections = $6
		WHERE id = $7 AND version = $8 AND state = $9`,
		p.Headline, encoded(p.Blocks), encoded(list(p.Labels)), p.Version, micros(p.UpdatedAt), encoded(p.Corrections), int64(p.ID), version, string(p.State))
	if err != nil {
		return false, fmt.Errorf("save post %d: %w", p.ID, err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

func (t *tx) setLabels(ctx context.Context, p news.Post) error {
	if _, err := t.ExecContext(ctx, `DELETE FROM post_labels WHERE post_id = $1`, int64(p.ID)); err != nil {
		return fmt.Errorf("label post %d: %w", p.ID, err)
	}
	for _, name := range p.Labels { // at most twenty
		var id int64
		if err := t.QueryRowContext(ctx, `INSERT INTO labels (name, name_key) VALUES ($1, $2)
			ON CONFLICT (name_key) DO UPDATE SET name = labels.name RETURNING id`, name, strings.ToLower(name)).Scan(&id); err != nil {
			return fmt.Errorf("label post %d: %w", p.ID, err)
		}
		if _, err := t.ExecContext(ctx, `INSERT INTO post_labels (post_id, label_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, int64(p.ID), id); err != nil {
			return fmt.Errorf("label post %d: %w", p.ID, err)
		}
	}
	return nil
}

// Revisions returns what was ever saved of a post, newest first.
func (db *DB) Revisions(ctx context.Context, id news.PostID) ([]news.Revision, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT r.id, r.post_id, r.version, r.lost, r.headline, r.blocks, r.saved_at, COALESCE(e.name, '')
		FROM revisions r LEFT JOIN editors e ON e.id = r.editor_id WHERE r.post_id = $1 ORDER BY r.id DESC LIMIT 500`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("list revisions: %w", err)
	}
	defer rows.Close()
	var revisions []news.Revision
	for rows.Next() {
		var r news.Revision
		var blocks string
		var saved int64
		if err := rows.Scan(&r.ID, &r.PostID, &r.Version, &r.Lost, &r.Headline, &blocks, &saved, &r.Editor); err != nil {
			return nil, fmt.Errorf("list revisions: %w", err)
		}
		r.SavedAt = moment(saved)
		if err := decode(blocks, &r.Blocks); err != nil {
			return nil, err
		}
		revisions = append(revisions, r)
	}
	return revisions, rows.Err()
}
