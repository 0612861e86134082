package wire

import (
	"strings"
	"time"

	"dateline/internal/news"
)

// weight says how much a statement counts against another of the same kind.
type weight uint8

const (
	unset weight = iota
	weak
	strong
)

// The times of a feed or an item.
type moment uint8

const (
	published moment = iota
	updated
)

// draft is what has to be known of an item or feed while it is being read.
type draft struct {
	title, summary weight
	credit         weight
	media          string // the description of its media, plain text made HTML
	permalink      string // its name, when that is an address
	alternate      weight // how good its address is
	original       string // where a redirecting address leads
	period         time.Duration
	frequency      int
}

// The weights of credits: what is said of the text counts more than what is
// said of files that come with it.
const (
	creditMedia    = weak
	creditCategory = weak + 1
	creditSource   = weak + 2
)

func (r *reader) startItem(e element, f *frame) {
	r.feed = true
	f.item = true
	r.item = news.Item{Language: r.itemLanguage()}
	r.outer, r.draft = r.draft, draft{}
	r.inItem, r.place = true, placeItem
	if about := e.attr("about"); about != "" {
		r.item.GUID = about
	}
	if e.ns == nsCore && e.attrs != "" {
		r.definition(e, e.attr("href"))
	}
}

// itemLanguage is the language in force, when it is not the feed's own.
func (r *reader) itemLanguage() string {
	if r.lang == r.wire.Language {
		return ""
	}
	return r.lang
}

// endItem puts the item on the wire, with what follows from all that was read
// of it.
func (r *reader) endItem() {
	it, d := &r.item, &r.draft
	if it.URL == "" {
		it.URL = d.permalink
	}
	if d.original != "" {
		it.URL = d.original
	}
	if it.Summary == "" {
		it.Summary = d.media
	}
	if it.Video.ID == "" {
		it.Video = videoAt(it.URL)
	}
	r.inItem, r.draft = false, r.outer
	if r.index {
		r.addLinkTo(news.Link{Href: it.URL, Rel: "sitemap"})
		return
	}
	if it.GUID == "" && it.URL == "" && it.Headline == "" {
		r.z.note(DamageUnnamed)
	}
	if !r.counted && r.sink.expect != nil {
		r.sink.expect(r.z.doc, r.expected())
		r.counted = true
	}
	if !r.enough && !r.sink.each(it) {
		r.enough = true
	}
}

// expected estimates how many items the document holds, so that their list is
// made once. It does not believe in more than one for 128 bytes.
func (r *reader) expected() int {
	n := strings.Count(r.z.doc, "</item>") + strings.Count(r.z.doc, "</entry>")
	return min(max(n, 4), len(r.z.doc)/128+4)
}

// itemField reads the fields that only items have.
func (r *reader) itemField(e element) bool {
	switch e.ns {
	case nsCore:
		return r.itemCore(e)
	case nsContent:
		if e.local != "encoded" {
			return false
		}
		r.setContent(r.html(e, kindHTML))
	case nsXHTML:
		if e.local != "body" {
			return false
		}
		r.setContent(r.html(e, kindHTML))
	case nsMedia:
		return r.mediaField(e)
	case nsFeed:
		if e.local != "origlink" {
			return false
		}
		r.draft.original = r.address(r.word(e))
	case nsYouTube:
		if e.local != "videoid" {
			return false
		}
		r.item.Video = news.Video{Provider: "youtube", ID: r.word(e)}
	case nsNews:
		return r.newsField(e)
	case nsPicture:
		return r.pictureField(e)
	default:
		return false
	}
	return true
}

func (r *reader) itemCore(e element) bool {
	it := &r.item
	switch e.local {
	case "guid":
		permalink := !strings.EqualFold(e.attr("ispermalink"), "false")
		if id := r.word(e); id != "" {
			r.setGUID(id, permalink)
		}
	case "description", "abstract":
		r.setSummary(r.html(e, kindHTML), strong)
	case "summary":
		r.setSummary(r.html(e, r.ambiguous()), strong)
	case "content":
		r.contentField(e)
	case "fullitem", "body":
		r.setContent(r.html(e, kindHTML))
	case "comments":
		it.Comments = r.address(r.word(e))
	case "enclosure":
		r.addLinkTo(news.Link{Href: r.address(e.attr("url")), Rel: "enclosure", Type: e.attr("type"), Length: e.attr("length")})
		r.word(e)
	case "source":
		it.Source.Link = r.address(e.attr("url"))
		it.Source.Title = r.html(e, kindGuess)
	case "loc":
		r.item.URL = r.address(r.word(e))
	case "image":
		it.Image.URL = r.address(r.word(e))
	default:
		return false
	}
	return true
}

// setGUID takes the item's name, which may be its address as well.
func (r *reader) setGUID(id string, permalink bool) {
	r.item.GUID = id
	if len(id) > maxAddress {
		r.z.note(DamageFieldTooLong)
		return
	}
	if at := r.address(id); permalink && isPlainAddress(at) {
		r.draft.permalink = at
	}
}

func (r *reader) contentField(e element) {
	if src := e.attr("src"); src != "" {
		r.item.ContentSrc = r.address(src)
		r.item.Links = append(r.item.Links, news.Link{Href: r.item.ContentSrc, Rel: "content", Type: e.attr("type")})
	}
	r.setContent(r.html(e, r.ambiguous()))
}

// newsField reads what news sitemaps say of a report.
func (r *reader) newsField(e element) bool {
	switch e.local {
	case "title":
		r.setTitle(r.html(e, kindGuess), strong)
	case "publication_date":
		r.setTime(published, r.word(e))
	case "keywords", "genres":
		r.addTags(r.plain(e), "")
	default:
		return false
	}
	return true
}

func (r *reader) pictureField(e element) bool {
	switch e.local {
	case "loc":
		if at := r.address(r.word(e)); r.item.Image.URL == "" {
			r.item.Image.URL = at
		}
	case "title", "caption":
		if text := r.html(e, kindGuess); r.item.Image.Title == "" {
			r.item.Image.Title = text
		}
	default:
		return false
	}
	return true
}

// sourceField reads what an item says of the feed it was taken from.
func (r *reader) sourceField(e element) bool {
	s := &r.item.Source
	switch {
	case e.ns == nsNews && e.local == "name", e.ns == nsCore && e.local == "title":
		if title := r.html(e, r.ambiguous()); s.Title == "" {
			s.Title = title
		}
	case e.ns == nsNews && e.local == "language":
		r.item.Language = r.word(e)
	case e.ns == nsCore && e.local == "id":
		s.ID = r.word(e)
	case e.ns == nsCore && e.local == "link":
		link := r.linkOf(e, e.attr("href"), r.word(e))
		if isAlternate(link) && s.Link == "" {
			s.Link = link.Href
		}
		if len(s.Links) < maxList {
			s.Links = append(s.Links, link)
		}
	default:
		return r.unknown()
	}
	return true
}
