package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/clean"
)

// signed is who a page says wrote its report: persons, and the agencies and
// other bodies beside them.
type signed struct {
	persons []string
	bodies  []string
	agency  []string // everything that may name an agency
	origin  string
}

// byline returns who wrote the report, from the first source that names
// anybody: JSON-LD, meta elements, the page, the feed.
func (p *page) byline(headline *html.Node) signed {
	sources := []struct {
		origin string
		names  func() []string
	}{
		{"json-ld", p.declaredAuthors},
		{"meta", p.metaAuthors},
		{"page", func() []string { return p.printedAuthors(headline) }},
		{"feed", p.hint.authors},
	}
	all := signed{agency: p.printedAgencies(headline)}
	for _, s := range sources {
		if s.origin == "page" && (len(all.persons) > 0 || p.otherBody(all.bodies)) {
			break
		}
		got := p.sortNames(s.names())
		all.agency = append(all.agency, got.bodies...)
		if len(all.bodies) == 0 || !p.otherBody(all.bodies) && p.otherBody(got.bodies) {
			all.bodies = got.bodies
		}
		if len(all.persons) == 0 && len(got.persons) > 0 {
			all.persons, all.bodies, all.origin = got.persons, got.bodies, s.origin
		}
	}
	return all
}

// printedAgencies returns the bylines below the headline that name agencies.
func (p *page) printedAgencies(headline *html.Node) []string {
	below, seen := false, 0
	var all []string
	for n := range p.doc.Descendants() {
		below = below || n == headline
		if !below || n.Type != html.ElementNode {
			continue
		}
		if seen++; seen > bylineReach/5 {
			break
		}
		if n.DataAtom != atom.A && bylineClass(n) {
			if text := textOf(n); len(text) < 60 && len(p.agencies.in(byPrefix.ReplaceAllString(text, ""))) > 0 {
				all = append(all, text)
			}
		}
	}
	return all
}

// otherBody says whether a body that is not the outlet itself is named: an
// agency's report has no author of the outlet's.
func (p *page) otherBody(bodies []string) bool {
	for _, b := range bodies {
		if !isName(b, p.outletNames()) {
			return true
		}
	}
	return false
}

func (h Hint) authors() []string {
	var names []string
	for _, a := range h.Item.Authors {
		names = append(names, clean.Line(a.Name))
	}
	return names
}

func (p *page) declaredAuthors() []string {
	var names []string
	for _, a := range p.ld.authors {
		if !clerk.MatchString(a.url) {
			names = append(names, a.name)
		}
	}
	return names
}

// clerk is the page of whoever keeps the site, not of who wrote the report.
var clerk = regexp.MustCompile(`(?i)/author/(?:admin|administrator|webmaster|editor|root)/?$`)

func (p *page) metaAuthors() []string {
	var spare []string
	for _, key := range []string{"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "authors", "citation_author", "article:author_name", "cxenseparse:author", "og:article:author", "vr:author", "articleauthor"} {
		var names []string
		for _, v := range p.meta.values[key] {
			if !strings.Contains(v, "://") && !strings.HasPrefix(v, "@") {
				names = append(names, plainText(v))
			}
		}
		if len(p.sortNames(names).persons) > 0 {
			return names
		}
		if spare == nil {
			spare = names
		}
	}
	return spare
}

// bylineReach is how many elements below the headline a byline is looked for.
const bylineReach = 500

// printedAuthors reads the byline that the page prints: what is marked as one
// below the headline, else on the whole page.
func (p *page) printedAuthors(headline *html.Node) []string {
	below, seen := headline == nil, 0
	var spare []string
	for n := range p.doc.Descendants() {
		if n == headline {
			below = true
		}
		if n.Type != html.ElementNode || !bylineMark(n) {
			if below {
				seen++
			}
			continue
		}
		found := p.namesIn(n)
		if len(found) == 0 {
			continue
		}
		if below && seen < bylineReach {
			return found
		}
		if spare == nil && (attr(n, "rel") == "author" || attr(n, "itemprop") == "author") {
			spare = found
		}
	}
	if spare != nil {
		return spare
	}
	return p.lineBelow(headline)
}

// bylineMark says whether an element is marked as a byline: by what it is
// called or by where it leads.
func bylineMark(n *html.Node) bool {
	if clerk.MatchString(attr(n, "href")) {
		return false
	}
	for _, w := range strings.Fields(strings.ToLower(attr(n, "rel") + " " + attr(n, "itemprop"))) {
		if w == "author" {
			return true
		}
	}
	if n.DataAtom == atom.A {
		return authorLink(attr(n, "href"))
	}
	return bylineClass(n)
}

// authorLink says whether an address is the page of an author.
func authorLink(address string) bool {
	address = strings.ToLower(address)
	for _, folder := range authorFolders {
		if i := strings.Index(address, folder); i >= 0 && len(address) > i+len(folder)+3 {
			return true
		}
	}
	return false
}

var authorFolders = []string{
	"/author/", "/authors/", "/staff/", "/people/", "/by/", "/profile/", "/profiles/", "/autor/", "/autores/", "/autoren/",
	"/auteur/", "/auteurs/", "/contributor/", "/contributors/", "/journalist/", "/journalists/", "/editors/", "/firmas/", "/writer/", "/writers/",
}

// namesIn returns the names in a byline: those of its links to authors, else
// its words.
func (p *page) namesIn(n *html.Node) []string {
	if text := textOf(n); n.DataAtom == atom.A || utf8.RuneCountInString(text) < 5 {
		return p.named(p.besides(n), text)
	}
	var linked []string
	for d := range n.Descendants() {
		if d.DataAtom == atom.A && (bylineMark(d) || bylineClass(d)) {
			linked = append(linked, textOf(d))
		}
	}
	if found := p.named(linked); len(found) > 0 {
		return found
	}
	for _, b := range blocksOf(n) {
		if utf8.RuneCountInString(b.text) < 100 {
			if found := p.named(nil, b.text); len(found) > 0 && byWord.MatchString(b.text) {
				return found
			}
		}
	}
	return nil
}

// besides returns the texts of the links to authors next to one.
func (p *page) besides(n *html.Node) []string {
	var all []string
	if n.Parent == nil {
		return nil
	}
	for d := range n.Parent.Descendants() {
		if d.DataAtom == atom.A && bylineMark(d) && len(all) < 8 {
			all = append(all, textOf(d))
		}
	}
	return all
}

// named returns those of the texts in which a person is named.
func (p *page) named(texts []string, more ...string) []string {
	var kept []string
	for _, t := range append(texts, more...) {
		if utf8.RuneCountInString(t) < 120 && len(p.sortNames([]string{t}).persons) > 0 {
			kept = append(kept, t)
		}
	}
	return unique(kept)
}

func bylineClass(n *html.Node) bool {
	called := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	if pictureCredit.MatchString(called) {
		return false
	}
	for _, w := range []string{"byline", "author", "autor", "auteur", "signature", "firma", "writer", "contributor"} {
		if strings.Contains(called, w) {
			return true
		}
	}
	return false
}

// pictureCredit is what the line below a picture is called that says who took
// it.
var pictureCredit = regexp.MustCompile(`(?:bild|foto|photo|image|img|media|picture|caption)[-_]*(?:autor|author|signature|firma|byline)|(?:autor|author)[-_]*(?:foto|photo)`)

// lineBelow returns a line "By Name" that stands near the headline without
// being marked as one.
func (p *page) lineBelow(headline *html.Node) []string {
	if headline == nil || headline.Parent == nil {
		return nil
	}
	for i, b := range blocksOf(headline.Parent) {
		if i > 8 {
			break
		}
		if len(b.text) < 90 && byLine.MatchString(b.text) {
			return []string{b.text}
		}
	}
	return nil
}

const byWords = `by|von|par|por|di|door|av|af|od|tekst|text|texte|texto|автор|от|oleh|reporter|written by|words by|story by|reported by|επιμέλεια|autor|autorin|auteur`

var (
	byWord         = regexp.MustCompile(`(?i)^\W*(?:` + byWords + `)\b[\s:]+|\p{Lu}\p{L}+ \p{Lu}`)
	byLine         = regexp.MustCompile(`^(?i:by|von|par|por|di|door|av|af|oleh)\s+\p{Lu}\p{L}*[\p{L}.'’-]*\s+\p{Lu}`)
	byPrefix       = regexp.MustCompile(`(?i)^[\s|:–—-]*(?:by\s*)?(?:` + byWords + `)(?:\s*:\s*|\s+)`)
	reporterSuffix = regexp.MustCompile(`\s*(?:기자|특파원|논설위원|記者|记者|特派員)$`)
	inBraces       = regexp.MustCompile(`\s*[(\[{<][^)\]}>]*[)\]}>]?`)
	nameJoin       = regexp.MustCompile(`(?i)\s*(?:[;|/&•·،、+]|\s(?:and|und|et|y|og|och|ja|en|и|та|ve|dan|in collaborazione con|avec|with|mit|con)\s)\s*`)
	mailLike       = regexp.MustCompile(`\S+@\S+`)
	afterAt        = regexp.MustCompile(`(?i)[,\s]+(?:in|à|aus|a|from|reporting from|aus|vu)\s+\p{Lu}[\p{L} -]+$`)
)

// sortNames parts names as pages write them into persons and bodies.
func (p *page) sortNames(raw []string) signed {
	var s signed
	for _, r := range raw {
		r = mailLike.ReplaceAllString(line(r), "")
		found := false
		for _, name := range splitNames(r) {
			if p.person(name) {
				s.persons = append(s.persons, name)
				found = true
			} else if name != "" {
				s.bodies = append(s.bodies, name)
			}
		}
		for _, a := range p.agencies.in(inBraces.ReplaceAllStringFunc(r, func(b string) string { return "/" + strings.Trim(b, " ([{<>}])") })) {
			if found {
				s.bodies = append(s.bodies, a.short)
			}
		}
	}
	s.persons, s.bodies = unique(s.persons), unique(s.bodies)
	return s
}

// splitNames parts "By A. Name and B. Name, Correspondent" into names.
func splitNames(s string) []string {
	s = byPrefix.ReplaceAllString(s, "")
	s = inBraces.ReplaceAllString(s, "")
	var names []string
	for _, part := range nameJoin.Split(s, -1) {
		for i, name := range strings.Split(part, ",") {
			name = reporterSuffix.ReplaceAllString(name, "")
			name = strings.Trim(byPrefix.ReplaceAllString(name, ""), " \t.:–—-*\u00a0\"")
			if i > 0 && (title(name) || !strings.Contains(name, " ")) {
				continue
			}
			names = append(names, name)
		}
	}
	return names
}

// title says whether what stands after a comma is what somebody is, not
// somebody else.
func title(name string) bool {
	for _, w := range wordsOf(name) {
		if roleWords[w] {
			return true
		}
	}
	return false
}

// person says whether a name can be a person's.
func (p *page) person(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 2 || n > 60 || strings.ContainsAny(name, "0123456789@#/:_<>=") {
		return false
	}
	if p.agencies.named(name) != nil || isName(name, p.outletNames()) {
		return false
	}
	words := wordsOf(name)
	if len(words) == 0 || len(words) > 7 || byPrefix.MatchString(name+" ") {
		return false
	}
	for _, w := range words {
		if bodyWords[w] || roleWords[w] {
			return false
		}
	}
	if p.namesSite(name) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(name)
	return !unicode.IsLower(r) || len(words) > 1
}

// namesSite says whether one of the words, in capitals, is the name of the
// page's site: "MDR THÜRINGEN" is a desk of mdr.de.
func (p *page) namesSite(name string) bool {
	label, _, _ := strings.Cut(siteOf(p.url.Hostname()), ".")
	if len(label) < 3 {
		return false
	}
	return slices.Contains(strings.Fields(name), strings.ToUpper(label))
}

func unique(all []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, s := range all {
		if k := compareKey(s); k != "" && !seen[k] {
			seen[k] = true
			kept = append(kept, s)
		}
	}
	return kept
}
