package main

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the server that databases are made on

	"dateline/internal/fetch"
	"dateline/internal/news"
	"dateline/internal/store"
)

// hostOf is under which name a case is polled: every case is a host of its
// own, so that what one asks for does not hold back the others.
func hostOf(name string) string { return name + ".hostile.test" }

// newsroom polls some of the cases and keeps what it takes.
type newsroom struct {
	db      *store.DB
	client  *fetch.Client
	poller  *fetch.Poller
	drop    func()
	started time.Time

	mu   sync.Mutex
	now  time.Time
	told map[news.FeedID][]told
}

// told is a poll that was recorded, and what the store made of it.
type told struct {
	poll  news.Poll
	taken news.Taken
}

// open makes an empty newsroom.
func (c *court) open(ctx context.Context, name string) (*newsroom, error) {
	n := &newsroom{now: time.Now().UTC().Truncate(time.Second), told: map[news.FeedID][]told{}, drop: func() {}}
	n.started = n.now
	o := store.Options{Machine: time.Now, Create: true, Dir: filepath.Join(c.work, name)}
	if c.database != "" {
		var err error
		if o.URL, n.drop, err = c.freshDatabase(ctx, name); err != nil {
			return nil, err
		}
	}
	var err error
	if n.db, err = store.Open(ctx, o); err != nil {
		n.drop()
		return nil, fmt.Errorf("open a newsroom: %w", err)
	}
	n.client = fetch.New(fetch.Options{
		UserAgent: "Dateline/hostile", Now: n.clock, Allow: []netip.AddrPort{c.server.address},
		Rules: fetch.Rules{{Host: "*.hostile.test", To: c.server.address}},
	})
	n.poller = &fetch.Poller{
		Client: n.client, Feeds: n.db, Now: n.clock, Log: slog.New(slog.DiscardHandler), Workers: 12,
		Told: func(_ context.Context, claim news.FeedClaim, poll news.Poll, taken news.Taken) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.told[claim.ID] = append(n.told[claim.ID], told{poll, taken})
		},
	}
	return n, nil
}

func (n *newsroom) close() {
	n.client.Close()
	if err := n.db.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "hostile: close a newsroom:", err)
	}
	n.drop()
}

// clock is the newsroom's editorial time.
func (n *newsroom) clock() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.now
}

func (n *newsroom) moveTo(t time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if t.After(n.now) {
		n.now = t
	}
}

// follow adds a case to the feeds.
func (n *newsroom) follow(ctx context.Context, k *testCase) (news.FeedID, error) {
	id, _, err := n.db.Follow(ctx, news.Outlet{Name: "Outlet " + k.Name, Site: "http://" + hostOf(k.Name) + "/"}, "http://"+hostOf(k.Name)+k.Path, "", n.clock())
	return id, err
}

// polls returns what was recorded of a feed.
func (n *newsroom) polls(id news.FeedID) []told {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.told[id]
}

// round polls what is due.
func (n *newsroom) round(ctx context.Context) error {
	for {
		polled, err := n.poller.Round(ctx)
		if err != nil || polled == 0 {
			return err
		}
	}
}

// feed returns a feed as it is stored.
func (n *newsroom) feed(ctx context.Context, id news.FeedID) (news.Feed, error) {
	feeds, err := n.db.ListFeeds(ctx)
	if err != nil {
		return news.Feed{}, err
	}
	for _, f := range feeds {
		if f.ID == id {
			return f, nil
		}
	}
	return news.Feed{}, fmt.Errorf("feed %d is not there any more", id)
}

// freshDatabase makes a database on the server and returns what drops it.
func (c *court) freshDatabase(ctx context.Context, name string) (address string, drop func(), err error) {
	admin, err := sql.Open("pgx", c.database)
	if err != nil {
		return "", nil, err
	}
	defer admin.Close()
	quoted := fmt.Sprintf(`"hostile_%d_%s"`, os.Getpid(), name)
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+quoted); err != nil {
		return "", nil, fmt.Errorf("make a database: %w", err)
	}
	u, err := url.Parse(c.database)
	if err != nil {
		return "", nil, err
	}
	u.Path = fmt.Sprintf("/hostile_%d_%s", os.Getpid(), name)
	return u.String(), func() {
		again, err := sql.Open("pgx", c.database)
		if err != nil {
			return
		}
		defer again.Close()
		again.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+quoted+" WITH (FORCE)") //nolint:errcheck // the server may be gone with all it held
	}, nil
}
