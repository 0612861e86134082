package wire

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	maxNodeText  = 2000 // bytes of an element's text
	maxAttribute = 4096 // bytes of an attribute that are looked at
)

// attrOf returns an attribute of an element, "" when there is none.
func attrOf(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val[:min(len(a.Val), maxAttribute)])
		}
	}
	return ""
}

// firstElement returns the first element of a kind in a tree, nil when there
// is none.
func firstElement(n *html.Node, kind atom.Atom) *html.Node {
	return findElement(n, func(e *html.Node) bool { return e.DataAtom == kind })
}

// findElement returns the first element in a tree that is meant, nil when
// there is none. The tree's own root counts.
func findElement(n *html.Node, meant func(*html.Node) bool) *html.Node {
	if n == nil || n.Type == html.ElementNode && meant(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := findElement(c, meant); found != nil {
			return found
		}
	}
	return nil
}

func metaOf(root *html.Node, name string) string {
	meta := findElement(root, func(e *html.Node) bool {
		return e.DataAtom == atom.Meta && (attrOf(e, "property") == name || attrOf(e, "name") == name)
	})
	return oneLineOf(attrOf(meta, "content"))
}

// textOf returns what an element shows as one line of plain text.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	writeText(&b, n)
	return oneLineOf(b.String())
}

func writeText(b *strings.Builder, n *html.Node) {
	if b.Len() > maxNodeText {
		return
	}
	switch n.Type {
	case html.TextNode:
		b.WriteString(n.Data)
		return
	case html.ElementNode:
		if isHidden(n) {
			return
		}
	}
	apart := isBlock(n) || n.DataAtom == atom.Br
	if apart {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c)
	}
	if apart {
		b.WriteByte(' ')
	}
}

func oneLineOf(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for len(s) > maxNodeText {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:min(len(s)-size, maxNodeText+utf8.UTFMax)]
	}
	return s
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd, atom.Section, atom.Article,
		atom.Header, atom.Footer, atom.Figure, atom.Figcaption, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Blockquote:
		return true
	}
	return isHeading(n)
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// isHidden says whether an element shows nothing to people who look at it.
func isHidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Iframe, atom.Select, atom.Button:
		return true
	case atom.Html, atom.Head, atom.Body:
		return false
	}
	if _, hidden := attribute(n, "hidden"); hidden {
		return true
	}
	return unseenClass.MatchString(attrOf(n, "class"))
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

var (
	unseenClass     = regexp.MustCompile(`(?i)(^|\s)(sr-only|visually-?hidden|screen-reader-text|u-hidden)(\s|$)`)
	navigationClass = regexp.MustCompile(`(?i)(^|[\s_-])(nav|navbar|navigation|menu|footer|breadcrumbs?|pagination|pager|taglist|tags)(\s|$)`)
	havingClass     = regexp.MustCompile(`(?i)(^|[\s_-])(no|has|with|without|hide|show)[_-](nav|navbar|navigation|menu|footer)(\s|$)`)
)

// isNavigation says whether an element leads about a site and reports nothing.
func (p *linkedPage) isNavigation(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Menu:
		return true
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article, atom.A:
		return false
	}
	switch strings.ToLower(attrOf(n, "role")) {
	case "navigation", "menu", "menubar", "contentinfo":
		return true
	}
	names := attrOf(n, "class") + " " + attrOf(n, "id")
	// A frame around the whole page may be named for the menu in it.
	return navigationClass.MatchString(names) && !havingClass.MatchString(names) && !p.frames[n]
}

// framesOf returns the elements that stand around a page's main part, its
// articles or its main heading.
func framesOf(root *html.Node) map[*html.Node]bool {
	frames := map[*html.Node]bool{}
	findElement(root, func(e *html.Node) bool {
		if e.DataAtom == atom.Main || e.DataAtom == atom.Article || e.DataAtom == atom.H1 {
			for n := e.Parent; n != nil && !frames[n]; n = n.Parent {
				frames[n] = true
			}
		}
		return false
	})
	return frames
}

// headlineLike says whether a text is long enough to be a headline and no
// label. Scripts that write without spaces need fewer characters.
func headlineLike(s string) bool {
	dense := 0
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) {
			dense++
		}
	}
	return dense >= 8 || utf8.RuneCountInString(s) >= 20 && strings.Count(s, " ") >= 2
}

var (
	pathDay = regexp.MustCompile(`/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:[/_.-]|$)`)
	lineDay = regexp.MustCompile(`(?:^|[/_.-])((?:19|20)\d\d)[-_.](\d{1,2})[-_.](\d{1,2})(?:[/_.T-]|$)`)
	fullDay = regexp.MustCompile(`(?:^|[/_.-])((?:19|20)\d\d)([01]\d)([0-3]\d)(?:[/_.-]|$)`)
)

// dayInAddress returns the day that an address names, at midnight UTC, or the
// zero time.
func dayInAddress(address *url.URL) time.Time {
	for _, form := range []*regexp.Regexp{pathDay, lineDay, fullDay} {
		m := form.FindStringSubmatch(address.Path)
		if m == nil {
			continue
		}
		year, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		day, _ := strconv.Atoi(m[3])
		at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if int(at.Month()) == month && at.Day() == day {
			return at
		}
	}
	return time.Time{}
}
