package story_test

import (
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/story"
)

func TestLookAlikesStayApart(t *testing.T) {
	for name, reports := range map[string][]told{
		"two days of one trial, weeks apart": {
			{"second", "en", "Day 2 of Tolva bridge trial: engineer on the stand", "Engineer Otto Brand told the court in Tolva on day 2 of the bridge trial that he had warned of rust."},
			{"second", "en", "Engineer warned of rust, Tolva court hears", "Otto Brand, an engineer, said at the Tolva bridge trial that nobody had answered his letters about rust."},
			{"last", "en", "Day 21 of Tolva bridge trial: mayor in tears", "Mayor Clara Voss wept on day 21 of the bridge trial in Tolva when pictures of the victims were shown."},
			{"last", "en", "Tolva mayor weeps as court sees pictures of victims", "Clara Voss, the mayor, left the court in Tolva in tears at the bridge trial over pictures of the victims."},
		},
		"two storms in two seas": {
			{"west", "en", "Hurricane Odile tears roofs off in Port Ansel", "Hurricane Odile came ashore at Port Ansel with winds of 150 kilometres an hour; thousands had left their homes."},
			{"west", "en", "Odile leaves Port Ansel without power", "Thousands in Port Ansel have neither light nor roofs after Hurricane Odile, the mayor said."},
			{"east", "en", "Typhoon Marl nears Quintara's coast", "Typhoon Marl is expected to come ashore in Quintara with winds of 180 kilometres an hour; thousands have left their homes."},
			{"east", "en", "Quintara empties its coast before Marl", "Buses take thousands from Quintara's coast as Typhoon Marl gets closer."},
		},
	} {
		e := newEngine()
		// A stream has other news, too.
		for i := range day {
			e.Place(reportOf(i))
		}
		for i, d := range reports {
			at := morning
			if d.of == "last" {
				at = at.Add(19 * 24 * time.Hour)
			}
			e.Place(story.Report{ID: news.ArticleID(100 + i), Outlet: news.OutletID(i + 1), Language: d.language, Headline: d.headline, Text: []string{d.text}, At: at})
		}
		e.Settle()
		for i, a := range reports {
			for k, b := range reports[:i] {
				got := e.Story(news.ArticleID(100+i)) == e.Story(news.ArticleID(100+k))
				if want := a.of == b.of; got != want {
					t.Errorf("%s: %q and %q together: %v, want %v", name, b.headline, a.headline, got, want)
				}
			}
		}
	}
}
