package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"dateline/internal/newstest"
)

// The feeds of the demonstration: how they do, and one tried at once.
func TestFeedsOfTheDemonstrationInTheBrowser(t *testing.T) {
	enter := startDemo(t)
	site := enter[:strings.Index(enter, "/desk/")]
	b := newBrowser(t)
	b.do("sign in", chromedp.Navigate(enter), chromedp.Click(css(`.door button`)), chromedp.WaitVisible(css(`#list`)))
	b.until("a feed that was read", func() bool {
		b.do("look at the feeds", chromedp.Navigate(site+"/desk/feeds?show=well"), chromedp.WaitVisible(css(`#found`)))
		return get(b, "how many are well", chromedp.Evaluate[int](`document.querySelectorAll('.feed-row .feed-well').length`)) > 0
	})
	b.do("try the first", chromedp.Click(css(`.feed-row .acts button`)), chromedp.WaitVisible(css(`.feed-outcome`)))
	if said := get(b, "what came", chromedp.Text(css(`.feed-outcome`))); !strings.HasPrefix(said, "Read just now") {
		t.Errorf("trying a feed said %q", said)
	}
	b.do("open it with the keyboard", chromedp.KeyEvent("j"), chromedp.KeyEvent("\r"), chromedp.WaitVisible(css(`.headline-row`)))
	feed := get(b, "its address", chromedp.Location())
	b.shots("demo-feeds", site+"/desk/feeds")
	b.shots("demo-feed", feed)
	b.shots("demo-outlets", site+"/desk/outlets")
	b.quiet()
}

// What an editor does with outlets, feeds and rules, on a small outside world
// of the test's own.
func TestOutletsFeedsAndRulesInTheBrowser(t *testing.T) {
	w := startCoast(t)
	site := startNewsroom(t, w.addr)
	b := newBrowser(t)
	b.do("sign in", chromedp.Navigate(site+"/desk/sign-in"), chromedp.SendKeys(css(`[name=login]`), "odd"),
		chromedp.SendKeys(css(`[name=password]`), coastPassword), chromedp.Click(css(`.door button`)), chromedp.WaitVisible(css(`#list`)))

	b.importsAList(site)
	outlet := b.addsAnOutlet(site)
	b.triesAFeed(site, w)
	b.followsAPage(site)
	b.keepsReportsAway(site, outlet)
	for name, path := range map[string]string{
		"outlets": "/desk/outlets", "outlet-add": "/desk/outlets/add", "outlet-lists": "/desk/outlets/lists",
		"feeds": "/desk/feeds", "rules": "/desk/rules", "rules-muted": "/desk/rules/muted", "wire-added": "/desk/wire",
	} {
		b.shots(name, site+path)
	}
	b.shots("outlet", outlet)
	b.quiet()
}

// importsAList brings a list in whose one feed cannot be read, and sees that
// said.
func (b *browser) importsAList(site string) {
	b.t.Helper()
	list := filepath.Join(b.t.TempDir(), "list.opml")
	opml := `<opml version="2.0"><body><outline text="Ports"><outline text="Silted Post" xmlUrl="http://silted.news.test/feed"/>
		<outline type="rss" text="No Address" xmlUrl=""/></outline></body></opml>`
	if err := os.WriteFile(list, []byte(opml), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.do("import a list", chromedp.Navigate(site+"/desk/outlets/lists"), chromedp.SetUploadFiles(css(`input[type=file]`), []string{list}),
		chromedp.Click(css(`form[enctype] button`)), chromedp.WaitVisible(css(`.report-box`)))
	if said := get(b, "the report", chromedp.Text(css(`.report-box`))); !strings.Contains(said, "1 added") || !strings.Contains(said, "No Address") {
		b.t.Errorf("the import said %q", said)
	}
	b.shot("outlet-lists-done.png")
	b.until("the feed that fails on top, with its reason", func() bool {
		b.do("look at the feeds", chromedp.Navigate(site+"/desk/feeds"), chromedp.WaitVisible(css(`.feed-row`)))
		said := get(b, "the first feed", chromedp.Text(css(`.feed-row`)))
		return strings.HasPrefix(said, "failing") && strings.Contains(said, "Silted Post") && strings.Contains(said, "Fails since")
	})
}

// addsAnOutlet follows an outlet by the address of its site and returns the
// address of its page.
func (b *browser) addsAnOutlet(site string) string {
	b.t.Helper()
	b.looksAt(site, "harbour.news.test")
	if name := get(b, "the proposed name", chromedp.Value(css(`#follow [name=name]`))); name != "Harbour Bulletin" {
		b.t.Errorf("the proposed name is %q", name)
	}
	b.shot("outlet-found.png")
	b.do("come back to what was found", chromedp.Navigate(site+"/desk/feeds"), chromedp.NavigateBack(), chromedp.WaitVisible(css(`#follow`)))
	b.do("follow it", chromedp.Click(css(`#follow .main-button`)), chromedp.WaitVisible(css(`.page-head`)))
	outlet := get(b, "the outlet's address", chromedp.Location())
	b.reportsOf(outlet, "Lighthouse keepers end their strike")
	b.looksAt(site, "http://harbour.news.test/feed.xml")
	if said := get(b, "what is known", chromedp.Text(css(`#followed`))); !strings.Contains(said, "You follow this already") {
		b.t.Errorf("a feed that is followed is said to be %q", said)
	}
	return outlet
}

// looksAt looks for what can be followed at an address.
func (b *browser) looksAt(site, address string) {
	b.t.Helper()
	b.do("look at "+address, chromedp.Navigate(site+"/desk/outlets/add"), chromedp.SendKeys(css(`#find input`), address),
		chromedp.Click(css(`#find button`)), chromedp.WaitVisible(css(`#follow, #followed`)))
}

// reportsOf waits until an outlet's page lists a report.
func (b *browser) reportsOf(outlet, headline string) {
	b.t.Helper()
	b.until("the report “"+headline+"”", func() bool {
		b.do("look at the outlet", chromedp.Navigate(outlet), chromedp.WaitVisible(css(`.column-main`)))
		return strings.Contains(get(b, "its reports", chromedp.Text(css(`.column-main`))), headline)
	})
}

// triesAFeed tries a feed that has something new, and one that fails.
func (b *browser) triesAFeed(site string, w *coast) {
	b.t.Helper()
	w.items.Add(1)
	b.do("search the feeds", chromedp.Navigate(site+"/desk/feeds"), chromedp.SendKeys(css(`#q`), "harbour"),
		chromedp.WaitNotPresent(css(`.feed-failing`)), chromedp.WaitVisible(css(`.feed-row`)))
	b.do("try one", chromedp.Click(css(`.feed-row .acts button`)), chromedp.WaitVisible(css(`.feed-outcome`)))
	if said := get(b, "what came", chromedp.Text(css(`.feed-outcome`))); said != "Read just now: 1 new item." {
		b.t.Errorf("trying a feed with something new said %q", said)
	}
	b.shot("feed-tried.png")
	b.do("try the one that fails", chromedp.Navigate(site+"/desk/feeds?show=failing"), chromedp.Click(css(`.feed-row .acts button`)), chromedp.WaitVisible(css(`.feed-outcome`)))
	if said := get(b, "what came", chromedp.Text(css(`.feed-outcome`))); !strings.HasPrefix(said, "It could not be read: ") {
		b.t.Errorf("trying a feed that fails said %q", said)
	}
}

// followsAPage follows a page without a feed by a pattern that was previewed.
func (b *browser) followsAPage(site string) {
	b.t.Helper()
	b.looksAt(site, "pages.news.test")
	b.do("see what the proposed pattern takes", chromedp.WaitVisible(css(`.preview-links li`)))
	b.shot("outlet-links.png")
	b.do("try a pattern that takes nothing", chromedp.SetValue(css(`[name=pattern]`), "/nowhere/*"),
		chromedp.Click(css(`.inline-form [formaction]`)), chromedp.WaitVisible(css(`#fault`)))
	b.do("try the reports from ashore", chromedp.SetValue(css(`[name=pattern]`), "/ashore/*"),
		chromedp.Click(css(`.inline-form [formaction]`)), chromedp.WaitVisible(css(`.preview-links`)))
	taken := get(b, "what it takes", chromedp.Text(css(`.preview-links`)))
	if !strings.Contains(taken, "Report 7 from ashore") || strings.Contains(taken, "afloat") {
		b.t.Errorf("the preview shows %q", taken)
	}
	b.do("follow the page", chromedp.SetValue(css(`#follow [name=name]`), "The Pier Pages"),
		chromedp.Click(css(`#follow .main-button`)), chromedp.WaitVisible(css(`.page-head`)))
	b.reportsOf(get(b, "the outlet's address", chromedp.Location()), "Report 7 from ashore")
}

// keepsReportsAway adds a rule, sees a report kept away by it, and takes it
// back.
func (b *browser) keepsReportsAway(site, outlet string) {
	b.t.Helper()
	b.do("see what a rule would fit", chromedp.Navigate(site+"/desk/rules"), chromedp.SendKeys(css(`[name=pattern]`), "lighthouse"),
		chromedp.Click(css(`button[value=preview]`)), chromedp.WaitVisible(css(`.report-box .headline-row`)))
	b.shot("rules-preview.png")
	b.do("add it", chromedp.Click(css(`.column-side .main-button`)), chromedp.WaitVisible(css(`.rule-row`)))
	b.do("see what it keeps away", chromedp.Click(css(`.rule-row .row-line a`)), chromedp.WaitVisible(css(`.headline-row`)))
	if said := get(b, "what is kept away", chromedp.Text(css(`.headline-row`))); !strings.Contains(said, "Lighthouse keepers end their strike") {
		b.t.Errorf("kept away is %q", said)
	}
	b.do("look at the outlet", chromedp.Navigate(outlet), chromedp.WaitVisible(css(`.is-muted`)))
	b.shot("outlet-muted.png")
	b.do("delete the rule", chromedp.Navigate(site+"/desk/rules"), chromedp.Click(css(`.rule-row button`)), chromedp.WaitVisible(css(`.notice-undo`)))
	b.do("nothing is kept away", chromedp.Navigate(outlet), chromedp.WaitVisible(css(`.headline-row`)), chromedp.WaitNotPresent(css(`.is-muted`)))
	b.do("add it again", chromedp.Navigate(site+"/desk/rules"), chromedp.SendKeys(css(`[name=pattern]`), "lighthouse"),
		chromedp.Click(css(`.column-side .main-button`)), chromedp.WaitVisible(css(`.rule-row`)))
}

// scrollsOnce says that a page of the desk scrolls in its panes only.
func (b *browser) scrollsOnce(name string) {
	b.t.Helper()
	if get(b, "measure "+name, chromedp.Evaluate[bool](`!!document.querySelector('.desk') && document.documentElement.scrollHeight > window.innerHeight`)) {
		b.t.Errorf("%s scrolls as a whole, beside its panes", name)
	}
}

// quiet says that the browser had nothing to complain of.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.faults) > 0 {
		b.t.Errorf("the browser complained:\n%s", strings.Join(b.faults, "\n"))
	}
}

// coast is an outside world on one loopback port, below *.news.test.
type coast struct {
	addr  string
	items atomic.Int32 // in the harbour's feed
}

func startCoast(t *testing.T) *coast {
	t.Helper()
	w := &coast{}
	w.items.Store(3)
	s := httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(s.Close)
	w.addr = s.Listener.Addr().String()
	return w
}

func (w *coast) serve(out http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	switch host + r.URL.Path {
	case "harbour.news.test/":
		fmt.Fprint(out, `<!doctype html><title>Harbour Bulletin</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"><h1>Harbour Bulletin</h1>`)
	case "harbour.news.test/feed.xml":
		out.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(out, `<rss version="2.0"><channel><title>Harbour Bulletin</title><link>http://harbour.news.test/</link><language>en</language>%s</channel></rss>`, w.harbourItems())
	case "pages.news.test/":
		fmt.Fprint(out, `<!doctype html><html lang="en"><title>The Pier</title><nav><a href="/">Home</a> <a href="/about">About</a></nav><main>`)
		for i := range 8 {
			fmt.Fprintf(out, `<article><h2><a href="/ashore/report-%d-from-ashore.html">Report %d from ashore that the pier waited for</a></h2></article>`, i, i)
			fmt.Fprintf(out, `<article><h2><a href="/afloat/report-%d-from-afloat.html">Report %d from afloat that the pier waited for</a></h2></article>`, i, i)
		}
		fmt.Fprint(out, `</main></html>`)
	case "silted.news.test/feed":
		http.Error(out, "silted up", http.StatusInternalServerError)
	default:
		http.NotFound(out, r)
	}
}

var harbourHeadlines = []string{
	"Ferry to the outer islands runs again", "Lighthouse keepers end their strike", "Herring prices fall for a third week", "Dredger frees the western channel",
}

func (w *coast) harbourItems() string {
	var items strings.Builder
	n := min(int(w.items.Load()), len(harbourHeadlines))
	for i := n - 1; i >= 0; i-- {
		at := time.Now().Add(time.Duration(i-6) * time.Hour).UTC().Truncate(time.Hour)
		fmt.Fprintf(&items, `<item><title>%s</title><link>http://harbour.news.test/%d</link><guid>h%d</guid><pubDate>%s</pubDate><description>What the harbour office said about it, and what it did not say.</description></item>`,
			harbourHeadlines[i], i, i, at.Format(time.RFC1123Z))
	}
	return items.String()
}

const coastPassword = "a long enough secret"

// startNewsroom serves a new newsroom, which reaches *.news.test at an address,
// until the test ends, and returns where it is.
func startNewsroom(t *testing.T, world string) string {
	t.Helper()
	o := newstest.Options(t)
	where := []string{"--data", o.Dir}
	if o.URL != "" {
		where = []string{"--database", o.URL}
	}
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte(coastPassword), 0o600); err != nil {
		t.Fatal(err)
	}
	made := append([]string{"init", "--title", "The Coast Wire", "--address", "http://coast.example", "--zone", "Europe/Dublin", "--name", "Odd Weir", "--login", "odd", "--password-file", secret, "--no-starter"}, where...)
	if code := run(t.Context(), made, strings.NewReader(""), io.Discard, os.Stderr); code != 0 {
		t.Fatalf("init ended with %d", code)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error", "--allow", world, "--resolve", "*.news.test=" + world}, where...)
		ended <- run(ctx, args, strings.NewReader(""), w, os.Stderr)
		w.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("serve ended with %d", code)
		}
	})
	address := regexp.MustCompile(`Dateline is running at (http://\S+)/`)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			go io.Copy(io.Discard, r) // ends with the pipe
			return m[1]
		}
	}
	t.Fatal("serve printed no address")
	return ""
}
