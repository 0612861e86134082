package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

// page is a reading of a page with a headline and one paragraph.
func page(headline, text string) *news.Reading {
	return &news.Reading{Headline: headline, Paragraphs: []string{text}, Form: news.FormReport}
}

func read(t *testing.T, db *store.DB, id news.ArticleID, r *news.Reading) {
	t.Helper()
	if err := db.RecordReading(ctx, id, news.ArticleRead, "", r); err != nil {
		t.Fatal(err)
	}
}

// clocked is a database whose machine's clock the test sets.
func clocked(t *testing.T) (*store.DB, *time.Time) {
	now := newstest.Noon
	o := newstest.Options(t)
	o.Machine = func() time.Time { return now }
	return newstest.Open(t, o), &now
}

func headlines(t *testing.T, db *store.DB, id news.ArticleID) (list []string) {
	t.Helper()
	versions, err := db.Versions(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		list = append(list, fmt.Sprintf("%d %s", v.Version, v.Headline))
	}
	return list
}

func article(t *testing.T, db *store.DB, id news.ArticleID) *news.Article {
	t.Helper()
	a, err := db.Article(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestPageThatChanges(t *testing.T) {
	db, now := clocked(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "From the feed", newstest.Noon))
	id := articles(t, db)[0].ID
	read(t, db, id, page("One", "First text."))
	if got := headlines(t, db, id); len(got) != 0 {
		t.Errorf("versions after the first reading = %v; want none", got)
	}
	revision := article(t, db, id).Revision
	read(t, db, id, page("One", "First  text. "))
	if a := article(t, db, id); a.Version != 1 || a.Revision != revision {
		t.Errorf("the same page made version %d, revision %d; want 1, %d", a.Version, a.Revision, revision)
	}
	*now = now.Add(2 * time.Hour)
	read(t, db, id, page("One", "Second text."))
	a := article(t, db, id)
	versions, err := db.Versions(ctx, id)
	if err != nil || len(versions) != 1 || versions[0].Paragraphs[0] != "First  text. " || !versions[0].Until.Equal(*now) {
		t.Errorf("versions = %+v, %v; want the first text", versions, err)
	}
	if a.Version != 2 || a.Revision == revision || a.Paragraphs[0] != "Second text." {
		t.Errorf("article = version %d, %q; want 2 with the new text", a.Version, a.Paragraphs)
	}
	if err := db.RecordReading(ctx, id, news.ArticleFeed, "The page is gone.", page("From the feed", "")); err != nil {
		t.Fatal(err)
	}
	if a = article(t, db, id); a.State != news.ArticleRead || a.Headline != "One" || len(a.Paragraphs) != 1 {
		t.Errorf("after a reading that came to nothing: %s %q %q; want what was read to stand", a.State, a.Headline, a.Paragraphs)
	}
}

func TestHeadlineThatFlaps(t *testing.T) {
	db, now := clocked(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "One", newstest.Noon))
	id := articles(t, db)[0].ID
	read(t, db, id, page("A", "Text."))
	for range 10 {
		for _, h := range []string{"B", "A"} {
			*now = now.Add(20 * time.Minute)
			read(t, db, id, page(h, "Text."))
		}
	}
	if a, got := article(t, db, id), headlines(t, db, id); a.Headline != "A" || a.Version != 1 || len(got) != 0 {
		t.Errorf("after flapping: %q, version %d, former %v; want A, 1, none", a.Headline, a.Version, got)
	}
	for i := range 60 {
		*now = now.Add(2 * time.Hour)
		read(t, db, id, page(fmt.Sprint("C", i), "Text."))
	}
	got := headlines(t, db, id)
	if len(got) != news.VersionsKept || got[0] != "1 A" || got[len(got)-1] != "60 C58" {
		t.Errorf("former headlines = %v; want %d, the first and the latest", got, news.VersionsKept)
	}
}

func TestFeedThatChangesWhatWasNotRead(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	a := arrival("1", "One", newstest.Noon)
	a.Article.Item.Summary = "<p>First   summary.</p>"
	pollOf(t, db, id, newstest.Noon, a)
	a.Article.Item.Summary = "<p>First <img src=\"http://x.example/2\"> summary.</p>"
	if taken := pollOf(t, db, id, newstest.Noon.Add(time.Hour), a); taken.Changed != 0 {
		t.Errorf("another picture = %+v; want no change", taken)
	}
	a.Article.Headline, a.Article.Item.Summary = "One, changed", "<p>Second summary.</p>"
	if taken := pollOf(t, db, id, newstest.Noon.Add(2*time.Hour), a); taken.Changed != 1 {
		t.Errorf("another headline = %+v; want one change", taken)
	}
	got := articles(t, db)[0]
	versions, err := db.Versions(ctx, got.ID)
	if err != nil || len(versions) != 1 || versions[0].Headline != "One" || versions[0].Paragraphs[0] != "First summary." {
		t.Errorf("versions = %+v, %v; want the first words", versions, err)
	}
	if full := article(t, db, got.ID); full.Headline != "One, changed" || full.Version != 2 || full.Item.Summary != "<p>Second summary.</p>" {
		t.Errorf("article = %q, version %d, %q; want the new words", full.Headline, full.Version, full.Item.Summary)
	}
	if n, err := db.WaitingJobs(ctx); err != nil || n != 1 {
		t.Errorf("jobs = %d, %v; want the one that waits already", n, err)
	}
}

// stranger opens a newsroom's database past the store.
func stranger(t *testing.T, o store.Options) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", o.URL)
	if o.URL == "" {
		db, err = sql.Open("sqlite", "file:"+filepath.Join(o.Dir, store.File)+"?_pragma=busy_timeout(10000)")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// laterJobs counts the jobs that are put off to a later time.
func laterJobs(t *testing.T, o store.Options) (n int) {
	t.Helper()
	if err := stranger(t, o).QueryRow(`SELECT count(*) FROM river_job WHERE state = 'scheduled'`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Sightings that an older Dateline kept do not say with which words.
func TestWordsThatWereNotNoted(t *testing.T) {
	o := newstest.Options(t)
	db := newstest.Open(t, o)
	id := feeds(t, db, 1)[0]
	a := arrival("1", "One", newstest.Noon)
	pollOf(t, db, id, newstest.Noon, a)
	if _, err := stranger(t, o).Exec(`UPDATE sightings SET words = 0`); err != nil {
		t.Fatal(err)
	}
	if _, err := stranger(t, o).Exec(`UPDATE feeds SET stood = ''`); err != nil {
		t.Fatal(err)
	}
	if taken := pollOf(t, db, id, newstest.Noon.Add(time.Hour), a); taken != (news.Taken{Known: 1}) {
		t.Errorf("the first poll after an upgrade = %+v; want the item known and unchanged", taken)
	}
	a.Article.Headline = "One, changed"
	if taken := pollOf(t, db, id, newstest.Noon.Add(2*time.Hour), a); taken.Changed != 1 {
		t.Errorf("a change after that = %+v; want it noticed", taken)
	}
}

func TestPageIsReadAgainWhenItsFeedChanges(t *testing.T) {
	o := newstest.Options(t)
	db := newstest.Open(t, o)
	ids := feeds(t, db, 1)
	second, _, err := db.Follow(ctx, news.Outlet{Name: "Paper0"}, "http://paper0.example/all", "", newstest.Noon)
	if err != nil {
		t.Fatal(err)
	}
	ids = append(ids, second)
	a := arrival("1", "One", newstest.Noon)
	for _, id := range ids {
		pollOf(t, db, id, newstest.Noon, a)
	}
	id := articles(t, db)[0].ID
	read(t, db, id, page("The page's", "Text."))
	revision, before := article(t, db, id).Revision, jobs(t, db)
	// Within ten minutes: at once, at their end, and no more.
	for i := range 5 {
		a.Article.Headline = fmt.Sprint("One, ", i)
		a.Article.Item.Headline = a.Article.Headline
		for _, id := range ids { // the second brings nothing that the first did not
			pollOf(t, db, id, newstest.Noon.Add(time.Hour+time.Duration(i)*time.Minute), a)
		}
		if want := min(i, 1); jobs(t, db) != before+1 || laterJobs(t, o) != want {
			t.Errorf("after change %d: %d jobs, %d put off; want %d, %d", i+1, jobs(t, db), laterJobs(t, o), before+1, want)
		}
	}
	if got := article(t, db, id); got.Headline != "The page's" || got.Revision != revision || got.Item.Headline != "One, 4" {
		t.Errorf("headline = %q, revision %d, the feed's %q; want the page's, %d, the last", got.Headline, got.Revision, got.Item.Headline, revision)
	}
	a.Article.Headline, a.Article.Item.Headline = "One, at last", "One, at last"
	pollOf(t, db, ids[0], newstest.Noon.Add(2*time.Hour), a)
	if jobs(t, db) != before+2 {
		t.Errorf("jobs an hour later = %d; want %d", jobs(t, db), before+2)
	}
}

func TestArticleThatTurnsOutToBeAnother(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "One", newstest.Noon))
	first := articles(t, db)[0].ID
	short := at(arrival("x", "One", newstest.Noon), "http://short.example/x")
	short.Article.FoundAt = newstest.Noon.Add(time.Hour)
	pollOf(t, db, ids[1], newstest.Noon.Add(time.Hour), short)
	double := articles(t, db)[0].ID
	group(t, db, news.Grouping{
		Placements: []news.Placement{{ArticleID: first, Revision: 1, StoryID: 1}, {ArticleID: double, Revision: 1, StoryID: 1}},
		Stories:    []news.StorySummary{{ID: 1, Headline: "One", Reports: 2, LatestAt: newstest.Noon}},
	})
	r := page("One", "Text.")
	r.Canonical = "https://www.herald.example/1"
	read(t, db, double, r)

	if list := articles(t, db); len(list) != 1 || list[0].ID != first || sightings(t, db, first) != 2 {
		t.Errorf("articles = %d; want the first, with both sightings", len(list))
	}
	if a := article(t, db, double); a.JoinedTo != first || a.MutedBy != news.RuleJoined || a.Headline != "One" {
		t.Errorf("the double = %+v; want it joined and still there", a)
	}
	waiting, err := db.WaitingReports(ctx, 10)
	if err != nil || len(waiting) != 1 || waiting[0].ID != double {
		t.Errorf("waiting = %+v, %v; want the double, to leave its story", waiting, err)
	}
	if s, err := db.Story(ctx, 1); err != nil || len(s.Articles) != 1 {
		t.Errorf("story = %+v, %v; want one article", s, err)
	}
	// Whoever meets either address or name again meets the first.
	for _, again := range []news.Arrival{short, at(arrival("y", "One", newstest.Noon), "http://short.example/x?utm_source=y")} {
		if taken := pollOf(t, db, ids[1], newstest.Noon.Add(2*time.Hour), again); taken.New != 0 {
			t.Errorf("taken = %+v; want nothing new", taken)
		}
	}
	if n := sightings(t, db, first); n != 3 {
		t.Errorf("sightings = %d; want 3", n)
	}
	if muted, err := db.ListMuted(ctx, 0, 10); err != nil || len(muted) != 0 {
		t.Errorf("muted = %v, %v; want none: a double is not muted by anybody", muted, err)
	}
}

func TestAddressThatThePageGivesIsKnown(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	pollOf(t, db, ids[0], newstest.Noon, at(arrival("x", "One", newstest.Noon), "http://short.example/x"))
	r := page("One", "Text.")
	r.Canonical = "https://www.herald.example/1"
	read(t, db, articles(t, db)[0].ID, r)
	if taken := pollOf(t, db, ids[1], newstest.Noon.Add(time.Hour), arrival("1", "One", newstest.Noon)); taken.New != 0 {
		t.Errorf("taken = %+v; want the address that the page gave to be known", taken)
	}
}

// Of two outlets' articles the one stays whose own address it is, whichever
// came first.
func TestArticleAtItsOwnAddressStays(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	pollOf(t, db, ids[0], newstest.Noon, at(arrival("x", "One", newstest.Noon), "http://short.example/x"))
	first := articles(t, db)[0].ID
	later := arrival("1", "One", newstest.Noon)
	later.Article.FoundAt = newstest.Noon.Add(time.Hour)
	pollOf(t, db, ids[1], newstest.Noon.Add(time.Hour), later)
	r := page("One", "Text.")
	r.Canonical = "https://herald.example/1"
	read(t, db, first, r)
	list := articles(t, db)
	if len(list) != 1 || list[0].ID == first || list[0].URL != later.Article.URL {
		t.Fatalf("articles = %+v; want the one at its own address", list)
	}
	if _, _, err := db.ArticleToRead(ctx, list[0].ID); err != nil {
		t.Errorf("what stays cannot be read: %v", err)
	}
}

// A site that gives one address for all of its pages has many articles.
func TestOneAddressForManyPages(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "One", newstest.Noon), arrival("2", "Two", newstest.Noon), arrival("3", "Three", newstest.Noon))
	for i, a := range articles(t, db) {
		r := page(fmt.Sprint("Headline ", []string{"of apples", "on pears", "with plums"}[i]), "Text.")
		r.Canonical = "https://herald.example/news"
		read(t, db, a.ID, r)
	}
	if list := articles(t, db); len(list) != 3 {
		t.Errorf("articles = %d; want all three", len(list))
	}
}

func TestPageFoundElsewhere(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "One", newstest.Noon))
	pollOf(t, db, ids[1], newstest.Noon, at(arrival("x", "One", newstest.Noon), "http://short.example/x"))
	for _, a := range articles(t, db) {
		r := page("One", "Text.")
		r.Landed = "https://herald.example/1?utm_source=x"
		read(t, db, a.ID, r)
	}
	if list := articles(t, db); len(list) != 1 {
		t.Errorf("articles = %d; want one", len(list))
	}
}
