package story

import (
	"slices"
	"time"

	"dateline/internal/news"
)

// Options say how an engine works.
type Options struct {
	// NewID names the next new story. It must give rising ids.
	NewID func() news.StoryID
}

// Engine groups reports in memory. The same reports placed in the same order
// give the same stories; what Settle leaves depends on the reports far more
// than on their order. It is not safe for concurrent use.
type Engine struct {
	newID   func() news.StoryID
	words   *vocabulary
	pieces  map[news.ArticleID]*piece
	stories map[news.StoryID]*story
	posted  map[termID][]*story // the stories that have a term
	houses  map[news.OutletID]*house
	left    bool // the last look left stories over
}

// piece is a report in the engine.
type piece struct {
	id     news.ArticleID
	outlet news.OutletID
	when   time.Time
	sketch sketch
	length int64 // of its weighed vector, in weight units, when it was last weighed
	story  *story
}

// story is a story in the engine.
type story struct {
	id      news.StoryID
	pieces  []*piece // by time, then id
	sum     vector   // of the pieces' mentions
	length  int64    // sum of the pieces' lengths
	voices  []voice  // the pieces' languages
	alike   float64  // sum of the likeness of each two pieces
	score   float64  // of the search under way, 0 between searches
	changes int      // pieces that came or went since it was last settled
	settled int32    // how many reports there were when it was last settled
}

// New returns an engine without reports.
func New(o Options) *Engine {
	return &Engine{
		newID:   o.NewID,
		words:   newVocabulary(),
		pieces:  make(map[news.ArticleID]*piece),
		stories: make(map[news.StoryID]*story),
		posted:  make(map[termID][]*story),
		houses:  make(map[news.OutletID]*house),
	}
}

// Place puts a report into the story that it tells, or into one of its own. A
// report that has a place already is placed anew in the light of its words. It
// returns what moved, nothing when the report stays where it was.
func (e *Engine) Place(r Report) []Move {
	p := e.take(&r)
	from := p.story
	if from != nil {
		e.leave(p)
	}
	e.join(p, e.choose(p, from))
	if from == p.story {
		return nil
	}
	m := Move{Article: p.id, To: p.story.id}
	if from != nil {
		m.From = from.id
		e.closeIfEmpty(from)
	}
	return []Move{m}
}

// choose returns the story that a report goes into, which came from another
// one when from is not nil.
func (e *Engine) choose(p *piece, from *story) *story {
	best, most := e.closest(p)
	if from != nil && len(from.pieces) > 0 {
		if c := e.closeness(p, from); c >= joining && c >= staying*most {
			return from
		}
	}
	found := best != nil && most >= joining
	switch {
	case from != nil && len(from.pieces) == 0 && (!found || olderStory(from, best) < 0):
		// The second look joins the two, and keeps the older one's id.
		return from
	case found:
		return best
	}
	return e.open(e.newID())
}

// staying is the part of the best closeness that keeps a report where it is.
const staying = 0.8

// Restore puts a report into the story that it was found to tell before. It
// is how a new leader learns what its predecessor did.
func (e *Engine) Restore(r Report, id news.StoryID) {
	p := e.take(&r)
	if p.story != nil {
		from := p.story
		e.leave(p)
		e.closeIfEmpty(from)
	}
	s := e.stories[id]
	if s == nil {
		s = e.open(id)
	}
	e.join(p, s)
	// What was recorded had been settled.
	s.changes = 0
}

// Remove takes a report out, and returns the story that it was in, 0 when it
// was not here.
func (e *Engine) Remove(id news.ArticleID) news.StoryID {
	p := e.pieces[id]
	if p == nil {
		return 0
	}
	s := p.story
	e.drop(p)
	e.closeIfEmpty(s)
	return s.id
}

// drop forgets a piece.
func (e *Engine) drop(p *piece) {
	e.leave(p)
	e.leaveHouse(p)
	e.words.count(&p.sketch, -1)
	delete(e.pieces, p.id)
}

// Forget drops the stories whose last report is from before a time, and
// returns the reports that were in them.
func (e *Engine) Forget(before time.Time) []news.ArticleID {
	var over []*story
	for _, s := range e.stories {
		if s.pieces[len(s.pieces)-1].when.Before(before) {
			over = append(over, s)
		}
	}
	slices.SortFunc(over, olderStory)
	var dropped []news.ArticleID
	for _, s := range over {
		for _, p := range slices.Clone(s.pieces) {
			e.drop(p)
			dropped = append(dropped, p.id)
		}
		e.closeIfEmpty(s)
	}
	return dropped
}

// Story returns the id of the story that an article is in, 0 for none.
func (e *Engine) Story(id news.ArticleID) news.StoryID {
	if p := e.pieces[id]; p != nil && p.story != nil {
		return p.story.id
	}
	return 0
}

// Members returns the articles of a story by time, then id; none when there
// is no such story.
func (e *Engine) Members(id news.StoryID) []news.ArticleID {
	s := e.stories[id]
	if s == nil {
		return nil
	}
	ids := make([]news.ArticleID, len(s.pieces))
	for i, p := range s.pieces {
		ids[i] = p.id
	}
	return ids
}

// take reads a report and counts its words. The piece of a known report keeps
// its story.
func (e *Engine) take(r *Report) *piece {
	p := e.pieces[r.ID]
	if p == nil {
		p = &piece{id: r.ID}
		e.pieces[r.ID] = p
		e.words.count(&p.sketch, 1)
	} else {
		e.leaveHouse(p)
	}
	page := e.words.read(r)
	others := e.enterHouse(r.Outlet, page)
	e.resketch(p, page, func() { p.when, p.outlet = r.When(), r.Outlet })
	for _, o := range others {
		if q := e.pieces[o.id]; q != nil {
			e.resketch(q, o, func() {})
		}
	}
	return p
}

// enterHouse compares a page with its outlet's last ones, and returns those of
// which less is a report now than before.
func (e *Engine) enterHouse(outlet news.OutletID, p *page) []*page {
	if outlet == 0 {
		return nil
	}
	h := e.houses[outlet]
	if h == nil {
		h = &house{}
		e.houses[outlet] = h
	}
	return h.add(p)
}

func (e *Engine) leaveHouse(p *piece) {
	h := e.houses[p.outlet]
	if h == nil {
		return
	}
	h.drop(p.id)
	if len(h.pages) == 0 {
		delete(e.houses, p.outlet)
	}
}

// resketch sketches a piece anew from its page, in the story that it is in,
// and changes there what else is to be changed.
func (e *Engine) resketch(p *piece, from *page, change func()) {
	if s := p.story; s != nil {
		e.leave(p)
		defer e.join(p, s)
	}
	e.words.count(&p.sketch, -1)
	change()
	p.sketch = from.sketch()
	e.words.count(&p.sketch, 1)
	p.length = e.words.length(p.sketch.mentions)
}

func (e *Engine) open(id news.StoryID) *story {
	s := &story{id: id}
	e.stories[id] = s
	return s
}

func (e *Engine) closeIfEmpty(s *story) {
	if len(s.pieces) == 0 {
		delete(e.stories, s.id)
	}
}

func (e *Engine) join(p *piece, s *story) {
	at, _ := slices.BinarySearchFunc(s.pieces, p, func(a, b *piece) int { return earlier(a.when, a.id, b.when, b.id) })
	s.pieces = slices.Insert(s.pieces, at, p)
	for _, m := range p.sketch.mentions {
		if !s.sum.has(m.term) {
			e.posted[m.term] = append(e.posted[m.term], s)
		}
	}
	s.alike += e.likeness(p, s).all * float64(len(s.pieces)-1)
	s.sum = plus(s.sum, p.sketch.mentions, 1)
	s.length += p.length
	s.voices = heard(s.voices, []voice{{p.sketch.language, 1}})
	s.changes++
	p.story = s
}

func (e *Engine) leave(p *piece) {
	s := p.story
	s.pieces = slices.DeleteFunc(s.pieces, func(q *piece) bool { return q == p })
	s.sum = plus(s.sum, p.sketch.mentions, -1)
	for _, m := range p.sketch.mentions {
		if !s.sum.has(m.term) {
			e.posted[m.term] = slices.DeleteFunc(e.posted[m.term], func(t *story) bool { return t == s })
		}
	}
	s.length -= p.length
	s.voices = heard(s.voices, []voice{{p.sketch.language, -1}})
	s.alike = max(0, s.alike-e.likeness(p, s).all*float64(len(s.pieces)))
	s.changes++
	p.story = nil
}
