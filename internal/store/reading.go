package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dateline/internal/news"
)

// RecordReading keeps what was learnt of an article, puts it up for grouping
// anew where that changes something, and completes the job that ctx runs
// under, all or nothing. Of an article whose page was read before, a page that
// changed makes a version, and one that cannot be read any more changes
// nothing. When the page gives an address as its own under which another
// article is known, the two are joined. A page that says nothing of what was
// read there before is another, and changes nothing either.
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
	said         news.Item // what item holds
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
	return &b, errors.Join(decode(paragraphs, &b.words.paragraphs), decode(b.item, &b.said))
}

// headline returns what the article was called before its page was read, ""
// where nobody gave it a headline.
func (b *beforeReading) headline() string {
	headline := news.PlainText(b.said.Headline)
	if headline == "" && b.state != news.ArticleRead {
		headline = b.words.headline
	}
	if news.IsAddress(headline) {
		return ""
	}
	return headline
}

// another says whether words are those of another page than the one that was
// read: a wall that stands before it now, or what its outlet put in its place.
// Nothing in them is what was there, nor what the feed says.
func (b *beforeReading) another(after versionWords) bool {
	if news.AlikeHeadlines(b.words.headline, after.headline) || news.AlikeHeadlines(b.headline(), after.headline) {
		return false
	}
	had := map[string]bool{}
	for _, p := range b.words.paragraphs {
		had[plainLine(p)] = true
	}
	return !slices.ContainsFunc(after.paragraphs, func(p string) bool { return had[plainLine(p)] })
}

// countIdle counts the readings in a row that changed nothing.
func (t *tx) countIdle(ctx context.Context, id news.ArticleID, idle bool) error {
	q := `UPDATE articles SET read_idle = 0 WHERE id = $1 AND read_idle <> 0`
	if idle {
		q = `UPDATE articles SET read_idle = read_idle + 1 WHERE id = $1`
	}
	if _, err := t.ExecContext(ctx, q, int64(id)); err != nil {
		return fmt.Errorf("count idle readings: %w", err)
	}
	return nil
}

func (t *tx) takeReading(ctx context.Context, id news.ArticleID, state news.ArticleState, note string, r *news.Reading) error {
	before, err := t.beforeReading(ctx, id)
	if err != nil {
		return err
	}
	again := before.state == news.ArticleRead
	after := versionWords{headline: other(r.Headline, before.words.headline), standfirst: r.Standfirst, paragraphs: r.Paragraphs}
	if again && (state != news.ArticleRead || before.another(after)) {
		return t.countIdle(ctx, id, true) // what was read stands
	}
	version, regroup := before.version, 1
	if again {
		if version, err = t.turnVersion(ctx, int64(id), before.version, before.words, after, t.db.machine()); err != nil {
			return err
		}
		if before.words.same(after) {
			regroup = 0
		}
	}
	idle := again && regroup == 0 || before.state != news.ArticleWaiting && state != news.ArticleRead
	if err := t.countIdle(ctx, id, idle); err != nil {
		return err
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
