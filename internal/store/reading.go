package store

import (
	"context"
	"fmt"
	"strings"

	"dateline/internal/news"
)

// RecordReading keeps what was learnt of an article, puts it up for grouping
// anew where that changes something, and completes the job that ctx runs
// under, all or nothing. Of an article whose page was read before, a page that
// changed makes a version, and one that cannot be read any more changes
// nothing. When the page gives an address as its own under which another
// article is known, the two are joined.
func (db *DB) RecordReading(ctx context.Context, id news.ArticleID, state news.ArticleState, note string, r *news.Reading) error {
	err := db.do(ctx, func(t *tx) error {
		if err := t.takeReading(ctx, id, state, note, r); err != nil {
			return err
		}
		return t.finish(ctx)
	})
	if err != nil {
		return fmt.Errorf("record reading of article %d: %w", id, err)
	}
	return nil
}

// beforeReading is what an article was before it was read.
type beforeReading struct {
	state        news.ArticleState
	version      int
	feed, outlet int64
	muted        news.RuleID
	joined       int64
	key          string
	words        versionWords
	item         string
}

func (t *tx) beforeReading(ctx context.Context, id news.ArticleID) (*beforeReading, error) {
	var b beforeReading
	var paragraphs string
	known, err := one(t.QueryRowContext(ctx, `SELECT state, version, feed_id, outlet_id, muted_by, joined_to, url_key,
			headline, standfirst, paragraphs, item FROM articles WHERE id = $1`, int64(id)),
		&b.state, &b.version, &b.feed, &b.outlet, &b.muted, &b.joined, &b.key,
		&b.words.headline, &b.words.standfirst, &paragraphs, &b.item)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return nil, news.ErrNotFound
	}
	return &b, decode(paragraphs, &b.words.paragraphs)
}

func (t *tx) takeReading(ctx context.Context, id news.ArticleID, state news.ArticleState, note string, r *news.Reading) error {
	before, err := t.beforeReading(ctx, id)
	if err != nil {
		return err
	}
	again := before.state == news.ArticleRead
	if again && state != news.ArticleRead {
		return nil // what was read stands
	}
	after := versionWords{headline: other(r.Headline, before.words.headline), standfirst: r.Standfirst, paragraphs: r.Paragraphs}
	version, regroup := before.version, 1
	if again {
		if version, err = t.turnVersion(ctx, int64(id), before.version, before.words, after, t.db.machine()); err != nil {
			return err
		}
		if before.words.same(after) {
			regroup = 0
		}
	}
	if err := t.keepReading(ctx, id, state, note, r, version, regroup); err != nil {
		return err
	}
	if err := t.rule(ctx, id, before, after, r); err != nil {
		return err
	}
	if state == news.ArticleRead && before.joined == 0 {
		if err := t.joinByAddress(ctx, id, before, r); err != nil {
			return err
		}
	}
	return t.event(ctx, t.db.machine(), news.EventArticle, int64(id), r.Headline)
}

// rule looks whether the rules keep an article away now that more of its words
// are known.
func (t *tx) rule(ctx context.Context, id news.ArticleID, before *beforeReading, after versionWords, r *news.Reading) error {
	book, err := t.rulebook(ctx)
	if err != nil || before.muted < 0 || book.ruling.Empty() {
		return err
	}
	a := news.Article{Reading: *r}
	a.Headline = after.headline
	if err := decode(before.item, &a.Item); err != nil {
		return err
	}
	if by := book.mutesOf(before.outlet, before.feed, &a); by != before.muted {
		return t.mute(ctx, id, by)
	}
	return nil
}

func (t *tx) keepReading(ctx context.Context, id news.ArticleID, state news.ArticleState, note string, r *news.Reading, version, regroup int) error {
	_, err := t.ExecContext(ctx, `UPDATE articles SET state = $1, note = $2,
			headline = CASE WHEN $3 = '' THEN headline ELSE $3 END,
			share_title = $4, standfirst = $5, paragraphs = $6, authors = $7, credit = $8, dateline = $9, form = $10,
			section = $11, language = CASE WHEN $12 = '' THEN language ELSE $12 END,
			published_at = CASE WHEN CAST($13 AS BIGINT) = 0 THEN published_at ELSE CAST($13 AS BIGINT) END, modified_at = $14,
			canonical = $15, picture = $16, video = $17, paywalled = $18, origins = $19, bodies = $20,
			revision = revision + $21, version = $22
		WHERE id = $23`,
		string(state), note, r.Headline, r.ShareTitle, r.Standfirst, encoded(list(r.Paragraphs)), encoded(list(r.Authors)),
		encoded(list(r.Credit)), encoded(r.Dateline), string(r.Form), r.Section, r.Language,
		micros(r.Published), micros(r.Modified), r.Canonical, encoded(r.Picture), encoded(r.Video), r.Paywalled,
		encoded(r.Origins), encoded(list(r.Bodies)), regroup, version, int64(id))
	return err
}

// joinByAddress joins an article to the one that is known under the address
// that its page gives as its own, or was found at in the end. Where there is
// none, the article is known under that address from now on.
func (t *tx) joinByAddress(ctx context.Context, id news.ArticleID, before *beforeReading, r *news.Reading) error {
	for _, address := range []string{r.Canonical, r.Landed} {
		key := news.AddressKey(address)
		if key == "" || key == before.key || !strings.ContainsAny(key, "/?") {
			continue
		}
		twin, err := t.articleAt(ctx, key)
		switch {
		case err != nil:
			return fmt.Errorf("find the article at %s: %w", key, err)
		case twin == nil:
			return t.alsoAt(ctx, []*arriving{{Arrival: &news.Arrival{Key: key}, article: int64(id)}})
		case twin.id == int64(id):
			return nil
		case twin.tells(r), address == r.Canonical && twin.names(before.outlet):
			return t.join(ctx, int64(id), twin.id)
		}
	}
	return nil
}

// twin is an article that may be the same as another.
type twin struct {
	id       int64
	state    news.ArticleState
	headline string
	outlet   int64
	own      bool // the address is its own, not one that its page gave
	doubles  int  // articles that were joined to it
}

// tells says whether the twin tells what a page says. Some sites give one
// address for many pages, and lead to one page from many: so when both pages
// were read their headlines have to be alike.
func (w *twin) tells(r *news.Reading) bool {
	return w.state != news.ArticleRead || news.AlikeHeadlines(w.headline, r.Headline)
}

// mostDoubles is how many articles an outlet may name the same as another
// whatever they say. Beyond that its word means nothing.
const mostDoubles = 4

// names says whether a page's word that it is the same as the twin is to be
// taken although they say different things: the outlet has both in its feeds,
// and names few that way.
func (w *twin) names(outlet int64) bool {
	return w.own && w.outlet == outlet && w.doubles < mostDoubles
}

func (t *tx) articleAt(ctx context.Context, key string) (*twin, error) {
	var w twin
	known, err := one(t.QueryRowContext(ctx, `SELECT b.id, b.state, b.headline, b.outlet_id, a.url_key = $1,
			(SELECT count(*) FROM articles c WHERE c.joined_to = b.id AND c.joined_to <> 0) FROM articles a
		JOIN articles b ON b.id = CASE WHEN a.joined_to = 0 THEN a.id ELSE a.joined_to END
		WHERE a.url_key = $1 OR a.id = (SELECT article_id FROM addresses WHERE url_key = $1) ORDER BY a.url_key = $1 DESC, a.id LIMIT 1`, key),
		&w.id, &w.state, &w.headline, &w.outlet, &w.own, &w.doubles)
	if err != nil || !known {
		return nil, err
	}
	return &w, nil
}

// join makes one of two articles: the later one's sightings and addresses go to
// the one that was found earlier, and it leaves its story. It stays as it is
// for the posts that quote it.
func (t *tx) join(ctx context.Context, a, b int64) error {
	var first int64
	err := t.QueryRowContext(ctx, `SELECT id FROM articles WHERE id IN ($1, $2) ORDER BY found_at, id LIMIT 1`, a, b).Scan(&first)
	if err != nil {
		return fmt.Errorf("join articles %d and %d: %w", a, b, err)
	}
	double := a + b - first
	for _, q := range []string{
		`UPDATE sightings SET article_id = $2 WHERE article_id = $1`,
		`UPDATE addresses SET article_id = $2 WHERE article_id = $1`,
		`UPDATE articles SET joined_to = $2 WHERE id = $1 OR (joined_to = $1 AND joined_to <> 0)`,
	} {
		if _, err := t.ExecContext(ctx, q, double, first); err != nil {
			return fmt.Errorf("join article %d to %d: %w", double, first, err)
		}
	}
	return t.mute(ctx, news.ArticleID(double), news.RuleJoined)
}
