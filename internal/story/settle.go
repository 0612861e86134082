package story

import (
	"cmp"
	"math"
	"slices"
)

const (
	// smallWindow is how many reports are settled all at once.
	smallWindow = 1000
	// growth is how much the stream has to grow before a story that nothing
	// happened to is looked at again: words that were rare may be common now.
	growth = 1.25
)

// Settle takes a second look at the stories that changed and at those near to
// them: it joins stories that turned out to be one, parts those that were
// welded, and returns what moved. Of stories that become one the older keeps
// its id; of a story that is parted the greater part does.
func (e *Engine) Settle() []Move {
	region := e.region()
	if len(region) == 0 {
		return nil
	}
	var pieces []*piece
	for _, s := range region {
		pieces = append(pieces, s.pieces...)
	}
	slices.SortFunc(pieces, func(a, b *piece) int { return earlier(a.when, a.id, b.when, b.id) })
	return e.assign(e.regroup(pieces))
}

// region returns the stories to settle, by id: none when nothing changed.
func (e *Engine) region() []*story {
	var stale []*story
	changed := false
	all := len(e.pieces) <= smallWindow
	for _, s := range e.stories {
		changed = changed || s.changed
		if all || e.stale(s) {
			stale = append(stale, s)
		}
	}
	if !changed {
		return nil
	}
	slices.SortFunc(stale, olderStory)
	if all {
		return stale
	}
	return e.withNeighbours(stale)
}

// withNeighbours adds to stories those that some of them might be one with.
func (e *Engine) withNeighbours(stale []*story) []*story {
	in := make(map[*story]bool, len(stale))
	for _, s := range stale {
		in[s] = true
	}
	region := slices.Clone(stale)
	for _, s := range stale {
		for _, n := range e.near(s.sum, s) {
			if !in[n] && closeness(e.common(s.sum, s.length, n), s.side(), n.side()) >= joining/2 {
				in[n] = true
				region = append(region, n)
			}
		}
	}
	slices.SortFunc(region, olderStory)
	return region
}

// stale says whether a story has to be looked at again.
func (e *Engine) stale(s *story) bool {
	if s.settled == 0 && !s.changed {
		s.settled = e.words.all.reports
	}
	return s.changed || float64(e.words.all.reports) > growth*float64(s.settled)
}

// weigh returns a piece's mentions weighed by rarity, with length one.
func (e *Engine) weigh(p *piece) vector {
	p.length = e.words.length(p.sketch.mentions)
	out := make(vector, 0, len(p.sketch.mentions))
	for _, m := range p.sketch.mentions {
		w := math.Round(float64(m.weight) * e.words.rarity(m.term) / float64(max(p.length, 1)) * weightUnit)
		if w > 0 {
			out = append(out, mention{m.term, int32(w)})
		}
	}
	return out
}

// assign gives the groups their stories' ids and moves the pieces.
func (e *Engine) assign(groups []group) []Move {
	heirs := e.heirs(groups)
	var moves []Move
	var left []*story
	for i, g := range groups {
		s := heirs[i]
		if s == nil {
			s = e.open(e.newID())
			heirs[i] = s
		}
		for _, p := range g.pieces {
			if from := p.story; from != s {
				moves = append(moves, Move{Article: p.id, From: from.id, To: s.id})
				e.leave(p)
				e.join(p, s)
				left = append(left, from)
			}
		}
	}
	for i, g := range groups {
		heirs[i].settle(g, e.words.all.reports)
	}
	for _, s := range left {
		e.closeIfEmpty(s)
	}
	return moves
}

// settle takes over what the regrouping measured.
func (s *story) settle(g group, reports int32) {
	s.alike, s.length = g.alike, 0
	for _, p := range s.pieces {
		s.length += p.length
	}
	s.changed, s.settled = false, reports
}

// heirs says which story each group goes on with, nil for a new one. A story
// goes on in the group that has most of its pieces; a group that several
// stories could go on in takes the oldest.
func (e *Engine) heirs(groups []group) []*story {
	type share struct {
		s     *story
		group int
		n     int
	}
	var shares []share
	for i, g := range groups {
		n := make(map[*story]int)
		for _, p := range g.pieces {
			n[p.story]++
		}
		for s, k := range n {
			shares = append(shares, share{s, i, k})
		}
	}
	// For each story its greatest share first, then the earliest group.
	slices.SortFunc(shares, func(a, b share) int {
		return cmp.Or(olderStory(a.s, b.s), cmp.Compare(b.n, a.n), cmp.Compare(a.group, b.group))
	})
	heirs := make([]*story, len(groups))
	var last *story
	for _, sh := range shares {
		if sh.s == last {
			continue
		}
		last = sh.s
		if heirs[sh.group] == nil {
			heirs[sh.group] = sh.s
		}
	}
	return heirs
}
