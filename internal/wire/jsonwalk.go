package wire

import (
	"iter"
	"slices"
	"strings"
)

// jsonWalk walks over JSON and finds where each value begins and ends, without
// reading or copying it: a document of any length is read value by value. What
// is no JSON ends the walk like the document's end.
type jsonWalk struct {
	doc  string
	pos  int
	cut  bool // the document ended, or went wrong, inside of a value
	deep bool // values are nested too deeply
}

// peek returns the first character of what comes next, 0 at the end.
func (w *jsonWalk) peek() byte {
	for w.pos < len(w.doc) && isSpace(w.doc[w.pos]) {
		w.pos++
	}
	if w.pos == len(w.doc) {
		return 0
	}
	return w.doc[w.pos]
}

// members walks over the members of an object. The walk stands before the
// member's value, which the body of the loop must take.
func (w *jsonWalk) members() iter.Seq[string] {
	return func(yield func(string) bool) {
		if w.peek() != '{' {
			w.cut = true
			return
		}
		for w.step('}') {
			if w.peek() != '"' {
				w.cut = true
				return
			}
			name := strings.Trim(w.value(), `"`)
			if w.peek() != ':' {
				w.cut = true
				return
			}
			w.pos++
			if !yield(name) {
				return
			}
		}
	}
}

// elements walks over the elements of a list, each of which the body of the
// loop must take.
func (w *jsonWalk) elements() iter.Seq[struct{}] {
	return func(yield func(struct{}) bool) {
		for w.step(']') {
			if !yield(struct{}{}) {
				return
			}
		}
	}
}

// objectsOf yields the objects in a list.
func objectsOf(raw string) iter.Seq[string] {
	return func(yield func(string) bool) {
		w := jsonWalk{doc: raw}
		if w.peek() != '[' {
			return
		}
		for range w.elements() {
			if value := w.value(); strings.HasPrefix(value, "{") && !yield(value) {
				return
			}
		}
	}
}

// step goes to the next member or element, behind what opens or parts them.
// It reports false behind what closes them.
func (w *jsonWalk) step(closing byte) bool {
	if w.cut || w.deep {
		return false
	}
	switch c := w.peek(); c {
	case '{', '[', ',':
		w.pos++
		if next := w.peek(); next != closing {
			w.cut = next == 0
			return !w.cut
		}
	case closing:
	default:
		w.cut = true
		return false
	}
	w.pos++
	return false
}

// value returns the next value as it was written and goes behind it.
func (w *jsonWalk) value() string {
	c := w.peek()
	start := w.pos
	switch c {
	case '"':
		w.text()
	case '{', '[':
		w.nested()
	default:
		for w.pos < len(w.doc) && strings.IndexByte(",]} \n\r\t:\"[{", w.doc[w.pos]) < 0 {
			w.pos++
		}
		w.cut = w.cut || w.pos == start || w.pos == len(w.doc)
	}
	return w.doc[start:w.pos]
}

// text goes behind the string that begins here.
func (w *jsonWalk) text() {
	for i := w.pos + 1; i < len(w.doc); i++ {
		end := strings.IndexByte(w.doc[i:], '"')
		if end < 0 {
			break
		}
		i += end
		escapes := 0
		for w.doc[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			w.pos = i + 1
			return
		}
	}
	w.pos, w.cut = len(w.doc), true
}

// nested goes behind the object or list that begins here.
func (w *jsonWalk) nested() {
	depth := 0
	for w.pos < len(w.doc) {
		switch w.doc[w.pos] {
		case '"':
			w.text()
			continue
		case '{', '[':
			if depth++; depth > maxDepth {
				w.deep = true
				return
			}
		case '}', ']':
			if depth--; depth == 0 {
				w.pos++
				return
			}
		}
		w.pos++
	}
	w.cut = true
}

// names are the names of an object's members met so far.
type names []string

// add reports false for a name that was there before.
func (n *names) add(name string) bool {
	if slices.Contains(*n, name) {
		return false
	}
	if len(*n) < maxNames {
		*n = append(*n, name)
	}
	return true
}

// maxNames is how many names of an object are compared.
const maxNames = 64
