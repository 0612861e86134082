package fetch

import (
	"sync"
	"sync/atomic"
	"time"
)

// queue is those who came too early somewhere and were sent away, each told to
// come back at a time of its own: whoever has to wait holds up nobody. It goes
// by the machine's timers, since a delay is real whatever the editorial time.
// The zero value is ready.
type queue struct {
	mu     sync.Mutex
	behind int
}

// sendAway tells one more to come back, a delay after the one before.
func (q *queue) sendAway(delay time.Duration, reason string) *Fault {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.behind++
	wait := min(delay*time.Duration(q.behind), longestWait)
	time.AfterFunc(wait, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.behind--
	})
	return &Fault{Kind: KindWaiting, Reason: reason, Wait: wait}
}

// turns lets the pages of one site through no faster than its crawl delay. The
// zero value is ready.
type turns struct {
	queue
	taken atomic.Bool // the delay since the last page runs
}

// take takes the turn, or says how long to stay away.
func (t *turns) take(delay time.Duration) *Fault {
	if delay <= 0 {
		return nil
	}
	if !t.taken.CompareAndSwap(false, true) {
		return t.sendAway(delay, "The site asks programs to read its pages slowly.")
	}
	time.AfterFunc(delay, func() { t.taken.Store(false) })
	return nil
}
