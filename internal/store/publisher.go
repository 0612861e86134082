package store

import (
	"context"
	"fmt"
	"strings"

	"dateline/internal/news"
)

// mostPublishers is how many outlets one poll may bring in. A feed that names
// more makes them up.
const mostPublishers = 20

// publishers finds the outlets of the arrivals that another outlet than the
// feed's published, by the host of its site. One that is not known is added;
// beyond mostPublishers the items stay with the feed's own, and so do those
// that only give an outlet's name, which anybody can.
func (in *intake) publishers(ctx context.Context) error {
	var named []*arriving
	for _, a := range in.unnamed {
		if a.Publisher.Name != "" {
			named = append(named, a)
		}
	}
	if len(named) == 0 {
		return nil
	}
	desks, err := in.findOutlets(ctx, named)
	if err != nil {
		return err
	}
	added := map[*record]int{}
	for _, a := range named {
		id, known := desks.of(&a.Publisher)
		if _, taken := desks.byName[nameKey(a.Publisher.Name)]; !known && (taken || added[a.rec] >= mostPublishers) {
			continue
		}
		if !known {
			added[a.rec]++
			o := a.Publisher
			o.Kind = news.KindNewspaper
			fresh, err := in.outletNamed(ctx, o, a.rec.poll.At)
			if err != nil {
				return err
			}
			id = int64(fresh)
			desks.byName[nameKey(o.Name)] = id
			if host := siteHost(o.Site); host != "" {
				desks.byHost[host] = id
			}
		}
		a.outlet = id
	}
	return nil
}

// outletsKnown are outlets by the host of their sites and by name.
type outletsKnown struct {
	byHost, byName map[string]int64
}

func (k outletsKnown) of(o *news.Outlet) (id int64, known bool) {
	for _, host := range hostAndParents(siteHost(o.Site)) {
		if id, known = k.byHost[host]; known {
			return id, true
		}
	}
	return 0, false
}

// hostAndParents returns a host and the domains that it is in, longest first,
// those of one label left out.
func hostAndParents(host string) []string {
	var list []string
	for strings.Contains(host, ".") {
		list = append(list, host)
		_, host, _ = strings.Cut(host, ".")
	}
	return list
}

var outletsByHost = bulk{"host TEXT", `SELECT came.host, o.id FROM came CROSS JOIN outlets o WHERE o.host = came.host ORDER BY o.id DESC`}

var outletsByName = bulk{"name_key TEXT", `SELECT came.name_key, o.id FROM came CROSS JOIN outlets o WHERE o.name_key = came.name_key`}

// findOutlets looks up who the publishers may be.
func (in *intake) findOutlets(ctx context.Context, named []*arriving) (outletsKnown, error) {
	known := outletsKnown{byHost: map[string]int64{}, byName: map[string]int64{}}
	var hosts, names []string
	asked := map[string]bool{}
	for _, a := range named {
		if name := nameKey(a.Publisher.Name); !asked["name "+name] {
			asked["name "+name] = true
			names = append(names, name)
		}
		for _, host := range hostAndParents(siteHost(a.Publisher.Site)) {
			if !asked[host] {
				asked[host] = true
				hosts = append(hosts, host)
			}
		}
	}
	for _, look := range []struct {
		bulk
		keys []string
		into map[string]int64
	}{{outletsByHost, hosts, known.byHost}, {outletsByName, names, known.byName}} {
		err := in.queryBulk(ctx, look.bulk, len(look.keys), func(i int) []any { return []any{look.keys[i]} }, func(scan func(...any) error) error {
			var key string
			var id int64
			if err := scan(&key, &id); err != nil {
				return err
			}
			look.into[key] = id
			return nil
		})
		if err != nil {
			return known, fmt.Errorf("find publishers: %w", err)
		}
	}
	return known, nil
}
