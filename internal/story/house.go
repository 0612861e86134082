package story

import (
	"cmp"
	"slices"

	"dateline/internal/news"
)

const (
	// housePages is how many of an outlet's last pages are compared.
	housePages = 16
	// runWords is how many telling words in a row are compared as one.
	runWords = 5
	// On houseTimes pages a run has to stand to be the house's, and with its
	// neighbours to be houseWords long: a minister's title and name are not.
	houseTimes = 3
	houseWords = 7
)

// page is the telling words of a report in their order.
type page struct {
	id       news.ArticleID
	language string
	headline []wordTerms
	around   []wordTerms // of the dateline's place and the standfirst
	text     []wordTerms
	runs     []uint32 // for each word of the text that a run begins with
	marks    []mark   // for each word of the text
}

// mark is what is known of a word of a page's text.
type mark uint8

const (
	beginsHouseRun mark = 1 << iota // the run that begins with it is the house's
	inOtherHeadline
)

// house is an outlet's last pages, the newest last. Compared with one another
// they tell what the outlet reports from what it puts around every report:
// boxes with other headlines, appeals, notes on itself.
type house struct{ pages []*page }

// add takes a page in and returns the other pages of which more is known now
// to be the house's.
func (h *house) add(p *page) []*page {
	h.drop(p.id)
	touched := make(map[*page]bool)
	for _, o := range h.pages {
		p.strike(o)
		if o.strike(p) {
			touched[o] = true
		}
	}
	h.pages = append(h.pages, p)
	h.markRuns(h.common(p), touched)
	if len(h.pages) > housePages {
		h.pages = slices.Delete(h.pages, 0, 1)
	}
	delete(touched, p)
	return inOrder(touched)
}

func (h *house) drop(id news.ArticleID) {
	h.pages = slices.DeleteFunc(h.pages, func(o *page) bool { return o.id == id })
}

// common returns the runs of a page that are the house's.
func (h *house) common(p *page) map[uint32]bool {
	times := make(map[uint32]int, len(p.runs))
	for _, r := range p.runs {
		times[r] = 0
	}
	counted := make(map[uint32]bool)
	for _, o := range h.pages {
		clear(counted)
		for _, r := range o.runs {
			if n, asked := times[r]; asked && !counted[r] {
				times[r] = n + 1
				counted[r] = true
			}
		}
	}
	houses := make(map[uint32]bool)
	for r, n := range times {
		if n >= houseTimes {
			houses[r] = true
		}
	}
	return houses
}

// markRuns marks runs wherever they stand, and notes where that was new.
func (h *house) markRuns(houses map[uint32]bool, touched map[*page]bool) {
	if len(houses) == 0 {
		return
	}
	for _, o := range h.pages {
		for i, r := range o.runs {
			if houses[r] && o.marks[i]&beginsHouseRun == 0 {
				o.marks[i] |= beginsHouseRun
				touched[o] = true
			}
		}
	}
}

// strike marks where the headline of another page stands in the text, and
// says whether that was new. Short headlines may stand there by chance.
func (p *page) strike(other *page) bool {
	n := len(other.headline)
	if n < runWords || slices.Equal(p.headline, other.headline) {
		return false
	}
	first, struck := run(other.headline), false
	for i, r := range p.runs {
		if r != first || i+n > len(p.text) || !slices.Equal(p.text[i:i+n], other.headline) {
			continue
		}
		for k := i; k < i+n; k++ {
			struck = struck || p.marks[k]&inOtherHeadline == 0
			p.marks[k] |= inOtherHeadline
		}
	}
	return struck
}

// own yields the words of the text that are not the house's.
func (p *page) own(yield func(wordTerms) bool) {
	reach := 0 // the end of the house's words
	for i, w := range p.text {
		if from := i; p.begins(i) && (i == 0 || !p.begins(i-1)) {
			for p.begins(i) {
				i++
			}
			if end := i + runWords - 1; end-from >= houseWords {
				reach = max(reach, end)
			}
			i = from
		}
		if i < reach || p.marks[i]&inOtherHeadline != 0 {
			continue
		}
		if !yield(w) {
			return
		}
	}
}

func (p *page) begins(i int) bool { return i < len(p.marks) && p.marks[i]&beginsHouseRun != 0 }

// finish computes the runs when all words are there.
func (p *page) finish() {
	p.marks = make([]mark, len(p.text))
	for i := 0; i+runWords <= len(p.text); i++ {
		p.runs = append(p.runs, run(p.text[i:]))
	}
}

// run returns a hash of the first words of a text.
func run(words []wordTerms) uint32 {
	const offset, prime = 2166136261, 16777619
	h := uint32(offset)
	for _, w := range words[:runWords] {
		h = (h ^ uint32(w.stem)) * prime
		h = (h ^ uint32(w.carrier)) * prime
	}
	return h
}

func inOrder(pages map[*page]bool) []*page {
	list := make([]*page, 0, len(pages))
	for p := range pages {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *page) int { return cmp.Compare(a.id, b.id) })
	return list
}
