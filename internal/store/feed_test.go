package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

func feed(t *testing.T, db *store.DB, id news.FeedID) *news.Feed {
	t.Helper()
	f, err := db.Feed(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPollIsKept(t *testing.T) {
	db := newstest.DB(t)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	at := newstest.Noon
	p := news.Poll{
		At: at, Status: 200, Warning: "It is cut short.", ETag: `"a"`, LastModified: "then", BodyHash: "h", Title: "The Herald",
		Site: "http://herald.example/", NextPollAt: at.Add(time.Hour), Interval: time.Hour,
		Asked: news.Pace{Every: time.Hour, SkipHours: []int{1, 2}, SkipDays: []time.Weekday{time.Sunday}},
		Move:  news.FeedMove{To: "http://new.example/feed", Count: 2, Since: at},
	}
	a := arrival("1", "One", at.Add(-time.Hour))
	a.Article.Item.Published = a.Article.Published
	p.Arrivals = []news.Arrival{a}
	recordOf(t, db, id, p)
	rhythm := make([]float64, 24)
	rhythm[11] = 0.996
	want := news.Feed{
		ID: id, OutletID: 1, Outlet: "Herald", URL: "http://herald.example/feed", Title: "The Herald", Site: "http://herald.example/",
		State: news.FeedActive, ETag: `"a"`, LastModified: "then", BodyHash: "h", NextPollAt: at.Add(time.Hour), Interval: time.Hour,
		LastPollAt: at, LastSuccessAt: at, LastStatus: 200, Warning: "It is cut short.", Items: 1, NewestAt: at.Add(-time.Hour),
		Asked: p.Asked, Rhythm: rhythm, RhythmAt: at, Move: p.Move,
	}
	if diff := cmp.Diff(want, *feed(t, db, id)); diff != "" {
		t.Errorf("feed (-want +got):\n%s", diff)
	}
	for i := range 2 {
		failed := p
		failed.At, failed.Arrivals, failed.Warning = at.Add(time.Duration(i+1)*time.Hour), nil, ""
		failed.Status, failed.Fault, failed.FaultKind = 500, "It answers with an error.", "status"
		recordOf(t, db, id, failed)
	}
	f := feed(t, db, id)
	if f.Failures != 2 || !f.FailingSince.Equal(at.Add(time.Hour)) || f.FaultKind != "status" || !f.LastSuccessAt.Equal(at) {
		t.Errorf("after two faults: %+v", f)
	}
	if f.Warning != "It is cut short." || !f.NewestAt.Equal(want.NewestAt) || f.Rhythm[11] != 0.996 {
		t.Errorf("what faults leave alone: %+v", f)
	}
	recordOf(t, db, id, news.Poll{At: at.Add(3 * time.Hour), Status: 304, NotModified: true})
	if f = feed(t, db, id); f.Failures != 0 || !f.FailingSince.IsZero() || f.Warning == "" || f.Fault != "" {
		t.Errorf("after nothing new: %+v", f)
	}
}

func TestFeedMovesAndComesBack(t *testing.T) {
	db := newstest.DB(t)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	moved := news.Poll{At: newstest.Noon, Status: 200, ETag: `"a"`, MovedTo: "https://new.example/feed"}
	recordOf(t, db, id, moved)
	f := feed(t, db, id)
	if f.URL != moved.MovedTo || f.Move.From != "http://herald.example/feed" || !f.Move.At.Equal(newstest.Noon) {
		t.Fatalf("after the move: %s, %+v", f.URL, f.Move)
	}
	if _, added, err := db.Follow(ctx, news.Outlet{Name: "X"}, "http://new.example/feed", "", newstest.Noon); err != nil || added {
		t.Errorf("the new address is not known: %v, %v", added, err)
	}
	recordOf(t, db, id, news.Poll{At: newstest.Noon.Add(time.Hour), Status: 304, NotModified: true, ETag: `"a"`})
	if f = feed(t, db, id); f.Move.From == "" {
		t.Error("the next poll forgot where the feed came from")
	}
	claim, err := db.ClaimFeed(ctx, id, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.UndoMove(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := db.RecordPoll(ctx, claim, moved); !errors.Is(err, news.ErrConflict) {
		t.Errorf("a poll of the address that was undone: %v; want a conflict", err)
	}
	if f = feed(t, db, id); f.URL != "http://herald.example/feed" || f.ETag != "" {
		t.Errorf("after undoing: %s with the validator %s", f.URL, f.ETag)
	}
	recordOf(t, db, id, moved)
	if f = feed(t, db, id); f.URL != "http://herald.example/feed" {
		t.Errorf("it moved again to %s, which the editor undid", f.URL)
	}
	if err := db.UndoMove(ctx, id); !errors.Is(err, news.ErrConflict) {
		t.Errorf("undone twice: %v", err)
	}
}

func TestFeedMovesOntoAnother(t *testing.T) {
	db := newstest.DB(t)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	follow(t, db, "Courier", "http://courier.example/feed")
	const to = "https://www.courier.example/feed/"
	since := newstest.Noon.Add(-48 * time.Hour)
	recordOf(t, db, id, news.Poll{At: since, Status: 200, Move: news.FeedMove{To: to, Count: 3, Since: since}})
	for i := range 2 {
		at := newstest.Noon.Add(time.Duration(i) * time.Hour)
		p := news.Poll{At: at, Status: 200, NotModified: i == 1, MovedTo: to, Move: news.FeedMove{From: "http://herald.example/feed", At: at}}
		recordOf(t, db, id, p)
		f := feed(t, db, id)
		if f.URL != "http://herald.example/feed" || !strings.Contains(f.Warning, "Courier") {
			t.Errorf("feed = %s, %q; want its address and a warning that names the other", f.URL, f.Warning)
		}
		if want := (news.FeedMove{To: to, Count: 4 + i, Since: since}); f.Move != want {
			t.Errorf("move = %+v; want %+v", f.Move, want)
		}
	}
	recordOf(t, db, id, news.Poll{At: newstest.Noon.Add(3 * time.Hour), Status: 200})
	if f := feed(t, db, id); f.Warning != "" || f.Move != (news.FeedMove{}) {
		t.Errorf("when it is led there no more: %q, %+v; want nothing of it left", f.Warning, f.Move)
	}
}

func TestHostThatAsksToBeLeftAlone(t *testing.T) {
	db := newstest.DB(t)
	urls := []string{
		"http://herald.example/feed", "https://www.herald.example/sport/feed", "http://herald.example/?feed=all", "http://herald.example",
		"http://herald.example.org/feed", "http://paper.herald.example/feed", "http://herald.example:8080/feed",
	}
	ids := make([]news.FeedID, len(urls))
	for i, url := range urls {
		ids[i] = follow(t, db, "Herald", url)
	}
	late := follow(t, db, "Herald", "http://herald.example/late")
	recordOf(t, db, late, news.Poll{At: newstest.Noon, NextPollAt: newstest.Noon.Add(9 * time.Hour)})
	until := newstest.Noon.Add(3 * time.Hour)
	recordOf(t, db, ids[0], news.Poll{At: newstest.Noon, Status: 429, Fault: "Too often.", HostUntil: until, NextPollAt: until.Add(time.Minute)})
	for i, id := range ids[1:] {
		f, held := feed(t, db, id), i < 3
		if f.NextPollAt.Equal(until) != held || !held && !f.NextPollAt.Equal(newstest.Noon) {
			t.Errorf("%s is due at %s; held: want %v", f.URL, f.NextPollAt, held)
		}
	}
	if f := feed(t, db, late); !f.NextPollAt.Equal(newstest.Noon.Add(9 * time.Hour)) {
		t.Errorf("what was due later is due at %s", f.NextPollAt)
	}
	if f := feed(t, db, ids[0]); !f.NextPollAt.Equal(until.Add(time.Minute)) {
		t.Errorf("the feed itself is due at %s", f.NextPollAt)
	}
	if c, err := db.ClaimFeeds(ctx, until.Add(-time.Second), 10, time.Minute); err != nil || len(c) != 3 {
		t.Errorf("claims = %d, %v; want those of other hosts", len(c), err)
	}
}

func TestClaimOfOneFeed(t *testing.T) {
	db := newstest.DB(t)
	if err := db.SignOfLife(ctx); err != nil {
		t.Fatal(err)
	}
	id := follow(t, db, "Herald", "http://herald.example/feed")
	recordOf(t, db, id, news.Poll{At: newstest.Noon, Status: 200, NextPollAt: newstest.Noon.Add(time.Hour)})
	c, err := db.ClaimFeed(ctx, id, time.Minute)
	if err != nil || c.URL != "http://herald.example/feed" || c.OutletLanguage != "en" {
		t.Fatalf("claim = %+v, %v; want the feed though it is not due", c, err)
	}
	if _, err := db.ClaimFeed(ctx, id, time.Minute); !errors.Is(err, news.ErrConflict) {
		t.Errorf("claimed twice: %v", err)
	}
	if _, err := db.ClaimFeed(ctx, 99, time.Minute); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("claim of no feed: %v", err)
	}
}

func TestEditFeed(t *testing.T) {
	db := newstest.DB(t)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	follow(t, db, "Courier", "http://courier.example/feed")
	recordOf(t, db, id, news.Poll{At: newstest.Noon, Status: 200, ETag: `"a"`})
	f := *feed(t, db, id)
	f.Folder = "World/North"
	if err := db.EditFeed(ctx, f); err != nil {
		t.Fatal(err)
	}
	if got := feed(t, db, id); got.Folder != "World/North" || got.ETag == "" {
		t.Errorf("after another folder: %+v", got)
	}
	f.URL, f.Pattern = "http://herald.example/news", "/news/*"
	if err := db.EditFeed(ctx, f); err != nil {
		t.Fatal(err)
	}
	if got := feed(t, db, id); got.URL != f.URL || got.Pattern != f.Pattern || got.ETag != "" {
		t.Errorf("after another address: %+v", got)
	}
	for _, url := range []string{"http://www.courier.example/feed", "ftp://herald.example/"} {
		f.URL = url
		if err := db.EditFeed(ctx, f); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("address %s: %v; want invalid", url, err)
		}
	}
	if err := db.EditFeed(ctx, news.Feed{ID: 99, URL: "http://x.example/"}); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("no feed: %v", err)
	}
}

func TestDeletedFeedLeavesItsArticles(t *testing.T) {
	db := newstest.DB(t)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	pollOf(t, db, id, newstest.Noon, arrival("1", "One", newstest.Noon))
	if err := db.DeleteFeed(ctx, id); err != nil {
		t.Fatal(err)
	}
	if list := articles(t, db); len(list) != 1 || sightings(t, db, list[0].ID) != 0 {
		t.Errorf("articles = %d; want one without sightings", len(list))
	}
	if err := db.DeleteFeed(ctx, id); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestFeedHealth(t *testing.T) {
	db := newstest.DB(t)
	busy, quiet := follow(t, db, "Busy", "http://busy.example/feed"), follow(t, db, "Quiet", "http://quiet.example/feed")
	young := follow(t, db, "Young", "http://young.example/feed") // all that it has is of today
	old := newstest.Noon.AddDate(0, 0, -20)
	items := func(id string, at time.Time, apart time.Duration) (list []news.Arrival) {
		for i := range 14 {
			a := arrival(fmt.Sprint(id, i), fmt.Sprint(id, i), at.Add(-time.Duration(i)*apart))
			a.Article.FoundAt, a.Article.Item.Published = at, a.Article.Published
			list = append(list, a)
		}
		return list
	}
	pollOf(t, db, busy, newstest.Noon, items("busy", newstest.Noon, 12*time.Hour)...)
	pollOf(t, db, quiet, old, items("quiet", old, time.Hour)...)
	pollOf(t, db, young, newstest.Noon, items("young", newstest.Noon, time.Hour)...)
	health, err := db.FeedHealth(ctx, newstest.Noon)
	if err != nil || len(health) != 3 {
		t.Fatal(health, err)
	}
	if h := health[0]; h.PerDay != 14/6.5 || h.Silent {
		t.Errorf("busy = %v a day, silent %v; want 14 in six and a half days, false", h.PerDay, h.Silent)
	}
	if h := health[1]; h.PerDay != 0 || !h.Silent {
		t.Errorf("quiet = %v a day, silent %v; want 0, true", h.PerDay, h.Silent)
	}
	if h := health[2]; h.PerDay != 14 || h.Silent {
		t.Errorf("young = %v a day, silent %v; want 14, false", h.PerDay, h.Silent)
	}
}

func TestEditOutlet(t *testing.T) {
	db := newstest.DB(t)
	follow(t, db, "Herald", "http://herald.example/feed")
	follow(t, db, "Courier", "http://courier.example/feed")
	o, err := db.Outlet(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	o.Name, o.Country, o.Kind, o.Standing, o.StateRun = "The Herald", "GB", news.KindBroadcaster, news.StandingPreferred, true
	if err := db.EditOutlet(ctx, *o); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Outlet(ctx, 1); err != nil || !cmp.Equal(got, o) {
		t.Errorf("outlet = %+v, %v; want %+v", got, err, o)
	}
	for field, change := range map[string]func(*news.Outlet){
		"name": func(o *news.Outlet) { o.Name = "COURIER" }, "kind": func(o *news.Outlet) { o.Kind = "rumour" },
		"standing": func(o *news.Outlet) { o.Standing = "loved" },
	} {
		bad := *o
		change(&bad)
		var invalid *news.InvalidError
		if err := db.EditOutlet(ctx, bad); !errors.As(err, &invalid) || invalid.Field != field {
			t.Errorf("a wrong %s: %v", field, err)
		}
	}
	o.ID = 99
	if err := db.EditOutlet(ctx, *o); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("no outlet: %v", err)
	}
}

func TestFollowAll(t *testing.T) {
	db := newstest.DB(t)
	old := follow(t, db, "Herald", "http://herald.example/feed")
	var list []news.Following
	add := func(name, url string) {
		list = append(list, news.Following{Outlet: news.Outlet{Name: name, Language: "en"}, FeedURL: url, Title: name, Folder: "F", Pattern: "P"})
	}
	add("HERALD", "https://www.herald.example/feed/")
	add("Herald", "http://herald.example/sport")
	add("Nobody", "mailto:nobody@herald.example")
	for i := range 1200 {
		add(fmt.Sprint("Paper ", i/2), fmt.Sprintf("http://paper%d.example/feed", i))
	}
	add("Paper 1", "http://paper3.example/feed")
	var told []int
	done, err := db.FollowAll(ctx, list, newstest.Noon, func(n int) { told = append(told, n) })
	if err != nil || len(done) != len(list) || len(told) < 2 || told[len(told)-1] != len(list) {
		t.Fatalf("done = %d of %d, told %v, %v", len(done), len(list), told, err)
	}
	if done[0] != (news.Followed{FeedID: old}) || !done[1].Added || done[2].Reason == "" || done[2].FeedID != 0 {
		t.Errorf("first lines = %+v", done[:3])
	}
	if last := done[len(done)-1]; last.Added || last.FeedID != done[3+3].FeedID {
		t.Errorf("last line = %+v; want it known as %+v", last, done[6])
	}
	outlets, err := db.ListOutlets(ctx)
	if err != nil || len(outlets) != 601 {
		t.Errorf("outlets = %d, %v; want 601", len(outlets), err)
	}
	if f := feed(t, db, done[5].FeedID); f.Folder != "F" || f.Pattern != "P" || f.Outlet != "Paper 1" || f.Title != "Paper 1" {
		t.Errorf("feed = %+v", f)
	}
	if n, err := db.DueFeeds(ctx, newstest.Noon); err != nil || n != 1202 {
		t.Errorf("due = %d, %v; want all 1202", n, err)
	}
}

func TestValidatorsComeBackByteForByte(t *testing.T) {
	db := newstest.DB(t)
	id := follow(t, db, "Herald", "http://herald.example/feed")
	for i, etag := range []string{"\"\xff\xfe\"", "\x01ab", "\"caf\u00e9\"", ""} {
		recordOf(t, db, id, news.Poll{At: newstest.Noon.Add(time.Duration(i) * time.Hour), Status: 200, ETag: etag, Title: "T\x00\xff"})
		if f := feed(t, db, id); f.ETag != etag || f.Title != "T\ufffd" {
			t.Errorf("validator %q, title %q came back as %q, %q", etag, "T\x00\xff", f.ETag, f.Title)
		}
	}
}
