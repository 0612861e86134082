package source_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/source"
)

// sitemap returns a news sitemap of n reports.
func sitemap(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<url><loc>https://paper.example/r/%d</loc><news:news><news:publication><news:name>Paper</news:name></news:publication>
			<news:publication_date>2031-04-05T0%d:00:00Z</news:publication_date><news:title>Report %d</news:title></news:news></url>`, i, i, i)
	}
	return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">` + b.String() + `</urlset>`
}

func addresses(list []source.Candidate) []string {
	var found []string
	for _, c := range list {
		found = append(found, strings.TrimSpace(c.FeedURL+" "+c.Pattern))
	}
	return found
}

func TestDiscoverElsewhere(t *testing.T) {
	rssLink := `<link rel="alternate" type="application/rss+xml" href="%s">`
	for _, tc := range []struct {
		name, typed string
		pages       map[string]string
		links       map[string][]string
		want        []string
	}{
		{
			"a feed that only a header declares", "https://paper.example/",
			map[string]string{"https://paper.example/": html("", ""), "https://paper.example/x/wire": rss("Paper", 2, 3)},
			map[string][]string{"https://paper.example/": {`</style.css>; rel=preload, </x/wire>; rel="alternate"; type="application/rss+xml"; title="a, b"`}},
			[]string{"https://paper.example/x/wire"},
		},
		{
			"a WordPress in a folder", "https://paper.example/about",
			map[string]string{
				"https://paper.example/about":       html(`<link rel="https://api.w.org/" href="https://paper.example/blog/wp-json/">`, ""),
				"https://paper.example/blog/feed/":  rss("Blog", 2, 3),
				"https://paper.example/about/feed/": rss("Comments on: About", 2, 3),
			},
			nil,
			[]string{"https://paper.example/blog/feed/"},
		},
		{
			"the front page of a report's site declares it", "paper.example/2031/04/bridge",
			map[string]string{
				"https://paper.example/2031/04/bridge":       html("", `<a href="/">Home</a>`),
				"https://paper.example/2031/04/bridge/feed/": rss("Comments on: Bridge", 1, 3),
				"https://paper.example/":                     html(fmt.Sprintf(rssLink, "/wire-7"), ""),
				"https://paper.example/wire-7":               rss("Paper", 2, 3),
				"https://paper.example/feed/":                rss("Paper again", 2, 3),
			},
			nil,
			[]string{"https://paper.example/wire-7", "https://paper.example/2031/04/bridge/feed/"},
		},
		{
			"what a page declares itself goes before its front page", "https://paper.example/sport",
			map[string]string{
				"https://paper.example/sport":      html(fmt.Sprintf(rssLink, "/sport.xml"), ""),
				"https://paper.example/sport.xml":  rss("Sport", 2, 3),
				"https://paper.example/":           html(fmt.Sprintf(rssLink, "/everything"), ""),
				"https://paper.example/everything": rss("Paper", 2, 3),
			},
			nil,
			[]string{"https://paper.example/sport.xml"},
		},
		{
			"comments only: the search goes on", "https://paper.example/",
			map[string]string{
				"https://paper.example/":               html(fmt.Sprintf(rssLink, "/comments/feed/"), ""),
				"https://paper.example/comments/feed/": rss("Comments for Paper", 5, 5),
				"https://paper.example/atom.xml":       rss("Paper", 2, 3),
			},
			nil,
			[]string{"https://paper.example/atom.xml", "https://paper.example/comments/feed/"},
		},
		{
			"a news sitemap that robots.txt names", "https://paper.example/",
			map[string]string{
				"https://paper.example/":             html("", ""),
				"https://paper.example/robots.txt":   "User-agent: *\nDisallow: /x\nSitemap: https://paper.example/all.xml\nsitemap:https://paper.example/the-news.xml\n",
				"https://paper.example/all.xml":      `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://paper.example/about</loc></url></urlset>`,
				"https://paper.example/the-news.xml": sitemap(3),
			},
			nil,
			[]string{"https://paper.example/the-news.xml"},
		},
		{
			"a news sitemap in a list of sitemaps", "https://paper.example/",
			map[string]string{
				"https://paper.example/":                 html("", ""),
				"https://paper.example/robots.txt":       "Sitemap: https://paper.example/map.xml",
				"https://paper.example/map.xml":          `<sitemapindex><sitemap><loc>https://paper.example/pages.xml</loc></sitemap><sitemap><loc> https://paper.example/news.xml?a=1&amp;b=2 </loc></sitemap></sitemapindex>`,
				"https://paper.example/news.xml?a=1&b=2": sitemap(3),
			},
			nil,
			[]string{"https://paper.example/news.xml?a=1&b=2"},
		},
		{
			"the main feed before a stale one, a label's, and comments", "https://paper.example/",
			map[string]string{
				"https://paper.example/":             html(fmt.Sprintf(rssLink+rssLink+rssLink+rssLink+rssLink, "/comments.xml", "/tag/sea.xml", "/old.xml", "/empty.xml", "/main.xml"), ""),
				"https://paper.example/comments.xml": rss("Comments", 3, 9),
				"https://paper.example/tag/sea.xml":  rss("Sea", 3, 7),
				"https://paper.example/old.xml":      strings.ReplaceAll(rss("Old", 3, 5), "2031", "2029"),
				"https://paper.example/empty.xml":    rss("Empty", 0, 1),
				"https://paper.example/main.xml":     rss("Main", 3, 6),
			},
			nil,
			[]string{"https://paper.example/main.xml", "https://paper.example/tag/sea.xml", "https://paper.example/old.xml", "https://paper.example/empty.xml", "https://paper.example/comments.xml"},
		},
		{
			"who asks for a category gets it first", "https://ida.wordpress.com/category/ports",
			map[string]string{
				"https://ida.wordpress.com/category/ports":       html("", ""),
				"https://ida.wordpress.com/feed/":                rss("Ida", 4, 6),
				"https://ida.wordpress.com/category/ports/feed/": rss("Ports", 4, 5),
			},
			nil,
			[]string{"https://ida.wordpress.com/category/ports/feed/", "https://ida.wordpress.com/feed/"},
		},
		{
			"full texts before summaries", "https://paper.example/",
			map[string]string{
				"https://paper.example/":          html(fmt.Sprintf(rssLink+rssLink, "/short.xml", "/full.xml"), ""),
				"https://paper.example/short.xml": rss("Short", 2, 3),
				"https://paper.example/full.xml":  strings.ReplaceAll(rss("Full", 2, 3), "<link>https://x.example/Full", "<description>"+strings.Repeat("Much is said of it. ", 100)+"</description><link>https://x.example/Full"),
			},
			nil,
			[]string{"https://paper.example/full.xml", "https://paper.example/short.xml"},
		},
		{
			"a page without a feed", "https://paper.example/",
			map[string]string{"https://paper.example/": html("<title>Paper</title>", `<main><h2><a href="/news/a-b-c">The first report of the day</a></h2>
				<h2><a href="/news/d-e-f">The second report of the day</a></h2><h2><a href="/news/g-h-i">The third report of the day</a></h2></main>`)},
			nil,
			[]string{"https://paper.example/ /news/*"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := &web{pages: tc.pages, links: tc.links}
			found, err := source.Discover(t.Context(), w, tc.typed)
			if got := addresses(found); err != nil || !slices.Equal(got, tc.want) {
				t.Errorf("Discover = %q, %v; want %q; asked for %q", got, err, tc.want, w.asked)
			}
			if len(w.asked) > 20 {
				t.Errorf("the site was asked %d times, want at most 20", len(w.asked))
			}
		})
	}
}

// TestDiscoverLanguage shows that a page's language serves for a feed that
// gives none, and for no other.
func TestDiscoverLanguage(t *testing.T) {
	silent := strings.ReplaceAll(rss("Paper", 2, 3), "<language>en-GB</language>", "")
	french := strings.Replace(html(`<link rel="alternate" type="application/rss+xml" href="/wire">`, ""), "<html>", `<html class="a" lang="fr_CA">`, 1)
	for _, tc := range []struct{ page, feed, typed, want string }{
		{french, silent, "https://paper.example/", "fr-ca"},
		{french, silent, "https://paper.example/report", "fr-ca"},
		{french, rss("Paper", 2, 3), "https://paper.example/", "en-gb"},
		{strings.Replace(french, "fr_CA", "not a language", 1), silent, "https://paper.example/", ""},
	} {
		w := &web{pages: map[string]string{
			"https://paper.example/": tc.page, "https://paper.example/wire": tc.feed, "https://paper.example/report": html("", ""),
		}}
		got, err := source.Discover(t.Context(), w, tc.typed)
		if err != nil || len(got) != 1 || got[0].Language != tc.want {
			t.Errorf("%s: found %+v, %v; want a feed in %q", tc.typed, got, err, tc.want)
		}
	}
}

func TestDiscoverPlatforms(t *testing.T) {
	for typed, feed := range map[string]string{
		"https://ida.tumblr.com/post/1/x":                "https://ida.tumblr.com/rss",
		"https://www.tumblr.com/ida":                     "https://ida.tumblr.com/rss",
		"https://bsky.app/profile/ida.example":           "https://bsky.app/profile/ida.example/rss",
		"https://news.google.com/search?q=harbour&hl=en": "https://news.google.com/rss/search?q=harbour&hl=en",
		"https://news.google.com/":                       "https://news.google.com/rss",
		"https://ida.wordpress.com/category/ports/":      "https://ida.wordpress.com/category/ports/feed/",
		"https://ida.ghost.io/":                          "https://ida.ghost.io/rss/",
		"https://social.example/@ida/109":                "https://social.example/@ida.rss",
		"https://medium.com/tag/harbours":                "https://medium.com/feed/tag/harbours",
		"https://github.com/ida/pier/issues":             "https://github.com/ida/pier/releases.atom",
		"https://www.reddit.com/u/ida":                   "https://www.reddit.com/user/ida/.rss",
		"https://m.youtube.com/watch?v=x&list=PLabc":     "https://www.youtube.com/feeds/videos.xml?playlist_id=PLabc",
		"https://ida.medium.com/a-post":                  "https://ida.medium.com/feed",
		"https://en.blog.example/":                       "https://en.blog.example/latest.rss",
		"https://www.youtube.com/c/tape":                 "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel,
		"https://square.example/news":                    "https://square.example/news?format=rss",
	} {
		pages := map[string]string{
			feed:                             rss("Feed", 2, 3),
			"https://en.blog.example/":       html(`<meta name="generator" content="Discourse 9">`, ""),
			"https://square.example/news":    html(`<meta name="generator" content="Squarespace">`, ""),
			"https://www.youtube.com/c/tape": html("", `<script>x={"externalId":"`+channel+`"}</script>`),
		}
		found, err := source.Discover(t.Context(), &web{pages: pages}, typed)
		if err != nil || len(found) == 0 || found[0].FeedURL != feed {
			t.Errorf("Discover(%s) = %q, %v; want %s", typed, addresses(found), err, feed)
		}
	}
}

func TestDiscoverBehindAWall(t *testing.T) {
	wall := &source.RefusedError{Status: 403, Reason: "The site lets nobody in without a check for robots, so we cannot read it."}
	w := &web{refused: map[string]error{"https://walled.example/": wall}, pages: map[string]string{}}
	_, err := source.Discover(t.Context(), w, "walled.example")
	invalid, ok := errors.AsType[*news.InvalidError](err)
	if !ok || !strings.HasPrefix(invalid.Reason, wall.Reason) || !strings.Contains(invalid.Reason, "Give the address of its feed") {
		t.Errorf("Discover = %v, want what the wall says", err)
	}
	if slices.Contains(w.asked, "http://walled.example/") || len(w.asked) > 6 {
		t.Errorf("asked for %q; a site that refuses is asked for little more", w.asked)
	}
	w = &web{refused: w.refused, pages: map[string]string{"https://walled.example/feed/": rss("Walled", 2, 3)}}
	found, err := source.Discover(t.Context(), w, "walled.example")
	if got := addresses(found); err != nil || !slices.Equal(got, []string{"https://walled.example/feed/"}) {
		t.Errorf("Discover = %q, %v; want the feed that the site leaves open", got, err)
	}
}

func TestPreview(t *testing.T) {
	w := &web{pages: map[string]string{"https://paper.example/": html("<title>Paper</title>", `<h2><a href="/n/1">Fish &amp; ships in the harbour</a></h2>`)}}
	items, err := source.Preview(t.Context(), w, "paper.example", "/n/*")
	if err != nil || len(items) != 1 || items[0].Headline != "Fish & ships in the harbour" || items[0].URL != "https://paper.example/n/1" {
		t.Errorf("Preview = %+v, %v", items, err)
	}
	one, err := source.FollowPage(t.Context(), w, "https://paper.example/", "/n/*")
	if l := one.Listing(); err != nil || l.Pattern != "/n/*" || l.FeedURL != "https://paper.example/" || l.Outlet.Name != "Paper" || one.Format != "page" {
		t.Errorf("FollowPage = %+v, %v", one, err)
	}
	for _, tc := range []struct{ page, pattern, field string }{
		{"https://paper.example/", "/x/*", "pattern"},
		{"https://paper.example/", "", "pattern"},
		{"https://away.example/", "/n/*", "address"},
		{"ftp://paper.example/", "/n/*", "address"},
	} {
		_, err := source.Preview(t.Context(), w, tc.page, tc.pattern)
		if invalid, ok := errors.AsType[*news.InvalidError](err); !ok || invalid.Field != tc.field {
			t.Errorf("Preview(%s, %s) = %v, want a *news.InvalidError of the %s", tc.page, tc.pattern, err, tc.field)
		}
	}
}

func TestFreshness(t *testing.T) {
	w := &web{pages: map[string]string{"https://paper.example/rss": rss("Paper", 7, 6)}}
	found, err := source.Discover(t.Context(), w, "https://paper.example/rss")
	if err != nil || len(found) != 1 {
		t.Fatal(err)
	}
	// Seven items, an hour apart.
	if c := found[0]; c.PerDay != 24 || !c.Newest.Equal(time.Date(2031, 4, 6, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("%v items a day, the newest at %v", c.PerDay, c.Newest)
	}
}
