package fetch_test

import (
	"fmt"
	"net/http"
	"testing"

	"dateline/internal/news"
)

func TestPageFollowedByItsLinks(t *testing.T) {
	page := `<html lang="en"><title>Quay</title><main><h2><a href="/news/pier-opens?utm_source=x">The pier opens &amp; closes</a></h2>
		<h2><a href="/news/storm-comes">A storm comes <script>x()</script></a></h2><a href="/about">About us all</a></main></html>`
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, page)
	})
	claim := news.FeedClaim{Feed: news.Feed{URL: site.URL, Pattern: "/news/*"}}
	p := poller(t, newClock(), site)
	poll := p.Ask(t.Context(), claim)
	if poll.Fault != "" || len(poll.Arrivals) != 2 || poll.Title != "Quay" || poll.Language != "en" {
		t.Fatalf("poll = %q with %d arrivals of %q", poll.Fault, len(poll.Arrivals), poll.Title)
	}
	a := poll.Arrivals[0]
	if want := site.URL + "/news/pier-opens"; a.Article.URL != want || a.GUID != a.Key || a.Article.Headline != "The pier opens & closes" {
		t.Errorf("arrival = %q at %q named %q, want it at %q", a.Article.Headline, a.Article.URL, a.GUID, want)
	}
	if got := poll.Arrivals[1].Article.Headline; got != "A storm comes" {
		t.Errorf("headline = %q", got)
	}
	claim.Pattern = "/sport/*"
	if poll := p.Ask(t.Context(), claim); poll.Fault != "No link on the page fits the pattern." || poll.FaultKind != "no_links" {
		t.Errorf("fault = %q (%s), want that no link fits", poll.Fault, poll.FaultKind)
	}
}
