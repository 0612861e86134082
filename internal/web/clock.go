package web

import (
	"fmt"
	"time"

	"dateline/internal/news"
)

// clock says times as a page of the desk prints them.
type clock struct {
	now  time.Time
	zone *time.Location
}

// moment is one time: for programs, in full, and as it is printed.
type moment struct {
	ISO   string
	Exact string
	Short string
}

func (s *Server) clock(pub *news.Publication) clock {
	zone := pub.Location()
	return clock{now: s.Now().In(zone), zone: zone}
}

func (c clock) stamp() string { return c.now.UTC().Format(time.RFC3339) }

// ago says how long ago something was, or how long it is until then.
func (c clock) ago(t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	m := c.exact(t)
	m.Short = relative(c.now.Sub(t), t.In(c.zone), c.now)
	return m
}

// due says how long it is until then, "due now" once it has come.
func (c clock) due(t time.Time) moment {
	if !t.After(c.now) {
		return moment{Short: "due now"}
	}
	return c.ago(t)
}

// at says the time of day, with the day unless it is today.
func (c clock) at(t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	m := c.exact(t)
	t = t.In(c.zone)
	m.Short = t.Format("15:04")
	if t.Format(time.DateOnly) != c.now.Format(time.DateOnly) {
		m.Short = t.Format("2 Jan 15:04")
	}
	return m
}

func (c clock) exact(t time.Time) moment {
	return moment{
		ISO: t.UTC().Format(time.RFC3339), Exact: t.In(c.zone).Format("Monday, 2 January 2006, 15:04 MST"),
	}
}

// relative is also told in the desk's script, which keeps it true while a page
// stands open; the two must say the same.
func relative(past time.Duration, t, now time.Time) string {
	form := "%s ago"
	if past < 0 {
		past, form = -past, "in %s"
	}
	switch {
	case past < time.Minute && form == "in %s":
		return "in a moment"
	case past < time.Minute:
		return "just now"
	case past < time.Hour:
		return fmt.Sprintf(form, fmt.Sprintf("%d min", int(past.Minutes())))
	case past < 24*time.Hour:
		return fmt.Sprintf(form, fmt.Sprintf("%d h", int(past.Hours())))
	case past < 7*24*time.Hour:
		return fmt.Sprintf(form, counted(int(past.Hours()/24), "day", "days"))
	case t.Year() == now.Year():
		return t.Format("2 Jan")
	}
	return t.Format("2 Jan 2006")
}

// counted returns a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
