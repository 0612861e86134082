package story_test

import (
	"slices"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/story"
)

func TestRank(t *testing.T) {
	noon := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	stories := []news.Story{
		{ID: 5, Independent: 2, Reports: 9, LatestAt: noon},
		{ID: 4, Independent: 3, Reports: 3, LatestAt: noon},
		{ID: 3, Independent: 3, Reports: 4, LatestAt: noon.Add(-time.Hour)},
		{ID: 2, Independent: 3, Reports: 3, LatestAt: noon},
		{ID: 1, Independent: 3, Reports: 4, LatestAt: noon},
	}
	story.Rank(stories)
	var got []news.StoryID
	for _, s := range stories {
		got = append(got, s.ID)
	}
	if want := []news.StoryID{1, 3, 2, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("Rank = %v, want %v", got, want)
	}
}

func TestRhythm(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	got := story.Rhythm([]time.Time{
		now, now.Add(-59 * time.Minute), now.Add(-time.Hour), now.Add(-24*time.Hour + time.Second),
		now.Add(-24 * time.Hour), now.Add(time.Minute),
		{},
	}, now)
	want := make([]int, 24)
	want[23], want[22], want[0] = 2, 1, 1
	if !slices.Equal(got, want) {
		t.Errorf("Rhythm = %v, want %v", got, want)
	}
}
