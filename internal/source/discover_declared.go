package source

import (
	"bytes"
	"context"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"dateline/internal/news"
)

const (
	maxRobots   = 512 << 10 // bytes of a robots.txt that are looked at
	maxSitemaps = 3
)

// headerFeeds returns the feeds that the Link headers of an answer declare, as
// RFC 8288 writes them.
func headerFeeds(headers []string, at string) []string {
	base, err := url.Parse(at)
	if err != nil {
		return nil
	}
	var list []string
	for _, m := range headerLink.FindAllStringSubmatch(strings.Join(headers, ", "), maxAlternates) {
		attr := map[string]string{"href": m[1]}
		for _, p := range headerParameter.FindAllStringSubmatch(m[2], -1) {
			attr[strings.ToLower(p[1])] = firstOf(p[2], p[3])
		}
		declared := &page{}
		declared.takeLink(attr, base)
		list = append(list, declared.alternates...)
	}
	return list
}

var (
	headerLink      = regexp.MustCompile(`<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]+))?)*)`)
	headerParameter = regexp.MustCompile(`([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))`)
)

// newsSitemaps returns the sitemaps that a site's robots.txt names, those of
// news first. Of a list of sitemaps the ones of news are taken.
func (s *search) newsSitemaps(ctx context.Context, root string) []string {
	var named []string
	for _, a := range s.askAll(ctx, []string{root + "robots.txt"}) {
		if a != nil {
			named = sitemapsIn(a.Body)
		}
	}
	var maps []string
	for _, a := range s.askAll(ctx, firstFew(newsFirst(named), maxSitemaps)) {
		switch {
		case a == nil:
		case bytes.Contains(a.Body[:min(len(a.Body), 4096)], []byte("<sitemapindex")):
			for _, m := range sitemapPlace.FindAllSubmatch(a.Body[:min(len(a.Body), maxRobots)], -1) {
				maps = append(maps, html.UnescapeString(strings.TrimSpace(string(m[1]))))
			}
		default:
			s.keep(a)
		}
	}
	maps = slices.DeleteFunc(maps, func(address string) bool { return !ofNews(address) })
	return firstFew(unique(maps), maxSitemaps)
}

var sitemapPlace = regexp.MustCompile(`<loc>\s*(?:<!\[CDATA\[)?([^<\]]+)`)

// sitemapsIn returns the sitemaps that a robots.txt names.
func sitemapsIn(robots []byte) []string {
	var list []string
	for _, line := range strings.Split(string(robots[:min(len(robots), maxRobots)]), "\n") {
		name, address, _ := strings.Cut(line, ":")
		if strings.EqualFold(strings.TrimSpace(name), "sitemap") {
			list = append(list, strings.TrimSpace(address))
		}
	}
	return unique(list)
}

func newsFirst(addresses []string) []string {
	list := slices.Clone(addresses)
	slices.SortStableFunc(list, func(a, b string) int { return after(!ofNews(a), !ofNews(b)) })
	return list
}

func ofNews(address string) bool { return strings.Contains(strings.ToLower(address), "news") }

// unique returns the addresses that can be followed, each once, in order,
// those of comments and of parts of a site last.
func unique(addresses []string) []string {
	seen := map[string]bool{}
	var list []string
	for _, a := range addresses {
		address, reason := feedAddress(a)
		if key := news.AddressKey(address); reason == "" && !seen[key] {
			seen[key] = true
			list = append(list, address)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int {
		if by := after(ofComments(a, ""), ofComments(b, "")); by != 0 {
			return by
		}
		return after(ofAPart(a), ofAPart(b))
	})
	return list
}
