package story

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dateline/internal/news"
)

// card is what the grouping keeps of an article besides its words.
type card struct {
	id       news.ArticleID
	outletID news.OutletID
	outlet   string
	kind     news.OutletKind
	headline string
	language string
	form     news.Form
	agency   string
	when     time.Time
	revision int
	copyOf   news.ArticleID
	text     imprint
}

func cardOf(a *news.Article) *card {
	r := ReportOf(a)
	return &card{
		id: a.ID, outletID: a.OutletID, outlet: a.Outlet, kind: a.Kind,
		headline: a.Headline, language: a.Language, form: a.Form, agency: a.Agency(),
		when: r.When(), revision: a.Revision, copyOf: a.CopyOf,
		text: imprintOf(r.Headline, a.Paragraphs),
	}
}

func (c *card) isAgency() bool { return c.kind == news.KindAgency && c.agency == "" }

// ownText says whether the outlet reports in words of its own.
func (c *card) ownText() bool {
	return c.form != news.FormVideo && c.agency == "" && c.copyOf == 0
}

// board is the grouping's memory: the engine, and a card for each article in
// it.
type board struct {
	engine *Engine
	cards  map[news.ArticleID]*card
}

// newBoard returns a board without articles. New stories get the ids after
// last.
func newBoard(last news.StoryID) *board {
	return &board{
		engine: New(Options{NewID: func() news.StoryID { last++; return last }}),
		cards:  make(map[news.ArticleID]*card),
	}
}

// restore takes an article in that was grouped before.
func (b *board) restore(a news.Article) {
	b.cards[a.ID] = cardOf(&a)
	b.engine.Restore(ReportOf(&a), a.StoryID)
}

func (b *board) forget(before time.Time) {
	for _, id := range b.engine.Forget(before) {
		delete(b.cards, id)
	}
}

// group places the articles, takes the second look, and says all that changed.
func (b *board) group(waiting []news.Article, now time.Time, language string) news.Grouping {
	r := round{
		board: b, before: make(map[news.ArticleID]news.StoryID),
		stories: make(map[news.StoryID]bool), left: make(map[news.StoryID]bool),
	}
	for i := range waiting {
		a := &waiting[i]
		if a.MutedBy != 0 {
			r.dismiss(a)
			continue
		}
		if a.StoryID != 0 && b.engine.Story(a.ID) == 0 {
			// Its story is over: it stays where it is.
			r.stayed = append(r.stayed, news.Placement{ArticleID: a.ID, Revision: a.Revision, StoryID: a.StoryID})
			continue
		}
		c := cardOf(a)
		b.cards[a.ID] = c
		r.note(b.engine.Place(ReportOf(a)))
		r.stories[b.engine.Story(a.ID)] = true
		if _, moved := r.before[a.ID]; !moved {
			r.before[a.ID] = b.engine.Story(a.ID)
		}
	}
	r.note(b.engine.Settle())
	return r.grouping(now, language)
}

// round gathers what changes in one round.
type round struct {
	board   *board
	before  map[news.ArticleID]news.StoryID // where the touched articles were
	stories map[news.StoryID]bool           // the touched stories
	stayed  []news.Placement                // articles of stories that are over, or that left theirs
	left    map[news.StoryID]bool           // stories that an article left because it is kept away
	joined  []doubled                       // articles that turned out to be others
}

// doubled is the story of an article that turned out to be another one.
type doubled struct {
	from news.StoryID
	to   news.ArticleID
}

func (r *round) note(moves []Move) {
	for _, m := range moves {
		if _, known := r.before[m.Article]; !known {
			r.before[m.Article] = m.From
		}
		if m.From != 0 {
			r.stories[m.From] = true
		}
		r.stories[m.To] = true
	}
}

// dismiss takes an article that is kept away out of its story. One whose story
// is over stays where it is: nobody is shown it there.
func (r *round) dismiss(a *news.Article) {
	p := news.Placement{ArticleID: a.ID, Revision: a.Revision}
	if from := r.board.engine.Remove(a.ID); from != 0 {
		r.stories[from], r.left[from] = true, true
		if a.JoinedTo != 0 {
			r.joined = append(r.joined, doubled{from: from, to: a.JoinedTo})
		}
	} else {
		p.StoryID = a.StoryID
	}
	delete(r.board.cards, a.ID)
	delete(r.before, a.ID)
	r.stayed = append(r.stayed, p)
}

// grouping says what changed from the beginning of the round to now.
func (r *round) grouping(now time.Time, language string) news.Grouping {
	g := news.Grouping{Placements: r.stayed}
	for _, id := range slices.Sorted(maps.Keys(r.before)) {
		g.Placements = append(g.Placements, news.Placement{
			ArticleID: id, Revision: r.board.cards[id].revision, StoryID: r.board.engine.Story(id),
		})
	}
	for _, id := range slices.Sorted(maps.Keys(r.stories)) {
		cards := r.board.story(id)
		if len(cards) == 0 {
			if to := r.heir(id); to != 0 || r.left[id] {
				g.Forwards = append(g.Forwards, news.Forward{From: id, To: to})
			}
			continue
		}
		g.Copies = append(g.Copies, recopy(cards)...)
		g.Stories = append(g.Stories, summary(id, cards, now, language))
	}
	return g
}

// heir returns the story that took most of an emptied story's articles, or has
// the article that one of them turned out to be; 0 when there is none.
func (r *round) heir(id news.StoryID) news.StoryID {
	took := make(map[news.StoryID]int)
	for article, before := range r.before {
		if before == id {
			took[r.board.engine.Story(article)]++
		}
	}
	for _, d := range r.joined {
		if to := r.board.engine.Story(d.to); d.from == id && to != 0 && to != id {
			took[to]++
		}
	}
	var heir news.StoryID
	for to, n := range took {
		if n > took[heir] || n == took[heir] && to < heir {
			heir = to
		}
	}
	return heir
}

// story returns the cards of a story by time.
func (b *board) story(id news.StoryID) []*card {
	members := b.engine.Members(id)
	cards := make([]*card, 0, len(members))
	for _, m := range members {
		if c := b.cards[m]; c != nil {
			cards = append(cards, c)
		}
	}
	return cards
}

// recopy finds a story's copies again, and returns those that changed.
func recopy(cards []*card) []news.Copy {
	of := copies(cards)
	var changed []news.Copy
	for _, c := range cards {
		if c.copyOf != of[c.id] {
			c.copyOf = of[c.id]
			changed = append(changed, news.Copy{ArticleID: c.id, CopyOf: c.copyOf})
		}
	}
	slices.SortFunc(changed, func(a, b news.Copy) int { return cmp.Compare(a.ArticleID, b.ArticleID) })
	return changed
}

// summary sums a story up. Its cards come by time and are not none.
func summary(id news.StoryID, cards []*card, now time.Time, language string) news.StorySummary {
	outlets, independent := make(map[news.OutletID]bool), make(map[news.OutletID]bool)
	languages := make(map[string]int)
	times := make([]time.Time, len(cards))
	for i, c := range cards {
		outlets[c.outletID] = true
		if c.ownText() {
			independent[c.outletID] = true
		}
		if c.language != "" {
			languages[c.language]++
		}
		times[i] = c.when
	}
	byCount := slices.SortedFunc(maps.Keys(languages), func(a, b string) int {
		return cmp.Or(cmp.Compare(languages[b], languages[a]), cmp.Compare(a, b))
	})
	return news.StorySummary{
		ID: id, Headline: headline(cards, language), Languages: byCount,
		Reports: len(cards), Outlets: len(outlets), Independent: len(independent),
		FirstAt: times[0], FirstOutlet: cards[0].outlet, LatestAt: times[len(times)-1],
		Rhythm: Rhythm(times, now),
	}
}
