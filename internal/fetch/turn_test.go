package fetch

import (
	"testing"
	"testing/synctest"
	"time"
)

// Pages of a site with a crawl delay are that far apart, and whoever comes too
// early is sent away for a turn of its own.
func TestCrawlDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := newRobotsCache().site("http://harbour.example")
		delay := parseRobots([]byte("User-agent: *\nCrawl-delay: 2.5\n")).delay
		if fault := site.turns.take(delay); fault != nil {
			t.Fatalf("the first page: %v", fault)
		}
		for n := 1; n <= 3; n++ {
			fault := site.turns.take(delay)
			if fault == nil || fault.Kind != KindWaiting || !fault.Temporary() || fault.RetryIn() != time.Duration(n)*2500*time.Millisecond {
				t.Fatalf("page %d at once = %+v; want to wait %d delays", n+1, fault, n)
			}
		}
		for n := 1; n <= 3; n++ {
			time.Sleep(delay)
			synctest.Wait()
			if fault := site.turns.take(delay); fault != nil {
				t.Errorf("page %d in its turn: %v", n+1, fault)
			}
		}
		if fault := site.turns.take(delay); fault == nil || fault.RetryIn() != delay {
			t.Errorf("the next one has to wait %v; want one delay", fault)
		}
		time.Sleep(2 * delay)
		synctest.Wait()
	})
	if got := parseRobots([]byte("User-agent: *\nCrawl-delay: 86400\n")).delay; got != longestDelay {
		t.Errorf("a delay of a day is taken as %v, want %v", got, longestDelay)
	}
}
