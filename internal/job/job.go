// Package job runs the program's named background work: loops that go round
// while the program runs, and the queue's jobs by their names. It knows no
// step: what is to be done is handed to it as functions.
package job

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dateline/internal/news"
)

// A Loop is work that is done again and again.
type Loop struct {
	Name string
	// Every is the longest pause between two rounds.
	Every time.Duration
	// Wake begins a round early, but not sooner than Least after the last
	// one. It may be nil.
	Wake  <-chan struct{}
	Least time.Duration
	// Round does one round and says whether more work waits already.
	Round func(ctx context.Context) (more bool, err error)
}

// maxBackoff bounds the pause after rounds that failed. A round that went on
// for longer than that before it failed counts as the first to fail.
const maxBackoff = time.Minute

// Run runs the loops until ctx ends and every round that had begun is over.
// A round that fails is logged and tried again after a growing pause.
func Run(ctx context.Context, log *slog.Logger, loops ...Loop) {
	var wg sync.WaitGroup
	for _, l := range loops {
		wg.Go(func() { l.run(ctx, log) })
	}
	wg.Wait()
}

func (l *Loop) run(ctx context.Context, log *slog.Logger) {
	failures := 0
	for ctx.Err() == nil {
		long := time.AfterFunc(maxBackoff, func() {})
		more, err := l.Round(ctx)
		if !long.Stop() { // it went on for longer than that
			failures = 0
		}
		pause := l.Every
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			failures++
			pause = min(time.Second<<min(failures, 6), maxBackoff)
			log.ErrorContext(ctx, "round failed", "work", l.Name, "error", err, "again_in", pause)
		case more:
			failures = 0
			continue
		default:
			failures = 0
		}
		if !l.wait(ctx, pause, err == nil) {
			return
		}
	}
}

// wait pauses, or less when it is woken, and says false when ctx ended.
func (l *Loop) wait(ctx context.Context, pause time.Duration, wakeable bool) bool {
	least := time.NewTimer(min(l.Least, pause))
	defer least.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-least.C:
	}
	wake := l.Wake
	if !wakeable {
		wake = nil
	}
	rest := time.NewTimer(max(0, pause-l.Least))
	defer rest.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-rest.C:
	case <-wake:
	}
	return true
}

// Works is the table of the queue's jobs by their names.
type Works map[string]func(ctx context.Context, subject int64, last bool) error

// Do does one job. A name that is not in the table is an error, so that the
// job waits for a program that knows it.
func (w Works) Do(ctx context.Context, j news.Job) error {
	do, ok := w[j.Name]
	if !ok {
		return fmt.Errorf("no work is called %q", j.Name)
	}
	return do(ctx, j.Subject, j.Last)
}
