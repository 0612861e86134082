package post

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/internal/clean"
)

// plain returns an editor's Markdown as it reads without its marks: paragraphs
// parted by a blank line, line breaks kept, list items on lines of their own.
func plain(markdown string) string {
	if strings.TrimSpace(markdown) == "" {
		return ""
	}
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	nodes, err := html.ParseFragment(strings.NewReader(clean.Markdown(markdown)), body)
	if err != nil {
		return strings.TrimSpace(markdown)
	}
	var w plainWriter
	for _, n := range nodes {
		w.node(n)
	}
	return paragraphs(w.out.String())
}

// plainWriter writes what a tree of HTML says. The blank lines it writes too
// many are for its caller to drop.
type plainWriter struct {
	out     strings.Builder
	numbers []int // of the lists that are open: the next item's, 0 without numbers
	inCode  bool
}

func (w *plainWriter) node(n *html.Node) {
	if n.Type == html.TextNode {
		w.text(n.Data)
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.out.WriteByte('\n')
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Table, atom.Div, atom.Hr:
		w.parted(n)
	case atom.Pre:
		w.inCode = true
		w.parted(n)
		w.inCode = false
	case atom.Ul, atom.Ol:
		w.list(n)
	case atom.Li:
		w.item(n)
	case atom.Tr:
		w.out.WriteByte('\n')
		w.children(n)
	case atom.Td, atom.Th:
		w.children(n)
		w.out.WriteByte(' ')
	default:
		w.children(n)
	}
}

func (w *plainWriter) children(n *html.Node) {
	for c := range n.ChildNodes() {
		w.node(c)
	}
}

// parted writes an element as a paragraph of its own. The first paragraph of
// a list item goes on where its mark stands.
func (w *plainWriter) parted(n *html.Node) {
	first := n.Parent != nil && n.Parent.DataAtom == atom.Li && firstElement(n.Parent) == n
	if !first {
		w.out.WriteString("\n\n")
	}
	w.children(n)
	w.out.WriteString("\n\n")
}

func firstElement(n *html.Node) *html.Node {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			return c
		}
	}
	return nil
}

func (w *plainWriter) list(n *html.Node) {
	number := 0
	if n.DataAtom == atom.Ol {
		number = 1
		for _, a := range n.Attr {
			if start, err := strconv.Atoi(a.Val); err == nil && a.Key == "start" {
				number = start
			}
		}
	}
	if len(w.numbers) == 0 {
		w.out.WriteString("\n\n")
	}
	w.numbers = append(w.numbers, number)
	w.children(n)
	w.numbers = w.numbers[:len(w.numbers)-1]
	if len(w.numbers) == 0 {
		w.out.WriteString("\n\n")
	}
}

func (w *plainWriter) item(n *html.Node) {
	mark := "- "
	if last := len(w.numbers) - 1; last >= 0 && n.Parent.DataAtom == atom.Ol {
		mark = strconv.Itoa(w.numbers[last]) + ". "
		w.numbers[last]++
	}
	w.out.WriteString("\n" + mark)
	w.children(n)
}

// text writes words. Line ends in the source are spaces, and those around
// blocks are nothing.
func (w *plainWriter) text(s string) {
	if w.inCode {
		w.out.WriteString(s)
		return
	}
	s = strings.ReplaceAll(s, "\n", " ")
	if w.out.Len() == 0 || strings.HasSuffix(w.out.String(), "\n") {
		s = strings.TrimLeft(s, " ")
	}
	w.out.WriteString(s)
}
