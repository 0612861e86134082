package news_test

import (
	"math"
	"testing"
	"time"

	"dateline/internal/news"
)

var noon = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)

func TestBeatOn(t *testing.T) {
	week := 7 * 24 * time.Hour
	counts := news.BeatOn(nil, time.Time{}, []time.Time{noon, noon, noon.Add(-week), noon.Add(-3 * time.Hour), noon.AddDate(-1, 0, 0)}, noon)
	if got := counts[12]; math.Abs(got-2.5) > 0.001 {
		t.Errorf("at noon = %v, want two and a half", got)
	}
	if got := counts[9]; got < 0.9 || got > 1 {
		t.Errorf("at nine = %v, want nearly one", got)
	}
	later := news.BeatOn(counts, noon, nil, noon.Add(week))
	if got := later[12]; math.Abs(got-1.25) > 0.001 {
		t.Errorf("a week later = %v, want half of it", got)
	}
}

func TestSilentAt(t *testing.T) {
	daily := make([]float64, 24) // one item a day
	daily[8] = 10
	for _, tc := range []struct {
		name   string
		rhythm []float64
		quiet  time.Duration
		change func(*news.Feed)
		want   bool
	}{
		{"as usual", daily, 30 * time.Hour, nil, false},
		{"three days", daily, 75 * time.Hour, nil, false},
		{"five days", daily, 120 * time.Hour, nil, true},
		{"a busy feed for two days", []float64{500}, 48 * time.Hour, nil, false},
		{"a busy feed for three days", []float64{500}, 73 * time.Hour, nil, true},
		{"too little is known", []float64{1}, 1000 * time.Hour, nil, false},
		{"it has a fault", daily, 120 * time.Hour, func(f *news.Feed) { f.Fault = "x" }, false},
		{"it is stopped", daily, 120 * time.Hour, func(f *news.Feed) { f.State = news.FeedStopped }, false},
		{"it never had anything", daily, 0, func(f *news.Feed) { f.NewestAt = time.Time{} }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := news.Feed{State: news.FeedActive, Rhythm: tc.rhythm, NewestAt: noon.Add(-tc.quiet)}
			if tc.change != nil {
				tc.change(&f)
			}
			if got := f.SilentAt(noon); got != tc.want {
				t.Errorf("silent = %v, want %v (usual gap %v)", got, tc.want, f.UsualGap())
			}
		})
	}
}
