package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

// flapping is how soon after a change a return to the former words takes the
// change back.
const flapping = time.Hour

// turnVersion keeps the words that an article had before they changed, and
// returns the number of its version with the new ones. Words that differ only
// in white space are the same. An article that returns to its former words
// within an hour, as those do whose outlet tries two headlines, returns to its
// former version: the one between was none.
func (t *tx) turnVersion(ctx context.Context, id int64, version int, before, after versionWords, at time.Time) (int, error) {
	if before.same(after) {
		return version, nil
	}
	back, err := t.returned(ctx, id, version, after, at)
	if err != nil {
		return 0, err
	}
	if back {
		_, err := t.ExecContext(ctx, `DELETE FROM versions WHERE article_id = $1 AND version = $2`, id, version-1)
		if err != nil {
			return 0, fmt.Errorf("take back version %d: %w", version, err)
		}
		return version - 1, nil
	}
	_, err = t.ExecContext(ctx, `INSERT INTO versions (article_id, version, until_at, headline, standfirst, paragraphs)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (article_id, version) DO NOTHING`,
		id, version, micros(at), before.headline, before.standfirst, encoded(list(before.paragraphs)))
	if err != nil {
		return 0, fmt.Errorf("keep version %d: %w", version, err)
	}
	_, err = t.ExecContext(ctx, `DELETE FROM versions WHERE article_id = $1 AND version > 1 AND version <= $2`,
		id, version-news.VersionsKept+1)
	if err != nil {
		return 0, fmt.Errorf("forget old versions: %w", err)
	}
	return version + 1, nil
}

// returned says whether words are those that stood before the present ones,
// and no longer ago than an hour.
func (t *tx) returned(ctx context.Context, id int64, version int, after versionWords, at time.Time) (bool, error) {
	var until int64
	var former versionWords
	var paragraphs string
	known, err := one(t.QueryRowContext(ctx, `SELECT until_at, headline, standfirst, paragraphs FROM versions
		WHERE article_id = $1 AND version = $2`, id, version-1), &until, &former.headline, &former.standfirst, &paragraphs)
	if err == nil && known {
		err = decode(paragraphs, &former.paragraphs)
	}
	if err != nil {
		return false, fmt.Errorf("read version %d: %w", version-1, err)
	}
	return known && at.Sub(moment(until)) <= flapping && former.same(after), nil
}

// Versions returns what an article said before it changed, oldest first: at
// most news.VersionsKept, its first version among them. An article that never
// changed, or is not known, has none.
func (db *DB) Versions(ctx context.Context, id news.ArticleID) ([]news.ArticleVersion, error) {
	var list []news.ArticleVersion
	rows, err := db.read.QueryContext(ctx, `SELECT version, until_at, headline, standfirst, paragraphs FROM versions
		WHERE article_id = $1 ORDER BY version`, int64(id))
	err = eachRow(rows, err, func(scan func(...any) error) error {
		var v news.ArticleVersion
		var until int64
		var paragraphs string
		if err := scan(&v.Version, &until, &v.Headline, &v.Standfirst, &paragraphs); err != nil {
			return err
		}
		v.Until = moment(until)
		err := decode(paragraphs, &v.Paragraphs)
		list = append(list, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read versions of article %d: %w", id, err)
	}
	return list, nil
}
