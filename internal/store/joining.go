package store

import (
	"context"
	"fmt"
	"regexp"

	"dateline/internal/news"
)

// joinByAddress joins an article to the one that is known under the address
// that its page gives as its own, or was found at in the end. Where there is
// none, the article is known under that address from now on. All that holds
// only where the page is the article's by its headline: many articles lead to
// one wall, and to one front page.
func (t *tx) joinByAddress(ctx context.Context, id news.ArticleID, before *beforeReading, r *news.Reading) error {
	called := before.headline()
	believed := news.AlikeHeadlines(called, r.Headline)
	for _, address := range []string{r.Canonical, r.Landed} {
		key := news.AddressKey(address)
		if key == "" || key == before.key || frontPage(key) {
			continue
		}
		twin, err := t.articleAt(ctx, key)
		switch {
		case err != nil:
			return fmt.Errorf("find the article at %s: %w", key, err)
		case twin == nil && !believed:
			continue
		case twin == nil:
			return t.alsoAt(ctx, []*arriving{{Arrival: &news.Arrival{Key: key}, article: int64(id)}})
		case twin.id == int64(id):
			return nil
		case twin.outlet != before.outlet:
			// Only its own outlet's article can be the one that stays, and only
			// one that says the same.
			if (believed || called == "") && twin.own && news.AlikeHeadlines(twin.headline, r.Headline) {
				return t.joinTo(ctx, int64(id), twin.id)
			}
		case believed && twin.tells(r), called == "" && twin.own && twin.tells(r),
			address == r.Canonical && twin.names(before.outlet):
			return t.join(ctx, int64(id), twin.id)
		}
	}
	return nil
}

// frontPage says whether the key of an address is that of a site's front page,
// or of one of its languages'.
func frontPage(key string) bool {
	path := key[len(hostKey(key)):]
	return path == "" || front.MatchString(path)
}

var front = regexp.MustCompile(`(?i)^/((index|home|default)(\.[a-z]+)?|[a-z]{2}(-[a-z]{2})?)$`)

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
	return t.joinTo(ctx, a+b-first, first)
}

// joinTo joins an article to the one that stays.
func (t *tx) joinTo(ctx context.Context, double, first int64) error {
	for _, q := range []string{
		`UPDATE sightings SET article_id = $2 WHERE article_id = $1`,
		`UPDATE addresses SET article_id = $2 WHERE article_id = $1`,
		`UPDATE articles SET joined_to = $2 WHERE id = $1 OR (joined_to = $1 AND joined_to <> 0)`,
	} {
		if _, err := t.ExecContext(ctx, q, double, first); err != nil {
			return fmt.Errorf("join article %d to %d: %w", double, first, err)
		}
	}
	if err := t.hideNoMore(ctx, double, first); err != nil {
		return err
	}
	return t.mute(ctx, news.ArticleID(double), news.RuleJoined)
}

// hideNoMore takes an article after all that the rule of another feed keeps
// away, when one that is not kept away is joined to it.
func (t *tx) hideNoMore(ctx context.Context, double, first int64) error {
	var muted news.RuleID
	var feed int64
	var state news.ArticleState
	err := t.QueryRowContext(ctx, `SELECT d.muted_by, d.feed_id, f.state FROM articles d JOIN articles f ON f.id = $2 WHERE d.id = $1`,
		double, first).Scan(&muted, &feed, &state)
	if err != nil {
		return fmt.Errorf("read the double %d: %w", double, err)
	}
	if muted != 0 {
		return nil
	}
	taken, err := t.takeAfterAll(ctx, first, feed)
	if err != nil || !taken || state != news.ArticleWaiting {
		return err
	}
	return t.enqueue(ctx, news.JobRead, first)
}
