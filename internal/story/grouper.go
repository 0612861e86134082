package story

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/internal/news"
)

// Reports is what the grouping needs of the store.
type Reports interface {
	// WaitingReports returns up to limit articles whose revision was not
	// grouped yet, ordered by the time they were published (found, where
	// that is unknown), then by id. One that is kept away, whose MutedBy is
	// not 0, is among them until it has left its story.
	WaitingReports(ctx context.Context, limit int) ([]news.Article, error)
	// OpenReports hands over all articles of each story whose latest report
	// was published (found, where that is unknown) at or after since, each
	// with its StoryID and CopyOf, in any order, less those that are kept
	// away and whose revision was grouped. It stops at the first error.
	OpenReports(ctx context.Context, since time.Time, each func(news.Article) error) error
	// RecordGrouping writes a grouping in one transaction, or nothing and an
	// error of kind news.ErrConflict when the lease is no longer held.
	RecordGrouping(ctx context.Context, lease news.Lease, g news.Grouping) error
	// MaxStoryID returns the highest id a story ever had, 0 when there is none.
	MaxStoryID(ctx context.Context) (news.StoryID, error)
}

// Leases is what the grouping needs to be the only one at work.
type Leases interface {
	// TakeLease takes or renews the lease called name for holder. It says
	// false when somebody else holds it. A renewal keeps the epoch.
	TakeLease(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error)
}

// LeaseName names the lease of the one process that groups.
const LeaseName = "grouping"

const (
	// leaseTTL is long against a round and short against an editor's patience.
	leaseTTL = 30 * time.Second
	// batchSize keeps a round's transaction and its time under the lease small.
	batchSize = 500
	// window is how long after its last report a story may still go on.
	window = 21 * 24 * time.Hour
)

// Grouper is the step that puts articles into stories. Its memory is a cache
// of the store: it may be killed at any time. It is not safe for concurrent
// use.
type Grouper struct {
	Reports  Reports
	Leases   Leases
	Now      func() time.Time // editorial time
	Language string           // the publication's, for headlines
	Holder   string           // names this process among those that may group

	lease news.Lease
	board *board // nil: nothing is held in memory
}

// Round groups one batch of waiting articles and says how many. It does
// nothing while another process holds the lease. After an error the next
// round starts from what the store holds.
func (g *Grouper) Round(ctx context.Context) (grouped int, err error) {
	lease, held, err := g.Leases.TakeLease(ctx, LeaseName, g.Holder, leaseTTL)
	if err != nil {
		return 0, fmt.Errorf("take the lease %q: %w", LeaseName, err)
	}
	if !held {
		g.board = nil
		return 0, nil
	}
	if g.board == nil || lease != g.lease {
		if err := g.takeOver(ctx); err != nil {
			return 0, err
		}
		// Reading the window may have outlasted the lease.
		again, held, err := g.Leases.TakeLease(ctx, LeaseName, g.Holder, leaseTTL)
		if err != nil || !held || again != lease {
			g.board = nil
			return 0, err
		}
		g.lease = lease
	}
	return g.group(ctx)
}

// takeOver builds the memory from what the store holds.
func (g *Grouper) takeOver(ctx context.Context) error {
	g.board = nil
	last, err := g.Reports.MaxStoryID(ctx)
	if err != nil {
		return fmt.Errorf("read the last story's id: %w", err)
	}
	b := newBoard(last)
	err = g.Reports.OpenReports(ctx, g.Now().Add(-window), func(a news.Article) error {
		b.restore(a)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the open reports: %w", err)
	}
	g.board = b
	return nil
}

// group places a batch, takes the second look and records both.
func (g *Grouper) group(ctx context.Context) (int, error) {
	waiting, err := g.Reports.WaitingReports(ctx, batchSize)
	if err != nil {
		return 0, fmt.Errorf("read waiting reports: %w", err)
	}
	if len(waiting) == 0 && !g.board.engine.Unsettled() {
		return 0, nil
	}
	now := g.Now()
	grouping := g.board.group(waiting, now, g.Language)
	if err := g.Reports.RecordGrouping(ctx, g.lease, grouping); err != nil {
		// The memory is ahead of the store now, whatever the reason.
		g.board = nil
		if errors.Is(err, news.ErrConflict) {
			return 0, nil
		}
		return 0, fmt.Errorf("record a grouping of %d reports: %w", len(waiting), err)
	}
	g.board.forget(now.Add(-window))
	return len(waiting), nil
}
