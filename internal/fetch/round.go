package fetch

import (
	"context"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"dateline/internal/news"
)

const (
	usualWorkers = 32
	// claimLease outlives the slowest poll several times over, so that what
	// was begun can be recorded. What was not begun by half of it is dropped
	// and lapses.
	claimLease = 4 * time.Minute
	// mostWaiting bounds the claimed feeds that wait for a busy host.
	mostWaiting = 4096
)

// Round claims one batch of feeds that are due, polls them, and records what
// came of each. It returns how many were polled, 0 when none was due, and the
// first error of the store. Several rounds may run at a time.
func (p *Poller) Round(ctx context.Context) (polled int, err error) {
	claims, err := p.Feeds.ClaimFeeds(ctx, p.Now(), 4*p.workers(), claimLease)
	if err != nil || len(claims) == 0 {
		return 0, err
	}
	s := p.newShift()
	s.take(claims)
	for s.start(ctx); s.running > 0; s.start(ctx) {
		s.settle(<-s.done)
	}
	return s.polled, s.err
}

// Run polls whatever is due until ctx ends, then waits for the polls under
// way. It looks for work when workers are free, and after every pause when
// there was none. Errors of the store are logged and tried again.
func (p *Poller) Run(ctx context.Context, pause time.Duration) {
	s := p.newShift()
	timer := time.NewTimer(pause)
	defer timer.Stop()
	idle := false // the last claim brought less than it asked for
	for ctx.Err() == nil {
		// Whoever waits for a busy host takes no worker, so more is claimed as
		// soon as a worker finds nothing to begin.
		hungry := s.running < p.workers() && len(s.lines.ready) == 0
		if hungry && !idle && s.lines.waiting < mostWaiting {
			idle = p.claim(ctx, s, p.workers())
			timer.Reset(pause)
			s.start(ctx)
			continue
		}
		select {
		case e := <-s.done:
			s.settle(e)
			if e.err != nil && ctx.Err() == nil {
				p.Log.ErrorContext(ctx, "poll not recorded", "error", e.err)
			}
			s.start(ctx)
		case <-timer.C:
			idle = false
		case <-ctx.Done():
		}
	}
	for s.running > 0 {
		s.settle(<-s.done)
	}
}

// claim takes n feeds that are due, and says whether there were fewer.
func (p *Poller) claim(ctx context.Context, s *shift, n int) (fewer bool) {
	claims, err := p.Feeds.ClaimFeeds(ctx, p.Now(), n, claimLease)
	if err != nil {
		if ctx.Err() == nil {
			p.Log.ErrorContext(ctx, "feeds not claimed", "error", err)
		}
		return true
	}
	s.take(claims)
	return len(claims) < n
}

func (p *Poller) workers() int { return orElse(p.Workers, usualWorkers) }

// shift is the polling of claimed feeds by a bounded number of goroutines. One
// goroutine owns it; the polls report to it through done.
type shift struct {
	poller  *Poller
	lines   *lines
	done    chan ended
	running int
	polled  int
	err     error // the store's first
}

// ended is a poll's report: it is over, at which host, and whether it could be
// recorded.
type ended struct {
	host string
	err  error
}

func (p *Poller) newShift() *shift {
	return &shift{poller: p, lines: newLines(p.Client.limits.PerHost), done: make(chan ended)}
}

func (s *shift) take(claims []news.FeedClaim) {
	now := s.poller.Now()
	for _, c := range claims {
		s.lines.join(waitingClaim{FeedClaim: c, since: now})
	}
}

// start begins as many polls as there are free workers and hosts.
func (s *shift) start(ctx context.Context) {
	for ctx.Err() == nil && s.running < s.poller.workers() {
		host, c, ok := s.lines.next()
		if !ok {
			return
		}
		if s.poller.Now().Sub(c.since) > claimLease/2 {
			s.lines.leave(host)
			continue
		}
		s.running++
		go func() { s.done <- ended{host, s.poller.pollOne(ctx, c.FeedClaim)} }()
	}
}

func (s *shift) settle(e ended) {
	s.running--
	s.lines.leave(e.host)
	if e.err == nil {
		s.polled++
		return
	}
	if s.err == nil {
		s.err = e.err
	}
}

// pollOne polls a feed and records what came of it. A poll that was broken off
// by our own stopping says nothing about the feed: its claim lapses.
func (p *Poller) pollOne(ctx context.Context, claim news.FeedClaim) error {
	poll, release := p.ask(ctx, claim)
	defer release()
	if err := ctx.Err(); err != nil {
		return err
	}
	return p.record(ctx, claim, poll)
}

// ask polls a feed as Ask does. A panic on the way is a fault of ours that one
// feed brings out: it is told as that feed's, and the others go on.
func (p *Poller) ask(ctx context.Context, claim news.FeedClaim) (poll news.Poll, release func()) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		p.Log.ErrorContext(ctx, "poll panicked", "feed", claim.ID, "panic", v, "stack", string(debug.Stack()))
		now := p.Now()
		poll, release = pollOf(&claim, now), func() {}
		failed(&poll, plan{now: now, claim: &claim}, &Fault{Kind: KindOurs, Reason: "This feed could not be read because of a fault in Dateline."})
	}()
	return p.askOnce(ctx, claim)
}

// lines holds the claimed feeds that wait, one line for each host, so that a
// slow host keeps no worker from the others.
type lines struct {
	perHost int
	byHost  map[string]*line
	ready   []string // hosts with somebody waiting and a turn free, each once
	waiting int
}

type line struct {
	queue  []waitingClaim
	active int
	ready  bool // is in lines.ready
}

type waitingClaim struct {
	news.FeedClaim
	since time.Time
}

func newLines(perHost int) *lines {
	return &lines{perHost: perHost, byHost: map[string]*line{}}
}

func (ls *lines) join(c waitingClaim) {
	host := hostOf(c.URL)
	l := ls.byHost[host]
	if l == nil {
		l = &line{}
		ls.byHost[host] = l
	}
	l.queue = append(l.queue, c)
	ls.waiting++
	ls.mark(host, l)
}

// mark puts a host where next finds it when one of its feeds may be polled.
func (ls *lines) mark(host string, l *line) {
	if !l.ready && len(l.queue) > 0 && l.active < ls.perHost {
		l.ready = true
		ls.ready = append(ls.ready, host)
	}
}

// next takes a feed whose host has a turn free. The turn ends with leave.
func (ls *lines) next() (host string, c waitingClaim, ok bool) {
	if len(ls.ready) == 0 {
		return "", waitingClaim{}, false
	}
	host, ls.ready = ls.ready[0], ls.ready[1:]
	l := ls.byHost[host]
	c, l.queue = l.queue[0], l.queue[1:]
	l.ready = false
	l.active++
	ls.waiting--
	ls.mark(host, l)
	return host, c, true
}

// leave ends a turn at the host.
func (ls *lines) leave(host string) {
	l := ls.byHost[host]
	l.active--
	if ls.mark(host, l); l.active == 0 && len(l.queue) == 0 {
		delete(ls.byHost, host)
	}
}

// hostOf returns the host that a feed's address names, "" when it names none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
