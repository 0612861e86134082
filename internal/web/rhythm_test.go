package web

import (
	"testing"
	"time"
)

func TestRhythm(t *testing.T) {
	for _, tc := range []struct {
		name  string
		hours []int
		want  []int
	}{
		{"quiet hours are a line", []int{0, 0}, []int{1, 1}},
		{"a trickle stays low", []int{1, 0, 1}, []int{4, 1, 4}},
		{"the busiest fills the height", []int{2, 8, 16}, []int{3, 8, 16}},
		{"one among many can be seen", []int{1, 100}, []int{3, 16}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bars := rhythmOf(tc.hours).Bars
			for i, want := range tc.want {
				if got := bars[i]; got.Height != want || got.Y+got.Height != rhythmHeight {
					t.Errorf("hour %d: got %+v, want height %d on the ground", i, got, want)
				}
			}
		})
	}
}

func TestTimes(t *testing.T) {
	now := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	c := clock{now: now, zone: time.UTC}
	for _, tc := range []struct {
		past time.Duration
		want string
	}{
		{30 * time.Second, "just now"},
		{-30 * time.Second, "in a moment"},
		{5 * time.Minute, "5 min ago"},
		{-90 * time.Minute, "in 1 h"},
		{23*time.Hour + 59*time.Minute, "23 h ago"},
		{24 * time.Hour, "1 day ago"},
		{6 * 24 * time.Hour, "6 days ago"},
		{30 * 24 * time.Hour, "6 Apr"},
		{500 * 24 * time.Hour, "22 Dec 2029"},
	} {
		if got := c.ago(now.Add(-tc.past)).Short; got != tc.want {
			t.Errorf("%v ago: got %q, want %q", tc.past, got, tc.want)
		}
	}
	if got := c.at(now.Add(-14 * time.Hour)).Short; got != "5 May 22:00" {
		t.Errorf("another day: got %q, want the day too", got)
	}
	if got := tongues([]string{"en", "de", "en-gb", ""}); got != "en de" {
		t.Errorf("languages: got %q, want each once and without regions", got)
	}
}
