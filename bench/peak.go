package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// longBytes is the size of the very long feed.
const longBytes = 59_000_000

// printPeaks measures how much memory the reading of a very long feed takes at
// most, besides the feed itself. Each way to read it has a process of its own,
// whose largest resident set the system remembers.
func printPeaks(out io.Writer) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return fmt.Errorf("make a folder for the long feeds: %w", err)
	}
	defer os.RemoveAll(dir)
	fmt.Fprintf(out, "\n%-22s %28s %9s %9s %12s\n", "one feed of 59 MB", "read by", "items", "seconds", "peak MiB")
	for _, kind := range []string{"RSS, full text", "RSS, escaped HTML", "RSS, headlines", "Atom, XHTML", "JSON", "RSS, tiny items"} {
		at := filepath.Join(dir, "feed")
		if err := os.WriteFile(at, longFeed(kind, longBytes).body, 0o600); err != nil {
			return fmt.Errorf("write the long feed: %w", err)
		}
		debug.FreeOSMemory()
		for _, way := range []string{"Parse", "Parse, uncapped", "Read", "gofeed"} {
			if way == "gofeed" && kind != "RSS, full text" {
				continue // it takes gigabytes for some
			}
			if err := peakOf(out, kind, way, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func peakOf(out io.Writer, kind, way, at string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	var seen bytes.Buffer
	c := exec.Command(self, "-peak", way, at)
	c.Stdout, c.Stderr = &seen, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("read %s by %s: %w", kind, way, err)
	}
	fmt.Fprintf(out, "%-22s %28s %s", kind, way, seen.String())
	return nil
}

// printPeak reads the file in one way and prints what it took.
func printPeak(out io.Writer, way, at string) error {
	body, err := os.ReadFile(at)
	if err != nil {
		return fmt.Errorf("read the long feed: %w", err)
	}
	debug.FreeOSMemory()
	before, err := status("VmRSS:")
	if err != nil {
		return err
	}
	var items int
	c, err := measure(func(b []byte) (int, error) {
		items, err = ways[way](b)
		return items, err
	}, body, 0)
	if err != nil {
		return err
	}
	after, err := status("VmHWM:")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%9d %9.2f %12.1f\n", items, c.seconds, float64(after-before)/1024)
	return nil
}

// ways are the ways to read the long feed.
var ways = map[string]parser{
	"Parse":  readByWire,
	"gofeed": readByGofeed,
	"Parse, uncapped": func(body []byte) (int, error) {
		w, err := wire.Parse(body, wire.Hints{MaxItems: 1 << 30})
		if err != nil {
			return 0, err
		}
		return len(w.Items), nil
	},
	"Read": func(body []byte) (int, error) {
		n := 0
		_, err := wire.Read(body, wire.Hints{}, func(*news.Item) bool { n++; return true })
		return n, err
	},
}

// status returns one of the figures, in KiB, that Linux keeps of a process.
func status(name string) (int, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("ask for the resident set: %w", err)
	}
	_, rest, found := bytes.Cut(text, []byte(name))
	fields := bytes.Fields(rest)
	if !found || len(fields) == 0 {
		return 0, fmt.Errorf("the system does not tell %s", name)
	}
	return strconv.Atoi(string(fields[0]))
}
