package wire

import "strings"

// tokenKind says what stands at a place of the document.
type tokenKind uint8

const (
	tokenEnd   tokenKind = iota // the end of the document
	tokenText                   // text with entities
	tokenCDATA                  // text without
	tokenOpen                   // <name attributes>
	tokenClose                  // </name>
)

// token is one piece of markup. Its strings are parts of the document.
type token struct {
	kind  tokenKind
	empty bool   // <name/>
	name  string // of an element, as it was written
	attrs string // the attributes, as they were written
	text  string // of text and CDATA
	at    int    // where the token begins
}

// tokenizer cuts a document into tokens. It never fails: what makes no sense
// as markup is text. Comments, instructions and document types are passed
// over, so that entities which they define are never expanded.
type tokenizer struct {
	doc string
	pos int
	cut bool // the document ended inside of a token

	doctype bool // a document type was seen, which may declare HTML's entities
	fault   Kind // the first damage met
	refused Kind // why nothing more is read

	// What was looked for to the document's end and not found is not looked
	// for again, or hostile documents would take time by the square.
	noComment, noDeclaration bool
}

// note keeps the first damage met.
func (z *tokenizer) note(k Kind) {
	if z.fault == "" {
		z.fault = k
	}
}

// refuse ends the reading.
func (z *tokenizer) refuse(k Kind) token {
	if z.refused == "" {
		z.refused = k
	}
	z.pos = len(z.doc)
	return token{kind: tokenEnd, at: z.pos}
}

func (z *tokenizer) next() token {
	for z.pos < len(z.doc) {
		if z.doc[z.pos] != '<' {
			return z.text(z.pos)
		}
		start := z.pos
		if start+1 == len(z.doc) {
			z.cut = true
			z.pos++
			break
		}
		switch c := z.doc[start+1]; {
		case isNameStart(c):
			return z.open(start)
		case c == '/':
			if t, ok := z.close(start); ok {
				return t
			}
		case c == '!':
			if t, ok := z.declaration(start); ok {
				return t
			}
		case c == '?':
			z.instruction(start)
		default:
			z.note(DamageMarkup)
			return z.text(start)
		}
	}
	return token{kind: tokenEnd, at: len(z.doc)}
}

// text returns the text from start to the next piece of markup. A '<' at its
// beginning belongs to it.
func (z *tokenizer) text(start int) token {
	end := strings.IndexByte(z.doc[start+1:], '<')
	if end < 0 {
		end = len(z.doc)
	} else {
		end += start + 1
	}
	z.pos = end
	return token{kind: tokenText, text: z.doc[start:end], at: start}
}

func (z *tokenizer) open(start int) token {
	i := start + 1
	for i < len(z.doc) && isNameByte(z.doc[i]) {
		i++
	}
	if i-start > maxName {
		return z.refuse(KindTokenTooLong)
	}
	t := token{kind: tokenOpen, name: z.doc[start+1 : i], at: start}
	end := tagEnd(z.doc, i)
	if end-i > maxField {
		return z.refuse(KindTokenTooLong)
	}
	z.pos = min(end+1, len(z.doc))
	if end == len(z.doc) {
		z.cut = true
		return token{kind: tokenEnd, at: start}
	}
	if z.doc[end] == '<' { // the tag was never closed, and another begins
		z.pos = end
		z.note(DamageMarkup)
	}
	t.attrs = z.doc[i:end]
	if len(t.attrs) > 4*maxAttributes && tooManyAttributes(t.attrs) {
		return z.refuse(KindAttributes)
	}
	if strings.HasSuffix(t.attrs, "/") {
		t.attrs, t.empty = t.attrs[:len(t.attrs)-1], true
	}
	return t
}

// tooManyAttributes says whether there are more attributes than any element
// has. Words without a value are no attributes.
func tooManyAttributes(attrs string) bool {
	if strings.Count(attrs, "=") <= maxAttributes {
		return false
	}
	count := 0
	for count <= maxAttributes {
		_, value, rest, ok := nextAttr(attrs)
		if !ok {
			return false
		}
		if value != "" {
			count++
		}
		attrs = rest
	}
	return true
}

// tagEnd returns where the tag ends whose name ends at i: at its '>', at a '<'
// that does not belong to it, or at the end of the document.
func tagEnd(doc string, i int) int {
	first := 0
	for quote := byte(0); i < len(doc); i++ {
		switch c := doc[i]; {
		case c == '>' && quote == 0:
			return i
		case c == '>':
			if first == 0 {
				first = i
			}
		case c == '<':
			// No value may hold one: a quotation mark is missing.
			if first != 0 {
				return first
			}
			return i
		case quote != 0:
			if c == quote {
				quote, first = 0, 0
			}
		case (c == '"' || c == '\'') && precededByEquals(doc, i):
			quote = c
		}
	}
	if first != 0 {
		return first
	}
	return len(doc)
}

func precededByEquals(doc string, i int) bool {
	for i--; i >= 0 && isSpace(doc[i]); i-- {
	}
	return i >= 0 && doc[i] == '='
}

func (z *tokenizer) close(start int) (token, bool) {
	// Whichever comes first: looking for one of them past the other would read
	// the rest of the document for every tag.
	end := strings.IndexAny(z.doc[start+1:], "<>")
	if end < 0 {
		z.cut = true
		z.pos = len(z.doc)
		return token{}, false
	}
	end += start + 1
	z.pos = end + 1
	if z.doc[end] == '<' {
		z.pos = end
		z.note(DamageMarkup)
	}
	return token{kind: tokenClose, name: strings.TrimSpace(z.doc[start+2 : end]), at: start}, true
}

func (z *tokenizer) declaration(start int) (token, bool) {
	rest := z.doc[start:]
	switch {
	case strings.HasPrefix(rest, "<![CDATA["):
		return z.cdata(start), true
	case strings.HasPrefix(rest, "<!--"):
		z.comment(start + len("<!--"))
	case len(rest) > 2 && (isNameStart(rest[2]) || rest[2] == '['):
		z.pos = z.declarationEnd(start)
		z.documentType(z.doc[start:z.pos])
	default:
		z.note(DamageMarkup)
		return z.text(start), true
	}
	return token{}, false
}

func (z *tokenizer) cdata(start int) token {
	from := start + len("<![CDATA[")
	end := strings.Index(z.doc[from:], "]]>")
	if end < 0 {
		z.cut = true
		z.pos = len(z.doc)
		return token{kind: tokenCDATA, text: strings.TrimRight(z.doc[from:], "]"), at: start}
	}
	z.pos = from + end + len("]]>")
	return token{kind: tokenCDATA, text: z.doc[from : from+end], at: start}
}

// declarationEnd returns where the document type that begins at start ends,
// with all that it declares in brackets.
func (z *tokenizer) declarationEnd(start int) int {
	depth, quote := 0, byte(0)
	for i := start; i < len(z.doc) && !z.noDeclaration; i++ {
		switch c := z.doc[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == '>' && depth <= 0:
			return i + 1
		}
	}
	// It never ends: read on behind its first line as if it were not there.
	z.noDeclaration = true
	if end := strings.IndexByte(z.doc[start:], '>'); end >= 0 {
		return start + end + 1
	}
	return len(z.doc)
}

// documentType looks at what the document says of its type. It may say so
// once.
func (z *tokenizer) documentType(decl string) {
	if len(decl) < len("<!DOCTYPE") || !strings.EqualFold(decl[:len("<!DOCTYPE")], "<!DOCTYPE") {
		return
	}
	again := z.doctype
	z.doctype = true
	if strings.Contains(decl, "<!ENTITY") && (again || ownEntities(decl, z.doc[z.pos:])) {
		z.refuse(KindEntities)
	}
}

func (z *tokenizer) instruction(start int) {
	end := strings.IndexByte(z.doc[start:], '>')
	if end < 0 {
		z.cut = true
		z.pos = len(z.doc)
		return
	}
	near := z.doc[start:min(start+end+256, len(z.doc))]
	if proper := strings.Index(near, "?>"); proper >= 0 {
		end = proper + 1
	}
	z.pos = start + end + 1
}

// comment goes behind the comment, or behind the next '>' when it never ends.
func (z *tokenizer) comment(from int) {
	if !z.noComment {
		if end := strings.Index(z.doc[from:], "-->"); end >= 0 {
			z.pos = from + end + len("-->")
			return
		}
		z.noComment, z.cut = true, true
	}
	if end := strings.IndexByte(z.doc[from:], '>'); end >= 0 {
		z.pos = from + end + 1
		return
	}
	z.pos = len(z.doc)
}

// nextAttr takes the first attribute off s. It reports false when there is
// none left.
func nextAttr(s string) (name, value, rest string, ok bool) {
	i := 0
	for i < len(s) && (isSpace(s[i]) || s[i] == '/' || s[i] == '"' || s[i] == '\'') {
		i++
	}
	start := i
	for i < len(s) && s[i] != '=' && !isSpace(s[i]) {
		i++
	}
	if name = s[start:i]; name == "" {
		return "", "", "", false
	}
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i == len(s) || s[i] != '=' {
		return name, "", s[i:], true
	}
	for i++; i < len(s) && isSpace(s[i]); i++ {
	}
	if i == len(s) {
		return name, "", "", true
	}
	if q := s[i]; q == '"' || q == '\'' {
		if end := strings.IndexByte(s[i+1:], q); end >= 0 {
			return name, s[i+1 : i+1+end], s[i+2+end:], true
		}
		return name, s[i+1:], "", true
	}
	start = i
	for i < len(s) && !isSpace(s[i]) {
		i++
	}
	return name, s[start:i], s[i:], true
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

func isNameByte(c byte) bool {
	return isNameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.'
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
