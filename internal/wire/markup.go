package wire

import "strings"

// looksLikeHTML guesses whether a text of unknown kind is HTML: it closes an
// element, or breaks lines, or uses entities, and nothing in it contradicts.
func looksLikeHTML(s string) bool {
	evidence := false
	for {
		i := strings.IndexAny(s, "<&")
		if i < 0 {
			return evidence
		}
		if s = s[i:]; s[0] == '&' {
			if isEntity(s) {
				evidence = true
			}
			s = s[1:]
			continue
		}
		name, closes, ok := tagName(s)
		switch {
		case !ok:
			s = s[1:]
			continue
		case !isHTMLName(name):
			return false
		}
		evidence = evidence || closes
		s = s[1:]
	}
}

// tagName returns the name of the tag at the beginning of s, and whether the
// tag alone is proof of HTML: an end tag, or one that stands by itself.
func tagName(s string) (name string, closes, ok bool) {
	i := 1
	if i < len(s) && s[i] == '/' {
		closes = true
		i++
	}
	start := i
	for i < len(s) && isNameByte(s[i]) {
		i++
	}
	if i == start || !isNameStart(s[start]) || strings.IndexByte(s[i:], '>') < 0 {
		return "", false, false
	}
	name = lower(s[start:i])
	return name, closes || name == "br" || name == "img" || name == "hr", true
}

func isHTMLName(name string) bool {
	switch name {
	case "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "big",
		"blockquote", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
		"colgroup", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em",
		"embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3",
		"h4", "h5", "h6", "header", "hr", "i", "iframe", "img", "input", "ins", "kbd", "label",
		"legend", "li", "link", "map", "mark", "menu", "meter", "nav", "object", "ol", "optgroup",
		"option", "p", "param", "picture", "pre", "progress", "q", "s", "samp", "script", "section",
		"select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup",
		"table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul",
		"var", "video", "wbr":
		return true
	}
	return false
}

// isVoid says whether an element of HTML never has an end tag.
func isVoid(name string) bool {
	switch lower(name) {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
		"source", "track", "wbr":
		return true
	}
	return false
}

// unwrapDiv removes the div that Atom demands around XHTML, which is not part
// of the text, when it holds all of it.
func unwrapDiv(s string) string {
	if !strings.HasPrefix(s, "<div") || !strings.HasSuffix(s, "</div>") {
		return s
	}
	open := tagEnd(s, len("<div"))
	if open >= len(s) || s[open] != '>' || isNameByte(s[len("<div")]) {
		return s
	}
	inner := s[open+1 : len(s)-len("</div>")]
	for rest, depth := inner, 0; ; {
		i := strings.Index(rest, "div")
		if i < 0 {
			return strings.TrimSpace(inner)
		}
		switch before := rest[:i]; {
		case strings.HasSuffix(before, "</"):
			if depth--; depth < 0 {
				return s
			}
		case strings.HasSuffix(before, "<"):
			depth++
		}
		rest = rest[i+len("div"):]
	}
}

// isLinkAttribute says whether an attribute of HTML holds an address.
func isLinkAttribute(name string) bool {
	switch lower(name) {
	case "href", "src", "cite", "action", "longdesc", "background", "poster", "data", "usemap",
		"formaction", "classid", "codebase", "profile", "icon":
		return true
	}
	return false
}

// leftOpen says whether an element of HTML may do without its end tag.
func leftOpen(name string) bool {
	switch name {
	case "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup":
		return true
	}
	return isVoid(name)
}

// isMark says whether an element of HTML only marks words; one that is left
// open is opened again in every block that follows.
func isMark(name string) bool {
	switch name {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}

// maxOpenMarks is how many marks of a text may be open at once.
const maxOpenMarks = 256

// weigh notes HTML that nobody can balance: nested too deeply, or with too
// many marks left open.
func (z *tokenizer) weigh(text string) {
	if z.fault != "" || len(text) < 3*maxOpenMarks || strings.Count(text, "<") < maxOpenMarks {
		return
	}
	depth, marks := 0, 0
	for i := strings.IndexByte(text, '<'); i >= 0; i = strings.IndexByte(text, '<') {
		text = text[i+1:]
		step := 1
		if strings.HasPrefix(text, "/") {
			text, step = text[1:], -1
		}
		name := lower(leadingName(text))
		if name == "" || leftOpen(name) {
			continue
		}
		depth = max(depth+step, 0)
		if isMark(name) {
			marks = max(marks+step, 0)
		}
		switch {
		case marks > maxOpenMarks:
			z.note(DamageHTMLBudget)
			return
		case depth > maxDepth:
			z.note(DamageHTMLDepth)
			return
		}
	}
}

// leadingName returns the name of an element of HTML at the beginning of s.
func leadingName(s string) string {
	i := 0
	for i < len(s) && i < 16 && isNameByte(s[i]) {
		i++
	}
	return s[:i]
}
