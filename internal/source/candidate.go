package source

import (
	"net/url"
	"time"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// Candidate is a feed that was found and read.
type Candidate struct {
	FeedURL  string    `json:"feed_url"`
	Title    string    `json:"title"`    // plain text; may be empty
	Site     string    `json:"site"`     // the address the feed gives as its site; may be empty
	Format   string    `json:"format"`   // as in news.Wire
	Items    int       `json:"items"`    // items in it now
	Newest   time.Time `json:"newest"`   // zero when the feed gives no times
	Language string    `json:"language"` // lower case; may be empty
}

func candidateOf(a *answer, w *news.Wire) Candidate {
	c := Candidate{
		FeedURL:  a.asked,
		Title:    clean.Line(w.Title),
		Site:     siteAddress(w.Link),
		Format:   w.Format,
		Items:    len(w.Items),
		Language: languageOf(w.Language),
	}
	for i := range w.Items {
		for _, t := range []time.Time{w.Items[i].Published, w.Items[i].Updated} {
			if t.After(c.Newest) {
				c.Newest = t
			}
		}
	}
	if c.Newest.IsZero() {
		c.Newest = w.Updated
	}
	return c
}

// sameFeed says whether two candidates are one feed, at two addresses or in
// two formats: sites offer the same items as RSS and as Atom.
func (c Candidate) sameFeed(o Candidate) bool {
	return c.FeedURL == o.FeedURL ||
		c.Title != "" && c.Title == o.Title && !c.Newest.IsZero() && c.Newest.Equal(o.Newest)
}

// Listing returns the candidate as a line of a list, ready for Import: the
// outlet has the feed's name, or its host's when it gives none.
func (c Candidate) Listing() Listing {
	site := firstOf(c.Site, siteOf(c.FeedURL))
	return Listing{
		Outlet: news.Outlet{
			Name:     firstOf(c.Title, hostOf(site), hostOf(c.FeedURL)),
			Site:     site,
			Language: c.Language,
			Kind:     platformKind(c.FeedURL),
		},
		FeedURL: c.FeedURL,
		Title:   c.Title,
	}
}

// siteOf returns the front page of an address's host, "" when it has none.
func siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}
