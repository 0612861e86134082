// Command bench compares Dateline's reading of feeds with the most used Go
// parser, github.com/mmcdole/gofeed, in one run and on the same feeds: speed on
// one core, memory allocated, and the peak of one very long feed. The feeds
// are invented, in the shapes in which publishers write them. It is a module
// of its own, so that what it compares with is no dependency of Dateline.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/mmcdole/gofeed"

	"dateline/internal/wire"
)

func main() {
	each := flag.Duration("each", 40*time.Millisecond, "how long each feed is parsed by each parser")
	peak := flag.String("peak", "", "measure the peak of one way to read the file named last, and print it; used by the command itself")
	flag.Parse()
	var err error
	if *peak != "" {
		err = printPeak(os.Stdout, *peak, flag.Arg(0))
	} else {
		err = run(os.Stdout, *each)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, each time.Duration) error {
	runtime.GOMAXPROCS(1)
	feeds := allFeeds()
	if len(feeds) < 60 {
		return fmt.Errorf("only %d feeds", len(feeds))
	}
	fmt.Fprintf(out, "%-22s %5s %8s %12s %12s %7s %12s %12s\n", "feeds", "n", "MB", "wire MB/s", "gofeed MB/s", "ratio", "wire B/B", "gofeed B/B")
	var all, kind sum
	for i, f := range feeds {
		s, err := compare(f, each)
		if err != nil {
			return err
		}
		kind.add(s)
		all.add(s)
		if i+1 == len(feeds) || feeds[i+1].kind != f.kind {
			kind.print(out, f.kind)
			kind = sum{}
		}
	}
	all.print(out, "all, by bytes")
	fmt.Fprintf(out, "%-22s %60.2f\n", "all, mean of ratios", all.ratios/float64(all.feeds))
	return printPeaks(out)
}

// parser is one of the two that are compared. It returns how many items there
// were.
type parser func(body []byte) (int, error)

func readByWire(body []byte) (int, error) {
	w, err := wire.Parse(body, wire.Hints{URL: "https://outlet.test/feed"})
	if err != nil {
		return 0, err
	}
	return len(w.Items), nil
}

func readByGofeed(body []byte) (int, error) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	return len(f.Items), nil
}

// sum is what was measured of some feeds.
type sum struct {
	feeds        int
	bytes        float64
	wire, gofeed cost // for each feed once
	ratios       float64
}

// cost is what parsing took.
type cost struct {
	seconds   float64
	allocated float64 // bytes
}

func (s *sum) add(o sum) {
	s.feeds += o.feeds
	s.bytes += o.bytes
	s.wire.seconds += o.wire.seconds
	s.wire.allocated += o.wire.allocated
	s.gofeed.seconds += o.gofeed.seconds
	s.gofeed.allocated += o.gofeed.allocated
	s.ratios += o.ratios
}

func (s *sum) print(out io.Writer, name string) {
	fmt.Fprintf(out, "%-22s %5d %8.2f %12.1f %12.1f %7.2f %12.2f %12.2f\n", name, s.feeds, s.bytes/1e6,
		s.bytes/s.wire.seconds/1e6, s.bytes/s.gofeed.seconds/1e6, s.gofeed.seconds/s.wire.seconds,
		s.wire.allocated/s.bytes, s.gofeed.allocated/s.bytes)
}

// compare measures both parsers on one feed, in turns, so that both meet the
// same moods of the machine.
func compare(f feed, each time.Duration) (sum, error) {
	var took [2]cost
	for i, p := range []parser{readByWire, readByGofeed} {
		items, err := p(f.body)
		if err != nil {
			return sum{}, fmt.Errorf("%s, parser %d: %w", f.kind, i, err)
		}
		if items != f.items {
			return sum{}, fmt.Errorf("%s, parser %d: %d items of %d", f.kind, i, items, f.items)
		}
	}
	const turns = 4
	for range turns {
		for i, p := range []parser{readByWire, readByGofeed} {
			c, err := measure(p, f.body, each/turns)
			if err != nil {
				return sum{}, err
			}
			took[i].seconds += c.seconds / turns
			took[i].allocated += c.allocated / turns
		}
	}
	return sum{feeds: 1, bytes: float64(len(f.body)), wire: took[0], gofeed: took[1], ratios: took[1].seconds / took[0].seconds}, nil
}

// measure parses again and again for as long as it is told, and returns what
// one time took. What there was to collect before is collected first.
func measure(p parser, body []byte, long time.Duration) (cost, error) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, n := time.Now(), 0
	for n == 0 || time.Since(start) < long {
		if _, err := p(body); err != nil {
			return cost{}, err
		}
		n++
	}
	took := time.Since(start).Seconds()
	runtime.ReadMemStats(&after)
	return cost{took / float64(n), float64(after.TotalAlloc-before.TotalAlloc) / float64(n)}, nil
}
