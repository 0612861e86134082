package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/site"
)

func contains(t *testing.T, p page, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(p.body, want) {
			t.Errorf("page lacks %q:\n%s", want, p.body)
		}
	}
}

func TestFrontByDay(t *testing.T) {
	b, _ := openSite(t)
	p := b.get("/")
	if p.status != http.StatusOK {
		t.Fatalf("got status %d, want 200", p.status)
	}
	contains(t, p, "Tuesday, May 6, 2031", "Monday, May 5, 2031", `href="`+bridgePath()+`"`,
		`href="/label/Ports%20&amp;%20Ships"`, "Ports &amp; Ships", `href="/2031/05/"`, "3 posts",
		`<link rel="canonical" href="https://review.example/">`, `type="application/atom+xml"`)
	today, yesterday := strings.Index(p.body, `class="day">Tuesday, May 6, 2031`), strings.Index(p.body, `class="day">Monday, May 5, 2031`)
	if today < 0 || yesterday < today {
		t.Errorf("got days at %d and %d, want the newest first", today, yesterday)
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	b, d := openSite(t)
	d.comments = []news.Comment{{ID: 1, PostID: 3, Name: `<b onclick=x>"Tom"`, Text: "<script>alert(2)</script>\n\n</article>", State: news.CommentShown, At: noon}}
	d.pub.Title, d.pub.About = "</title><script>alert(3)</script>", "Hello <script>alert(4)</script> [x](javascript:alert(5))"
	for _, path := range []string{"/", "/2031/05/two-lighthouses-dark-cold.html", "/2031/05/", "/archive", "/about", "/label/%3Cscript%3E", "/%22%3E%3Cscript%3E", "/?before=%3Cscript%3E"} {
		p := b.get(path)
		for _, bad := range []string{"<script", "onclick=x", "onerror=", `href="javascript:`, "<img"} {
			if i := strings.Index(strings.ReplaceAll(p.body, "&lt;b onclick=x", ""), bad); i >= 0 {
				t.Errorf("%s: the page holds %q: %s", path, bad, p.body[max(0, i-80):min(len(p.body), i+80)])
			}
		}
	}
}

func TestAddressesThatNameNothing(t *testing.T) {
	b, _ := openSite(t)
	for _, path := range []string{
		"/nope", "/2031/05/nope.html", "/2031/5/bridge-over-kalen-strait-reopens-after.html", "/2031/13/", "/2031/00/", "/0000/01/",
		"/1999/01/", "/2031/05/..%2f.html", "/2031/05/bridge-over-kalen-strait-reopens-after", "/label/none", "/label/%00",
		"/label/" + strings.Repeat("x", 5000), "/sitemap/2031-13.xml", "/sitemap/nope", "/sitemap/1999-01.xml", "/-031/05/",
		"/?before=1", "/?before=x.y", "/?before=-1.2", "/?before=99999999999999999999.1", "/2031/05/%ff.html", "/feed.xml/", "/about/x",
	} {
		p := b.get(path)
		if p.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, p.status)
			continue
		}
		if !strings.Contains(p.body, "There is nothing at this address") || !strings.Contains(p.body, bridgePath()) {
			t.Errorf("%s: the page does not say where to look instead:\n%s", path, p.body)
		}
	}
	if p := b.get("/2031/05"); p.status != http.StatusMovedPermanently || p.header.Get("Location") != "/2031/05/" {
		t.Errorf("month without its slash: got status %d to %q, want 301 to /2031/05/", p.status, p.header.Get("Location"))
	}
	if p := b.post("/about", url.Values{"a": {"b"}}); p.status != http.StatusNotFound {
		t.Errorf("a form sent to a page that takes none: got status %d, want 404", p.status)
	}
}

func TestHostileQueriesMakeNoPages(t *testing.T) {
	b, d := openSite(t)
	b.get("/")
	asked := d.asked.Load()
	for i := range 50 {
		p := b.get("/?x=" + strings.Repeat("a", i) + "&utm_source=<b>&" + url.QueryEscape("\x00;%") + "=1")
		if p.status != http.StatusOK {
			t.Fatalf("got status %d, want 200", p.status)
		}
	}
	if got := d.asked.Load(); got != asked {
		t.Errorf("queries that mean nothing had the page made %d more times, want none", got-asked)
	}
}

func TestPageIsKeptUntilSomethingChanges(t *testing.T) {
	b, d := openSite(t)
	b.get("/")
	asked := d.asked.Load()
	b.get("/")
	if got := d.asked.Load(); got != asked {
		t.Fatalf("the second reader had the page made again")
	}
	d.change(1, func(p *news.Post) { p.Headline = "Bridge Closes Again" })
	for i := 0; !strings.Contains(b.get("/").body, "Bridge Closes Again"); i++ {
		if i > 10_000 {
			t.Fatal("a change in the log is not seen on the front page")
		}
	}
}

func TestPageGrowsOld(t *testing.T) {
	b, d := openSite(t)
	b.get("/")
	d.pub.Title = "The Harbour Post" // settings have no line in the log
	if p := b.get("/"); strings.Contains(p.body, "The Harbour Post") {
		t.Fatal("the page was made again at once, so that nothing is kept")
	}
	d.clock.Add(60)
	contains(t, b.get("/"), "The Harbour Post")
}

func TestEditorsActIsOnTheSiteAtOnce(t *testing.T) {
	n := harbourDay()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field", Login: sampleLogin, PasswordHash: "unusable"}}
	d := newReading(n)
	o := d.options()
	b, _ := open(t, o)
	b.enter(o)
	contains(t, b.get("/"), "Grain Talks")
	if p := b.post("/desk/posts/2/withdraw", url.Values{}); p.status != http.StatusSeeOther {
		t.Fatalf("withdraw: got status %d, want 303", p.status)
	}
	if strings.Contains(b.get("/").body, "Grain Talks") {
		t.Error("a post that was withdrawn is still on the front page")
	}
}

func TestTagAndCompression(t *testing.T) {
	b, _ := openSite(t)
	plain := b.do(http.MethodGet, "/", nil, map[string]string{"Accept-Encoding": "identity"})
	packed := b.do(http.MethodGet, "/", nil, map[string]string{"Accept-Encoding": "br, gzip"})
	if got := packed.header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("got Content-Encoding %q, want gzip", got)
	}
	z, err := gzip.NewReader(strings.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil || string(body) != plain.body {
		t.Errorf("the packed page differs from the plain one (%v)", err)
	}
	for _, encoding := range []string{"gzip;q=0", "identity", "", "gzip;q=0, *", "br"} {
		p := b.do(http.MethodGet, "/", nil, map[string]string{"Accept-Encoding": encoding})
		if p.header.Get("Content-Encoding") != "" {
			t.Errorf("Accept-Encoding %q: got a packed page", encoding)
		}
	}
	if packed.header.Get("ETag") == plain.header.Get("ETag") {
		t.Errorf("both forms of the page have the tag %q", plain.header.Get("ETag"))
	}
	if got := plain.header.Get("Cache-Control"); got != "public, max-age=0, must-revalidate" {
		t.Errorf("got Cache-Control %q", got)
	}
	if got := plain.header.Get("Vary"); got != "Accept-Encoding" {
		t.Errorf("got Vary %q", got)
	}
	tag := plain.header.Get("ETag")
	for _, known := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
		p := b.do(http.MethodGet, "/", nil, map[string]string{"If-None-Match": known, "Accept-Encoding": "identity"})
		if p.status != http.StatusNotModified || p.body != "" || p.header.Get("ETag") != tag {
			t.Errorf("If-None-Match %s: got status %d, %d bytes and tag %q, want 304 with none and %q", known, p.status, len(p.body), p.header.Get("ETag"), tag)
		}
	}
	if p := b.do(http.MethodGet, "/", nil, map[string]string{"If-None-Match": `"other"`}); p.status != http.StatusOK {
		t.Errorf("another tag: got status %d, want 200", p.status)
	}
}

func TestHead(t *testing.T) {
	b, _ := openSite(t)
	for _, path := range []string{"/", bridgePath(), "/2031/05/", "/archive", "/label/valoria", "/feed.xml", "/robots.txt", "/sitemap.xml", "/sitemap/2031-05.xml", "/about", "/contact", "/privacy", "/nope"} {
		header := map[string]string{"Accept-Encoding": "identity"}
		got, head := b.do(http.MethodGet, path, nil, header), b.do(http.MethodHead, path, nil, header)
		if head.status != got.status || head.body != "" || head.header.Get("ETag") != got.header.Get("ETag") || head.header.Get("Content-Length") != got.header.Get("Content-Length") {
			t.Errorf("HEAD %s: got status %d, %d bytes, tag %s; GET has %d, tag %s", path, head.status, len(head.body), head.header.Get("ETag"), got.status, got.header.Get("ETag"))
		}
		if len(head.header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s sets a cookie", path)
		}
	}
}

func TestOlderPosts(t *testing.T) {
	n := sample()
	for i := range site.FrontSize*2 + 5 {
		n.addPost("Post "+strings.Repeat("I", i+1)+" Of Many", "post-"+strings.Repeat("i", i+1), noon.Add(time.Duration(i-100)*time.Minute))
	}
	b, _ := open(t, newReading(n).options())
	seen, path := map[string]bool{}, "/"
	for pages := 0; path != "" && pages < 5; pages++ {
		p := b.get(path)
		for i := range n.posts {
			if strings.Contains(p.body, ">"+n.posts[i].Headline+"<") {
				if seen[n.posts[i].Headline] {
					t.Errorf("%s stands on two pages", n.posts[i].Headline)
				}
				seen[n.posts[i].Headline] = true
			}
		}
		_, rest, _ := strings.Cut(p.body, `href="/?before=`)
		place, _, found := strings.Cut(rest, `"`)
		if path = ""; found {
			path = "/?before=" + place
		}
	}
	if len(seen) != len(n.posts) {
		t.Errorf("the pages of older posts show %d posts, want %d", len(seen), len(n.posts))
	}
}

func TestPostPage(t *testing.T) {
	b, d := openSite(t)
	d.posts[1].Corrections = []news.Correction{{At: noon, Text: "It was Vessen & not Kalen."}}
	p := b.get("/2031/05/grain-talks-in-vessen-break-up.html")
	contains(t, p, `<h1 class="headline">Grain Talks In Vessen Break Up</h1>`, "It was Vessen &amp; not Kalen.", `datetime="2031-05-06`,
		`<link rel="canonical" href="https://review.example/2031/05/grain-talks-in-vessen-break-up.html">`,
		`<meta property="og:type" content="article">`, "The harbour office gave the word", `itemtype="https://schema.org/NewsArticle"`,
		"Newer post", "two-lighthouses-dark-cold.html", "Older post", bridgePath(), `id="comment-form"`)
	if strings.Contains(p.body, "comments:") {
		t.Error("a post without comments counts them")
	}
}

func TestArchiveLabelAndTexts(t *testing.T) {
	b, d := openSite(t)
	d.pub.Contact = "desk@review.example"
	contains(t, b.get("/archive"), ">2031<", "May 2031", `href="/2031/05/"`)
	contains(t, b.get("/2031/05/"), "May 2031", "Bridge Over The Kalen", "Two &lt;Lighthouses&gt;")
	contains(t, b.get("/label/vALORIA"), `<h1 class="title">Valoria</h1>`, "Grain Talks", "Bridge Over")
	contains(t, b.get("/label/Ports%20&%20Ships"), "Bridge Over")
	contains(t, b.get("/privacy"), "no cookies", "the name you sign with, your words")
	contains(t, b.get("/contact"), "mailto:desk@review.example")
	d.pub.Privacy = "We *keep* nothing."
	d.clock.Add(60)
	contains(t, b.get("/privacy"), "We <em>keep</em> nothing.")
}

func TestNotSetUp(t *testing.T) {
	n := harbourDay()
	n.pub = news.Publication{}
	b, _ := open(t, newReading(n).options())
	p := b.get("/")
	contains(t, p, "Nothing is published here yet", "dateline init")
	if got := p.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("got Cache-Control %q, want no-store", got)
	}
	for _, path := range []string{bridgePath(), "/feed.xml", "/robots.txt", "/nope"} {
		if p := b.get(path); p.status != http.StatusNotFound || strings.Contains(p.body, "Bridge") {
			t.Errorf("%s: got status %d, want 404", path, p.status)
		}
	}
	if p := b.post(bridgePath(), url.Values{"name": {"Tom"}, "text": {"Hello"}}); p.status != http.StatusNotFound {
		t.Errorf("comment: got status %d, want 404", p.status)
	}
	n.pub.Title = "The Harbour Review"
	contains(t, b.get("/"), "Bridge Over")
}

// Readers' pages are made anew after what readers see, and after nothing else:
// a draft is saved every few seconds while somebody writes.
func TestActsThatReadersSee(t *testing.T) {
	n := harbourDay()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field", Login: sampleLogin, PasswordHash: "unusable"}}
	n.posts[1].Blocks = n.posts[1].Blocks[:1] // one report once, so that it may be published again
	d := newReading(n)
	d.comments = []news.Comment{{ID: 1, PostID: 1, Name: "Tom", Text: "About time.", State: news.CommentHeld, At: noon}}
	o := d.options()
	b, _ := open(t, o)
	b.enter(o)
	b.get("/")
	b.post("/desk/posts", nil) // post 4
	save := func(path, do string) func() page {
		return func() page {
			form := fields(t, b.get(path).body)
			form.Set("headline", form.Get("headline")+" again")
			form.Set("do", do)
			return b.post(path, form)
		}
	}
	send := func(path string) func() page { return func() page { return b.post(path, nil) } }
	for _, tc := range []struct {
		name string
		act  func() page
		seen bool
	}{
		{"a draft's autosave", save("/desk/posts/4", "autosave"), false},
		{"a draft's save", save("/desk/posts/4", "save"), false},
		{"a preview", save("/desk/posts/1", "preview"), false},
		{"a feed", send("/desk/feeds/2/try"), false},
		{"a spiked story", send("/desk/stories/3/spike"), false},
		{"a published post's save", save("/desk/posts/1", "save"), true},
		{"withdrawing", send("/desk/posts/2/withdraw"), true},
		{"publishing again", send("/desk/posts/2/republish"), true},
		{"approving a comment", send("/desk/comments/1/approve"), true},
		{"deleting a comment", send("/desk/comments/1/delete"), true},
		{"settings", func() page { return b.post("/desk/settings", fields(t, b.get("/desk/settings").body)) }, true},
	} {
		b.get("/")
		asked := d.asked.Load()
		if p := tc.act(); p.status >= 400 {
			t.Errorf("%s: got status %d", tc.name, p.status)
		}
		b.get("/")
		if seen := d.asked.Load() != asked; seen != tc.seen {
			t.Errorf("%s: the front page was made again: %v, want %v", tc.name, seen, tc.seen)
		}
	}
}
