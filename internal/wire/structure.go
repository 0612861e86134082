package wire

import (
	"strings"
)

// structure recognises the elements that have fields of their own and enters
// them. It reports false for a field.
func (r *reader) structure(e element, f *frame) bool {
	if r.place == placeIgnored && !(e.ns == nsCore && (e.local == "item" || e.local == "entry")) {
		return r.ignore()
	}
	switch e.ns {
	case nsCore:
		return r.coreStructure(e, f)
	case nsRDF:
		return r.rdfStructure(e)
	case nsMedia:
		return r.mediaStructure(e)
	case nsITunes:
		if e.local == "owner" {
			return r.ignore()
		}
		if e.local == "category" {
			r.addCategory("", "http://www.itunes.com/", e.attr("text"))
			return true
		}
	case nsPicture:
		return e.local == "image"
	case nsNews:
		switch e.local {
		case "news":
			return true
		case "publication":
			r.place = placeSource
			return true
		}
	case nsXHTML:
		if e.local == "html" {
			r.page = true
		}
		return e.local != "body" || r.place != placeItem
	case nsForeign:
		return r.ignore()
	}
	return false
}

// ignore enters an element whose fields are not ours.
func (r *reader) ignore() bool {
	r.place = placeIgnored
	return true
}

func (r *reader) coreStructure(e element, f *frame) bool {
	switch e.local {
	case "rss":
		r.begin("rss")
	case "feed":
		r.begin("atom")
		r.atom = true
		r.setLanguage()
	case "channel":
		r.begin("rss")
		r.channel(e)
	case "urlset", "sitemapindex":
		r.begin("sitemap")
		r.index = e.local == "sitemapindex"
	case "item", "entry":
		r.unwindItem(f)
		r.startItem(e, f)
	case "url", "sitemap":
		if r.wire.Format != "sitemap" {
			return false
		}
		r.unwindItem(f)
		r.startItem(e, f)
	case "html":
		r.page = true
	default:
		return r.innerStructure(e)
	}
	return true
}

// begin notes that a feed has begun and what its format is. The first
// statement counts: RDF holds a channel, too.
func (r *reader) begin(format string) {
	r.feed = true
	if r.wire.Format == "" {
		r.wire.Format = format
	}
	if r.place == placeOutside {
		r.place = placeFeed
	}
}

func (r *reader) setLanguage() {
	if r.wire.Language == "" {
		r.wire.Language = r.lang
	}
}

// channel enters the feed itself. One without RSS around it whose address
// stands in an attribute is of the Channel Definition Format.
func (r *reader) channel(e element) {
	r.place = placeFeed
	href := e.attr("href")
	if len(r.stack) == 0 && (href != "" || e.attr("base") != "" || e.attr("lastmod") != "") {
		r.wire.Format = "cdf"
		if at := webAddress(r.base, e.attr("base")); at != nil {
			r.base = at
		}
	}
	r.definition(e, href)
	r.setLanguage()
}

// definition takes in what CDF says of a channel or item in attributes.
func (r *reader) definition(e element, href string) {
	if href != "" {
		r.addLink(element{}, href, "")
	}
	if lastmod := e.attr("lastmod"); lastmod != "" {
		r.setTime(updated, lastmod)
	}
}

// unwindItem ends an item that was never closed when the next one begins.
func (r *reader) unwindItem(f *frame) {
	if !r.inItem {
		return
	}
	for i := len(r.stack) - 1; i >= 0; i-- {
		if r.stack[i].item {
			r.z.note(DamageMarkup)
			outer := r.stack[i]
			r.unwind(i)
			f.place, f.owner = outer.place, outer.owner
			f.bindings, f.base, f.lang = len(r.bindings), r.base, r.lang
			return
		}
	}
}

func (r *reader) innerStructure(e element) bool {
	switch e.local {
	case "author", "contributor":
		return r.person(e)
	case "image":
		if r.place == placeFeed || r.place == placeItem {
			if r.atom {
				return r.ignore()
			}
			if r.beginsWithTag(e) {
				r.owner, r.place = r.place, placeImage
				return true
			}
		}
	case "textinput":
		return r.ignore()
	case "source":
		if r.place == placeItem && (r.atom || r.beginsWithTag(e) && e.attr("url") == "") {
			r.place = placeSource
			return true
		}
	case "skiphours", "skipdays":
		r.place = placeHours
		return true
	}
	return false
}

// person enters an author who is given by name, address and page. Authors of
// RSS are a line of text.
func (r *reader) person(e element) bool {
	if !r.beginsWithTag(e) {
		return false
	}
	if e.local == "contributor" || (r.place != placeFeed && r.place != placeItem) {
		return r.ignore()
	}
	r.author.Name, r.author.Email, r.author.URL = "", "", ""
	r.owner, r.place = r.place, placeAuthor
	return true
}

// beginsWithTag says whether another element is the first thing in e, behind
// whose tag the tokenizer stands.
func (r *reader) beginsWithTag(e element) bool {
	if e.empty {
		return false
	}
	z := r.z // looks ahead; what it meets is noted when the reader gets there
	z.doctype = true
	t := z.next()
	if t.kind == tokenText && isBlank(t.text) {
		t = z.next()
	}
	r.z.noComment, r.z.noDeclaration = z.noComment, z.noDeclaration
	return t.kind == tokenOpen
}

func (r *reader) rdfStructure(e element) bool {
	switch e.local {
	case "rdf":
		r.begin("rdf")
		r.setLanguage()
	case "seq", "bag", "alt", "li", "description":
		// Lists of addresses that are repeated where the items stand.
	default:
		return false
	}
	return true
}

func (r *reader) mediaStructure(e element) bool {
	switch e.local {
	case "group":
		return true
	case "content":
		if r.place == placeItem || r.place == placeMedia {
			r.mediaFile(e)
			r.place = placeMedia
			return true
		}
		return true
	case "community", "comments", "scenes", "embed", "responses", "backlinks", "subtitle":
		return r.ignore()
	}
	return false
}

// isPictureType says whether a file is a picture by what its feed says of it.
func isPictureType(medium, mediaType, address string) bool {
	if medium != "" {
		return medium == "image"
	}
	if mediaType != "" {
		return strings.HasPrefix(mediaType, "image/")
	}
	path, _, _ := strings.Cut(lower(address), "?")
	for _, end := range []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}
