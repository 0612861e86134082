package article

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attr returns the value of an element's attribute, "" when it has none.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// names returns what an element is called by: class, identity and roles, in
// lower case.
func names(n *html.Node) string {
	var b strings.Builder
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "itemprop", "role", "rel", "data-component", "data-testid",
			"data-module", "data-block", "data-type", "data-component-name", "data-qa", "data-t":
			b.WriteString(a.Val)
			b.WriteByte(' ')
		}
	}
	return strings.ToLower(b.String())
}

// silent are elements whose text is never seen as text.
func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe,
		atom.Object, atom.Embed, atom.Video, atom.Audio, atom.Canvas, atom.Math, atom.Head,
		atom.Textarea, atom.Select, atom.Option, atom.Datalist, atom.Button, atom.Input:
		return true
	}
	return n.Data == "amp-ad" || n.Data == "amp-analytics"
}

// hidden says whether an element is not shown.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			s := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// textOf returns all text in an element as one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	collect(n, &b)
	return line(b.String())
}

func collect(n *html.Node, b *strings.Builder) {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !inSilent(d, n) {
			b.WriteString(d.Data)
		} else if d.DataAtom == atom.Br || isBlock(d) {
			b.WriteByte(' ')
		}
	}
}

func inSilent(d, top *html.Node) bool {
	for a := d.Parent; a != nil && a != top; a = a.Parent {
		if silent(a) {
			return true
		}
	}
	return false
}

// line returns text on one line: white space drawn together, characters that
// only steer the layout dropped.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == '\u2060':
			return -1
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isBlock says whether an element stands on lines of its own.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption,
		atom.Center, atom.Dd, atom.Details, atom.Div, atom.Dl, atom.Dt, atom.Fieldset,
		atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Header, atom.Hr, atom.Li, atom.Main, atom.Nav,
		atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody,
		atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Label, atom.Legend:
		return true
	}
	// Elements of a site's own making part the text when they hold blocks.
	if n.DataAtom == 0 && strings.Contains(n.Data, "-") {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && c.DataAtom != 0 && isBlock(c) {
				return true
			}
		}
	}
	return false
}

// within says whether n stands in top or is it.
func within(n, top *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == top {
			return true
		}
	}
	return false
}
