package fetch_test

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

// rss returns a feed with the given items.
func rss(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The Harbour &amp; Post</title>` +
		`<link>http://harbour.example/</link><description>d</description><language>en_GB</language>` +
		strings.Join(items, "") + `</channel></rss>`
}

func item(headline, link, guid, date string) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><guid isPermaLink=\"false\">%s</guid><pubDate>%s</pubDate></item>",
		headline, link, guid, date)
}

const morning = "Mon, 04 May 2026 09:00:00 GMT"

func poller(t *testing.T, c *clock, sites ...*httptest.Server) *fetch.Poller {
	t.Helper()
	return &fetch.Poller{
		Client: clientFor(t, fetch.Options{Now: c.Now}, sites...),
		Now:    c.Now, Log: slog.New(slog.DiscardHandler),
	}
}

// after returns the claim of the next poll, as the store would make it.
func after(claim news.FeedClaim, poll news.Poll) news.FeedClaim {
	claim.ETag, claim.LastModified, claim.BodyHash = poll.ETag, poll.LastModified, poll.BodyHash
	claim.Interval, claim.LastPollAt = poll.Interval, poll.At
	claim.Asked, claim.Move, claim.Warning = poll.Asked, poll.Move, poll.Warning
	claim.URL = cmp.Or(poll.MovedTo, claim.URL)
	claim.Title, claim.Site = cmp.Or(poll.Title, claim.Title), cmp.Or(poll.Site, claim.Site)
	claim.Failures++
	if poll.Fault == "" {
		claim.Failures, claim.LastSuccessAt = 0, poll.At
	}
	return claim
}

func TestConditionalRequests(t *testing.T) {
	etag, modified := "W/\"a\tb, \\\"c\\\"; d\"", "Thu, 32 Foo 2026 99:99:99 GMT"
	var got []http.Header
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Clone())
		if r.Header.Get("If-None-Match") == etag {
			w.Header().Set("Cache-Control", "max-age=7200")
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", modified)
		fmt.Fprint(w, rss(item("A headline", "http://harbour.example/1", "1", morning)))
	})
	c := newClock()
	p := poller(t, c, site)
	claim := news.FeedClaim{Feed: news.Feed{ID: 7, URL: site.URL}}
	first := p.Ask(t.Context(), claim)
	if first.Fault != "" || first.NotModified || len(first.Arrivals) != 1 || first.ETag != etag || first.LastModified != modified {
		t.Fatalf("first poll = %+v, want one arrival and both validators as they were sent", first)
	}
	c.move(time.Hour)
	second := p.Ask(t.Context(), after(claim, first))
	if !second.NotModified || second.Status != 304 || second.ETag != etag || second.LastModified != modified || second.BodyHash != first.BodyHash {
		t.Errorf("second poll = %+v, want not modified, with the validators kept", second)
	}
	if want := c.Now().Add(2 * time.Hour); !second.NextPollAt.Equal(want) {
		t.Errorf("next poll at %v, want %v, as the 304 asks", second.NextPollAt, want)
	}
	if len(got) != 2 || got[0].Get("If-None-Match") != "" || got[0].Get("If-Modified-Since") != "" {
		t.Errorf("the first request had conditions: %v", got)
	}
	if got[1].Get("If-None-Match") != etag || got[1].Get("If-Modified-Since") != modified {
		t.Errorf("the second request's conditions: %v, want them byte for byte", got[1])
	}
}

func TestSameBodyIsNoChange(t *testing.T) {
	n := 0
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, n))
		fmt.Fprint(w, rss(item("A headline", "http://harbour.example/1", "1", morning)))
	})
	p := poller(t, newClock(), site)
	claim := news.FeedClaim{Feed: news.Feed{URL: site.URL}}
	first := p.Ask(t.Context(), claim)
	second := p.Ask(t.Context(), after(claim, first))
	if !second.NotModified || second.Status != 200 || len(second.Arrivals) != 0 || second.ETag != `"2"` {
		t.Errorf("second poll = %+v, want not modified with the new validator", second)
	}
}

func TestValidatorsThatCannotBeSentBack(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"`+strings.Repeat("e", 60_000)+`"`)
		fmt.Fprint(w, rss())
	})
	poll := poller(t, newClock(), site).Ask(t.Context(), news.FeedClaim{Feed: news.Feed{URL: site.URL}})
	if poll.Fault != "" || poll.ETag != "" {
		t.Errorf("fault %q, ETag of %d bytes, want neither", poll.Fault, len(poll.ETag))
	}
}

func TestFaultsOfAPoll(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer http.HandlerFunc
		status int
		gone   bool
		wait   time.Duration
	}{
		{"gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }, 410, true, 30 * time.Minute},
		{"not found", http.NotFound, 404, false, 30 * time.Minute},
		{"asked to wait", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
		}, 429, false, 2 * time.Hour},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, 200, false, 30 * time.Minute},
		{"a page", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "<!doctype html><title>x</title><p>No feed.")
		}, 200, false, 30 * time.Minute},
		{"not modified, unasked", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }, 304, false, 30 * time.Minute},
	} {
		t.Run(tc.name, func(t *testing.T) {
			site := serve(t, tc.answer)
			claim := news.FeedClaim{Feed: news.Feed{URL: site.URL, BodyHash: "old", Failures: 1}}
			poll := poller(t, newClock(), site).Ask(t.Context(), claim)
			if poll.Fault == "" || poll.Status != tc.status || poll.Gone != tc.gone || len(poll.Arrivals) != 0 {
				t.Errorf("poll = %+v, want a fault, status %d, gone %v", poll, tc.status, tc.gone)
			}
			if !strings.HasSuffix(poll.Fault, ".") || strings.ContainsAny(poll.Fault, "\n<>") {
				t.Errorf("fault %q is no plain sentence", poll.Fault)
			}
			if poll.BodyHash != "old" {
				t.Errorf("body hash = %q, want that of the last body that was read", poll.BodyHash)
			}
			if got := poll.NextPollAt.Sub(noon); got != tc.wait {
				t.Errorf("next poll in %v, want %v", got, tc.wait)
			}
		})
	}
}

func TestArrivals(t *testing.T) {
	long := strings.Repeat("g", 3000)
	for _, tc := range []struct {
		name  string
		items []string
		want  []string // "GUID|key|headline" of each
	}{
		{"named by the feed", []string{item("One", "http://harbour.example/1", "a:1", morning)}, []string{"a:1|harbour.example/1|One"}},
		{"named by its address", []string{item("One", "http://www.harbour.example/1?utm_source=x", "", morning)}, []string{"harbour.example/1|harbour.example/1|One"}},
		{"no address", []string{item("One", "", "a:1", morning)}, []string{"a:1||One"}},
		{"no headline", []string{item("", "http://harbour.example/1", "a:1", morning)}, []string{"a:1|harbour.example/1|"}},
		{"neither", []string{item("", "", "a:1", morning), "<item/>"}, nil},
		{"a script for an address", []string{item("One", "javascript:alert(1)", "a:1", morning)}, []string{"a:1||One"}},
		{"a headline with tags", []string{item("&lt;b&gt;One&lt;/b&gt; &amp;amp; two", "", "a:1", morning)}, []string{"a:1||One & two"}},
		{"the same twice", []string{
			item("One", "http://harbour.example/1", "a:1", morning),
			item("One", "http://harbour.example/1", "a:1", morning),
		}, []string{"a:1|harbour.example/1|One"}},
		{"a long name", []string{item("One", "", long, morning)}, []string{"sha256:|One"}},
		{"one name for two", []string{
			item("One", "http://harbour.example/1", "same", morning),
			item("Two", "http://harbour.example/2", "same", morning),
		}, []string{"sha256:|harbour.example/1|One", "sha256:|harbour.example/2|Two"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rss(tc.items...)) })
			claim := news.FeedClaim{Feed: news.Feed{ID: 3, OutletID: 2, Outlet: "The Harbour Post", URL: site.URL}, OutletLanguage: "en"}
			poll := poller(t, newClock(), site).Ask(t.Context(), claim)
			if poll.Fault != "" || len(poll.Arrivals) != len(tc.want) {
				t.Fatalf("fault %q, %d arrivals, want none and %d", poll.Fault, len(poll.Arrivals), len(tc.want))
			}
			for i, a := range poll.Arrivals {
				got := a.GUID + "|" + a.Key + "|" + a.Article.Headline
				if prefix, rest, hashed := strings.Cut(tc.want[i], ":|"); hashed {
					if !strings.HasPrefix(got, prefix+":") || !strings.HasSuffix(got, "|"+rest) {
						t.Errorf("arrival %d = %q, want a hash and %q", i, got, rest)
					}
					continue
				}
				if got != tc.want[i] {
					t.Errorf("arrival %d = %q, want %q", i, got, tc.want[i])
				}
			}
		})
	}
}

func TestArrivalIsAnArticle(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, rss(
			item("One", "http://harbour.example/1?utm_source=feed&amp;id=5", "1", morning),
			item("Late", "http://harbour.example/2", "2", "Fri, 01 Jan 2099 00:00:00 GMT"),
			item("Old", "http://harbour.example/3", "3", "Mon, 01 Jan 1601 00:00:00 GMT"),
			item("Undated", "http://harbour.example/4", "4", ""),
			item("Bare", "", "5", morning),
		))
	})
	claim := news.FeedClaim{Feed: news.Feed{ID: 3, OutletID: 2, Outlet: "The Harbour Post", URL: site.URL}, OutletLanguage: "fr"}
	poll := poller(t, newClock(), site).Ask(t.Context(), claim)
	if len(poll.Arrivals) != 5 {
		t.Fatalf("%d arrivals, want 5 (fault %q)", len(poll.Arrivals), poll.Fault)
	}
	a := poll.Arrivals[0].Article
	if a.URL != "http://harbour.example/1?id=5" || a.FeedID != 3 || a.OutletID != 2 || a.Outlet != "The Harbour Post" ||
		a.State != news.ArticleWaiting || a.Language != "en-gb" || a.Form != news.FormReport || !a.FoundAt.Equal(noon) {
		t.Errorf("article = %+v", a)
	}
	if got := poll.Arrivals[4].Article.State; got != news.ArticleFeed {
		t.Errorf("state of an article without an address = %q, want %q", got, news.ArticleFeed)
	}
	for i, want := range []time.Time{noon.Add(-3 * time.Hour), noon.Add(10 * time.Minute), noon, noon} {
		if got := poll.Arrivals[i].Article.Published; !got.Equal(want) {
			t.Errorf("article %d published %v, want %v", i, got, want)
		}
	}
	if poll.Title != "The Harbour & Post" || poll.Language != "en-gb" {
		t.Errorf("title %q, language %q", poll.Title, poll.Language)
	}
}

func TestHugeHeadline(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, rss(item(strings.Repeat("日本", 1<<20), "http://harbour.example/1", "1", morning)))
	})
	poll := poller(t, newClock(), site).Ask(t.Context(), news.FeedClaim{Feed: news.Feed{URL: site.URL}})
	if len(poll.Arrivals) != 1 {
		t.Fatalf("%d arrivals, want 1 (fault %q)", len(poll.Arrivals), poll.Fault)
	}
	if got := len([]rune(poll.Arrivals[0].Article.Headline)); got != 1000 {
		t.Errorf("headline of %d characters, want 1000", got)
	}
}

// What a feed asks for in its body still holds when nothing has changed.
func TestWhatAFeedAskedForLivesOn(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, strings.Replace(rss(item("A headline", "http://harbour.example/1", "1", morning)), "<language>",
			"<ttl>180</ttl><skipHours><hour>15</hour><hour>18</hour></skipHours><language>", 1))
	})
	c := newClock()
	p := poller(t, c, site)
	claim := news.FeedClaim{Feed: news.Feed{URL: site.URL}}
	for _, want := range []time.Duration{4 * time.Hour, 3 * time.Hour, 3 * time.Hour} {
		poll := p.Ask(t.Context(), claim)
		if poll.Fault != "" || poll.Asked.Every != 3*time.Hour || len(poll.Asked.SkipHours) != 2 {
			t.Fatalf("poll = %+v, want what the feed asked for", poll)
		}
		if got := poll.NextPollAt.Sub(c.Now()); got != want {
			t.Errorf("at %v the next poll in %v, want %v", c.Now(), got, want)
		}
		claim = after(claim, poll)
		c.move(poll.NextPollAt.Sub(c.Now()))
	}
}

// A feed that becomes another's is told, until it is what it was.
func TestWarningOfAnImpostorStays(t *testing.T) {
	ours := rss(item("A headline", "http://harbour.example/1", "1", morning))
	theirs := strings.NewReplacer("Harbour &amp; Post", "Casino", "http://harbour", "http://casino").Replace(ours)
	n := 0
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		body := ours
		if n > 1 && n < 4 {
			body = theirs
		}
		fmt.Fprint(w, strings.Replace(body, "<description>d", fmt.Sprint("<description>", n), 1))
	})
	p := poller(t, newClock(), site)
	claim := news.FeedClaim{Feed: news.Feed{URL: site.URL}}
	for i, want := range []string{"", "casino.example", "casino.example", ""} {
		poll := p.Ask(t.Context(), claim)
		if poll.Fault != "" || len(poll.Arrivals) != 1 || (poll.Warning == "") != (want == "") || !strings.Contains(poll.Warning, want) {
			t.Errorf("poll %d: fault %q, warning %q, want %q", i+1, poll.Fault, poll.Warning, want)
		}
		claim = after(claim, poll)
	}
}

// A page that is followed for want of a feed is a page to robots.txt.
func TestFollowedPageAsksRobots(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /closed")
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<html><body><h2><a href="/report/one">The ferry was late again</a></h2><h2><a href="/report/two">The bridge is closed</a></h2></body></html>`)
	})
	for path, want := range map[string]fetch.Kind{"/open": "", "/closed": fetch.KindRobots} {
		claim := news.FeedClaim{Feed: news.Feed{URL: site.URL + path, Pattern: "/report/*"}}
		poll := poller(t, newClock(), site).Ask(t.Context(), claim)
		if poll.FaultKind != string(want) || (want == "") != (len(poll.Arrivals) == 2) {
			t.Errorf("%s: fault %q (%s), %d arrivals, want %q", path, poll.FaultKind, poll.Fault, len(poll.Arrivals), want)
		}
	}
}
