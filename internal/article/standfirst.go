package article

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// standfirst returns the sentence below the headline, and where it came from:
// the page, or what the page declares as its description. A description that
// only repeats the headline or the first paragraph is none.
func (b *ballot) standfirst(p *page, at *html.Node, headline, share string) (text, origin string) {
	declared := p.descriptions()
	if i := b.printedStandfirst(at, headline, share, declared); i >= 0 {
		return b.blocks[i].text, "page"
	}
	for _, d := range declared {
		if d.text == "" || !b.realStandfirst(d.text, headline, share) {
			continue
		}
		return d.text, d.origin
	}
	return "", ""
}

type fact struct{ text, origin string }

func (p *page) descriptions() []fact {
	return []fact{
		{p.ld.description, "json-ld"},
		{plainText(p.meta.first("og:description")), "og"},
		{plainText(p.meta.first("description", "twitter:description", "dc.description", "sailthru.description")), "meta"},
	}
}

// sureEnough is the sum of weights from which a block is taken for the
// standfirst. It is a little under 0: taking a first paragraph for one is
// rare, and missing one is not.
const sureEnough = -0.7

// printedStandfirst returns the block that the page prints as standfirst, -1
// when there is none.
func (b *ballot) printedStandfirst(at *html.Node, headline, share string, declared []fact) int {
	s := b.scene(at, headline, share, declared)
	best, top := -1, sureEnough
	for i := s.start; i < s.end; i++ {
		if !s.possible(&b.blocks[i]) {
			continue
		}
		f := b.standSheet(i, s)
		sum := f.sum(&standWeights)
		if b.standsApart(i, s) || s.marked(&b.blocks[i]) {
			sum += apart
		}
		if s.called(i, &b.blocks[i]) {
			sum += calledSo
		}
		if sum > top {
			best, top = i, sum
		}
	}
	return best
}

// apart is what it counts for a standfirst that a line of author or time
// parts it from the text, or that its own name and the page's description do.
const apart = 1.5

// calledSo is what it counts for a standfirst that it is called one.
const calledSo = 2.5

// called says whether a block between headline and text has a standfirst's
// name itself, not only something around it.
func (s *scene) called(i int, e *block) bool {
	return i > s.headline && i <= s.first && s.signs[e.sign] < 3 && s.common&roleLead == 0 && meaning(e.node)&(roleLead|roleTitle|roleCaption|roleByline) == roleLead
}

// marked says whether a block is called a standfirst, looks like no other
// block of the text and is what the page describes itself with.
func (s *scene) marked(e *block) bool {
	return e.in(roleLead) && s.common&roleLead == 0 && e.sign != s.body && s.signs[e.sign] == 1 && slices.Contains(s.declared, e.key)
}

// standsApart says whether a sentence stands right below the headline, with
// the line of author or time between it and the text.
func (b *ballot) standsApart(i int, s *scene) bool {
	e := &b.blocks[i]
	if s.headline < 0 || i != s.headline+1 || i >= s.firstBody || s.firstBody == len(b.blocks) || e.node.Parent == s.bodyParent || e.length() < 40 || e.in(roleFigure|roleCaption|roleNav|roleByline) {
		return false
	}
	for j := i + 1; j < s.firstBody; j++ {
		between := &b.blocks[j]
		if len(between.text) > 80 {
			continue
		}
		if _, printed := readPrintedTime(between.text, false); printed || between.in(roleByline|roleTime) || byLine.MatchString(between.text) {
			return true
		}
	}
	return false
}

// belowHeadline returns the blocks among which a standfirst can stand: from
// the headline to a little past the first paragraph. at is the block that
// prints the headline, -1 when none does.
func (b *ballot) belowHeadline(at int) (start, end int) {
	if at < 0 {
		for i := range b.blocks {
			if b.said(i) > 0 && b.blocks[i].length() > 60 {
				at = max(i-10, 0)
				break
			}
		}
	}
	start, end = at+1, len(b.blocks)
	long := 0
	for i := start; i < len(b.blocks); i++ {
		if b.said(i) > 0 && b.blocks[i].length() > 60 {
			if long++; long == 3 {
				end = i
				break
			}
		}
	}
	return max(start-3, 0), min(end, start+40)
}

// headlineBlock returns the last block of the element that prints the
// headline, -1 when none does.
func (b *ballot) headlineBlock(at *html.Node) int {
	found := -1
	for i := range b.blocks {
		switch inside := at != nil && within(b.blocks[i].node, at); {
		case inside:
			found = i
		case found >= 0:
			return found
		}
	}
	return found
}

// bodySign returns the signature under which most of the text stands.
func (b *ballot) bodySign() string {
	sum := map[string]int{}
	best := ""
	for i := range b.blocks {
		if b.said(i) < 0.5 {
			continue
		}
		s := b.blocks[i].sign
		sum[s] += b.blocks[i].length()
		if best == "" || sum[s] > sum[best] {
			best = s
		}
	}
	return best
}

// realStandfirst says whether a declared description is a sentence of its
// own.
func (b *ballot) realStandfirst(text, headline, share string) bool {
	k := compareKey(text)
	if utf8.RuneCountInString(text) < 25 || k == compareKey(headline) || k == compareKey(share) {
		return false
	}
	if strings.HasPrefix(compareKey(headline), k) {
		return false
	}
	cut := strings.TrimRight(text, ".… ") != strings.TrimRight(text, " ") && (strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…"))
	for i := range b.blocks {
		e := &b.blocks[i]
		if b.said(i) == 0 || e.length() < 20 {
			continue
		}
		if e.key == k || overlaps(e.key, k) {
			return false
		}
		if cut && strings.Contains(e.key, k[:len(k)*3/4]) {
			return false
		}
	}
	return true
}
