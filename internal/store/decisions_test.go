package store_test

import (
	"errors"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

// mergedStories makes two stories and merges the second into the first.
func mergedStories(t *testing.T) *store.DB {
	t.Helper()
	db := newstest.DB(t)
	group(t, db, news.Grouping{Stories: []news.StorySummary{
		{ID: 1, Headline: "One", Reports: 1, LatestAt: newstest.Noon}, {ID: 2, Headline: "Two", Reports: 1, LatestAt: newstest.Noon},
	}})
	group(t, db, news.Grouping{
		Stories:  []news.StorySummary{{ID: 1, Headline: "One", Reports: 2, LatestAt: newstest.Noon}},
		Forwards: []news.Forward{{From: 2, To: 1}},
	})
	return db
}

func TestSpikingAMergedStorySpikesTheOther(t *testing.T) {
	db := mergedStories(t)
	if err := db.SpikeStory(ctx, 2, true, newstest.Noon); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Story(ctx, 1); err != nil || s.State != news.StorySpiked {
		t.Errorf("story 1 = %+v, %v; want it spiked", s, err)
	}
}

func TestDraftOfAMergedStoryBelongsToTheOther(t *testing.T) {
	db := mergedStories(t)
	p, err := db.AddDraft(ctx, news.Post{StoryID: 2, Headline: "H", CreatedAt: newstest.Noon, UpdatedAt: newstest.Noon})
	if err != nil || p.StoryID != 1 {
		t.Fatalf("draft = %+v, %v; want one of story 1", p, err)
	}
	if s, err := db.Story(ctx, 2); err != nil || s.PostID != p.ID {
		t.Errorf("story = %+v, %v; want it to know its draft", s, err)
	}
}

func TestWithdrawingTwiceIsWithdrawingOnce(t *testing.T) {
	db := newstest.DB(t)
	p := draft(t, db, "Headline")
	if _, err := db.WithdrawPost(ctx, p.ID, newstest.Noon); !errors.Is(err, news.ErrConflict) {
		t.Errorf("withdrawing a draft = %v; want a conflict", err)
	}
	if _, err := db.PublishPost(ctx, order(p, "headline")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if q, err := db.WithdrawPost(ctx, p.ID, newstest.Noon); err != nil || q.State != news.PostWithdrawn {
			t.Errorf("withdrawn = %+v, %v", q, err)
		}
	}
}

func TestSaveThatReadADraftLosesToAPublish(t *testing.T) {
	db := newstest.DB(t)
	p := draft(t, db, "Published words")
	if _, err := db.PublishPost(ctx, order(p, "h")); err != nil {
		t.Fatal(err)
	}
	p.Headline = "Saved later" // the version is the same: publishing changes no words
	saved, err := db.SavePost(ctx, *p, "A correction.")
	if err != nil || len(saved.Corrections) != 1 {
		t.Fatalf("saved = %+v, %v; want it with its correction", saved, err)
	}
	revisions, err := db.Revisions(ctx, p.ID)
	if err != nil || len(revisions) != 2 || revisions[1].Headline != "Published words" {
		t.Errorf("revisions = %+v, %v; want the published words kept", revisions, err)
	}
}

func TestFollowingAKnownFeedAddsNoOutlet(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	follow(t, db, "Another", "http://herald.example/feed")
	if outlets, err := db.ListOutlets(ctx); err != nil || len(outlets) != 1 {
		t.Errorf("outlets = %v, %v; want one", outlets, err)
	}
}

func TestAFeedDoesNotOverwriteWhatThePageSays(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "From the feed", newstest.Noon))
	list, err := db.ListArticles(ctx, 1)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if err := db.RecordReading(ctx, list[0].ID, news.ArticleRead, "", &news.Reading{Headline: "From the page", Form: news.FormReport}); err != nil {
		t.Fatal(err)
	}
	poll(t, db, arrival("1", "The feed again", newstest.Noon))
	if a, err := db.Article(ctx, list[0].ID); err != nil || a.Headline != "From the page" {
		t.Errorf("headline = %q, %v; want the page's", a.Headline, err)
	}
}

func TestFoundingIsOneAct(t *testing.T) {
	db := newstest.DB(t)
	e := news.Editor{Name: "E", Login: "e", PasswordHash: "x", AddedAt: newstest.Noon}
	if _, err := db.Found(ctx, e, news.Publication{Title: "Paper"}); err != nil {
		t.Fatal(err)
	}
	if pub, err := db.Publication(ctx); err != nil || pub.Title != "Paper" {
		t.Errorf("publication = %+v, %v", pub, err)
	}
	e.Login = "f"
	if _, err := db.Found(ctx, e, news.Publication{Title: "Other"}); !errors.Is(err, news.ErrConflict) {
		t.Errorf("founding twice = %v; want a conflict", err)
	}
	if pub, err := db.Publication(ctx); err != nil || pub.Title != "Paper" {
		t.Errorf("publication after a second founding = %+v, %v", pub, err)
	}
}

func TestCounts(t *testing.T) {
	db := mergedStories(t)
	draft(t, db, "A draft")
	follow(t, db, "Herald", "http://herald.example/feed")
	claims, err := db.ClaimFeeds(ctx, newstest.Noon, 1, time.Minute)
	if err != nil || len(claims) != 1 {
		t.Fatal(claims, err)
	}
	if _, err := db.RecordPoll(ctx, claims[0], news.Poll{At: newstest.Noon, NextPollAt: newstest.Noon, Fault: "The site is gone."}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Counts(ctx, newstest.Noon.Add(-time.Hour))
	want := news.Counts{NewStories: 1, Drafts: 1, FailingFeeds: 1}
	if err != nil || got != want {
		t.Errorf("Counts = %+v, %v; want %+v", got, err, want)
	}
}
