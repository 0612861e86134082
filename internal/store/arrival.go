package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"dateline/internal/news"
)

// chunk is how many rows one statement takes, so that it stays below both
// engines' limits on parameters.
const chunk = 500

// takeArrivals keeps the items of one poll. An item seen before only brings a
// changed headline; an article that another feed brought already is sighted;
// the rest are new articles, and each is put up for reading.
func (t *tx) takeArrivals(ctx context.Context, c news.FeedClaim, p news.Poll) error {
	for part := range slices.Chunk(p.Arrivals, chunk) {
		if err := t.takeChunk(ctx, c, p, part); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) takeChunk(ctx context.Context, c news.FeedClaim, p news.Poll, arrivals []news.Arrival) error {
	seen, err := t.sightings(ctx, c.ID, arrivals)
	if err != nil {
		return err
	}
	var fresh []news.Arrival
	for _, a := range arrivals {
		if old, ok := seen[a.GUID]; ok {
			if err := t.newHeadline(ctx, old, a); err != nil {
				return err
			}
			continue
		}
		if a.Key == "" {
			a.Key = fmt.Sprintf("feed:%d:%s", c.ID, a.GUID)
		}
		a.Article.OutletID, a.Article.FeedID = c.OutletID, c.ID
		fresh = append(fresh, a)
	}
	if len(fresh) == 0 {
		return nil
	}
	added, err := t.addArticles(ctx, fresh)
	if err != nil {
		return err
	}
	if err := t.addSightings(ctx, c, p, fresh); err != nil {
		return err
	}
	if len(added) == 0 {
		return nil
	}
	return t.event(ctx, p.At, news.EventArticle, added[0], fmt.Sprintf("%d new from %s", len(added), c.Outlet))
}

// sighted is an article that the feed had before.
type sighted struct {
	id       int64
	headline string
	state    news.ArticleState
}

func (t *tx) sightings(ctx context.Context, id news.FeedID, arrivals []news.Arrival) (map[string]sighted, error) {
	args := []any{int64(id)}
	for _, a := range arrivals {
		args = append(args, a.GUID)
	}
	rows, err := t.QueryContext(ctx, `SELECT s.guid, a.id, a.headline, a.state FROM sightings s JOIN articles a ON a.id = s.article_id
		WHERE s.feed_id = $1 AND s.guid IN (`+placeholders(2, len(arrivals))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read sightings: %w", err)
	}
	defer rows.Close()
	seen := map[string]sighted{}
	for rows.Next() {
		var guid string
		var s sighted
		if err := rows.Scan(&guid, &s.id, &s.headline, &s.state); err != nil {
			return nil, fmt.Errorf("read sightings: %w", err)
		}
		seen[guid] = s
	}
	return seen, rows.Err()
}

// newHeadline takes over a headline that the feed changed, unless the page
// itself was read: then the page's stands.
func (t *tx) newHeadline(ctx context.Context, s sighted, a news.Arrival) error {
	if s.state == news.ArticleRead || a.Article.Headline == "" || s.headline == a.Article.Headline {
		return nil
	}
	if _, err := t.ExecContext(ctx, `UPDATE articles SET headline = $1, revision = revision + 1 WHERE id = $2 AND state <> 'read'`, a.Article.Headline, s.id); err != nil {
		return fmt.Errorf("change headline of article %d: %w", s.id, err)
	}
	return nil
}

// addArticles adds the articles that are not there yet, enqueues the reading
// of their pages, and returns their ids.
func (t *tx) addArticles(ctx context.Context, arrivals []news.Arrival) ([]int64, error) {
	const columns = 13
	rows := make([]string, 0, len(arrivals))
	args := make([]any, 0, columns*len(arrivals))
	for _, a := range arrivals {
		rows = append(rows, "("+placeholders(len(args)+1, columns)+")")
		args = append(args, int64(a.Article.OutletID), int64(a.Article.FeedID), a.Article.URL, a.Key,
			string(news.ArticleWaiting), micros(a.Article.FoundAt), micros(a.Article.Published),
			encoded(a.Article.Item), a.Article.Headline, string(a.Article.Form), a.Article.Language,
			encoded(a.Article.Video), encoded(a.Article.Authors))
	}
	added, err := ids(t.QueryContext(ctx, `INSERT INTO articles (outlet_id, feed_id, url, url_key, state, found_at, published_at,
		item, headline, form, language, video, authors) VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (url_key) DO NOTHING RETURNING id`, args...))
	if err != nil {
		return nil, fmt.Errorf("add articles: %w", err)
	}
	return added, t.enqueue(ctx, news.JobRead, added...)
}

// addSightings notes in which feed the articles stood, under which name.
func (t *tx) addSightings(ctx context.Context, c news.FeedClaim, p news.Poll, arrivals []news.Arrival) error {
	rows := make([]string, 0, len(arrivals))
	args := []any{int64(c.ID), micros(p.At)}
	for _, a := range arrivals {
		n := len(args)
		rows = append(rows, fmt.Sprintf("(CAST($%d AS TEXT), CAST($%d AS TEXT))", n+1, n+2))
		args = append(args, a.GUID, a.Key)
	}
	res, err := t.ExecContext(ctx, `WITH came (guid, url_key) AS (VALUES `+strings.Join(rows, ", ")+`)
		INSERT INTO sightings (feed_id, guid, article_id, first_at)
		SELECT CAST($1 AS BIGINT), came.guid, a.id, CAST($2 AS BIGINT) FROM came JOIN articles a ON a.url_key = came.url_key WHERE TRUE
		ON CONFLICT (feed_id, guid) DO NOTHING`, args...)
	if err != nil {
		return fmt.Errorf("add sightings: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("add sightings: %w", err)
	}
	if _, err := t.ExecContext(ctx, `UPDATE feeds SET items = items + $1 WHERE id = $2`, n, int64(c.ID)); err != nil {
		return fmt.Errorf("count items: %w", err)
	}
	return nil
}

// placeholders returns "$first, ...", n of them.
func placeholders(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	return b.String()
}

// ids reads the rows of a statement that returns one id each.
func ids(rows *sql.Rows, err error) ([]int64, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, rows.Err()
}
