package main

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// feed is a feed to be parsed.
type feed struct {
	kind  string
	items int
	body  []byte
}

// shape is how a kind of publisher writes feeds.
type shape struct {
	kind string
	head string // %[1]s is the title, %[2]s the language
	item func(w *writer, n int, at string, when time.Time) string
	foot string
}

// article is the address of the nth report.
func article(n int) string { return fmt.Sprintf("https://outlet%d.test/2026/11/report-%d", n%7, n) }

func cdata(s string) string { return "<![CDATA[" + s + "]]>" }

// write writes a feed of about size bytes.
func (s shape) write(w *writer, size int) feed {
	var b strings.Builder
	fmt.Fprintf(&b, s.head, w.line(3), w.code)
	items := 0
	for when := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC); b.Len() < size || items == 0; items++ {
		if items > 0 && s.kind == "JSON" {
			b.WriteString(",\n")
		}
		b.WriteString(s.item(w, items, article(items), when))
		when = when.Add(-37 * time.Minute)
	}
	b.WriteString(s.foot)
	return feed{s.kind, items, []byte(b.String())}
}

const rssHead = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel>
<title>%[1]s</title>
<atom:link href="https://outlet.test/feed/" rel="self" type="application/rss+xml" />
<link>https://outlet.test</link>
<description>%[1]s</description>
<lastBuildDate>Fri, 20 Nov 2026 09:00:00 +0000</lastBuildDate>
<language>%[2]s</language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>1</sy:updateFrequency>
<image><url>https://outlet.test/icon.png</url><title>%[1]s</title><link>https://outlet.test</link><width>32</width><height>32</height></image>
`

const (
	rssFoot  = "</channel>\n</rss>\n"
	atomHead = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:yt="http://www.youtube.com/xml/schemas/2015" xml:lang="%[2]s">
<title type="text">%[1]s</title><id>tag:outlet.test,2026:feed</id><updated>2026-11-20T09:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://outlet.test/"/><link rel="self" type="application/atom+xml" href="https://outlet.test/atom"/>
`
	atomFoot = "</feed>\n"
	rdfHead  = `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://outlet.test/index.rdf"><title>%[1]s</title><link>https://outlet.test/</link><description>%[1]s</description><dc:language>%[2]s</dc:language></channel>
`
	jsonHead = `{"version":"https://jsonfeed.org/version/1.1","title":"%[1]s","language":"%[2]s","home_page_url":"https://outlet.test/","feed_url":"https://outlet.test/feed.json","items":[
`
)

// shapes are the publishers.
var shapes = []shape{
	{"RSS, full text", rssHead, fullText, rssFoot},
	{"RSS, headlines", rssHead, headlines, rssFoot},
	{"RSS, escaped HTML", rssHead, escapedText, rssFoot},
	{"RSS, wire of others", rssHead, othersWire, rssFoot},
	{"RSS, podcast", rssHead, podcast, rssFoot},
	{"Atom, HTML", atomHead, atomHTML, atomFoot},
	{"Atom, XHTML", atomHead, atomXHTML, atomFoot},
	{"Atom, videos", atomHead, video, atomFoot},
	{"RDF", rdfHead, rdfItem, "</rdf:RDF>\n"},
	{"JSON", jsonHead, jsonItem, "]}\n"},
}

func fullText(w *writer, n int, at string, when time.Time) string {
	return fmt.Sprintf(`<item>
<title>%s</title>
<link>%s/</link>
<comments>%[2]s/#respond</comments>
<dc:creator>%s</dc:creator>
<pubDate>%s</pubDate>
<category>%s</category>
<category>%s</category>
<guid isPermaLink="false">https://outlet.test/?p=%d</guid>
<description>%s</description>
<content:encoded>%s</content:encoded>
<wfw:commentRss>%[2]s/feed/</wfw:commentRss>
<slash:comments>%[7]d</slash:comments>
<media:content url="%[2]s/photo.jpg" medium="image" type="image/jpeg" width="1024" height="683"><media:title type="html">%[10]s</media:title></media:content>
</item>
`, w.line(8), at, cdata(w.line(2)), when.Format(time.RFC1123Z), cdata(w.line(1)), cdata(w.line(2)), n,
		cdata("<p>"+w.line(30)+"</p>"), cdata(w.html(9, at)), w.line(5))
}

func headlines(w *writer, _ int, at string, when time.Time) string {
	return fmt.Sprintf(`<item><title>%s</title><description>%s</description><link>%s?at_medium=RSS&amp;at_campaign=rss</link><guid isPermaLink="false">%[3]s#0</guid><pubDate>%s</pubDate><media:thumbnail width="240" height="135" url="%[3]s/240.jpg"/></item>
`, cdata(w.line(8)), cdata(w.line(18)), at, when.Format(time.RFC1123))
}

func escapedText(w *writer, n int, at string, when time.Time) string {
	return fmt.Sprintf(`<item><title>%s</title><link>%s</link><author>desk@outlet.test (%s)</author><pubDate>%s</pubDate><guid>%[2]s</guid><description>%[5]s</description><enclosure url="%[2]s/photo.jpg" length="%[6]d" type="image/jpeg"/></item>
`, html.EscapeString(w.line(9)), at, w.line(2), when.Format(time.RFC1123Z), html.EscapeString(w.html(4, at)), 40_000+n)
}

func othersWire(w *writer, n int, at string, when time.Time) string {
	list := `<ol><li><a href="` + at + `" target="_blank">` + w.line(8) + `</a>&nbsp;&nbsp;<font color="#6f6f6f">` + w.line(2) + `</font></li></ol>`
	return fmt.Sprintf(`<item><title>%s - %s</title><link>https://wire.test/rss/articles/%d?oc=5</link><guid isPermaLink="false">%032x</guid><pubDate>%s</pubDate><description>%s</description><source url="https://outlet%d.test">%s</source></item>`,
		w.line(8), w.line(2), n, n, when.Format(time.RFC1123), html.EscapeString(list), n%7, w.line(2))
}

func podcast(w *writer, n int, at string, when time.Time) string {
	return fmt.Sprintf(`<item>
<title>%s</title><itunes:title>%s</itunes:title><itunes:author>%s</itunes:author><itunes:episodeType>full</itunes:episodeType><itunes:episode>%d</itunes:episode>
<itunes:summary>%s</itunes:summary><itunes:duration>00:%02d:17</itunes:duration><itunes:explicit>false</itunes:explicit><itunes:image href="%s/cover.jpg"/>
<description>%s</description><content:encoded>%s</content:encoded>
<pubDate>%s</pubDate><guid isPermaLink="false">ep-%[4]d</guid><link>%[7]s</link><enclosure url="%[7]s/sound.mp3?a=1&amp;b=2" length="48211333" type="audio/mpeg"/>
</item>
`, w.line(6), w.line(6), w.line(2), n, w.line(40), n%60, at, cdata("<p>"+w.line(40)+"</p>"), cdata(w.html(2, at)), when.Format(time.RFC1123Z))
}

func atomHTML(w *writer, n int, at string, when time.Time) string {
	return fmt.Sprintf(`<entry><id>tag:outlet.test,2026:%d</id><published>%s</published><updated>%[2]s</updated><category scheme="http://www.blogger.com/atom/ns#" term="%s"/><title type="text">%s</title><content type="html">%s</content><link rel="replies" type="application/atom+xml" href="%s/comments/default" title="0"/><link rel="edit" type="application/atom+xml" href="%[6]s/edit"/><link rel="alternate" type="text/html" href="%[6]s.html" title="%[4]s"/><author><name>%[7]s</name><uri>https://outlet.test/a</uri><email>noreply@outlet.test</email></author><media:thumbnail url="%[6]s/s72.jpg" height="72" width="72"/><thr:total>0</thr:total></entry>
`, n, when.Format(time.RFC3339), w.line(1), w.line(7), html.EscapeString(w.html(5, at)), at, w.line(2))
}

func atomXHTML(w *writer, n int, at string, when time.Time) string {
	return fmt.Sprintf(`<entry><title>%s</title><link href="%s"/><id>urn:outlet:%d</id><updated>%s</updated><summary>%s</summary><author><name>%s</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">%s</div></content></entry>
`, w.line(7), at, n, when.Format(time.RFC3339), w.line(20), w.line(2), w.html(4, at))
}

func video(w *writer, n int, at string, when time.Time) string {
	return fmt.Sprintf(`<entry><id>yt:video:vid%08d</id><yt:videoId>vid%08[1]d</yt:videoId><yt:channelId>UCoutlet</yt:channelId><title>%[2]s</title><link rel="alternate" href="https://www.youtube.com/watch?v=vid%08[1]d"/><author><name>%[3]s</name><uri>https://www.youtube.com/channel/UCoutlet</uri></author><published>%[4]s</published><updated>%[4]s</updated><media:group><media:title>%[2]s</media:title><media:content url="https://www.youtube.com/v/vid%08[1]d?version=3" type="application/x-shockwave-flash" width="640" height="390"/><media:thumbnail url="%[5]s/hq.jpg" width="480" height="360"/><media:description>%[6]s
%[7]s</media:description><media:community><media:starRating count="17" average="5.00" min="1" max="5"/><media:statistics views="%[1]d"/></media:community></media:group></entry>
`, n, w.line(7), w.line(2), when.Format(time.RFC3339), at, w.line(40), w.line(30))
}

func rdfItem(w *writer, _ int, at string, when time.Time) string {
	return fmt.Sprintf(`<item rdf:about="%s"><title>%s</title><link>%[1]s</link><description>%[3]s</description><dc:creator>%s</dc:creator><dc:date>%s</dc:date><dc:subject>%s</dc:subject><content:encoded>%s</content:encoded></item>
`, at, w.line(7), w.line(25), w.line(2), when.Format(time.RFC3339), w.line(1), cdata(w.html(3, at)))
}

func jsonItem(w *writer, n int, at string, when time.Time) string {
	text, err := json.Marshal(w.html(4, at))
	if err != nil {
		return "{}"
	}
	return fmt.Sprintf(`{"id":"%d","url":"%s","title":"%s","summary":"%s","content_html":%s,"image":"%[2]s/photo.jpg","date_published":"%[6]s","authors":[{"name":"%s"}],"tags":["%s","%s"]}`,
		n, at, w.line(7), w.line(20), text, when.Format(time.RFC3339), w.line(2), w.line(1), w.line(1))
}

// sizes are how many bytes the feeds have. Of most kinds there is none larger
// than a third of a megabyte, as it is with publishers.
var sizes = []int{5_000, 15_000, 45_000, 120_000, 350_000}

// allFeeds writes the feeds, the same ones every time.
func allFeeds() []feed {
	var list []feed
	seed := uint64(0)
	for _, s := range shapes {
		for _, size := range sizes {
			w := newWriter(tongues[int(seed)%len(tongues)], seed)
			list = append(list, s.write(w, size))
			seed++
		}
	}
	for i, s := range []shape{shapes[0], shapes[4], shapes[5], shapes[9]} {
		list = append(list, s.write(newWriter(tongues[0], seed+uint64(i)), 2_000_000))
	}
	return append(list, oldFeeds()...)
}

// oldFeeds writes feeds in the encodings before UTF-8.
func oldFeeds() []feed {
	var list []feed
	for i, old := range []struct {
		label  string
		enc    encoding.Encoding
		tongue int
	}{
		{"iso-8859-1", charmap.ISO8859_1, 1},
		{"windows-1252", charmap.Windows1252, 2},
		{"iso-8859-2", charmap.ISO8859_2, 4},
		{"windows-1254", charmap.Windows1254, 5},
		{"windows-1251", charmap.Windows1251, 6},
		{"koi8-r", charmap.KOI8R, 6},
		{"iso-8859-7", charmap.ISO8859_7, 7},
		{"gbk", simplifiedchinese.GBK, 10},
		{"shift_jis", japanese.ShiftJIS, 11},
		{"euc-kr", korean.EUCKR, 12},
	} {
		f := shapes[i%3].write(newWriter(tongues[old.tongue], uint64(1000+i)), 60_000)
		text, err := old.enc.NewEncoder().Bytes([]byte(strings.Replace(string(f.body), "UTF-8", old.label, 1)))
		if err != nil {
			continue // a letter that the encoding lacks; main counts the feeds
		}
		list = append(list, feed{"RSS, old encodings", f.items, text})
	}
	return list
}

// longFeed writes a feed of about size bytes with items of one kind.
func longFeed(kind string, size int) feed {
	for _, s := range shapes {
		if s.kind == kind {
			return s.write(newWriter(tongues[0], 7), size)
		}
	}
	tiny := shape{kind, rssHead, func(w *writer, n int, _ string, _ time.Time) string {
		return fmt.Sprintf("<item><title>%d</title></item>", n)
	}, rssFoot}
	return tiny.write(newWriter(tongues[0], 7), size)
}
