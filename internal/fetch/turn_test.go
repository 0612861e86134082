package fetch

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// Pages of a site with a crawl delay are that far apart.
func TestCrawlDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := newRobotsCache().site("http://harbour.example")
		rules := parseRobots([]byte("User-agent: *\nCrawl-delay: 2.5\n"))
		start := <-time.After(0)
		for n := range 4 {
			if fault := site.takeTurn(t.Context(), rules.delay); fault != nil {
				t.Fatal(fault)
			}
			if got, want := time.Since(start), time.Duration(n)*2500*time.Millisecond; got != want {
				t.Errorf("page %d after %v, want %v", n, got, want)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if fault := site.takeTurn(ctx, rules.delay); fault == nil || fault.Kind != KindStopped {
			t.Errorf("takeTurn when given up = %v, want %q", fault, KindStopped)
		}
		time.Sleep(rules.delay)
		synctest.Wait()
	})
	if got := parseRobots([]byte("User-agent: *\nCrawl-delay: 86400\n")).delay; got != longestDelay {
		t.Errorf("a delay of a day is taken as %v, want %v", got, longestDelay)
	}
}
