package news

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// tokens are the words of a text, folded. In scripts that are written without
// spaces each character is a word.
type tokens []string

// read returns the tokens with those of a text after them.
func (t tokens) read(text string) tokens {
	text = folded(text)
	start := -1
	for at, r := range text {
		switch {
		case borderless(r):
			t, start = t.end(text, start, at), -1
			t = append(t, text[at:at+utf8.RuneLen(r)])
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			if start < 0 {
				start = at
			}
		default:
			t, start = t.end(text, start, at), -1
		}
	}
	return t.end(text, start, len(text))
}

func (t tokens) end(text string, start, at int) tokens {
	if start < 0 {
		return t
	}
	return append(t, text[start:at])
}

// folded returns a text as it is compared: one form of each character, and no
// difference of case.
func folded(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return cases.Fold().String(norm.NFKC.String(strings.ToValidUTF8(text, " ")))
		}
	}
	return strings.ToLower(text)
}

// borderless says whether a character's script is written without borders
// between words, or so that other words grow onto one.
func borderless(r rune) bool {
	return r >= 0xe00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// phrase is words that have to stand one after the other.
type phrase []phraseWord

type phraseWord struct {
	text   string
	begins bool // any word that begins so
}

// phrasesOf returns the phrases of a rule's pattern, which commas part. A "*"
// after a word stands for any ending.
func phrasesOf(pattern string) []phrase {
	var list []phrase
	for _, alternative := range strings.Split(strings.ReplaceAll(pattern, "，", ","), ",") {
		var p phrase
		for _, word := range strings.Fields(alternative) {
			bare := strings.TrimRight(word, "*")
			for _, token := range (tokens{}).read(bare) {
				p = append(p, phraseWord{text: token})
			}
			if bare != word && len(p) > 0 {
				p[len(p)-1].begins = true
			}
		}
		if len(p) > 0 {
			list = append(list, p)
		}
	}
	return list
}

func (w phraseWord) fits(token string) bool {
	if w.begins {
		return strings.HasPrefix(token, w.text)
	}
	return token == w.text
}

// have says whether a phrase stands in the tokens.
func (t tokens) have(p phrase) bool {
	for at := 0; at+len(p) <= len(t); at++ {
		if p[0].fits(t[at]) && p.standsAt(t[at:]) {
			return true
		}
	}
	return false
}

func (p phrase) standsAt(t tokens) bool {
	for i := 1; i < len(p); i++ {
		if !p[i].fits(t[i]) {
			return false
		}
	}
	return true
}

// PlainText returns the text of cleaned HTML on one line, with tags as spaces
// and entities resolved.
func PlainText(fragment string) string {
	if fragment == "" {
		return ""
	}
	if strings.IndexByte(fragment, '<') >= 0 {
		var b strings.Builder
		b.Grow(len(fragment))
		tag := false
		for i := range len(fragment) {
			switch c := fragment[i]; {
			case c == '<':
				tag = true
				b.WriteByte(' ')
			case c == '>' && tag:
				tag = false
			case !tag:
				b.WriteByte(c)
			}
		}
		fragment = b.String()
	}
	return strings.Join(strings.Fields(html.UnescapeString(fragment)), " ")
}

// AlikeHeadlines says whether two headlines have at least half of the words of
// the longer one in common.
func AlikeHeadlines(a, b string) bool {
	one, two := (tokens{}).read(a), (tokens{}).read(b)
	in := make(map[string]int, len(one))
	for _, w := range one {
		in[w]++
	}
	common := 0
	for _, w := range two {
		if in[w] > 0 {
			in[w]--
			common++
		}
	}
	return common > 0 && 2*common >= max(len(one), len(two))
}
