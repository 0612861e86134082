package clean

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Line returns a fragment as one line of plain text: tags removed, entities
// decoded once, white space collapsed, control characters removed.
func Line(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return oneLine(fragment)
	}
	return strings.Join(Paragraphs(fragment), " ")
}

// Text returns a fragment as plain text, its paragraphs parted by an empty
// line.
func Text(fragment string) string {
	return strings.Join(Paragraphs(fragment), "\n\n")
}

// Paragraphs returns the paragraphs of a fragment as plain text, none of them
// empty: what stands in p, div, li, blockquote, headings and the like, and
// what two line breaks part. Scripts and styles are dropped with all they hold.
func Paragraphs(fragment string) []string {
	z := html.NewTokenizer(strings.NewReader(scrub(fragment)))
	var w paragraphs
	for {
		switch z.Next() {
		case html.ErrorToken:
			w.end()
			return w.done
		case html.TextToken:
			w.text(z.Text())
		case html.StartTagToken:
			name, _ := z.TagName()
			w.open(atom.Lookup(name))
		case html.SelfClosingTagToken:
			name, _ := z.TagName()
			w.tag(atom.Lookup(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(atom.Lookup(name))
		}
	}
}

// paragraphs gathers text into paragraphs as tags go by.
type paragraphs struct {
	done   []string
	now    strings.Builder
	breaks int       // line breaks since the last word
	hidden atom.Atom // the element whose content is being dropped, 0 when none
}

func (w *paragraphs) open(a atom.Atom) {
	if w.hidden == 0 && isHidden(a) {
		w.hidden = a
		return
	}
	w.tag(a)
}

func (w *paragraphs) close(a atom.Atom) {
	if w.hidden != 0 {
		if w.hidden == a {
			w.hidden = 0
		}
		return
	}
	if a != atom.Br {
		w.tag(a)
	}
}

func (w *paragraphs) tag(a atom.Atom) {
	switch {
	case w.hidden != 0:
	case a == atom.Br:
		w.now.WriteByte(' ')
		if w.breaks++; w.breaks > 1 {
			w.end()
		}
	case a == atom.Td || a == atom.Th || a == atom.Img:
		w.now.WriteByte(' ')
	case isBlock(a):
		w.end()
	}
}

func (w *paragraphs) text(t []byte) {
	if w.hidden != 0 {
		return
	}
	if w.breaks > 0 && strings.TrimSpace(string(t)) != "" {
		w.breaks = 0
	}
	w.now.Write(t)
}

func (w *paragraphs) end() {
	if s := oneLine(w.now.String()); s != "" {
		w.done = append(w.done, s)
	}
	w.now.Reset()
	w.breaks = 0
}

func isHidden(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Math,
		atom.Iframe, atom.Object, atom.Select, atom.Textarea, atom.Title, atom.Noembed,
		atom.Noframes:
		return true
	}
	return false
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Hr, atom.Pre, atom.Table, atom.Tr, atom.Caption, atom.Section,
		atom.Article, atom.Header, atom.Footer, atom.Aside, atom.Main, atom.Nav,
		atom.Figure, atom.Figcaption, atom.Address, atom.Center, atom.Form,
		atom.Fieldset, atom.Details, atom.Summary, atom.Body, atom.Html:
		return true
	}
	return false
}

// oneLine collapses white space and removes what does not print.
func oneLine(s string) string {
	if isPlainLine(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	var high pile
	for _, r := range s {
		if unicode.IsSpace(r) {
			space, high = true, 0
			continue
		}
		if unprintable(r) || high.tooHigh(r) {
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// isPlainLine says whether s is already as oneLine would leave it. It looks at
// ASCII only; anything else takes the long way.
func isPlainLine(s string) bool {
	space := true
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && space, c < ' ', c >= 0x7f:
			return false
		default:
			space = c == ' '
		}
	}
	return s == "" || !space
}
