package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/internal/fetch"
)

func TestRobots(t *testing.T) {
	for _, tc := range []struct {
		name   string
		robots string
		path   string
		want   fetch.Kind
	}{
		{"an empty file", "", "/a", ""},
		{"closed to all", "User-agent: *\nDisallow: /", "/a", fetch.KindRobots},
		{"closed to others", "User-agent: GreedyBot\nDisallow: /", "/a", ""},
		{"closed to us", "User-agent: dateline\nDisallow: /a", "/a/b", fetch.KindRobots},
		{"our own rules before those for all", "User-agent: *\nDisallow: /\n\nUser-Agent: Dateline/1.0\nDisallow: /b", "/a", ""},
		{"one group for several", "User-agent: x\nUser-agent: Dateline\nDisallow: /a", "/a", fetch.KindRobots},
		{"the group after ours", "User-agent: Dateline\nDisallow: /b\nUser-agent: x\nDisallow: /a", "/a", ""},
		{"ours in two groups", "User-agent: Dateline\nDisallow: /b\nUser-agent: x\nDisallow: /c\nUser-agent: Dateline\nDisallow: /a", "/a", fetch.KindRobots},
		{"nothing disallowed", "User-agent: *\nDisallow:", "/a", ""},
		{"the longer rule", "User-agent: *\nDisallow: /a\nAllow: /a/open", "/a/open/1", ""},
		{"the longer rule, closed", "User-agent: *\nAllow: /a\nDisallow: /a/closed", "/a/closed", fetch.KindRobots},
		{"equally long", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""},
		{"any text", "User-agent: *\nDisallow: /*/print", "/2026/05/print", fetch.KindRobots},
		{"the end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf", fetch.KindRobots},
		{"not the end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf?page=2", ""},
		{"the very end", "User-agent: *\nDisallow: /a$", "/ab", ""},
		{"a query", "User-agent: *\nDisallow: /*?print=", "/a?print=1", fetch.KindRobots},
		{"remarks, odd spaces, a mark at the start", "\ufeff# us\n USER-AGENT : * # all\n\tdisallow:/a # no", "/a", fetch.KindRobots},
		{"a sitemap between agents and rules", "User-agent: *\nSitemap: /s.xml\nDisallow: /a", "/a", fetch.KindRobots},
	} {
		t.Run(tc.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					fmt.Fprint(w, tc.robots)
					return
				}
				fmt.Fprint(w, "page")
			})
			client := clientFor(t, fetch.Options{}, site)
			_, err := client.Page(t.Context(), site.URL+tc.path)
			if got := faultOf(err); got != tc.want {
				t.Errorf("Page(%s) = %v (kind %q), want %q", tc.path, err, got, tc.want)
			}
			if _, err := client.Get(t.Context(), fetch.Request{URL: site.URL + tc.path}); err != nil {
				t.Errorf("Get(%s) = %v, want what robots.txt says to matter for pages only", tc.path, err)
			}
		})
	}
}

// Where a page redirects to, that site's robots.txt counts as well.
func TestRobotsOfARedirectsTarget(t *testing.T) {
	closed := "User-agent: *\nDisallow: /private"
	var read atomic.Int32
	there := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, closed)
			return
		}
		read.Add(1)
		fmt.Fprint(w, "page")
	})
	here := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, closed)
		case "/inside":
			http.Redirect(w, r, "/private", http.StatusFound)
		case "/private":
			read.Add(1)
		default:
			http.Redirect(w, r, there.URL+r.URL.Path[len("/to"):], http.StatusFound)
		}
	})
	client := clientFor(t, fetch.Options{}, here, there)
	for path, want := range map[string]fetch.Kind{
		"/to/open": "", "/to/private": fetch.KindRobots, "/inside": fetch.KindRobots, "/private": fetch.KindRobots,
	} {
		read.Store(0)
		_, err := client.Page(t.Context(), here.URL+path)
		if got := faultOf(err); got != want {
			t.Errorf("Page(%s) = %v (kind %q), want %q", path, err, got, want)
		}
		if asked := read.Load() > 0; asked != (want == "") {
			t.Errorf("Page(%s): the page was asked for: %v", path, asked)
		}
	}
}

// A page that a slow-going site redirects on itself is read in one turn.
func TestRedirectIsOneTurn(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nCrawl-delay: 10")
		case "/old":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		default:
			fmt.Fprint(w, "page")
		}
	})
	client := clientFor(t, fetch.Options{}, site)
	if res, err := client.Page(t.Context(), site.URL+"/old"); err != nil || string(res.Body) != "page" {
		t.Errorf("Page = %v, %v, want the page", res, err)
	}
	_, err := client.Page(t.Context(), site.URL+"/other")
	if got := faultOf(err); got != fetch.KindWaiting {
		t.Errorf("the next page = %v (kind %q), want it to wait", err, got)
	}
}

func TestRobotsThatCannotBeRead(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer http.HandlerFunc
		want   fetch.Kind
	}{
		{"none", http.NotFound, ""},
		{"forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, ""},
		{"a fault of the site", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, fetch.KindRobots},
		{"redirected without end", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, ""},
		{"huge, with the rule first", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "User-agent: *\nDisallow: /a\n", strings.Repeat("# much\n", 1<<20))
		}, fetch.KindRobots},
		{"huge, with the rule past what is read", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, strings.Repeat("# much\n", 1<<20), "User-agent: *\nDisallow: /a\n")
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					tc.answer(w, r)
				}
			})
			client := clientFor(t, fetch.Options{}, site)
			_, err := client.Page(t.Context(), site.URL+"/a")
			if got := faultOf(err); got != tc.want {
				t.Errorf("Page = %v (kind %q), want %q", err, got, tc.want)
			}
		})
	}
}

func TestRobotsAreKeptForADay(t *testing.T) {
	var asked atomic.Int32
	clock := newClock()
	site := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			asked.Add(1)
		}
	})
	client := clientFor(t, fetch.Options{Now: clock.Now}, site)
	for _, step := range []struct {
		after time.Duration
		want  int32
	}{{0, 1}, {23 * time.Hour, 1}, {time.Hour, 2}} {
		clock.move(step.after)
		if _, err := client.Page(t.Context(), site.URL+"/a"); err != nil {
			t.Fatal(err)
		}
		if got := asked.Load(); got != step.want {
			t.Errorf("at %v robots.txt was asked for %d times, want %d", clock.Now(), got, step.want)
		}
	}
}
