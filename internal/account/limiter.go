package account

import (
	"sync"
	"time"
)

// The limiter's measure: free tries, then a wait that doubles up to a bound.
const (
	freeTries        = 5  // of one name from one network
	freeNetworkTries = 30 // of all names from one network: an office shares one
	freeLoginTries   = 50 // of one name from everywhere
	maxWait          = 30 * time.Second
	holdFor          = 2 * time.Second
	forgetIn         = 15 * time.Minute
	maxTraces        = 10_000
)

// Limiter slows down the guessing of passwords. Whoever failed too often from
// one network is told to wait. A name that is guessed at from many networks is
// only slowed down, so that nobody who guesses can keep its editor out. The
// zero value is ready; it is safe for concurrent use.
type Limiter struct {
	mu     sync.Mutex
	traces map[string]trace
}

type trace struct {
	failures int
	last     time.Time
}

// bound is a key of the limiter with the tries that it has free.
type bound struct {
	key  string
	free int
}

// bounds returns what refuses the tries of a pair.
func bounds(login, network string) [2]bound {
	return [2]bound{{"p:" + login + "\n" + network, freeTries}, {"n:" + network, freeNetworkTries}}
}

func everywhere(login string) bound { return bound{"a:" + login, freeLoginTries} }

// Begin takes a try up. A wait above 0 refuses it for that long. Otherwise the
// try counts as failed until Passed says that it was not, so that tries at the
// same time see each other, and its answer has to be held back for hold.
func (l *Limiter) Begin(now time.Time, login, network string) (wait, hold time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, b := range bounds(login, network) {
		wait = max(wait, l.wait(now, b))
	}
	if wait > 0 {
		return wait, 0
	}
	if l.traces == nil {
		l.traces = map[string]trace{}
	}
	if len(l.traces) >= maxTraces {
		l.forget(now)
	}
	for _, b := range bounds(login, network) {
		l.note(now, b.key)
	}
	all := everywhere(login)
	if l.note(now, all.key) > all.free {
		hold = holdFor
	}
	return 0, hold
}

func (l *Limiter) wait(now time.Time, b bound) time.Duration {
	t, ok := l.traces[b.key]
	if !ok || t.failures < b.free || now.Sub(t.last) > forgetIn {
		return 0
	}
	delay := min(time.Second<<min(t.failures-b.free, 10), maxWait)
	return max(0, t.last.Add(delay).Sub(now))
}

// note counts a try as failed and returns how many there are.
func (l *Limiter) note(now time.Time, key string) int {
	t := l.traces[key]
	if now.Sub(t.last) > forgetIn {
		t.failures = 0
	}
	t.failures++
	t.last = now
	l.traces[key] = t
	return t.failures
}

// Passed says that a try which Begin took up was right. The name's failures
// from there are forgotten; the network's others stand, because whoever has a
// password of their own may still guess at others.
func (l *Limiter) Passed(login, network string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	pair := bounds(login, network)
	delete(l.traces, pair[0].key)
	l.undo(pair[1].key)
	l.undo(everywhere(login).key)
}

// undo takes back one failure.
func (l *Limiter) undo(key string) {
	t := l.traces[key]
	if t.failures <= 1 {
		delete(l.traces, key)
		return
	}
	t.failures--
	l.traces[key] = t
}

// forget drops what is old, then what refuses nobody, and everything when a
// flood leaves neither.
func (l *Limiter) forget(now time.Time) {
	for key, t := range l.traces {
		if now.Sub(t.last) > forgetIn {
			delete(l.traces, key)
		}
	}
	if len(l.traces) < maxTraces {
		return
	}
	for key, t := range l.traces {
		if t.failures < freeTries {
			delete(l.traces, key)
		}
	}
	if len(l.traces) >= maxTraces {
		clear(l.traces)
	}
}
