package wire

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"dateline/internal/news"
)

// loose is a value of JSON that should be a string. Numbers are taken for
// their digits, anything else for nothing.
type loose string

// UnmarshalJSON takes strings and numbers and never fails.
func (l *loose) UnmarshalJSON(b []byte) error {
	*l = ""
	if len(b) == 0 {
		return nil
	}
	if b[0] == '"' {
		var s string
		if err := json.Unmarshal(b, &s); err == nil {
			*l = loose(s)
		}
		return nil
	}
	if b[0] == '-' || isDigit(b[0]) {
		*l = loose(b)
	}
	return nil
}

// list is a list in JSON. Anything else counts as an empty one, and elements
// that do not fit are left out.
type list[T any] []T

// UnmarshalJSON takes what it can and never fails.
func (l *list[T]) UnmarshalJSON(b []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil
	}
	for _, r := range raw[:min(len(raw), maxList)] {
		var v T
		if err := json.Unmarshal(r, &v); err == nil {
			*l = append(*l, v)
		}
	}
	return nil
}

type jsonPerson struct {
	Name   loose `json:"name"`
	URL    loose `json:"url"`
	Avatar loose `json:"avatar"`
}

type jsonHub struct {
	Type loose `json:"type"`
	URL  loose `json:"url"`
}

type jsonFeed struct {
	Version     loose            `json:"version"`
	Title       loose            `json:"title"`
	HomePage    loose            `json:"home_page_url"`
	FeedURL     loose            `json:"feed_url"`
	Description loose            `json:"description"`
	Icon        loose            `json:"icon"`
	Favicon     loose            `json:"favicon"`
	Language    loose            `json:"language"`
	Author      json.RawMessage  `json:"author"`
	Authors     list[jsonPerson] `json:"authors"`
	Hubs        list[jsonHub]    `json:"hubs"`
}

type jsonItem struct {
	ID            loose            `json:"id"`
	URL           loose            `json:"url"`
	ExternalURL   loose            `json:"external_url"`
	Title         loose            `json:"title"`
	ContentHTML   loose            `json:"content_html"`
	ContentText   loose            `json:"content_text"`
	Summary       loose            `json:"summary"`
	Image         loose            `json:"image"`
	BannerImage   loose            `json:"banner_image"`
	DatePublished loose            `json:"date_published"`
	DateModified  loose            `json:"date_modified"`
	Language      loose            `json:"language"`
	Author        json.RawMessage  `json:"author"`
	Authors       list[jsonPerson] `json:"authors"`
	Tags          list[loose]      `json:"tags"`
	Attachments   list[struct {
		URL      loose `json:"url"`
		MimeType loose `json:"mime_type"`
		Size     loose `json:"size_in_bytes"`
	}] `json:"attachments"`
}

// parseJSON reads a JSON Feed. Of one that was cut, every whole item is kept.
func parseJSON(doc string, base *url.URL, h Hints) (*news.Wire, error) {
	d := json.NewDecoder(strings.NewReader(doc))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, notAFeed("no known format was recognised")
	}
	j := &jsonReader{base: base, wire: &news.Wire{Format: "json"}, limit: h.MaxItems}
	facts := map[string]json.RawMessage{}
	for d.More() && len(facts) < maxList {
		key, err := d.Token()
		if err != nil {
			j.wire.Truncated = true
			break
		}
		if key == "items" {
			if j.items(d); j.wire.Truncated {
				break
			}
			continue
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			j.wire.Truncated = true
			break
		}
		if name, ok := key.(string); ok {
			facts[name] = value
		}
	}
	return j.finish(facts)
}

// jsonReader reads the items of a JSON Feed.
type jsonReader struct {
	base  *url.URL
	wire  *news.Wire
	limit int
	found bool // there was a list of items
}

func (j *jsonReader) items(d *json.Decoder) {
	t, err := d.Token()
	if err != nil {
		j.wire.Truncated = true
		return
	}
	if t != json.Delim('[') {
		return
	}
	j.found = true
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			j.wire.Truncated = true
			return
		}
		var it jsonItem
		if bytes.HasPrefix(raw, []byte("{")) && json.Unmarshal(raw, &it) == nil {
			j.wire.Items = append(j.wire.Items, j.item(&it))
		}
		if len(j.wire.Items) >= 2*j.limit {
			j.wire.Items = newest(j.wire.Items, j.limit)
		}
	}
	if _, err := d.Token(); err != nil {
		j.wire.Truncated = true
	}
}

func (j *jsonReader) finish(facts map[string]json.RawMessage) (*news.Wire, error) {
	var f jsonFeed
	// What was read piece by piece is put together again; marshalling it
	// cannot fail, and fields that do not fit were taken for nothing.
	if all, err := json.Marshal(facts); err == nil {
		_ = json.Unmarshal(all, &f)
	}
	if !j.found && !strings.Contains(string(f.Version), "jsonfeed") {
		return nil, notAFeed("it is JSON of another kind")
	}
	w := j.wire
	w.Title = escape(string(f.Title))
	w.Subtitle = escape(string(f.Description))
	w.Link = absolute(j.base, string(f.HomePage))
	w.Self = absolute(j.base, string(f.FeedURL))
	w.ID, w.Language = w.Self, string(f.Language)
	w.Icon, w.Logo = absolute(j.base, string(f.Favicon)), absolute(j.base, string(f.Icon))
	w.Authors = j.persons(f.Author, f.Authors)
	if w.Link != "" {
		w.Links = append(w.Links, news.Link{Href: w.Link, Rel: "alternate", Type: "text/html"})
	}
	if w.Self != "" {
		w.Links = append(w.Links, news.Link{Href: w.Self, Rel: "self", Type: "application/feed+json"})
	}
	for _, hub := range f.Hubs {
		if w.Hub == "" && (hub.Type == "" || strings.EqualFold(string(hub.Type), "websub")) {
			w.Hub = absolute(j.base, string(hub.URL))
		}
	}
	w.Items = newest(w.Items, j.limit)
	return w, nil
}

func (j *jsonReader) item(f *jsonItem) news.Item {
	it := news.Item{
		GUID: string(f.ID), URL: absolute(j.base, string(f.URL)),
		Headline: escape(strings.TrimSpace(string(f.Title))),
		Summary:  escape(string(f.Summary)),
		Content:  absoluteMarkup(j.base, string(f.ContentHTML)),
		Language: string(f.Language),
		Authors:  j.persons(f.Author, f.Authors),
	}
	it.Published, it.Updated = parseDate(string(f.DatePublished)), parseDate(string(f.DateModified))
	if it.Content == "" {
		it.Content = strings.ReplaceAll(escape(string(f.ContentText)), "\n", "<br>\n")
	}
	external := absolute(j.base, string(f.ExternalURL))
	if it.URL == "" {
		it.URL = firstNonEmpty(external, addressLike(it.GUID))
	}
	if it.URL != "" {
		it.Links = append(it.Links, news.Link{Href: it.URL, Rel: "alternate", Type: "text/html"})
	}
	if external != "" && external != it.URL {
		it.Links = append(it.Links, news.Link{Href: external, Rel: "related"})
	}
	it.Image.URL = absolute(j.base, firstNonEmpty(string(f.Image), string(f.BannerImage)))
	for _, tag := range f.Tags {
		if tag != "" {
			it.Categories = append(it.Categories, news.Category{Term: string(tag)})
		}
	}
	for _, a := range f.Attachments {
		size := string(a.Size)
		if n, err := strconv.ParseFloat(size, 64); err == nil && n >= 0 && n < 1<<53 {
			size = strconv.FormatInt(int64(n), 10)
		}
		en := news.Enclosure{URL: absolute(j.base, string(a.URL)), Type: string(a.MimeType), Length: size}
		it.Enclosures = append(it.Enclosures, en)
		it.Links = append(it.Links, news.Link{Href: en.URL, Rel: "enclosure", Type: en.Type, Length: en.Length})
	}
	it.Video = videoAt(it.URL)
	return it
}

func addressLike(s string) string {
	if isPlainAddress(s) {
		return s
	}
	return ""
}

// persons reads the authors, in the form of version 1.1 or else of 1.0.
func (j *jsonReader) persons(one json.RawMessage, many list[jsonPerson]) []news.Person {
	if len(many) == 0 && len(one) > 0 {
		var p jsonPerson
		if err := json.Unmarshal(one, &p); err == nil {
			many = append(many, p)
		}
	}
	var out []news.Person
	for _, p := range many {
		if p.Name != "" || p.URL != "" {
			out = append(out, news.Person{Name: string(p.Name), URL: absolute(j.base, string(p.URL))})
		}
	}
	return out
}
