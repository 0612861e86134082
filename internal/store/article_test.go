package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/internal/news"
	"dateline/internal/newstest"
)

var fullReading = news.Reading{
	Headline: "“Quoted” headline", ShareTitle: "Share title", Standfirst: "A standfirst.",
	Paragraphs: []string{"HARBOUR, May 4 (Meridian) - First.", "Second [with a note]."},
	Authors:    []string{"Ada Quill"}, Bodies: []string{"The desk"}, Credit: []string{"Meridian"},
	Dateline: news.Dateline{Place: "HARBOUR", Date: "May 4", Agency: "Meridian"},
	Form:     news.FormAnalysis, Section: "World", Language: "en",
	Published: newstest.Noon.Add(-time.Hour), Modified: newstest.Noon, Canonical: "http://herald.example/1",
	Picture:   news.Picture{URL: "http://herald.example/1.jpg", Caption: "Caption", Credit: "Credit"},
	Video:     news.Video{Provider: "youtube", ID: "x"},
	Paywalled: true, Origins: map[string]string{"headline": "page"},
}

func TestReadingIsKeptWhole(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "One", newstest.Noon))
	list, err := db.ListArticles(ctx, 1)
	if err != nil || len(list) != 1 {
		t.Fatalf("articles = %v, %v", list, err)
	}
	if err := db.RecordReading(ctx, list[0].ID, news.ArticleRead, "", &fullReading); err != nil {
		t.Fatal(err)
	}
	a, o, err := db.ArticleToRead(ctx, list[0].ID)
	if err != nil || o.Name != "Herald" {
		t.Fatalf("outlet = %v, %v", o, err)
	}
	if diff := cmp.Diff(fullReading, a.Reading); diff != "" {
		t.Errorf("the reading came back changed (-kept +read):\n%s", diff)
	}
	if a.State != news.ArticleRead || a.Revision != list[0].Revision+1 {
		t.Errorf("state %s, revision %d; want read and one more than %d", a.State, a.Revision, list[0].Revision)
	}
	bare := news.Reading{Form: news.FormReport}
	if err := db.RecordReading(ctx, a.ID, news.ArticleFeed, "The page is gone.", &bare); err != nil {
		t.Fatal(err)
	}
	again, err := db.Article(ctx, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if again.Headline != fullReading.Headline || again.Language != "en" || !again.Published.Equal(fullReading.Published) {
		t.Errorf("a reading that knows less took facts away: %+v", again.Reading)
	}
	if err := db.RecordReading(ctx, 999, news.ArticleRead, "", &bare); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("reading of no article = %v; want not found", err)
	}
}

func TestReadingAndItsJobEndTogether(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	poll(t, db, arrival("1", "One", newstest.Noon), arrival("2", "Two", newstest.Noon), arrival("3", "Three", newstest.Noon))
	poke, stopWatch := db.Watch()
	defer stopWatch()
	run, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	var mu sync.Mutex
	did := map[int64]int{}
	go func() {
		done <- db.RunJobs(run, 2, func(ctx context.Context, j news.Job) error {
			mu.Lock()
			did[j.Subject]++
			mu.Unlock()
			return db.RecordReading(ctx, news.ArticleID(j.Subject), news.ArticleRead, "", &fullReading)
		})
	}()
	deadline := time.After(time.Minute)
	for waiting := 1; waiting > 0; {
		select {
		case <-poke:
		case <-deadline:
			t.Fatalf("%d jobs still wait", waiting)
		}
		var err error
		if waiting, err = db.WaitingJobs(ctx); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for id, n := range did {
		if n != 1 {
			t.Errorf("article %d was read %d times", id, n)
		}
	}
	if len(did) != 3 {
		t.Errorf("read %v; want three articles", did)
	}
}

func TestJobOfADeadWorkerGoesOn(t *testing.T) {
	o := newstest.Options(t)
	o.Worker = "dead"
	dead := newstest.Open(t, o)
	follow(t, dead, "Herald", "http://herald.example/feed")
	poll(t, dead, arrival("1", "One", newstest.Noon))
	// The dead worker takes the job, gives no sign of life, and never ends it.
	run, stop := context.WithCancel(ctx)
	taken, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- dead.RunJobs(run, 1, func(ctx context.Context, _ news.Job) error {
			close(taken)
			<-run.Done()
			<-ctx.Done()
			return ctx.Err()
		})
	}()
	<-taken
	o.Worker = "alive"
	alive := newstest.Open(t, o)
	if err := alive.SignOfLife(ctx); err != nil {
		t.Fatal(err)
	}
	did := make(chan error, 1)
	run2, stop2 := context.WithCancel(ctx)
	ended2 := make(chan error, 1)
	go func() {
		ended2 <- alive.RunJobs(run2, 1, func(ctx context.Context, j news.Job) error {
			err := alive.RecordReading(ctx, news.ArticleID(j.Subject), news.ArticleRead, "", &fullReading)
			did <- err
			return err
		})
	}()
	select {
	case err := <-did:
		if err != nil {
			t.Errorf("the job's second worker: %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("nobody took the dead worker's job up")
	}
	stop2()
	stop()
	if err := errors.Join(<-ended2, <-ended); err != nil {
		t.Error(err)
	}
}

func TestAddAddressFindsTheOutlet(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	a := arrival("by-hand", "http://news.herald.example/by-hand", newstest.Noon)
	id, err := db.AddAddress(ctx, a, "news.herald.example")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := db.AddAddress(ctx, a, "news.herald.example"); err != nil || again != id {
		t.Errorf("the same address again = %d, %v; want %d", again, err, id)
	}
	got, err := db.Article(ctx, id)
	if err != nil || got.Outlet != "Herald" {
		t.Errorf("outlet = %q, %v; want Herald", got.Outlet, err)
	}
	b := arrival("stranger", "x", newstest.Noon)
	if id, err = db.AddAddress(ctx, b, "elsewhere.example"); err != nil {
		t.Fatal(err)
	}
	if got, err = db.Article(ctx, id); err != nil || got.Outlet != "elsewhere.example" {
		t.Errorf("outlet = %q, %v; want one named after the host", got.Outlet, err)
	}
}

func TestPublicationComesBack(t *testing.T) {
	db := newstest.DB(t)
	if _, err := db.Publication(ctx); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("publication of a new newsroom = %v; want not found", err)
	}
	want := news.Publication{Title: "Longitude", Zone: "Europe/Dublin", HoldComment: true, Phrases: news.Phrases{Said: "sagte ..."}}
	if err := db.SavePublication(ctx, want); err != nil {
		t.Fatal(err)
	}
	got, err := db.Publication(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, *got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("publication changed:\n%s", diff)
	}
}

func TestSiteLists(t *testing.T) {
	db := newstest.DB(t)
	for i, slug := range []string{"a", "b", "c"} {
		p := draft(t, db, slug)
		p.Labels = []string{"Asia", slug}
		p, err := db.SavePost(ctx, *p, "")
		if err != nil {
			t.Fatal(err)
		}
		o := order(p, slug)
		o.At = newstest.Noon.Add(time.Duration(i) * time.Hour)
		if _, err := db.PublishPost(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	latest, err := db.LatestPosts(ctx, 2)
	if err != nil || len(latest) != 2 || latest[0].Slug != "c" {
		t.Fatalf("latest = %v, %v; want c, b", latest, err)
	}
	older, err := db.PostsBefore(ctx, latest[1].PublishedAt, latest[1].ID, 10)
	if err != nil || len(older) != 1 || older[0].Slug != "a" {
		t.Errorf("older = %v, %v; want a", older, err)
	}
	if after, err := db.PostAfter(ctx, older[0].PublishedAt, older[0].ID); err != nil || after.Slug != "b" {
		t.Errorf("after a = %v, %v; want b", after, err)
	}
	if _, err := db.PostAfter(ctx, latest[0].PublishedAt, latest[0].ID); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("after the newest = %v; want not found", err)
	}
	if month, err := db.PostsOfMonth(ctx, 2026, 5); err != nil || len(month) != 3 {
		t.Errorf("month = %d, %v; want 3", len(month), err)
	}
	if months, err := db.Months(ctx); err != nil || len(months) != 1 || months[0].Posts != 3 {
		t.Errorf("months = %v, %v; want one with 3", months, err)
	}
	if labelled, err := db.PostsLabelled(ctx, "ASIA", 10); err != nil || len(labelled) != 3 {
		t.Errorf("labelled = %d, %v; want 3", len(labelled), err)
	}
	if drafts, err := db.ListPosts(ctx, news.PostDraft, 10); err != nil || len(drafts) != 0 {
		t.Errorf("drafts = %d, %v; want none", len(drafts), err)
	}
}

func TestStoriesAreRankedByOwnTextsThenReportsThenNewest(t *testing.T) {
	db := newstest.DB(t)
	group(t, db, news.Grouping{Stories: []news.StorySummary{
		{ID: 1, Headline: "two own", Reports: 2, Independent: 2, LatestAt: newstest.Noon},
		{ID: 2, Headline: "three own", Reports: 3, Independent: 3, LatestAt: newstest.Noon.Add(-time.Hour)},
		{ID: 3, Headline: "two own, more reports", Reports: 9, Independent: 2, LatestAt: newstest.Noon.Add(-time.Hour)},
		{ID: 4, Headline: "two own, newer", Reports: 2, Independent: 2, LatestAt: newstest.Noon.Add(time.Minute)},
		{ID: 5, Headline: "old", Reports: 9, Independent: 9, LatestAt: newstest.Noon.Add(-100 * time.Hour)},
	}})
	stories, err := db.OpenStories(ctx, newstest.Noon.Add(-24*time.Hour), 10)
	if err != nil {
		t.Fatal(err)
	}
	var got []news.StoryID
	for _, s := range stories {
		got = append(got, s.ID)
	}
	if diff := cmp.Diff([]news.StoryID{2, 3, 4, 1}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if err := db.SpikeStory(ctx, 2, true, newstest.Noon); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Story(ctx, 2); err != nil || s.State != news.StorySpiked {
		t.Errorf("spiked story = %+v, %v", s, err)
	}
	if err := db.SpikeStory(ctx, 2, false, newstest.Noon); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Story(ctx, 2); err != nil || s.State != news.StoryNew {
		t.Errorf("story taken up again = %+v, %v", s, err)
	}
}
