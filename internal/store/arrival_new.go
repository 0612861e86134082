package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/internal/news"
)

const (
	// flood is how many new items of one poll are taken.
	flood = 500
	// firstFlood is how many of a feed's first poll are.
	firstFlood = 10_000
)

// onlyOnce returns the arrivals that are new articles, each article once:
// items of several feeds, or of one, with the same address or the same words
// are one.
func (in *intake) onlyOnce() []*arriving {
	byKey, byContent := map[string]*arriving{}, map[string]*arriving{}
	var fresh []*arriving
	for _, a := range in.withoutFloods() {
		first := byKey[a.Key]
		if first == nil && a.content != "" {
			first = byContent[a.content]
		}
		a.mutedBy = in.rules.mutes(a)
		if first == nil {
			byKey[a.Key] = a
			if a.content != "" {
				byContent[a.content] = a
			}
			fresh = append(fresh, a)
			continue
		}
		byKey[a.Key], a.same = first, first
		if first.mutedBy > 0 && a.mutedBy == 0 {
			first.mutedBy, first.feed = 0, a.feed
		}
	}
	return fresh
}

// withoutFloods returns the arrivals that are not known, less what a poll
// brings too much of: the newest are taken.
func (in *intake) withoutFloods() []*arriving {
	byRecord := map[*record][]*arriving{}
	var order []*record
	for _, a := range in.unnamed {
		if a.article != 0 || micros(a.Article.Published) < a.rec.from {
			continue
		}
		if byRecord[a.rec] == nil {
			order = append(order, a.rec)
		}
		byRecord[a.rec] = append(byRecord[a.rec], a)
	}
	var kept []*arriving
	for _, r := range order {
		kept = append(kept, r.dam(byRecord[r])...)
	}
	return kept
}

// dam holds back what is too much of one poll's new arrivals, and warns of as
// many as that. What was held back is not taken at later polls either.
func (r *record) dam(fresh []*arriving) []*arriving {
	most, first := flood, r.claim.LastSuccessAt.IsZero()
	if first {
		most = firstFlood
	}
	if len(fresh) < most || first && len(fresh) == most {
		return fresh
	}
	r.warning = fmt.Sprintf("It brought %d new reports at once. The newest %d were taken.", len(fresh), most)
	if len(fresh) == most {
		return fresh
	}
	slices.SortStableFunc(fresh, func(a, b *arriving) int { return b.Article.Published.Compare(a.Article.Published) })
	r.from = micros(fresh[most-1].Article.Published)
	return fresh[:most]
}

var newArticles = bulk{
	`outlet_id BIGINT, feed_id BIGINT, url TEXT, url_key TEXT, state TEXT, found_at BIGINT, published_at BIGINT, item TEXT,
	headline TEXT, form TEXT, language TEXT, video TEXT, authors TEXT, content_key TEXT, muted_by BIGINT, grouped BIGINT`,
	`INSERT INTO articles (outlet_id, feed_id, url, url_key, state, found_at, published_at, item,
		headline, form, language, video, authors, content_key, muted_by, grouped)
	SELECT outlet_id, feed_id, url, url_key, state, found_at, published_at, item,
		headline, form, language, video, authors, content_key, muted_by, grouped
	FROM came WHERE came.url_key IS NOT NULL
	ON CONFLICT (url_key) DO NOTHING RETURNING id, url_key`,
}

// addArticles adds new articles. Where another process was faster, its article
// stands.
func (in *intake) addArticles(ctx context.Context, fresh []*arriving) error {
	// In one order for all processes, so that none waits for another in a ring.
	slices.SortFunc(fresh, func(a, b *arriving) int { return strings.Compare(a.Key, b.Key) })
	byKey := make(map[string]*arriving, len(fresh))
	for _, a := range fresh {
		byKey[a.Key] = a
	}
	err := in.queryBulk(ctx, newArticles, len(fresh), func(i int) []any { return fresh[i].row() }, func(scan func(...any) error) error {
		var id int64
		var key string
		if err := scan(&id, &key); err != nil {
			return err
		}
		byKey[key].article, byKey[key].added = id, true
		return nil
	})
	if err != nil {
		return fmt.Errorf("add articles: %w", err)
	}
	var late []*arriving
	for _, a := range fresh {
		if !a.added {
			late = append(late, a)
			continue
		}
		in.count(a)
	}
	return in.byAddress(ctx, late)
}

// count notes an added article in its poll's outcome.
func (in *intake) count(a *arriving) {
	r := a.rec
	r.fresh = append(r.fresh, a)
	r.taken.New++
	if a.mutedBy != 0 {
		r.taken.Muted++
		return
	}
	in.read = append(in.read, a.article)
	if r.first == 0 {
		r.first = a.article
	}
}

// row returns the row of newArticles for an arrival. What is muted does not
// wait to be grouped.
func (a *arriving) row() []any {
	art := &a.Article
	grouped := int64(0)
	if a.mutedBy != 0 {
		grouped = 1
	}
	return []any{
		a.outlet, a.feed, art.URL, a.Key, string(news.ArticleWaiting), micros(art.FoundAt), micros(art.Published),
		encodedItem(&art.Item), art.Headline, string(art.Form), art.Language, encodedVideo(art.Video),
		encodedList(art.Authors), a.content, int64(a.mutedBy), grouped,
	}
}

var newSightings = bulk{
	"feed_id BIGINT, guid TEXT, article_id BIGINT, first_at BIGINT, words BIGINT",
	`INSERT INTO sightings (feed_id, guid, article_id, first_at, words)
	SELECT feed_id, guid, article_id, first_at, words FROM came WHERE feed_id IS NOT NULL
	ON CONFLICT (feed_id, guid) DO NOTHING`,
}

// sight notes in which feed the articles stood, under which name.
func (in *intake) sight(ctx context.Context) error {
	var seen, renamed, elsewhere []*arriving
	for _, a := range in.unnamed {
		if a.same != nil {
			a.article, a.known = a.same.article, true
			a.seenHere = a.same.rec == a.rec
			if a.Key != a.same.Key && a.article != 0 && a.same.doubles < mostAddresses {
				a.same.doubles++
				elsewhere = append(elsewhere, a)
			}
		}
		if a.article == 0 {
			continue // held back
		}
		seen = append(seen, a)
		if a.seenHere {
			renamed = append(renamed, a)
		} else {
			a.rec.items++
		}
		if !a.added {
			a.rec.taken.Known++
		}
	}
	err := in.execBulk(ctx, newSightings, len(seen), func(i int) []any {
		a := seen[i]
		return []any{int64(a.rec.claim.ID), a.GUID, a.article, micros(a.rec.poll.At), a.words}
	})
	if err != nil {
		return fmt.Errorf("add sightings: %w", err)
	}
	if err := in.alsoAt(ctx, elsewhere); err != nil {
		return err
	}
	return in.forgetNames(ctx, renamed)
}

// mostNames is how many names of an article within one feed are kept.
const mostNames = 4

var oldNames = bulk{"feed_id BIGINT, article_id BIGINT", `DELETE FROM sightings WHERE (feed_id, guid) IN (
	SELECT old.feed_id, old.guid FROM (
		SELECT s.feed_id, s.guid, row_number() OVER (PARTITION BY s.feed_id, s.article_id ORDER BY s.first_at DESC, s.guid) AS place
		FROM came CROSS JOIN sightings s WHERE s.article_id = came.article_id AND s.feed_id = came.feed_id) AS old
	WHERE old.place > ` + fmt.Sprint(mostNames) + `)`}

// forgetNames drops the oldest names of articles that got another one. Some
// feeds name their items anew at every poll.
func (in *intake) forgetNames(ctx context.Context, renamed []*arriving) error {
	order := func(a, b *arriving) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.rec.claim.ID, b.rec.claim.ID))
	}
	slices.SortFunc(renamed, order)
	renamed = slices.CompactFunc(renamed, func(a, b *arriving) bool { return order(a, b) == 0 })
	err := in.execBulk(ctx, oldNames, len(renamed), func(i int) []any {
		return []any{int64(renamed[i].rec.claim.ID), renamed[i].article}
	})
	if err != nil {
		return fmt.Errorf("forget old names: %w", err)
	}
	return nil
}
