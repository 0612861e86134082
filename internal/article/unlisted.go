package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// learnAgency enters in the page's book the agency that the dateline names
// and no table lists. A name in brackets can be anything, a station, a party,
// a reporter: it counts when the page or the feed says as well, elsewhere,
// that the text is from there.
func (p *page) learnAgency(paragraphs []string) {
	if len(paragraphs) == 0 {
		return
	}
	name := p.agencies.unlisted(paragraphs[0])
	if name == "" || p.ownName(name) {
		return
	}
	for _, said := range p.saidSources() {
		if nameOf := core(said, telling, usual); compareKey(said) == compareKey(name) || compareKey(nameOf) == compareKey(name) {
			p.agencies = p.agencies.with(name)
			return
		}
	}
}

// unlisted returns the name that stands where an agency's does in a full
// dateline, "PLACE, May 4 (Name) —" or "PLACE, May 4. /NAME/.", and is not in
// the book. It is "" when there is none.
func (b book) unlisted(paragraph string) string {
	head := datelineHead(paragraph)
	m := withAgency.FindStringSubmatchIndex(head)
	if m == nil || !strings.ContainsAny(head[m[5]:m[1]], "–—―-") {
		m = slashAgency.FindStringSubmatchIndex(head)
	}
	if m == nil {
		return ""
	}
	name := head[m[4]:m[5]]
	place, _, ok := placeAndDate(head[m[2]:m[3]])
	if !ok || !capitals(place) || plainWords(place) || !nameLike(name) || len(b.in(name)) > 0 {
		return ""
	}
	return name
}

// nameLike says whether a text has the shape of a short name: up to three
// words with capitals, and none that says what a person or a desk is.
func nameLike(name string) bool {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 3 || utf8.RuneCountInString(name) < 2 || utf8.RuneCountInString(name) > 30 {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) || strings.ContainsAny(w, "0123456789:;,@/") || deskWords[strings.ToLower(w)] || roleWords[strings.ToLower(w)] {
			return false
		}
	}
	return true
}

// deskWords name parts of an outlet, not another one.
var deskWords = wordSet(`
	staff desk newsroom bureau team redaktion rédaction redaction redacción redação redazione redactie toimitus agencies
	agenturen agences agencias online web digital live exclusive video file photo
`)

// ownName says whether a name is the outlet's, or one of its house.
func (p *page) ownName(name string) bool {
	k := compareKey(name)
	for _, own := range p.outletNames() {
		o := compareKey(strings.TrimPrefix(own, "@"))
		if k == o || len(o) > 3 && strings.Contains(k, o) || len(k) > 3 && strings.Contains(o, k) {
			return true
		}
	}
	return false
}

// saidSources returns whose text page and feed say it is, and the bodies that
// JSON-LD gives as its authors.
func (p *page) saidSources() []string {
	all := p.hint.sources()
	for _, s := range p.sources() {
		all = append(all, s.text)
	}
	for _, a := range p.ld.authors {
		if strings.HasSuffix(a.kind, "Organization") {
			all = append(all, a.name)
		}
	}
	return all
}
