package fetch

import (
	"net/http"
	"strings"
	"testing"

	"dateline/internal/news"
)

func TestImpostor(t *testing.T) {
	before := &news.FeedClaim{Feed: news.Feed{URL: "http://feeds.harbour.example/rss", Title: "The Harbour Post", Site: "https://www.harbour.example/", LastSuccessAt: noon}}
	never := &news.FeedClaim{Feed: news.Feed{URL: "http://feeds.harbour.example/rss", Title: "As imported"}}
	to := func(addresses ...string) (list []news.Arrival) {
		for _, a := range addresses {
			list = append(list, news.Arrival{Article: news.Article{URL: a}})
		}
		return list
	}
	for _, tc := range []struct {
		name  string
		claim *news.FeedClaim
		poll  news.Poll
		want  string
	}{
		{"as ever", before, news.Poll{Title: "The Harbour Post", Arrivals: to("https://www.harbour.example/1")}, ""},
		{"another title", before, news.Poll{Title: "Quayside", Arrivals: to("https://news.harbour.example/1")}, ""},
		{"another site", before, news.Poll{Title: "Harbour News", Arrivals: to("https://elsewhere.example.org/1")}, ""},
		{"both", before, news.Poll{Title: "Casino", Arrivals: to("https://casino.example.org/1", "https://win.example.org/2")}, "example.org"},
		{"both, to where it is fetched from", before, news.Poll{Title: "Quayside", Arrivals: to("http://feeds.harbour.example/1")}, ""},
		{"many sites", before, news.Poll{Title: "Planet", Arrivals: to("http://a.example/1", "http://b.example/2", "http://c.example/3")}, ""},
		{"no links", before, news.Poll{Title: "Casino", Arrivals: to("", "")}, ""},
		{"the first time", never, news.Poll{Title: "Casino", Arrivals: to("http://casino.example/1")}, ""},
	} {
		if got := impostor(tc.claim, &tc.poll); got != tc.want {
			t.Errorf("%s: impostor = %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestContentOf(t *testing.T) {
	long := strings.Repeat("The ferry was late again on Monday. ", 10)
	longer := strings.Repeat(long, 4)
	item := func(text string) *news.Item { return &news.Item{Summary: text} }
	base := contentOf("Ferry late", item(long), noon)
	if base == "" || contentOf("Ferry late", item(longer), noon) == "" {
		t.Fatal("a text long enough has no hash")
	}
	for _, tc := range []struct {
		name string
		got  string
		same bool
	}{
		{"markup, signs and case", contentOf("FERRY late!", item("<p>"+strings.ToUpper(long)+"</p>"), noon), true},
		{"as content", contentOf("Ferry late", &news.Item{Content: long, Summary: "Short."}, noon), true},
		{"another headline", contentOf("Ferry sunk", item(long), noon), false},
		{"another text", contentOf("Ferry late", item(long+" Again."), noon), false},
		{"another day", contentOf("Ferry late", item(long), noon.AddDate(0, 0, 1)), false},
	} {
		if (tc.got == base) != tc.same {
			t.Errorf("%s: the same %v, want %v", tc.name, tc.got == base, tc.same)
		}
	}
	if contentOf("Ferry late", item(longer), noon) != contentOf("Ferry late", item(longer), noon.AddDate(0, 0, 1)) {
		t.Error("a long text is another on another day")
	}
	if got := contentOf("Ferry late", item("Read on."+strings.Repeat("<br/>", 100)), noon); got != "" {
		t.Errorf("a short text has the hash %q, want none", got)
	}
}

func TestHubOf(t *testing.T) {
	const at = "https://harbour.example/feeds/all"
	for _, tc := range []struct {
		name        string
		links       []string
		hub, self   string
		want, topic string
	}{
		{"none", nil, "", at, "", ""},
		{"in the body", nil, "https://hub.example/", "https://harbour.example/feed", "https://hub.example/", "https://harbour.example/feed"},
		{"in the body, without its own address", nil, "https://hub.example/", "", "https://hub.example/", at},
		{"in a header", []string{`<https://hub.example/>; rel="hub", </feed>; rel=self`}, "", "", "https://hub.example/", "https://harbour.example/feed"},
		{"a header comes first", []string{`<https://hub.example/>; rel=hub`, `<https://harbour.example/a,b>; title="x, y"; rel="alternate self"`}, "https://other.example/", "https://other.example/feed", "https://hub.example/", "https://harbour.example/a,b"},
		{"only the first rel counts", []string{`<https://hub.example/>; rel=next; rel=hub`}, "", "", "", ""},
		{"no address of the web", []string{`<javascript:alert(1)>; rel=hub`}, "file:///hub", "", "", ""},
		{"damaged", []string{`<https://hub.example/; rel=hub`, `rel=hub`, `<>;;;,,,<`}, "", "", "", ""},
	} {
		res := &Response{FinalURL: at, Header: http.Header{"Link": tc.links}}
		hub, topic := hubOf(res, &news.Wire{Hub: tc.hub, Self: tc.self})
		if hub != tc.want || topic != tc.topic {
			t.Errorf("%s: hub %q, topic %q, want %q and %q", tc.name, hub, topic, tc.want, tc.topic)
		}
	}
}
