package source

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// Candidate is a feed that was found and read, or a page without one that can
// be followed by its links.
type Candidate struct {
	FeedURL  string    `json:"feed_url"`           // the page's address when there is a pattern
	Title    string    `json:"title"`              // plain text; may be empty
	Site     string    `json:"site"`               // the address the feed gives as its site; may be empty
	Format   string    `json:"format"`             // as in news.Wire; "page" when there is a pattern
	Items    int       `json:"items"`              // items in it now
	Newest   time.Time `json:"newest"`             // zero when the feed gives no times
	PerDay   float64   `json:"per_day,omitempty"`  // items a day, 0 when it cannot be told
	Language string    `json:"language"`           // lower case; may be empty
	FullText bool      `json:"full_text"`          // most items bring the whole text
	Comments bool      `json:"comments,omitempty"` // it is of readers' comments
	Pattern  string    `json:"pattern,omitempty"`  // by which the page's links are followed
	Examples []string  `json:"examples,omitempty"` // the first headlines, plain text
}

const (
	mostExamples = 3
	fullLength   = 1200 // characters of an item that is no summary
	lookedAt     = 10   // items whose text is measured
	staleAfter   = 60 * 24 * time.Hour
	leastSpan    = time.Hour
)

func candidateOf(a *Answer, w *news.Wire) Candidate {
	c := Candidate{
		FeedURL:  a.asked,
		Title:    clean.Line(w.Title),
		Site:     siteAddress(w.Link),
		Format:   w.Format,
		Items:    len(w.Items),
		Language: languageOf(w.Language),
		FullText: hasFullText(w.Items),
	}
	c.Newest, c.PerDay = freshness(w)
	c.Comments = ofComments(c.FeedURL, c.Title)
	for i := range w.Items {
		if headline := clean.Line(w.Items[i].Headline); headline != "" && len(c.Examples) < mostExamples {
			c.Examples = append(c.Examples, headline)
		}
	}
	return c
}

// freshness returns the time of a feed's newest item, and how many come in a
// day by the times of all.
func freshness(w *news.Wire) (newest time.Time, perDay float64) {
	var times []time.Time
	for i := range w.Items {
		at := w.Items[i].Published
		if at.IsZero() {
			at = w.Items[i].Updated
		}
		if !at.IsZero() {
			times = append(times, at)
		}
		if w.Items[i].Updated.After(newest) {
			newest = w.Items[i].Updated
		}
	}
	if len(times) == 0 {
		return w.Updated, 0
	}
	slices.SortFunc(times, time.Time.Compare)
	first, last := times[0], times[len(times)-1]
	if last.After(newest) {
		newest = last
	}
	if len(times) > 1 {
		days := max(last.Sub(first), leastSpan).Hours() / 24
		perDay = float64(len(times)-1) / days
	}
	return newest, perDay
}

// hasFullText says whether at least half of a feed's first items are long
// enough to be whole reports.
func hasFullText(items []news.Item) bool {
	items = items[:min(len(items), lookedAt)]
	long := 0
	for i := range items {
		text := items[i].Content
		if len(text) < len(items[i].Summary) {
			text = items[i].Summary
		}
		if len(text) >= fullLength && utf8.RuneCountInString(clean.Text(text)) >= fullLength {
			long++
		}
	}
	return long > 0 && 2*long >= len(items)
}

// ofComments says whether a feed is one of readers' comments.
func ofComments(address, title string) bool {
	title = strings.ToLower(title)
	return strings.Contains(strings.ToLower(address), "comment") || strings.HasPrefix(title, "comments")
}

// ofAPart says whether a feed's address is that of one label, author or
// category of a site, and not of the whole.
func ofAPart(address string) bool {
	address = strings.ToLower(address)
	for _, mark := range []string{"/category/", "/tag/", "/tags/", "/author/", "/topic/", "/topics/", "?cat=", "&cat=", "?tag="} {
		if strings.Contains(address, mark) {
			return true
		}
	}
	return false
}

// sameFeed says whether two candidates are one feed, at two addresses or in
// two formats: sites offer the same items as RSS and as Atom.
func (c *Candidate) sameFeed(o *Candidate) bool {
	if c.Pattern != "" || o.Pattern != "" {
		return false
	}
	return news.AddressKey(c.FeedURL) == news.AddressKey(o.FeedURL) ||
		c.Title != "" && c.Title == o.Title && !c.Newest.IsZero() && c.Newest.Equal(o.Newest)
}

// follows says whether a candidate is worth following by itself: a feed of
// reports that has some.
func (c *Candidate) follows() bool { return !c.Comments && c.Items > 0 }

// best sorts candidates, the one to take first: feeds before pages, reports
// before comments, what has items before what has none, fresh before stale,
// the whole site before a part of it (or, for who asked for a part, that),
// full texts before summaries. Those that are alike keep their order.
func best(list []Candidate, asked string) {
	part := ofAPart(asked)
	var freshest time.Time
	for i := range list {
		if list[i].Newest.After(freshest) {
			freshest = list[i].Newest
		}
	}
	stale := func(c *Candidate) bool { return !c.Newest.IsZero() && freshest.Sub(c.Newest) > staleAfter }
	slices.SortStableFunc(list, func(a, b Candidate) int {
		return cmp.Or(
			after(a.Pattern != "", b.Pattern != ""),
			after(a.Comments, b.Comments),
			after(a.Items == 0, b.Items == 0),
			after(stale(&a), stale(&b)),
			after(ofAPart(a.FeedURL) != part, ofAPart(b.FeedURL) != part),
			after(!a.FullText, !b.FullText),
		)
	})
}

// after orders what something is true of behind what it is not.
func after(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Listing returns the candidate as a line of a list, ready for Import. What it
// says of the outlet is a proposal: the name is that part of the feed's title
// which names the outlet, or its host's name; the country is told by the
// host's ending or the feed's language.
func (c Candidate) Listing() Listing {
	site := firstOf(c.Site, siteOf(c.FeedURL))
	if platformKind(c.FeedURL) == "" && sharedHost(site) {
		site = firstOf(siteOf(c.FeedURL), site)
	}
	return Listing{
		Outlet: news.Outlet{
			Name:     firstOf(PrintedName(c.Title, site), hostOf(site), hostOf(c.FeedURL)),
			Site:     site,
			Country:  CountryFor(c.Language, site),
			Language: c.Language,
			Kind:     platformKind(c.FeedURL),
		},
		FeedURL: c.FeedURL,
		Title:   c.Title,
		Pattern: c.Pattern,
	}
}

// sharedHost says whether a site's address is that of a service which carries
// the feeds of many.
func sharedHost(site string) bool {
	host := hostOf(site)
	return strings.HasPrefix(host, "feeds.") || strings.HasPrefix(host, "rss.") || strings.Contains(host, "feedburner.")
}

// siteOf returns the front page of an address's host, "" when it has none.
func siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}
