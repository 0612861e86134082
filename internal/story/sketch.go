package story

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// wordsRead is how many words of a report are looked at: more tell hardly
// more.
const wordsRead = 250

// mention is a term of a report and how much the report speaks of it.
type mention struct {
	term   termID
	weight int32
}

// weightUnit is the length of a report's mentions: they are whole numbers, so
// that sums of them do not depend on the order of adding.
const weightUnit = 1 << 14

// sketch is what the engine keeps of a report's words.
type sketch struct {
	language string
	mentions vector
}

// read makes a page of a report.
func (v *vocabulary) read(r *Report) *page {
	p := &page{id: r.ID, language: baseLanguage(r.Language)}
	rd := reader{v: v, language: p.language}
	p.headline = rd.words(p.headline, r.Headline)
	p.around = rd.words(p.around, r.Place)
	if len(r.Text) == 0 || !strings.Contains(r.Text[0], r.Summary) {
		p.around = rd.words(p.around, r.Summary)
	}
	for _, t := range r.Text {
		if t != r.Headline {
			p.text = rd.words(p.text, t)
		}
	}
	p.finish()
	return p
}

// reader reads the words of one report.
type reader struct {
	v        *vocabulary
	language string
	read     int
}

// words adds the telling words of a text to others.
func (rd *reader) words(to []wordTerms, text string) []wordTerms {
	if rd.read >= wordsRead {
		return to
	}
	if shouted(text) {
		text = strings.ToLower(text)
	}
	tokens(text, func(t token) bool {
		rd.read++
		if w := rd.v.look(t.text, rd.language); w != (wordTerms{}) {
			to = append(to, w)
		}
		return rd.read < wordsRead
	})
	return to
}

// shouted says whether a sentence is in capitals throughout, which then show
// nothing.
func shouted(text string) bool {
	return strings.Count(text, " ") >= 3 && text == strings.ToUpper(text)
}

// sketch sums a page up, without what is the house's.
func (p *page) sketch() sketch {
	count := make(map[termID]int, len(p.headline)+len(p.around)+len(p.text))
	add := func(w wordTerms) bool {
		count[w.stem]++
		count[w.carrier]++
		return true
	}
	for _, w := range p.headline {
		add(w)
	}
	for _, w := range p.around {
		add(w)
	}
	p.own(add)
	delete(count, noTerm)
	var square float64
	for _, n := range count {
		w := often(n)
		square += w * w
	}
	mentions := make(vector, 0, len(count))
	for id, n := range count {
		w := math.Round(often(n) / math.Sqrt(square) * weightUnit)
		mentions = append(mentions, mention{id, int32(w)})
	}
	slices.SortFunc(mentions, func(a, b mention) int { return cmp.Compare(a.term, b.term) })
	return sketch{language: p.language, mentions: mentions}
}

// often is the weight of a term that a report has n times.
func often(n int) float64 { return 1 + math.Log(float64(n)) }
