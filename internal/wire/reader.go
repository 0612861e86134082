package wire

import (
	"net/url"
	"slices"
	"strings"

	"dateline/internal/news"
)

// place is the part of a feed that an open element makes: it says what the
// fields in it belong to.
type place uint8

const (
	placeOutside place = iota
	placeFeed
	placeItem
	placeSource  // the feed an item was taken from
	placeAuthor  // of what is around it
	placeImage   // of what is around it
	placeMedia   // one file of Media RSS
	placeHours   // when not to poll
	placeIgnored // something with fields that are not ours
)

// frame is an open element.
type frame struct {
	name     string // as it was written
	place    place
	owner    place // what an author or image belongs to
	bindings int   // how many bindings were in force before
	base     *url.URL
	lang     string
	item     bool // the element is an item
}

// element is an element whose name has been understood.
type element struct {
	z     *tokenizer
	ns    namespace
	local string // in lower case
	attrs string
	empty bool
	name  string // as it was written
}

// reader reads the items off a document.
type reader struct {
	z        tokenizer
	wire     *news.Wire
	stack    []frame
	bindings []binding
	place    place
	owner    place
	base     *url.URL
	lang     string
	sink     sink
	counted  bool // the sink knows how many to expect
	enough   bool // the sink wants no more

	atom   bool // the feed is Atom, which says of every text what kind it is
	atom10 bool
	index  bool // a sitemap of sitemaps
	page   bool // a web page began before any feed
	feed   bool // something that only feeds have was seen
	ended  bool // the outermost element was closed

	item   news.Item
	draft  draft
	outer  draft // the feed's, while an item is being read
	inItem bool
	author news.Person // the author being read

	scratch []byte // what texts of several pieces are put together in
}

// parseXML reads a document of any format but JSON.
func parseXML(doc string, base *url.URL, h Hints, fault Kind, to sink) (*news.Wire, error) {
	r := &reader{z: tokenizer{doc: doc, fault: fault}, wire: &news.Wire{}, base: base, sink: to}
	r.stack = make([]frame, 0, 16)
	r.bindings = make([]binding, 0, 16)
	for !r.enough {
		t := r.z.next()
		switch t.kind {
		case tokenEnd:
			return r.finish(h)
		case tokenOpen:
			if r.ended {
				r.z.note(DamageTrailing)
			}
			r.open(t)
		case tokenClose:
			r.close(t)
		default:
			r.looseText(t)
		}
		if r.page && !r.feed {
			return nil, notAFeed("it is a web page")
		}
	}
	return r.finish(h)
}

// looseText looks at text that belongs to no field. Outside of all elements
// there should be none.
func (r *reader) looseText(t token) {
	switch {
	case len(r.stack) > 0 || isBlank(t.text):
	case r.ended:
		r.z.note(DamageTrailing)
	default:
		r.z.note(DamageMarkup)
	}
}

func (r *reader) finish(h Hints) (*news.Wire, error) {
	if err := refusal(r.z.refused); err != nil {
		return nil, err
	}
	if !r.feed {
		if len(r.z.doc) > 0 && strings.IndexByte(r.z.doc, '<') < 0 {
			return nil, notAFeed("it is plain text")
		}
		return nil, notAFeed("no known format was recognised")
	}
	w := r.wire
	if !r.enough {
		w.Truncated = r.z.cut || len(r.stack) > 0
		r.unwind(0)
	}
	if w.Truncated {
		r.z.note(DamageTruncated)
	}
	w.Damage = string(r.z.fault)
	if w.Format == "" {
		w.Format = "rss"
	}
	if w.Language == "" {
		w.Language, _, _ = strings.Cut(h.ContentLanguage, ",")
	}
	return w, nil
}

// open reads the element that begins with t: a field with all it holds, or
// the beginning of something with fields of its own.
func (r *reader) open(t token) {
	bindings, base, lang := len(r.bindings), r.base, r.lang
	r.enterScope(t)
	e := r.understand(t)
	f := frame{
		name: t.name, place: r.place, owner: r.owner, bindings: bindings, base: base, lang: lang,
	}
	switch {
	case r.structure(e, &f):
	case r.field(e):
		r.leaveScope(f)
		return
	}
	if e.empty {
		r.leaveFrame(f)
		return
	}
	if r.stack = append(r.stack, f); len(r.stack) > maxDepth {
		r.z.refuse(KindDepth)
	}
}

// understand finds out which element a tag means.
func (r *reader) understand(t token) element {
	prefix, local, found := strings.Cut(t.name, ":")
	if !found {
		prefix, local = "", t.name
	}
	return element{z: &r.z, ns: r.namespaceOf(prefix), local: lower(local), attrs: t.attrs, empty: t.empty, name: t.name}
}

func (r *reader) namespaceOf(prefix string) namespace {
	for i := len(r.bindings) - 1; i >= 0; i-- {
		if r.bindings[i].prefix == prefix {
			return r.bindings[i].ns
		}
	}
	if prefix == "" {
		return nsCore
	}
	return customary(prefix)
}

// enterScope takes in what a tag says for all that it holds: vocabularies,
// base address and language.
func (r *reader) enterScope(t token) {
	if !strings.Contains(t.attrs, "xml") && !strings.Contains(t.attrs, "XML") {
		return
	}
	rest := t.attrs
	for range maxAttributes {
		name, value, after, ok := nextAttr(rest)
		if !ok {
			return
		}
		rest = after
		switch name = lower(name); {
		case name == "xmlns":
			r.bind("", value)
		case strings.HasPrefix(name, "xmlns:"):
			r.bind(name[len("xmlns:"):], value)
		case name == "xml:base":
			if at := webAddress(r.base, unescape(value)); at != nil {
				r.base = at
			}
		case name == "xml:lang":
			r.lang = strings.ReplaceAll(strings.TrimSpace(value), "_", "-")
		}
	}
}

func (r *reader) bind(prefix, address string) {
	if len(r.bindings) < maxDepth {
		r.bindings = append(r.bindings, binding{prefix, vocabulary(prefix, address)})
	}
	if len(r.stack) == 0 && normalAddress(address) == atom10 {
		r.atom10 = true
	}
}

func (r *reader) leaveScope(f frame) {
	r.bindings, r.base, r.lang = r.bindings[:f.bindings], f.base, f.lang
}

func (r *reader) leaveFrame(f frame) {
	if r.place == placeAuthor && f.place != placeAuthor {
		r.addAuthor(r.author)
	}
	if f.item {
		r.endItem()
	}
	r.place, r.owner = f.place, f.owner
	r.leaveScope(f)
}

// close ends the innermost element of that name, and with it all that was
// left open inside. An end tag of nothing is passed over.
func (r *reader) close(t token) {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if sameName(r.stack[i].name, t.name) {
			if i < len(r.stack)-1 {
				r.z.note(DamageMarkup)
			}
			r.unwind(i)
			r.ended = i == 0 && r.feed
			return
		}
	}
	r.z.note(DamageMarkup)
}

// unwind leaves all elements down to the stack's height.
func (r *reader) unwind(height int) {
	for len(r.stack) > height {
		f := r.stack[len(r.stack)-1]
		r.stack = r.stack[:len(r.stack)-1]
		r.leaveFrame(f)
	}
}

func sameName(a, b string) bool { return a == b || len(a) == len(b) && strings.EqualFold(a, b) }

// isOpen says whether an element of that name is open.
func (r *reader) isOpen(name string) bool {
	return slices.ContainsFunc(r.stack, func(f frame) bool { return sameName(f.name, name) })
}

// attr returns an attribute by its name without prefix, decoded, "" when the
// element has none.
func (e *element) attr(name string) string {
	rest := e.attrs
	for range maxAttributes {
		key, value, after, ok := nextAttr(rest)
		if !ok {
			return ""
		}
		rest = after
		if len(key) < len(name) || !strings.EqualFold(key[len(key)-len(name):], name) {
			continue
		}
		if before := key[:len(key)-len(name)]; before == "" || strings.HasSuffix(before, ":") && !strings.EqualFold(before, "xmlns:") {
			return strings.TrimSpace(e.z.unescape(value))
		}
	}
	return ""
}
