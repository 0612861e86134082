package article

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A block is one run of text on lines of its own: a paragraph, a heading, an
// entry of a list, or words that stand loose between such.
type block struct {
	node  *html.Node // the element it stands in
	tag   atom.Atom  // of that element
	text  string     // one line
	key   string     // the text as it is compared: letters and digits only
	links int        // bytes of the text that stand in links
	bold  int        // bytes that stand in bold
	depth int
	role  role // what the elements around it say of it
	sign  string
}

// length is the length of a block's text in letters and digits.
func (b *block) length() int { return len(b.key) }

// blockWalk gathers the blocks of a tree in the order they are read.
type blockWalk struct {
	blocks []block
	text   strings.Builder
	links  int
	bold   int
	roles  roleBook
}

// place is where the walk stands.
type place struct {
	block *html.Node // the block element around
	role  role
	depth int
	link  bool
	bold  bool
}

// maxDepth is how deep the walk goes: the parser allows no deeper tree.
const maxDepth = 600

// blocksOf returns the blocks under top.
func blocksOf(top *html.Node) []block {
	w := blockWalk{roles: roleBook{}}
	w.walk(top, place{block: top})
	w.flush(place{block: top})
	return w.blocks
}

func (w *blockWalk) walk(n *html.Node, at place) {
	if at.depth > maxDepth {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.add(c.Data, at)
		case html.ElementNode:
			w.element(c, at)
		}
	}
}

func (w *blockWalk) element(c *html.Node, at place) {
	if silent(c) || hidden(c) {
		return
	}
	if c.DataAtom == atom.Br {
		w.lineBreak(c, at)
		return
	}
	in := at
	in.depth++
	in.role |= w.roles.of(c)
	switch c.DataAtom {
	case atom.A:
		in.link = true
	case atom.B, atom.Strong:
		in.bold = true
	}
	if !isBlock(c) {
		w.walk(c, in)
		return
	}
	w.flush(at)
	in.block = c
	w.walk(c, in)
	w.flush(in)
}

// lineBreak ends a block at the second break of two: that is how old pages
// part paragraphs.
func (w *blockWalk) lineBreak(c *html.Node, at place) {
	for n := c.NextSibling; n != nil; n = n.NextSibling {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		if n.Type == html.ElementNode && n.DataAtom == atom.Br {
			w.flush(at)
			return
		}
		break
	}
	w.text.WriteByte(' ')
}

func (w *blockWalk) add(s string, at place) {
	w.text.WriteString(s)
	if at.link {
		w.links += len(s)
	}
	if at.bold {
		w.bold += len(s)
	}
}

func (w *blockWalk) flush(at place) {
	if w.text.Len() == 0 {
		return
	}
	text := line(w.text.String())
	if k := compareKey(text); k != "" {
		w.blocks = append(w.blocks, block{
			node: at.block, tag: at.block.DataAtom, text: text, key: k,
			links: min(w.links, len(text)), bold: min(w.bold, len(text)),
			depth: at.depth, role: at.role, sign: signature(at.block),
		})
	}
	w.text.Reset()
	w.links, w.bold = 0, 0
}

// signature names the sort of element a block stands in: its tag and classes
// and those of the element around it, without numbers.
func signature(n *html.Node) string {
	s := n.Data + "." + lettersOnly(attr(n, "class"))
	if n.Parent != nil {
		s += "<" + n.Parent.Data + "." + lettersOnly(attr(n.Parent, "class"))
	}
	return s
}

func lettersOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

// compareKey returns a text as it is compared with others: lower-case letters
// and digits, nothing between.
func compareKey(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
