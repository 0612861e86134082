package story

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// regroup groups pieces from nothing: again and again the two groups that are
// closest become one, until no two are close enough. The pieces come by time;
// so do the groups, by their first piece, and the pieces in them.
func (e *Engine) regroup(pieces []*piece) []group {
	t := &tree{
		posted: make(map[termID][]leafWeight),
		nodes:  make([]node, len(pieces)),
		top:    make([]int32, len(pieces)),
		sums:   make([]int64, len(pieces)),
		named:  make([]int64, len(pieces)),
		words:  e.words,
	}
	for i, p := range pieces {
		t.plant(int32(i), e.weigh(p), p.side())
	}
	t.grow()
	var groups []group
	for i := range t.nodes {
		if t.top[i] != int32(i) {
			continue
		}
		leaves := t.nodes[i].leaves
		slices.Sort(leaves)
		g := group{pieces: make([]*piece, len(leaves)), alike: t.nodes[i].side.alike}
		for k, at := range leaves {
			g.pieces[k] = pieces[at]
		}
		groups = append(groups, g)
	}
	return groups
}

// group is pieces that tell the same story.
type group struct {
	pieces []*piece // by time, then id
	alike  float64  // sum of the likeness of each two
}

// tree is the work of one regrouping: groups that grow together, from leaves
// of one piece each. A group is known by the number of its earliest leaf.
type tree struct {
	nodes  []node
	words  *vocabulary
	posted map[termID][]leafWeight
	top    []int32 // for each leaf the group that it is in now
	sums   []int64 // per group, zero between uses
	named  []int64 // what of the sums is names and numbers
	queue  pairQueue
}

type leafWeight struct{ leaf, weight int32 }

// node is a group while it is the top of its leaves.
type node struct {
	sum     vector
	side    side
	leaves  []int32
	names   []termID // that all of its pieces have
	version int32    // grows with every change
}

// pair is the closest partner that a group had when it was asked.
type pair struct {
	near   float64 // how close they are
	a, b   int32
	va, vb int32
}

func (t *tree) plant(i int32, v vector, s side) {
	t.nodes[i] = node{sum: v, leaves: []int32{i}, side: s, names: t.names(v)}
	t.top[i] = i
	for _, m := range v {
		t.posted[m.term] = append(t.posted[m.term], leafWeight{i, m.weight})
	}
}

// names returns the names in a vector that more than one report has.
func (t *tree) names(v vector) []termID {
	var names []termID
	for _, m := range v {
		if t.words.name(m.term) && t.words.terms[m.term].reports > 1 {
			names = append(names, m.term)
		}
	}
	return names
}

func (t *tree) grow() {
	for i := range t.nodes {
		if p, ok := t.partner(int32(i)); ok {
			t.queue = append(t.queue, p)
		}
	}
	heap.Init(&t.queue)
	for t.queue.Len() > 0 {
		p := heap.Pop(&t.queue).(pair)
		if t.top[p.a] != p.a || t.nodes[p.a].version != p.va {
			continue
		}
		group := p.a
		if t.top[p.b] == p.b && t.nodes[p.b].version == p.vb {
			group = t.unite(p.a, p.b)
		}
		if next, ok := t.partner(group); ok {
			heap.Push(&t.queue, next)
		}
	}
}

// partner returns the group closest to a, the earlier one of equals, and says
// false when none is close enough. It measures the inner likeness of a by the
// way.
func (t *tree) partner(a int32) (pair, bool) {
	n := &t.nodes[a]
	var touched []int32
	for _, m := range n.sum {
		name := t.words.carrier(m.term)
		for _, l := range t.posted[m.term] {
			top := t.top[l.leaf]
			if t.sums[top] == 0 {
				touched = append(touched, top)
			}
			product := int64(m.weight) * int64(l.weight)
			t.sums[top] += product
			if name {
				t.named[top] += product
			}
		}
	}
	n.side.alike = max(0, (float64(t.sums[a])/(weightUnit*weightUnit)-float64(n.side.reports))/2)
	best, found := pair{}, false
	for _, b := range touched {
		sum, named := t.sums[b], t.named[b]
		t.sums[b], t.named[b] = 0, 0
		if a == b {
			continue
		}
		o := &t.nodes[b]
		pairs := float64(n.side.reports*o.side.reports) * weightUnit * weightUnit
		c := closeness(likeness{float64(sum) / pairs, float64(named) / pairs}, n.side, o.side)
		if c >= joining && rivals(n, o) {
			c *= rivalry
		}
		if c >= joining && (!found || c > best.near || c == best.near && b < best.b) {
			best, found = pair{near: c, a: a, b: b, va: n.version, vb: o.version}, true
		}
	}
	return best, found
}

const (
	// rivalry is what is left of the closeness of two groups of at least
	// rivalReports when each has a name in every report that the other never
	// says: two elections, two storms.
	rivalry      = 0.7
	rivalReports = 3
)

func rivals(a, b *node) bool {
	return a.side.reports >= rivalReports && b.side.reports >= rivalReports && a.aloneNames(b) && b.aloneNames(a)
}

// aloneNames says whether all pieces of n have a name that none of o's has.
func (n *node) aloneNames(o *node) bool {
	return slices.ContainsFunc(n.names, func(id termID) bool { return !o.sum.has(id) })
}

// unite makes one of two groups and returns it.
func (t *tree) unite(i, j int32) int32 {
	i, j = min(i, j), max(i, j)
	a, b := &t.nodes[i], &t.nodes[j]
	for _, leaf := range b.leaves {
		t.top[leaf] = i
	}
	a.names = slices.DeleteFunc(a.names, func(id termID) bool { return !slices.Contains(b.names, id) })
	a.sum = plus(a.sum, b.sum, 1)
	a.leaves = append(a.leaves, b.leaves...)
	a.side.reports += b.side.reports
	a.side.outlet = only(a.side.outlet, b.side.outlet)
	a.side.voices = heard(a.side.voices, b.side.voices)
	a.side.first, a.side.last = earliest(a.side.first, b.side.first), latest(a.side.last, b.side.last)
	a.version++
	b.sum, b.leaves, b.names = nil, nil, nil
	return i
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// pairQueue holds pairs, the most alike first, of equals the earliest.
type pairQueue []pair

func (q pairQueue) Len() int { return len(q) }

func (q pairQueue) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(cmp.Compare(b.near, a.near), cmp.Compare(min(a.a, a.b), min(b.a, b.b)),
		cmp.Compare(max(a.a, a.b), max(b.a, b.b))) < 0
}

func (q pairQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push adds a pair; it is called by the heap.
func (q *pairQueue) Push(x any) { *q = append(*q, x.(pair)) }

// Pop takes the last pair away; it is called by the heap.
func (q *pairQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
