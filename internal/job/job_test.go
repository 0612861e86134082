package job_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"dateline/internal/job"
	"dateline/internal/news"
)

func TestLoopGoesOnAtOnceWhileWorkWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		start, rounds := time.Now(), 0
		var times []time.Duration
		job.Run(ctx, slog.New(slog.DiscardHandler), job.Loop{Name: "test", Every: time.Minute, Round: func(context.Context) (bool, error) {
			rounds++
			times = append(times, time.Since(start))
			return rounds < 3, nil
		}})
		want := []time.Duration{0, 0, 0, time.Minute}
		if len(times) != len(want) {
			t.Fatalf("rounds at %v; want %v", times, want)
		}
		for i := range want {
			if times[i] != want[i] {
				t.Errorf("rounds at %v; want %v", times, want)
			}
		}
	})
}

func TestLoopIsWokenButNotTooOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		wake := make(chan struct{}, 1)
		wake <- struct{}{}
		start := time.Now()
		var times []time.Duration
		job.Run(ctx, slog.New(slog.DiscardHandler), job.Loop{
			Name: "test", Every: time.Minute, Wake: wake, Least: time.Second,
			Round: func(context.Context) (bool, error) {
				times = append(times, time.Since(start))
				return false, nil
			},
		})
		if len(times) != 2 || times[1] != time.Second {
			t.Errorf("rounds at %v; want 0s and, woken, 1s", times)
		}
	})
}

func TestLoopBacksOffAfterFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		rounds := 0
		job.Run(ctx, slog.New(slog.DiscardHandler), job.Loop{Name: "test", Every: time.Millisecond, Round: func(context.Context) (bool, error) {
			rounds++
			return false, errors.New("broken")
		}})
		if rounds != 3 { // at 0, 2 and 6 seconds
			t.Errorf("rounds = %d; want 3", rounds)
		}
	})
}

func TestWorksKnowTheirNames(t *testing.T) {
	var got int64
	works := job.Works{"read": func(_ context.Context, subject int64, _ bool) error {
		got = subject
		return nil
	}}
	if err := works.Do(t.Context(), news.Job{Name: "read", Subject: 7}); err != nil || got != 7 {
		t.Errorf("Do = %v with %d; want 7", err, got)
	}
	if err := works.Do(t.Context(), news.Job{Name: "fly"}); err == nil {
		t.Error("a work that nobody knows was done")
	}
}
