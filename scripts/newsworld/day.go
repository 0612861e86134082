package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"dateline/internal/article"
	"dateline/internal/fetch"
	"dateline/internal/news"
	"dateline/internal/source"
	"dateline/internal/store"
)

// step is how far the world moves between two rounds, in hours.
const step = 0.25

// day lets hours of the world pass, polling what is due and reading what came,
// and compares what stood in the feeds with what is stored.
func day(ctx context.Context, o options) (bool, error) {
	w, err := begin(ctx, o, "newsworld.py", "--urls", "host", "--manual", "--outlets", fmt.Sprint(o.outlets),
		"--ahead", fmt.Sprint(o.hours+1), "--lifetime", "7200")
	if err != nil {
		return false, err
	}
	defer w.end()
	r, err := openRoom(ctx, o, w)
	if err != nil {
		return false, err
	}
	defer r.close()
	if err := r.follow(ctx, o, w); err != nil {
		return false, err
	}
	start := time.Now()
	for passed := 0.0; ; passed += step {
		if err := r.round(ctx); err != nil {
			return false, err
		}
		if passed >= o.hours {
			break
		}
		if err := w.advance(ctx, step); err != nil {
			return false, err
		}
		if err := r.tell(ctx, w); err != nil {
			return false, err
		}
	}
	fmt.Printf("newsworld day, %s: %d outlets, %.0f hours of the world in %.0f s, %d polls, %d faults\n",
		o.engine(), o.outlets, o.hours, time.Since(start).Seconds(), r.polls.Load(), r.faults.Load())
	return r.compare(ctx, w)
}

// room is a newsroom with the world's clock.
type room struct {
	db     *store.DB
	client *fetch.Client
	poller *fetch.Poller
	reader *article.Reader
	now    atomic.Int64 // the world's time in microseconds
	polls  atomic.Int64
	faults atomic.Int64

	mu    sync.Mutex
	stood map[string]bool // the articles that stood in a feed, by the world's numbers
}

func openRoom(ctx context.Context, o options, w *outside) (*room, error) {
	dir := filepath.Join(o.work, "room")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Options{Dir: dir, URL: o.database, Machine: time.Now, Create: true, Sole: o.database == ""})
	if err != nil {
		return nil, err
	}
	at, err := netip.ParseAddrPort(w.host())
	if err != nil {
		return nil, err
	}
	go db.StayAlive(ctx) //nolint:errcheck // ends with ctx
	r := &room{db: db, stood: map[string]bool{}}
	if err := r.tell(ctx, w); err != nil {
		return nil, err
	}
	rule, err := fetch.ParseRule("*.news.test=" + w.host())
	if err != nil {
		return nil, err
	}
	r.client = fetch.New(fetch.Options{
		UserAgent: "Dateline/measure", Contact: "https://newsroom.example/", Now: r.time,
		Allow: []netip.AddrPort{at}, Rules: fetch.Rules{rule}, Only: true,
	})
	r.poller = &fetch.Poller{
		Client: r.client, Feeds: db, Now: r.time, Rand: rand.Float64,
		Log: slog.New(slog.DiscardHandler), Told: r.told,
	}
	r.reader = &article.Reader{Pages: pages{r.client}, Articles: db, Now: r.time}
	return r, nil
}

func (r *room) close() {
	r.client.Close()
	r.db.Close()
}

func (r *room) time() time.Time { return time.UnixMicro(r.now.Load()).UTC() }

// tell sets the newsroom's clock by the world's.
func (r *room) tell(ctx context.Context, w *outside) error {
	t, err := w.clock(ctx)
	r.now.Store(t.UnixMicro())
	return err
}

// told notes what stood in a feed.
func (r *room) told(_ context.Context, _ news.FeedClaim, p news.Poll, _ news.Taken) {
	r.polls.Add(1)
	if p.Fault != "" {
		r.faults.Add(1)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range p.Arrivals {
		r.stood[idOf(a.Article.URL)] = true
	}
}

func (r *room) follow(ctx context.Context, o options, w *outside) error {
	path := filepath.Join(o.work, "world.opml")
	if err := w.list(ctx, path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	listings, err := source.ReadOPML(f)
	if err != nil {
		return err
	}
	_, err = source.Import(ctx, r.db, listings, r.time())
	return err
}

// round polls what is due and reads all that came.
func (r *room) round(ctx context.Context) error {
	for {
		polled, err := r.poller.Round(ctx)
		if err != nil {
			return err
		}
		if polled == 0 {
			break
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		done <- r.db.RunJobs(ctx, 8, func(ctx context.Context, j news.Job) error {
			return r.reader.Read(ctx, news.ArticleID(j.Subject), j.Last)
		})
	}()
	err := r.untilRead(ctx)
	cancel()
	if stopped := <-done; err == nil {
		err = stopped
	}
	return err
}

func (r *room) untilRead(ctx context.Context) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		waiting, err := r.db.WaitingJobs(ctx)
		if err != nil || waiting == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// compare says of every article that stood in a feed how often it is stored.
func (r *room) compare(ctx context.Context, w *outside) (bool, error) {
	var t truth
	if err := w.ask(ctx, http.MethodGet, "/truth.json", &t); err != nil {
		return false, err
	}
	list, err := r.db.ListArticles(ctx, 1<<30)
	if err != nil {
		return false, err
	}
	original := map[string]string{}
	for _, a := range t.Articles {
		original[a.ID] = a.ID
		if a.Of != "" {
			original[a.ID] = a.Of
		}
	}
	stored, strange := map[string]int{}, 0
	for _, a := range list {
		of, ok := original[idOf(a.URL)]
		if !ok {
			strange++
			continue
		}
		stored[of]++
	}
	want := map[string]bool{}
	for id := range r.stood {
		want[original[id]] = true
	}
	missing, twice := 0, 0
	for id := range want {
		switch n := stored[id]; {
		case n == 0:
			missing++
		case n > 1:
			twice++
		default:
			continue
		}
		if missing+twice <= 10 {
			fmt.Printf("  article %s is stored %d times\n", id, stored[id])
		}
	}
	fmt.Printf("newsworld day, %s: %d articles stood in the feeds (%d with those repeated), %d stored; missing %d, more than once %d, unknown %d\n",
		r.engine(), len(want), len(r.stood), len(list), missing, twice, strange)
	return missing == 0 && twice == 0 && strange == 0 && len(want) > 0, nil
}

func (r *room) engine() string { return r.db.Engine() }

// pages is the guarded client as the reader asks for it. It leaves the
// outlets' crawl delay out, which would go by the machine's time.
type pages struct{ *fetch.Client }

// Page fetches a report's page.
func (p pages) Page(ctx context.Context, address string) (body []byte, contentType, final string, err error) {
	res, err := p.Client.Get(ctx, fetch.Request{URL: address})
	if err != nil {
		return nil, "", "", err
	}
	return res.Body, res.ContentType, res.FinalURL, nil
}
