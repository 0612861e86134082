package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

// pollOf records a poll of one feed, whether it is due or not.
func pollOf(t *testing.T, db *store.DB, id news.FeedID, at time.Time, arrivals ...news.Arrival) news.Taken {
	t.Helper()
	return recordOf(t, db, id, news.Poll{At: at, Status: 200, Arrivals: arrivals})
}

func recordOf(t *testing.T, db *store.DB, id news.FeedID, p news.Poll) news.Taken {
	t.Helper()
	claim, err := db.ClaimFeed(ctx, id, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if p.NextPollAt.IsZero() {
		p.NextPollAt = p.At.Add(time.Hour)
	}
	taken, err := db.RecordPoll(ctx, claim, p)
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

// at gives an arrival another address.
func at(a news.Arrival, url string) news.Arrival {
	a.Article.URL, a.Key = url, news.AddressKey(url)
	return a
}

func articles(t *testing.T, db *store.DB) []news.Article {
	t.Helper()
	list, err := db.ListArticles(ctx, 20_000)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func sightings(t *testing.T, db *store.DB, id news.ArticleID) int {
	t.Helper()
	n, err := db.Sightings(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func feeds(t *testing.T, db *store.DB, n int) []news.FeedID {
	t.Helper()
	list := make([]news.FeedID, n)
	for i := range list {
		list[i] = follow(t, db, fmt.Sprintf("Paper%d", i), fmt.Sprintf("http://paper%d.example/feed", i))
	}
	return list
}

func TestOneArticleInTenFeeds(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 10)
	var wg sync.WaitGroup
	taken := make([]news.Taken, len(ids))
	for i, id := range ids {
		claim, err := db.ClaimFeed(ctx, id, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		a := at(arrival(fmt.Sprint("guid-", i), "One", newstest.Noon), "https://www.herald.example/one?utm_source="+fmt.Sprint(i))
		wg.Go(func() {
			taken[i], err = db.RecordPoll(ctx, claim, news.Poll{At: newstest.Noon, NextPollAt: newstest.Noon, Arrivals: []news.Arrival{a}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list := articles(t, db)
	if len(list) != 1 || sightings(t, db, list[0].ID) != 10 {
		t.Fatalf("articles = %d with %d sightings; want one with ten", len(list), sightings(t, db, list[0].ID))
	}
	var sum news.Taken
	for _, n := range taken {
		sum.New, sum.Known = sum.New+n.New, sum.Known+n.Known
	}
	if sum.New != 1 || sum.Known != 9 {
		t.Errorf("taken = %+v; want one new and nine known", sum)
	}
	if n, err := db.WaitingJobs(ctx); err != nil || n != 1 {
		t.Errorf("jobs = %d, %v; want one", n, err)
	}
}

func TestNamesThatChangeAtEveryPoll(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	for i := range 9 {
		a := at(arrival(fmt.Sprint("guid-", i), "One", newstest.Noon), "https://herald.example/one")
		pollOf(t, db, id, newstest.Noon.Add(time.Duration(i)*time.Hour), a)
	}
	list := articles(t, db)
	if len(list) != 1 || sightings(t, db, list[0].ID) != 4 {
		t.Errorf("articles = %d with %d names; want one with four", len(list), sightings(t, db, list[0].ID))
	}
	f, err := db.Feed(ctx, id)
	if err != nil || f.Items != 1 {
		t.Errorf("items = %d, %v; want one", f.Items, err)
	}
}

func TestAddressesThatChangeAtEveryPoll(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	for i := range 40 { // for longer than the same words are trusted
		key := fmt.Sprint("https://herald.example/one?session=", i)
		a := at(arrival(news.AddressKey(key), "One", newstest.Noon), key)
		a.Content = "the-same-words"
		pollOf(t, db, id, newstest.Noon.Add(time.Duration(i)*12*time.Hour), a)
	}
	if list := articles(t, db); len(list) != 1 {
		t.Errorf("articles = %d; want one", len(list))
	}
}

func TestSameWords(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	words := func(guid string) news.Arrival {
		a := arrival(guid, "One", newstest.Noon)
		a.Content = "words"
		return a
	}
	pollOf(t, db, ids[0], newstest.Noon, words("1"), words("2"))
	pollOf(t, db, ids[0], newstest.Noon.Add(71*time.Hour), words("3"))
	if list := articles(t, db); len(list) != 1 {
		t.Fatalf("articles = %d; want the same words of an outlet to be one", len(list))
	}
	if taken := pollOf(t, db, ids[1], newstest.Noon, words("4")); taken.New != 1 {
		t.Errorf("taken = %+v; want another outlet's words to be its own", taken)
	}
	// What is known under its second address is found by that.
	if taken := pollOf(t, db, ids[1], newstest.Noon, at(arrival("x", "Else", newstest.Noon), "http://herald.example/3")); taken.New != 0 {
		t.Errorf("taken = %+v; want the further address to be known", taken)
	}
	late := words("5")
	late.Article.FoundAt = newstest.Noon.Add(400 * time.Hour)
	if taken := pollOf(t, db, ids[0], newstest.Noon.Add(400*time.Hour), late); taken.New != 1 {
		t.Errorf("taken = %+v; want the same words weeks later to be new", taken)
	}
}

func TestAnotherFeedsNameTouchesNothing(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "Herald's own", newstest.Noon))
	pollOf(t, db, ids[1], newstest.Noon, at(arrival("1", "Forged", newstest.Noon), "http://forger.example/1"))
	pollOf(t, db, ids[1], newstest.Noon.Add(time.Hour), at(arrival("1", "Forged again", newstest.Noon), "http://herald.example/1"))
	got := map[string]bool{}
	for _, a := range articles(t, db) {
		got[a.Headline] = true
	}
	if len(got) != 2 || !got["Herald's own"] {
		t.Errorf("headlines = %v; want the first feed's to stand", got)
	}
	// The same address under another outlet's feed is a sighting and no more.
	pollOf(t, db, ids[1], newstest.Noon.Add(2*time.Hour), at(arrival("2", "Forged", newstest.Noon), "http://herald.example/1"))
	pollOf(t, db, ids[1], newstest.Noon.Add(3*time.Hour), at(arrival("2", "Forged anew", newstest.Noon), "http://herald.example/1"))
	if list := articles(t, db); len(list) != 2 || !got["Herald's own"] {
		t.Errorf("articles = %d; want two", len(list))
	}
	for _, a := range articles(t, db) {
		if a.Headline == "Forged anew" {
			t.Error("another outlet's feed changed a headline")
		}
	}
}

func TestNewAddressUnderTheSameName(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	pollOf(t, db, id, newstest.Noon, arrival("1", "One", newstest.Noon))
	taken := pollOf(t, db, id, newstest.Noon.Add(time.Hour), at(arrival("1", "One", newstest.Noon), "http://herald.example/moved"))
	if list := articles(t, db); len(list) != 1 || taken.Known != 1 {
		t.Errorf("articles = %d, taken = %+v; want one, known", len(list), taken)
	}
}

func TestFlood(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	many := func(from, n int, at time.Time) []news.Arrival {
		list := make([]news.Arrival, n)
		for i := range list {
			list[i] = arrival(fmt.Sprint(from+i), fmt.Sprint("Report ", from+i), at.Add(-time.Duration(i)*time.Minute))
			list[i].Article.FoundAt = at
		}
		return list
	}
	if taken := pollOf(t, db, id, newstest.Noon, many(0, 700, newstest.Noon)...); taken.New != 700 {
		t.Fatalf("first poll took %d; want all 700", taken.New)
	}
	later := newstest.Noon.Add(24 * time.Hour)
	flood := many(1000, 600, later)
	if taken := pollOf(t, db, id, later, flood...); taken.New != 500 {
		t.Errorf("a flood of 600 brought %d; want 500", taken.New)
	}
	f, err := db.Feed(ctx, id)
	if err != nil || !strings.Contains(f.Warning, "600") {
		t.Errorf("warning = %q, %v; want it to tell of 600", f.Warning, err)
	}
	// What was held back stays away, what is new comes.
	again := append([]news.Arrival{arrival("new", "New", later.Add(time.Minute))}, flood...)
	if taken := pollOf(t, db, id, later.Add(time.Hour), again...); taken.New != 1 || taken.Known != 500 {
		t.Errorf("the poll after = %+v; want one new, 500 known", taken)
	}
	if f, err = db.Feed(ctx, id); err != nil || f.Warning != "" {
		t.Errorf("warning = %q, %v; want none any more", f.Warning, err)
	}
	later = later.Add(24 * time.Hour)
	if taken := pollOf(t, db, id, later, many(2000, 500, later)...); taken.New != 500 {
		t.Errorf("as many as are taken brought %d; want 500", taken.New)
	}
	if f, err = db.Feed(ctx, id); err != nil || !strings.Contains(f.Warning, "500") {
		t.Errorf("warning = %q, %v; want it to tell of 500", f.Warning, err)
	}
}

func TestPublisherOfAnItem(t *testing.T) {
	db := newstest.DB(t)
	id := follow(t, db, "Gatherer", "http://gatherer.example/feed")
	herald, _, err := db.Follow(ctx, news.Outlet{Name: "Herald", Site: "https://www.herald.example/"}, "http://herald.example/feed", "", newstest.Noon)
	if err != nil {
		t.Fatal(err)
	}
	by := func(guid, name, site string) news.Arrival {
		a := arrival(guid, guid, newstest.Noon)
		a.Publisher = news.Outlet{Name: name, Site: site}
		return a
	}
	pollOf(t, db, id, newstest.Noon, by("host", "The Herald Online", "https://news.herald.example"), by("name", "HERALD", ""),
		by("new", "Courier", "https://courier.example"), by("new too", "Courier", ""), arrival("own", "own", newstest.Noon))
	want := map[string]string{"host": "Herald", "name": "Gatherer", "new": "Courier", "new too": "Gatherer", "own": "Gatherer"}
	for _, a := range articles(t, db) {
		if want[a.Headline] != a.Outlet {
			t.Errorf("%s is by %s; want %s", a.Headline, a.Outlet, want[a.Headline])
		}
		delete(want, a.Headline)
	}
	if len(want) != 0 {
		t.Errorf("missing: %v", want)
	}
	outlets, err := db.ListOutlets(ctx)
	if err != nil || len(outlets) != 3 || outlets[0].Kind != news.KindNewspaper {
		t.Errorf("outlets = %+v, %v; want three, the new one a newspaper", outlets, err)
	}
	if f, err := db.Feed(ctx, herald); err != nil || f.Outlet != "Herald" {
		t.Errorf("feed = %+v, %v", f, err)
	}
}

// A poll whose claim was lost keeps none of those beside it back.
func TestLostClaimAmongOthers(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 12)
	var wg sync.WaitGroup
	errs := make([]error, len(ids))
	for i, id := range ids {
		claim, err := db.ClaimFeed(ctx, id, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			claim.Epoch--
		}
		wg.Go(func() {
			_, errs[i] = db.RecordPoll(ctx, claim, news.Poll{
				At: newstest.Noon, NextPollAt: newstest.Noon,
				Arrivals: []news.Arrival{arrival(fmt.Sprint(i), fmt.Sprint(i), newstest.Noon)},
			})
		})
	}
	wg.Wait()
	for i, err := range errs {
		if lost := i%3 == 0; lost != errors.Is(err, news.ErrConflict) || !lost && err != nil {
			t.Errorf("poll %d: %v", i, err)
		}
	}
	if list := articles(t, db); len(list) != 8 {
		t.Errorf("articles = %d; want those of the eight claims that held", len(list))
	}
}

func TestSameItemsAgain(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	one, two := arrival("1", "One", newstest.Noon), arrival("2", "Two", newstest.Noon)
	pollOf(t, db, id, newstest.Noon, one, two)
	if taken := pollOf(t, db, id, newstest.Noon.Add(time.Hour), one, two); taken != (news.Taken{Known: 2}) {
		t.Errorf("the same items = %+v; want two known", taken)
	}
	if taken := pollOf(t, db, id, newstest.Noon.Add(2*time.Hour), two); taken != (news.Taken{Known: 1}) {
		t.Errorf("one item less = %+v; want one known", taken)
	}
	if taken := pollOf(t, db, id, newstest.Noon.Add(3*time.Hour), two, one); taken != (news.Taken{Known: 2}) {
		t.Errorf("it came back = %+v; want two known", taken)
	}
	two.Article.Headline = "Two, changed"
	if taken := pollOf(t, db, id, newstest.Noon.Add(4*time.Hour), two, one); taken != (news.Taken{Known: 2, Changed: 1}) {
		t.Errorf("one changed = %+v; want two known, one changed", taken)
	}
}
