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
	// A large story is looked at again when a part of it has changed: the
	// second look at n reports takes time in the order of n squared.
	largeStory = 100
	largePart  = 20
	// atOnce is how many reports of stale stories are settled in one look, and
	// atMost how many with those of their neighbours. What is left over waits
	// for the next look.
	atOnce = 1000
	atMost = 2000
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

// Unsettled says whether the last look left stories over for another.
func (e *Engine) Unsettled() bool { return e.left }

// region returns the stories to settle, by id: none when nothing changed.
func (e *Engine) region() []*story {
	e.left = false
	if len(e.pieces) <= smallWindow {
		return e.everyStory()
	}
	var stale []*story
	for _, s := range e.stories {
		if e.stale(s) {
			stale = append(stale, s)
		}
	}
	// What changed comes before what only has to be measured anew, and of
	// that what waited longest.
	slices.SortFunc(stale, func(a, b *story) int {
		return cmp.Or(cmp.Compare(min(b.changes, 1), min(a.changes, 1)), cmp.Compare(a.settled, b.settled), olderStory(a, b))
	})
	taken, reports := 0, 0
	for taken < len(stale) && (taken == 0 || reports+len(stale[taken].pieces) <= atOnce) {
		reports += len(stale[taken].pieces)
		taken++
	}
	e.left = taken < len(stale)
	return e.withNeighbours(stale[:taken], reports)
}

// everyStory returns all stories when one of them changed.
func (e *Engine) everyStory() []*story {
	changed := false
	all := make([]*story, 0, len(e.stories))
	for _, s := range e.stories {
		changed = changed || s.changes > 0
		all = append(all, s)
	}
	if !changed {
		return nil
	}
	slices.SortFunc(all, olderStory)
	return all
}

// withNeighbours adds to stories of so many reports those that some of them
// might be one with, as far as there is room.
func (e *Engine) withNeighbours(stale []*story, reports int) []*story {
	in := make(map[*story]bool, len(stale))
	for _, s := range stale {
		in[s] = true
	}
	region := slices.Clone(stale)
	for _, s := range stale {
		for _, n := range e.near(s.sum, s) {
			if in[n] || reports+len(n.pieces) > atMost || closeness(e.common(s.sum, s.length, n), s.side(), n.side()) < joining/2 {
				continue
			}
			in[n] = true
			reports += len(n.pieces)
			region = append(region, n)
		}
	}
	slices.SortFunc(region, olderStory)
	return region
}

// stale says whether a story has to be looked at again.
func (e *Engine) stale(s *story) bool {
	if s.settled == 0 && s.changes == 0 {
		s.settled = e.words.all.reports
	}
	if s.changes > 0 && (len(s.pieces) <= largeStory || s.changes*largePart >= len(s.pieces)) {
		return true
	}
	return float64(e.words.all.reports) > growth*float64(s.settled)
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
	s.changes, s.settled = 0, reports
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
