package store_test

import (
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
)

// What a rule for all feeds keeps away does not come back because another feed
// says it in other words.
func TestMutedEverywhereStaysAway(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 3)
	addRule(t, db, muting("football"))
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "Football", newstest.Noon))
	pollOf(t, db, ids[1], newstest.Noon, at(arrival("x", "Soccer", newstest.Noon), "http://herald.example/1"))
	if list := articles(t, db); len(list) != 0 || jobs(t, db) != 0 {
		t.Errorf("articles = %d, jobs = %d; want it kept away", len(list), jobs(t, db))
	}
}

// The page's words count where they are known.
func TestPageKeepsAnArticleAway(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 3)
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "One", newstest.Noon))
	read(t, db, articles(t, db)[0].ID, page("One", "It is about football."))
	for _, id := range ids[:2] {
		rule := muting("football")
		rule.FeedID = id
		addRule(t, db, rule)
	}
	apply(t, db, 1)
	for i, id := range ids[1:] {
		pollOf(t, db, id, newstest.Noon.Add(time.Hour), at(arrival("x", "One", newstest.Noon), "http://herald.example/1"))
		if list := articles(t, db); len(list) != i {
			t.Errorf("in feed %d: articles = %d; want %d", id, len(list), i)
		}
	}
	apply(t, db, 0)
}

// What an editor, or a poll, did since the rules looked at an article stands.
func TestRulesComeTooLate(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	a := arrival("1", "Football", newstest.Noon)
	pollOf(t, db, id, newstest.Noon, a)
	seen := articles(t, db)
	addRule(t, db, muting("football"))
	if _, err := db.AddAddress(ctx, a, "herald.example"); err != nil {
		t.Fatal(err)
	}
	if n, err := db.ApplySeen(ctx, seen); err != nil || n != 0 || len(articles(t, db)) != 1 {
		t.Errorf("changed = %d, %v, articles = %d; want what the editor took to stand", n, err, len(articles(t, db)))
	}
	pollOf(t, db, id, newstest.Noon.Add(time.Hour), arrival("2", "Football again", newstest.Noon))
	muted, err := db.ListMuted(ctx, 0, 10)
	if err != nil || len(muted) != 1 {
		t.Fatalf("muted = %+v, %v; want the second", muted, err)
	}
	if err := db.DeleteRule(ctx, muted[0].MutedBy); err != nil {
		t.Fatal(err)
	}
	before := jobs(t, db)
	for i, want := range []int{1, 0} {
		if n, err := db.ApplySeen(ctx, muted); err != nil || n != want || jobs(t, db) != before+1 {
			t.Errorf("call %d: %d, %v, %d jobs; want %d and one more than %d", i, n, err, jobs(t, db), want, before)
		}
	}
}

func TestEditedFeedForgetsItsHub(t *testing.T) {
	edits := map[string]func(f *news.Feed){
		"address": func(f *news.Feed) { f.URL = "http://herald.example/other" },
		"pattern": func(f *news.Feed) { f.Pattern = "/news/**" },
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			db, id := hubbed(t, newstest.Options(t), news.Poll{Status: 200, Hub: someHub, Topic: someTopic})
			s := mustClaimHubs(t, db, newstest.Noon, 1)[0]
			s.State, s.Until, s.NextAt = news.SubscriptionActive, newstest.Noon.Add(24*time.Hour), newstest.Noon.Add(20*time.Hour)
			if err := db.RecordAnswer(ctx, s, s.Until); err != nil {
				t.Fatal(err)
			}
			f := feed(t, db, id)
			if f.Pushed.IsZero() {
				t.Fatal("the hub is not known to tell")
			}
			edit(f)
			if err := db.EditFeed(ctx, *f); err != nil {
				t.Fatal(err)
			}
			list, err := db.ListSubscriptions(ctx)
			if f = feed(t, db, id); !f.Pushed.IsZero() || err != nil || len(list) != 0 {
				t.Errorf("pushed until %v, subscriptions %+v, %v; want none", f.Pushed, list, err)
			}
		})
	}
}
