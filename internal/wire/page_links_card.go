package wire

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// linkSighting is what a page says of a report near one of its links.
type linkSighting struct {
	headline string
	rank     linkRank
	summary  string
	at       time.Time
}

// linkRank says how far a text is to be trusted as a headline.
type linkRank int

const (
	rankNone    linkRank = iota
	rankPicture          // the words for a picture
	rankLabel            // a short text: "Read on", "12 comments"
	rankSpoken           // what the link says to those who hear the page
	rankNear             // a heading near by
	rankText             // a text of a headline's length
	rankHeading          // in a heading, or marked as headline
)

const (
	longestCardHeadline = 300 // characters
	cardLevels          = 8   // elements above a link that may belong to it
	cardNeighbours      = 3   // elements after it
	shortestSummary     = 40  // bytes
)

// sighting returns the best of what a page says of a report. Of texts of one
// rank the longest is the headline.
func (p *linkedPage) sighting(r *linkedReport) linkSighting {
	var best linkSighting
	for _, a := range r.links {
		card := p.card(a)
		s := linkSighting{at: timeIn(card)}
		s.headline, s.rank = headlineOf(a, card)
		if s.rank > best.rank || s.rank == best.rank && len(s.headline) > len(best.headline) {
			best.headline, best.rank = s.headline, s.rank
		}
		if best.at.IsZero() {
			best.at = s.at
		}
	}
	for _, a := range r.links {
		if best.summary == "" {
			best.summary = summaryIn(p.card(a), best.headline)
		}
	}
	return best
}

// card returns the elements that belong to a link: the largest one around it
// with links to no other report, and, in a list that runs on without such
// elements, what follows up to the next report.
func (p *linkedPage) card(a *html.Node) []*html.Node {
	top := a
	for range cardLevels {
		above := top.Parent
		if above == nil || p.owner[above] != p.owner[a] || endsCard(above) {
			break
		}
		top = above
	}
	card := []*html.Node{top}
	switch top.DataAtom {
	case atom.Li, atom.Article, atom.Tr, atom.Td, atom.Section:
		return card
	}
	for n := top.NextSibling; n != nil && len(card) <= cardNeighbours; n = n.NextSibling {
		if p.owner[n] != 0 || isHeading(n) {
			break
		}
		if n.Type == html.ElementNode {
			card = append(card, n)
		}
	}
	return card
}

func endsCard(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Main, atom.Body, atom.Html:
		return true
	}
	return false
}

var headlineClass = regexp.MustCompile(`(?i)(^|[\s_-])(title|headline|heading|hed)(\s|$|[_-])`)

// headlineOf returns what a link offers as its report's headline.
func headlineOf(a *html.Node, card []*html.Node) (string, linkRank) {
	text := linkText(a)
	if text != "" && (marked(a) || aboveIsHeading(a)) {
		return text, rankHeading
	}
	if text != "" && headlineLike(text) {
		return text, rankText
	}
	for _, n := range card {
		if h := findElement(n, isHeading); h != nil {
			if near := textOf(h); near != "" && utf8.RuneCountInString(near) <= longestCardHeadline {
				return near, rankNear
			}
		}
	}
	for _, name := range []string{"aria-label", "title"} {
		if spoken := oneLineOf(attrOf(a, name)); len(spoken) > len(text) && headlineLike(spoken) {
			return spoken, rankSpoken
		}
	}
	if text != "" {
		return text, rankLabel
	}
	if alt := oneLineOf(attrOf(firstElement(a, atom.Img), "alt")); alt != "" {
		return alt, rankPicture
	}
	return "", rankNone
}

// marked says whether a link holds an element that is marked as headline.
func marked(a *html.Node) bool { return findElement(a, isHeadlineElement) != nil }

func isHeadlineElement(e *html.Node) bool {
	return isHeading(e) || e.DataAtom != atom.A && headlineClass.MatchString(attrOf(e, "class"))
}

func aboveIsHeading(a *html.Node) bool {
	for n := a.Parent; n != nil && !endsCard(n); n = n.Parent {
		if isHeading(n) {
			return true
		}
		if isBlock(n) {
			return headlineClass.MatchString(attrOf(n, "class"))
		}
	}
	return false
}

// linkText returns a link's own text. Of a link around a whole card it is the
// heading in it, or the first of its blocks that is long enough.
func linkText(a *html.Node) string {
	if h := findElement(a, isHeadlineElement); h != nil {
		if text := textOf(h); text != "" {
			return text
		}
	}
	whole := textOf(a)
	block := findElement(a, func(e *html.Node) bool { return isBlock(e) && !holdsBlocks(e) && headlineLike(textOf(e)) })
	if block != nil {
		whole = textOf(block)
	}
	if utf8.RuneCountInString(whole) > longestCardHeadline {
		return ""
	}
	return whole
}

func holdsBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if findElement(c, isBlock) != nil {
			return true
		}
	}
	return false
}

var summaryClass = regexp.MustCompile(`(?i)(^|[\s_-])(summary|dek|excerpt|standfirst|teaser|description|abstract|intro|snippet|subtitle|subhead)`)

// summaryIn returns the paragraph of a card that sums its report up, "" when
// there is none.
func summaryIn(card []*html.Node, headline string) string {
	for _, n := range card {
		var text string
		findElement(n, func(e *html.Node) bool {
			if e.DataAtom == atom.Figcaption || isHeading(e) || isHidden(e) {
				return false
			}
			if e.DataAtom != atom.P && !(summaryClass.MatchString(attrOf(e, "class")) && !holdsBlocks(e)) {
				return false
			}
			if said := textOf(e); len(said) >= shortestSummary && !strings.Contains(headline, said) && !strings.HasPrefix(said, headline) {
				text = said
			}
			return text != ""
		})
		if text != "" {
			return text
		}
	}
	return ""
}

// timeIn returns the time that a card gives, zero when it gives none.
func timeIn(card []*html.Node) time.Time {
	var at time.Time
	for _, n := range card {
		findElement(n, func(e *html.Node) bool {
			at = timeOfElement(e)
			return !at.IsZero()
		})
		if !at.IsZero() {
			return at
		}
	}
	return at
}

func timeOfElement(e *html.Node) time.Time {
	switch {
	case e.DataAtom == atom.Time:
		if at := parseDate(attrOf(e, "datetime")); !at.IsZero() {
			return at
		}
		return parseDate(textOf(e))
	case strings.EqualFold(attrOf(e, "itemprop"), "datePublished"):
		return parseDate(firstNonEmpty(attrOf(e, "content"), attrOf(e, "datetime")))
	}
	return time.Time{}
}
