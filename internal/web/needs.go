package web

import (
	"context"
	"time"

	"dateline/internal/news"
	"dateline/internal/source"
)

// Settings keeps what the newsroom publishes under.
type Settings interface {
	Publication(ctx context.Context) (*news.Publication, error)
	SavePublication(ctx context.Context, pub news.Publication) error
}

// Counts counts what waits at the desk.
type Counts interface {
	// Counts counts stories with a report since the given editorial time.
	Counts(ctx context.Context, since time.Time) (news.Counts, error)
}

// Events is the newsroom's log, which the desk's pages follow.
type Events interface {
	// Cursor returns where a reader goes on who has seen everything so far.
	Cursor(ctx context.Context) (string, error)
	// EventsAfter returns what happened after a cursor, oldest first. An
	// unknown cursor is an error of kind news.ErrInvalid.
	EventsAfter(ctx context.Context, cursor string, limit int) ([]news.Event, error)
	// Watch returns a channel that hints at new events until stop is called.
	Watch() (poke <-chan struct{}, stop func())
}

// Outlets is what the newsroom follows.
type Outlets interface {
	ListFeeds(ctx context.Context) ([]news.Feed, error)
	ListOutlets(ctx context.Context) ([]news.Outlet, error)
	// PollNow makes a feed due at once. It returns news.ErrNotFound when there
	// is no such feed.
	PollNow(ctx context.Context, id news.FeedID) error
	// SetFeedStopped stops the polling of a feed, or resumes it.
	SetFeedStopped(ctx context.Context, id news.FeedID, stopped bool) error
}

// Finder looks for the feeds that an address offers, best first. It returns an
// *news.InvalidError, with a sentence fit to show, when there is none or the
// address cannot be read.
type Finder func(ctx context.Context, address string) ([]source.Candidate, error)

// Follow takes up an outlet and its feed. One that is followed already is an
// *news.InvalidError.
type Follow func(ctx context.Context, l source.Listing) error

// FollowStarter takes up the outlets that a new newsroom starts with and
// returns how many feeds that are.
type FollowStarter func(ctx context.Context) (int, error)
