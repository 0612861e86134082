package article

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/news"
)

// shareTitle returns the title that the page declares for sharing, without
// the outlet's name, and where it came from.
func (p *page) shareTitle() (title, origin string) {
	outlet := p.outletNames()
	var declared []fact
	for _, f := range []fact{
		{plainText(p.meta.first("og:title")), "og"},
		{p.ld.headline, "json-ld"},
		{plainText(p.meta.first("twitter:title", "parsely-title", "dc.title", "dcterms.title", "sailthru.title", "title", "headline")), "meta"},
		{p.meta.title, "page"},
	} {
		f.text = withoutOutlet(f.text, outlet)
		if f.text != "" && !isName(f.text, outlet) {
			declared = append(declared, f)
		}
	}
	printed := p.printedHeadings()
	for _, f := range declared {
		if h := beginning(f.text, printed); h != "" {
			return h, f.origin
		}
	}
	if forSharing(declared, printed) {
		return declared[0].text, declared[0].origin
	}
	for i, f := range declared {
		if f.origin == "page" {
			break
		}
		if printed[compareKey(f.text)] != "" || i+1 < len(declared) && f.origin == "og" && declared[i+1].origin == "json-ld" && compareKey(f.text) == compareKey(declared[i+1].text) {
			return f.text, f.origin
		}
	}
	if len(declared) == 0 {
		return "", ""
	}
	return declared[0].text, declared[0].origin
}

// forSharing says whether the first title is OpenGraph's and was written for
// sharing: the printed heading, JSON-LD and the title of the window all say
// the same other thing.
func forSharing(declared []fact, printed map[string]string) bool {
	if len(declared) < 3 || declared[0].origin != "og" || declared[1].origin != "json-ld" {
		return false
	}
	window, other := declared[len(declared)-1], compareKey(declared[1].text)
	return window.origin == "page" && compareKey(window.text) == other && printed[other] != "" && compareKey(declared[0].text) != other
}

// beginning returns the printed heading that a title begins with, when what
// follows is parted from it: a section, a name, a remark.
func beginning(title string, printed map[string]string) string {
	longest := ""
	for _, h := range printed {
		rest, found := strings.CutPrefix(oneQuote.Replace(title), oneQuote.Replace(h))
		if found && utf8.RuneCountInString(h) > 11 && strings.ContainsAny(firstRune(strings.TrimSpace(rest)), "-–—|:：(•·/*") && len(h) > len(longest) {
			longest = h
		}
	}
	return longest
}

var oneQuote = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "\u00a0", " ")

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// printedHeadings returns the page's first headings by their keys.
func (p *page) printedHeadings() map[string]string {
	keys := map[string]string{}
	for n := range p.doc.Descendants() {
		if n.DataAtom == atom.H1 && len(keys) < 3 && headingOfPage(n) {
			keys[compareKey(headingText(n))] = headingText(n)
		}
	}
	return keys
}

// headline returns the headline as the page prints it, the element it stands
// in, and where it came from.
func (p *page) headline(share string) (headline string, at *html.Node, origin string) {
	declared := []string{share, p.ld.headline, plainText(p.meta.first("og:title")), plainText(p.hint.Item.Headline), p.meta.title}
	var best *html.Node
	top := 0.0
	for n := range p.doc.Descendants() {
		if n.Type != html.ElementNode || !headingOfPage(n) {
			continue
		}
		text := headingText(n)
		if utf8.RuneCountInString(text) < 4 || isName(text, p.outletNames()) {
			continue
		}
		score := 0.0
		for _, d := range declared {
			score = max(score, likeness(text, d))
		}
		switch {
		case n.DataAtom == atom.H1 && inList(n):
			score -= 0.1 // the last step of a path repeats the headline
		case n.DataAtom == atom.H1 && (attr(n, "itemprop") == "headline" || score >= 0.3):
			score += 0.3
		case n.DataAtom == atom.H1:
			score += 0.15
		case score < 0.7, score < 0.9 && n.DataAtom != atom.H2 && attr(n, "itemprop") != "headline":
			continue
		}
		if score > top {
			best, top = n, score
		}
	}
	if best != nil {
		return headingText(best), best, "page"
	}
	return share, nil, ""
}

// headingOfPage says whether an element can print the headline.
func headingOfPage(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4:
	default:
		return attr(n, "itemprop") == "headline" && isBlock(n)
	}
	for a := n.Parent; a != nil; a = a.Parent {
		if a.DataAtom == atom.Nav || a.DataAtom == atom.Aside || a.DataAtom == atom.Footer || hidden(a) {
			return false
		}
	}
	return !hidden(n)
}

func inList(n *html.Node) bool {
	return n.Parent != nil && n.Parent.DataAtom == atom.Li
}

// headingText returns the words of a heading without a kicker that stands in
// an element of its own above them.
func headingText(n *html.Node) string {
	whole := strings.TrimLeft(textOf(n), "-–—:|• ")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || !kicker(c) {
			continue
		}
		above := textOf(c)
		if rest := strings.TrimSpace(strings.TrimPrefix(whole, above)); rest != whole && utf8.RuneCountInString(rest) > 12 {
			return strings.TrimLeft(rest, ":|–— ")
		}
	}
	return whole
}

func kicker(n *html.Node) bool {
	called := names(n)
	for _, k := range []string{"kicker", "overline", "topline", "dachzeile", "pretitle", "eyebrow", "suptitle", "surtitle", "supertitle", "label", "badge", "spitzmarke", "roofline", "antetitulo", "hidden", "sr-only"} {
		if strings.Contains(called, k) {
			return true
		}
	}
	return false
}

// likeness says how much two titles are alike: the share of words they have
// in common, 1 when they are the same.
func likeness(a, b string) float64 {
	if a == "" || b == "" {
		return 0
	}
	x, y := wordsOf(a), wordsOf(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	count := map[string]int{}
	for _, w := range x {
		count[w]++
	}
	same := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			same++
		}
	}
	return 2 * float64(same) / float64(len(x)+len(y))
}

var wordPattern = regexp.MustCompile(`[\p{L}\p{N}\p{M}]+`)

func wordsOf(s string) []string {
	return wordPattern.FindAllString(strings.ToLower(s), -1)
}

// outletNames returns the names that the outlet and its page go by.
func (p *page) outletNames() []string {
	names := []string{p.hint.Outlet.Name, p.ld.publisher, plainText(p.meta.first("og:site_name", "application-name", "al:ios:app_name", "twitter:site", "dc.publisher", "publisher"))}
	host := strings.TrimPrefix(strings.ToLower(p.url.Hostname()), "www.")
	names = append(names, host)
	labels := strings.Split(host, ".")
	if len(labels) >= 2 {
		names = append(names, labels[0], labels[len(labels)-2])
	}
	return names
}

// isName says whether a text is one of the outlet's names and nothing else.
func isName(text string, names []string) bool {
	for _, n := range names {
		if n != "" && news.SameName(text, strings.TrimPrefix(n, "@")) {
			return true
		}
	}
	return false
}

var titleBreak = regexp.MustCompile(`\s+[-–—|·•»:]+\s+|\s*[|｜ㅣ：]\s*|\s+::\s+|-(?:\S{1,6})?[ㅣ|]`)

// withoutOutlet takes the outlet's name off the end of a title, and sections
// that stand between.
func withoutOutlet(title string, outlet []string) string {
	title = strings.TrimSpace(title)
	marks := titleBreak.FindAllStringIndex(title, -1)
	cut := len(title)
	for i := len(marks) - 1; i >= 0; i-- {
		tail := strings.TrimSpace(title[marks[i][1]:cut])
		if !namesOutlet(tail, outlet) && !dateAlone.MatchString(tail) {
			break
		}
		cut = marks[i][0]
	}
	if cut < len(title) && endsInDate(title, marks) && cut == marks[len(marks)-1][0] {
		cut = len(title)
	}
	if cut == len(title) && len(marks) > 0 {
		head := title[:marks[0][0]]
		if strings.Contains(title[marks[0][0]:marks[0][1]], "|") && isName(head, outlet) {
			return strings.TrimSpace(title[marks[0][1]:])
		}
	}
	return strings.TrimSpace(title[:cut])
}

// endsInDate says whether all that stands after the last mark is a date.
func endsInDate(title string, marks [][]int) bool {
	return dateAlone.MatchString(strings.TrimSpace(title[marks[len(marks)-1][1]:]))
}

// namesOutlet says whether the end of a title is the outlet's name: the name,
// its address, or one with a word more.
func namesOutlet(tail string, outlet []string) bool {
	k := compareKey(tail)
	if k == "" || utf8.RuneCountInString(tail) > 40 {
		return false
	}
	for _, n := range outlet {
		o := compareKey(strings.TrimPrefix(n, "@"))
		switch {
		case len(o) < 2:
		case k == o:
			return true
		case len(o) >= 4 && (strings.HasPrefix(k, o) || strings.HasSuffix(k, o)) && len(k) <= len(o)+12:
			return true
		case len(k) >= 4 && strings.HasPrefix(o, k):
			return true
		}
	}
	return false
}
