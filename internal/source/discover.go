package source

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"dateline/internal/news"
)

// Discover finds the feeds of an address, the one to take first: the address
// itself, what a known platform offers for it, what the page and its headers
// declare, then what its links look like, then the same of the site's front
// page, then the usual places, then the news sitemaps that robots.txt names. It looks further only while nothing was
// found that can be followed, asks a site for at most 20 addresses, and every
// feed was fetched and could be read. A page without a feed gives candidates
// with patterns, by which its links can be followed. An address without a
// scheme is tried with https first.
//
// An address that cannot be used, cannot be reached, or offers nothing gives a
// *news.InvalidError with a sentence that says so.
func Discover(ctx context.Context, f Fetcher, address string) ([]Candidate, error) {
	starts, err := startAddresses(address)
	if err != nil {
		return nil, err
	}
	s := &search{fetcher: f, tried: map[string]bool{}, left: maxRequests}
	start, first, err := s.begin(ctx, starts)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("look for feeds: %w", ctx.Err())
	}
	if first != nil && s.keep(first) {
		return s.found, nil
	}
	if err := s.look(ctx, start, first, err); err != nil {
		return nil, err
	}
	if first != nil && !s.done() {
		s.found = append(s.found, pageCandidates(first)...)
	}
	if len(s.found) == 0 {
		return nil, nothingFound(start, first, err)
	}
	for i := range s.found {
		s.found[i].Language = firstOf(s.found[i].Language, s.language)
	}
	best(s.found, start)
	return s.found, nil
}

// begin asks for the first of the addresses that answers. The error is that
// of the last one when none does.
func (s *search) begin(ctx context.Context, starts []string) (start string, first *Answer, err error) {
	for _, start = range starts {
		s.left--
		if first, err = s.ask(ctx, start); err == nil {
			s.tried[addressKey(start)], s.tried[addressKey(first.Final)] = true, true
			return start, first, nil
		}
		if _, refused := errors.AsType[*RefusedError](err); refused || ctx.Err() != nil {
			break
		}
	}
	s.tried[addressKey(start)] = true
	return start, nil, err
}

// look tries one group of addresses after the other until one gives a feed
// that can be followed.
func (s *search) look(ctx context.Context, start string, first *Answer, firstErr error) error {
	if first == nil {
		_, refused := errors.AsType[*RefusedError](firstErr)
		s.tryStages(ctx, withoutPage(start, refused))
		return stopped(ctx)
	}
	root := siteOf(first.Final)
	for _, stages := range []func() [][]string{
		func() [][]string { return append(s.pageStages(start, first), folderPlaces(first.Final)) },
		func() [][]string { return s.frontStages(ctx, root) },
		func() [][]string { return rootPlaces(root) },
		func() [][]string { return [][]string{s.newsSitemaps(ctx, root)} },
	} {
		if s.tryStages(ctx, stages()); s.done() || ctx.Err() != nil {
			break
		}
	}
	return stopped(ctx)
}

// tryStages tries groups of addresses, the likeliest first, each only when the
// ones before gave nothing.
func (s *search) tryStages(ctx context.Context, stages [][]string) {
	for _, addresses := range stages {
		if s.done() || ctx.Err() != nil {
			return
		}
		s.tryAll(ctx, addresses)
	}
}

func stopped(ctx context.Context) error {
	if ctx.Err() != nil {
		return fmt.Errorf("look for feeds: %w", ctx.Err())
	}
	return nil
}

func nothingFound(start string, first *Answer, err error) error {
	if first != nil {
		return badAddress("No feed was found at %s; give the address of the feed itself if you know it.", first.Final)
	}
	if refused, ok := errors.AsType[*RefusedError](err); ok {
		return badAddress("%s Give the address of its feed itself if you know it.", sentence(refused.Reason))
	}
	return badAddress("%s cannot be reached: %s", start, plainFault(err))
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

// withoutPage returns where to look when an address gave no page: a site that
// refused its page may still offer a feed.
func withoutPage(start string, refused bool) [][]string {
	list := [][]string{platformFeeds(start)}
	if places := rootPlaces(siteOf(start)); refused && len(places) > 0 {
		list = append(list, places[0])
	}
	return list
}

// pageStages returns where a page leads: to what its platform offers and what
// it declares, then to what its links look like.
func (s *search) pageStages(start string, a *Answer) [][]string {
	p := readPage(a.Body, a.ContentType, a.Final)
	declared := unique(append(headerFeeds(a.Links, a.Final), p.alternates...))
	platform := append(platformFeeds(start), platformFeeds(a.Final)...)
	if len(platform) == 0 {
		// A platform's pages speak the language of who looks at them.
		s.language = firstOf(s.language, p.language)
	}
	known := unique(append(platform, pagePlatformFeeds(p)...))
	return [][]string{append(known, declared...), p.links}
}

// frontStages asks for the front page of a site of which a report or another
// page was given, and returns where that leads.
func (s *search) frontStages(ctx context.Context, root string) [][]string {
	for _, a := range s.askAll(ctx, []string{root}) {
		if a == nil || !isPage(a.Body) {
			continue
		}
		s.tried[addressKey(a.Final)] = true
		return s.pageStages(root, a)
	}
	return nil
}

// folderPlaces returns where sites keep the feed of one of their sections.
func folderPlaces(page string) []string {
	base, err := url.Parse(page)
	if err != nil {
		return nil
	}
	folder := strings.TrimSuffix(base.EscapedPath(), "/")
	if folder == "" || path.Ext(folder) != "" {
		return nil
	}
	root := strings.TrimSuffix(siteOf(page), "/") + folder
	return []string{root + "/feed/", root + "/rss", root + "/rss.xml"}
}

// rootPlaces returns where sites keep a feed that they do not declare, a few
// places at a time: one is enough, and a site that has none is asked least.
func rootPlaces(root string) [][]string {
	if root == "" {
		return nil
	}
	places := []string{
		"feed/", "rss.xml", "feed.xml", "rss",
		"atom.xml", "index.xml", "feed.json", "?feed=rss2",
		"feeds/posts/default", "index.rdf", "blog-feed.xml", "news-sitemap.xml",
	}
	for i := range places {
		places[i] = root + places[i]
	}
	return slices.Collect(slices.Chunk(places, maxAtOnce))
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
	return sentence(err.Error())
}

func sentence(text string) string { return strings.TrimSuffix(text, ".") + "." }
