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

// read makes a sketch of a report.
func (v *vocabulary) read(r *Report) sketch {
	c := &counter{v: v, language: baseLanguage(r.Language), count: make(map[termID]int)}
	c.add(r.Headline)
	c.add(r.Place)
	if len(r.Text) == 0 || !strings.Contains(r.Text[0], r.Summary) {
		c.add(r.Summary)
	}
	for _, p := range r.Text {
		if p != r.Headline {
			c.add(p)
		}
	}
	return c.sketch()
}

// counter counts the terms of one report.
type counter struct {
	v        *vocabulary
	language string
	words    int
	count    map[termID]int
}

func (c *counter) add(text string) {
	if c.words >= wordsRead {
		return
	}
	if shouted(text) {
		text = strings.ToLower(text)
	}
	tokens(text, func(t token) bool {
		c.words++
		terms := c.v.look(t.text, c.language)
		if terms.stem != noTerm {
			c.count[terms.stem]++
		}
		if terms.carrier != noTerm {
			c.count[terms.carrier]++
		}
		return c.words < wordsRead
	})
}

// shouted says whether a sentence is in capitals throughout, which then show
// nothing.
func shouted(text string) bool {
	return strings.Count(text, " ") >= 3 && text == strings.ToUpper(text)
}

func (c *counter) sketch() sketch {
	var square float64
	for _, n := range c.count {
		w := often(n)
		square += w * w
	}
	mentions := make(vector, 0, len(c.count))
	for id, n := range c.count {
		w := math.Round(often(n) / math.Sqrt(square) * weightUnit)
		mentions = append(mentions, mention{id, int32(w)})
	}
	slices.SortFunc(mentions, func(a, b mention) int { return cmp.Compare(a.term, b.term) })
	return sketch{language: c.language, mentions: mentions}
}

// often is the weight of a term that a report has n times.
func often(n int) float64 { return 1 + math.Log(float64(n)) }
