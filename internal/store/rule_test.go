package store_test

import (
	"errors"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

func addRule(t *testing.T, db *store.DB, r news.Rule) news.RuleID {
	t.Helper()
	id, err := db.AddRule(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func apply(t *testing.T, db *store.DB, want int) {
	t.Helper()
	if n, err := db.ApplyRules(ctx, time.Time{}); err != nil || n != want {
		t.Fatalf("ApplyRules = %d, %v; want %d", n, err, want)
	}
}

func jobs(t *testing.T, db *store.DB) int {
	t.Helper()
	n, err := db.WaitingJobs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func muting(pattern string) news.Rule {
	return news.Rule{Action: news.RuleMute, Field: news.RuleWords, Pattern: pattern}
}

func TestArrivalsAreRuled(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	mute := addRule(t, db, muting("football"))
	only := addRule(t, db, news.Rule{FeedID: ids[1], Action: news.RuleTake, Field: news.RuleWords, Pattern: "election"})
	taken := pollOf(t, db, ids[0], newstest.Noon, arrival("1", "Football", newstest.Noon), arrival("2", "Bridge", newstest.Noon))
	if taken != (news.Taken{New: 2, Muted: 1}) || jobs(t, db) != 1 {
		t.Errorf("taken = %+v, jobs = %d; want one of two muted and not read", taken, jobs(t, db))
	}
	taken = pollOf(t, db, ids[1], newstest.Noon, arrival("3", "Election", newstest.Noon), arrival("4", "Weather", newstest.Noon))
	if taken != (news.Taken{New: 2, Muted: 1}) {
		t.Errorf("taken = %+v; want one of two not taken", taken)
	}
	if list := articles(t, db); len(list) != 2 {
		t.Errorf("articles = %d; want two", len(list))
	}
	if waiting, err := db.WaitingReports(ctx, 10); err != nil || len(waiting) != 2 {
		t.Errorf("waiting = %d, %v; want two", len(waiting), err)
	}
	if muted, err := db.ListMuted(ctx, mute, 10); err != nil || len(muted) != 1 || muted[0].Headline != "Football" {
		t.Errorf("muted = %+v, %v; want the football", muted, err)
	}
	if muted, err := db.ListMuted(ctx, 0, 10); err != nil || len(muted) != 2 {
		t.Errorf("muted = %+v, %v; want two", muted, err)
	}
	if list, err := db.FeedArticles(ctx, ids[0], 10); err != nil || len(list) != 2 {
		t.Errorf("articles of the feed = %d, %v; want both", len(list), err)
	}
	if list, err := db.OutletArticles(ctx, 2, 1); err != nil || len(list) != 1 || list[0].OutletID != 2 {
		t.Errorf("articles of the outlet = %+v, %v; want one of its own", list, err)
	}
	rules, err := db.ListRules(ctx)
	if err != nil || len(rules) != 2 || rules[0].ID != mute || rules[0].Fits != 1 || rules[1].ID != only || rules[1].Feed == "" {
		t.Errorf("rules = %+v, %v", rules, err)
	}
}

func TestRulesForWhatIsThere(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	pollOf(t, db, id, newstest.Noon, arrival("1", "Football", newstest.Noon), arrival("2", "Bridge", newstest.Noon), arrival("3", "Football again", newstest.Noon))
	waiting, err := db.WaitingReports(ctx, 10)
	if err != nil || len(waiting) != 3 {
		t.Fatal(waiting, err)
	}
	grouped := waiting[0]
	if grouped.Headline == "Bridge" {
		grouped = waiting[1]
	}
	group(t, db, news.Grouping{
		Placements: []news.Placement{{ArticleID: grouped.ID, Revision: grouped.Revision, StoryID: 1}},
		Stories:    []news.StorySummary{{ID: 1, Headline: "Football", Reports: 1, LatestAt: newstest.Noon}},
	})
	rule := addRule(t, db, muting("football"))
	apply(t, db, 2)
	apply(t, db, 0)
	if list := articles(t, db); len(list) != 1 {
		t.Errorf("articles = %d; want the bridge alone", len(list))
	}
	if waiting, err = db.WaitingReports(ctx, 10); err != nil || len(waiting) != 2 {
		t.Errorf("waiting = %d, %v; want the bridge, and the muted one that is in a story", len(waiting), err)
	}
	var open int
	if err := db.OpenReports(ctx, time.Time{}, func(news.Article) error { open++; return nil }); err != nil || open != 1 {
		t.Errorf("open = %d, %v; want the one that has to leave", open, err)
	}
	group(t, db, news.Grouping{
		Placements: []news.Placement{{ArticleID: grouped.ID, Revision: grouped.Revision + 1}},
		Forwards:   []news.Forward{{From: 1}},
	})
	if stories, err := db.OpenStories(ctx, time.Time{}, 10); err != nil || len(stories) != 0 {
		t.Errorf("stories = %+v, %v; want none", stories, err)
	}
	if _, _, err := db.ArticleToRead(ctx, grouped.ID); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("a muted article is to be read: %v", err)
	}
	before := jobs(t, db)
	if err := db.DeleteRule(ctx, rule); err != nil {
		t.Fatal(err)
	}
	apply(t, db, 2)
	if list := articles(t, db); len(list) != 3 || jobs(t, db) != before+2 {
		t.Errorf("articles = %d, jobs = %d; want all three, and two more than %d", len(list), jobs(t, db), before)
	}
	if waiting, err = db.WaitingReports(ctx, 10); err != nil || len(waiting) != 3 {
		t.Errorf("waiting = %d, %v; want all three", len(waiting), err)
	}
	if err := db.DeleteRule(ctx, rule); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestIgnoredOutlet(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	pollOf(t, db, id, newstest.Noon, arrival("1", "One", newstest.Noon))
	outlets, err := db.ListOutlets(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o := outlets[0]
	o.Standing = news.StandingIgnored
	if err := db.EditOutlet(ctx, o); err != nil {
		t.Fatal(err)
	}
	apply(t, db, 1)
	if taken := pollOf(t, db, id, newstest.Noon.Add(time.Hour), arrival("2", "Two", newstest.Noon)); taken.Muted != 1 {
		t.Errorf("taken = %+v; want it muted", taken)
	}
	if muted, err := db.ListMuted(ctx, news.RuleOutlet, 10); err != nil || len(muted) != 2 {
		t.Errorf("muted = %d, %v; want both", len(muted), err)
	}
	o.Standing = news.StandingPreferred
	if err := db.EditOutlet(ctx, o); err != nil {
		t.Fatal(err)
	}
	apply(t, db, 2)
	if list := articles(t, db); len(list) != 2 {
		t.Errorf("articles = %d; want both again", len(list))
	}
}

// What one feed's rule keeps away another feed may still bring.
func TestMutedInOneFeedOnly(t *testing.T) {
	db := newstest.DB(t)
	ids := feeds(t, db, 2)
	rule := muting("football")
	rule.FeedID = ids[0]
	addRule(t, db, rule)
	pollOf(t, db, ids[0], newstest.Noon, arrival("1", "Football", newstest.Noon))
	if list := articles(t, db); len(list) != 0 {
		t.Fatalf("articles = %d; want none", len(list))
	}
	pollOf(t, db, ids[1], newstest.Noon, at(arrival("x", "Football", newstest.Noon), "http://herald.example/1"))
	if list := articles(t, db); len(list) != 1 || jobs(t, db) != 1 {
		t.Errorf("articles = %d, jobs = %d; want one, to be read", len(list), jobs(t, db))
	}
	apply(t, db, 0)
}

func TestPageSaysWhatTheFeedDidNot(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	addRule(t, db, muting("football"))
	pollOf(t, db, id, newstest.Noon, arrival("1", "One", newstest.Noon))
	read(t, db, articles(t, db)[0].ID, page("One", "It is about football."))
	if list := articles(t, db); len(list) != 0 {
		t.Errorf("articles = %d; want it muted for what its page says", len(list))
	}
}

func TestRuleThatCannotBe(t *testing.T) {
	db := newstest.DB(t)
	if _, err := db.AddRule(ctx, muting(" , ")); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("a rule without words: %v", err)
	}
	rule := muting("a")
	rule.FeedID = 99
	if _, err := db.AddRule(ctx, rule); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("a rule for no feed: %v", err)
	}
}

func TestWhatAnEditorTookStays(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	rule := addRule(t, db, muting("football"))
	kept, open := arrival("1", "Football", newstest.Noon), arrival("2", "Bridge", newstest.Noon)
	pollOf(t, db, id, newstest.Noon, kept, open)
	take := func(a news.Arrival) news.ArticleID {
		t.Helper()
		got, err := db.AddAddress(ctx, a, "elsewhere.example")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	free := func(when string, id news.ArticleID) {
		t.Helper()
		if a, err := db.Article(ctx, id); err != nil || a.MutedBy != 0 {
			t.Errorf("%s: article %d, %+v, %v; want it free", when, id, a.MutedBy, err)
		}
	}
	sent := arrival("3", "Football by hand", newstest.Noon)
	ids := []news.ArticleID{take(kept), take(open), take(sent)}
	for _, id := range ids {
		free("taken by hand", id)
	}
	addRule(t, db, muting("bridge"))
	apply(t, db, 0)
	reading := &news.Reading{Headline: "Football", Paragraphs: []string{"Bridge and football."}, Form: news.FormReport}
	for _, id := range ids {
		if err := db.RecordReading(ctx, id, news.ArticleRead, "", reading); err != nil {
			t.Fatal(err)
		}
		free("after its reading", id)
	}
	kept.Article.Item.Summary, kept.Article.Headline = "More football.", "Football again"
	pollOf(t, db, id, newstest.Noon.Add(time.Hour), kept, open)
	outlet, err := db.Outlet(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	outlet.Standing = news.StandingIgnored
	if err := db.EditOutlet(ctx, *outlet); err != nil {
		t.Fatal(err)
	}
	apply(t, db, 0)
	for _, id := range ids {
		free("its outlet is ignored", id)
	}
	if muted, err := db.ListMuted(ctx, rule, 10); err != nil || len(muted) != 0 {
		t.Errorf("muted = %+v, %v; want none", muted, err)
	}
}

func TestReportOfAnIgnoredOutletIsTakenByHand(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	a := arrival("1", "Football", newstest.Noon)
	pollOf(t, db, id, newstest.Noon, a)
	outlet, err := db.Outlet(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	outlet.Standing = news.StandingIgnored
	if err := db.EditOutlet(ctx, *outlet); err != nil {
		t.Fatal(err)
	}
	apply(t, db, 1)
	if _, err := db.AddAddress(ctx, a, "elsewhere.example"); err != nil {
		t.Fatal(err)
	}
	apply(t, db, 0)
	if list := articles(t, db); len(list) != 1 || list[0].MutedBy != 0 {
		t.Errorf("articles = %+v; want the one that was taken", list)
	}
}

func TestRuleIsKeptOnce(t *testing.T) {
	db := newstest.DB(t)
	id := feeds(t, db, 1)[0]
	addRule(t, db, muting("football"))
	var invalid *news.InvalidError
	if _, err := db.AddRule(ctx, muting(" Football ")); !errors.As(err, &invalid) {
		t.Errorf("the same rule again = %v; want a sentence", err)
	}
	one := muting("football")
	one.FeedID = id
	addRule(t, db, one)
	if list, err := db.ListRules(ctx); err != nil || len(list) != 2 {
		t.Errorf("rules = %+v, %v; want two", list, err)
	}
}
