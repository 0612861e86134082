package fetch

import (
	"context"
	"sync"
	"time"
)

// manyHosts is how many hosts are remembered before those that no longer
// matter are forgotten.
const manyHosts = 4096

// hosts is what the client remembers of the hosts it asks: how many requests
// are under way, and until when one wants to be left alone.
type hosts struct {
	perHost int
	mu      sync.Mutex
	byName  map[string]*host
}

type host struct {
	turns chan struct{} // holds one element for each request under way
	users int           // requests under way or waiting for their turn
	until time.Time     // not to be asked before
	queue queue         // who came while all turns were taken, and was not to wait
}

func newHosts(perHost int) *hosts {
	return &hosts{perHost: perHost, byName: map[string]*host{}}
}

// enter waits for a turn at the host and returns what gives it back. It
// returns a fault of kind KindWaiting when the host asked to be left alone, or
// when it is busy and the caller is not to wait, and KindStopped or KindTimeout
// when ctx ends first.
func (hs *hosts) enter(ctx context.Context, name string, now func() time.Time, hurried bool) (leave func(), fault *Fault) {
	h := hs.join(name)
	if fault := h.turn(ctx, hurried); fault != nil {
		hs.part(name, h, now())
		return nil, fault
	}
	leave = func() {
		<-h.turns
		hs.part(name, h, now())
	}
	// Only now: the request before this one may have been told to wait.
	if until := hs.until(h); now().Before(until) {
		leave()
		return nil, waiting(until)
	}
	return leave, nil
}

const (
	// patience is how long those in a hurry wait for a busy host: a quick one is
	// free by then.
	patience = time.Second
	// busyWait is how long they stay away after that.
	busyWait = 2 * time.Second
)

func (h *host) turn(ctx context.Context, hurried bool) *Fault {
	select {
	case h.turns <- struct{}{}:
		return nil
	default:
	}
	var late <-chan time.Time // never, for those who wait
	if hurried {
		late = time.After(patience)
	}
	select {
	case h.turns <- struct{}{}:
		return nil
	case <-late:
		return h.queue.sendAway(busyWait, "The site is being asked for other pages.")
	case <-ctx.Done():
		return explain(ctx, ctx.Err(), phaseConnect)
	}
}

func waiting(until time.Time) *Fault {
	return &Fault{
		Kind: KindWaiting, RetryAt: until,
		Reason: "The site asked to be left alone until " + until.UTC().Format("2 January 15:04 MST") + ".",
	}
}

func (hs *hosts) join(name string) *host {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	h := hs.byName[name]
	if h == nil {
		h = &host{turns: make(chan struct{}, hs.perHost)}
		hs.byName[name] = h
	}
	h.users++
	return h
}

func (hs *hosts) part(name string, h *host, now time.Time) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if h.users--; h.users == 0 && !now.Before(h.until) {
		delete(hs.byName, name)
	}
}

func (hs *hosts) until(h *host) time.Time {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	return h.until
}

// hold remembers that the host is not to be asked before until. The caller has
// a turn at it.
func (hs *hosts) hold(name string, until, now time.Time) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if h := hs.byName[name]; h != nil && until.After(h.until) {
		h.until = until
	}
	if len(hs.byName) < manyHosts {
		return
	}
	for other, h := range hs.byName {
		if h.users == 0 && !now.Before(h.until) {
			delete(hs.byName, other)
		}
	}
}
