package article

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The features by which a block is taken for the standfirst.
const (
	sBias = iota
	sDeclared
	sLikeDeclared
	sLead
	sOnlyOne
	sBodySign
	sHeading
	sParagraph
	sItem
	sBold
	sSentence
	sShort
	sLong
	sVeryLong
	sNear
	sFirstLong
	sVoted
	sOutside
	sBeforeBody
	sNextToHeadline
	sPhrase
	sLinks
	sFigure
	sBylineTime
	sElsewhere
	sBody
	sHeader
	sDeclaredInNext
	sQuoteStart
	sBodySiblings
	sAfterByline
	standFeatures
)

type standSheet [standFeatures]float64

// scene is what the page around the headline says of each block.
type scene struct {
	start, end int
	headline   int // the headline's block, -1 when it is not among them
	title      string
	share      string
	declared   []string // keys
	texts      []string
	body       string         // the signature of most of the text
	signs      map[string]int // how many blocks have a signature
	common     role
	first      int // the first long block that was voted for
	bodyParent *html.Node
	firstBody  int // the first block that stands beside the text's paragraphs
	byline     int // the first block of byline or time below the headline
}

func (b *ballot) scene(at *html.Node, headline, share string, declared []fact) *scene {
	s := &scene{title: headline, share: share, body: b.bodySign(), signs: map[string]int{}, headline: b.headlineBlock(at), first: -1, firstBody: len(b.blocks), byline: len(b.blocks)}
	s.start, s.end = b.belowHeadline(s.headline)
	for _, d := range declared {
		if d.text != "" {
			s.declared = append(s.declared, compareKey(d.text))
			s.texts = append(s.texts, d.text)
		}
	}
	total := 0.0
	parents := map[*html.Node]int{}
	for i := range b.blocks {
		e := &b.blocks[i]
		s.signs[e.sign]++
		total += float64(e.length()) * b.said(i)
		if s.headline >= 0 && i > s.headline && s.byline > i && e.role&(roleByline|roleTime) != 0 && e.length() < 80 {
			s.byline = i
		}
		if b.said(i) > 0 && e.sign == s.body {
			parents[e.node.Parent] += e.length()
			if s.bodyParent == nil || parents[e.node.Parent] > parents[s.bodyParent] {
				s.bodyParent = e.node.Parent
			}
		}
	}
	s.common = b.commonRoles(total)
	for i := s.start; i < s.end; i++ {
		if i > s.headline+1 && b.blocks[i].node.Parent == s.bodyParent && b.said(i) > 0 {
			s.firstBody = min(s.firstBody, i)
		}
		if s.first < 0 && i > s.headline && b.said(i) > 0 && b.blocks[i].length() > 60 && !b.blocks[i].in(roleFigure|roleCaption) {
			s.first = i
		}
	}
	return s
}

func (b *block) in(r role) bool { return b.role&r != 0 }

// possible says whether a block can be a standfirst at all.
// A plain paragraph among those of the text is none, whatever the page
// declares.
func (s *scene) possible(e *block) bool {
	if e.sign == s.body && e.node.Parent == s.bodyParent && e.bold*2 < len(e.text) {
		return false
	}
	return e.length() >= 20 && e.links*2 < len(e.text) && likeness(e.text, s.title) < 0.85 && likeness(e.text, s.share) < 0.85 && e.tag != atom.H1
}

// standSheet fills in the features of block i.
func (b *ballot) standSheet(i int, s *scene) standSheet {
	var f standSheet
	e := &b.blocks[i]
	f[sBias] = 1
	for n, d := range s.declared {
		if d == e.key {
			f[sDeclared] = 1
		}
		f[sLikeDeclared] = max(f[sLikeDeclared], likeness(s.texts[n], e.text))
		if i+1 < len(b.blocks) && d == b.blocks[i+1].key {
			f[sDeclaredInNext] = 1
		}
	}
	f[sOnlyOne] = truth(s.signs[e.sign] == 1)
	f[sBodySign] = truth(e.sign == s.body)
	f[sBodySiblings] = truth(e.node.Parent == s.bodyParent)
	f[sHeading] = truth(heading(e.tag))
	f[sParagraph] = truth(e.tag == atom.P)
	f[sItem] = truth(e.tag == atom.Li)
	f[sBold] = truth(float64(e.bold) > 0.9*float64(len(e.text)))
	f[sSentence] = truth(endsLikeSentence(e.text))
	f[sShort] = truth(e.length() < 50)
	f[sLong] = truth(e.length() > 300)
	f[sVeryLong] = truth(e.length() > 600)
	f[sNear] = 1 / float64(1+max(i-s.headline, 0))
	f[sNextToHeadline] = truth(s.headline >= 0 && (i == s.headline+1 || i == s.headline+2))
	f[sFirstLong] = truth(i == s.first)
	f[sBeforeBody] = truth(s.first < 0 || i < s.first)
	f[sAfterByline] = truth(i > s.byline)
	f[sVoted] = b.said(i)
	f[sPhrase] = truth(asideText(e.text))
	f[sLinks] = float64(e.links) / float64(len(e.text)+1)
	b.standRoles(e, s, &f)
	return f
}

func (b *ballot) standRoles(e *block, s *scene, f *standSheet) {
	own := block{role: e.role &^ s.common}
	f[sLead] = truth(e.in(roleLead))
	f[sOutside] = truth(s.bodyParent == nil || !within(e.node, s.bodyParent))
	f[sFigure] = truth(own.in(roleFigure | roleCaption))
	f[sBylineTime] = truth(own.in(roleByline | roleTime))
	f[sElsewhere] = truth(own.in(roleShare | roleNav | roleRelated | roleSignup | roleAdvert | roleTags | roleComment | roleConsent | roleAside | roleFooter | roleForm))
	f[sBody] = truth(own.in(roleBody))
	f[sHeader] = truth(own.in(roleHeader))
	f[sQuoteStart] = truth(own.in(roleBox | roleQuote))
}

// sum is how much the features speak for a standfirst: above 0 it is one.
func (f *standSheet) sum(w *standSheet) float64 {
	sum := 0.0
	for i, v := range f {
		sum += v * w[i]
	}
	return sum
}
