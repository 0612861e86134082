package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/internal/news"
)

// articleColumns are an article's facts without its texts; articleTexts are
// the large ones.
const (
	articleColumns = `a.id, a.outlet_id, o.name, o.kind, o.standing, a.feed_id, a.url, a.state, a.note, a.found_at, a.published_at,
		a.modified_at, a.headline, a.share_title, a.standfirst, a.authors, a.bodies, a.credit, a.dateline, a.form, a.section,
		a.language, a.canonical, a.picture, a.video, a.paywalled, a.story_id, a.copy_of, a.revision,
		a.muted_by, a.joined_to, a.version`
	articleTexts = `, a.paragraphs, a.origins, a.item`
	fromArticles = ` FROM articles a JOIN outlets o ON o.id = a.outlet_id `
)

func scanArticle(scan func(...any) error, texts bool) (news.Article, error) {
	var a news.Article
	var found, published, modified int64
	var authors, bodies, credit, dateline, picture, video, paragraphs, origins, item string
	into := []any{
		&a.ID, &a.OutletID, &a.Outlet, &a.Kind, &a.Standing, &a.FeedID, &a.URL, &a.State, &a.Note, &found, &published,
		&modified, &a.Headline, &a.ShareTitle, &a.Standfirst, &authors, &bodies, &credit, &dateline, &a.Form, &a.Section,
		&a.Language, &a.Canonical, &picture, &video, &a.Paywalled, &a.StoryID, &a.CopyOf, &a.Revision,
		&a.MutedBy, &a.JoinedTo, &a.Version,
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

// ArticleToRead returns an article with its texts and its outlet. One that is
// not there, or is muted by now, gives an error of kind news.ErrNotFound.
func (db *DB) ArticleToRead(ctx context.Context, id news.ArticleID) (*news.Article, *news.Outlet, error) {
	a, err := db.Article(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if a.MutedBy != 0 {
		return nil, nil, fmt.Errorf("article %d is kept away: %w", id, news.ErrNotFound)
	}
	o, err := db.Outlet(ctx, a.OutletID)
	return a, o, err
}

// ListArticles returns the newest articles that nothing keeps away, without
// their texts.
func (db *DB) ListArticles(ctx context.Context, limit int) ([]news.Article, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+fromArticles+`WHERE a.muted_by = 0
		ORDER BY a.found_at DESC, a.published_at DESC, a.id DESC LIMIT $1`, limit)
	return articlesOf(rows, err, false)
}

// OutletArticles returns an outlet's newest articles without their texts,
// muted ones among them.
func (db *DB) OutletArticles(ctx context.Context, id news.OutletID, limit int) ([]news.Article, error) {
	return db.articlesFrom(ctx, "outlet_id", int64(id), limit)
}

// FeedArticles returns the newest articles that were first seen in a feed
// without their texts, muted ones among them.
func (db *DB) FeedArticles(ctx context.Context, id news.FeedID, limit int) ([]news.Article, error) {
	return db.articlesFrom(ctx, "feed_id", int64(id), limit)
}

func (db *DB) articlesFrom(ctx context.Context, column string, id int64, limit int) ([]news.Article, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+fromArticles+`WHERE a.`+column+` = $1 AND a.joined_to = 0
		ORDER BY a.found_at DESC, a.published_at DESC, a.id DESC LIMIT $2`, id, limit)
	return articlesOf(rows, err, false)
}

// list is never nil, so that it is kept as [] and not as null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
