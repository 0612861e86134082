package main

import (
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/newstest"
	"dateline/internal/store"
	"dateline/internal/world"
)

// Two programs on one newsroom share its work: each report comes in once, one
// of them leads the grouping, and the stories are those of one program alone.
func TestTwoProgramsShareTheWork(t *testing.T) {
	t.Parallel()
	_, want := undisturbed(t)
	day, outer := bundledDay(t)
	o := newstest.Options(t)
	first, second := openTwins(t, o, day, outer)

	var reading sync.WaitGroup
	faults := make([]error, 2)
	for i, n := range []*newsroom{first, second} {
		reading.Go(func() { faults[i] = n.readDay() })
	}
	reading.Wait()
	if err := errors.Join(faults...); err != nil {
		t.Fatal(err)
	}

	got := mustCensus(t, o)
	for _, what := range []string{"posts", "comments", "editors"} { // nobody was at the desk
		got.Counts[what] = want.Counts[what]
	}
	sameCensus(t, got, want)
	if len(got.Stories) != len(want.Stories) {
		t.Errorf("%d stories; want %d", len(got.Stories), len(want.Stories))
	}
	workers := []string{first.db.Worker(), second.db.Worker()}
	if len(got.Leases) != 1 {
		t.Fatalf("leases %q; want the grouping's alone", got.Leases)
	}
	if _, holder, _ := strings.Cut(got.Leases[0], " "); !slices.Contains(workers, holder) {
		t.Errorf("%q leads the grouping; want one of %q", holder, workers)
	}
}

// A run that is cut off before it polls leaves nothing that the next one,
// whose clock begins anew, would pass over.
func TestTheDayIsDueFromItsFirstMoment(t *testing.T) {
	t.Parallel()
	day, outer := bundledDay(t)
	n, _ := openTwins(t, newstest.Options(t), day, outer)
	feeds, err := n.db.ListFeeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	due, err := n.db.DueFeeds(t.Context(), day.Clock)
	if err != nil || due != len(feeds) || due == 0 {
		t.Errorf("DueFeeds = %d, %v; want all %d", due, err, len(feeds))
	}
}

// bundledDay serves the day that comes with the program.
func bundledDay(t *testing.T) (*world.Day, *world.Server) {
	t.Helper()
	day, err := world.Load(world.Bundled())
	if err != nil {
		t.Fatal(err)
	}
	outer, err := world.Serve(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { outer.Close() })
	return day, outer
}

// openTwins opens one newsroom twice. Only the first has it to itself, as a
// server on a folder has beside which a command runs.
func openTwins(t *testing.T, o store.Options, day *world.Day, outer *world.Server) (first, second *newsroom) {
	t.Helper()
	p := &program{
		ctx: t.Context(), cli: &cli{Data: o.Dir, Database: o.URL},
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, log: newLog(io.Discard, "error"),
	}
	first, err := p.openDemo(day, outer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(first.Close)
	var rules []string
	for _, host := range outer.Hosts() {
		rules = append(rules, host+"="+outer.Addr().String())
	}
	options := openOptions{now: world.NewClock(day.Clock, time.Now).Now}
	options.fetch = fetch.Options{Only: true, Roots: outer.Roots()}
	options.fetch.Allow = append(options.fetch.Allow, outer.Addr())
	if options.fetch.Rules, err = parseRules(rules); err != nil {
		t.Fatal(err)
	}
	if second, err = p.open(options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.Close)
	return first, second
}
