package store_test

import (
	"fmt"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
)

// Pages of several reports that all lead to one wall stay several reports.
func TestWallBeforeManyPages(t *testing.T) {
	const wall = "https://login.example/consent"
	for name, set := range map[string]func(*news.Reading){
		"landed":    func(r *news.Reading) { r.Landed = wall },
		"canonical": func(r *news.Reading) { r.Canonical = wall },
	} {
		t.Run(name, func(t *testing.T) {
			db := newstest.DB(t)
			id := feeds(t, db, 1)[0]
			pollOf(t, db, id, newstest.Noon, arrival("1", "Ferry runs aground", newstest.Noon), arrival("2", "Mayor resigns", newstest.Noon))
			for _, a := range articles(t, db) {
				r := page("Before you continue", "We value your privacy.")
				set(r)
				read(t, db, a.ID, r)
			}
			if list := articles(t, db); len(list) != 2 {
				t.Errorf("articles = %d; want both", len(list))
			}
			// Nor is either of them known under the wall's address.
			other := at(arrival("x", "Before you continue", newstest.Noon), wall)
			if taken := pollOf(t, db, id, newstest.Noon.Add(time.Hour), other); taken.New != 1 {
				t.Errorf("taken = %+v; want what stands at the wall's address to be new", taken)
			}
		})
	}
}

// An outlet's word that a page is the same as another of its reports is not
// taken where the other stands at a front page.
func TestFrontPageIsNoReport(t *testing.T) {
	for _, front := range []string{"https://herald.example/", "https://herald.example/index.html", "https://herald.example/en-gb/"} {
		db := newstest.DB(t)
		id := feeds(t, db, 1)[0]
		pollOf(t, db, id, newstest.Noon, at(arrival("0", "The Herald", newstest.Noon), front), arrival("1", "Ferry runs aground", newstest.Noon))
		for _, a := range articles(t, db) {
			if a.Headline != "The Herald" {
				r := page("Ferry runs aground", "Text.")
				r.Canonical = front
				read(t, db, a.ID, r)
			}
		}
		if list := articles(t, db); len(list) != 2 {
			t.Errorf("%s: articles = %d; want both", front, len(list))
		}
	}
}

// What has no headline of its own is joined only to what was found there.
func TestPageWithoutAHeadlineOfItsOwn(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "Ferry runs aground", newstest.Noon))
	later := newstest.Noon.Add(time.Hour)
	var bare []news.Arrival
	for i := range 3 {
		url := fmt.Sprint("http://short.example/", i)
		a := at(arrival(fmt.Sprint("x", i), url, later), url)
		bare = append(bare, a)
	}
	pollOf(t, db, ids[1], later, bare...)
	for _, a := range articles(t, db) {
		r := page("Ferry runs aground", "Text.")
		if r.Landed = "https://herald.example/1"; a.URL != bare[0].Article.URL {
			r = page("Before you continue", "We value your privacy.")
			r.Landed = "https://login.example/consent"
		}
		if a.Headline != "Ferry runs aground" {
			read(t, db, a.ID, r)
		}
	}
	if list := articles(t, db); len(list) != 3 {
		t.Errorf("articles = %d; want the first of three joined, and the walls apart", len(list))
	}
}

func TestWallInPlaceOfWhatWasRead(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	pollOf(t, db, id, newstest.Noon, arrival("1", "Ferry runs aground", newstest.Noon))
	is := articles(t, db)[0].ID
	read(t, db, is, page("Ferry runs aground", "All are safe."))
	read(t, db, is, page("Before you continue", "We value your privacy."))
	if a := article(t, db, is); a.Headline != "Ferry runs aground" || a.Version != 1 || a.Paragraphs[0] != "All are safe." {
		t.Errorf("after a wall: %q, version %d, %q; want what was read", a.Headline, a.Version, a.Paragraphs)
	}
	for i, r := range []*news.Reading{
		{Headline: "Captain blamed", Paragraphs: []string{"New.", " All are  safe."}},
		{Headline: "Captain is blamed", Paragraphs: []string{"Nothing of it is left."}},
	} {
		r.Form = news.FormReport
		read(t, db, is, r)
		if a := article(t, db, is); a.Headline != r.Headline || a.Version != 2+i {
			t.Errorf("after %q: %q, version %d; want it taken", r.Headline, a.Headline, a.Version)
		}
	}
	// What the feed says too is no wall.
	told := arrival("1", "Inquiry opens", newstest.Noon)
	told.Article.Item.Headline = "Inquiry opens"
	pollOf(t, db, id, newstest.Noon.Add(time.Hour), told)
	read(t, db, is, page("Inquiry opens", "It begins today."))
	if a := article(t, db, is); a.Headline != "Inquiry opens" {
		t.Errorf("headline = %q; want what both feed and page say", a.Headline)
	}
}

// One that nothing keeps away is not hidden by being joined to one that
// another feed's rule does.
func TestJoiningHidesNothing(t *testing.T) {
	for _, feedRule := range []bool{true, false} {
		db := newstest.DB(t)
		ids := feeds(t, db, 2)
		rule := news.Rule{Action: news.RuleMute, Field: news.RuleAddress, Pattern: "herald.example/1"}
		if feedRule {
			rule.FeedID = ids[0]
		}
		addRule(t, db, rule)
		pollOf(t, db, ids[0], newstest.Noon, arrival("1", "Ferry runs aground", newstest.Noon))
		short := at(arrival("x", "Ferry runs aground", newstest.Noon.Add(time.Hour)), "http://short.example/x")
		pollOf(t, db, ids[1], newstest.Noon.Add(time.Hour), short)
		before, is := jobs(t, db), articles(t, db)[0].ID
		r := page("Ferry runs aground", "Text.")
		r.Landed = "https://herald.example/1"
		read(t, db, is, r)
		list, want := articles(t, db), 0
		if feedRule {
			want = 1
		}
		if len(list) != want || jobs(t, db) != before+want {
			t.Errorf("a rule of one feed: %v; articles = %+v, jobs = %d; want %d, %d", feedRule, list, jobs(t, db), want, before+want)
		}
		if want == 1 && list[0].ID == is {
			t.Error("the later one stayed")
		}
		apply(t, db, 0)
	}
}

// A page that nothing changes in is read less and less, and an old one never.
func TestIdleReadings(t *testing.T) {
	o := newstest.Options(t)
	db := newstest.Open(t, o)
	id := feeds(t, db, 1)[0]
	a := arrival("1", "Ferry runs aground", newstest.Noon)
	pollOf(t, db, id, newstest.Noon, a)
	is := articles(t, db)[0].ID
	read(t, db, is, page("Ferry runs aground", "Text."))
	all := stranger(t, o)
	called := func() (n int) { // for now or for later
		if err := all.QueryRow(`SELECT count(*) FROM river_job`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	count := func(from time.Time, polls int) (n int) {
		for i := range polls {
			before, at := called(), from.Add(time.Duration(i)*5*time.Minute)
			a.Article.Item.Summary = "Seen at " + at.String()
			pollOf(t, db, id, at, a)
			if called() > before {
				n++
				read(t, db, is, page("Ferry runs aground", "Text."))
			}
		}
		return n
	}
	if n := count(newstest.Noon.Add(5*time.Minute), 60); n < 3 || n > 6 {
		t.Errorf("readings within five hours = %d; want the waits between them to double", n)
	}
	if n := count(newstest.Noon.Add(49*time.Hour), 4); n != 0 {
		t.Errorf("readings after two days = %d; want none", n)
	}
}
