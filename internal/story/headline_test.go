package story_test

import (
	"testing"

	"dateline/internal/news"
	"dateline/internal/story"
)

func TestHeadline(t *testing.T) {
	plain := "Velmark president meets dockers in Brisund"
	for _, tc := range []struct {
		name   string
		others []news.Reading
	}{
		{"rather than a question", []news.Reading{{Headline: "Will the Velmark president meet dockers in Brisund?"}}},
		{"rather than a live page", []news.Reading{{Headline: "Live: Velmark president meets dockers in Brisund"}}},
		{"rather than a video", []news.Reading{{Headline: "Brisund: Velmark president meets dockers in port", Form: news.FormVideo}}},
		{"rather than another language", []news.Reading{
			{Headline: "Präsident von Velmark trifft Hafenarbeiter in Brisund", Language: "de"},
			{Headline: "Velmark: Präsident trifft Arbeiter in Brisund", Language: "de"},
		}},
		{"rather than what is beside the point", []news.Reading{
			{Headline: "Coffee and respect, but no offer for anyone at all"},
			{Headline: "President meets dockers as Brisund strike goes on in Velmark"},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			articles := []news.Article{}
			for i, r := range append(tc.others, news.Reading{Headline: plain}) {
				if r.Language == "" {
					r.Language = "en"
				}
				articles = append(articles, news.Article{ID: news.ArticleID(i + 1), Reading: r})
			}
			if got := story.Headline(articles, "en"); got != plain {
				t.Errorf("Headline = %q, want %q", got, plain)
			}
		})
	}
	if got := story.Headline([]news.Article{{ID: 1}}, "en"); got != "" {
		t.Errorf("Headline of a story without any = %q, want none", got)
	}
}
