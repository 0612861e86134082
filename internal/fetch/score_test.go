package fetch_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

// judge is a site that keeps a score of the program that polls its feed, by
// the points of Rachel Kroll's feed reader score project (rachelbythebay.com,
// 2024): how often it comes, with which conditions, and what it brings along
// that nobody asked for.
type judge struct {
	clock    *clock
	every    time.Duration // between two new items, 0 for none
	fresh    time.Duration // what Cache-Control says, 0 for nothing
	busy     int           // every so many requests one is told to wait, 0 for none
	wait     time.Duration // what it is told
	moved    bool          // the address answers with a permanent redirect
	frozen   bool          // "not modified" to every conditional request
	requests int
	bodies   int
	last     time.Time // of the request before
	until    time.Time // not to be asked before
	etag     string    // what was sent last
	modified string
	bodyAt   time.Time
	faults   []string
}

func (j *judge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := j.clock.Now()
	w.Header().Set("Set-Cookie", "reader=1; Path=/")
	if j.moved && r.URL.Path == "/old" {
		j.look(r, now)
		http.Redirect(w, r, "/feed", http.StatusMovedPermanently)
		return
	}
	if !j.moved {
		j.look(r, now)
	}
	j.requests++
	j.conditions(r, now)
	j.last, j.until = now, now.Add(j.fresh)
	if j.busy > 0 && j.requests%j.busy == 0 {
		j.until = now.Add(j.wait)
		w.Header().Set("Retry-After", fmt.Sprint(int(j.wait.Seconds())))
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	j.answer(w, r, now)
}

func (j *judge) fault(format string, args ...any) {
	j.faults = append(j.faults, fmt.Sprintf("request %d: ", j.requests+1)+fmt.Sprintf(format, args...))
}

// look judges what a request brings along, and when it comes.
func (j *judge) look(r *http.Request, now time.Time) {
	if r.Method != http.MethodGet {
		j.fault("method %s", r.Method)
	}
	for _, unwanted := range []string{"Cookie", "Referer", "Range", "Authorization", "Cache-Control", "Pragma", "If-Match", "If-Range"} {
		if v := r.Header.Get(unwanted); v != "" {
			j.fault("%s: %s", unwanted, v)
		}
	}
	if r.URL.RawQuery != "" {
		j.fault("query %s", r.URL.RawQuery)
	}
	if agent := r.UserAgent(); !strings.Contains(agent, "https://newsroom.example/about") {
		j.fault("no contact in %q", agent)
	}
	if j.last.IsZero() {
		return
	}
	if gap := now.Sub(j.last); gap < 15*time.Minute {
		j.fault("%v after the one before", gap)
	}
	if now.Before(j.until) {
		j.fault("%v too early", j.until.Sub(now))
	}
}

// conditions judges the validators. Only when nothing but "not modified" was
// said for days may they be left out.
func (j *judge) conditions(r *http.Request, now time.Time) {
	match, since := r.Header.Get("If-None-Match"), r.Header.Get("If-Modified-Since")
	if match == "" && since == "" {
		if j.bodies > 0 && now.Sub(j.bodyAt) < 5*24*time.Hour {
			j.fault("no conditions, %v after a body", now.Sub(j.bodyAt))
		}
		return
	}
	if match != j.etag || since != j.modified {
		j.fault("validators %s and %s, want %s and %s", match, since, j.etag, j.modified)
	}
}

func (j *judge) answer(w http.ResponseWriter, r *http.Request, now time.Time) {
	version := 0
	if j.every > 0 {
		version = int(now.Sub(noon) / j.every)
	}
	etag, modified := fmt.Sprintf(`W/"v-%d"`, version), noon.Add(time.Duration(version)*j.every).Format(http.TimeFormat)
	if j.frozen {
		etag, modified = `"frozen"`, noon.Format(http.TimeFormat)
	}
	if j.fresh > 0 {
		w.Header().Set("Cache-Control", fmt.Sprintf("max-age=%d", int(j.fresh.Seconds())))
	}
	w.Header().Set("ETag", etag)
	w.Header().Set("Last-Modified", modified)
	j.etag, j.modified = etag, modified
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	j.bodies, j.bodyAt = j.bodies+1, now
	var items []string
	for v := max(0, version-20); v <= version; v++ {
		date := noon.Add(time.Duration(v) * j.every).Format(time.RFC1123Z)
		items = append(items, item(fmt.Sprint("Item ", v), fmt.Sprint("http://harbour.example/", v), fmt.Sprint(v), date))
	}
	fmt.Fprint(w, rss(items...))
}

func TestScore(t *testing.T) {
	const days = 30
	for _, tc := range []struct {
		name         string
		judge        judge
		fewest, most int // requests in 30 days
		atLeast      int // bodies
	}{
		{"something new every hour", judge{every: time.Hour}, 24 * days, 2 * 24 * days, 24 * (days - 1)},
		{"fresh for an hour", judge{every: 20 * time.Minute, fresh: time.Hour}, 20 * days, 24 * days, 20 * days},
		{"fresh for ten hours", judge{every: 20 * time.Minute, fresh: 10 * time.Hour}, 2 * days, 3 * days, 2 * days},
		{"something new once a day", judge{every: 24 * time.Hour}, 4 * days, 12 * days, days - 1},
		{"silent", judge{}, 4 * days, 6 * days, 4},
		{"frozen", judge{every: 24 * time.Hour, frozen: true}, 4 * days, 6 * days, 4},
		{"busy at times", judge{every: time.Hour, busy: 5, wait: 3 * time.Hour}, 8 * days, 24 * days, 8 * days},
		{"busy for a day", judge{every: time.Hour, busy: 7, wait: 24 * time.Hour}, 3 * days, 24 * days, 3 * days},
		{"moved", judge{every: time.Hour, moved: true}, 24 * days, 2 * 24 * days, 24 * (days - 1)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			j := tc.judge
			j.clock = newClock()
			site := serve(t, j.ServeHTTP)
			random := rand.New(rand.NewPCG(1, 2))
			p := &fetch.Poller{
				Client: clientFor(t, fetch.Options{UserAgent: "Dateline/1", Contact: "https://newsroom.example/about", Now: j.clock.Now}, site),
				Now:    j.clock.Now, Rand: random.Float64, Log: slog.New(slog.DiscardHandler),
			}
			claim := news.FeedClaim{Feed: news.Feed{ID: 7, URL: site.URL + "/feed"}}
			if j.moved {
				claim.URL = site.URL + "/old"
			}
			for j.clock.Now().Before(noon.Add(days * 24 * time.Hour)) {
				poll := p.Ask(t.Context(), claim)
				claim = after(claim, poll)
				if poll.Gone || !poll.NextPollAt.After(j.clock.Now()) {
					t.Fatalf("poll = %+v, want another one later", poll)
				}
				j.clock.move(poll.NextPollAt.Sub(j.clock.Now()))
			}
			if len(j.faults) > 0 {
				t.Errorf("%d faults, the first: %s", len(j.faults), j.faults[0])
			}
			if j.requests < tc.fewest || j.requests > tc.most || j.bodies < tc.atLeast {
				t.Errorf("%d requests and %d bodies, want %d to %d and at least %d", j.requests, j.bodies, tc.fewest, tc.most, tc.atLeast)
			}
			if j.moved && claim.URL != site.URL+"/feed" {
				t.Errorf("polls %s in the end, want the new address", claim.URL)
			}
		})
	}
}

// The judge above is only worth something when it sees what it looks for.
func TestScoreSees(t *testing.T) {
	j := &judge{clock: newClock(), fresh: time.Hour}
	site := serve(t, j.ServeHTTP)
	ask := func(method, url string, header ...string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", "Dateline/1 (+https://newsroom.example/about)")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		res, err := site.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	ask("GET", site.URL)
	for _, tc := range []struct {
		name   string
		later  time.Duration
		method string
		url    string
		header []string
		want   int
	}{
		{"as it should be", 2 * time.Hour, "GET", site.URL, []string{"If-None-Match", `W/"v-0"`, "If-Modified-Since", noon.Format(http.TimeFormat)}, 0},
		{"no conditions", 2 * time.Hour, "GET", site.URL, nil, 1},
		{"a validator of its own", 2 * time.Hour, "GET", site.URL, []string{"If-None-Match", `"v-0"`}, 1},
		{"a date of its own", 2 * time.Hour, "GET", site.URL, []string{"If-None-Match", `W/"v-0"`, "If-Modified-Since", morning}, 1},
		{"too early, as the feed says", 30 * time.Minute, "GET", site.URL, []string{"If-None-Match", `W/"v-0"`, "If-Modified-Since", noon.Format(http.TimeFormat)}, 1},
		{"a query, a cookie, no name, another method", 2 * time.Hour, "HEAD", site.URL + "?t=1", []string{
			"If-None-Match", `W/"v-0"`, "If-Modified-Since", noon.Format(http.TimeFormat), "Cookie", "a=b", "Referer", "x", "User-Agent", "x",
		}, 5},
	} {
		j.faults = nil
		j.clock.move(tc.later)
		ask(tc.method, tc.url, tc.header...)
		if len(j.faults) != tc.want {
			t.Errorf("%s: faults %q, want %d", tc.name, j.faults, tc.want)
		}
	}
}
