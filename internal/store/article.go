package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/internal/news"
)

// articleColumns are an article's facts without its texts; articleTexts are
// the large ones.
const (
	articleColumns = `a.id, a.outlet_id, o.name, o.kind, a.feed_id, a.url, a.state, a.note, a.found_at, a.published_at,
		a.modified_at, a.headline, a.share_title, a.standfirst, a.authors, a.bodies, a.credit, a.dateline, a.form, a.section,
		a.language, a.canonical, a.picture, a.video, a.paywalled, a.story_id, a.copy_of, a.revision`
	articleTexts = `, a.paragraphs, a.origins, a.item`
	fromArticles = ` FROM articles a JOIN outlets o ON o.id = a.outlet_id `
)

func scanArticle(scan func(...any) error, texts bool) (news.Article, error) {
	var a news.Article
	var found, published, modified int64
	var authors, bodies, credit, dateline, picture, video, paragraphs, origins, item string
	into := []any{
		&a.ID, &a.OutletID, &a.Outlet, &a.Kind, &a.FeedID, &a.URL, &a.State, &a.Note, &found, &published,
		&modified, &a.Headline, &a.ShareTitle, &a.Standfirst, &authors, &bodies, &credit, &dateline, &a.Form, &a.Section,
		&a.Language, &a.Canonical, &picture, &video, &a.Paywalled, &a.StoryID, &a.CopyOf, &a.Revision,
	}
	if texts {
		into = append(into, &paragraphs, &origins, &item)
	}
	if err := scan(into...); err != nil {
		return a, err
	}
	a.FoundAt, a.Published, a.Modified = moment(found), moment(published), moment(modified)
	return a, errors.Join(
		decode(authors, &a.Authors), decode(bodies, &a.Bodies), decode(credit, &a.Credit), decode(dateline, &a.Dateline),
		decode(picture, &a.Picture), decode(video, &a.Video), decode(paragraphs, &a.Paragraphs),
		decode(origins, &a.Origins), decode(item, &a.Item))
}

func articlesOf(rows *sql.Rows, err error, texts bool) ([]news.Article, error) {
	if err != nil {
		return nil, fmt.Errorf("read articles: %w", err)
	}
	defer rows.Close()
	var list []news.Article
	for rows.Next() {
		a, err := scanArticle(rows.Scan, texts)
		if err != nil {
			return nil, fmt.Errorf("read articles: %w", err)
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

// Article returns an article with its texts, or an error of kind
// news.ErrNotFound.
func (db *DB) Article(ctx context.Context, id news.ArticleID) (*news.Article, error) {
	row := db.read.QueryRowContext(ctx, `SELECT `+articleColumns+articleTexts+fromArticles+`WHERE a.id = $1`, int64(id))
	a, err := scanArticle(row.Scan, true)
	if errors.Is(err, sql.ErrNoRows) {
		err = news.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read article %d: %w", id, err)
	}
	return &a, nil
}

// ArticleToRead returns an article with its texts and its outlet, or an error
// of kind news.ErrNotFound.
func (db *DB) ArticleToRead(ctx context.Context, id news.ArticleID) (*news.Article, *news.Outlet, error) {
	a, err := db.Article(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	o, err := db.outlet(ctx, a.OutletID)
	return a, o, err
}

// ListArticles returns the newest articles without their texts.
func (db *DB) ListArticles(ctx context.Context, limit int) ([]news.Article, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+fromArticles+`ORDER BY a.found_at DESC, a.published_at DESC, a.id DESC LIMIT $1`, limit)
	return articlesOf(rows, err, false)
}

// RecordReading keeps what was learnt of an article, puts it up for grouping
// anew, and completes the job that ctx runs under, all or nothing.
func (db *DB) RecordReading(ctx context.Context, id news.ArticleID, state news.ArticleState, note string, r *news.Reading) error {
	err := db.do(ctx, func(t *tx) error {
		if err := t.keepReading(ctx, id, state, note, r); err != nil {
			return err
		}
		if err := t.event(ctx, db.machine(), news.EventArticle, int64(id), r.Headline); err != nil {
			return err
		}
		return t.finish(ctx)
	})
	if err != nil {
		return fmt.Errorf("record reading of article %d: %w", id, err)
	}
	return nil
}

func (t *tx) keepReading(ctx context.Context, id news.ArticleID, state news.ArticleState, note string, r *news.Reading) error {
	res, err := t.ExecContext(ctx, `UPDATE articles SET state = $1, note = $2,
			headline = CASE WHEN $3 = '' THEN headline ELSE $3 END,
			share_title = $4, standfirst = $5, paragraphs = $6, authors = $7, credit = $8, dateline = $9, form = $10,
			section = $11, language = CASE WHEN $12 = '' THEN language ELSE $12 END,
			published_at = CASE WHEN CAST($13 AS BIGINT) = 0 THEN published_at ELSE CAST($13 AS BIGINT) END, modified_at = $14,
			canonical = $15, picture = $16, video = $17, paywalled = $18, origins = $19, bodies = $20, revision = revision + 1
		WHERE id = $21`,
		string(state), note, r.Headline, r.ShareTitle, r.Standfirst, encoded(list(r.Paragraphs)), encoded(list(r.Authors)),
		encoded(list(r.Credit)), encoded(r.Dateline), string(r.Form), r.Section, r.Language,
		micros(r.Published), micros(r.Modified), r.Canonical, encoded(r.Picture), encoded(r.Video), r.Paywalled,
		encoded(r.Origins), encoded(list(r.Bodies)), int64(id))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return news.ErrNotFound
	}
	return nil
}

// list is never nil, so that it is kept as [] and not as null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// AddAddress keeps an article whose address an editor sent, for the outlet
// whose site it stands on, and puts it up for reading. An article that is
// there already is returned as it is.
func (db *DB) AddAddress(ctx context.Context, a news.Arrival, host string) (news.ArticleID, error) {
	var id news.ArticleID
	err := db.do(ctx, func(t *tx) error {
		known, err := one(t.QueryRowContext(ctx, `SELECT id FROM articles WHERE url_key = $1`, a.Key), &id)
		if err != nil || known {
			return err
		}
		if a.Article.OutletID, err = t.outletAt(ctx, host, a.Article.FoundAt); err != nil {
			return err
		}
		added, err := t.addArticles(ctx, []news.Arrival{a})
		if err != nil {
			return err
		}
		if len(added) == 0 { // it came twice at once
			return t.QueryRowContext(ctx, `SELECT id FROM articles WHERE url_key = $1`, a.Key).Scan(&id)
		}
		id = news.ArticleID(added[0])
		return t.event(ctx, a.Article.FoundAt, news.EventArticle, added[0], a.Article.URL)
	})
	if err != nil {
		return 0, fmt.Errorf("add address: %w", err)
	}
	return id, nil
}

// outletAt returns the outlet whose site is on host or a parent of it; a host
// that belongs to none makes an outlet of its own, named after it.
func (t *tx) outletAt(ctx context.Context, host string, now time.Time) (news.OutletID, error) {
	var id news.OutletID
	known, err := one(t.QueryRowContext(ctx, `SELECT id FROM outlets
		WHERE host <> '' AND ($1 = host OR $1 LIKE '%.' || host) ORDER BY length(host) DESC, id LIMIT 1`, host), &id)
	if err != nil {
		return 0, fmt.Errorf("find outlet of %s: %w", host, err)
	}
	if known {
		return id, nil
	}
	return t.outletNamed(ctx, news.Outlet{Name: host, Site: "https://" + host, Kind: news.KindNewspaper}, now)
}
