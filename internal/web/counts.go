package web

import (
	"context"
	"sync"
	"time"

	"dateline/internal/news"
)

// counts are the numbers on the rail.
type counts struct {
	Stories  int // new ones
	Drafts   int
	Comments int // held
	Faults   int // feeds that cannot be read
}

// recentCounts are the numbers that all open pages are told: counted once for
// all of them, and not again at once.
type recentCounts struct {
	mu sync.Mutex
	at time.Time
	counts
}

// countsStand is how long the numbers told to open pages may be old.
const countsStand = 2 * time.Second

// recent returns the numbers as they were a moment ago.
func (s *Server) recent(ctx context.Context) (counts, error) {
	r := &s.told
	r.mu.Lock()
	defer r.mu.Unlock()
	now := s.Machine()
	if !r.at.IsZero() && now.Sub(r.at) < countsStand {
		return r.counts, nil
	}
	fresh, err := s.countAll(ctx)
	if err != nil {
		return counts{}, err
	}
	r.at, r.counts = now, fresh
	return fresh, nil
}

func (s *Server) countAll(ctx context.Context) (counts, error) {
	var c counts
	stories, err := s.Desk.Open(ctx)
	if err != nil {
		return c, err
	}
	for i := range stories {
		if stories[i].State == news.StoryNew {
			c.Stories++
		}
	}
	drafts, err := s.Desk.List(ctx, news.PostDraft)
	if err != nil {
		return c, err
	}
	held, err := s.Discussion.List(ctx, news.CommentHeld, commentLimit)
	if err != nil {
		return c, err
	}
	feeds, err := s.Outlets.ListFeeds(ctx)
	if err != nil {
		return c, err
	}
	for i := range feeds {
		if feeds[i].State == news.FeedActive && feeds[i].Fault != "" {
			c.Faults++
		}
	}
	c.Drafts, c.Comments = len(drafts), len(held)
	return c, nil
}
