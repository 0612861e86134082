package article

import (
	"net/url"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// The engines each give their own idea of which part of a page is its text.
// They are asked for the part only: blocks are taken from the page itself.

// byReadability returns what readability takes for the text, nil when it
// finds none.
func byReadability(doc *html.Node, pageURL *url.URL) *html.Node {
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	parser.KeepClasses = false
	got, err := parser.ParseAndMutate(copyOf(doc), pageURL)
	if err != nil {
		return nil
	}
	return got.Node
}

// byTrafilatura returns what trafilatura takes for the text, nil when it
// finds none.
func byTrafilatura(doc *html.Node, pageURL *url.URL) *html.Node {
	got, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		OriginalURL:      pageURL,
		ExcludeComments:  true,
		Focus:            trafilatura.FavorPrecision,
		HtmlDateOverride: &htmldate.Result{},
	})
	if err != nil || got == nil {
		return nil
	}
	return got.ContentNode
}

// copyOf returns a deep copy of a tree: the engines change what they read.
func copyOf(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace}
	if len(n.Attr) > 0 {
		c.Attr = append([]html.Attribute(nil), n.Attr...)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(copyOf(child))
	}
	return c
}

// ask asks an engine about a page. An engine that breaks on a page has
// nothing to say of it.
func ask(engine func(*html.Node, *url.URL) *html.Node, p *page) (top *html.Node) {
	defer func() {
		if recover() != nil {
			top = nil
		}
	}()
	return engine(p.doc, p.url)
}
