package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/internal/news"
)

const outletColumns = `id, name, site, country, language, kind, standing, state_run, added_at`

func scanOutlet(scan func(...any) error) (news.Outlet, error) {
	var o news.Outlet
	var added int64
	err := scan(&o.ID, &o.Name, &o.Site, &o.Country, &o.Language, &o.Kind, &o.Standing, &o.StateRun, &added)
	o.AddedAt = moment(added)
	return o, err
}

// ListOutlets returns all outlets by name.
func (db *DB) ListOutlets(ctx context.Context) ([]news.Outlet, error) {
	var list []news.Outlet
	rows, err := db.read.QueryContext(ctx, `SELECT `+outletColumns+` FROM outlets ORDER BY name_key`)
	err = eachRow(rows, err, func(scan func(...any) error) error {
		o, err := scanOutlet(scan)
		list = append(list, o)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list outlets: %w", err)
	}
	return list, nil
}

// Outlet returns an outlet, or an error of kind news.ErrNotFound.
func (db *DB) Outlet(ctx context.Context, id news.OutletID) (*news.Outlet, error) {
	o, err := scanOutlet(db.read.QueryRowContext(ctx, `SELECT `+outletColumns+` FROM outlets WHERE id = $1`, int64(id)).Scan)
	if isNoRows(err) {
		err = news.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read outlet %d: %w", id, err)
	}
	return &o, nil
}

// EditOutlet keeps what an editor says of an outlet. A name that is empty or
// that another outlet has, an unknown kind or standing is an
// *news.InvalidError; an unknown outlet gives news.ErrNotFound. The standing
// counts for reports that are there already once ApplyRules was called.
func (db *DB) EditOutlet(ctx context.Context, o news.Outlet) error {
	o.Name = strings.TrimSpace(o.Name)
	if err := checkOutlet(&o); err != nil {
		return err
	}
	return db.do(ctx, func(t *tx) error {
		var standing news.Standing
		known, err := one(t.QueryRowContext(ctx, `SELECT standing FROM outlets WHERE id = $1`, int64(o.ID)), &standing)
		if err == nil && !known {
			err = news.ErrNotFound
		}
		if err == nil {
			_, err = t.ExecContext(ctx, `UPDATE outlets SET name = $2, name_key = $3, site = $4, host = $5, country = $6,
				language = $7, kind = $8, standing = $9, state_run = $10 WHERE id = $1`,
				int64(o.ID), o.Name, nameKey(o.Name), o.Site, siteHost(o.Site), o.Country,
				o.Language, string(o.Kind), string(o.Standing), o.StateRun)
		}
		if t.db.d.is(err, uniqueViolation) {
			return &news.InvalidError{Field: "name", Reason: "Another outlet has that name."}
		}
		if err != nil {
			return fmt.Errorf("edit outlet %d: %w", o.ID, err)
		}
		if standing != o.Standing {
			if err := t.rulesChanged(ctx); err != nil {
				return err
			}
		}
		return t.event(ctx, t.db.machine(), news.EventOutlet, int64(o.ID), o.Name)
	})
}

func checkOutlet(o *news.Outlet) error {
	switch {
	case o.Name == "":
		return &news.InvalidError{Field: "name", Reason: "Give the outlet a name."}
	case !slices.Contains(news.OutletKinds, o.Kind):
		return &news.InvalidError{Field: "kind", Reason: "Say what sort of publisher it is."}
	case !slices.Contains([]news.Standing{news.StandingPlain, news.StandingPreferred, news.StandingIgnored}, o.Standing):
		return &news.InvalidError{Field: "standing", Reason: "Say whether the outlet is preferred, ignored or neither."}
	}
	return nil
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
