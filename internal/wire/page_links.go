package wire

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/news"
)

// What is read of a page that is followed by its links.
const (
	maxPageBytes = 4 << 20
	maxPageLinks = 5000 // links looked at
	maxPageItems = 500  // reports kept, the page's first
	maxSightings = 6    // links to one report that are looked at closely
)

// Why a page cannot be followed by its links.
const (
	KindNoLinks Kind = "no_links"    // no link on it fits the pattern
	KindPattern Kind = "bad_pattern" // the pattern cannot be read
)

// ParsePage reads a page without a feed as one: its links whose address fits
// the pattern are the items, in the page's order, each once. In a pattern "*"
// stands for anything within one part of the path, "#" for a number, "**" for
// anything at all; a pattern that names no host is for the page's own host and
// those below it. An item is named by its address. Its headline is the best
// text among its links, its summary and time are what stands near them, the
// time failing that the day in its address. Navigation is passed over.
//
// A pattern that cannot be read, a document that is no page, and a page on
// which no link fits give an *Error, of the kind news.ErrInvalid.
func ParsePage(body []byte, h Hints, pattern string) (*news.Wire, error) {
	p, err := openPage(body, h)
	if err != nil {
		return nil, err
	}
	fits, err := compilePattern(pattern, p.address)
	if err != nil {
		return nil, err
	}
	p.collect(fits.key)
	if len(p.reports) == 0 {
		return nil, &Error{Kind: KindNoLinks, Reason: "No link on the page fits the pattern."}
	}
	limit := maxPageItems
	if h.MaxItems > 0 {
		limit = min(limit, h.MaxItems)
	}
	w := &news.Wire{
		Format: "page", Title: escape(p.title()), Link: p.address.String(),
		Language: attrOf(firstElement(p.root, atom.Html), "lang"),
	}
	for _, r := range p.reports[:min(limit, len(p.reports))] {
		w.Items = append(w.Items, p.item(r))
	}
	return w, nil
}

// linkedPage is a page that is read for its links.
type linkedPage struct {
	root    *html.Node
	address *url.URL // where the page is
	base    *url.URL // what its links are relative to
	reports []*linkedReport
	byKey   map[string]int // index in reports
	seen    int            // links looked at
	// owner says whose links stand in an element: the number of the one
	// report, counted from 1, or several; elements without a link are left out.
	owner map[*html.Node]int
	// frames are the elements around what a page is about.
	frames map[*html.Node]bool
}

// several is the owner of an element with links to more than one report.
const several = -1

// linkedReport is a report that a page links to.
type linkedReport struct {
	key     string
	address *url.URL
	links   []*html.Node
}

func openPage(body []byte, h Hints) (*linkedPage, error) {
	text := pageText(body[:min(len(body), maxPageBytes)], h.ContentType)
	address := webAddress(nil, h.URL)
	if address == nil {
		return nil, &Error{Kind: KindNotAFeed, Reason: "The page's address is not known."}
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, &Error{Kind: KindDepth, Reason: "The page is nested too deep to be read."}
	}
	p := &linkedPage{
		root: root, address: address, base: address,
		byKey: map[string]int{}, owner: map[*html.Node]int{}, frames: framesOf(root),
	}
	if b := webAddress(address, attrOf(firstElement(root, atom.Base), "href")); b != nil {
		p.base = b
	}
	return p, nil
}

// collect finds the links to which key gives a name.
func (p *linkedPage) collect(key func(*url.URL) string) {
	p.walk(p.root, key)
}

// labelRel are links to who wrote a report and what it is filed under.
var labelRel = regexp.MustCompile(`(?i)\b(author|tag|category|me|license|next|prev)\b`)

func (p *linkedPage) walk(n *html.Node, key func(*url.URL) string) int {
	if n.Type == html.ElementNode && (isHidden(n) || p.isNavigation(n)) {
		return 0
	}
	owner := 0
	if n.DataAtom == atom.A && p.seen < maxPageLinks && !labelRel.MatchString(attrOf(n, "rel")) {
		p.seen++
		owner = p.take(n, key)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if of := p.walk(c, key); of != 0 && owner != of {
			if owner == 0 {
				owner = of
			} else {
				owner = several
			}
		}
	}
	if owner != 0 {
		p.owner[n] = owner
	}
	return owner
}

// take notes a link and returns the number of the report that it leads to, 0
// when it leads to none.
func (p *linkedPage) take(a *html.Node, key func(*url.URL) string) int {
	to := webAddress(p.base, attrOf(a, "href"))
	if to == nil || to.User != nil {
		return 0
	}
	name := key(to)
	if name == "" {
		return 0
	}
	i, known := p.byKey[name]
	if !known {
		i = len(p.reports)
		p.byKey[name] = i
		p.reports = append(p.reports, &linkedReport{key: name, address: to})
	}
	r := p.reports[i]
	if len(r.links) < maxSightings {
		r.links = append(r.links, a)
	}
	if r.address.RawQuery != "" && to.RawQuery == "" {
		r.address = to
	}
	return i + 1
}

func (p *linkedPage) title() string {
	for _, name := range []string{"og:site_name", "application-name"} {
		if title := metaOf(p.root, name); title != "" {
			return title
		}
	}
	return textOf(firstElement(p.root, atom.Title))
}

func (p *linkedPage) item(r *linkedReport) news.Item {
	best := p.sighting(r)
	address := *r.address
	address.Fragment, address.RawFragment = "", ""
	it := news.Item{
		GUID: r.key, URL: news.CleanAddress(address.String()),
		Headline: escape(best.headline), Summary: escape(best.summary), Published: best.at,
	}
	if it.Published.IsZero() {
		it.Published = dayInAddress(r.address)
	}
	return it
}
