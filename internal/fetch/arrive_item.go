package fetch

import (
	"net/url"
	"strings"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// cleaned returns an item of which everything is fit to be stored: HTML
// cleaned, names in plain text, addresses with http or https only, nothing
// longer than its limit.
func (d *arrivalDesk) cleaned(raw *news.Item) news.Item {
	return news.Item{
		GUID:       cutBytes(cleanText(raw.GUID), longestGUID),
		URL:        webLink(raw.URL),
		Headline:   d.html(cutBytes(raw.Headline, 16*longestHeadline)),
		Summary:    d.html(raw.Summary),
		Content:    d.html(raw.Content),
		ContentSrc: webLink(raw.ContentSrc),
		Authors:    each(raw.Authors, cleanPerson),
		Published:  raw.Published,
		Updated:    raw.Updated,
		Categories: each(raw.Categories, cleanCategory),
		Enclosures: each(raw.Enclosures, cleanEnclosure),
		Thumbnails: each(raw.Thumbnails, cleanImage),
		Image:      cleanImage(raw.Image),
		Links:      each(raw.Links, cleanLink),
		Comments:   webLink(raw.Comments),
		Rights:     d.html(cutBytes(raw.Rights, longestLink)),
		Language:   languageTag(raw.Language),
		Source: news.Source{
			Title: name(raw.Source.Title), Link: webLink(raw.Source.Link),
			ID: name(raw.Source.ID), Links: each(raw.Source.Links, cleanLink),
		},
		Credit: name(raw.Credit),
		Video:  news.Video{Provider: name(raw.Video.Provider), ID: name(raw.Video.ID)},
	}
}

// html cleans a fragment. Cleaning may make text longer by what it escapes; a
// fragment that grows past the limit is kept as its plain text.
func (d *arrivalDesk) html(fragment string) string {
	if fragment == "" {
		return ""
	}
	safe := clean.HTML(cutBytes(cleanText(fragment), longestText), d.base)
	if len(safe) <= 2*longestText {
		return safe
	}
	return clean.HTML(cutBytes(clean.Text(fragment), longestText/8), "")
}

// each cleans the members of a list, drops those that have nothing left, and
// cuts the list.
func each[T comparable](list []T, clean func(T) T) []T {
	var zero T
	var kept []T
	for _, x := range list[:min(len(list), mostOfEach)] {
		if x = clean(x); x != zero {
			kept = append(kept, x)
		}
	}
	return kept
}

func name(s string) string { return cutLine(s, longestName) }

func cleanPerson(p news.Person) news.Person {
	return news.Person{Name: name(p.Name), Email: name(p.Email), URL: webLink(p.URL)}
}

func cleanCategory(c news.Category) news.Category {
	return news.Category{Term: name(c.Term), Scheme: name(c.Scheme), Label: name(c.Label)}
}

func cleanEnclosure(e news.Enclosure) news.Enclosure {
	if e.URL = webLink(e.URL); e.URL == "" {
		return news.Enclosure{}
	}
	return news.Enclosure{URL: e.URL, Type: name(e.Type), Length: name(e.Length)}
}

func cleanLink(l news.Link) news.Link {
	if l.Href = webLink(l.Href); l.Href == "" {
		return news.Link{}
	}
	return news.Link{
		Href: l.Href, Rel: name(l.Rel), Type: name(l.Type), Title: name(l.Title),
		HrefLang: name(l.HrefLang), Length: name(l.Length),
	}
}

func cleanImage(i news.Image) news.Image {
	if i.URL = webLink(i.URL); i.URL == "" {
		return news.Image{}
	}
	return news.Image{
		URL: i.URL, Title: name(i.Title), Link: webLink(i.Link),
		Width: name(i.Width), Height: name(i.Height),
	}
}

// webLink returns an address as it is when it is one of the web and not too
// long, else "".
func webLink(address string) string {
	address = strings.TrimSpace(address)
	if address == "" || len(address) > longestLink {
		return ""
	}
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return cleanText(address)
}
