package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

// AddAddress keeps an article whose address an editor sent, for the outlet
// whose site it stands on, and puts it up for reading. An article that is
// there already is returned as it is, and taken after all where a rule kept it
// away.
func (db *DB) AddAddress(ctx context.Context, a news.Arrival, host string) (news.ArticleID, error) {
	var id news.ArticleID
	err := db.do(ctx, func(t *tx) error {
		in := &intake{tx: t, rules: &rulebook{ruling: &news.Ruling{}}}
		sent := &arriving{Arrival: &a, rec: &record{poll: news.Poll{At: a.Article.FoundAt}}}
		err := in.byAddress(ctx, []*arriving{sent})
		if err != nil {
			return err
		}
		if id = news.ArticleID(sent.article); sent.known {
			return in.callForReading(ctx) // it may have been kept away until now
		}
		outlet, err := t.outletAt(ctx, host, a.Article.FoundAt)
		if err != nil {
			return err
		}
		sent.outlet = int64(outlet)
		if err := in.addArticles(ctx, []*arriving{sent}); err != nil {
			return err
		}
		if err := in.callForReading(ctx); err != nil {
			return err
		}
		id = news.ArticleID(sent.article)
		return t.event(ctx, a.Article.FoundAt, news.EventArticle, sent.article, a.Article.URL)
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
