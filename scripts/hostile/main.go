// Command hostile walks the catalogue of a hostile server on loopback, case by
// case, and says where Dateline does not do as the server's manifest expects.
// It expects Python and the shared data's simulated world.
//
//	hostile --shared DIR [--database postgres://...] [--verbose]
//
// Every feed is tried as `dateline feed try` would, and polled by a newsroom
// that stores what it takes: in SQLite, or with --database on that PostgreSQL
// server. Cases that need the memory of an earlier poll have a newsroom of
// their own, whose clock is moved from poll to poll. It ends with 1 when a case
// is missed, and with 2 when it could not be measured.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"sync"
	"time"
)

func main() {
	// The standard library logs what the server sends unasked.
	log.SetOutput(io.Discard)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	held, err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "hostile:", err)
		os.Exit(2)
	}
	if !held {
		os.Exit(1)
	}
}

// judged lists what the manifest may expect of a case; each is looked at
// somewhere here. What would take a browser, a mail or an export is judged by
// what is stored: no active content, one line, every sign as it was written.
var judged = []string{
	"outcome", "error", "note", "process_alive", "max_seconds", "max_rss_growth_mib", "canary_hits", "max_requests",
	"min_items", "max_stored_items", "max_new_items_per_fetch", "new_items_after_first", "forged_items", "deleted_items",
	"vectors", "title_must_be", "max_stored_title_chars", "title_bidi_isolated", "stored_text_must_not_contain",
	"stored_text_must_be_valid_utf8", "stored_links_schemes", "sort_date_not_after", "max_revisions_kept",
	"cookies_sent_back", "etag_echoed", "second_request", "unconditional_refetch_within_days", "max_requests_per_hour",
	"next_request_not_before_s", "next_request_not_after_s", "keeps_feed", "polling_stops", "cross_feed_overwrites",
	"editor_warned", "downloads", "rendered_dom_has_no_script", "window_pwned", "rendered_literally", "treated_as_data",
	"mail_headers_added", "export_quoted", "served_as_html",
}

// court is one walk over the catalogue.
type court struct {
	server   *server
	database string // a PostgreSQL server, "" for SQLite
	work     string // a folder for what is made on the way
	verbose  bool

	grown  int64 // MiB by which one case made the process grow at most
	mu     sync.Mutex
	misses map[string][]string // by the name of the case
}

func run(ctx context.Context, args []string) (held bool, err error) {
	flags := flag.NewFlagSet("hostile", flag.ContinueOnError)
	shared := flags.String("shared", "", "the shared data's folder")
	database := flags.String("database", "", "a PostgreSQL server to make databases on")
	verbose := flags.Bool("verbose", false, "say what came of every case")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	if *shared == "" {
		return false, fmt.Errorf("name the folder of the shared data with --shared")
	}
	c := &court{database: *database, verbose: *verbose, misses: map[string][]string{}}
	if c.work, err = os.MkdirTemp("", "hostile-"); err != nil {
		return false, err
	}
	defer os.RemoveAll(c.work)
	if c.server, err = startServer(ctx, *shared); err != nil {
		return false, err
	}
	defer c.server.stop()
	return c.walk(ctx)
}

// walk goes over all cases in three parts: each tried alone, all feeds polled
// by one newsroom, and those that need a memory by newsrooms of their own.
func (c *court) walk(ctx context.Context) (held bool, err error) {
	start := time.Now()
	for _, k := range c.server.cases {
		for name := range k.expected {
			if !slices.Contains(judged, name) {
				c.miss(k.Name, "nothing here looks at %q", name)
			}
		}
	}
	if err := c.tryAll(ctx); err != nil {
		return false, err
	}
	tried := time.Since(start)
	if err := c.pollAll(ctx); err != nil {
		return false, err
	}
	if err := c.walkAll(ctx); err != nil {
		return false, err
	}
	peak, err := c.bombs(ctx)
	if err != nil {
		return false, err
	}
	hits, err := c.server.canaryHits(ctx)
	if err != nil {
		return false, err
	}
	c.print()
	cases := len(c.server.cases)
	missed := len(c.misses)
	fmt.Fprintf(os.Stdout, "hostile: %d of %d as the manifest says, canary hits %d\n", cases-missed, cases, hits)
	fmt.Fprintf(os.Stdout, "hostile: %s, tried in %.0f s, all in %.0f s; grown by %d MiB at most in one case, %d MiB resident at most under 32 bombs\n",
		c.engine(), tried.Seconds(), time.Since(start).Seconds(), c.grown, peak)
	return missed == 0 && hits == 0, nil
}

func (c *court) engine() string {
	if c.database != "" {
		return "PostgreSQL"
	}
	return "SQLite"
}

// miss notes that a case did not come out as it should.
func (c *court) miss(name, format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.misses[name] = append(c.misses[name], fmt.Sprintf(format, args...))
}

// print lists the misses in the manifest's order.
func (c *court) print() {
	for _, k := range c.server.cases {
		for _, m := range c.misses[k.Name] {
			fmt.Fprintf(os.Stdout, "%s: %s\n", k.Name, m)
		}
	}
}

// inParallel calls do for each of the cases, n at a time.
func inParallel(n int, cases []*testCase, do func(*testCase)) {
	queue := make(chan *testCase)
	var wait sync.WaitGroup
	for range n {
		wait.Go(func() {
			for k := range queue {
				do(k)
			}
		})
	}
	for _, k := range cases {
		queue <- k
	}
	close(queue)
	wait.Wait()
}

// only returns the cases that fit.
func only(cases []*testCase, fits func(*testCase) bool) []*testCase {
	return slices.DeleteFunc(slices.Clone(cases), func(k *testCase) bool { return !fits(k) })
}
