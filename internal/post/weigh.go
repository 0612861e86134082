package post

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The weights in this file and the next are logarithms of odds, set by hand on
// the headlines in testdata: 1 makes a reading nearly three times as likely, 4
// settles it against most of what else speaks.

// reading is one way to take a word: as a form of a verb.
type reading struct {
	verb   *verb
	third  bool    // the form in -s, which wants a singular subject
	nounal bool    // the word is a noun as well
	prior  float64 // what the word alone says
	left   float64 // what stands before it and the subject's number say
	right  float64 // what stands after it says
}

// weight is positive when the word rather is the main verb.
func (r reading) weight() float64 { return r.prior + r.left + r.right }

// candidate returns how the word at i reads as a verb. ok is false when it
// cannot be the main one.
func (s *sentence) candidate(i int) (r reading, ok bool) {
	r, ok = s.read(i)
	if !ok || i == s.begin || s.readyTo(i) || s.attribution(i, r.verb) {
		return r, false
	}
	r.left = s.before(i, r) + s.agreement(i, r)
	r.right = s.after(i, r)
	return r, r.left > never/2
}

// read takes a word as a form of a verb, whatever stands around it.
func (s *sentence) read(i int) (r reading, ok bool) {
	if i >= len(s.tokens) {
		return r, false
	}
	t := s.tokens[i]
	if t.possessive || t.quoted || s.sentenceCase && capital(t.text) {
		return r, false
	}
	if t.class&(isPreposition|isDeterminer|isPronoun|isSubordinator|isModal) != 0 {
		return r, false
	}
	if v := lexicon().third(t.word); v != nil {
		return reading{verb: v, third: true, prior: v.third, nounal: v.third < 3}, true
	}
	if v := lexicon().bare(t.word); v != nil {
		r = reading{verb: v, prior: v.bare, nounal: v.bare < 2.5}
		if t.class&(isAdjective|isAdverb) != 0 {
			r.prior, r.nounal = math.Max(r.prior-1.5, -2), true
		}
		return r, true
	}
	return r, false
}

// verbThenNoun says which of two neighbours is the verb when each may be one:
// true when it is the first and the second its object, "reports record
// deaths", false when the first is the second's subject, "air strikes kill".
func verbThenNoun(first, second reading) bool {
	return first.weight()-second.prior >= second.weight()-first.prior-first.left
}

// before weighs what stands to the left: a verb follows its subject.
func (s *sentence) before(i int, r reading) float64 {
	left := s.tokens[i-1]
	w := 0.0
	switch {
	case left.class&isRelative != 0:
		w = 1
	case left.possessive && !left.comma, left.class&isDeterminer != 0 && left.class&isPlural == 0:
		return never
	case left.word == "and" || left.word == "or":
		return -4
	case left.class&isPreposition != 0 && left.class&isAdverb == 0:
		return -4
	case left.class&isPronoun != 0:
		w = 1
	case left.class&isActor != 0:
		w = pick(r.third && left.class&isModifier == 0, 1.2, 0)
	case adverbial(left):
		w = 0.8
	case left.class&isModifier != 0:
		w = pick(r.nounal, -1.2, 0)
	case left.class&isAdjective != 0 || demonym(left.word):
		w = pick(r.nounal, -2, -0.3)
	case i-s.begin == 1 && left.class == 0 && lexicon().bare(left.word) == nil:
		w = pick(r.third, 1, 0) // one unknown word as subject is rather a name
	}
	if s.sentenceCase && r.third && i-1 > s.begin && capital(left.text) {
		w += 0.8 // a name, and now a word that is none
	}
	if r.nounal && r.third && i-2 > s.begin && s.tokens[i-2].class&isPreposition != 0 {
		w -= pick(r.prior < 1, 2, 0.7) // "outbreak in Haiti camps"
	}
	if r.nounal && s.object > 0 && i == s.object {
		w -= 2 // "officials who ran camps"
	}
	if r.nounal && s.settled {
		w-- // "three killed in clashes"
	}
	if r.nounal && !s.named(i) {
		w -= 4 // "best jokes"
	}
	if r.nounal && i-1 > s.begin && strings.HasSuffix(left.word, "ing") {
		w-- // "dueling calls"
	}
	return w
}

// named says whether a noun stands before i: a subject is more than "the
// best".
func (s *sentence) named(i int) bool {
	for k, t := range s.tokens[s.begin:i] {
		if isNumber(t) && s.begin+k < i-1 {
			continue
		}
		if t.class&(isDeterminer|isAdjective|isAdverb) == 0 || t.class&(isActor|isPlural|isPronoun) != 0 {
			return true
		}
	}
	return false
}

// after weighs what stands to the right: a verb's object, adverb or
// infinitive, or a noun's own verb.
func (s *sentence) after(i int, r reading) float64 {
	t := s.tokens[i]
	right, more := s.next(i)
	if r.prior < 0.5 && s.pastFollows(i) {
		return -1.5 // "attacks suspect arrested in Milan"
	}
	if next, ok := s.read(i + 1); ok && !next.nounal && next.third == r.third {
		return -3 // no verb follows a verb
	}
	if !more || t.comma {
		return s.atEnd(r, more)
	}
	switch {
	case right.quoted:
		return 0.5
	case r.verb.sameInPast && !r.third && right.class&isPreposition != 0:
		return -6
	case right.word == "to":
		return s.beforeTo(i, r)
	case right.class&isModal != 0 || right.word == "is" || right.word == "are" || right.word == "has" || right.word == "have":
		return pick(r.nounal, -4, -1)
	case right.class&(isDeterminer|isPronoun|isRelative) != 0:
		return 2
	case right.word == "of" || right.word == "by":
		return pick(r.nounal, -2, 0)
	case right.class&isSubordinator != 0:
		return pick(r.nounal, pick(r.verb.closes, -0.5, -1.2), 0)
	case right.class&isPreposition != 0 && right.class&isAdverb != 0:
		return 0.5
	case right.class&isPreposition != 0 && !r.verb.closes:
		return pick(r.nounal, -1.2, 0)
	case right.class&isPreposition != 0:
		return pick(r.nounal, -0.4, 0)
	}
	return s.beforeWord(i, r, right)
}

// atEnd weighs a word that ends the clause or a part of it.
func (s *sentence) atEnd(r reading, comma bool) float64 {
	switch {
	case comma:
		return pick(r.nounal, pick(r.verb.closes, -0.8, -1.8), 0)
	case s.label && r.nounal:
		return -4 // "Border protests: ..."
	case r.nounal:
		return pick(r.verb.closes, -1, -3)
	case r.verb.closes || lexicon().is(r.verb.base, isSpeech):
		return 0.3
	}
	return pick(r.third, -1.5, -2.5) // most verbs want an object
}

// pastFollows says whether the words right after i end in a past form that may
// be the predicate.
func (s *sentence) pastFollows(i int) bool {
	for k := i + 1; k < len(s.tokens) && k <= i+3; k++ {
		t := s.tokens[k]
		if t.class&(isPreposition|isDeterminer|isSubordinator|isRelative) != 0 || s.tokens[k-1].comma {
			return false
		}
		if k > i+1 && lexicon().past(t.word) {
			return s.weighPast(k) > 0
		}
	}
	return false
}

// beforeTo weighs a "to" to the right: "plans to visit" is a verb, "peace
// talks to resume" a noun.
func (s *sentence) beforeTo(i int, r reading) float64 {
	infinitive := i+2 < len(s.tokens) && lexicon().bare(s.tokens[i+2].word) != nil
	switch {
	case infinitive && r.verb.infinitive:
		return 1.2
	case infinitive:
		return pick(r.nounal, -1.2, 0)
	}
	return 0.3
}

// beforeWord weighs a noun, a name, an adjective or another verb to the right.
func (s *sentence) beforeWord(i int, r reading, right token) float64 {
	switch {
	case isNumber(right):
		return 1
	case right.class&isAdverb != 0:
		return pick(r.nounal && r.prior < 0, 0, 0.8)
	case right.class&(isActor|isAdjective) != 0 || demonym(right.word) || right.possessive:
		return 0.8
	case r.nounal && (lexicon().past(right.word) || strings.HasSuffix(right.word, "ing")):
		return -1
	}
	return pick(r.nounal, 0.3, 0.5)
}

// attribution says whether the verb at i tells who said what stands before it:
// "..., police say", "'Enough,' says mayor".
func (s *sentence) attribution(i int, v *verb) bool {
	if !lexicon().is(v.base, isSpeech) {
		return false
	}
	if s.tokens[i-1].quoted && s.tokens[s.begin].quoted && (s.tokens[i-1].comma || s.tokens[i-1].closes) {
		return true
	}
	if i == len(s.tokens)-2 && i-s.begin >= 4 || s.tokens[i-1].comma && i >= len(s.tokens)-4 && i-s.begin > 1 {
		return lexicon().third(s.tokens[i].word) != nil // "... says mayor"
	}
	if i != len(s.tokens)-1 {
		return false
	}
	for k := i - 1; k >= s.begin && i-k <= 6; k-- {
		if s.tokens[k].comma {
			return k < i-1
		}
	}
	return false
}

// demonym says whether a word has the ending of an adjective made of a
// country's name.
func demonym(word string) bool {
	if len(word) < 5 {
		return false
	}
	for _, ending := range []string{"ian", "ean", "ish", "ese", "can"} {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// adverbial says whether a word rather is an adverb: "still", "sharply".
func adverbial(t token) bool {
	return t.class&isPlural == 0 && (t.class&isAdverb != 0 || t.class == 0 && len(t.word) > 5 && strings.HasSuffix(t.word, "ly"))
}

func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// inSentenceCase says whether a headline is written as a sentence is, with
// many words that have no capital.
func inSentenceCase(parts [][]token) bool {
	lower, upper := 0, 0
	for _, c := range parts {
		for i, t := range c {
			switch {
			case i == 0, len(t.word) < 4, t.class&(isPreposition|isDeterminer|isSubordinator) != 0:
			case capital(t.text):
				upper++
			case strings.ToLower(t.text) == t.text && !isNumber(t):
				lower++
			}
		}
	}
	return lower > 0 && lower*2 >= upper
}

func pick(which bool, yes, no float64) float64 {
	if which {
		return yes
	}
	return no
}
