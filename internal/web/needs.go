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

// Outlets is who the newsroom follows. What is asked for by an identity that
// nobody has gives an error of kind news.ErrNotFound.
type Outlets interface {
	ListOutlets(ctx context.Context) ([]news.Outlet, error)
	Outlet(ctx context.Context, id news.OutletID) (*news.Outlet, error)
	// EditOutlet keeps what an editor says of an outlet. A name that another
	// outlet has is an *news.InvalidError.
	EditOutlet(ctx context.Context, o news.Outlet) error
	// OutletArticles returns an outlet's latest reports, muted ones among
	// them, newest first.
	OutletArticles(ctx context.Context, id news.OutletID, limit int) ([]news.Article, error)
}

// Feeds is what the newsroom polls. What is asked for by an identity that no
// feed has gives an error of kind news.ErrNotFound.
type Feeds interface {
	ListFeeds(ctx context.Context) ([]news.Feed, error)
	// FeedHealth returns every feed with how it does at now, editorial time.
	FeedHealth(ctx context.Context, now time.Time) ([]news.FeedHealth, error)
	Feed(ctx context.Context, id news.FeedID) (*news.Feed, error)
	// FeedArticles returns the latest reports that were first seen in a feed,
	// muted ones among them, newest first.
	FeedArticles(ctx context.Context, id news.FeedID, limit int) ([]news.Article, error)
}

// Polling is what an editor may say about the polling of a feed. An identity
// that no feed has gives an error of kind news.ErrNotFound.
type Polling interface {
	// PollNow makes a feed due at once.
	PollNow(ctx context.Context, id news.FeedID) error
	// SetFeedStopped stops the polling of a feed, or resumes it.
	SetFeedStopped(ctx context.Context, id news.FeedID, stopped bool) error
	// EditFeed keeps the address, folder and pattern that an editor gives a
	// feed. An address that another feed has is an *news.InvalidError.
	EditFeed(ctx context.Context, f news.Feed) error
	// UndoMove takes a feed back to the address that it moved away from.
	UndoMove(ctx context.Context, id news.FeedID) error
}

// Rules is what editors keep away from the wire.
type Rules interface {
	ListRules(ctx context.Context) ([]news.Rule, error)
	AddRule(ctx context.Context, r news.Rule) (news.RuleID, error)
	// DeleteRule forgets a rule. What it kept away stays away until the rules
	// are applied anew.
	DeleteRule(ctx context.Context, id news.RuleID) error
	// ApplyRules looks at every report found since then anew and returns how
	// many it hid or brought back.
	ApplyRules(ctx context.Context, since time.Time) (int, error)
	// ListMuted returns the reports that are kept away, newest first: by one
	// rule, or with 0 by any.
	ListMuted(ctx context.Context, by news.RuleID, limit int) ([]news.Article, error)
}

// Finder looks for the feeds that an address offers, best first. It returns an
// *news.InvalidError, with a sentence fit to show, when there is none or the
// address cannot be read.
type Finder func(ctx context.Context, address string) ([]source.Candidate, error)

// Import follows every feed of a list from now on. What cannot be followed is
// told in the summary.
type Import func(ctx context.Context, list []source.Listing) (source.Summary, error)

// FollowStarter takes up the outlets that a new newsroom starts with and
// returns how many feeds that are.
type FollowStarter func(ctx context.Context) (int, error)

// Preview returns what a link pattern takes from a page now. A page that cannot
// be read, or a pattern that cannot be used, is an *news.InvalidError.
type Preview func(ctx context.Context, page, pattern string) ([]news.Item, error)
