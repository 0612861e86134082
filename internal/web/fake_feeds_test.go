package web_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"dateline/internal/news"
	"dateline/internal/source"
)

func (n *newsroom) ListOutlets(context.Context) ([]news.Outlet, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]news.Outlet(nil), n.outlets...), nil
}

func (n *newsroom) Outlet(_ context.Context, id news.OutletID) (*news.Outlet, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, o := range n.outlets {
		if o.ID == id {
			return &o, nil
		}
	}
	return nil, news.ErrNotFound
}

func (n *newsroom) EditOutlet(_ context.Context, o news.Outlet) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.outlets {
		if n.outlets[i].ID != o.ID && strings.EqualFold(n.outlets[i].Name, o.Name) {
			return &news.InvalidError{Field: "name", Reason: "Another outlet has that name."}
		}
	}
	for i := range n.outlets {
		if n.outlets[i].ID == o.ID {
			n.outlets[i] = o
			return nil
		}
	}
	return news.ErrNotFound
}

func (n *newsroom) OutletArticles(_ context.Context, id news.OutletID, limit int) ([]news.Article, error) {
	return n.articlesOf(func(a *news.Article) bool { return a.OutletID == id }, limit), nil
}

func (n *newsroom) FeedArticles(_ context.Context, id news.FeedID, limit int) ([]news.Article, error) {
	return n.articlesOf(func(a *news.Article) bool { return a.FeedID == id }, limit), nil
}

func (n *newsroom) ListMuted(_ context.Context, by news.RuleID, limit int) ([]news.Article, error) {
	return n.articlesOf(func(a *news.Article) bool { return a.MutedBy != 0 && (by == 0 || a.MutedBy == by) }, limit), nil
}

func (n *newsroom) articlesOf(fits func(*news.Article) bool, limit int) []news.Article {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []news.Article
	for i := range n.stories {
		for j := range n.stories[i].Articles {
			if a := &n.stories[i].Articles[j]; fits(a) && len(out) < limit {
				out = append(out, *a)
			}
		}
	}
	return out
}

func (n *newsroom) ListFeeds(context.Context) ([]news.Feed, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]news.Feed(nil), n.feeds...), nil
}

func (n *newsroom) FeedHealth(context.Context, time.Time) ([]news.FeedHealth, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := make([]news.FeedHealth, 0, len(n.feeds))
	for i := range n.feeds {
		out = append(out, news.FeedHealth{Feed: n.feeds[i], PerDay: float64(n.feeds[i].Items) / 10, Silent: n.silent == n.feeds[i].ID})
	}
	return out, nil
}

func (n *newsroom) Feed(_ context.Context, id news.FeedID) (*news.Feed, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if f := n.feed(id); f != nil {
		out := *f
		return &out, nil
	}
	return nil, news.ErrNotFound
}

// feed returns a feed of the newsroom, whose lock is held.
func (n *newsroom) feed(id news.FeedID) *news.Feed {
	for i := range n.feeds {
		if n.feeds[i].ID == id {
			return &n.feeds[i]
		}
	}
	return nil
}

func (n *newsroom) PollNow(_ context.Context, id news.FeedID) error {
	return n.onFeed(id, func(f *news.Feed) {
		n.polled = append(n.polled, id)
		f.LastPollAt = noon.Add(time.Duration(len(n.polled)) * time.Second)
		if n.brings != nil {
			n.brings(f)
		}
	})
}

func (n *newsroom) SetFeedStopped(_ context.Context, id news.FeedID, stopped bool) error {
	return n.onFeed(id, func(f *news.Feed) {
		f.State = news.FeedActive
		if stopped {
			f.State = news.FeedStopped
		}
	})
}

func (n *newsroom) EditFeed(_ context.Context, f news.Feed) error {
	if news.AddressKey(f.URL) == "" {
		return &news.InvalidError{Field: "url", Reason: "That is not the address of a feed."}
	}
	return n.onFeed(f.ID, func(kept *news.Feed) { kept.URL, kept.Folder, kept.Pattern = f.URL, f.Folder, f.Pattern })
}

func (n *newsroom) UndoMove(_ context.Context, id news.FeedID) error {
	if f, err := n.Feed(context.Background(), id); err == nil && f.Move.From == "" {
		return news.ErrConflict
	}
	return n.onFeed(id, func(f *news.Feed) { f.URL, f.Move = f.Move.From, news.FeedMove{} })
}

func (n *newsroom) onFeed(id news.FeedID, do func(*news.Feed)) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	f := n.feed(id)
	if f == nil {
		return news.ErrNotFound
	}
	do(f)
	return nil
}

func (n *newsroom) ListRules(context.Context) ([]news.Rule, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]news.Rule(nil), n.rules...), nil
}

func (n *newsroom) AddRule(_ context.Context, r news.Rule) (news.RuleID, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if r.FeedID != 0 && n.feed(r.FeedID) == nil {
		return 0, news.ErrNotFound
	}
	r.ID = news.RuleID(len(n.rules) + 1)
	n.rules = append(n.rules, r)
	return r.ID, nil
}

func (n *newsroom) DeleteRule(_ context.Context, id news.RuleID) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.rules {
		if n.rules[i].ID == id {
			n.rules = append(n.rules[:i], n.rules[i+1:]...)
			return nil
		}
	}
	return news.ErrNotFound
}

func (n *newsroom) ApplyRules(_ context.Context, since time.Time) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.appliedSince = since
	ruling, changed := news.NewRuling(n.rules), 0
	for i := range n.rules {
		n.rules[i].Fits = 0
	}
	for i := range n.stories {
		for j := range n.stories[i].Articles {
			a := &n.stories[i].Articles[j]
			by := ruling.MutedBy(a.FeedID, a)
			if by != a.MutedBy {
				changed++
			}
			a.MutedBy = by
			if k := slices.IndexFunc(n.rules, func(r news.Rule) bool { return r.ID == by }); k >= 0 {
				n.rules[k].Fits++
			}
		}
	}
	return changed, nil
}

// importList follows everything but what is followed already.
func (n *newsroom) importList(_ context.Context, list []source.Listing) (source.Summary, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var sum source.Summary
	for _, l := range list {
		known := false
		for i := range n.feeds {
			known = known || n.feeds[i].URL == l.FeedURL
		}
		switch {
		case known:
			sum.Known++
		case news.AddressKey(l.FeedURL) == "":
			sum.Skipped = append(sum.Skipped, source.Skipped{Name: l.Outlet.Name, FeedURL: l.FeedURL, Reason: "Its feed address cannot be understood."})
		default:
			sum.Added++
			n.imported = append(n.imported, l)
		}
	}
	return sum, nil
}

// finds finds two feeds everywhere, on pages.example only links, and at
// nothing.example nothing.
func (n *newsroom) finds(_ context.Context, address string) ([]source.Candidate, error) {
	switch {
	case strings.Contains(address, "nothing.example"):
		return nil, &news.InvalidError{Field: "address", Reason: "No feed was found there."}
	case strings.Contains(address, "pages.example"):
		return []source.Candidate{
			{FeedURL: "https://pages.example/", Title: "Pages", Site: "https://pages.example/", Format: "page", Pattern: "/world/*", Items: 2},
			{FeedURL: "https://pages.example/", Title: "Pages", Site: "https://pages.example/", Format: "page", Pattern: "/*", Items: 5},
		}, nil
	}
	return []source.Candidate{
		{FeedURL: "https://daily.example/feed", Title: "Daily Example - World", Format: "rss", Items: 20, Newest: noon.Add(-time.Hour), PerDay: 14.2, Language: "en-gb", Site: "https://daily.example/"},
		{FeedURL: "https://daily.example/sport", Title: "Daily Example - Sport", Format: "atom", Items: 8, Newest: noon.Add(-3 * time.Hour), Site: "https://daily.example/"},
		{FeedURL: "https://wire.example/rss", Title: "Valoria Wire: World", Format: "rss", Items: 30, Site: "https://daily.example/"},
	}, nil
}

func (n *newsroom) previews(_ context.Context, page, pattern string) ([]news.Item, error) {
	if !strings.HasPrefix(pattern, "/") {
		return nil, &news.InvalidError{Field: "pattern", Reason: "That pattern takes nothing here."}
	}
	return []news.Item{{Headline: "Taken by " + pattern, URL: page + "world/1"}}, nil
}
