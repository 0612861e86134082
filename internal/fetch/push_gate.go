package fetch

import (
	"slices"
	"sync"
	"time"

	"dateline/internal/news"
)

// How fast deliveries may come.
const (
	gateOpen     = 16               // deliveries read at a time
	gateEach     = 2                // of which for one feed
	gateBurst    = 12               // recorded for one feed at once
	gateEvery    = 5 * time.Second  // and then one in this time
	gatePing     = 30 * time.Second // between two polls that a flood calls for
	gateRemember = 32               // deliveries of one feed that are known again
	gateFeeds    = 4096             // feeds that are remembered before the idle ones are forgotten
)

// gate bounds what deliveries may cost: how many are read at a time, and how
// many are recorded for each feed, one at a time. The zero value is ready. It
// keeps what it knows in memory only.
type gate struct {
	mu      sync.Mutex
	reading int
	feeds   map[news.FeedID]*gateFeed
}

type gateFeed struct {
	reading int // deliveries that are being read
	busy    bool
	free    time.Time // when it will have used up nothing of its burst
	pinged  time.Time
	known   []string // hashes of what was recorded last
}

// passage is what the gate says to a delivery.
type passage int

const (
	gateFree    passage = iota // record it, then leave
	gateKnown                  // it was recorded already
	gateFlooded                // there are too many to record each
)

// begin takes one of the places to read a delivery for a feed, and says false
// when there is none: one hub cannot take those of all.
func (g *gate) begin(id news.FeedID, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	f := g.feed(id, now)
	if g.reading >= gateOpen || f.reading >= gateEach {
		return false
	}
	g.reading++
	f.reading++
	return true
}

func (g *gate) end(id news.FeedID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.reading--
	g.feeds[id].reading--
}

// enter says whether a delivery with that hash may be recorded now. When it
// may, leave must be called.
func (g *gate) enter(id news.FeedID, sum string, now time.Time) passage {
	g.mu.Lock()
	defer g.mu.Unlock()
	f := g.feed(id, now)
	switch {
	case slices.Contains(f.known, sum):
		return gateKnown
	case f.busy, f.free.Sub(now) > (gateBurst-1)*gateEvery:
		return gateFlooded
	}
	f.busy = true
	f.free = later(f.free, now).Add(gateEvery)
	return gateFree
}

// leave ends a recording. One that went well is known again.
func (g *gate) leave(id news.FeedID, sum string, well bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f := g.feeds[id]
	f.busy = false
	if !well {
		return
	}
	f.known = append(f.known, sum)
	f.known = f.known[max(0, len(f.known)-gateRemember):]
}

// pingDue says whether a flood may call for a poll now.
func (g *gate) pingDue(id news.FeedID, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	f := g.feed(id, now)
	if now.Sub(f.pinged) < gatePing {
		return false
	}
	f.pinged = now
	return true
}

func (g *gate) feed(id news.FeedID, now time.Time) *gateFeed {
	if f := g.feeds[id]; f != nil {
		return f
	}
	if g.feeds == nil {
		g.feeds = map[news.FeedID]*gateFeed{}
	}
	if len(g.feeds) >= gateFeeds {
		for other, f := range g.feeds {
			if !f.busy && f.reading == 0 && !f.free.After(now) {
				delete(g.feeds, other)
			}
		}
	}
	f := &gateFeed{}
	g.feeds[id] = f
	return f
}
