package wire

import (
	"net/url"
	"strconv"
	"strings"

	"dateline/internal/news"
)

// jsonReader reads the items of a JSON Feed.
type jsonReader struct {
	walk   jsonWalk
	z      tokenizer // for its notes
	base   *url.URL
	wire   *news.Wire
	sink   sink
	enough bool // the sink wants no more
	found  bool // there was a list of items
}

// parseJSON reads a JSON Feed. Of one that was cut, every whole item is kept.
func parseJSON(doc string, base *url.URL, fault Kind, to sink) (*news.Wire, error) {
	if doc[0] != '{' {
		return nil, notAFeed("no known format was recognised")
	}
	j := &jsonReader{base: base, wire: &news.Wire{Format: "json"}, sink: to}
	j.z.fault = fault
	j.walk.doc = doc
	facts := map[string]string{}
	var seen names
	for name := range j.walk.members() {
		if !seen.add(name) {
			j.z.note(DamageJSON)
		}
		if name == "items" {
			j.items()
		} else if value := j.walk.value(); len(facts) < maxNames {
			facts[name] = value
		}
		if j.enough {
			break
		}
	}
	return j.finish(facts)
}

func (j *jsonReader) items() {
	if j.walk.peek() != '[' {
		j.walk.value()
		return
	}
	j.found = true
	if j.sink.expect != nil {
		rest := j.walk.doc[j.walk.pos:]
		j.sink.expect(j.walk.doc, min(max(strings.Count(rest, `"id"`), 4), len(rest)/32+4))
	}
	for range j.walk.elements() {
		raw := j.walk.value()
		if j.walk.cut || j.walk.deep {
			return
		}
		if !j.each(raw) {
			j.enough = true
			return
		}
	}
}

// each hands over the item that stands in raw.
func (j *jsonReader) each(raw string) bool {
	if !strings.HasPrefix(raw, "{") {
		j.z.note(DamageJSON)
		return true
	}
	it := j.item(raw)
	if it.GUID == "" && it.URL == "" && it.Headline == "" {
		j.z.note(DamageUnnamed)
	}
	j.z.weigh(it.Content)
	return j.sink.each(&it)
}

func (j *jsonReader) finish(facts map[string]string) (*news.Wire, error) {
	if j.walk.deep {
		return nil, refusal(KindJSONDepth)
	}
	fact := func(name string) string { return j.z.jsonText(facts[name]) }
	if !j.found && !strings.Contains(fact("version"), "jsonfeed") {
		return nil, notAFeed("it is JSON of another kind")
	}
	w := j.wire
	w.Title, w.Subtitle = escape(fact("title")), escape(fact("description"))
	w.Link, w.Self = j.address(fact("home_page_url")), j.address(fact("feed_url"))
	w.ID, w.Language = w.Self, fact("language")
	w.Icon, w.Logo = j.address(fact("favicon")), j.address(fact("icon"))
	w.Authors = j.persons(facts["author"], facts["authors"])
	if w.Link != "" {
		w.Links = append(w.Links, news.Link{Href: w.Link, Rel: "alternate", Type: "text/html"})
	}
	if w.Self != "" {
		w.Links = append(w.Links, news.Link{Href: w.Self, Rel: "self", Type: "application/feed+json"})
	}
	for hub := range objectsOf(facts["hubs"]) {
		if kind := j.member(hub, "type"); w.Hub == "" && (kind == "" || strings.EqualFold(kind, "websub")) {
			w.Hub = j.address(j.member(hub, "url"))
		}
	}
	j.conclude()
	return w, nil
}

// conclude says how the document ended, and what was wrong with it.
func (j *jsonReader) conclude() {
	switch {
	case j.enough:
	case j.walk.cut:
		j.wire.Truncated = true
		j.z.note(DamageJSONCut)
	case !isBlank(j.walk.doc[j.walk.pos:]):
		j.z.note(DamageTrailing)
	}
	j.wire.Damage = string(j.z.fault)
}

// item reads the item that stands in raw.
func (j *jsonReader) item(raw string) news.Item {
	var it news.Item
	var seen names
	f := jsonFields{}
	w := jsonWalk{doc: raw}
	for name := range w.members() {
		if !seen.add(name) {
			j.z.note(DamageJSON)
		}
		j.itemField(&it, &f, name, w.value())
	}
	if w.cut {
		j.z.note(DamageJSON)
	}
	if it.Content == "" {
		it.Content = strings.ReplaceAll(escape(f.text), "\n", "<br>\n")
	}
	if it.URL == "" {
		it.URL = firstNonEmpty(f.external, addressLike(it.GUID))
	}
	it.Authors = j.persons(f.author, f.authors)
	it.Image.URL = firstNonEmpty(it.Image.URL, f.banner)
	it.Links = itemLinks(&it, f.external)
	it.Video = videoAt(it.URL)
	return it
}

// jsonFields are what an item says that counts only where something else is
// missing.
type jsonFields struct{ text, external, banner, author, authors string }

func (j *jsonReader) itemField(it *news.Item, f *jsonFields, name, raw string) {
	switch name {
	case "id":
		it.GUID = j.z.jsonText(raw)
	case "url":
		ref := j.z.jsonText(raw)
		if it.URL = j.address(ref); it.URL == "" {
			j.z.noteScheme(ref)
		}
	case "external_url":
		f.external = j.address(j.z.jsonText(raw))
	case "title":
		it.Headline = j.z.cutTo(escape(strings.TrimSpace(j.z.jsonText(raw))), maxHeadline)
	case "content_html":
		it.Content = absoluteMarkup(j.base, j.z.cutTo(j.z.jsonText(raw), maxField))
	case "content_text":
		f.text = j.z.cutTo(j.z.jsonText(raw), maxField)
	case "summary":
		it.Summary = escape(j.z.cutTo(j.z.jsonText(raw), maxField))
	case "image":
		it.Image.URL = j.address(j.z.jsonText(raw))
	case "banner_image":
		f.banner = j.address(j.z.jsonText(raw))
	case "date_published":
		it.Published = parseDate(j.z.jsonText(raw))
	case "date_modified":
		it.Updated = parseDate(j.z.jsonText(raw))
	case "language":
		it.Language = j.z.jsonText(raw)
	case "author":
		f.author = raw
	case "authors":
		f.authors = raw
	case "tags":
		j.tags(it, raw)
	case "attachments":
		j.attachments(it, raw)
	}
}

func (j *jsonReader) tags(it *news.Item, raw string) {
	w := jsonWalk{doc: raw}
	if w.peek() != '[' {
		return
	}
	for range w.elements() {
		if tag := j.z.jsonText(w.value()); tag != "" && len(it.Categories) < maxList {
			it.Categories = append(it.Categories, news.Category{Term: tag})
		}
	}
}

func (j *jsonReader) attachments(it *news.Item, raw string) {
	for a := range objectsOf(raw) {
		size := j.member(a, "size_in_bytes")
		if n, err := strconv.ParseFloat(size, 64); err == nil && n >= 0 && n < 1<<53 {
			size = strconv.FormatInt(int64(n), 10)
		}
		if len(it.Enclosures) < maxList {
			it.Enclosures = append(it.Enclosures, news.Enclosure{URL: j.address(j.member(a, "url")), Type: j.member(a, "mime_type"), Length: size})
		}
	}
}

// itemLinks returns the links of an item whose other fields are known.
func itemLinks(it *news.Item, external string) []news.Link {
	var links []news.Link
	if it.URL != "" {
		links = append(links, news.Link{Href: it.URL, Rel: "alternate", Type: "text/html"})
	}
	if external != "" && external != it.URL {
		links = append(links, news.Link{Href: external, Rel: "related"})
	}
	for _, en := range it.Enclosures {
		links = append(links, news.Link{Href: en.URL, Rel: "enclosure", Type: en.Type, Length: en.Length})
	}
	return links
}

func (j *jsonReader) address(ref string) string { return j.z.address(j.base, ref) }

func addressLike(s string) string {
	if isPlainAddress(s) {
		return s
	}
	return ""
}

// persons reads the authors, in the form of version 1.1 or else of 1.0.
func (j *jsonReader) persons(one, many string) []news.Person {
	var out []news.Person
	add := func(object string) {
		p := news.Person{Name: j.member(object, "name"), URL: j.address(j.member(object, "url"))}
		if (p.Name != "" || p.URL != "") && len(out) < maxList {
			out = append(out, p)
		}
	}
	empty := true
	for object := range objectsOf(many) {
		empty = false
		add(object)
	}
	if empty && strings.HasPrefix(one, "{") {
		add(one)
	}
	return out
}

// member returns the text of one member of an object, the last of that name.
func (j *jsonReader) member(object, name string) string {
	text := ""
	w := jsonWalk{doc: object}
	for have := range w.members() {
		if value := w.value(); have == name {
			text = j.z.jsonText(value)
		}
	}
	return text
}
