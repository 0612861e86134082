package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

// benchItems is how many items a feed holds in the benchmarks.
const benchItems = 30

func benchFeeds(b *testing.B, n int) (*store.DB, []news.FeedClaim) {
	b.Helper()
	db := newstest.DB(b)
	list := make([]news.Following, n)
	for i := range list {
		list[i] = news.Following{
			Outlet:  news.Outlet{Name: fmt.Sprint("Outlet ", i), Site: fmt.Sprintf("https://outlet%d.example", i)},
			FeedURL: fmt.Sprintf("https://outlet%d.example/feed", i),
		}
	}
	if _, err := db.FollowAll(b.Context(), list, newstest.Noon, nil); err != nil {
		b.Fatal(err)
	}
	if err := db.SignOfLife(b.Context()); err != nil {
		b.Fatal(err)
	}
	var alive sync.WaitGroup
	ctx, stop := context.WithCancel(b.Context())
	alive.Go(func() { db.StayAlive(ctx) })
	b.Cleanup(func() { stop(); alive.Wait() })
	return db, benchClaims(b, db, n)
}

func benchClaims(b *testing.B, db *store.DB, n int) []news.FeedClaim {
	b.Helper()
	var all []news.FeedClaim
	for len(all) < n {
		claims, err := db.ClaimFeeds(b.Context(), newstest.Noon.Add(time.Hour), 128, time.Hour)
		if err != nil || len(claims) == 0 {
			b.Fatalf("claims = %d, %v; want more", len(claims), err)
		}
		all = append(all, claims...)
	}
	return all
}

func benchPoll(c *news.FeedClaim, at time.Time) news.Poll {
	p := news.Poll{
		At: at, Status: 200, ETag: `"abc"`, LastModified: "Mon, 04 May 2026 12:00:00 GMT", BodyHash: strings.Repeat("ab", 32),
		Title: c.Outlet, NextPollAt: at.Add(15 * time.Minute), Interval: 15 * time.Minute,
	}
	text := strings.Repeat("<p>The council met on Monday and decided nothing of note.</p>", 8)
	for i := range benchItems {
		guid := fmt.Sprintf("%d-%d", c.ID, i)
		url := fmt.Sprintf("https://outlet%d.example/news/2026/05/a-report-of-some-length-%d.html", c.ID, i)
		p.Arrivals = append(p.Arrivals, news.Arrival{
			GUID: guid, Key: news.AddressKey(url), Content: "hash-of-the-words-" + guid,
			Article: news.Article{
				URL: url, FoundAt: at, OutletID: c.OutletID, FeedID: c.ID,
				Item: news.Item{
					GUID: guid, URL: url, Headline: "A report of some length", Summary: text, Published: at,
					Authors: []news.Person{{Name: "A. Writer"}}, Categories: []news.Category{{Term: "world"}, {Term: "politics"}},
				},
				Reading: news.Reading{Headline: fmt.Sprint("A report of some length, number ", guid), Published: at.Add(-time.Minute * time.Duration(i)), Form: news.FormReport, Language: "en"},
			},
		})
	}
	return p
}

// recordAll records a poll of every claim, as many at a time as workers poll.
func recordAll(b *testing.B, db *store.DB, claims []news.FeedClaim, poll func(c *news.FeedClaim) news.Poll) {
	b.Helper()
	var wg sync.WaitGroup
	todo := make(chan *news.FeedClaim)
	for range 32 {
		wg.Go(func() {
			for c := range todo {
				if _, err := db.RecordPoll(b.Context(), *c, poll(c)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range claims {
		todo <- &claims[i]
	}
	close(todo)
	wg.Wait()
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkRecordPoll measures what a poll costs in the store: the program's
// own processor time, in milliseconds, beside the usual figures.
func BenchmarkRecordPoll(b *testing.B) {
	at := newstest.Noon
	for _, bc := range []struct {
		name  string
		first bool // measure the first poll
		next  func(c *news.FeedClaim) news.Poll
	}{
		{"first", true, nil},
		{"not modified", false, func(c *news.FeedClaim) news.Poll {
			return news.Poll{At: at.Add(time.Hour), Status: 304, NotModified: true, ETag: c.ETag, LastModified: c.LastModified, BodyHash: c.BodyHash, NextPollAt: at.Add(2 * time.Hour)}
		}},
		{"same items", false, func(c *news.FeedClaim) news.Poll { return benchPoll(c, at.Add(time.Hour)) }},
		{"one left", false, func(c *news.FeedClaim) news.Poll {
			p := benchPoll(c, at.Add(time.Hour))
			p.Arrivals = p.Arrivals[1:]
			return p
		}},
	} {
		b.Run(bc.name, func(b *testing.B) {
			db, claims := benchFeeds(b, b.N)
			b.ResetTimer()
			start := cpu()
			recordAll(b, db, claims, func(c *news.FeedClaim) news.Poll { return benchPoll(c, at) })
			if !bc.first {
				b.ResetTimer()
				start = cpu()
				recordAll(b, db, benchClaims(b, db, b.N), bc.next)
			}
			b.ReportMetric(float64((cpu()-start).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// BenchmarkFollowAll measures taking over a list of 10,000 feeds.
func BenchmarkFollowAll(b *testing.B) {
	list := make([]news.Following, 10_000)
	for i := range list {
		list[i] = news.Following{
			Outlet:  news.Outlet{Name: fmt.Sprint("Outlet ", i), Site: fmt.Sprintf("https://outlet%d.example", i)},
			FeedURL: fmt.Sprintf("https://outlet%d.example/feed", i), Title: "News", Folder: "World",
		}
	}
	for range b.N {
		b.StopTimer()
		db := newstest.DB(b)
		b.StartTimer()
		if _, err := db.FollowAll(b.Context(), list, newstest.Noon, nil); err != nil {
			b.Fatal(err)
		}
	}
}
