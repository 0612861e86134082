package article

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"dateline/internal/clean"
	"dateline/internal/news"
)

// Extract reads a news page into what is known of its report. contentType is
// the page's own header and may be empty; pageURL is where it was found. What
// the page leaves out the hint fills in. The error is of kind news.ErrInvalid
// when the bytes are no page. It is of kind news.ErrNotFound when the page
// holds neither a text nor a video; what else the page says comes with it.
func Extract(body []byte, contentType, pageURL string, hint Hint) (*news.Reading, error) {
	p, err := readPage(body, contentType, pageURL, hint)
	if err != nil {
		return nil, err
	}
	r := p.read()
	if len(r.Paragraphs) == 0 && r.Form != news.FormVideo {
		return r, fmt.Errorf("read page: no text of a report in it: %w", news.ErrNotFound)
	}
	return r, nil
}

// read takes from a page all that it says of its report.
func (p *page) read() *news.Reading {
	r := &news.Reading{Origins: map[string]string{}}
	at := p.readTitles(r)
	ballot := p.vote()
	r.Standfirst, r.Origins["standfirst"] = ballot.standfirst(p, at, r.Headline, r.ShareTitle)
	paragraphs := ballot.elect(r)
	if len(paragraphs) == 0 && r.Standfirst != "" {
		// The only sentence of a page is its text.
		r.Standfirst, r.Origins["standfirst"] = "", ""
		paragraphs = ballot.elect(r)
	}
	if size(paragraphs) < thin {
		paragraphs = ballot.secondElection(p, r, paragraphs)
	}
	p.learnAgency(paragraphs)
	by := p.byline(at)
	if len(by.persons) == 0 {
		var names []string
		if paragraphs, names = p.loneNames(paragraphs); len(names) == 0 {
			names = p.signatureBelow(ballot.blocks, paragraphs)
		}
		if len(names) > 0 {
			by.persons, by.origin = names, "page"
		}
	}
	p.readText(r, paragraphs)
	p.readFacts(r, at, by)
	dropEmpty(r.Origins)
	return r
}

// readTitles fills in headline and share title and returns the element that
// prints the headline.
func (p *page) readTitles(r *news.Reading) *html.Node {
	share, from := p.shareTitle()
	headline, at, origin := p.headline(share)
	if headline == "" {
		headline, origin = clean.Line(p.hint.Item.Headline), "feed"
	}
	if share == "" {
		share, from = headline, origin
	}
	if origin == "" {
		origin = from
	}
	r.Headline, r.Origins["headline"] = headline, origin
	r.ShareTitle, r.Origins["sharetitle"] = share, from
	return at
}

// readText settles paragraphs, dateline and language. A feed that carries much
// more of the text than the page does is believed before it: the page was cut
// for those who have not paid.
func (p *page) readText(r *news.Reading, paragraphs []string) {
	origin := "page"
	if own := p.hint.paragraphs(); size(own) > 400 && size(own) > 2*size(paragraphs) {
		paragraphs, origin = own, "feed"
	}
	r.Paragraphs = paragraphs
	if len(paragraphs) > 0 {
		r.Origins["paragraphs"] = origin
		if d, _, found := p.agencies.readDateline(paragraphs[0], p.hint.Outlet.Name); found {
			r.Dateline, r.Origins["dateline"] = d, origin
		}
	}
	r.Language, r.Origins["language"] = p.language(paragraphs)
}

// readFacts fills in everything about the report that is not its text.
func (p *page) readFacts(r *news.Reading, headline *html.Node, by signed) {
	r.Authors, r.Origins["authors"] = by.persons, by.origin
	r.Bodies = by.bodies
	r.Credit, r.Origins["credit"] = p.credit(r.Dateline.Agency, by, r.Paragraphs)
	r.Section, r.Origins["section"] = p.section()
	r.Form, r.Origins["form"] = p.form(r.Headline, r.Section, r.Paragraphs)
	r.Published, r.Origins["published"] = p.published(headline)
	r.Modified, r.Origins["modified"] = p.modified(r.Published)
	r.Canonical, r.Origins["canonical"] = p.canonical()
	r.Picture, r.Origins["picture"] = p.picture(headline)
	r.Video, r.Origins["video"] = p.video()
	r.Paywalled = p.ld.paywalled || p.meta.first("article:content_tier") == "locked"
	if r.Paywalled {
		r.Origins["paywalled"] = "json-ld"
	}
}

// vote gathers the page's blocks and asks the witnesses about them. A page of
// too many elements is not given to the engines: its long paragraphs vote.
func (p *page) vote() *ballot {
	b := &ballot{blocks: blocksOf(p.doc)}
	b.votes = make([][witnesses]bool, len(b.blocks))
	if p.elements <= maxElements {
		b.hear(readable, ask(byReadability, p))
		b.hear(trafilate, ask(byTrafilatura, p))
	}
	if !b.asked[readable] && !b.asked[trafilate] {
		b.hearLong(readable)
	}
	b.hearText(declared, p.ld.body)
	return b
}

// elect returns the paragraphs of the text.
func (b *ballot) elect(r *news.Reading) []string {
	c := b.layout(r.Headline, r.Standfirst)
	c.share = compareKey(r.ShareTitle)
	var chosen []int
	for i := range b.blocks {
		f := b.describe(i, c)
		if f.belongs(&weights) > 0 || f[fSiblingItem]*f[fBoth] > 0 && f[fPhrase] == 0 && f[fLinks] < 0.5 {
			chosen = append(chosen, i)
		}
	}
	return b.trim(chosen, c)
}

// thin is the length in bytes below which a text is looked for once more.
const thin = 200

// secondElection looks for a text where the first found next to none: with
// the long paragraphs of the page as voters, then in what the page declares.
func (b *ballot) secondElection(p *page, r *news.Reading, first []string) []string {
	again := ballot{blocks: b.blocks, votes: make([][witnesses]bool, len(b.blocks))}
	again.hearLong(readable)
	again.hearLong(trafilate)
	again.hearLong(declared)
	if again.asked[readable] {
		if second := again.elect(r); size(second) > 2*size(first) && size(second) > thin {
			return second
		}
	}
	var body []string
	for _, t := range strings.Split(p.ld.body, "\n") {
		if t = plainText(t); t != "" {
			body = append(body, t)
		}
	}
	if size(body) > 2*size(first) {
		return body
	}
	return first
}

// trim takes out of what was chosen that which repeats the headline, the
// standfirst or a paragraph before.
func (b *ballot) trim(chosen []int, c *layout) []string {
	var text []string
	seen := map[string]bool{}
	for _, i := range chosen {
		e := &b.blocks[i]
		if seen[e.key] || e.key == c.title || e.key == c.share || e.key == c.lead {
			continue
		}
		seen[e.key] = true
		text = append(text, e.text)
	}
	return text
}

func size(paragraphs []string) int {
	n := 0
	for _, t := range paragraphs {
		n += len(t)
	}
	return n
}

func dropEmpty(origins map[string]string) {
	for k, v := range origins {
		if v == "" {
			delete(origins, k)
		}
	}
}
