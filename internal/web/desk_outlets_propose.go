package web

import (
	"context"
	"net/url"
	"strings"

	"dateline/internal/news"
	"dateline/internal/source"
)

// propose fills in what is known of an outlet before it is followed: what the
// newsroom says of it already, else what its feed and address say.
func (s *Server) propose(ctx context.Context, v *addView, c source.Candidate) error {
	outlets, err := s.Outlets.ListOutlets(ctx)
	if err != nil {
		return err
	}
	v.Outlet = c.Listing().Outlet
	if v.Outlet.Kind == "" {
		v.Outlet.Kind = news.KindNewspaper
	}
	host := hostOf(v.Outlet.Site)
	for i := range outlets {
		if host != "" && hostOf(outlets[i].Site) == host {
			v.Outlet, v.Joins = outlets[i], outlets[i].Name
			break
		}
	}
	return nil
}

// compare finds out what of it is followed already.
func (v *addView) compare(feeds []news.FeedHealth, c clock) {
	known := make(map[string]*news.Feed, len(feeds))
	for i := range feeds {
		known[news.AddressKey(feeds[i].URL)] = &feeds[i].Feed
	}
	fresh, pass := 0, false // a feed that is followed passes its pick on
	for i := range v.Found {
		one := &v.Found[i]
		one.When = c.ago(one.Newest)
		if f := known[news.AddressKey(one.URL)]; f != nil {
			pass = pass || one.Picked
			one.Known, one.Picked, v.Followed = f.ID, false, f
			continue
		}
		one.Picked = one.Picked || pass
		fresh, pass = fresh+1, false
	}
	if v.Page != "" {
		if f := known[news.AddressKey(v.Page)]; f != nil {
			v.Page, v.Followed = "", f
		}
	}
	if fresh > 0 || v.Page != "" {
		v.Followed = nil
	}
}

// hostOf returns an address's host in lower case without "www.", "" when it
// has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
