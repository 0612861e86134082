package main

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dateline/internal/fetch"
)

// sameError lists, for a name of the manifest's, the kinds that mean it. Every
// refusal of an address, port, scheme, redirect or DNS answer is one.
var sameError = map[string][]fetch.Kind{
	"ssrf_blocked":   {fetch.KindRefused},
	"scheme_blocked": {fetch.KindRefused},
	"port_blocked":   {fetch.KindRefused},
	"bad_redirect":   {fetch.KindRefused, fetch.KindBadRedirect},
	"feed_too_large": {fetch.KindTooLarge},
	"budget":         {fetch.KindTooLarge, fetch.KindHeaders, fetch.KindTimeout, fetch.KindFraming, fetch.KindProtocol},
}

// mostResident is how many MiB the process may hold at any time.
const mostResident = 512

// means says whether a kind is what the manifest names: exactly, by another
// name, or as one of several joined by "_or_".
func means(kind fetch.Kind, name string) bool {
	if string(kind) == name || slices.Contains(sameError[name], kind) {
		return true
	}
	parts := strings.Split(name, "_or_")
	return len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool { return means(kind, part) })
}

// tryAll tries every feed that can be judged by one look, one after the other
// so that the memory which each takes can be told, and those that are slow by
// their nature meanwhile.
func (c *court) tryAll(ctx context.Context) error {
	once := only(c.server.cases, func(k *testCase) bool { return !k.page() && walks[k.Name] == nil })
	var slow sync.WaitGroup
	for _, k := range only(once, (*testCase).slow) {
		slow.Go(func() { c.judge(k, c.try(ctx, k)) })
	}
	for _, k := range only(once, func(k *testCase) bool { return !k.slow() }) {
		before := resetPeak()
		v := c.try(ctx, k)
		grown := peakResident() - before
		if float64(grown) > k.Expect.MaxRSS {
			c.miss(k.Name, "the process grew by %d MiB, want at most %.0f", grown, k.Expect.MaxRSS)
		}
		c.grown = max(c.grown, grown)
		c.judge(k, v)
	}
	slow.Wait()
	return c.judgeRequests(ctx, once)
}

// try tries a feed with a client of its own, as the command line would.
func (c *court) try(ctx context.Context, k *testCase) fetch.Verdict {
	client := fetch.New(fetch.Options{Allow: []netip.AddrPort{c.server.address}, Now: time.Now})
	defer client.Close()
	return client.Try(ctx, c.server.base+k.Path)
}

func (c *court) judge(k *testCase, v fetch.Verdict) {
	if c.verbose {
		fmt.Fprintf(os.Stdout, "  %-24s %-9s %-20s %3d %5d ms %8d of %d bytes, %d items (want %s %s)\n",
			k.Name, v.Outcome, v.Error, v.Status, v.MS, v.Bytes, v.DecodedBytes, v.Items, k.Expect.Outcome, k.Expect.Error)
	}
	want, either := k.Expect.Outcome, false
	switch want {
	case "never":
		want = string(fetch.OutcomeReject)
	case "accept_or_reject":
		either = v.Outcome == fetch.OutcomeAccept || v.Outcome == fetch.OutcomeReject
	}
	if string(v.Outcome) != want && !either {
		c.miss(k.Name, "%s (%s), want %s", v.Outcome, v.Error, k.Expect.Outcome)
	}
	name := k.Expect.Error
	if name != "" && v.Outcome != fetch.OutcomeAccept && !either && !means(v.Error, name) {
		c.miss(k.Name, "the error is %q, want %q", v.Error, name)
	}
	if seconds := float64(v.MS) / 1000; seconds > k.Expect.MaxSeconds {
		c.miss(k.Name, "it took %.1f s, want at most %.0f", seconds, k.Expect.MaxSeconds)
	}
	if n, ok := k.number("min_items"); ok && float64(v.Items) < n {
		c.miss(k.Name, "%d items, want at least %.0f", v.Items, n)
	}
}

// judgeRequests looks at how often each case was asked for.
func (c *court) judgeRequests(ctx context.Context, cases []*testCase) error {
	hits, err := c.server.hits(ctx)
	if err != nil {
		return err
	}
	for _, k := range cases {
		if n, ok := k.number("max_requests"); ok && float64(hits[k.Name]) > n {
			c.miss(k.Name, "%d requests, want at most %.0f", hits[k.Name], n)
		}
	}
	return nil
}

// bombs lets 32 workers loose on what is largest, with the memory of one
// client, and returns the most MiB that the process held. That one or the other
// is put off for want of room is as it should be.
func (c *court) bombs(ctx context.Context) (peak int64, err error) {
	large := []string{
		"gzip-bomb", "deflate-bomb", "brotli-bomb", "endless-body", "title-10mb",
		"long-name", "million-attributes", "deep-nesting", "json-bomb", "guid-huge",
	}
	client := fetch.New(fetch.Options{
		Allow: []netip.AddrPort{c.server.address}, Now: time.Now, UserAgent: "Dateline/hostile",
		Rules: fetch.Rules{{Host: "*.hostile.test", To: c.server.address}},
	})
	defer client.Close()
	var list []*testCase
	for range 10 {
		for _, name := range large {
			list = append(list, c.server.find(name))
		}
	}
	resetPeak()
	var host atomic.Int64
	inParallel(32, list, func(k *testCase) {
		client.Try(ctx, fmt.Sprintf("http://%d.hostile.test%s", host.Add(1)%40, k.Path))
	})
	if peak = peakResident(); peak > mostResident {
		c.miss(large[0], "%d MiB resident under 32 bombs, want at most %d", peak, mostResident)
	}
	return peak, ctx.Err()
}

// resetPeak lets the kernel count anew how much the process holds at most, and
// returns how much it holds now, in MiB.
func resetPeak() int64 {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // where it cannot be, nothing grows
	return status("VmRSS:")
}

func peakResident() int64 { return status("VmHWM:") }

// status reads a line of what Linux says of this process, in MiB; 0 elsewhere.
func status(name string) int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(text, []byte(name))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return kib / 1024
}
