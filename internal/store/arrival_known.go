package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"dateline/internal/news"
)

var sightedNames = bulk{"feed_id BIGINT, guid TEXT", `SELECT s.feed_id, s.guid, s.article_id, s.words, a.url_key
	FROM came CROSS JOIN sightings s CROSS JOIN articles a
	WHERE s.feed_id = came.feed_id AND s.guid = came.guid AND a.id = s.article_id`}

// sighted is an arrival whose name its feed had before.
type sighted struct {
	*arriving
	article int64
	words   int64  // with which it came the last time, 0 when that is not known
	key     string // under which the article was found
}

// byName finds the arrivals that their feed had before, and returns those
// under whose name another item stands now.
func (in *intake) byName(ctx context.Context, stood []*arriving) (renamed []*arriving, err error) {
	list, err := in.sighted(ctx, stood)
	if err != nil {
		return nil, err
	}
	others, err := in.elsewhere(ctx, list)
	if err != nil {
		return nil, err
	}
	known := make(map[*arriving]bool, len(list))
	for _, s := range list {
		if known[s.arriving] = true; others[s.arriving] {
			renamed = append(renamed, s.arriving)
			continue
		}
		in.recognise(s)
	}
	for _, a := range stood {
		if !known[a] {
			in.unnamed = append(in.unnamed, a)
		}
	}
	return renamed, nil
}

// byNewName gives arrivals a name of their own, made of that of their feed and
// their address, and finds those that came under it before.
func (in *intake) byNewName(ctx context.Context, renamed []*arriving) error {
	for _, a := range renamed {
		sum := sha256.Sum256([]byte(a.GUID + "\x00" + a.Key))
		a.Arrival = &news.Arrival{
			GUID: "sha256:" + hex.EncodeToString(sum[:]), Key: a.Key,
			Content: a.Content, Publisher: a.Publisher, Article: a.Article,
		}
	}
	list, err := in.sighted(ctx, renamed)
	if err != nil {
		return err
	}
	for _, s := range list {
		in.recognise(s)
	}
	for _, a := range renamed {
		if !a.known {
			in.unnamed = append(in.unnamed, a)
		}
	}
	return nil
}

// sighted looks up arrivals by their names.
func (in *intake) sighted(ctx context.Context, stood []*arriving) ([]sighted, error) {
	type name struct {
		feed int64
		guid string
	}
	byName := make(map[name]*arriving, len(stood))
	for _, a := range stood {
		byName[name{int64(a.rec.claim.ID), a.GUID}] = a
	}
	list := make([]sighted, 0, len(stood))
	err := in.queryBulk(ctx, sightedNames, len(stood), func(i int) []any {
		return []any{int64(stood[i].rec.claim.ID), stood[i].GUID}
	}, func(scan func(...any) error) error {
		var n name
		var s sighted
		err := scan(&n.feed, &n.guid, &s.article, &s.words, &s.key)
		s.arriving = byName[n]
		list = append(list, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read sightings: %w", err)
	}
	return list, nil
}

// recognise takes an arrival for the article that it was the last time.
func (in *intake) recognise(s sighted) {
	a := s.arriving
	a.article, a.known = s.article, true
	a.rec.taken.Known++
	switch s.words {
	case a.words:
	case 0: // kept by a Dateline that did not note the words
		in.unheard = append(in.unheard, a)
	default:
		in.changed = append(in.changed, a)
	}
}

var articlesAt = bulk{"url_key TEXT, feed_id BIGINT", `SELECT came.url_key, came.feed_id, a.id, a.joined_to, a.muted_by, a.state,
		EXISTS (SELECT 1 FROM sightings s WHERE s.article_id = a.id AND s.feed_id = came.feed_id),
		a.outlet_id, (SELECT o.host FROM outlets o WHERE o.id = a.outlet_id),
		COALESCE((SELECT f.outlet_id FROM feeds f WHERE f.id = a.feed_id), 0), COALESCE((SELECT f.url FROM feeds f WHERE f.id = a.feed_id), '')
	FROM came CROSS JOIN articles a WHERE a.url_key = came.url_key
	UNION ALL
	SELECT came.url_key, came.feed_id, a.id, a.joined_to, a.muted_by, a.state,
		EXISTS (SELECT 1 FROM sightings s WHERE s.article_id = a.id AND s.feed_id = came.feed_id),
		a.outlet_id, (SELECT o.host FROM outlets o WHERE o.id = a.outlet_id),
		COALESCE((SELECT f.outlet_id FROM feeds f WHERE f.id = a.feed_id), 0), COALESCE((SELECT f.url FROM feeds f WHERE f.id = a.feed_id), '')
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
	var owned []claimed
	err := in.queryBulk(ctx, articlesAt, len(list), func(i int) []any {
		return []any{list[i].Key, int64(list[i].rec.claim.ID)}
	}, func(scan func(...any) error) error {
		var p place
		var id, joined int64
		var muted news.RuleID
		var state news.ArticleState
		var seen bool
		var h holder
		if err := scan(&p.key, &p.feed, &id, &joined, &muted, &state, &seen, &h.outlet, &h.host, &h.bringer, &h.feed); err != nil {
			return err
		}
		for _, a := range at[p] {
			if a.article != 0 {
				continue
			}
			if a.owns(h) {
				a.article, a.known, a.seenHere = id, true, seen
				owned = append(owned, claimed{a})
				continue
			}
			if a.article = id; joined != 0 {
				a.article = joined
			}
			a.known, a.seenHere = true, seen
			if p.feed != 0 && muted > 0 && in.rules.mutes(a) == 0 || p.feed == 0 && muted != news.RuleJoined {
				found = append(found, rescue{a, state})
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("find articles by address: %w", err)
	}
	if err := in.handOver(ctx, owned); err != nil {
		return err
	}
	return in.rescue(ctx, found)
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
