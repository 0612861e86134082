package story

import (
	"cmp"
	"slices"
)

// likeness measures what a report and the reports of a story have in common.
func (e *Engine) likeness(p *piece, s *story) likeness {
	return e.common(p.sketch.mentions, p.length, s)
}

// common measures what mentions have in common with a story, given the sum of
// the lengths of the reports that they are of.
func (e *Engine) common(mentions vector, length int64, s *story) likeness {
	var l likeness
	if s.length == 0 || length == 0 {
		return l
	}
	for _, m := range mentions {
		w := s.sum.weight(m.term)
		if w == 0 {
			continue
		}
		r := e.words.rarity(m.term)
		product := float64(m.weight) * float64(w) * r * r / (float64(length) * float64(s.length))
		l.all += product
		if e.words.carrier(m.term) {
			l.named += product
		}
	}
	return l
}

const (
	strongest  = 3    // terms whose stories are all looked at
	manyStory  = 200  // other terms are passed over when more stories have them
	tooMany    = 5000 // and of the strongest no more than the newest of these
	lookedInto = 32   // stories whose likeness is measured
)

// closest returns the story closest to a report, and how close it is.
func (e *Engine) closest(p *piece) (*story, float64) {
	var best *story
	var most float64
	for _, s := range e.near(p.sketch.mentions, nil) {
		c := e.closeness(p, s)
		if c > most || c == most && best != nil && olderStory(s, best) < 0 {
			best, most = s, c
		}
	}
	return best, most
}

func (e *Engine) closeness(p *piece, s *story) float64 {
	return closeness(e.likeness(p, s), p.side(), s.side())
}

func (p *piece) side() side {
	return side{
		reports: 1, voices: []voice{{p.sketch.language, 1}}, outlet: p.outlet,
		first: p.when, last: p.when,
	}
}

func (s *story) side() side {
	n := len(s.pieces)
	if n == 0 {
		return side{}
	}
	outlet := s.pieces[0].outlet
	for _, p := range s.pieces[1:] {
		if outlet = only(outlet, p.outlet); outlet == 0 {
			break
		}
	}
	return side{
		reports: int64(n), alike: s.alike, voices: s.voices, outlet: outlet,
		first: s.pieces[0].when, last: s.pieces[n-1].when,
	}
}

// near returns the stories that have most of the telling terms.
func (e *Engine) near(mentions vector, but *story) []*story {
	type weighed struct {
		term termID
		w    float64
	}
	terms := make([]weighed, 0, len(mentions))
	for _, m := range mentions {
		r := e.words.rarity(m.term)
		terms = append(terms, weighed{m.term, float64(m.weight) * r * r})
	}
	slices.SortFunc(terms, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(e.words.terms[a.term].text, e.words.terms[b.term].text))
	})
	var touched []*story
	for i, t := range terms {
		posted := e.posted[t.term]
		if i >= strongest && len(posted) > manyStory || t.w == 0 {
			continue
		}
		for _, s := range posted[max(0, len(posted)-tooMany):] {
			if s.score == 0 {
				touched = append(touched, s)
			}
			s.score += t.w
		}
	}
	var found []*story
	for _, s := range touched {
		if s != but {
			found = keepBest(found, s)
		}
	}
	for _, s := range touched {
		s.score = 0
	}
	return found
}

// keepBest puts a story in its place among the best by score, of equals the
// older first, and keeps no more than are looked into.
func keepBest(best []*story, s *story) []*story {
	better := func(a, b *story) int { return cmp.Or(cmp.Compare(b.score, a.score), olderStory(a, b)) }
	if len(best) == lookedInto && better(best[lookedInto-1], s) <= 0 {
		return best
	}
	at, _ := slices.BinarySearchFunc(best, s, better)
	best = slices.Insert(best, at, s)
	return best[:min(len(best), lookedInto)]
}

// olderStory orders stories by id, which is the order they were opened in.
func olderStory(a, b *story) int { return cmp.Compare(a.id, b.id) }
