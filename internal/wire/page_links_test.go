package wire_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/wire"
)

const harbourPage = `<!doctype html><html lang="en-IE"><head><title>Harbour Post | News</title>
<meta property="og:site_name" content="Harbour Post"><base href="/x/"></head><body>
<div class="site-nav"><a href="/news/about-this-paper-and-its-people">About this paper and its people</a></div>
<nav><a href="/news/sport">Sport</a></nav>
<main>
<article><a href="/news/new-pier-opens-1001"><img alt="A pier" src="p.jpg"></a>
 <h2><a href="https://www.harbour.example/news/new-pier-opens-1001?utm_source=front">New pier opens &amp; ferries return</a></h2>
 <time datetime="2031-04-05T08:30:00+02:00">today</time>
 <p>By Ida</p><p>The first ferry in nine years will leave from it on Monday morning.</p>
 <a href="/news/new-pier-opens-1001#comments">12 comments</a></article>
<article><a class="card" href="/news/council-votes-1002"><div class="kicker">Council</div>
 <h3>Council votes on harbour dues</h3><p>A narrow majority is expected after a long night of talks.</p></a></article>
<div class="row"><a href="/news/2031/04/03/storm-1003"><img src="s.jpg" alt="Storm damage at the south wall"></a></div>
<h3><a href="//live.harbour.example/news/flat-list-1004">A flat list goes on without cards</a></h3>
<p class="dek">What follows a heading belongs to it until the next one comes.</p>
<h3><a href="/news/flat-list-1005">The next in the flat list</a></h3>
<a href="https://other.example/news/elsewhere-1006">A report of another site entirely</a>
<a href="/news/">All the news there is today</a><a href="javascript:x">No link at all here</a>
</main><footer><a href="/news/imprint-of-the-paper-1">The imprint of this paper</a></footer></body></html>`

func TestParsePage(t *testing.T) {
	w, err := wire.ParsePage([]byte(harbourPage), wire.Hints{URL: "https://www.harbour.example/news/"}, "/news/**")
	if err != nil {
		t.Fatal(err)
	}
	if w.Format != "page" || w.Title != "Harbour Post" || w.Language != "en-IE" || w.Link != "https://www.harbour.example/news/" {
		t.Errorf("wire = %q %q %q %q", w.Format, w.Title, w.Language, w.Link)
	}
	for i, want := range []struct{ guid, headline, summary, at string }{
		{"harbour.example/news/new-pier-opens-1001", "New pier opens &amp; ferries return", "The first ferry in nine years will leave from it on Monday morning.", "2031-04-05T06:30:00Z"},
		{"harbour.example/news/council-votes-1002", "Council votes on harbour dues", "A narrow majority is expected after a long night of talks.", ""},
		{"harbour.example/news/2031/04/03/storm-1003", "Storm damage at the south wall", "", "2031-04-03T00:00:00Z"},
		{"live.harbour.example/news/flat-list-1004", "A flat list goes on without cards", "What follows a heading belongs to it until the next one comes.", ""},
		{"harbour.example/news/flat-list-1005", "The next in the flat list", "", ""},
	} {
		if i >= len(w.Items) {
			t.Fatalf("%d items, want more", len(w.Items))
		}
		it := w.Items[i]
		at := ""
		if !it.Published.IsZero() {
			at = it.Published.UTC().Format(time.RFC3339)
		}
		if it.GUID != want.guid || it.Headline != want.headline || it.Summary != want.summary || at != want.at {
			t.Errorf("item %d = %q %q %q %s, want %+v", i, it.GUID, it.Headline, it.Summary, at, want)
		}
		if news.AddressKey(it.URL) != it.GUID || strings.ContainsAny(it.URL, "?#") {
			t.Errorf("item %d is at %s, want the address of %s without what counts readers", i, it.URL, it.GUID)
		}
	}
	if len(w.Items) != 5 {
		t.Errorf("%d items, want 5", len(w.Items))
	}
}

func TestParsePagePatterns(t *testing.T) {
	page := `<main><a href="/a/one">one</a><a href="/a/b/two">two</a><a href="/a/2031-7/three.html">three</a>
		<a href="/story.php?id=44&s=x">four</a><a href="/story.php?id=45">five</a><a href="/story.php?id=new">six</a>
		<a href="https://sub.p.example/a/seven/">seven</a><a href="https://q.example/a/eight">eight</a>
		<a href="/%D0%BC%D0%B8%D1%80/nine">nine</a><a href="/a/one?page=2">again</a>
		<a href="http://p.example:8080/a/ten">ten</a></main>`
	for _, tc := range []struct {
		pattern string
		want    []string
	}{
		{"/a/*", []string{"again", "seven", "ten"}},
		{"/a/**", []string{"again", "two", "three", "seven", "ten"}},
		{"a/*/*.html", []string{"three"}},
		{"/a/#-#/*", []string{"three"}},
		{"/story.php?id=#", []string{"four", "five"}},
		{"https://q.example/a/*", []string{"eight"}},
		{"q.example/**", []string{"eight"}},
		{"*.p.example/a/*", []string{"again", "seven", "ten"}},
		{"sub.p.example/**", []string{"seven"}},
		{"http://p.example:8080/a/*", []string{"ten"}},
		{"/мир/*", []string{"nine"}},
		{"/%D0%BC%D0%B8%D1%80/*", []string{"nine"}},
	} {
		w, err := wire.ParsePage([]byte(page), wire.Hints{URL: "http://p.example/"}, tc.pattern)
		if err != nil {
			t.Errorf("pattern %s: %v", tc.pattern, err)
			continue
		}
		var got []string
		for _, it := range w.Items {
			got = append(got, it.Headline)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("pattern %s takes %q, want %q", tc.pattern, got, tc.want)
		}
	}
}

func TestParsePageReadsItsCharset(t *testing.T) {
	const link = `<a href="/n/1">%s</a>`
	for _, tc := range []struct{ name, kind, page string }{
		{"nothing said", "", strings.Repeat(" ", 2000) + fmt.Sprintf(link, "Übersee")},
		{"by the server", "text/html; charset=iso-8859-1", fmt.Sprintf(link, "\xdcbersee")},
		{"by the page", "text/html", `<meta charset="windows-1252">` + fmt.Sprintf(link, "\xdcbersee")},
	} {
		w, err := wire.ParsePage([]byte(tc.page), wire.Hints{URL: "http://p.example/", ContentType: tc.kind}, "/n/*")
		if err != nil || w.Items[0].Headline != "Übersee" {
			t.Errorf("%s: %v, %+v; want Übersee", tc.name, err, w)
		}
	}
}

// What a hostile page may cost is bounded by its size.
func TestParsePageWithoutEnd(t *testing.T) {
	for name, page := range map[string]string{
		"links to one report in one card": "<main><div>" + strings.Repeat(`<a href="/n/1"></a><b class=title></b>`, 60_000),
		"menus in menus":                  strings.Repeat(`<div class="menu">`, 400) + strings.Repeat(`<div class="menu"></div>`, 60_000) + `<a href="/n/1">x</a>`,
		"blocks in a link":                `<a href="/n/1">` + strings.Repeat("<div>", 400) + strings.Repeat("<p></p>", 60_000),
	} {
		w, err := wire.ParsePage([]byte(page), wire.Hints{URL: "http://p.example/"}, "/n/*")
		if err == nil && len(w.Items) > 1 {
			t.Errorf("%s: %d items, want one at most", name, len(w.Items))
		}
	}
}

func TestParsePageRefuses(t *testing.T) {
	for _, tc := range []struct {
		name, page, address, pattern string
		want                         wire.Kind
	}{
		{"no pattern", harbourPage, "https://harbour.example/", " ", wire.KindPattern},
		{"words", harbourPage, "https://harbour.example/", "all the news", wire.KindPattern},
		{"no link fits", harbourPage, "https://harbour.example/", "/opinion/*", wire.KindNoLinks},
		{"no page", "\x00\x01", "https://harbour.example/", "/news/*", wire.KindNoLinks},
		{"too deep", strings.Repeat("<div>", 2000), "https://harbour.example/", "/news/*", wire.KindDepth},
		{"no address", harbourPage, "", "/news/*", wire.KindNotAFeed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := wire.ParsePage([]byte(tc.page), wire.Hints{URL: tc.address}, tc.pattern)
			damage, ok := errors.AsType[*wire.Error](err)
			if !ok || damage.Kind != tc.want || !errors.Is(err, news.ErrInvalid) {
				t.Errorf("ParsePage = %v, want an *Error of kind %s", err, tc.want)
			}
		})
	}
}

func TestParsePageKeepsTheFirst(t *testing.T) {
	var b strings.Builder
	for i := range 700 {
		fmt.Fprintf(&b, `<p><a href="/n/%d">Report number %d</a></p>`, i, i)
	}
	for _, tc := range []struct{ max, want int }{{0, 500}, {7, 7}, {10_000, 500}} {
		w, err := wire.ParsePage([]byte(b.String()), wire.Hints{URL: "https://p.example/", MaxItems: tc.max}, "/n/*")
		if err != nil || len(w.Items) != tc.want || w.Items[0].GUID != "p.example/n/0" {
			t.Errorf("MaxItems %d: %v, want %d items from the first", tc.max, err, tc.want)
		}
	}
}

// front makes a page of links to reports in sections, among navigation.
func front(address func(section string, i int) string) string {
	var b strings.Builder
	b.WriteString(`<html><body><nav><a href="/world">World</a><a href="/sport">Sport</a></nav><div>`)
	for _, s := range []string{"about", "contact", "jobs", "terms", "help", "radio"} {
		fmt.Fprintf(&b, `<a href="/%s">%s</a><a href="/%s/all">More of this</a>`, s, s, s)
	}
	b.WriteString(`</div><main>`)
	for _, section := range []string{"world", "sport", "harbour"} {
		fmt.Fprintf(&b, `<h2><a href="/%s">%s</a></h2>`, section, section)
		for i := range 6 {
			fmt.Fprintf(&b, `<div><h3><a href="%s">A report of some length on matter %d of %s</a></h3><a rel="author" href="/by/writer-%d">Ida Vane</a></div>`, address(section, i), i, section, i)
		}
	}
	return b.String() + `</main></body></html>`
}

func TestLinkPatterns(t *testing.T) {
	for _, tc := range []struct {
		name    string
		address func(section string, i int) string
		want    string
		count   int
	}{
		{"a slug with a number below sections", func(s string, i int) string {
			return fmt.Sprintf("/%s/some-matter-of-note-%d", s, 70001+i)
		}, "/*/*-#", 18},
		{"dates", func(s string, i int) string { return fmt.Sprintf("/2031/04/%02d/%s-%d-of-note", 3+i, s, i) }, "/#/#/#/*", 18},
		{"one folder of slugs", func(s string, i int) string { return fmt.Sprintf("/news/%s-number-%c", s, 'a'+i) }, "/news/*", 18},
		{"a number in the query", func(s string, i int) string {
			return fmt.Sprintf("/show.php?nr=%s%d", map[string]string{"world": "1", "sport": "2", "harbour": "3"}[s], i)
		}, "/show.php?nr=#", 18},
		{"another host of the site", func(s string, i int) string { return fmt.Sprintf("https://news.p.example/%s/%d.html", s, 9100+i) }, "news.p.example/*/#.html", 18},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page := []byte(front(tc.address))
			h := wire.Hints{URL: "https://www.p.example/"}
			if strings.HasPrefix(tc.want, "news.") {
				h.URL = "https://start.p.example/"
			}
			got := wire.LinkPatterns(page, h)
			if len(got) == 0 || got[0].Pattern != tc.want || got[0].Count != tc.count {
				t.Fatalf("LinkPatterns = %+v, want %s with %d first", got, tc.want, tc.count)
			}
			if e := got[0].Examples; len(e) == 0 || !strings.HasPrefix(e[0].Headline, "A report of some length") || !strings.HasPrefix(e[0].Address, "https://") {
				t.Errorf("examples = %+v", e)
			}
			w, err := wire.ParsePage(page, h, got[0].Pattern)
			if err != nil || len(w.Items) != tc.count {
				t.Errorf("ParsePage with %s = %v, want %d items", got[0].Pattern, err, tc.count)
			}
		})
	}
}

func TestLinkPatternsOfNothing(t *testing.T) {
	for name, page := range map[string]string{
		"nothing":    "",
		"only menus": `<nav><a href="/a-b-c">A long enough text for it</a></nav><div><a href="/x/1">One</a><a href="/x/2">Two</a><a href="/x/3">Three</a></div>`,
		"foreign":    `<a href="https://a.example/1">A report of some length</a><a href="https://b.example/2">A report of some length</a><a href="https://c.example/3">A report of some length</a>`,
	} {
		if got := wire.LinkPatterns([]byte(page), wire.Hints{URL: "https://p.example/"}); len(got) != 0 {
			t.Errorf("%s: LinkPatterns = %+v, want none", name, got)
		}
	}
}
