package fetch

import (
	"sync"
	"time"
)

// turns lets the pages of one site through no faster than its crawl delay. It
// goes by the machine's timers, since a delay is real whatever the editorial
// time. The zero value is ready.
type turns struct {
	mu     sync.Mutex
	taken  bool // the delay since the last page runs
	behind int  // those who were sent away and told when to come back
}

// take takes the turn, or says how long to stay away: whoever comes too early
// holds up nobody, and each is sent away for a turn of its own.
func (t *turns) take(delay time.Duration) *Fault {
	if delay <= 0 {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.taken {
		t.taken = true
		time.AfterFunc(delay, func() { t.change(func() { t.taken = false }) })
		return nil
	}
	t.behind++
	wait := min(delay*time.Duration(t.behind), longestWait)
	time.AfterFunc(wait, func() { t.change(func() { t.behind-- }) })
	return &Fault{Kind: KindWaiting, Reason: "The site asks programs to read its pages slowly.", Wait: wait}
}

func (t *turns) change(do func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	do()
}
