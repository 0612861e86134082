package story

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// termID is the place of a term in its vocabulary. It says nothing about the
// term: vocabularies that saw the same reports in another order number them
// otherwise.
type termID uint32

// noTerm is the id of words that carry nothing.
const noTerm termID = 0

// term is what is known of a stem of one language, or of a name or number,
// which are the same in all.
type term struct {
	text     string
	language *tongue // nil for names and numbers
	common   bool    // a word common in news of every kind
	reports  int32   // open reports that have it
}

// tongue counts the open reports of a language, or of all languages.
type tongue struct{ reports int32 }

// vocabulary knows the terms of the open reports and how many have them.
type vocabulary struct {
	terms   []term
	ids     map[string]termID
	written map[writtenWord]wordTerms // a cache: how words as written become terms
	tongues map[string]*tongue
	all     tongue
	common  map[string]map[string]bool // the stems of newsWords
}

type writtenWord struct{ language, text string }

// wordTerms are the terms that a word stands for: its stem, and, when it may
// be a name or is a number, what other languages would share with it.
type wordTerms struct{ stem, carrier termID }

// wordsKept bounds the cache of written words.
const wordsKept = 1 << 19

func newVocabulary() *vocabulary {
	v := &vocabulary{
		terms:   make([]term, 1, 1<<12),
		ids:     make(map[string]termID, 1<<12),
		written: make(map[writtenWord]wordTerms, 1<<12),
		tongues: make(map[string]*tongue),
		common:  make(map[string]map[string]bool),
	}
	for language, words := range newsWords {
		v.common[language] = make(map[string]bool, len(words))
		for w := range words {
			v.common[language][stem(w, language)] = true
		}
	}
	return v
}

func (v *vocabulary) tongue(language string) *tongue {
	t := v.tongues[language]
	if t == nil {
		t = &tongue{}
		v.tongues[language] = t
	}
	return t
}

// look returns the terms that a word stands for.
func (v *vocabulary) look(word, language string) wordTerms {
	key := writtenWord{language, word}
	if t, ok := v.written[key]; ok {
		return t
	}
	if len(v.written) >= wordsKept {
		clear(v.written)
	}
	t := v.learn(word, language)
	key.text = strings.Clone(word)
	v.written[key] = t
	return t
}

func (v *vocabulary) learn(word, language string) wordTerms {
	if first, _ := utf8.DecodeRuneInString(word); unicode.IsDigit(first) {
		t := v.intern("#"+plainNumber(word), nil)
		v.terms[t].common = smallNumber(word)
		return wordTerms{carrier: t}
	}
	lower := strings.ToLower(word)
	letters := utf8.RuneCountInString(word)
	// US is a country, us is nobody.
	acronym := letters >= 2 && word == strings.ToUpper(word) && word != lower
	upper := capital(word)
	switch {
	case letters < 2,
		!acronym && emptyWords[language][lower],
		!upper && letters < shortestWord && plainASCII(word):
		return wordTerms{}
	}
	s := stem(lower, language)
	t := wordTerms{stem: v.intern(language+":"+s, v.tongue(language))}
	if v.common[language][s] {
		v.terms[t.stem].common = true
	} else if upper || eastAsian(firstRune(word)) {
		t.carrier = v.intern("="+nameKey(lower), nil)
	}
	return t
}

// smallNumber says whether a number is one that days of the month, scores and
// counts of anything share by chance.
func smallNumber(word string) bool {
	n, err := strconv.Atoi(word)
	return err == nil && n <= daysOfMonth
}

const daysOfMonth = 31

// shortestWord is how many letters a word without a capital needs: shorter
// ones are hardly ever more than grammar.
const shortestWord = 4

func (v *vocabulary) intern(s string, language *tongue) termID {
	if id, ok := v.ids[s]; ok {
		return id
	}
	id := termID(len(v.terms))
	v.terms = append(v.terms, term{text: s, language: language})
	v.ids[s] = id
	return id
}

// carrier says whether a term is a name or number, which carries from one
// language to another.
func (v *vocabulary) carrier(id termID) bool { return v.terms[id].language == nil }

// name says whether a term is a name.
func (v *vocabulary) name(id termID) bool {
	return v.carrier(id) && strings.HasPrefix(v.terms[id].text, "=")
}

// count takes a report's terms into the vocabulary's counts, or out of them
// when by is -1.
func (v *vocabulary) count(s *sketch, by int32) {
	v.all.reports += by
	v.tongue(s.language).reports += by
	for _, m := range s.mentions {
		v.terms[m.term].reports += by
	}
}

const (
	// backgroundReports is how many reports are taken to have been seen
	// before the first, when nothing is known of how common words are.
	backgroundReports = 15
	// commonRate is the part of these that have a word common in news, and
	// rareRate the part that have any other.
	commonRate = 0.10
	rareRate   = 0.04
	// aloneWeight is what is left of the weight of a term of a single report:
	// it tells nothing of what reports have in common, only a little of how
	// much a report has of its own.
	aloneWeight = 0.45
)

// rarity says how much a term tells: the fewer reports of its language have
// it, the more.
func (v *vocabulary) rarity(id termID) float64 {
	t := &v.terms[id]
	in := t.language
	if in == nil {
		in = &v.all
	}
	has := float64(t.reports) + rareRate*backgroundReports
	if t.common {
		has += commonRate * backgroundReports
	}
	r := math.Log((float64(in.reports) + backgroundReports) / has)
	if t.reports <= 1 {
		r *= aloneWeight
	}
	return max(r, 0)
}

// length returns the length of a vector when its terms are weighed by their
// rarity.
func (v *vocabulary) length(mentions vector) int64 {
	var square float64
	for _, m := range mentions {
		w := float64(m.weight) * v.rarity(m.term)
		square += w * w
	}
	return int64(math.Round(math.Sqrt(square)))
}

func capital(word string) bool { return unicode.IsUpper(firstRune(word)) }

func firstRune(word string) rune {
	r, _ := utf8.DecodeRuneInString(word)
	return r
}
