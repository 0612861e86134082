// Package clean makes what strangers wrote fit to show: untrusted HTML becomes
// safe HTML or plain text, Markdown becomes safe HTML. It fetches nothing and
// knows nothing of where a text came from but the address it is given.
package clean

import (
	"html"
	"net/url"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// maxPasses bounds how often a fragment is cleaned until it stays the same.
const maxPasses = 4

// The policies are built once and only read afterwards.
var (
	pagePolicy     = newPolicy()
	fragmentPolicy = allowPictures(newPolicy())
)

// HTML returns the safe part of an untrusted fragment: text, structure and
// links, without pictures, styles, scripts, forms or anything that loads from
// elsewhere. Addresses are resolved against base when base is an absolute http
// or https address; without one, relative links stay relative. The result is
// well formed, may stand inside any block of a page, and is its own cleaning.
// A fragment that is nested too deeply comes back as escaped text.
func HTML(fragment, base string) string {
	s := scrub(fragment)
	if !strings.ContainsAny(s, "<&\r") {
		return html.EscapeString(s)
	}
	at := baseAddress(base)
	// A parser may build a tree that its own rendering does not give back, so
	// one pass is not always enough; what never settles is shown as text.
	for range maxPasses {
		next, ok := balance(sanitize(pagePolicy, s, at))
		if !ok {
			break
		}
		// Decoding may have brought control characters to light.
		if next = scrub(next); next == s {
			return next
		}
		s = next
	}
	return html.EscapeString(Text(fragment))
}

// Fragment returns the safe part of an untrusted fragment for readers outside
// our pages, such as programs that read our JSON: it keeps pictures with http
// and https addresses and drawings of plain shapes, and leaves elements open
// that were left open. It must not be put into a page of ours, which may not
// load pictures from an outlet; HTML is for that.
func Fragment(fragment, base string) string {
	s := scrub(fragment)
	if !strings.ContainsAny(s, "<&\r") {
		return html.EscapeString(s)
	}
	return sanitize(fragmentPolicy, s, baseAddress(base))
}

// sanitize drops what the policy does not allow and completes the links.
func sanitize(p *bluemonday.Policy, s string, base *url.URL) string {
	return completeLinks(p.Sanitize(keepText(s)), base)
}

func baseAddress(base string) *url.URL {
	at, err := url.Parse(strings.TrimSpace(base))
	if err != nil || at.Host == "" || (at.Scheme != "http" && at.Scheme != "https") {
		return nil
	}
	return at
}

// keepText escapes a "<!" that begins neither a comment nor a declaration,
// because a parser takes all that follows for a comment and drops it.
func keepText(s string) string {
	at := strings.Index(s, "<!")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for ; at >= 0; at = strings.Index(s, "<!") {
		b.WriteString(s[:at])
		s = s[at+len("<!"):]
		if s != "" && (s[0] == '-' || s[0] == '[' || s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z') {
			b.WriteString("<!")
		} else {
			b.WriteString("&lt;!")
		}
	}
	b.WriteString(s)
	return b.String()
}

// newPolicy returns which elements and attributes are kept. Addresses are
// checked afterwards, by completeLinks.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(
		"p", "br", "hr", "div", "h1", "h2", "h3", "h4", "h5", "h6",
		"blockquote", "q", "cite", "pre", "code", "kbd", "samp", "var", "tt",
		"ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "address",
		"b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "small",
		"big", "sub", "sup", "mark", "abbr", "acronym", "dfn", "time", "bdi",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
	)
	p.AllowAttrs("title").OnElements("a", "abbr", "acronym", "dfn")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	p.AllowAttrs("href").OnElements("a")
	// What stands inside these is never text for readers, or is read by other
	// rules than HTML's.
	p.SkipElementsContent(
		"script", "style", "svg", "math", "template", "noscript", "noembed",
		"noframes", "iframe", "object", "embed", "applet", "xmp", "plaintext",
		"listing", "select", "textarea", "title", "head", "frameset",
	)
	return p
}

// allowPictures adds pictures, and drawings of shapes without links, styles,
// scripts or anything that moves.
func allowPictures(p *bluemonday.Policy) *bluemonday.Policy {
	p.AllowAttrs("src", "alt", "title").OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.NumberOrPercent).OnElements("img")
	shapes := []string{"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title"}
	p.AllowElementsContent("svg", "title")
	p.AllowElements(shapes...)
	p.AllowAttrs("width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
		"d", "points", "fill", "stroke", "stroke-width", "viewbox", "version", "baseprofile").
		Matching(shapeValue).OnElements(shapes...)
	p.AllowAttrs("xmlns").Matching(svgAddress).OnElements("svg")
	return p
}
