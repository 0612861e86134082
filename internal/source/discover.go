package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"dateline/internal/news"
)

// What finding the feeds of one site may cost the site.
const (
	maxRequests   = 24
	maxCandidates = 12
)

// Fetcher asks for an address of the outside world. A body that is not an
// answer of success is an error. Final is the address after redirects.
type Fetcher interface {
	Fetch(ctx context.Context, address string) (body []byte, contentType, final string, err error)
}

// Discover finds the feeds of an address, the likeliest first: the address
// itself, what a known platform offers for it, what the page declares, then
// what its links look like, then the usual places. Every candidate was fetched
// and could be read as a feed. An address without a scheme is tried with https
// first. An address that cannot be used, cannot be reached or has no feed
// gives a *news.InvalidError.
func Discover(ctx context.Context, f Fetcher, address string) ([]Candidate, error) {
	starts, err := startAddresses(address)
	if err != nil {
		return nil, err
	}
	s := &search{fetcher: f, tried: map[string]bool{}, left: maxRequests}
	var first *answer
	for _, start := range starts {
		if first, err = s.ask(ctx, start); err == nil {
			break
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("look for feeds: %w", ctx.Err())
		}
	}
	if first != nil && s.keep(first) {
		return s.found, nil
	}
	for _, addresses := range stages(starts[0], first) {
		if s.tryAll(ctx, addresses); len(s.found) > 0 {
			return s.found, nil
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("look for feeds: %w", ctx.Err())
		}
	}
	if first == nil {
		return nil, badAddress("%s cannot be reached: %s", starts[0], plainFault(err))
	}
	return nil, badAddress("No feed was found at %s; give the address of the feed itself if you know it.", first.final)
}

// startAddresses returns the addresses that what a person typed may mean.
func startAddresses(typed string) ([]string, error) {
	typed = withoutFeedScheme(strings.TrimSpace(typed))
	if typed == "" {
		return nil, badAddress("Give the address of a site or a feed.")
	}
	if strings.ContainsAny(typed, " \t\r\n\"<>") {
		return nil, badAddress("An address has no spaces, quotes or angle brackets in it.")
	}
	forms := []string{typed}
	if !strings.Contains(typed, "://") {
		bare := strings.TrimPrefix(typed, "//")
		forms = []string{"https://" + bare, "http://" + bare}
	}
	for i, form := range forms {
		u, err := url.Parse(form)
		if err != nil || u.Hostname() == "" || strings.Trim(u.Hostname(), ".") == "" {
			return nil, badAddress("%q is not the address of a site or a feed.", typed)
		}
		address, reason := feedAddress(form)
		switch {
		case u.User != nil:
			return nil, badAddress("Give the address without a name and password.")
		case reason != "":
			return nil, badAddress("Only http and https addresses can be followed.")
		}
		forms[i] = address
	}
	return forms, nil
}

// stages returns where to look, the likeliest first. Each is tried only when
// the ones before gave nothing. First is nil when the address gave no answer.
func stages(start string, first *answer) [][]string {
	if first == nil {
		return [][]string{platformFeeds(start)}
	}
	p := readPage(first.body, first.contentType, first.final)
	list := [][]string{
		slices.Concat(platformFeeds(start), platformFeeds(first.final), pagePlatformFeeds(p), p.alternates),
		p.links,
	}
	// One usual place is enough, and a site that has none is asked least.
	for _, place := range usualPlaces(first.final) {
		list = append(list, []string{place})
	}
	return list
}

// usualPlaces returns where sites keep a feed that they do not declare: below
// the page itself, then at the site's root.
func usualPlaces(page string) []string {
	base, err := url.Parse(page)
	if err != nil {
		return nil
	}
	names := []string{
		"feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml",
		"index.rdf", "feed.json", "feeds/posts/default", "?feed=rss2",
		"news-sitemap.xml",
	}
	var places []string
	folder := strings.TrimSuffix(base.EscapedPath(), "/")
	if folder != "" && path.Ext(folder) == "" {
		places = append(places, siteOf(page)+strings.TrimPrefix(folder, "/")+"/feed/")
	}
	for _, n := range names {
		places = append(places, siteOf(page)+n)
	}
	return places
}

// unique returns the addresses that can be followed, each once, in order,
// those of comments last.
func unique(addresses []string) []string {
	seen := map[string]bool{}
	var list []string
	for _, a := range addresses {
		address, reason := feedAddress(a)
		if reason == "" && !seen[address] {
			seen[address] = true
			list = append(list, address)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int {
		return cmp.Compare(ofComments(a), ofComments(b))
	})
	return list
}

func ofComments(address string) int {
	if strings.Contains(strings.ToLower(address), "comment") {
		return 1
	}
	return 0
}

func badAddress(format string, args ...any) error {
	return &news.InvalidError{Field: "address", Reason: fmt.Sprintf(format, args...)}
}

// plainFault returns what an error of the outside world says to people.
func plainFault(err error) string {
	var invalid *news.InvalidError
	if errors.As(err, &invalid) {
		return invalid.Reason
	}
	return strings.TrimSuffix(err.Error(), ".") + "."
}
