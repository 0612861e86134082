package article

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A ballot holds the blocks of a page and which witnesses take each for a
// part of the report's text.
type ballot struct {
	blocks []block
	votes  [][witnesses]bool
	asked  [witnesses]bool // which witnesses had something to say
}

// The witnesses.
const (
	readable  = iota // go-readability
	trafilate        // go-trafilatura
	declared         // the articleBody of the page's JSON-LD
	witnesses
)

// hear adds what an engine took for the text.
func (b *ballot) hear(witness int, top *html.Node) {
	if top == nil {
		return
	}
	whole := map[string]bool{}
	var all strings.Builder
	for _, e := range blocksOf(top) {
		whole[e.key] = true
		all.WriteString(e.key)
		all.WriteByte('\n')
	}
	b.asked[witness] = all.Len() > 0
	text := all.String()
	for i := range b.blocks {
		k := b.blocks[i].key
		b.votes[i][witness] = whole[k] || len(k) >= 24 && strings.Contains(text, k)
	}
}

// hearText adds a text that the page declares as its own.
func (b *ballot) hearText(witness int, text string) {
	all := compareKey(plainText(text))
	if len(all) < 200 {
		return
	}
	found := 0
	for i := range b.blocks {
		k := b.blocks[i].key
		if len(k) >= 12 && strings.Contains(all, k) {
			b.votes[i][witness] = true
			found += len(k)
		}
	}
	b.asked[witness] = found*2 >= len(all)
	if !b.asked[witness] {
		for i := range b.votes {
			b.votes[i][witness] = false
		}
	}
}

// hearLong lets the long paragraphs vote that stand where text can, for pages
// that no engine was asked about or could say anything of.
func (b *ballot) hearLong(witness int) {
	const elsewhere = roleNav | roleAside | roleFooter | roleForm | roleCaption | roleComment | roleRelated | roleConsent | roleSignup | roleAdvert
	for i := range b.blocks {
		e := &b.blocks[i]
		if e.length() >= 40 && e.links*3 < len(e.text) && e.role&elsewhere == 0 && !heading(e.tag) {
			b.votes[i][witness], b.asked[witness] = true, true
		}
	}
}

// said returns how many of the witnesses asked voted for block i, as a share
// of 1. Outside the page nobody votes.
func (b *ballot) said(i int) float64 {
	if i < 0 || i >= len(b.blocks) {
		return 0
	}
	n, yes := 0, 0
	for w := range witnesses {
		if b.asked[w] {
			n++
			if b.votes[i][w] {
				yes++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(yes) / float64(n)
}

// layout is what the whole page says of each of its blocks.
type layout struct {
	sign     map[string][2]float64     // signature: bytes, and bytes voted for
	parent   map[*html.Node][2]float64 // block element around: the same
	core     *html.Node                // the element that holds most of what was voted for
	body     *html.Node                // the element whose own paragraphs hold most of it
	first    int                       // the first and last block in core that was voted for
	last     int
	total    float64 // bytes voted for
	seen     map[string]int
	title    string
	lead     string
	headline int // the block of the headline, -1 when there is none
	share    string
	common   role // the roles that most of what was voted for stands in: they tell nothing
}

func (b *ballot) layout(title, lead string) *layout {
	c := &layout{
		sign: map[string][2]float64{}, parent: map[*html.Node][2]float64{},
		seen: map[string]int{}, title: compareKey(title), lead: compareKey(lead), headline: -1,
	}
	for i := range b.blocks {
		e := &b.blocks[i]
		n, yes := float64(e.length()), float64(e.length())*b.said(i)
		s, p := c.sign[e.sign], c.parent[e.node.Parent]
		c.sign[e.sign] = [2]float64{s[0] + n, s[1] + yes}
		c.parent[e.node.Parent] = [2]float64{p[0] + n, p[1] + yes}
		c.seen[e.key]++
		c.total += yes
		if c.headline < 0 && e.tag == atom.H1 && (c.title == "" || e.key == c.title) {
			c.headline = i
		}
	}
	c.core = b.core(c.total)
	c.body = b.bodyElement()
	c.common = b.commonRoles(c.total)
	c.first, c.last = len(b.blocks), -1
	for i := range b.blocks {
		if b.said(i) >= 0.5 && b.blocks[i].length() >= 60 && within(b.blocks[i].node, c.core) {
			c.first, c.last = min(c.first, i), i
		}
	}
	return c
}

// commonRoles returns the roles in which more than half of what was voted for
// stands: on this page they tell nothing.
func (b *ballot) commonRoles(total float64) role {
	var held [32]float64
	for i := range b.blocks {
		yes := float64(b.blocks[i].length()) * b.said(i)
		for r := uint32(b.blocks[i].role); r != 0; r &= r - 1 {
			held[bits.TrailingZeros32(r)] += yes
		}
	}
	var common role
	for bit, h := range held {
		if total > 0 && h > total/2 {
			common |= 1 << bit
		}
	}
	return common
}

// bodyElement returns the element in which most of what was voted for stands
// as paragraphs.
func (b *ballot) bodyElement() *html.Node {
	held := map[*html.Node]float64{}
	var best *html.Node
	for i := range b.blocks {
		if yes := float64(b.blocks[i].length()) * b.said(i); yes > 0 {
			n := surrounding(b.blocks[i].node)
			if held[n] += yes; best == nil || held[n] > held[best] {
				best = n
			}
		}
	}
	return best
}

// core returns the smallest element that holds nearly all of what was voted
// for.
func (b *ballot) core(total float64) *html.Node {
	if total == 0 {
		return nil
	}
	held := map[*html.Node]float64{}
	for i := range b.blocks {
		yes := float64(b.blocks[i].length()) * b.said(i)
		if yes == 0 {
			continue
		}
		for n := b.blocks[i].node; n != nil; n = n.Parent {
			held[n] += yes
		}
	}
	var best *html.Node
	for n, h := range held {
		if h >= 0.85*total && (best == nil || h < held[best] || h == held[best] && within(n, best)) {
			best = n
		}
	}
	return best
}

// endsLikeSentence says whether a text ends as a sentence does.
func endsLikeSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]›“`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;。！？।؟۔", r)
}
