package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

var ctx = context.Background()

func follow(t *testing.T, db *store.DB, name, url string) news.FeedID {
	t.Helper()
	id, _, err := db.Follow(ctx, news.Outlet{Name: name, Site: "http://" + name + ".example", Kind: news.KindAgency, Language: "en"}, url, name, newstest.Noon)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func arrival(guid, headline string, at time.Time) news.Arrival {
	url := "http://herald.example/" + guid
	return news.Arrival{GUID: guid, Key: news.AddressKey(url), Article: news.Article{
		URL: url, FoundAt: at, Item: news.Item{GUID: guid, URL: url},
		Reading: news.Reading{Headline: headline, Published: at, Form: news.FormReport, Language: "en"},
	}}
}

func poll(t *testing.T, db *store.DB, arrivals ...news.Arrival) {
	t.Helper()
	claims, err := db.ClaimFeeds(ctx, newstest.Noon, 10, time.Minute)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claims = %v, %v; want one", claims, err)
	}
	_, err = db.RecordPoll(ctx, claims[0], news.Poll{At: newstest.Noon, Status: 200, NextPollAt: newstest.Noon, Arrivals: arrivals})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFollowTwiceIsOneFeed(t *testing.T) {
	db := newstest.DB(t)
	a := follow(t, db, "Herald", "http://herald.example/feed")
	b, added, err := db.Follow(ctx, news.Outlet{Name: "HERALD"}, "https://www.herald.example/feed/", "", newstest.Noon)
	if err != nil || added || a != b {
		t.Errorf("second Follow = %d, %v, %v; want %d, false, nil", b, added, err, a)
	}
}

func TestItemsAreKeptOnce(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "One", newstest.Noon), arrival("2", "Two", newstest.Noon))
	poll(t, db, arrival("1", "One, changed", newstest.Noon), arrival("2", "Two", newstest.Noon), arrival("3", "Three", newstest.Noon))
	list, err := db.ListArticles(ctx, 10)
	if err != nil || len(list) != 3 {
		t.Fatalf("articles = %d, %v; want 3", len(list), err)
	}
	got := map[string]bool{}
	for _, a := range list {
		got[a.Headline] = true
	}
	if !got["One, changed"] {
		t.Errorf("headlines = %v; want the changed one", got)
	}
	if n, err := db.WaitingJobs(ctx); err != nil || n != 3 {
		t.Errorf("jobs = %d, %v; want 3, one a page", n, err)
	}
}

func TestClaimIsFenced(t *testing.T) {
	o := newstest.Options(t)
	db := newstest.Open(t, o)
	follow(t, db, "Herald", "http://herald.example/feed")
	if err := db.SignOfLife(ctx); err != nil {
		t.Fatal(err)
	}
	first, err := db.ClaimFeeds(ctx, newstest.Noon, 10, time.Minute)
	if err != nil || len(first) != 1 {
		t.Fatalf("claims = %v, %v", first, err)
	}
	if again, err := db.ClaimFeeds(ctx, newstest.Noon, 10, time.Minute); err != nil || len(again) != 0 {
		t.Fatalf("a feed was claimed twice: %v, %v", again, err)
	}
	late := first[0]
	late.Epoch--
	if _, err := db.RecordPoll(ctx, late, news.Poll{At: newstest.Noon, NextPollAt: newstest.Noon}); !errors.Is(err, news.ErrConflict) {
		t.Errorf("a lapsed claim was recorded: %v", err)
	}
	if _, err := db.RecordPoll(ctx, first[0], news.Poll{At: newstest.Noon, NextPollAt: newstest.Noon.Add(time.Hour)}); err != nil {
		t.Errorf("the holder's claim was refused: %v", err)
	}
	if due, err := db.ClaimFeeds(ctx, newstest.Noon.Add(time.Minute), 10, time.Minute); err != nil || len(due) != 0 {
		t.Errorf("claimed before it was due: %v, %v", due, err)
	}
}

func TestDeadWorkersClaimIsFree(t *testing.T) {
	o := newstest.Options(t)
	dead, db := newstest.Open(t, o), newstest.Open(t, o)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	// Neither worker gives a sign of life.
	if c, err := dead.ClaimFeeds(ctx, newstest.Noon, 10, time.Hour); err != nil || len(c) != 1 {
		t.Fatalf("claims = %v, %v", c, err)
	}
	if c, err := dead.ClaimFeeds(ctx, newstest.Noon, 10, time.Hour); err != nil || len(c) != 0 {
		t.Errorf("claims = %v, %v; want what this worker holds to count as held", c, err)
	}
	if _, err := dead.ClaimFeed(ctx, id, time.Hour); !errors.Is(err, news.ErrConflict) {
		t.Errorf("the worker's own feed = %v; want a conflict", err)
	}
	if c, err := db.ClaimFeeds(ctx, newstest.Noon, 10, time.Hour); err != nil || len(c) != 1 {
		t.Errorf("claims = %v, %v; want the dead worker's feed", c, err)
	}
}

func TestLease(t *testing.T) {
	o := newstest.Options(t)
	o.Worker = "a"
	a := newstest.Open(t, o)
	o.Worker = "b"
	b := newstest.Open(t, o)
	for _, db := range []*store.DB{a, b} {
		if err := db.SignOfLife(ctx); err != nil {
			t.Fatal(err)
		}
	}
	la, ok, err := a.TakeLease(ctx, "grouping", "a", time.Minute)
	if err != nil || !ok {
		t.Fatalf("first lease = %v, %v", ok, err)
	}
	if _, ok, err := b.TakeLease(ctx, "grouping", "b", time.Minute); err != nil || ok {
		t.Errorf("a second holder took a lease that is held: %v, %v", ok, err)
	}
	if again, ok, err := a.TakeLease(ctx, "grouping", "a", -time.Minute); err != nil || !ok || again.Epoch != la.Epoch {
		t.Errorf("renewal = %v, %v, %v; want the same epoch", again, ok, err)
	}
	lb, ok, err := b.TakeLease(ctx, "grouping", "b", time.Minute)
	if err != nil || !ok || lb.Epoch <= la.Epoch {
		t.Errorf("take-over of a lapsed lease = %v, %v, %v; want a later epoch", lb, ok, err)
	}
	if err := a.RecordGrouping(ctx, la, news.Grouping{}); !errors.Is(err, news.ErrConflict) {
		t.Errorf("the old leader wrote: %v", err)
	}
	if err := b.RecordGrouping(ctx, lb, news.Grouping{}); err != nil {
		t.Errorf("the leader could not write: %v", err)
	}
}

func group(t *testing.T, db *store.DB, g news.Grouping) {
	t.Helper()
	l, ok, err := db.TakeLease(ctx, "grouping", "test", time.Minute)
	if err != nil || !ok {
		t.Fatalf("lease = %v, %v", ok, err)
	}
	if err := db.RecordGrouping(ctx, l, g); err != nil {
		t.Fatal(err)
	}
}

func TestGroupingAndForward(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "One", newstest.Noon), arrival("2", "Two", newstest.Noon.Add(time.Minute)))
	waiting, err := db.WaitingReports(ctx, 10)
	if err != nil || len(waiting) != 2 {
		t.Fatalf("waiting = %d, %v; want 2", len(waiting), err)
	}
	a, b := waiting[0], waiting[1]
	group(t, db, news.Grouping{
		Placements: []news.Placement{{ArticleID: a.ID, Revision: a.Revision, StoryID: 1}, {ArticleID: b.ID, Revision: b.Revision, StoryID: 2}},
		Stories:    []news.StorySummary{{ID: 1, Headline: "One", Reports: 1, LatestAt: newstest.Noon}, {ID: 2, Headline: "Two", Reports: 1, LatestAt: newstest.Noon}},
	})
	if waiting, _ = db.WaitingReports(ctx, 10); len(waiting) != 0 {
		t.Errorf("waiting after grouping = %d; want 0", len(waiting))
	}
	draft, err := db.AddDraft(ctx, news.Post{StoryID: 2, Headline: "Draft", CreatedAt: newstest.Noon, UpdatedAt: newstest.Noon})
	if err != nil {
		t.Fatal(err)
	}
	group(t, db, news.Grouping{
		Placements: []news.Placement{{ArticleID: b.ID, Revision: b.Revision, StoryID: 1}},
		Stories:    []news.StorySummary{{ID: 1, Headline: "One", Reports: 2, LatestAt: newstest.Noon}},
		Forwards:   []news.Forward{{From: 2, To: 1}},
	})
	s, err := db.Story(ctx, 2)
	if err != nil || s.ID != 1 || len(s.Articles) != 2 || s.PostID != draft.ID || s.State != news.StoryDrafted {
		t.Errorf("story 2 = %+v, %v; want story 1 with both articles and the draft", s, err)
	}
	if max, err := db.MaxStoryID(ctx); err != nil || max != 2 {
		t.Errorf("MaxStoryID = %d, %v; want 2", max, err)
	}
}

func draft(t *testing.T, db *store.DB, headline string) *news.Post {
	t.Helper()
	p, err := db.AddDraft(ctx, news.Post{Headline: headline, CreatedAt: newstest.Noon, UpdatedAt: newstest.Noon})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func order(p *news.Post, slugs ...string) news.PublicationOrder {
	return news.PublicationOrder{PostID: p.ID, Version: p.Version, At: newstest.Noon, Year: 2026, Month: 5, Slugs: slugs}
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	db := newstest.DB(t)
	p := draft(t, db, "First")
	mine, theirs := *p, *p
	mine.Headline, theirs.Headline = "Mine", "Theirs"
	if _, err := db.SavePost(ctx, theirs, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := db.SavePost(ctx, mine, ""); !errors.Is(err, news.ErrConflict) {
		t.Fatalf("second save = %v; want a conflict", err)
	}
	now, err := db.Post(ctx, p.ID)
	if err != nil || now.Headline != "Theirs" {
		t.Errorf("headline = %q, %v; want the first save's", now.Headline, err)
	}
	revisions, err := db.Revisions(ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	kept := false
	for _, r := range revisions {
		kept = kept || (r.Lost && r.Headline == "Mine")
	}
	if !kept {
		t.Errorf("revisions = %+v; want the refused words among them", revisions)
	}
}

func TestPublishOnce(t *testing.T) {
	db := newstest.DB(t)
	p := draft(t, db, "Headline")
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = db.PublishPost(ctx, order(p, "headline", "headline_4")) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	posts, err := db.LatestPosts(ctx, 10)
	if err != nil || len(posts) != 1 || posts[0].Slug != "headline" {
		t.Fatalf("posts = %+v, %v; want one at /2026/05/headline.html", posts, err)
	}
	second := draft(t, db, "Headline")
	q, err := db.PublishPost(ctx, order(second, "headline", "headline_4"))
	if err != nil || q.Slug != "headline_4" {
		t.Errorf("second post's slug = %v, %v; want headline_4", q, err)
	}
}

func TestPublishStaleVersion(t *testing.T) {
	db := newstest.DB(t)
	p := draft(t, db, "Headline")
	if _, err := db.SavePost(ctx, *p, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := db.PublishPost(ctx, order(p, "headline")); !errors.Is(err, news.ErrConflict) {
		t.Errorf("publishing an old version = %v; want a conflict", err)
	}
}

func TestWithdrawAndPublishAgainKeepsTheAddress(t *testing.T) {
	db := newstest.DB(t)
	p := draft(t, db, "Headline")
	first, err := db.PublishPost(ctx, order(p, "headline"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.WithdrawPost(ctx, p.ID, newstest.Noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.PostAt(ctx, 2026, 5, "headline"); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("a withdrawn post is on the site: %v", err)
	}
	o := order(p, "another")
	o.At = newstest.Noon.Add(2 * time.Hour)
	again, err := db.PublishPost(ctx, o)
	if err != nil || again.Slug != first.Slug || !again.PublishedAt.Equal(first.PublishedAt) {
		t.Errorf("published again = %+v, %v; want the old address and date", again, err)
	}
}

func TestPublishedPostKeepsEveryRevision(t *testing.T) {
	db := newstest.DB(t)
	p, err := db.PublishPost(ctx, order(draft(t, db, "Headline"), "headline"))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []string{"Two", "Three"} {
		p.Headline = h
		if p, err = db.SavePost(ctx, *p, "The headline was wrong."); err != nil {
			t.Fatal(err)
		}
	}
	revisions, err := db.Revisions(ctx, p.ID)
	if err != nil || len(revisions) != 3 {
		t.Errorf("revisions = %d, %v; want 3", len(revisions), err)
	}
	if len(p.Corrections) != 2 {
		t.Errorf("corrections = %v; want 2", p.Corrections)
	}
}

func TestCommentOnce(t *testing.T) {
	db := newstest.DB(t)
	p := draft(t, db, "Headline")
	c := news.Comment{PostID: p.ID, Name: "Reader", Text: "Well said.", State: news.CommentShown, At: newstest.Noon}
	if _, err := db.AddComment(ctx, c, "token"); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("comment under a draft = %v; want not found", err)
	}
	if _, err := db.PublishPost(ctx, order(p, "headline")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := db.AddComment(ctx, c, "token"); err != nil {
			t.Fatal(err)
		}
	}
	shown, err := db.PostComments(ctx, p.ID)
	if err != nil || len(shown) != 1 || shown[0].PostPath != "/2026/05/headline.html" {
		t.Fatalf("comments = %+v, %v; want one", shown, err)
	}
	if err := db.SetCommentState(ctx, shown[0].ID, news.CommentDeleted, newstest.Noon); err != nil {
		t.Fatal(err)
	}
	if err := db.SetCommentState(ctx, shown[0].ID, news.CommentShown, newstest.Noon); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("a deleted comment came back: %v", err)
	}
	if all, err := db.ListComments(ctx, "", 10); err != nil || len(all) != 0 {
		t.Errorf("comments = %+v, %v; want none", all, err)
	}
}

func TestEventsAreReadOnceInOrder(t *testing.T) {
	db := newstest.DB(t)
	start, err := db.Cursor(ctx)
	if err != nil {
		t.Fatal(err)
	}
	poke, stop := db.Watch()
	defer stop()
	const posts = 5
	var wg sync.WaitGroup
	for i := range posts {
		wg.Go(func() { draft(t, db, fmt.Sprint(i)) })
	}
	wg.Wait()
	<-poke
	seen := map[int64]int{}
	for at := start; ; {
		events, err := db.EventsAfter(ctx, at, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			seen[e.Subject]++
			at = e.Cursor
		}
	}
	if len(seen) != posts {
		t.Errorf("events = %v; want one for each of %d posts", seen, posts)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("post %d was told of %d times", id, n)
		}
	}
}

func TestFirstEditorOnce(t *testing.T) {
	db := newstest.DB(t)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = db.Found(ctx, news.Editor{Name: "E", Login: fmt.Sprint("e", i), PasswordHash: "x", AddedAt: newstest.Noon}, news.Publication{Title: "Paper"})
		})
	}
	wg.Wait()
	if n, err := db.CountEditors(ctx); err != nil || n != 1 {
		t.Errorf("editors = %d, %v (%v); want one", n, err, errs)
	}
}

func TestSignInIsSpent(t *testing.T) {
	db := newstest.DB(t)
	id, err := db.AddEditor(ctx, news.Editor{Name: "E", Login: "e", PasswordHash: "x", AddedAt: newstest.Noon})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AddSignIn(ctx, "hash", id, newstest.Noon, newstest.Noon.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got, err := db.TakeSignIn(ctx, "hash", newstest.Noon); err != nil || got != id {
		t.Errorf("first use = %d, %v; want %d", got, err, id)
	}
	if _, err := db.TakeSignIn(ctx, "hash", newstest.Noon); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("second use = %v; want not found", err)
	}
}
