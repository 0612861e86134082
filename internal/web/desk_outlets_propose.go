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
			v.Outlet, v.Joins = outlets[i], true
			break
		}
	}
	return nil
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
