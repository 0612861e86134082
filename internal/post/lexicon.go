package post

import (
	_ "embed" // for the lexicon
	"strings"
	"sync"
)

//go:embed lexicon.txt
var lexiconText string

// lexicon is the lexicon as it was read once; nothing changes it.
var lexicon = sync.OnceValue(func() *words { return readLexicon(lexiconText) })

// class is a set of kinds of word that are told by the word alone.
type class uint16

const (
	isModal class = 1 << iota
	isDeterminer
	isPronoun
	isPreposition
	isSubordinator
	isRelative
	isAdverb
	isAdjective
	isPlural
	isSingular
	isModifier
	isActor
	isPast
	isSpeech
	isOwner
)

var classes = map[string]class{
	"modal": isModal, "determiner": isDeterminer, "pronoun": isPronoun, "preposition": isPreposition,
	"subordinator": isSubordinator, "relative": isRelative, "adverb": isAdverb, "adjective": isAdjective,
	"plural": isPlural, "singular": isSingular, "modifier": isModifier, "actor": isActor, "past": isPast, "speech": isSpeech, "owner": isOwner,
}

// verbPriors says how far a verb of each section is a verb when nothing is
// known of its neighbours: first its base form, then its form in -s, as
// logarithms of odds. A verb that stands in several sections is taken to lie
// between them.
var verbPriors = map[string][2]float64{
	"verb": {4, 4},
	"turn": {-1, 2},
	"both": {0, 0.3},
	"noun": {-1.5, -1.2},
}

// verb is a verb of the lexicon.
type verb struct {
	base       string
	sections   [2]float64 // how many speak of the base form and of the form in -s
	bare       float64    // how far the base form is a verb
	third      float64    // how far the form in -s is
	infinitive bool       // takes an infinitive: "plans to visit"
	closes     bool       // often ends its clause
	sameInPast bool       // "hit": the past is spelt like the base
	doubles    bool       // doubles its last letter though it has several syllables
}

// words is what we know of English words, all in lower case.
type words struct {
	verbs   map[string]*verb // by base form
	thirds  map[string]*verb // by form in -s
	pasts   map[string]*verb // by regular past form
	classes map[string]class
}

func readLexicon(text string) *words {
	w := &words{
		verbs: map[string]*verb{}, thirds: map[string]*verb{},
		pasts: map[string]*verb{}, classes: map[string]class{},
	}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		default:
			for word := range strings.FieldsSeq(line) {
				w.add(section, word)
			}
		}
	}
	for base, v := range w.verbs {
		v.bare /= max(v.sections[0], 1)
		v.third /= v.sections[1]
		w.thirds[thirdPerson(base)] = v
		w.pasts[regularPast(v)] = v
		if strings.HasSuffix(base, "el") || strings.HasSuffix(base, "al") {
			w.pasts[base+"led"] = v // as it is spelt in Britain
		}
	}
	w.thirds["has"] = w.verbs["have"]
	w.thirds["is"] = &verb{base: "be", third: verbPriors["verb"][1]}
	w.verbs["are"] = &verb{base: "be", bare: verbPriors["verb"][0]}
	return w
}

func (w *words) add(section, word string) {
	if c, ok := classes[section]; ok {
		w.classes[word] |= c
		return
	}
	base := strings.TrimRight(word, "*!=+~")
	marks := word[len(base):]
	v := w.verbs[base]
	if v == nil {
		v = &verb{base: base}
		w.verbs[base] = v
	}
	prior := verbPriors[section]
	v.sections[1]++
	v.third += prior[1]
	if !strings.Contains(marks, "~") {
		v.sections[0]++
		v.bare += prior[0]
	}
	v.infinitive = v.infinitive || strings.Contains(marks, "*")
	v.closes = v.closes || strings.Contains(marks, "!")
	v.sameInPast = v.sameInPast || strings.Contains(marks, "=")
	v.doubles = v.doubles || strings.Contains(marks, "+")
}

// third returns the verb whose form in -s a word is, or nil. A verb with re-
// before it need not stand in the lexicon.
func (w *words) third(word string) *verb { return w.find(w.thirds, word) }

// bare returns the verb whose base form a word is, or nil.
func (w *words) bare(word string) *verb { return w.find(w.verbs, word) }

func (w *words) find(forms map[string]*verb, word string) *verb {
	if v := forms[word]; v != nil {
		return v
	}
	if american := americanSpelling(word); american != word {
		if v := forms[american]; v != nil {
			british := *v
			british.base = strings.TrimSuffix(v.base, "ze") + "se"
			return &british
		}
	}
	rest, again := strings.CutPrefix(word, "re")
	if rest = strings.TrimPrefix(rest, "-"); again && len(rest) > 3 {
		if v := forms[rest]; v != nil && v.third > 0.5 {
			prefixed := *v
			prefixed.base = word[:len(word)-len(rest)] + v.base
			return &prefixed
		}
	}
	return nil
}

// americanSpelling returns a verb form in -ise or -yse as it is spelt in
// America.
func americanSpelling(word string) string {
	for _, ending := range [][2]string{{"ise", "ize"}, {"ises", "izes"}, {"ised", "ized"}, {"yse", "yze"}, {"yses", "yzes"}, {"ysed", "yzed"}} {
		if stem, ok := strings.CutSuffix(word, ending[0]); ok {
			return stem + ending[1]
		}
	}
	return word
}

// past says whether a word is a past form: regular of a verb we know, or
// irregular.
func (w *words) past(word string) bool {
	return w.is(word, isPast) || w.find(w.pasts, word) != nil
}

func (w *words) is(word string, c class) bool { return w.classes[word]&c != 0 }
