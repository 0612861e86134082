package main

import (
	"strconv"
	"time"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// parsedFeed is a feed as `feed parse` prints it. HTML in it is safe; times
// are RFC 3339, "" when the feed does not say.
type parsedFeed struct {
	Format    string        `json:"format"`
	Truncated bool          `json:"truncated,omitempty"`
	Feed      parsedChannel `json:"feed"`
	Entries   []parsedEntry `json:"entries"`
}

// parsedChannel is what a feed says of itself.
type parsedChannel struct {
	ID         string          `json:"id,omitempty"`
	Title      string          `json:"title,omitempty"`
	Link       string          `json:"link,omitempty"`
	Subtitle   string          `json:"subtitle,omitempty"`
	Language   string          `json:"language,omitempty"`
	Updated    string          `json:"updated,omitempty"`
	Published  string          `json:"published,omitempty"`
	Rights     string          `json:"rights,omitempty"`
	TTL        string          `json:"ttl,omitempty"` // minutes
	Generator  string          `json:"generator,omitempty"`
	Icon       string          `json:"icon,omitempty"`
	Logo       string          `json:"logo,omitempty"`
	Hub        string          `json:"hub,omitempty"`
	Authors    []news.Person   `json:"authors,omitempty"`
	Links      []news.Link     `json:"links,omitempty"`
	Categories []news.Category `json:"categories,omitempty"`
	Image      *news.Image     `json:"image,omitempty"`
}

// parsedEntry is one item.
type parsedEntry struct {
	ID         string           `json:"id,omitempty"`
	Link       string           `json:"link,omitempty"`
	Title      string           `json:"title,omitempty"`
	Summary    string           `json:"summary,omitempty"`
	Content    string           `json:"content,omitempty"`
	ContentSrc string           `json:"content_src,omitempty"`
	Published  string           `json:"published,omitempty"`
	Updated    string           `json:"updated,omitempty"`
	Authors    []news.Person    `json:"authors,omitempty"`
	Categories []news.Category  `json:"categories,omitempty"`
	Enclosures []news.Enclosure `json:"enclosures,omitempty"`
	Thumbnails []news.Image     `json:"thumbnails,omitempty"`
	Image      *news.Image      `json:"image,omitempty"`
	Links      []news.Link      `json:"links,omitempty"`
	Comments   string           `json:"comments,omitempty"`
	Rights     string           `json:"rights,omitempty"`
	Language   string           `json:"language,omitempty"`
	Credit     string           `json:"credit,omitempty"`
	Source     *news.Source     `json:"source,omitempty"`
	Video      *news.Video      `json:"video,omitempty"`
}

// feedJSON returns a parsed feed in the form in which it is printed as JSON,
// its HTML cleaned.
func feedJSON(w *news.Wire) any {
	out := parsedFeed{
		Format: w.Format, Truncated: w.Truncated,
		Feed: parsedChannel{
			ID: w.ID, Title: safe(w.Title), Link: w.Link, Subtitle: safe(w.Subtitle),
			Language: w.Language, Updated: stamp(w.Updated), Published: stamp(w.Published),
			Rights: safe(w.Rights), Generator: w.Generator, Icon: w.Icon, Logo: w.Logo, Hub: w.Hub,
			Authors: w.Authors, Links: w.Links, Categories: w.Categories, Image: imageJSON(w.Image),
		},
		Entries: make([]parsedEntry, 0, len(w.Items)),
	}
	if w.TTL > 0 {
		out.Feed.TTL = strconv.Itoa(int(w.TTL / time.Minute))
	}
	for i := range w.Items {
		out.Entries = append(out.Entries, entryJSON(&w.Items[i]))
	}
	return out
}

func entryJSON(it *news.Item) parsedEntry {
	e := parsedEntry{
		ID: it.GUID, Link: it.URL, Title: safe(it.Headline),
		Summary: safe(it.Summary), Content: safe(it.Content), ContentSrc: it.ContentSrc,
		Published: stamp(it.Published), Updated: stamp(it.Updated),
		Authors: it.Authors, Categories: it.Categories, Enclosures: it.Enclosures,
		Thumbnails: it.Thumbnails, Image: imageJSON(it.Image), Links: it.Links,
		Comments: it.Comments, Rights: safe(it.Rights), Language: it.Language, Credit: it.Credit,
	}
	if s := it.Source; s.Title != "" || s.Link != "" || s.ID != "" || len(s.Links) > 0 {
		s.Title = safe(s.Title)
		e.Source = &s
	}
	if it.Video.ID != "" {
		e.Video = &it.Video
	}
	return e
}

func imageJSON(m news.Image) *news.Image {
	if m.URL == "" {
		return nil
	}
	m.Title = safe(m.Title)
	return &m
}

// safe cleans a fragment whose addresses are complete already.
func safe(fragment string) string { return clean.Fragment(fragment, "") }

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
