package article

import (
	"maps"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A book finds agencies by their names: those of the table, and those that the
// newsroom follows. The zero book holds the table.
type book struct {
	own map[string]*agency // beyond the table, by key
}

// bookOf returns a book of the table and of agencies by their printed names.
func bookOf(names []string) book {
	b := book{own: map[string]*agency{}}
	for _, n := range names {
		b.add(n)
	}
	return b
}

// add enters an agency under its name and the name's core. The table's own
// agencies keep their short names.
func (b book) add(name string) {
	name = line(name)
	if compareKey(name) == "" || b.named(name) != nil {
		return
	}
	a := &agency{short: name, followed: true}
	b.own[compareKey(name)] = a
	if c := core(name, telling); utf8.RuneCountInString(c) >= 4 && !vague[strings.ToLower(c)] && b.named(c) == nil {
		a.names = []string{c}
		b.own[compareKey(c)] = a
	}
}

// with returns a book that has one more agency.
func (b book) with(name string) book {
	more := book{own: maps.Clone(b.own)}
	if more.own == nil {
		more.own = map[string]*agency{}
	}
	more.add(name)
	return more
}

// tableByKey is the table by keys of its names: without case and punctuation.
var tableByKey = func() map[string]*agency {
	table := map[string]*agency{}
	for i := range agencies {
		a := &agencies[i]
		table[compareKey(a.short)] = a
		for _, n := range a.names {
			if k := compareKey(n); table[k] == nil {
				table[k] = a
			}
		}
	}
	return table
}()

// What stands around the name of an agency in its longer forms. A few of them
// tell an agency by themselves; the others also end the names of newspapers.
var (
	telling = agencyForm{
		before: regexp.MustCompile(`^(?i:the\s+)?(?i:agence(?: de presse)?|agencia(?: de noticias)?|agência(?: de notícias)?|agenzia|agentur|nachrichtenagentur|presseagentur|agency)\s+`),
		after:  regexp.MustCompile(`\s+(?i:(?:news|press) (?:agency|service)|newswires?|news wire|agency|nachrichtenagentur|presseagentur)$`),
	}
	usual = agencyForm{
		after: regexp.MustCompile(`\s+(?i:news|wire|staff)$`),
	}
)

// vague are words that are left of an agency's name without being one.
var vague = wordSet(`central federal general global independent international national press public regional state united world local sports`)

type agencyForm struct{ before, after *regexp.Regexp }

// core returns the name within a longer form of it, or the name itself.
func core(name string, forms ...agencyForm) string {
	name = strings.TrimSpace(name)
	for _, f := range forms {
		c := f.after.ReplaceAllString(name, "")
		if f.before != nil {
			c = f.before.ReplaceAllString(c, "")
		}
		if c != name && c != "" {
			return strings.TrimPrefix(c, "The ")
		}
	}
	return name
}

// named returns the agency that a text names and nothing else, nil when
// there is none.
func (b book) named(name string) *agency {
	name = strings.Trim(name, " \t./|()[]-–—:;,©*")
	if a := b.entry(name); a != nil {
		return a
	}
	short := core(name, telling, usual)
	if short == name {
		return nil
	}
	a := b.entry(short)
	if a == nil || !a.followed && (core(name, telling) != short || shortOnly[strings.ToUpper(short)]) {
		return nil
	}
	return a
}

// entry returns the agency that stands in the book under a name.
func (b book) entry(name string) *agency {
	k := compareKey(name)
	if a := tableByKey[k]; a != nil {
		if upper := strings.ToUpper(name); shortOnly[upper] && name != upper {
			return nil
		}
		return a
	}
	a := b.own[k]
	if a == nil || startsLower(name) && !startsLower(a.short) {
		return nil // a word of the language, not the name
	}
	return a
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// in returns the agencies that a credit line names: the whole line, or its
// parts between slashes, commas and "and".
func (b book) in(credit string) []*agency {
	if a := b.named(credit); a != nil {
		return []*agency{a}
	}
	var found []*agency
	for _, part := range creditParts(credit) {
		if a := b.named(part); a != nil {
			found = append(found, a)
		}
	}
	return found
}
