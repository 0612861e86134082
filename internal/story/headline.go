package story

import (
	"strings"
	"unicode/utf8"

	"dateline/internal/news"
)

// Headline proposes a headline for a story: that of the report whose headline
// has most in common with the others', in the given language where there is
// one, and rather a plain statement than a question, a live page, an opinion
// or a video, and an address only where nothing else is known. It returns ""
// when no report has a headline.
func Headline(articles []news.Article, language string) string {
	cards := make([]*card, len(articles))
	for i := range articles {
		cards[i] = cardOf(&articles[i])
	}
	return headline(cards, language)
}

func headline(cards []*card, language string) string {
	stems := make([][]string, len(cards))
	shared := make(map[string]int)
	for i, c := range cards {
		stems[i] = headlineStems(c)
		for _, s := range stems[i] {
			shared[s]++
		}
	}
	var best *card
	var most float64
	for i, c := range cards {
		if c.headline == "" {
			continue
		}
		points := clearness(c, language)
		for _, s := range stems[i] {
			points += float64(shared[s]-1) / float64(len(cards)) / (2 + float64(len(stems[i])))
		}
		if best == nil || points > most || points == most && earlier(c.when, c.id, best.when, best.id) < 0 {
			best, most = c, points
		}
	}
	if best == nil {
		return ""
	}
	return best.headline
}

// headlineStems returns the stems of a headline that carry something, each
// once.
func headlineStems(c *card) []string {
	language := baseLanguage(c.language)
	var stems []string
	seen := make(map[string]bool)
	tokens(c.headline, func(t token) bool {
		lower := strings.ToLower(t.text)
		if s := stem(lower, language); !emptyWords[language][lower] && !seen[s] {
			seen[s] = true
			stems = append(stems, s)
		}
		return true
	})
	return stems
}

// clearness takes points from headlines that cannot stand for a story.
func clearness(c *card, language string) float64 {
	points := 0.0
	if news.IsAddress(c.headline) {
		points -= 10
	}
	if !sameLanguage(c.language, language) {
		points -= 2
	}
	h := strings.TrimSpace(c.headline)
	lower := " " + strings.ToLower(h) + " "
	if strings.ContainsAny(h, "?？") {
		points -= 0.5
	}
	for _, live := range liveMarks {
		if strings.Contains(lower, live) {
			points -= 0.7
			break
		}
	}
	if c.form != news.FormReport && c.form != "" {
		points -= 0.6
	}
	switch n := utf8.RuneCountInString(h); {
	case n > 110:
		points -= 0.3
	case n < 25:
		points -= 0.2
	}
	if strings.HasSuffix(h, "...") || strings.HasSuffix(h, "…") {
		points -= 0.3
	}
	return points
}

// liveMarks are how outlets mark pages that go on changing, as words.
var liveMarks = []string{
	" live ", " live: ", "live updates", "live blog", "liveblog", "liveticker", " en direct", " en vivo",
	"as it happened", "live-ticker", "newsblog", " diretta",
}

func sameLanguage(a, b string) bool {
	return a == "" || b == "" || baseLanguage(a) == baseLanguage(b)
}
