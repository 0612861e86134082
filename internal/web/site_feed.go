package web

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"dateline/internal/news"
	"dateline/internal/post"
)

// What Atom (RFC 4287) calls the parts of a feed.
type (
	atomFeed struct {
		XMLName  xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
		Language string       `xml:"xml:lang,attr,omitempty"`
		ID       string       `xml:"id"`
		Title    string       `xml:"title"`
		Subtitle string       `xml:"subtitle,omitempty"`
		Updated  string       `xml:"updated"`
		Author   atomPerson   `xml:"author"`
		Links    []atomLink   `xml:"link"`
		Entries  []*atomEntry `xml:"entry"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Links      []atomLink     `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Content    atomText       `xml:"content"`
	}
)

func (s *Server) feed(w http.ResponseWriter, r *http.Request) error {
	return s.print(w, r, "feed", func(ctx context.Context) (*sheet, error) {
		pub, err := s.publication(ctx)
		if err != nil {
			return nil, err
		}
		posts, err := s.Site.Feed(ctx)
		if err != nil {
			return nil, err
		}
		return xmlSheet("application/atom+xml; charset=utf-8", feedOf(posts, pub))
	})
}

func feedOf(posts []news.Post, pub *news.Publication) *atomFeed {
	author := pub.Signature
	if author == "" {
		author = pub.Title
	}
	updated := lastChange(posts)
	if updated.IsZero() {
		updated = time.Unix(0, 0) // a feed without entries has to name a time and knows none
	}
	f := &atomFeed{
		Language: pub.Language, ID: tagOf(pub, time.Time{}, "feed"), Title: pub.Title, Subtitle: pub.Description,
		Updated: atomTime(updated), Author: atomPerson{author},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: pub.Address + "/feed.xml"},
			{Rel: "alternate", Type: "text/html", Href: pub.Address + "/"},
		},
	}
	for i := range posts {
		f.Entries = append(f.Entries, atomEntryOf(&posts[i], pub))
	}
	return f
}

func atomEntryOf(p *news.Post, pub *news.Publication) *atomEntry {
	e := &atomEntry{
		ID: tagOf(pub, p.PublishedAt, fmt.Sprintf("post-%d", p.ID)), Title: oneLine(p.Headline),
		Published: atomTime(p.PublishedAt), Updated: atomTime(changedAt(p)),
		Links:   []atomLink{{Rel: "alternate", Type: "text/html", Href: pub.Address + pathOf(p)}},
		Content: atomText{"html", post.Entry(p, pub)},
	}
	for _, l := range p.Labels {
		e.Categories = append(e.Categories, atomCategory{l})
	}
	return e
}

// tagOf returns a name that stays the same when the publication moves from
// http to https or changes how its addresses are made: a tag (RFC 4151) of its
// host, the day, in UTC, and what is named.
func tagOf(pub *news.Publication, at time.Time, name string) string {
	host := "dateline.invalid"
	if u, err := url.Parse(pub.Address); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	day := "2000"
	if !at.IsZero() {
		day = at.UTC().Format(time.DateOnly)
	}
	return "tag:" + host + "," + day + ":" + name
}

func atomTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// xmlSheet makes the sheet of an XML document.
func xmlSheet(kind string, document any) (*sheet, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(document); err != nil {
		return nil, fmt.Errorf("write a document: %w", err)
	}
	return newSheet(http.StatusOK, kind, b.Bytes())
}
