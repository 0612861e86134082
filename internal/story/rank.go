package story

import (
	"cmp"
	"slices"

	"dateline/internal/news"
)

// Rank orders stories for the desk: first those that most outlets tell in
// words of their own, then those with most reports, then the newest; equals
// by id.
func Rank(stories []news.Story) {
	slices.SortFunc(stories, func(a, b news.Story) int {
		return cmp.Or(
			cmp.Compare(b.Independent, a.Independent),
			cmp.Compare(b.Reports, a.Reports),
			b.LatestAt.Compare(a.LatestAt),
			cmp.Compare(a.ID, b.ID),
		)
	})
}
