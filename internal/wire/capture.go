package wire

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// piece is what stands inside of an element.
type piece struct {
	text   string
	inline bool // it holds elements of its own, and text is their markup
	whole  bool // the element was closed, or what followed closed it
}

// capture reads all that stands inside of e, behind whose tag the tokenizer
// stands, and goes behind its end tag.
func (r *reader) capture(e element, markup bool) piece {
	if e.empty {
		return piece{whole: true}
	}
	if p, ok := r.captureSimple(e); ok {
		return p
	}
	c := capturing{r: r, e: e, markup: markup, bindings: len(r.bindings)}
	c.b = r.scratch[:0]
	p := c.read()
	if cap(c.b) <= maxScratch {
		r.scratch = c.b
	}
	r.bindings = r.bindings[:c.bindings]
	return p
}

// captureSimple reads what most elements hold, text or one piece of CDATA,
// without copying it.
func (r *reader) captureSimple(e element) (piece, bool) {
	doc, from := r.z.doc, r.z.pos
	lt := strings.IndexByte(doc[from:], '<')
	if lt < 0 {
		return piece{}, false
	}
	lt += from
	text := doc[from:lt]
	if next := r.endTag(lt, e.name); next > 0 {
		r.z.pos = next
		return piece{text: r.z.unescape(text), whole: true}, true
	}
	if !strings.HasPrefix(doc[lt:], "<![CDATA[") || !isBlank(text) {
		return piece{}, false
	}
	start := lt + len("<![CDATA[")
	end := strings.Index(doc[start:], "]]>")
	if end < 0 {
		return piece{}, false
	}
	end += start
	after := end + len("]]>")
	for after < len(doc) && isSpace(doc[after]) {
		after++
	}
	next := r.endTag(after, e.name)
	if next < 0 {
		return piece{}, false
	}
	r.z.pos = next
	return piece{text: doc[start:end], whole: true}, true
}

// endTag returns where the end tag of that name ends which begins at at, or
// -1 when something else stands there.
func (r *reader) endTag(at int, name string) int {
	rest := r.z.doc[at:]
	if len(rest) < len(name)+3 || rest[1] != '/' || !sameName(rest[2:2+len(name)], name) {
		return -1
	}
	for i := 2 + len(name); i < len(rest); i++ {
		if rest[i] == '>' {
			return at + i + 1
		}
		if !isSpace(rest[i]) {
			return -1
		}
	}
	return -1
}

// capturing is the reading of an element that holds more than one thing.
type capturing struct {
	r        *reader
	e        element
	markup   bool // elements are kept as markup
	bindings int
	depth    int // open elements of the same name
	level    int // open elements of any name
	inline   bool
	b        []byte // lent by the reader
}

func (c *capturing) read() piece {
	z := &c.r.z
	for {
		before := z.pos
		t := z.next()
		switch t.kind {
		case tokenEnd:
			return c.done(false)
		case tokenText:
			c.text(t.text)
		case tokenCDATA:
			c.cdata(t.text)
		case tokenOpen:
			if c.ends(t) {
				z.pos = before
				return c.done(true)
			}
			c.open(t)
		case tokenClose:
			switch {
			case sameName(t.name, c.e.name) && c.depth == 0:
				return c.done(true)
			case c.depth == 0 && c.r.isOpen(t.name):
				z.pos = before
				return c.done(true)
			}
			c.close(t)
		}
		if len(c.b) > maxField {
			z.note(DamageFieldTooLong)
			c.b = c.b[:0]
		}
	}
}

func (c *capturing) done(whole bool) piece {
	return piece{text: string(c.b), inline: c.inline, whole: whole}
}

func (c *capturing) text(s string) {
	if c.inline {
		c.b = append(c.b, s...)
		return
	}
	c.b = append(c.b, c.r.z.unescape(s)...)
}

func (c *capturing) cdata(s string) {
	if c.inline {
		s = escape(s)
	}
	c.b = append(c.b, s...)
}

func (c *capturing) open(t token) {
	if sameName(t.name, c.e.name) && !t.empty {
		c.depth++
	}
	if !t.empty && !leftOpen(lower(t.name)) {
		if c.level++; c.level > maxDepth {
			c.r.z.refuse(KindDepth)
			return
		}
	}
	if !c.markup {
		return
	}
	c.inline = true
	if strings.Contains(t.attrs, "xmlns:") {
		c.r.enterScope(token{attrs: t.attrs})
	}
	name := c.localName(t.name)
	c.b = append(c.b, '<')
	c.b = append(c.b, name...)
	if attrs := strings.TrimRight(t.attrs, " \t\r\n"); attrs != "" {
		c.b = append(c.b, attrs...)
	}
	c.b = append(c.b, '>')
	if t.empty && !isVoid(name) {
		c.b = append(c.b, "</"...)
		c.b = append(c.b, name...)
		c.b = append(c.b, '>')
	}
}

func (c *capturing) close(t token) {
	if sameName(t.name, c.e.name) {
		c.depth--
	}
	c.level = max(c.level-1, 0)
	if !c.markup {
		return
	}
	if name := c.localName(t.name); !isVoid(name) {
		c.b = append(c.b, "</"...)
		c.b = append(c.b, name...)
		c.b = append(c.b, '>')
	}
}

// localName removes the prefix of XHTML, which HTML does not know.
func (c *capturing) localName(name string) string {
	if prefix, local, found := strings.Cut(name, ":"); found && c.r.namespaceOf(prefix) == nsXHTML {
		return local
	}
	return name
}

// ends says whether a tag can only stand behind the element, whose own end
// tag is missing then.
func (c *capturing) ends(t token) bool {
	prefix, local, found := strings.Cut(t.name, ":")
	if !found {
		prefix, local = "", t.name
	}
	switch ns := c.r.namespaceOf(prefix); ns {
	case nsCore:
		return endsField(lower(local), c.e.local)
	case nsDC, nsContent, nsMedia, nsITunes:
		return found
	}
	return false
}

func endsField(name, field string) bool {
	switch name {
	case "item", "entry", "pubdate", "guid", "enclosure", "description", "lastbuilddate", "category":
		return name != field
	case "title", "link":
		return name != field && (field == "title" || field == "link" || field == "guid" || field == "pubdate")
	}
	return false
}

// word reads an element that holds one line of plain text, "" when the
// document ends inside of it: half an address is worse than none.
func (r *reader) word(e element) string {
	p := r.capture(e, false)
	if !p.whole {
		return ""
	}
	return strings.TrimSpace(p.text)
}

// plain reads an element that holds plain text.
func (r *reader) plain(e element) string {
	return mend(strings.TrimSpace(r.capture(e, false).text))
}

// textKind says what kind of text an element holds when it does not say so
// itself.
type textKind uint8

const (
	kindPlain textKind = iota // plain text
	kindGuess                 // plain text or HTML
	kindHTML
)

// html reads an element that holds a text and returns it as HTML.
func (r *reader) html(e element, kind textKind) string {
	declared := lower(e.attr("type"))
	mode := lower(e.attr("mode"))
	p := r.capture(e, true)
	text := p.text
	if isBase64(declared, mode) && !p.inline {
		if plain, ok := fromBase64(text); ok {
			text = plain
		}
	}
	text = r.z.cutTo(mend(strings.TrimSpace(text)), maxField)
	r.z.weigh(text)
	switch declared {
	case "html", "text/html", "xhtml", "application/xhtml+xml":
		kind = kindHTML
	case "text", "text/plain", "plain":
		if r.atom {
			kind = kindPlain
		}
	}
	switch {
	case p.inline:
		if r.atom10 && r.atom {
			text = unwrapDiv(text)
		}
	case kind == kindPlain, kind == kindGuess && !looksLikeHTML(text):
		return escape(text)
	}
	return absoluteMarkup(r.base, text)
}

// ambiguous is the kind of a text that RSS calls plain and publishers fill
// with HTML.
func (r *reader) ambiguous() textKind {
	if r.atom {
		return kindPlain
	}
	return kindGuess
}

func isBase64(declared, mode string) bool {
	switch {
	case mode == "base64":
		return true
	case mode != "", declared == "", !strings.Contains(declared, "/"):
		return false
	}
	return !strings.HasPrefix(declared, "text/") && !strings.HasSuffix(declared, "+xml") && !strings.HasSuffix(declared, "/xml")
}

func fromBase64(s string) (string, bool) {
	squeezed := strings.Map(func(r rune) rune {
		if r <= ' ' || r == '=' {
			return -1
		}
		return r
	}, s)
	out, err := base64.RawStdEncoding.DecodeString(squeezed)
	if err != nil || !utf8.Valid(out) {
		return "", false
	}
	text, _ := printable(string(out))
	return text, true
}

func isBlank(s string) bool {
	for i := range len(s) {
		if !isSpace(s[i]) {
			return false
		}
	}
	return true
}
