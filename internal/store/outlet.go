package store

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"dateline/internal/news"
)

// Follow adds a feed to an outlet, and the outlet when there is none of that
// name. It says false when the feed was followed already.
func (db *DB) Follow(ctx context.Context, o news.Outlet, feedURL, feedTitle string, now time.Time) (id news.FeedID, added bool, err error) {
	key := news.AddressKey(feedURL)
	if key == "" {
		return 0, false, &news.InvalidError{Field: "url", Reason: "That is not the address of a feed. It has to begin with http:// or https://."}
	}
	err = db.do(ctx, func(t *tx) error {
		known, err := one(t.QueryRowContext(ctx, `SELECT id FROM feeds WHERE url_key = $1`, key), &id)
		if err != nil {
			return fmt.Errorf("find feed: %w", err)
		}
		if added = false; known {
			return nil
		}
		outlet, err := t.outletNamed(ctx, o, now)
		if err != nil {
			return err
		}
		added, err = one(t.QueryRowContext(ctx, `INSERT INTO feeds (outlet_id, url, url_key, title, state, next_poll_at)
			VALUES ($1, $2, $3, $4, 'active', $5) ON CONFLICT (url_key) DO NOTHING RETURNING id`,
			int64(outlet), feedURL, key, feedTitle, micros(now)), &id)
		if err != nil {
			return fmt.Errorf("add feed: %w", err)
		}
		if !added {
			if err := t.QueryRowContext(ctx, `SELECT id FROM feeds WHERE url_key = $1`, key).Scan(&id); err != nil {
				return fmt.Errorf("add feed: %w", err)
			}
			return nil
		}
		return t.event(ctx, now, news.EventOutlet, int64(outlet), "Now following "+o.Name)
	})
	return id, added, err
}

// outletNamed returns the outlet of that name, adding it when there is none.
// What an outlet that is there already leaves open is filled in.
func (t *tx) outletNamed(ctx context.Context, o news.Outlet, now time.Time) (news.OutletID, error) {
	if o.Kind == "" {
		o.Kind = news.KindNewspaper
	}
	var id news.OutletID
	err := t.QueryRowContext(ctx, `INSERT INTO outlets (name, name_key, site, host, country, language, kind, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (name_key) DO UPDATE SET
			site = CASE WHEN outlets.site = '' THEN excluded.site ELSE outlets.site END,
			host = CASE WHEN outlets.host = '' THEN excluded.host ELSE outlets.host END,
			country = CASE WHEN outlets.country = '' THEN excluded.country ELSE outlets.country END,
			language = CASE WHEN outlets.language = '' THEN excluded.language ELSE outlets.language END
		RETURNING id`,
		o.Name, strings.ToLower(o.Name), o.Site, siteHost(o.Site), o.Country, o.Language, string(o.Kind), micros(now)).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("add outlet %s: %w", o.Name, err)
	}
	return id, nil
}

// siteHost returns an address's host in lower case, without www.
func siteHost(site string) string {
	u, err := url.Parse(site)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

const outletColumns = `id, name, site, country, language, kind, added_at`

// ListOutlets returns all outlets by name.
func (db *DB) ListOutlets(ctx context.Context) ([]news.Outlet, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+outletColumns+` FROM outlets ORDER BY name_key`)
	if err != nil {
		return nil, fmt.Errorf("list outlets: %w", err)
	}
	defer rows.Close()
	var list []news.Outlet
	for rows.Next() {
		var o news.Outlet
		var added int64
		if err := rows.Scan(&o.ID, &o.Name, &o.Site, &o.Country, &o.Language, &o.Kind, &added); err != nil {
			return nil, fmt.Errorf("list outlets: %w", err)
		}
		o.AddedAt = moment(added)
		list = append(list, o)
	}
	return list, rows.Err()
}

// outlet returns an outlet, or an error of kind news.ErrNotFound.
func (db *DB) outlet(ctx context.Context, id news.OutletID) (*news.Outlet, error) {
	var o news.Outlet
	var added int64
	ok, err := one(db.read.QueryRowContext(ctx, `SELECT `+outletColumns+` FROM outlets WHERE id = $1`, int64(id)),
		&o.ID, &o.Name, &o.Site, &o.Country, &o.Language, &o.Kind, &added)
	if err == nil && !ok {
		err = news.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read outlet %d: %w", id, err)
	}
	o.AddedAt = moment(added)
	return &o, nil
}

// Agencies returns the names of the outlets that are agencies.
func (db *DB) Agencies(ctx context.Context) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT name FROM outlets WHERE kind = $1 ORDER BY name_key`, string(news.KindAgency))
	if err != nil {
		return nil, fmt.Errorf("list agencies: %w", err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			return nil, fmt.Errorf("list agencies: %w", err)
		}
		names = append(names, n)
	}
	return names, rows.Err()
}
