package story_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/story"
)

const (
	wireText = "The harbour of Ostmere was closed on Monday after a crane fell on two moored barges, " +
		"and the port authority said that nobody was hurt and that divers would look at the quay wall in the morning."
	shortText = "Divers found the quay wall cracked over forty metres, and no ship may moor there until spring."
	ownText   = "Dockers in Ostmere heard a groan and ran: the old crane on the eastern quay had given way, " +
		"taking two barges with it but, as if by a miracle, none of the men who had been loading them."
)

func TestCopies(t *testing.T) {
	at := time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)
	article := func(id news.ArticleID, outlet news.OutletID, kind news.OutletKind, minutes int, text string) news.Article {
		return news.Article{
			ID: id, OutletID: outlet, Outlet: "Outlet", Kind: kind,
			Reading: news.Reading{Headline: "Crane falls", Paragraphs: []string{text}, Published: at.Add(time.Duration(minutes) * time.Minute)},
		}
	}
	paper, agency := news.KindNewspaper, news.KindAgency
	for _, tc := range []struct {
		name     string
		articles []news.Article
		want     map[news.ArticleID]news.ArticleID
	}{
		{"the earliest is the original", []news.Article{
			article(2, 2, paper, 5, wireText), article(1, 1, paper, 0, wireText), article(3, 3, paper, 9, ownText),
		}, map[news.ArticleID]news.ArticleID{2: 1}},
		{"the agency's own is the original though later", []news.Article{
			article(1, 1, paper, 0, wireText), article(2, 2, agency, 5, wireText), article(3, 3, paper, 6, wireText),
		}, map[news.ArticleID]news.ArticleID{1: 2, 3: 2}},
		{"a cut copy", []news.Article{
			article(1, 1, agency, 0, wireText+" "+strings.ToUpper(ownText)), article(2, 2, paper, 5, wireText),
		}, map[news.ArticleID]news.ArticleID{2: 1}},
		{"words put around it", []news.Article{
			article(1, 1, paper, 0, wireText), article(2, 2, paper, 5, "In short: "+wireText+" More soon."),
		}, map[news.ArticleID]news.ArticleID{2: 1}},
		{"a short text with a sentence of each house around it", []news.Article{
			article(1, 1, paper, 0, "So much is certain this morning. "+shortText), article(2, 2, paper, 5, "Crane falls. The port authority told it like this on Monday: "+shortText),
		}, map[news.ArticleID]news.ArticleID{2: 1}},
		{"one sentence of three in common", []news.Article{
			article(1, 1, paper, 0, shortText+" "+ownText), article(2, 2, paper, 5, shortText+" Insurers from three countries, who met in Ostmere at noon, disagree about who has to pay."),
		}, nil},
		{"one outlet's own update", []news.Article{
			article(1, 1, paper, 0, wireText), article(2, 1, paper, 5, wireText),
		}, nil},
		{"too short to tell", []news.Article{
			article(1, 1, paper, 0, "The harbour is closed again."), article(2, 2, paper, 5, "The harbour is closed again."),
		}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := story.Copies(tc.articles); !maps.Equal(got, tc.want) {
				t.Errorf("Copies = %v, want %v", got, tc.want)
			}
		})
	}
}

func TestCopiesOfLongTexts(t *testing.T) {
	var long strings.Builder
	for i := range 400 {
		long.WriteString(strings.Repeat(string(rune('a'+i%26)), 2+i%7) + strings.Repeat(string(rune('k'+i%11)), 1+i%5) + " ")
	}
	articles := []news.Article{
		{ID: 1, OutletID: 1, Reading: news.Reading{Paragraphs: []string{long.String()}}},
		{ID: 2, OutletID: 2, Reading: news.Reading{Paragraphs: []string{"Another beginning of some words here.", long.String()}}},
		{ID: 3, OutletID: 3, Reading: news.Reading{Paragraphs: []string{strings.Repeat(ownText+" ", 8)}}},
	}
	if got, want := story.Copies(articles), map[news.ArticleID]news.ArticleID{2: 1}; !maps.Equal(got, want) {
		t.Errorf("Copies = %v, want %v", got, want)
	}
}
