package store

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
)

// Follow adds a feed to an outlet, and the outlet when there is none of that
// name. It says false when the feed was followed already. An address that is
// none is an *news.InvalidError.
func (db *DB) Follow(ctx context.Context, o news.Outlet, feedURL, feedTitle string, now time.Time) (id news.FeedID, added bool, err error) {
	done, err := db.FollowAll(ctx, []news.Following{{Outlet: o, FeedURL: feedURL, Title: feedTitle}}, now, nil)
	switch {
	case err != nil:
		return 0, false, err
	case done[0].Reason != "":
		return 0, false, &news.InvalidError{Field: "url", Reason: done[0].Reason}
	}
	return done[0].FeedID, done[0].Added, nil
}

// FollowAll follows feeds from now on and says of each, in their order, what
// came of it. An outlet is known by its name, whatever its case, and what one
// that is there leaves open is filled in; a feed is known by its address, and
// one that is followed already stays as it is. After each part of the list
// that is stored for good, progress is told how many are done; it may be nil.
// An error ends the work and comes with what was done.
func (db *DB) FollowAll(ctx context.Context, list []news.Following, now time.Time, progress func(done int)) ([]news.Followed, error) {
	var done []news.Followed
	for part := range slices.Chunk(list, chunk) {
		var followed []news.Followed
		err := db.do(ctx, func(t *tx) error {
			var err error
			followed, err = t.followPart(ctx, part, now)
			return err
		})
		if err != nil {
			return done, fmt.Errorf("follow feeds: %w", err)
		}
		done = append(done, followed...)
		if progress != nil {
			progress(len(done))
		}
	}
	return done, nil
}

// newcomer is a feed that is not followed yet.
type newcomer struct {
	*news.Following
	key string
	at  int // its place in the list
}

func (t *tx) followPart(ctx context.Context, part []news.Following, now time.Time) ([]news.Followed, error) {
	done := make([]news.Followed, len(part))
	keys := make([]string, 0, len(part))
	for i := range part {
		key := news.AddressKey(part[i].FeedURL)
		if key == "" {
			done[i].Reason = notAFeedAddress().Reason
		}
		keys = append(keys, key)
	}
	followed, err := t.feedsAt(ctx, keys)
	if err != nil {
		return nil, err
	}
	var fresh []newcomer
	for i, key := range keys {
		id, known := followed[key]
		done[i].FeedID = id
		if done[i].Reason == "" && !known {
			followed[key] = 0 // the first of several in the list counts
			fresh = append(fresh, newcomer{&part[i], key, i})
		}
	}
	if len(fresh) == 0 {
		return done, nil
	}
	added, err := t.addFeeds(ctx, fresh, now)
	if err != nil {
		return nil, err
	}
	for _, f := range fresh {
		done[f.at].Added = added[f.key] != 0
	}
	if followed, err = t.feedsAt(ctx, keys); err != nil {
		return nil, err
	}
	for i, key := range keys {
		done[i].FeedID = followed[key]
	}
	return done, nil
}

var feedsByAddress = bulk{"url_key TEXT", `SELECT f.url_key, f.id FROM came CROSS JOIN feeds f WHERE f.url_key = came.url_key`}

// feedsAt returns the feeds that are followed at addresses.
func (t *tx) feedsAt(ctx context.Context, keys []string) (map[string]news.FeedID, error) {
	known := make(map[string]news.FeedID, len(keys))
	err := t.queryBulk(ctx, feedsByAddress, len(keys), func(i int) []any { return []any{keys[i]} }, func(scan func(...any) error) error {
		var key string
		var id news.FeedID
		err := scan(&key, &id)
		known[key] = id
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find feeds: %w", err)
	}
	return known, nil
}

var newFeeds = bulk{
	"outlet_id BIGINT, url TEXT, url_key TEXT, title TEXT, folder TEXT, pattern TEXT, next_poll_at BIGINT",
	`INSERT INTO feeds (outlet_id, url, url_key, title, folder, pattern, state, next_poll_at)
	SELECT outlet_id, url, url_key, title, folder, pattern, 'active', next_poll_at FROM came WHERE url_key IS NOT NULL
	ON CONFLICT (url_key) DO NOTHING RETURNING id, url_key`,
}

// addFeeds adds feeds and the outlets that are not there yet, and returns the
// feeds by address.
func (t *tx) addFeeds(ctx context.Context, fresh []newcomer, now time.Time) (map[string]int64, error) {
	outlets, err := t.outletsNamed(ctx, fresh, now)
	if err != nil {
		return nil, err
	}
	added := make(map[string]int64, len(fresh))
	err = t.queryBulk(ctx, newFeeds, len(fresh), func(i int) []any {
		f := fresh[i]
		return []any{outlets[nameKey(f.Outlet.Name)], f.FeedURL, f.key, storable(f.Title), storable(f.Folder), storable(f.Pattern), micros(now)}
	}, func(scan func(...any) error) error {
		var id int64
		var key string
		err := scan(&id, &key)
		added[key] = id
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("add feeds: %w", err)
	}
	text := fmt.Sprintf("Now following %d feeds", len(added))
	if len(fresh) == 1 {
		text = "Now following " + fresh[0].Outlet.Name
	}
	return added, t.event(ctx, now, news.EventOutlet, outlets[nameKey(fresh[0].Outlet.Name)], text)
}

// nameKey is the one form under which an outlet's name is known.
func nameKey(name string) string { return strings.ToLower(storable(name)) }

var namedOutlets = bulk{
	`name TEXT, name_key TEXT, site TEXT, host TEXT, country TEXT, language TEXT, kind TEXT, standing TEXT,
	state_run BOOLEAN, added_at BIGINT`,
	`INSERT INTO outlets (name, name_key, site, host, country, language, kind, standing, state_run, added_at)
	SELECT name, name_key, site, host, country, language, kind, standing, state_run, added_at FROM came WHERE name_key IS NOT NULL
	ON CONFLICT (name_key) DO UPDATE SET
		site = CASE WHEN outlets.site = '' THEN excluded.site ELSE outlets.site END,
		host = CASE WHEN outlets.host = '' THEN excluded.host ELSE outlets.host END,
		country = CASE WHEN outlets.country = '' THEN excluded.country ELSE outlets.country END,
		language = CASE WHEN outlets.language = '' THEN excluded.language ELSE outlets.language END
	RETURNING id, name_key`,
}

// outletsNamed returns the outlets of feeds by their names in lower case,
// adding those that are not there. What an outlet that is there already leaves
// open is filled in.
func (t *tx) outletsNamed(ctx context.Context, fresh []newcomer, now time.Time) (map[string]int64, error) {
	var names []string
	named := map[string]*news.Outlet{}
	for _, f := range fresh {
		key := nameKey(f.Outlet.Name)
		o := named[key]
		if o == nil {
			first := f.Outlet
			first.Kind = news.OutletKind(other(string(first.Kind), string(news.KindNewspaper)))
			named[key], names = &first, append(names, key)
			continue
		}
		o.Site, o.Country, o.Language = other(o.Site, f.Outlet.Site), other(o.Country, f.Outlet.Country), other(o.Language, f.Outlet.Language)
	}
	slices.Sort(names) // in one order for all processes
	ids := make(map[string]int64, len(names))
	err := t.queryBulk(ctx, namedOutlets, len(names), func(i int) []any {
		o := named[names[i]]
		return []any{storable(o.Name), names[i], storable(o.Site), siteHost(o.Site), o.Country, o.Language, string(o.Kind), string(o.Standing), o.StateRun, micros(now)}
	}, func(scan func(...any) error) error {
		var id int64
		var key string
		err := scan(&id, &key)
		ids[key] = id
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("add outlets: %w", err)
	}
	if ignored := slices.ContainsFunc(fresh, func(f newcomer) bool { return f.Outlet.Standing != "" }); ignored {
		return ids, t.rulesChanged(ctx)
	}
	return ids, nil
}

// outletNamed returns the outlet of that name, adding it when there is none.
func (t *tx) outletNamed(ctx context.Context, o news.Outlet, now time.Time) (news.OutletID, error) {
	ids, err := t.outletsNamed(ctx, []newcomer{{Following: &news.Following{Outlet: o}}}, now)
	return news.OutletID(ids[nameKey(o.Name)]), err
}

// siteHost returns an address's host in lower case, without www.
func siteHost(site string) string {
	if site == "" {
		return ""
	}
	u, err := url.Parse(site)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
