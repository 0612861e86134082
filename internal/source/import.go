package source

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/internal/news"
)

// Outlets is what taking over a list needs of the store.
type Outlets interface {
	// Follow follows a feed of an outlet from now on and says whether that
	// was new. An outlet is known by its name, a feed by its address. An
	// error of kind news.ErrInvalid or news.ErrConflict is about this feed
	// alone.
	Follow(ctx context.Context, outlet news.Outlet, feedURL, feedTitle string, now time.Time) (news.FeedID, bool, error)
}

// Summary says what came of taking over a list.
type Summary struct {
	Added   int       `json:"added"`
	Known   int       `json:"known"` // followed already, or twice in the list
	Skipped []Skipped `json:"skipped,omitempty"`
}

// Skipped is a line of a list that was not taken, and why.
type Skipped struct {
	Name    string `json:"name"`
	FeedURL string `json:"feed_url"`
	Reason  string `json:"reason"` // one sentence
}

// Import follows every feed of the list from now on. A line that cannot be
// followed is told in the summary and the others go on; any other error ends
// the import, and the summary says how far it came. Importing a list twice
// changes nothing.
func Import(ctx context.Context, outlets Outlets, listings []Listing, now time.Time) (Summary, error) {
	var s Summary
	seen := make(map[string]bool, len(listings))
	for _, l := range listings {
		address, reason := feedAddress(l.FeedURL)
		if reason != "" {
			s.skip(l, reason)
			continue
		}
		if seen[address] {
			s.Known++
			continue
		}
		seen[address] = true
		_, added, err := outlets.Follow(ctx, completed(l.Outlet, address), address, l.Title, now)
		switch {
		case errors.Is(err, news.ErrInvalid), errors.Is(err, news.ErrConflict):
			s.skip(l, plainReason(err))
		case err != nil:
			return s, fmt.Errorf("follow %s: %w", address, err)
		case added:
			s.Added++
		default:
			s.Known++
		}
	}
	return s, nil
}

func (s *Summary) skip(l Listing, reason string) {
	s.Skipped = append(s.Skipped, Skipped{Name: l.Outlet.Name, FeedURL: l.FeedURL, Reason: reason})
}

// plainReason returns the sentence that an error holds for people.
func plainReason(err error) string {
	var invalid *news.InvalidError
	if errors.As(err, &invalid) {
		return invalid.Reason
	}
	return "It clashes with an outlet or a feed that is followed already."
}

// completed returns the outlet with what a list may leave out. A platform's
// feed tells what it is of; without a word otherwise an outlet is taken for a
// newspaper, which an editor can change.
func completed(o news.Outlet, feedURL string) news.Outlet {
	if o.Name == "" {
		o.Name = hostOf(feedURL)
	}
	if o.Kind == "" {
		o.Kind = platformKind(feedURL)
	}
	if o.Kind == "" {
		o.Kind = news.KindNewspaper
	}
	return o
}
