package post

import "math"

const (
	// certain is the weight from which the first candidate is taken without
	// looking further: what follows belongs to another clause.
	certain = 3.0
	// clear is the weight of a predicate that is none in the present.
	clear = 2.0
	never = -100.0
)

// mainVerb returns the place of a clause's main verb and the verb, or nil when
// it has none in the present tense. settled says that the clause has another
// predicate, a past or a coming one, so that none is to be looked for further
// on.
func mainVerb(s sentence) (at int, v *verb, settled bool) {
	if s.begin = subjectBegins(s.tokens); s.begin < 0 {
		return 0, nil, false
	}
	return s.search()
}

// subjectBegins returns where the main clause's subject begins, past an opening
// such as "In Geneva," or "As talks resume,", or -1 when the clause is a
// question or has no subject.
func subjectBegins(c []token) int {
	first := c[0]
	switch {
	case c[len(c)-1].question:
		return -1
	case first.quoted:
		return 0
	case asks[first.word]:
		return -1
	case first.class&(isSubordinator|isPreposition) != 0 && first.class&isAdverb == 0:
		return afterComma(c, 0)
	case first.class&isModal != 0 && first.word != "may":
		return -1
	}
	return 0
}

// asks are words that begin questions and headings, which have no main clause.
var asks = map[string]bool{
	"what": true, "whats": true, "why": true, "how": true, "who": true, "whos": true, "which": true,
	"where": true, "when": true, "whom": true, "whose": true, "is": true, "are": true, "has": true, "have": true,
	"watch": true, "see": true, "meet": true, "here": true, "heres": true, "there": true, "theres": true, "lets": true,
}

// afterComma returns the place after the first comma from i on, or -1.
func afterComma(c []token, i int) int {
	for ; i < len(c)-1; i++ {
		if c[i].comma {
			return i + 1
		}
	}
	return -1
}

// sentence is a clause while its main verb is looked for.
type sentence struct {
	tokens       []token
	begin        int // where the subject begins
	sentenceCase bool
	label        bool // another clause follows, which this one may only announce
	relative     bool // a relative clause is open: its verb is not the main one
	settled      bool // another predicate was met, past or to come
	object       int  // where the object of a relative clause's verb may stand
}

// search goes through the clause from its subject on. The first verb that is
// certain is taken, or else the likeliest.
func (s *sentence) search() (at int, v *verb, settled bool) {
	best, other := 0.0, 0.0
	for i := s.begin; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if t.quoted {
			continue
		}
		if t.class&isSubordinator != 0 && i > s.begin && !(t.word == "but" && s.tokens[i-1].word == "all") {
			next := s.afterAdverbial(i)
			if next < 0 {
				break
			}
			s.begin, i = next, next-1
			continue
		}
		if t.class&isRelative != 0 && i > s.begin {
			s.relative = true
			continue
		}
		weight, past := s.otherPredicate(i)
		candidate, w := s.weigh(i)
		if s.relative && (past && weight > 0 || w > 0) {
			s.relative, s.object = false, i+1
			if t.class&isModal != 0 {
				i++
			}
			continue
		}
		// What follows a verb is rather its object than a better verb.
		if !past && w > 0 && (best == 0 || w > best+1) {
			at, v, best = i, candidate, w
		}
		if best == 0 || !lexicon().is(v.base, isSpeech) {
			other = math.Max(other, weight)
			s.settled = other > 0
		}
		if best >= certain || other >= clear {
			break
		}
		if t.word == "to" || t.class&isModal != 0 {
			i++ // an infinitive is nobody's main verb
			s.object = i + 1
		}
	}
	if best <= 0 || other > best {
		return 0, nil, other > 0
	}
	return at, v, true
}

// weigh returns the verb that the word at i may be and its weight as the main
// one. A word that its neighbour leaves no room for weighs nothing.
func (s *sentence) weigh(i int) (*verb, float64) {
	r, ok := s.candidate(i)
	if !ok {
		return nil, never
	}
	if next, ok := s.candidate(i + 1); ok && next.third != r.third && !verbThenNoun(r, next) {
		return nil, never
	}
	if i-1 > s.begin {
		before, ok := s.candidate(i - 1)
		if ok && before.third != r.third && verbThenNoun(before, r) && before.weight() > 0 {
			return nil, never
		}
	}
	return r.verb, r.weight()
}

// afterAdverbial returns where the subject begins when the words up to the
// subordinator at i are a measure of time, "Two years after the quake, Nepal
// ...", or -1.
func (s *sentence) afterAdverbial(i int) int {
	for _, t := range s.tokens[s.begin:i] {
		if !times[t.word] && !isNumber(t) && t.class&(isDeterminer|isPlural|isAdverb) == 0 {
			return -1
		}
	}
	return afterComma(s.tokens, i)
}

var times = map[string]bool{
	"second": true, "seconds": true, "minute": true, "minutes": true, "hour": true, "hours": true, "day": true, "days": true,
	"week": true, "weeks": true, "month": true, "months": true, "year": true, "years": true, "decade": true, "decades": true,
	"century": true, "shortly": true, "just": true, "one": true,
}

// otherPredicate weighs that the word at i is the clause's predicate without
// being a verb in the present: a modal, an infinitive, a past form. past says
// that it cannot be a present form as well.
func (s *sentence) otherPredicate(i int) (weight float64, past bool) {
	t := s.tokens[i]
	if i == s.begin {
		return 0, false
	}
	next, more := s.next(i)
	switch {
	case t.word == "may":
		if more && lexicon().bare(next.word) != nil && next.class&(isPreposition|isDeterminer) == 0 {
			return clear, true
		}
	case t.class&isModal != 0:
		return clear, true
	case t.word == "to":
		if more && lexicon().bare(next.word) != nil && next.class&(isDeterminer|isActor) == 0 && !s.takesInfinitive(i-1) {
			return 1.5, true
		}
	case s.readyTo(i):
		return 1.5, true
	case lexicon().past(t.word):
		return s.weighPast(i), !s.sameInPresent(t)
	}
	return 0, false
}

// takesInfinitive says whether the word at i is a verb that an infinitive
// belongs to: "claims to".
func (s *sentence) takesInfinitive(i int) bool {
	v, w := s.weigh(i)
	return v != nil && w > 0 && v.infinitive
}

// readyTo says whether "set to" or "set for" stands at i, which speaks of what
// is to come.
func (s *sentence) readyTo(i int) bool {
	next, more := s.next(i)
	return s.tokens[i].word == "set" && more && (next.word == "to" || next.word == "for")
}

func (s *sentence) sameInPresent(t token) bool {
	v := lexicon().bare(t.word)
	return v != nil && v.sameInPast
}

// weighPast weighs that a past form is the predicate and no adjective: "Suspect
// arrested in Milan", but not "Two suspected militants".
func (s *sentence) weighPast(i int) float64 {
	t, before := s.tokens[i], s.tokens[i-1]
	next, more := s.next(i)
	switch {
	case t.possessive || t.class&isAdjective != 0:
		return never
	case before.class&isRelative != 0:
		return clear
	case before.possessive || before.class&(isDeterminer|isPreposition) != 0 || before.word == "and":
		return never
	case t.comma:
		return clear
	case !more || next.class&(isPreposition|isSubordinator|isAdverb) != 0 || next.word == "to":
		return 1.5
	case before.class&isAdjective != 0 && before.class&isActor == 0, isNumber(before):
		return -1
	}
	return clear
}

// next returns the word after i.
func (s *sentence) next(i int) (token, bool) {
	if i+1 >= len(s.tokens) {
		return token{}, false
	}
	return s.tokens[i+1], true
}
