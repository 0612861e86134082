package store_test

import (
	"fmt"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
)

func TestArticleThatMoves(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "Ferry runs aground", newstest.Noon))
	const moved = "http://herald.example/ferry-runs-aground"
	taken := pollOf(t, db, ids[0], newstest.Noon.Add(time.Hour), at(arrival("1", "Ferry runs aground", newstest.Noon), moved))
	if list := articles(t, db); len(list) != 1 || list[0].URL != moved || taken.Known != 1 {
		t.Fatalf("articles = %+v, taken = %+v; want one, known, at its new address", list, taken)
	}
	for i, url := range []string{moved, "http://herald.example/1"} {
		a := at(arrival(fmt.Sprint("x", i), "Ferry", newstest.Noon), url)
		if taken := pollOf(t, db, ids[1], newstest.Noon.Add(time.Hour), a); taken.New != 0 {
			t.Errorf("at %s: %+v; want it known", url, taken)
		}
	}
}

// Feeds that number their items, or use a name again, name nothing.
func TestNameGivenToAnotherItem(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	item := func(place, n int) news.Arrival {
		word := []string{"Ferry", "Mayor", "Harvest", "Weather", "Football"}[n]
		url := fmt.Sprint("http://herald.example/", word)
		return at(arrival(fmt.Sprint(place), word+" report of the day "+word+" "+word+" "+word+" "+word, newstest.Noon), url)
	}
	for top := range 4 { // each poll brings one more, and all move down
		taken := pollOf(t, db, id, newstest.Noon.Add(time.Duration(top)*time.Hour), item(0, top+1), item(1, top))
		want := news.Taken{New: 1, Known: 1}
		if top == 0 {
			want = news.Taken{New: 2}
		}
		if taken != want {
			t.Errorf("poll %d: %+v; want %+v", top, taken, want)
		}
	}
	got := map[string]string{}
	for _, a := range articles(t, db) {
		got[a.URL] = a.Headline
	}
	for n := range 5 {
		if a := item(0, n).Article; got[a.URL] != a.Headline {
			t.Errorf("%s is %q; want %q", a.URL, got[a.URL], a.Headline)
		}
	}
	if len(got) != 5 {
		t.Errorf("articles = %v; want five", got)
	}
	// What changes under a name of its own is a change.
	a := item(0, 4)
	pollOf(t, db, id, newstest.Noon.Add(5*time.Hour), a, item(1, 3))
	b := item(1, 3)
	b.Article.Headline += " again"
	if taken := pollOf(t, db, id, newstest.Noon.Add(6*time.Hour), a, b); taken != (news.Taken{Known: 2, Changed: 1}) {
		t.Errorf("a change = %+v; want two known and one changed", taken)
	}
}

func TestSameWordsInOnePoll(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	var list []news.Arrival
	for i := range 3 {
		a := arrival(fmt.Sprint(i), "Ferry runs aground", newstest.Noon)
		a.Content = "words"
		list = append(list, a)
	}
	pollOf(t, db, ids[0], newstest.Noon, list...)
	for i := range 3 {
		a := at(arrival("x"+fmt.Sprint(i), "Else", newstest.Noon), fmt.Sprint("http://herald.example/", i))
		if taken := pollOf(t, db, ids[1], newstest.Noon.Add(time.Hour), a); taken.New != 0 {
			t.Errorf("address %d: %+v; want it known", i, taken)
		}
	}
}

func TestFeedThatNamesManyPublishers(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	var list []news.Arrival
	for i := range 60 {
		a := arrival(fmt.Sprint(i), "One", newstest.Noon)
		a.Publisher = news.Outlet{Name: fmt.Sprint("Made up ", i)}
		list = append(list, a)
	}
	if taken := pollOf(t, db, id, newstest.Noon, list...); taken.New != 60 {
		t.Errorf("taken = %+v; want all", taken)
	}
	if outlets, err := db.ListOutlets(ctx); err != nil || len(outlets) != 21 {
		t.Errorf("outlets = %d, %v; want the feed's own and twenty", len(outlets), err)
	}
	if own, err := db.OutletArticles(ctx, 1, 100); err != nil || len(own) != 40 {
		t.Errorf("the feed's own = %d, %v; want the other forty", len(own), err)
	}
}

func TestLongAddresses(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	var list []news.Arrival
	for i := range 2 {
		// Not to be pressed together.
		url := "http://herald.example/"
		for n := range 1500 {
			url += fmt.Sprintf("%x", n*n*7919+n)
		}
		list = append(list, at(arrival(fmt.Sprint(i), "One", newstest.Noon), url+"?n="+fmt.Sprint(i)))
	}
	if taken := pollOf(t, db, id, newstest.Noon, list...); taken.New != 2 {
		t.Errorf("taken = %+v; want both", taken)
	}
}
