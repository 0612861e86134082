package store

import (
	"context"
	"fmt"
	"time"

	"dateline/internal/news"
)

var sightedNames = bulk{"feed_id BIGINT, guid TEXT", `SELECT s.feed_id, s.guid, s.article_id, s.words
	FROM came CROSS JOIN sightings s WHERE s.feed_id = came.feed_id AND s.guid = came.guid`}

// byName finds the arrivals that their feed had before.
func (in *intake) byName(ctx context.Context, stood []*arriving) error {
	type name struct {
		feed int64
		guid string
	}
	byName := make(map[name]*arriving, len(stood))
	for _, a := range stood {
		byName[name{int64(a.rec.claim.ID), a.GUID}] = a
	}
	err := in.queryBulk(ctx, sightedNames, len(stood), func(i int) []any {
		return []any{int64(stood[i].rec.claim.ID), stood[i].GUID}
	}, func(scan func(...any) error) error {
		var n name
		var article, words int64
		if err := scan(&n.feed, &n.guid, &article, &words); err != nil {
			return err
		}
		a := byName[n]
		a.article, a.known = article, true
		a.rec.taken.Known++
		switch words {
		case a.words:
		case 0: // kept by a Dateline that did not note the words
			in.unheard = append(in.unheard, a)
		default:
			in.changed = append(in.changed, a)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read sightings: %w", err)
	}
	for _, a := range stood {
		if !a.known {
			in.unnamed = append(in.unnamed, a)
		}
	}
	return nil
}

var articlesAt = bulk{"url_key TEXT, feed_id BIGINT", `SELECT came.url_key, came.feed_id, a.id, a.joined_to, a.muted_by, a.state,
		EXISTS (SELECT 1 FROM sightings s WHERE s.article_id = a.id AND s.feed_id = came.feed_id)
	FROM came CROSS JOIN articles a WHERE a.url_key = came.url_key
	UNION ALL
	SELECT came.url_key, came.feed_id, a.id, a.joined_to, a.muted_by, a.state,
		EXISTS (SELECT 1 FROM sightings s WHERE s.article_id = a.id AND s.feed_id = came.feed_id)
	FROM came CROSS JOIN addresses d CROSS JOIN articles a WHERE d.url_key = came.url_key AND a.id = d.article_id`}

// byAddress finds the articles that are known under the arrivals' addresses.
func (in *intake) byAddress(ctx context.Context, list []*arriving) error {
	type place struct {
		key  string
		feed int64
	}
	at := make(map[place][]*arriving, len(list))
	for _, a := range list {
		p := place{a.Key, int64(a.rec.claim.ID)}
		at[p] = append(at[p], a)
	}
	var found []rescue
	err := in.queryBulk(ctx, articlesAt, len(list), func(i int) []any {
		return []any{list[i].Key, int64(list[i].rec.claim.ID)}
	}, func(scan func(...any) error) error {
		var p place
		var id, joined int64
		var muted news.RuleID
		var state news.ArticleState
		var seen bool
		if err := scan(&p.key, &p.feed, &id, &joined, &muted, &state, &seen); err != nil {
			return err
		}
		for _, a := range at[p] {
			if a.article != 0 {
				continue
			}
			if a.article = id; joined != 0 {
				a.article = joined
			}
			a.known, a.seenHere = true, seen
			if muted > 0 && in.rules.mutes(a) == 0 {
				found = append(found, rescue{a, state})
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("find articles by address: %w", err)
	}
	return in.rescue(ctx, found)
}

// rescue is an article that was kept away by the rule of one feed and now came
// in another, for which no rule does.
type rescue struct {
	*arriving
	state news.ArticleState
}

func (in *intake) rescue(ctx context.Context, found []rescue) error {
	for _, r := range found {
		_, err := in.ExecContext(ctx, `UPDATE articles SET muted_by = 0, feed_id = $2, revision = revision + 1 WHERE id = $1 AND muted_by > 0`,
			r.article, int64(r.rec.claim.ID))
		if err != nil {
			return fmt.Errorf("take article %d after all: %w", r.article, err)
		}
		if r.state == news.ArticleWaiting {
			in.read = append(in.read, r.article)
		}
	}
	return nil
}

// sameWords is how long the same words from the same outlet are the same
// article.
const sameWords = 72 * time.Hour

var articlesWith = bulk{"content TEXT, feed_id BIGINT, since BIGINT", `SELECT came.content, came.feed_id, a.id, a.joined_to,
		EXISTS (SELECT 1 FROM sightings s WHERE s.article_id = a.id AND s.feed_id = came.feed_id)
	FROM came CROSS JOIN articles a WHERE a.content_key = came.content AND a.content_key <> ''
		AND (a.found_at >= came.since OR EXISTS (SELECT 1 FROM sightings s WHERE s.article_id = a.id AND s.first_at >= came.since))
	ORDER BY a.id`}

// byContent finds the articles that the outlets had with the same words under
// other addresses, and notes that these are theirs too.
func (in *intake) byContent(ctx context.Context, all []*arriving) error {
	type place struct {
		content string
		feed    int64
	}
	var list []*arriving
	at := map[place][]*arriving{}
	for _, a := range all {
		if a.article == 0 && a.content != "" {
			list = append(list, a)
			p := place{a.content, int64(a.rec.claim.ID)}
			at[p] = append(at[p], a)
		}
	}
	var again []*arriving
	err := in.queryBulk(ctx, articlesWith, len(list), func(i int) []any {
		return []any{list[i].content, int64(list[i].rec.claim.ID), micros(list[i].rec.poll.At.Add(-sameWords))}
	}, func(scan func(...any) error) error {
		var p place
		var id, joined int64
		var seen bool
		if err := scan(&p.content, &p.feed, &id, &joined, &seen); err != nil {
			return err
		}
		for _, a := range at[p] {
			if a.article != 0 {
				continue
			}
			if a.article = id; joined != 0 {
				a.article = joined
			}
			a.known, a.seenHere = true, seen
			again = append(again, a)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("find articles by words: %w", err)
	}
	return in.alsoAt(ctx, again)
}

// mostAddresses bounds the further addresses of an article, which some feeds
// change at every poll.
const mostAddresses = 8

var furtherAddresses = bulk{"url_key TEXT, article_id BIGINT", `INSERT INTO addresses (url_key, article_id)
	SELECT came.url_key, came.article_id FROM came
	WHERE came.url_key IS NOT NULL
	  AND (SELECT count(*) FROM addresses d WHERE d.article_id = came.article_id) < ` + fmt.Sprint(mostAddresses) + `
	ON CONFLICT (url_key) DO NOTHING`}

// alsoAt notes further addresses under which articles are known.
func (t *tx) alsoAt(ctx context.Context, list []*arriving) error {
	err := t.execBulk(ctx, furtherAddresses, len(list), func(i int) []any { return []any{list[i].Key, list[i].article} })
	if err != nil {
		return fmt.Errorf("note further addresses: %w", err)
	}
	return nil
}

// Sightings returns under how many names, in how many feeds together, an
// article was seen.
func (db *DB) Sightings(ctx context.Context, id news.ArticleID) (int, error) {
	var n int
	if err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM sightings WHERE article_id = $1`, int64(id)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count sightings of article %d: %w", id, err)
	}
	return n, nil
}
