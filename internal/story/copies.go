package story

import (
	"hash/fnv"
	"slices"
	"strings"

	"dateline/internal/news"
)

const (
	// shingle is how many words in a row are compared as one.
	shingle = 5
	// fewestShingles is how many a text must have to be compared: phrases
	// shorter than that are shared by chance.
	fewestShingles = 6
	// copied is the part of the shorter text's words that stand in a row in
	// the longer one when one is a copy of the other. Outlets put sentences of
	// their own around what they copy, which are much of a short text.
	copied = 0.65
	// imprintSize bounds what is kept of a text.
	imprintSize = 96
	// wordsCompared is how many words of a text are compared.
	wordsCompared = 600
)

// imprint holds hashes of a text's shingles, sorted: all of a short text's; of
// a long one only those that a power of two divides, so that imprints of any
// two texts can be compared.
type imprint struct {
	hashes []uint32
	step   uint32 // the power of two
}

func imprintOf(headline string, paragraphs []string) imprint {
	var words []string
	for _, p := range paragraphs {
		tokens(strings.TrimPrefix(p, headline), func(t token) bool {
			words = append(words, fold(t.text))
			return len(words) < wordsCompared
		})
	}
	var hashes []uint32
	for i := 0; i+shingle <= len(words); i++ {
		h := fnv.New32a()
		for _, w := range words[i : i+shingle] {
			h.Write([]byte(w))
			h.Write([]byte{0})
		}
		hashes = append(hashes, h.Sum32())
	}
	slices.Sort(hashes)
	p := imprint{hashes: slices.Compact(hashes), step: 1}
	for len(p.hashes) > imprintSize {
		p = p.thin(p.step * 2)
	}
	p.hashes = slices.Clip(p.hashes)
	return p
}

// thin keeps the hashes that step divides.
func (p imprint) thin(step uint32) imprint {
	if p.step >= step {
		return p
	}
	kept := make([]uint32, 0, len(p.hashes)/2)
	for _, h := range p.hashes {
		if h%step == 0 {
			kept = append(kept, h)
		}
	}
	return imprint{hashes: kept, step: step}
}

// sameText says whether one text is for the most part in the other.
func sameText(a, b imprint) bool {
	step := max(a.step, b.step)
	a, b = a.thin(step), b.thin(step)
	shorter := min(len(a.hashes), len(b.hashes))
	if shorter < fewestShingles {
		return false
	}
	common := 0
	for i, j := 0, 0; i < len(a.hashes) && j < len(b.hashes); {
		switch {
		case a.hashes[i] < b.hashes[j]:
			i++
		case a.hashes[i] > b.hashes[j]:
			j++
		default:
			common++
			i++
			j++
		}
	}
	if common == 0 {
		return false
	}
	// A row of words has fewer shingles than words.
	rest := float64(shingle-1) / float64(step)
	return float64(common)+rest >= copied*(float64(shorter)+rest)
}

// Copies says which reports of a story are copies of which others: texts of
// different outlets of which one is for the most part in the other. The
// original is the agency's own report, and where there is none the earliest.
func Copies(articles []news.Article) map[news.ArticleID]news.ArticleID {
	cards := make([]*card, len(articles))
	for i := range articles {
		cards[i] = cardOf(&articles[i])
	}
	return copies(cards)
}

func copies(cards []*card) map[news.ArticleID]news.ArticleID {
	cards = slices.Clone(cards)
	slices.SortFunc(cards, func(a, b *card) int {
		switch {
		case a.isAgency() != b.isAgency():
			if a.isAgency() {
				return -1
			}
			return 1
		default:
			return earlier(a.when, a.id, b.when, b.id)
		}
	})
	of := make(map[news.ArticleID]news.ArticleID)
	for i, c := range cards {
		for _, original := range cards[:i] {
			if of[original.id] == 0 && original.outletID != c.outletID && sameText(original.text, c.text) {
				of[c.id] = original.id
				break
			}
		}
	}
	return of
}
