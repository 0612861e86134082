package web

import (
	"sync"
	"time"
)

// How fast comments may come.
const (
	paceBurst     = 5                // from one network at once
	paceEvery     = 20 * time.Second // and then one in this time
	paceAllBurst  = 60               // from everywhere at once
	paceAllEvery  = time.Second      // and then one in this time
	paceNetworks  = 10_000           // networks that are remembered
	paceEverybody = ""               // the key of all together
)

// pace slows down floods of comments: by network, and all together, so that
// many networks at once cannot bury the desk. The zero value is ready; it is
// safe for concurrent use. It keeps networks in memory only, and only for as
// long as they are of use.
type pace struct {
	mu sync.Mutex
	// next is, for each network, when it will have used up nothing of its
	// burst. Each comment moves it on.
	next map[string]time.Time
}

// take returns 0 when a comment may come now, or how long it has to wait.
func (p *pace) take(now time.Time, network string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next == nil {
		p.next = map[string]time.Time{}
	}
	own := p.wait(now, network, paceBurst, paceEvery)
	all := p.wait(now, paceEverybody, paceAllBurst, paceAllEvery)
	if wait := max(own, all); wait > 0 {
		return wait
	}
	if len(p.next) >= paceNetworks {
		p.forget(now)
	}
	p.use(now, network, paceEvery)
	p.use(now, paceEverybody, paceAllEvery)
	return 0
}

// wait returns how long key has to wait: until all but the last of its burst
// is free again.
func (p *pace) wait(now time.Time, key string, burst int, every time.Duration) time.Duration {
	return max(0, p.from(now, key).Sub(now)-time.Duration(burst-1)*every)
}

func (p *pace) use(now time.Time, key string, every time.Duration) {
	p.next[key] = p.from(now, key).Add(every)
}

func (p *pace) from(now time.Time, key string) time.Time {
	if next := p.next[key]; next.After(now) {
		return next
	}
	return now
}

// forget drops the networks that may send a full burst again, and all others
// too when that leaves too many: the pace of all together still holds.
func (p *pace) forget(now time.Time) {
	for key, next := range p.next {
		if !next.After(now) {
			delete(p.next, key)
		}
	}
	if len(p.next) < paceNetworks {
		return
	}
	all := p.next[paceEverybody]
	clear(p.next)
	p.next[paceEverybody] = all
}
