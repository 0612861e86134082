package web_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"dateline/internal/wire"
)

func TestFeed(t *testing.T) {
	b, d := openSite(t)
	d.posts[0].Headline = "Bridge \x00\x0b& <b>Strait</b> Reopens"
	p := b.get("/feed.xml")
	if got := p.header.Get("Content-Type"); !strings.HasPrefix(got, "application/atom+xml") {
		t.Errorf("got Content-Type %q", got)
	}
	w, err := wire.Parse([]byte(p.body), wire.Hints{ContentType: p.header.Get("Content-Type")})
	if err != nil {
		t.Fatal(err)
	}
	if w.Format != "atom" || w.Truncated || len(w.Items) != 3 {
		t.Fatalf("got a %s feed with %d items, truncated %t; want atom with 3", w.Format, len(w.Items), w.Truncated)
	}
	if w.Self != "https://review.example/feed.xml" || w.Link != "https://review.example/" {
		t.Errorf("got self %q and link %q", w.Self, w.Link)
	}
}

// TestFeedHoldsWhatAtomAsks goes through what RFC 4287 says every feed and
// entry must have.
func TestFeedHoldsWhatAtomAsks(t *testing.T) {
	b, d := openSite(t)
	var f struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  string   `xml:"author>name"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Link    struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Content struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"content"`
		} `xml:"entry"`
	}
	body := b.get("/feed.xml").body
	if err := xml.Unmarshal([]byte(body), &f); err != nil {
		t.Fatal(err)
	}
	if f.ID == "" || f.Title != "The Harbour Review" || f.Author != "HR Editor" {
		t.Errorf("got id %q, title %q, author %q", f.ID, f.Title, f.Author)
	}
	if want := noon.Add(-time.Hour).Format(time.RFC3339); f.Updated != want {
		t.Errorf("got updated %q, want %q", f.Updated, want)
	}
	ids := map[string]bool{}
	for _, e := range f.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.ID == "" || e.Title == "" || ids[e.ID] {
			t.Errorf("got entry %q, id %q, updated %q", e.Title, e.ID, e.Updated)
		}
		ids[e.ID] = true
		if e.Link.Rel != "alternate" || !strings.HasPrefix(e.Link.Href, "https://review.example/2031/05/") {
			t.Errorf("got link %+v", e.Link)
		}
		if e.Content.Type != "html" || !strings.Contains(e.Content.Text, "The first lorries") || strings.Contains(e.Content.Text, "<script") {
			t.Errorf("got content %+v", e.Content)
		}
	}
	// The id outlives a move of the site to https or to other addresses.
	first := f.Entries[0].ID
	d.pub.Address = "http://review.example"
	d.clock.Add(60)
	if !strings.Contains(b.get("/feed.xml").body, "<id>"+first+"</id>") {
		t.Error("the entry's id changed with the site's address")
	}
}

func TestEmptyFeedIsValid(t *testing.T) {
	n := sample()
	b, _ := open(t, newReading(n).options())
	if _, err := wire.Parse([]byte(b.get("/feed.xml").body), wire.Hints{}); err != nil {
		t.Error(err)
	}
	contains(t, b.get("/"), "Nothing has been published yet")
}

func TestSitemapsAndRobots(t *testing.T) {
	b, _ := openSite(t)
	contains(t, b.get("/robots.txt"), "Disallow: /desk", "Sitemap: https://review.example/sitemap.xml")
	contains(t, b.get("/sitemap.xml"), "<loc>https://review.example/sitemap/2031-05.xml</loc>")
	p := b.get("/sitemap/2031-05.xml")
	contains(t, p, "<loc>https://review.example/2031/05/</loc>", "<loc>https://review.example"+bridgePath()+"</loc>", "<lastmod>2031-05-05T10:00:00Z</lastmod>")
	var set struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(p.body), &set); err != nil || len(set.URLs) != 4 {
		t.Errorf("got %d addresses (%v), want 4", len(set.URLs), err)
	}
}
