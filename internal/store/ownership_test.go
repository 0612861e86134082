package store_test

import (
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
)

// An outlet cannot take another's report: not by linking to it first, nor by
// leading its own page there, nor by naming the other as its source.
func TestReportsStayWithTheirOutlet(t *testing.T) {
	later := newstest.Noon.Add(time.Hour)
	for name, taking := range map[string]func(t *testing.T, alpha, bravo func(news.Arrival)){
		"linked first": func(_ *testing.T, alpha, bravo func(news.Arrival)) {
			bravo(at(arrival("b", "Bravo's words", newstest.Noon), "http://www.alpha.test/x"))
			alpha(at(arrival("a", "Alpha's words", later), "http://alpha.test/x"))
		},
		"named as the source": func(_ *testing.T, alpha, bravo func(news.Arrival)) {
			a := at(arrival("b", "Bravo's words", newstest.Noon), "http://alpha.test/x")
			a.Publisher = news.Outlet{Name: "Alpha", Site: "http://alpha.test/"}
			bravo(a)
			alpha(at(arrival("a", "Alpha's words", later), "http://alpha.test/x"))
		},
		"words of another report": func(_ *testing.T, alpha, bravo func(news.Arrival)) {
			old := at(arrival("old", "Alpha's old words", newstest.Noon), "http://alpha.test/y")
			old.Content = "words"
			alpha(old)
			a := at(arrival("b", "Bravo's words", newstest.Noon), "http://alpha.test/x")
			a.Publisher, a.Content = news.Outlet{Name: "Alpha", Site: "http://alpha.test/"}, "words"
			bravo(a)
			alpha(at(arrival("a", "Alpha's words", later), "http://alpha.test/x"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := newstest.DB(t)
			ids := map[string]news.FeedID{}
			for _, outlet := range []string{"alpha", "bravo"} {
				id, _, err := db.Follow(ctx, news.Outlet{Name: outlet, Site: "http://" + outlet + ".test/"}, "http://feeds."+outlet+".test/rss", "", newstest.Noon)
				if err != nil {
					t.Fatal(err)
				}
				ids[outlet] = id
			}
			taking(t, func(a news.Arrival) { pollOf(t, db, ids["alpha"], later, a) },
				func(a news.Arrival) { pollOf(t, db, ids["bravo"], newstest.Noon, a) })
			found := false
			for _, a := range articles(t, db) {
				found = found || a.Outlet == "alpha" && a.URL == "http://alpha.test/x" && a.Headline == "Alpha's words"
			}
			if !found {
				t.Errorf("articles = %+v; want Alpha's report with its own words", articles(t, db))
			}
		})
	}
}

// A page that leads to another outlet's report is that report, and not the
// other way round.
func TestPageThatLeadsToAnothersReport(t *testing.T) {
	db := newstest.DB(t)
	alpha, bravo := follow(t, db, "alpha", "http://alpha.test/rss"), follow(t, db, "bravo", "http://bravo.test/rss")
	pollOf(t, db, bravo, newstest.Noon, at(arrival("b", "One storm", newstest.Noon), "http://bravo.test/1"))
	pollOf(t, db, alpha, newstest.Noon.Add(time.Hour), at(arrival("a", "One storm", newstest.Noon), "http://alpha.test/1"))
	for _, a := range articles(t, db) {
		r := page("One storm", "Text.")
		if r.Landed = ""; a.Outlet == "bravo" {
			r.Landed = "http://alpha.test/1"
		}
		read(t, db, a.ID, r)
	}
	list := articles(t, db)
	if len(list) != 1 || list[0].Outlet != "alpha" {
		t.Errorf("articles = %+v; want Alpha's", list)
	}
}
