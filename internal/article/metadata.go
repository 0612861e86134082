package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/news"
)

// metadata is what a page declares in its head: meta elements by their name
// or property in lower case, and a few links.
type metadata struct {
	values    map[string][]string
	canonical string
	title     string
	language  string // of the html element
}

// first returns the first value that one of the names has.
func (m metadata) first(names ...string) string {
	for _, n := range names {
		for _, v := range m.values[n] {
			if v != "" {
				return v
			}
		}
	}
	return ""
}

// readHead walks the page once for what it declares of itself, and drops what
// no step after this needs.
func (p *page) readHead() {
	p.meta = metadata{values: map[string][]string{}}
	var scripts []string
	var drop []*html.Node
	p.reassemble()
	for n := range p.doc.Descendants() {
		if n.Type == html.CommentNode {
			drop = append(drop, n)
			continue
		}
		if n.Type != html.ElementNode {
			continue
		}
		p.elements++
		switch n.DataAtom {
		case atom.Html:
			p.meta.language = attr(n, "lang")
		case atom.Title:
			if p.meta.title == "" && n.FirstChild != nil && n.Namespace == "" {
				p.meta.title = line(n.FirstChild.Data)
			}
		case atom.Meta:
			p.readMeta(n)
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && p.meta.canonical == "" {
				p.meta.canonical = attr(n, "href")
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
				scripts = append(scripts, n.FirstChild.Data)
			}
			drop = append(drop, n)
		case atom.Style, atom.Svg, atom.Template:
			drop = append(drop, n)
		}
	}
	for _, n := range drop {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	p.ld = readLinkedData(scripts, news.AddressKey(p.url.String()))
}

func (p *page) readMeta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(attr(n, key)); name != "" {
			p.meta.values[name] = append(p.meta.values[name], content)
		}
	}
}

// reassemble puts the parts of a page that was sent in pieces where they
// belong: what React streams stands hidden at the end, in elements named S:1
// for the places named B:1 or P:1, until a script moves it.
func (p *page) reassemble() {
	parts, slots := map[string]*html.Node{}, map[string]*html.Node{}
	for n := range p.doc.Descendants() {
		if n.DataAtom != atom.Div && n.DataAtom != atom.Template {
			continue
		}
		kind, number, found := strings.Cut(attr(n, "id"), ":")
		switch {
		case !found:
		case kind == "S" && n.DataAtom == atom.Div && hidden(n):
			parts[number] = n
		case (kind == "B" || kind == "P") && n.DataAtom == atom.Template:
			slots[number] = n
		}
	}
	for number, part := range parts {
		part.Attr = nil
		slot := slots[number]
		if slot == nil || slot.Parent == nil || within(slot, part) {
			continue
		}
		part.Parent.RemoveChild(part)
		slot.Parent.InsertBefore(part, slot)
	}
}
