package web

import (
	"context"
	"sync"
	"time"

	"dateline/internal/news"
)

// countedFor is how far back the reports of a story that counts as new may
// lie: as far as the desk lists stories.
const countedFor = 36 * time.Hour

// recentCounts are the numbers that all open pages are told: counted once for
// all of them, and not again at once.
type recentCounts struct {
	mu sync.Mutex
	at time.Time
	news.Counts
}

// countsStand is how long the numbers told to open pages may be old.
const countsStand = 2 * time.Second

// recent returns the numbers as they were a moment ago.
func (s *Server) recent(ctx context.Context) (news.Counts, error) {
	r := &s.told
	r.mu.Lock()
	defer r.mu.Unlock()
	now := s.Machine()
	if !r.at.IsZero() && now.Sub(r.at) < countsStand {
		return r.Counts, nil
	}
	fresh, err := s.countAll(ctx)
	if err != nil {
		return news.Counts{}, err
	}
	r.at, r.Counts = now, fresh
	return fresh, nil
}

func (s *Server) countAll(ctx context.Context) (news.Counts, error) {
	return s.Counts.Counts(ctx, s.Now().Add(-countedFor))
}
