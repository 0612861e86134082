package source

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dateline/internal/news"
)

// Outlets is what taking over a list needs of the store.
type Outlets interface {
	// FollowAll follows feeds from now on and says of each, in their order,
	// what came of it. After each part that is stored for good, progress is
	// told how many are done; it may be nil.
	FollowAll(ctx context.Context, list []news.Following, now time.Time, progress func(done int)) ([]news.Followed, error)
}

// Summary says what came of taking over a list.
type Summary struct {
	Added    int       `json:"added"`
	Known    int       `json:"known"` // followed already, or twice in the list
	Skipped  []Skipped `json:"skipped,omitempty"`
	Repeated []Skipped `json:"repeated,omitempty"` // lines whose feed stands in the list before
}

// Skipped is a line of a list that was not taken, and why.
type Skipped struct {
	Name    string `json:"name"`
	FeedURL string `json:"feed_url"`
	Reason  string `json:"reason"` // one sentence
}

// Import follows every feed of the list from now on. A line that cannot be
// followed is told in the summary and the others go on; any other error ends
// the import, and the summary says how far it came. Feeds are one when their
// addresses are, as news.AddressKey has it: whatever the scheme, a "www.", a
// slash at the end or a default port. Importing a list twice changes nothing.
func Import(ctx context.Context, outlets Outlets, listings []Listing, now time.Time) (Summary, error) {
	return ImportWith(ctx, outlets, listings, now, nil)
}

// ImportWith is Import for long lists: progress is told how many lines of the
// list are done. It may be nil.
func ImportWith(ctx context.Context, outlets Outlets, listings []Listing, now time.Time, progress func(done int)) (Summary, error) {
	var s Summary
	list, from := s.followings(listings)
	tell := func(done int) {
		if progress != nil && done > 0 {
			progress(from[done-1] + 1)
		}
	}
	followed, err := outlets.FollowAll(ctx, list, now, tell)
	for i, f := range followed {
		switch {
		case f.Reason != "":
			s.skip(listings[from[i]], f.Reason)
		case f.Added:
			s.Added++
		default:
			s.Known++
		}
	}
	if err != nil {
		return s, fmt.Errorf("follow the feeds of a list: %w", err)
	}
	if progress != nil {
		progress(len(listings))
	}
	return s, nil
}

// followings returns what of a list is to be followed, and for each where it
// stands in the list.
func (s *Summary) followings(listings []Listing) (list []news.Following, from []int) {
	seen := make(map[string]bool, len(listings))
	for i, l := range listings {
		address, reason := feedAddress(l.FeedURL)
		if reason != "" {
			s.skip(l, reason)
			continue
		}
		key := news.AddressKey(address)
		if seen[key] {
			s.Known++
			s.Repeated = append(s.Repeated, Skipped{Name: l.Outlet.Name, FeedURL: l.FeedURL, Reason: "It stands in the list before."})
			continue
		}
		seen[key] = true
		list = append(list, news.Following{
			Outlet: completed(l.Outlet, address), FeedURL: address,
			Title: l.Title, Folder: l.Folder, Pattern: l.Pattern,
		})
		from = append(from, i)
	}
	return list, from
}

func (s *Summary) skip(l Listing, reason string) {
	s.Skipped = append(s.Skipped, Skipped{Name: l.Outlet.Name, FeedURL: l.FeedURL, Reason: reason})
}

// completed returns the outlet with what a list may leave out. A platform's
// feed tells what it is of; without a word otherwise an outlet is taken for a
// newspaper, which an editor can change.
func completed(o news.Outlet, feedURL string) news.Outlet {
	if o.Name == "" {
		o.Name = hostOf(feedURL)
	}
	if !slices.Contains(news.OutletKinds, o.Kind) {
		o.Kind = platformKind(feedURL)
	}
	if o.Kind == "" {
		o.Kind = news.KindNewspaper
	}
	return o
}
