package wire

import (
	"net/url"
	"strings"

	"dateline/internal/news"
)

// address completes an address of the feed, "" for one that leads nowhere a
// reader may go, or is longer than any.
func (r *reader) address(ref string) string { return r.z.address(r.base, ref) }

func (z *tokenizer) address(base *url.URL, ref string) string {
	if len(ref) > maxAddress {
		z.note(DamageAddress)
		return ""
	}
	return absolute(base, ref)
}

// noteScheme notes that the address of a report leads nowhere.
func (z *tokenizer) noteScheme(ref string) {
	if len(ref) <= maxAddress && !isBlank(ref) {
		z.note(DamageLinkScheme)
	}
}

// addLink takes in a link that stands in an attribute or, in RSS, in the text.
func (r *reader) addLink(e element, href, text string) {
	link := r.linkOf(e, href, text)
	if link.Href == "" {
		r.z.noteScheme(firstNonEmpty(href, text))
		return
	}
	r.addLinkTo(link)
	if isAlternate(link) {
		r.setAddress(link)
	}
}

func (r *reader) linkOf(e element, href, text string) news.Link {
	if href == "" {
		href = text
	}
	link := news.Link{Href: r.address(href), Rel: "alternate", Type: "text/html"}
	if isBlank(e.attrs) {
		return link
	}
	if rel := e.attr("rel"); rel != "" {
		link.Rel = strings.TrimPrefix(rel, "http://www.iana.org/assignments/relation/")
	}
	if link.Rel == "self" {
		link.Type = "application/atom+xml"
	}
	if kind := e.attr("type"); kind != "" {
		link.Type = kind
	}
	link.Title, link.HrefLang, link.Length = e.attr("title"), e.attr("hreflang"), e.attr("length")
	return link
}

func isAlternate(l news.Link) bool { return l.Rel == "alternate" }

// addLinkTo files a link under what is being read.
func (r *reader) addLinkTo(link news.Link) {
	if link.Href == "" {
		return
	}
	list := &r.wire.Links
	if r.inItem {
		list = &r.item.Links
		switch link.Rel {
		case "enclosure":
			r.addEnclosure(news.Enclosure{URL: link.Href, Type: link.Type, Length: link.Length})
		case "replies":
			if strings.HasPrefix(link.Type, "text/html") && r.item.Comments == "" {
				r.item.Comments = link.Href
			}
		}
	} else {
		switch link.Rel {
		case "hub":
			r.wire.Hub = firstNonEmpty(r.wire.Hub, link.Href)
		case "self":
			r.wire.Self = firstNonEmpty(r.wire.Self, link.Href)
		}
	}
	if len(*list) < maxList {
		*list = append(*list, link)
	}
}

// setAddress takes a link as the address of what is being read. One to a page
// for people counts more than one to anything else; among equals the first.
func (r *reader) setAddress(link news.Link) {
	w := weak
	if isPageType(link.Type) {
		w = strong
	}
	switch {
	case r.inItem:
		if w > r.draft.alternate {
			r.item.URL, r.draft.alternate = link.Href, w
		}
	case r.wire.Link == "" || w > r.draft.alternate:
		r.wire.Link, r.draft.alternate = link.Href, w
	}
}

func isPageType(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return kind == "text/html" || kind == "application/xhtml+xml"
}

func (r *reader) addEnclosure(en news.Enclosure) {
	if en.URL == "" || len(r.item.Enclosures) >= maxList {
		return
	}
	for _, known := range r.item.Enclosures {
		if known.URL == en.URL {
			return
		}
	}
	r.item.Enclosures = append(r.item.Enclosures, en)
}

// videoAt recognises a video of a channel by the address of its page.
func videoAt(address string) news.Video {
	if !strings.Contains(address, "youtu") {
		return news.Video{}
	}
	u, err := url.Parse(address)
	if err != nil {
		return news.Video{}
	}
	id := ""
	switch strings.TrimPrefix(strings.TrimPrefix(u.Hostname(), "www."), "m.") {
	case "youtube.com", "youtube-nocookie.com":
		id = u.Query().Get("v")
		for _, prefix := range []string{"/shorts/", "/embed/", "/live/"} {
			if rest, found := strings.CutPrefix(u.Path, prefix); found {
				id = rest
			}
		}
	case "youtu.be":
		id = strings.TrimPrefix(u.Path, "/")
	}
	if id == "" || strings.ContainsAny(id, "/?&<>\"' ") {
		return news.Video{}
	}
	return news.Video{Provider: "youtube", ID: id}
}
