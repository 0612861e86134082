package store_test

import (
	"fmt"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

// firstRows is what the first Dateline kept of a feed with two reports, one of
// them read and told in a post. Times are microseconds.
func firstRows(at time.Time) []string {
	us := at.UnixMicro()
	return []string{
		`INSERT INTO outlets (id, name, name_key, site, host, kind, added_at)
			VALUES (1, 'Herald', 'herald', 'http://herald.example', 'herald.example', 'newspaper', 1)`,
		fmt.Sprintf(`INSERT INTO feeds (id, outlet_id, url, url_key, title, state, etag, next_poll_at, last_poll_at, last_success_at, items)
			VALUES (1, 1, 'http://herald.example/feed', 'herald.example/feed', 'The Herald', 'active', '"a"', %d, %d, %d, 2)`, us, us, us),
		fmt.Sprintf(`INSERT INTO articles (id, outlet_id, feed_id, url, url_key, state, found_at, published_at, item, headline, paragraphs, form, story_id, grouped)
			VALUES (1, 1, 1, 'http://herald.example/1', 'herald.example/1', 'read', %d, %d, '{"Headline":"One"}', 'One', '["Text."]', 'report', 5, 1)`, us, us),
		fmt.Sprintf(`INSERT INTO articles (id, outlet_id, feed_id, url, url_key, state, found_at, published_at, item, headline, form)
			VALUES (2, 1, 1, 'http://herald.example/2', 'herald.example/2', 'waiting', %d, %d, '{}', 'Two', 'report')`, us, us),
		fmt.Sprintf(`INSERT INTO sightings (feed_id, guid, article_id, first_at) VALUES (1, '1', 1, %d), (1, '2', 2, %d)`, us, us),
		fmt.Sprintf(`INSERT INTO stories (id, headline, state, reports, outlets, latest_at) VALUES (5, 'One', 'open', 1, 1, %d)`, us),
		fmt.Sprintf(`INSERT INTO posts (id, story_id, state, headline, blocks, version, created_at, updated_at)
			VALUES (9, 5, 'draft', 'One, told', '[]', 1, %d, %d)`, us, us),
	}
}

// upgraded is a newsroom of the first Dateline, brought up to date, and its
// feed.
func upgraded(t *testing.T) (*store.DB, news.FeedID) {
	t.Helper()
	o := newstest.Options(t)
	if o.URL != "" { // it comes with today's schema
		if _, err := stranger(t, o).Exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public`); err != nil {
			t.Fatal(err)
		}
	}
	first, err := store.OpenFirst(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	past := stranger(t, o)
	for _, row := range firstRows(newstest.Noon) {
		if _, err := past.Exec(row); err != nil {
			t.Fatalf("%v\n%s", err, row)
		}
	}
	// PostgreSQL counts on by itself.
	for _, table := range []string{"outlets", "feeds", "articles", "posts"} {
		if o.URL == "" {
			break
		}
		if _, err := past.Exec(`ALTER TABLE ` + table + ` ALTER COLUMN id RESTART WITH 100`); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	return newstest.Open(t, o), 1
}

func TestFirstNewsroomIsUpgraded(t *testing.T) {
	db, id := upgraded(t)
	if f := feed(t, db, id); f.ETag != `"a"` || f.Items != 2 || f.State != news.FeedActive || len(f.Rhythm) != 0 || !f.NextPollAt.Equal(newstest.Noon) {
		t.Errorf("feed = %+v; want it as it was", f)
	}
	if a := article(t, db, 1); a.Headline != "One" || a.Version != 1 || a.MutedBy != 0 || a.StoryID != 5 {
		t.Errorf("article = %+v; want it as it was", a)
	}
	if s, err := db.Story(ctx, 5); err != nil || len(s.Articles) != 1 {
		t.Errorf("story = %+v, %v; want it with its article", s, err)
	}
	if p, err := db.Post(ctx, 9); err != nil || p.Headline != "One, told" {
		t.Errorf("post = %+v, %v; want it as it was", p, err)
	}
	one := arrival("1", "One", newstest.Noon)
	one.Article.Item.Headline = "One"
	items := []news.Arrival{one, arrival("2", "Two", newstest.Noon)}
	pollAt := newstest.Noon.Add(time.Hour)
	if taken := pollOf(t, db, id, pollAt, items...); taken != (news.Taken{Known: 2}) || jobs(t, db) != 0 {
		t.Errorf("the first poll = %+v, %d jobs; want both known and nothing to do", taken, jobs(t, db))
	}
	items = append(items, arrival("3", "Three", pollAt), at(arrival("again", "One", pollAt), "http://herald.example/1"))
	if taken := pollOf(t, db, id, pollAt.Add(time.Hour), items...); taken != (news.Taken{New: 1, Known: 3}) {
		t.Errorf("the second poll = %+v; want one new", taken)
	}
	if list := articles(t, db); len(list) != 3 {
		t.Errorf("articles = %d; want three", len(list))
	}
}
