package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/internal/news"
)

// feedList is a list of feeds that can be claimed once.
type feedList struct {
	mu       sync.Mutex
	due      []news.FeedClaim
	recorded map[news.FeedID]news.Poll
	fault    error
	stop     func() // called when the last feed was recorded
}

func (l *feedList) ClaimFeeds(_ context.Context, _ time.Time, n int, _ time.Duration) ([]news.FeedClaim, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	claims := l.due[:min(n, len(l.due))]
	l.due = l.due[len(claims):]
	return slices.Clone(claims), nil
}

func (l *feedList) RecordPoll(_ context.Context, claim news.FeedClaim, poll news.Poll) (news.Taken, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fault != nil {
		return news.Taken{}, l.fault
	}
	l.recorded[claim.ID] = poll
	if len(l.due) == 0 && l.stop != nil {
		l.stop()
	}
	return news.Taken{New: len(poll.Arrivals)}, nil
}

func feeds(urls ...string) *feedList {
	l := &feedList{recorded: map[news.FeedID]news.Poll{}}
	for i, u := range urls {
		l.due = append(l.due, news.FeedClaim{Feed: news.Feed{ID: news.FeedID(i + 1), URL: u}, Epoch: 1})
	}
	return l
}

func TestRound(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		fmt.Fprint(w, rss(item("A headline", "http://harbour.example"+r.URL.Path, r.URL.Path, morning)))
	})
	l := feeds(site.URL+"/1", site.URL+"/bad", site.URL+"/3", "http://127.0.0.1:1/", "no address")
	p := poller(t, newClock(), site)
	p.Feeds, p.Workers = l, 2
	var told, fresh atomic.Int32
	p.Told = func(_ context.Context, _ news.FeedClaim, _ news.Poll, taken news.Taken) {
		told.Add(1)
		fresh.Add(int32(taken.New))
	}
	polled, err := p.Round(t.Context())
	if err != nil || polled != 5 {
		t.Errorf("Round = %d, %v, want 5 polled", polled, err)
	}
	if told.Load() != 5 || fresh.Load() != 2 {
		t.Errorf("told of %d polls and %d new articles, want 5 and 2", told.Load(), fresh.Load())
	}
	for id, want := range map[news.FeedID]bool{1: true, 2: false, 3: true, 4: false, 5: false} {
		if got := l.recorded[id]; (got.Fault == "") != want || (len(got.Arrivals) == 1) != want {
			t.Errorf("feed %d: %+v, want read: %v", id, got, want)
		}
	}
	if polled, err := p.Round(t.Context()); polled != 0 || err != nil {
		t.Errorf("Round with nothing due = %d, %v, want 0", polled, err)
	}
}

func TestRoundTellsTheStoresFault(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rss()) })
	full := errors.New("disk full")
	for _, tc := range []struct{ fault, want error }{
		{full, full},
		{fmt.Errorf("record: %w", news.ErrConflict), nil},
	} {
		l := feeds(site.URL)
		l.fault = tc.fault
		p := poller(t, newClock(), site)
		p.Feeds = l
		if _, err := p.Round(t.Context()); !errors.Is(err, tc.want) {
			t.Errorf("Round with %v = %v, want %v", tc.fault, err, tc.want)
		}
	}
}

// A poll that our own stopping broke off is not recorded against the feed.
func TestStoppedRoundRecordsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	site := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	l := feeds(site.URL+"/1", site.URL+"/2", site.URL+"/3")
	p := poller(t, newClock(), site)
	p.Feeds = l
	if _, err := p.Round(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Round = %v, want that it was cancelled", err)
	}
	if len(l.recorded) != 0 {
		t.Errorf("%d polls recorded, want none", len(l.recorded))
	}
}

// One host that never answers keeps nobody else waiting: its feeds stand in a
// line of their own.
func TestSlowHostHoldsUpNobody(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	slow := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	quick := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rss()) })
	var urls []string
	for i := range 40 {
		urls = append(urls, fmt.Sprintf("%s/%d", slow.URL, i))
	}
	urls = append(urls, fmt.Sprintf("http://localhost.example:%d/", addressOf(t, quick).Port()))
	l := feeds(urls...)
	l.stop = cancel
	p := poller(t, newClock(), slow, quick)
	p.Client = clientFor(t, fetchOptions(addressOf(t, quick)), slow, quick)
	p.Feeds, p.Workers = l, 4
	p.Run(ctx, time.Millisecond)
	if len(l.recorded) != 1 {
		t.Fatalf("%d polls recorded, want the quick one", len(l.recorded))
	}
	if poll, ok := l.recorded[41]; !ok || poll.Fault != "" {
		t.Errorf("the quick feed: %+v, want it read", poll)
	}
}

// A feed that brings out a fault of ours is recorded with it, and the others
// are read.
func TestPanicIsOneFeedsFault(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, rss(item("A headline", "http://harbour.example"+r.URL.Path, r.URL.Path, morning)))
	})
	l := feeds(site.URL+"/1", site.URL+"/2", site.URL+"/3")
	p := poller(t, newClock(), site)
	var polls atomic.Int32
	p.Rand = func() float64 {
		if polls.Add(1) == 2 {
			panic("a fault of ours")
		}
		return 0.5
	}
	var log bytes.Buffer
	p.Log = slog.New(slog.NewTextHandler(&log, nil))
	p.Feeds, p.Workers = l, 1
	if polled, err := p.Round(t.Context()); err != nil || polled != 3 {
		t.Fatalf("Round = %d, %v, want 3 polled", polled, err)
	}
	faulty := 0
	for id, poll := range l.recorded {
		if poll.Fault == "" {
			continue
		}
		faulty++
		if !strings.Contains(poll.Fault, "a fault in Dateline") || !poll.NextPollAt.After(poll.At) || poll.Gone {
			t.Errorf("feed %d: %+v, want our fault told and another poll", id, poll)
		}
	}
	if faulty != 1 {
		t.Errorf("%d feeds have a fault, want one", faulty)
	}
	if said := log.String(); !strings.Contains(said, "level=ERROR") || !strings.Contains(said, "round_test.go") {
		t.Errorf("the log says %q, want an error with the stack", said)
	}
}
