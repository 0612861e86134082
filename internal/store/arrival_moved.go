package store

import (
	"context"
	"fmt"

	"dateline/internal/news"
)

var articlesUnder = bulk{"url_key TEXT, article_id BIGINT", `SELECT came.url_key, came.article_id,
		COALESCE((SELECT CASE WHEN a.joined_to = 0 THEN a.id ELSE a.joined_to END FROM articles a WHERE a.url_key = came.url_key),
			(SELECT d.article_id FROM addresses d WHERE d.url_key = came.url_key), 0), b.headline, b.item, b.feed_id, b.outlet_id
	FROM came CROSS JOIN articles b WHERE b.id = came.article_id`}

// elsewhere looks at the arrivals whose address is not the one that their name
// stood for, and returns those that are other items. An address that is known
// says which article it is. Where it is not, the headlines tell: if they are
// alike the article has moved, else the feed gave an old name to a new item.
func (in *intake) elsewhere(ctx context.Context, list []sighted) (map[*arriving]bool, error) {
	type place struct {
		key     string
		article int64
	}
	var strayed []sighted
	at := map[place][]sighted{}
	for _, s := range list {
		if s.Key != "" && s.Key != s.key {
			strayed = append(strayed, s)
			p := place{s.Key, s.article}
			at[p] = append(at[p], s)
		}
	}
	others := map[*arriving]bool{}
	var moved []*arriving
	err := in.queryBulk(ctx, articlesUnder, len(strayed), func(i int) []any {
		return []any{strayed[i].Key, strayed[i].article}
	}, func(scan func(...any) error) error {
		var p place
		var under, feed, outlet int64
		var headline, item string
		if err := scan(&p.key, &p.article, &under, &headline, &item, &feed, &outlet); err != nil {
			return err
		}
		if under == p.article {
			return nil
		}
		var said news.Item
		if err := decode(item, &said); err != nil {
			return err
		}
		for _, s := range at[p] {
			if under != 0 || !s.tells(headline, &said) {
				others[s.arriving] = true
			} else if feed == s.feed || outlet == s.outlet {
				s.arriving.article = p.article
				moved = append(moved, s.arriving)
			}
		}
		delete(at, p) // two rows of one place are the same
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find moved articles: %w", err)
	}
	return others, in.moveArticles(ctx, moved)
}

// tells says whether an arrival tells what an article with that headline does,
// of which the feed said that.
func (s *sighted) tells(headline string, said *news.Item) bool {
	came := s.Article.Headline
	return s.words == s.arriving.words || news.AlikeHeadlines(came, headline) || news.AlikeHeadlines(came, news.PlainText(said.Headline))
}

var movedArticles = bulk{"id BIGINT, url TEXT", `UPDATE articles SET url = came.url FROM came WHERE articles.id = came.id`}

// moveArticles notes at which addresses articles are now. They stay known under
// the former ones.
func (in *intake) moveArticles(ctx context.Context, moved []*arriving) error {
	err := in.execBulk(ctx, movedArticles, len(moved), func(i int) []any { return []any{moved[i].article, moved[i].Article.URL} })
	if err != nil {
		return fmt.Errorf("move articles: %w", err)
	}
	return in.alsoAt(ctx, moved)
}
