package account

import (
	"sync"
	"time"
)

// The limiter's measure: free tries, then a delay that doubles up to a bound.
// It delays and never locks, so nobody can shut an editor out for good.
const (
	freeTries = 5
	maxDelay  = 30 * time.Second
	forgetIn  = 15 * time.Minute
	maxTraces = 10_000
)

// Limiter slows down guessing of passwords, by account and by network. The
// zero value is ready; it is safe for concurrent use.
type Limiter struct {
	mu     sync.Mutex
	traces map[string]trace
}

type trace struct {
	failures int
	last     time.Time
}

// Wait returns how long the pair has to wait before it may try again, 0 when
// it may try now.
func (l *Limiter) Wait(now time.Time, login, network string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(l.wait(now, "a:"+login), l.wait(now, "n:"+network))
}

func (l *Limiter) wait(now time.Time, key string) time.Duration {
	t, ok := l.traces[key]
	if !ok || t.failures < freeTries || now.Sub(t.last) > forgetIn {
		return 0
	}
	delay := min(time.Second<<min(t.failures-freeTries, 10), maxDelay)
	return max(0, t.last.Add(delay).Sub(now))
}

// Failed notes a try that did not match.
func (l *Limiter) Failed(now time.Time, login, network string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.traces == nil {
		l.traces = map[string]trace{}
	}
	if len(l.traces) > maxTraces {
		l.forget(now)
	}
	for _, key := range []string{"a:" + login, "n:" + network} {
		t := l.traces[key]
		if now.Sub(t.last) > forgetIn {
			t.failures = 0
		}
		l.traces[key] = trace{failures: t.failures + 1, last: now}
	}
}

// Passed forgets the failures of an account whose editor has signed in.
func (l *Limiter) Passed(login string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.traces, "a:"+login)
}

// forget drops what is old, and everything when a flood leaves nothing old.
func (l *Limiter) forget(now time.Time) {
	for key, t := range l.traces {
		if now.Sub(t.last) > forgetIn {
			delete(l.traces, key)
		}
	}
	if len(l.traces) > maxTraces {
		clear(l.traces)
	}
}
