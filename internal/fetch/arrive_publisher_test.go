package fetch_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/internal/news"
)

// feedOf returns a feed of the given site with those items.
func feedOf(title, site string, items ...string) string {
	return `<rss version="2.0"><channel><title>` + title + `</title><link>` + site + `</link><description/>` +
		strings.Join(items, "") + `</channel></rss>`
}

// entry returns one item; more is what it has besides headline and link.
func entry(headline, link, more string) string {
	return fmt.Sprintf(`<item><title>%s</title><link>%s</link>%s</item>`, headline, link, more)
}

func taken(title, url string) string { return fmt.Sprintf(`<source url="%s">%s</source>`, url, title) }

// leading returns items that lead to those addresses.
func leading(addresses ...string) []string {
	var items []string
	for i, a := range addresses {
		items = append(items, entry(fmt.Sprintf("Report %d", i), a, ""))
	}
	return items
}

func TestPublisher(t *testing.T) {
	const search = "https://search.example/"
	for _, tc := range []struct {
		name, feed string
		want       []string // "name site" of each item's publisher, "" for the feed's own
	}{
		{
			"a planet's item that leads to the blog it came from",
			feedOf("Planet", "https://planet.example/",
				entry("One", "https://ida.example.org/1", taken("Ida's notes", "https://ida.example.org/feed")),
				entry("Two", "https://planet.example/2", "")),
			[]string{"Ida's notes https://ida.example.org/", ""},
		},
		{
			"a news search: all items on its own host, from several others",
			feedOf("Search", search,
				entry("Pier opens - Quay Post", search+"1", taken("Quay Post", "https://www.quay.example.net")),
				entry("Storm | Gull", search+"2", taken("Gull", "https://gull.example.org")),
				entry("Ferry - Coast", search+"3", taken("Coast", "https://coast.example.com")),
				entry("Dues", search+"4", taken("Gull", "https://gull.example.org")),
				entry("Own words", search+"5", "")),
			[]string{"Quay Post https://www.quay.example.net/", "Gull https://gull.example.org/", "Coast https://coast.example.com/", "Gull https://gull.example.org/", ""},
		},
		{
			"a paper that credits an agency now and then",
			feedOf("Quay Post", search,
				entry("One", search+"1", taken("The Agency", "https://agency.example.net")),
				entry("Two", search+"2", ""), entry("Three", search+"3", ""), entry("Four", search+"4", ""), entry("Five", search+"5", "")),
			[]string{"", "", "", "", ""},
		},
		{
			"a feed that puts a report elsewhere under another's name",
			feedOf("Quay Post", "https://quay.example.net/",
				entry("One", "https://rumours.example.org/1", taken("The Agency", "https://agency.example.com")),
				entry("Two", "https://quay.example.net/2", "")),
			[]string{"", ""},
		},
		{
			"a paper that names itself by another domain",
			feedOf("Quay Post", search,
				entry("One", "https://quaypost.example.net/1", taken("Quay Post", "https://quaypost.example.net/rss")),
				entry("Two", "https://quaypost.example.net/2", taken("Quay Post: Sport", "https://quaypost.example.net/rss"))),
			[]string{"", ""},
		},
		{
			"a link list",
			feedOf("Links", search, leading("https://www.a.example.org/1", "https://b.example.net/2", "https://c.example.com/3", search+"own", "https://news.a.example.org/4", "https://a.co.uk/5")...),
			[]string{"a.example.org https://www.a.example.org/", "b.example.net https://b.example.net/", "c.example.com https://c.example.com/", "", "news.a.example.org https://news.a.example.org/", "a.co.uk https://a.co.uk/"},
		},
		{
			"a feed whose items all lead through one redirector",
			feedOf("Quay Post", search, leading("https://r.proxy.net/1", "https://r.proxy.net/2", "https://r.proxy.net/3", "https://r.proxy.net/4", "https://r.proxy.net/5", "https://r.proxy.net/6")...),
			[]string{"", "", "", "", "", ""},
		},
		{
			"a group's feed that leads to its sister now and then",
			feedOf("Quay Post", search, leading(search+"1", search+"2", search+"3", search+"4", "https://sister.example.net/5", "https://other.example.com/6")...),
			[]string{"", "", "", "", "", ""},
		},
		{
			"a discussion is of what it links to",
			feedOf("r/ports", "https://www.reddit.com/r/ports",
				entry("Pier", "https://www.reddit.com/r/ports/comments/1/pier/", `<description>&lt;a href="https://quay.org/pier?a=1&amp;amp;b=2"&gt;[link]&lt;/a&gt; &lt;a href="https://www.reddit.com/r/ports/comments/1/pier/"&gt;[comments]&lt;/a&gt;</description>`),
				entry("Photo", "https://www.reddit.com/r/ports/comments/2/photo/", `<description>&lt;a href="https://i.redd.it/x.jpg"&gt;[link]&lt;/a&gt;</description>`),
				entry("Gull", "https://www.reddit.com/r/ports/comments/3/gull/", `<description>&lt;a href="https://gull.net/3"&gt;[link]&lt;/a&gt;</description>`),
				entry("Coast", "https://www.reddit.com/r/ports/comments/4/coast/", `<description>&lt;a href="https://coast.com/4"&gt;[link]&lt;/a&gt;</description>`),
				entry("Quay", "https://www.reddit.com/r/ports/comments/5/quay/", `<description>&lt;a href="https://quay.org/5"&gt;[link]&lt;/a&gt;</description>`)),
			[]string{"quay.org https://quay.org/", "", "gull.net https://gull.net/", "coast.com https://coast.com/", "quay.org https://quay.org/"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			host := "planet.example"
			if strings.Contains(tc.feed, search) {
				host = "news.google.com"
			}
			list := pollAt(t, host, tc.feed).Arrivals
			if len(list) != len(tc.want) {
				t.Fatalf("%d arrivals, want %d", len(list), len(tc.want))
			}
			for i, a := range list {
				got := strings.TrimSpace(a.Publisher.Name + " " + a.Publisher.Site)
				if got != tc.want[i] {
					t.Errorf("item %d (%s): publisher %q, want %q", i, a.Article.Headline, got, tc.want[i])
				}
				if strings.Contains(a.Article.Headline, a.Publisher.Name) && a.Publisher.Name != "" {
					t.Errorf("item %d: the outlet's name is still in the headline %q", i, a.Article.Headline)
				}
			}
		})
	}
}

func TestDiscussionLeadsToWhatItIsAbout(t *testing.T) {
	list := pollOf(t, feedOf("r/ports", "https://www.reddit.com/r/ports",
		entry("Pier", "https://www.reddit.com/r/ports/comments/1/pier/", `<description>&lt;a href="https://quay.org/pier?a=1&amp;amp;b=2"&gt;[link]&lt;/a&gt;</description>`))).Arrivals
	a := list[0]
	if a.Article.URL != "https://quay.org/pier?a=1&b=2" || a.Key != news.AddressKey(a.Article.URL) || a.Article.Item.Comments != "https://www.reddit.com/r/ports/comments/1/pier/" {
		t.Errorf("arrival at %q, key %q, comments at %q", a.Article.URL, a.Key, a.Article.Item.Comments)
	}
}
