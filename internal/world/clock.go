package world

import "time"

// Clock tells editorial time: it starts at a day's clock and moves with the
// machine's. It is safe for use by several goroutines. Make it with NewClock.
type Clock struct {
	start   time.Time
	began   time.Time
	machine func() time.Time
}

// NewClock returns a clock that shows start now and moves with machine, the
// machine's own clock, which must be safe for use by several goroutines.
func NewClock(start time.Time, machine func() time.Time) *Clock {
	return &Clock{start: start, began: machine(), machine: machine}
}

// Now returns the editorial time.
func (c *Clock) Now() time.Time {
	return c.start.Add(c.machine().Sub(c.began))
}
