package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/internal/news"
)

// How long an editor who tries a feed waits for it.
const (
	tryFor  = 20 * time.Second
	tryLook = 250 * time.Millisecond // between two looks at it
)

// tryFeed polls a feed at once and tells what came.
func (s *Server) tryFeed(w http.ResponseWriter, r *http.Request) error {
	id, err := feedID(r)
	if err != nil {
		return err
	}
	words, err := s.try(r.Context(), id)
	if err != nil {
		return err
	}
	if target := fmt.Sprintf("feed-%d", id); wants(r, target) {
		return s.showFeedRow(w, r, id, words)
	}
	if err := s.tell(r.Context(), notice{Text: words}); err != nil {
		return err
	}
	return seeOther(w, r, backToFeeds(r, id))
}

// try makes a feed due and waits until whoever polls has polled it, which may
// be another machine. It returns in words what came of that.
func (s *Server) try(ctx context.Context, id news.FeedID) (string, error) {
	before, err := s.Feeds.Feed(ctx, id)
	if err != nil {
		return "", err
	}
	if before.State == news.FeedStopped {
		return "", &news.InvalidError{Field: "feed", Reason: "This feed is stopped. Resume it first."}
	}
	if err := s.Polling.PollNow(ctx, id); err != nil {
		return "", err
	}
	end := time.NewTimer(tryFor)
	defer end.Stop()
	look := time.NewTicker(tryLook)
	defer look.Stop()
	for {
		after, err := s.Feeds.Feed(ctx, id)
		if err != nil {
			return "", err
		}
		if !after.LastPollAt.Equal(before.LastPollAt) {
			return came(before, after), nil
		}
		select {
		case <-look.C:
		case <-end.C:
			return "No answer yet. The feed is waiting for its turn: look again in a moment.", nil
		case <-s.done:
			return "Dateline is being stopped. The feed is polled when it runs again.", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// showFeedRow answers a script with one line of the list.
func (s *Server) showFeedRow(w http.ResponseWriter, r *http.Request, id news.FeedID, words string) error {
	pub, err := s.Settings.Publication(r.Context())
	if err != nil {
		return err
	}
	f, err := s.feedHealth(r.Context(), id)
	if err != nil {
		return err
	}
	row := feedRowOf(f, s.clock(pub)).shownAt(r.FormValue("back"))
	row.Outcome = words
	return s.render(w, http.StatusOK, "desk/feeds", "row", row)
}

// feedHealth returns how one feed does.
func (s *Server) feedHealth(ctx context.Context, id news.FeedID) (*news.FeedHealth, error) {
	feeds, err := s.Feeds.FeedHealth(ctx, s.Now())
	if err != nil {
		return nil, err
	}
	for i := range feeds {
		if feeds[i].ID == id {
			return &feeds[i], nil
		}
	}
	return nil, fmt.Errorf("feed %d: %w", id, news.ErrNotFound)
}

func feedID(r *http.Request) (news.FeedID, error) {
	id, err := pathID(r, "id")
	return news.FeedID(id), err
}

// backToFeeds returns the page that a button was pressed on: a feed's own, or
// the list as it was filtered.
func backToFeeds(r *http.Request, id news.FeedID) string {
	back := r.FormValue("back")
	switch {
	case back == "feed":
		return fmt.Sprintf("/desk/feeds/%d", id)
	case strings.HasPrefix(back, backToOutlet):
		return "/desk/outlets/" + url.PathEscape(strings.TrimPrefix(back, backToOutlet))
	}
	query, err := url.ParseQuery(back)
	if err != nil || len(query) == 0 {
		return "/desk/feeds"
	}
	return "/desk/feeds?" + query.Encode()
}

func (s *Server) stopFeed(w http.ResponseWriter, r *http.Request) error {
	return s.onFeed(w, r, notice{Text: "The feed is stopped. What came from it is kept.", Undo: "/desk/feeds/%d/resume"},
		func(ctx context.Context, id news.FeedID) error { return s.Polling.SetFeedStopped(ctx, id, true) })
}

func (s *Server) resumeFeed(w http.ResponseWriter, r *http.Request) error {
	return s.onFeed(w, r, notice{Text: "The feed is polled again.", Undo: "/desk/feeds/%d/stop"},
		func(ctx context.Context, id news.FeedID) error { return s.Polling.SetFeedStopped(ctx, id, false) })
}

func (s *Server) undoMove(w http.ResponseWriter, r *http.Request) error {
	return s.onFeed(w, r, notice{Text: "The feed is polled at its former address again."},
		func(ctx context.Context, id news.FeedID) error {
			err := s.Polling.UndoMove(ctx, id)
			if errors.Is(err, news.ErrConflict) {
				return &news.InvalidError{Field: "feed", Reason: "The feed cannot go back: it did not move, or another feed has its former address by now."}
			}
			return err
		})
}

func (s *Server) onFeed(w http.ResponseWriter, r *http.Request, n notice, do func(context.Context, news.FeedID) error) error {
	id, err := feedID(r)
	if err != nil {
		return err
	}
	if err := do(r.Context(), id); err != nil {
		return err
	}
	if n.Undo != "" {
		n.Undo = fmt.Sprintf(n.Undo, id)
	}
	if err := s.tell(r.Context(), n); err != nil {
		return err
	}
	return seeOther(w, r, backToFeeds(r, id))
}
