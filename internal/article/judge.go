package article

import (
	"math"
	"math/bits"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The features of a block, each a number between about 0 and 1. A block is
// taken for a part of the text when the weights of its features add up to
// more than nothing.
const (
	fBias = iota
	fReadable
	fTrafilate
	fDeclared
	fNotDeclared
	fBoth
	fNobody
	fParagraph
	fHeading2
	fHeading3
	fHeading4
	fHeading1
	fItem
	fLoose
	fCell
	fLength
	fShort
	fVeryShort
	fLong
	fLinks
	fAllLinks
	fSentence
	fBold
	fSign
	fSignVoted
	fParentVoted
	fParentShare
	fOutside
	fBefore
	fAfter
	fPrevious
	fNext
	fTitle
	fLead
	fInLead
	fRepeated
	fPhrase
	fAboveHeadline
	fHeadingThenText
	fHeadingThenNone
	fNoTrafilate
	fShortList
	fSibling
	fSiblingItem
	fRole // the first of the roles
)

const features = fRole + 27

// sheet is the features of one block.
type sheet [features]float64

// describe fills in the sheet of block i.
func (b *ballot) describe(i int, c *layout) sheet {
	var f sheet
	e := &b.blocks[i]
	f[fBias] = 1
	b.describeVotes(i, &f)
	b.describeForm(i, &f)
	b.describePlace(i, c, &f)
	for r := uint32(e.role &^ c.common); r != 0; r &= r - 1 {
		f[fRole+bits.TrailingZeros32(r)] = 1
	}
	return f
}

func (b *ballot) describeVotes(i int, f *sheet) {
	v := b.votes[i]
	f[fReadable] = truth(v[readable])
	f[fTrafilate] = truth(v[trafilate])
	f[fNoTrafilate] = truth(!b.asked[trafilate])
	f[fDeclared] = truth(v[declared])
	f[fNotDeclared] = truth(b.asked[declared] && !v[declared])
	f[fBoth] = truth(v[readable] && v[trafilate])
	f[fNobody] = truth(!v[readable] && !v[trafilate] && !v[declared])
	f[fPrevious] = b.said(i - 1)
	f[fNext] = b.said(i + 1)
}

func (b *ballot) describeForm(i int, f *sheet) {
	e := &b.blocks[i]
	switch e.tag {
	case atom.P:
		f[fParagraph] = 1
	case atom.H1:
		f[fHeading1] = 1
	case atom.H2:
		f[fHeading2] = 1
	case atom.H3:
		f[fHeading3] = 1
	case atom.H4, atom.H5, atom.H6:
		f[fHeading4] = 1
	case atom.Li:
		f[fItem] = 1
	case atom.Td, atom.Th, atom.Dt, atom.Dd:
		f[fCell] = 1
	default:
		f[fLoose] = 1
	}
	n := float64(e.length())
	f[fLength] = math.Min(math.Log1p(n)/6, 1.2)
	f[fShort] = truth(n < 40)
	f[fVeryShort] = truth(n < 15)
	f[fLong] = truth(n > 150)
	f[fLinks] = float64(e.links) / float64(len(e.text)+1)
	f[fAllLinks] = truth(f[fLinks] > 0.9)
	f[fSentence] = truth(endsLikeSentence(e.text))
	f[fBold] = truth(float64(e.bold) > 0.9*float64(len(e.text)))
	f[fShortList] = truth(e.role&roleList != 0 && n < 60)
	f[fPhrase] = truth(asideText(e.text))
	if heading(e.tag) {
		f[fHeadingThenText] = b.said(i + 1)
		f[fHeadingThenNone] = 1 - b.said(i+1)
	}
}

func (b *ballot) describePlace(i int, c *layout, f *sheet) {
	e := &b.blocks[i]
	sign, parent := c.sign[e.sign], c.parent[e.node.Parent]
	f[fSignVoted] = sign[1] / sign[0]
	f[fParentVoted] = parent[1] / parent[0]
	if c.total > 0 {
		f[fSign] = sign[1] / c.total
		f[fParentShare] = parent[1] / c.total
	}
	f[fOutside] = truth(c.core == nil || !within(e.node, c.core))
	f[fBefore] = truth(i < c.first)
	f[fAfter] = truth(i > c.last)
	f[fTitle] = truth(e.key == c.title)
	f[fLead] = truth(e.key == c.lead)
	f[fInLead] = truth(e.length() > 20 && e.length() != len(c.lead) && overlaps(e.key, c.lead))
	f[fRepeated] = truth(c.seen[e.key] > 1)
	beside := c.body != nil && surrounding(e.node) == c.body
	f[fSibling] = truth(beside)
	f[fSiblingItem] = truth(beside && e.tag == atom.Li && endsLikeSentence(e.text))
	f[fAboveHeadline] = truth(i < c.headline)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func heading(tag atom.Atom) bool {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// surrounding returns the element that a paragraph stands in, lists and
// quotations not counted: those of the text stand beside its paragraphs.
func surrounding(n *html.Node) *html.Node {
	for a := n.Parent; a != nil; a = a.Parent {
		switch a.DataAtom {
		case atom.Ul, atom.Ol, atom.Li, atom.Blockquote, atom.Dl:
		default:
			return a
		}
	}
	return nil
}

// overlaps says whether one text is the beginning of the other.
func overlaps(a, b string) bool {
	n := min(len(a), len(b))
	return n >= 20 && a[:n] == b[:n]
}

// belongs says how surely a block belongs to the text: above 0 it does.
func (f *sheet) belongs(w *[features]float64) float64 {
	sum := 0.0
	for i, v := range f {
		if v != 0 {
			sum += v * w[i]
		}
	}
	return sum
}
