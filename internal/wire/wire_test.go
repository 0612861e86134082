package wire_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/wire"
)

const feedURL = "https://outlet.test/feeds/world.xml"

// sample reads a feed of testdata.
func sample(t *testing.T, name string) *news.Wire {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(b), wire.Hints{URL: feedURL})
}

func parse(t *testing.T, doc string, h wire.Hints) *news.Wire {
	t.Helper()
	w, err := wire.Parse([]byte(doc), h)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return w
}

// equal compares one fact of a feed.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestRSS(t *testing.T) {
	w := sample(t, "rss.xml")
	equal(t, "Format", w.Format, "rss")
	equal(t, "Title", w.Title, "The Harbour Post &amp; Mail")
	equal(t, "Link", w.Link, "https://outlet.test/")
	equal(t, "Language", w.Language, "en-gb")
	equal(t, "TTL", w.TTL, 20*time.Minute)
	equal(t, "UpdateEvery", w.UpdateEvery, 30*time.Minute)
	equal(t, "Hub", w.Hub, "https://hub.test/")
	equal(t, "Self", w.Self, "https://outlet.test/feeds/world.xml")
	equal(t, "Image", w.Image.URL, "https://outlet.test/logo.png")
	equal(t, "Truncated", w.Truncated, false)
	if !slices.Equal(w.SkipHours, []int{1, 2}) || !slices.Equal(w.SkipDays, []time.Weekday{time.Sunday}) {
		t.Errorf("SkipHours, SkipDays = %v, %v", w.SkipHours, w.SkipDays)
	}
	if len(w.Items) != 2 {
		t.Fatalf("%d items, want 2", len(w.Items))
	}
	it := w.Items[0]
	equal(t, "GUID", it.GUID, "harbour-1")
	equal(t, "URL", it.URL, "https://outlet.test/world/1?a=1&b=2")
	equal(t, "Headline", it.Headline, "Ferry talks &amp; tides: 3 &lt; 4")
	equal(t, "Summary", it.Summary, "<p>The <b>ferry</b> sails.</p>")
	equal(t, "Content", it.Content, `<p>See <a href="https://outlet.test/more">more</a>.</p>`)
	equal(t, "Published", it.Published, time.Date(2024, 3, 4, 10, 0, 0, 0, time.UTC))
	equal(t, "Credit", it.Credit, "Coastal Press Agency")
	equal(t, "Comments", it.Comments, "https://outlet.test/world/1#comments")
	equal(t, "Source", it.Source.Title, "Other Paper")
	equal(t, "Image", it.Image.URL, "https://outlet.test/ferry.jpg")
	equal(t, "Thumbnail", it.Thumbnails[0].URL, "https://outlet.test/small.jpg")
	equal(t, "Enclosure", it.Enclosures[0], news.Enclosure{URL: "https://outlet.test/1.mp3", Type: "audio/mpeg", Length: "12"})
	equal(t, "Author", it.Authors[0], news.Person{Name: "Ann Author", Email: "ann@outlet.test"})
	equal(t, "Category", it.Categories[0], news.Category{Term: "Ships", Scheme: "https://outlet.test/topics"})
	second := w.Items[1]
	equal(t, "URL of a permalink", second.URL, "https://outlet.test/world/2")
	equal(t, "Credit by category", second.Credit, "Northern Wire")
}

func TestAtom(t *testing.T) {
	w := sample(t, "atom.xml")
	equal(t, "Format", w.Format, "atom")
	equal(t, "Language", w.Language, "de")
	equal(t, "Link", w.Link, "https://outlet.test/blog/")
	equal(t, "Subtitle", w.Subtitle, "Notes &lt;daily&gt;")
	if len(w.Items) != 2 {
		t.Fatalf("%d items, want 2", len(w.Items))
	}
	it := w.Items[0]
	equal(t, "GUID", it.GUID, "tag:outlet.test,2024:1")
	equal(t, "URL", it.URL, "https://outlet.test/blog/2024/one.html")
	equal(t, "Headline", it.Headline, "One <em>two</em>")
	equal(t, "Content", it.Content, `<p>Text &lt;b&gt; <a href="https://outlet.test/blog/2024/x">x</a></p>`)
	equal(t, "Author", it.Authors[0], news.Person{Name: "Ben", Email: "ben@outlet.test", URL: "https://outlet.test/ben"})
	equal(t, "Published", it.Published, time.Date(2024, 3, 4, 8, 30, 0, 0, time.UTC))
	equal(t, "Updated", it.Updated, time.Date(2024, 3, 4, 9, 0, 0, 0, time.UTC))
	equal(t, "Source", it.Source.Title, "")
	equal(t, "Comments", it.Comments, "https://outlet.test/blog/2024/one.html#c")
	second := w.Items[1]
	equal(t, "Source title", second.Source.Title, "Far Away")
	equal(t, "Source link", second.Source.Link, "https://far.test/")
	equal(t, "Headline not the source's", second.Headline, "Taken over")
}

func TestVideoChannel(t *testing.T) {
	w := sample(t, "video.xml")
	equal(t, "Title", w.Title, "Harbour TV")
	it := w.Items[0]
	equal(t, "Video", it.Video, news.Video{Provider: "youtube", ID: "abcDEF_-123"})
	equal(t, "Headline", it.Headline, "Ferry arrives")
	equal(t, "Summary", it.Summary, "First line &lt;3")
	equal(t, "Thumbnail", it.Thumbnails[0].URL, "https://pictures.test/hq.jpg")
}

func TestVideoSummaryKeepsLines(t *testing.T) {
	w := parse(t, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><entry>
		<media:group><media:description>One
Two</media:description></media:group></entry></feed>`, wire.Hints{})
	equal(t, "Summary", w.Items[0].Summary, "One<br>\nTwo")
}

func TestVideoByAddress(t *testing.T) {
	for _, address := range []string{
		"https://www.youtube.com/watch?v=abcDEF_-123&amp;t=1", "https://youtu.be/abcDEF_-123",
		"https://m.youtube.com/shorts/abcDEF_-123",
	} {
		w := parse(t, "<rss><channel><item><link>"+address+"</link></item></channel></rss>", wire.Hints{})
		equal(t, address, w.Items[0].Video, news.Video{Provider: "youtube", ID: "abcDEF_-123"})
	}
}

func TestOtherFormats(t *testing.T) {
	for _, tc := range []struct{ name, doc, format, title, link string }{
		{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>C</title><items><rdf:Seq><rdf:li resource="a"/></rdf:Seq></items></channel><item rdf:about="https://outlet.test/1"><title>T</title><link>https://outlet.test/1</link></item></rdf:RDF>`, "rdf", "T", "https://outlet.test/1"},
		{"CDF", `<?xml version="1.0"?><CHANNEL HREF="https://outlet.test/"><TITLE>C</TITLE><ITEM HREF="/1"><TITLE>T</TITLE></ITEM></CHANNEL>`, "cdf", "T", "https://outlet.test/1"},
		{"Atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="base64" type="text/html">VA==</title><link rel="alternate" href="/1"/></entry></feed>`, "atom", "T", "https://outlet.test/1"},
		{"news sitemap", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://outlet.test/1</loc><news:news><news:publication><news:name>O</news:name></news:publication><news:title>T</news:title></news:news></url></urlset>`, "sitemap", "T", "https://outlet.test/1"},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"C","items":[{"id":1,"url":"/1","title":"T","tags":["a",null]}]}`, "json", "T", "https://outlet.test/1"},
		{"prefixed RSS", `<r:rss xmlns:r="http://backend.userland.com/rss2" xmlns:z="urn:z"><r:channel><r:item><z:title>no</z:title><r:title>T</r:title><r:link>/1</r:link></r:item></r:channel></r:rss>`, "rss", "T", "https://outlet.test/1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := parse(t, tc.doc, wire.Hints{URL: feedURL})
			equal(t, "Format", w.Format, tc.format)
			if len(w.Items) != 1 {
				t.Fatalf("%d items, want 1", len(w.Items))
			}
			equal(t, "Headline", w.Items[0].Headline, tc.title)
			equal(t, "URL", w.Items[0].URL, tc.link)
		})
	}
}

func TestSitemapIndexNamesSitemaps(t *testing.T) {
	w := parse(t, `<sitemapindex><sitemap><loc>https://outlet.test/a.xml</loc></sitemap></sitemapindex>`, wire.Hints{})
	equal(t, "items", len(w.Items), 0)
	equal(t, "link", w.Links[0], news.Link{Href: "https://outlet.test/a.xml", Rel: "sitemap"})
}

func TestJSONFeed(t *testing.T) {
	w := sample(t, "feed.json")
	equal(t, "Title", w.Title, "Harbour &amp; Sea")
	equal(t, "Author", w.Authors[0].Name, "Ann Author")
	equal(t, "Hub", w.Hub, "https://hub.test/")
	it := w.Items[0]
	equal(t, "GUID", it.GUID, "7")
	equal(t, "Content", it.Content, `<p><a href="https://outlet.test/x">x</a></p>`)
	equal(t, "Published", it.Published, time.Date(2024, 3, 4, 9, 0, 0, 0, time.UTC))
	equal(t, "Enclosure", it.Enclosures[0], news.Enclosure{URL: "https://outlet.test/7.mp3", Type: "audio/mpeg", Length: "1200000"})
	equal(t, "text content", w.Items[1].Content, "a &lt; b<br>\nc")
}

func TestNotAFeed(t *testing.T) {
	for name, doc := range map[string]string{
		"empty": "", "space": " \n", "page": "<!doctype html><html><head><title>x</title></head><body><item>x</item></body></html>",
		"words": "Service unavailable", "other XML": "<note><to>you</to></note>", "other JSON": `{"a":1}`,
		"JSON list": `[1,2]`, "broken gzip": "\x1f\x8bxxxx", "drawing": `<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>`,
	} {
		t.Run(name, func(t *testing.T) {
			w, err := wire.Parse([]byte(doc), wire.Hints{URL: feedURL})
			if !errors.Is(err, news.ErrInvalid) {
				t.Fatalf("Parse = %v, %v, want an error of kind ErrInvalid", w, err)
			}
			var e *wire.Error
			if !errors.As(err, &e) || !strings.HasSuffix(e.Reason, ".") {
				t.Errorf("error %v is no sentence of type *wire.Error", err)
			}
		})
	}
}

func TestNewestItemsAreKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for i := range 60 {
		day := time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC)
		b.WriteString("<item><title>" + day.Format("Jan 2") + "</title><pubDate>" + day.Format(time.RFC1123Z) + "</pubDate></item>")
	}
	b.WriteString("</channel></rss>")
	w := parse(t, b.String(), wire.Hints{MaxItems: 3})
	var got []string
	for _, it := range w.Items {
		got = append(got, it.Headline)
	}
	if want := []string{"Feb 27", "Feb 28", "Feb 29"}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
}

func TestBase(t *testing.T) {
	const doc = `<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="sub/"><link href="a"/><summary type="html">&lt;img src="p.png"&gt;</summary></entry><entry><link href="b"/><content xml:base="https://far.test/x/" src="c"/></entry></feed>`
	w := parse(t, doc, wire.Hints{URL: "https://outlet.test/f/feed", ContentLocation: "/g/feed"})
	equal(t, "URL", w.Items[0].URL, "https://outlet.test/g/sub/a")
	equal(t, "Summary", w.Items[0].Summary, `<img src="https://outlet.test/g/sub/p.png">`)
	equal(t, "URL behind the base's element", w.Items[1].URL, "https://outlet.test/g/b")
	equal(t, "ContentSrc", w.Items[1].ContentSrc, "https://far.test/x/c")
}

func TestScriptAddressesAreDropped(t *testing.T) {
	w := parse(t, `<rss><channel><item><title>x</title><link>java
script:alert(1)</link><guid>javascript:x</guid></item></channel></rss>`, wire.Hints{URL: feedURL})
	equal(t, "URL", w.Items[0].URL, "")
}
