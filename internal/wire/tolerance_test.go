package wire_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// three is a feed of three items, whose second headline is given.
func three(headline string) string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>C</title>\n")
	for i, h := range []string{"First", headline, "Third"} {
		fmt.Fprintf(&b, "<item><title>%s</title><link>https://outlet.test/%d</link><guid>g%d</guid><description><![CDATA[<p>Body</p>]]></description></item>\n", h, i, i)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func TestTolerance(t *testing.T) {
	ok := three("Second")
	for _, tc := range []struct{ name, doc, want string }{
		{"bare ampersand", three("A & B"), "A &amp; B"},
		{"bare less-than", three("1 < 2"), "1 &lt; 2"},
		{"undeclared entity", three("Caf&eacute;"), "Café"},
		{"unknown entity", three("a &nosuch; b"), "a &amp;nosuch; b"},
		{"half an entity", three("?a=1&copy=2"), "?a=1&amp;copy=2"},
		{"number of Windows", three("Bob&#146;s"), "Bob’s"},
		{"encoded twice", three("&#195;&#169;"), "é"},
		{"control characters", three("Sec\x00o\x08nd"), "Second"},
		{"CDATA", three("<![CDATA[Tom &amp; Ann]]>"), "Tom &amp; Ann"},
		{"text around CDATA", three("a <![CDATA[b]]> c"), "a b c"},
		{"markup in a headline", three("Sec<i>o</i>nd"), "Sec<i>o</i>nd"},
		{"upper case", strings.NewReplacer("<title>", "<TITLE>", "item>", "ITEM>").Replace(ok), "Second"},
		{"end tag of another case", strings.Replace(ok, "Second</title>", "Second</TITLE>", 1), "Second"},
		{"junk before", "<br />\n<b>Warning</b>: x <br>\n" + ok, "Second"},
		{"junk behind", ok + "<script>x</script> & more", "Second"},
		{"mark and lines before", "\ufeff\n\n" + ok, "Second"},
		{"web page's document type", "<!DOCTYPE html>\n" + ok, "Second"},
		{"missing end of item", strings.Replace(ok, "</item>\n<item><title>Second", "<item><title>Second", 1), "Second"},
		{"missing end of headline", strings.Replace(ok, "Second</title>", "Second", 1), "Second"},
		{"missing quotation mark", strings.Replace(ok, "<guid>g1", "<guid isPermaLink=\"false>g1", 1), "Second"},
		{"no channel", strings.NewReplacer("<channel>", "", "</channel>", "").Replace(ok), "Second"},
		{"comment with dashes", strings.Replace(ok, "<channel>", "<!-- a -- b <item> --><channel>", 1), "Second"},
		{"stray end tags", strings.ReplaceAll(ok, "<link>", "</p></b><link>"), "Second"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := parse(t, tc.doc, wire.Hints{URL: feedURL, ContentType: "application/rss+xml"})
			if len(w.Items) != 3 {
				t.Fatalf("%d items, want 3", len(w.Items))
			}
			equal(t, "Headline", w.Items[1].Headline, tc.want)
			equal(t, "URL", w.Items[1].URL, "https://outlet.test/1")
			equal(t, "next Headline", w.Items[2].Headline, "Third")
		})
	}
}

func TestTruncation(t *testing.T) {
	whole := three("Second")
	for cut := strings.Index(whole, "<item>") + 6; cut < len(whole); cut++ {
		w := parse(t, whole[:cut], wire.Hints{URL: feedURL})
		if !w.Truncated {
			t.Fatalf("cut at %d: Truncated is false", cut)
		}
		if done := strings.Count(whole[:cut], "</item>"); len(w.Items) < done {
			t.Fatalf("cut at %d: %d items, want the %d whole ones", cut, len(w.Items), done)
		}
		for i, it := range w.Items {
			if it.URL != "" && it.URL != fmt.Sprintf("https://outlet.test/%d", i) || it.GUID != "" && it.GUID != fmt.Sprintf("g%d", i) {
				t.Fatalf("cut at %d: half an address %q or name %q was kept", cut, it.URL, it.GUID)
			}
		}
	}
	if w := parse(t, whole, wire.Hints{}); w.Truncated {
		t.Error("Truncated is true for a whole document")
	}
}

func TestTruncatedJSON(t *testing.T) {
	w := parse(t, `{"version":"https://jsonfeed.org/version/1","title":"C","items":[{"id":"1"},{"id":"2"},{"id":"3","ti`, wire.Hints{})
	equal(t, "items", len(w.Items), 2)
	equal(t, "Truncated", w.Truncated, true)
	equal(t, "Title", w.Title, "C")
}

func TestCharsets(t *testing.T) {
	for _, tc := range []struct {
		label string
		enc   encoding.Encoding
		text  string
	}{
		{"windows-1251", charmap.Windows1251, "Паром прибыл в порт"},
		{"koi8-r", charmap.KOI8R, "Паром прибыл в порт"},
		{"iso-8859-2", charmap.ISO8859_2, "žluťoučký kůň"},
		{"shift_jis", japanese.ShiftJIS, "港のニュース"},
		{"iso-2022-jp", japanese.ISO2022JP, "港のニュース"},
		{"euc-kr", korean.EUCKR, "항구 소식"},
		{"gb2312", simplifiedchinese.GB18030, "港口新闻"},
		{"ibm850", charmap.CodePage850, "Fähre läuft ein"},
	} {
		t.Run(tc.label, func(t *testing.T) {
			plain, err := tc.enc.NewEncoder().String(three(tc.text))
			if err != nil {
				t.Fatal(err)
			}
			declared := strings.Replace(plain, `"1.0"`, `"1.0" encoding="`+tc.label+`"`, 1)
			wrong := strings.Replace(plain, `"1.0"`, `"1.0" encoding="utf-8"`, 1)
			for how, w := range map[string]*struct{ doc, contentType string }{
				"declared":         {declared, "application/rss+xml"},
				"by the server":    {plain, "text/xml; charset=" + tc.label},
				"against the feed": {wrong, `text/xml; charset="` + tc.label + `"`},
			} {
				got := parse(t, w.doc, wire.Hints{ContentType: w.contentType}).Items[1].Headline
				equal(t, how, got, tc.text)
			}
		})
	}
}

func TestMarkedAndUnmarkedUnicode(t *testing.T) {
	const text = "Паром 港 ⛴"
	for name, enc := range map[string]encoding.Encoding{
		"UTF-16 with mark": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16 big":       unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
		"UTF-16 little":    unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		"UTF-32 with mark": utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
		"UTF-32 little":    utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM),
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := enc.NewEncoder().String(three(text))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "Headline", parse(t, doc, wire.Hints{ContentType: "text/xml; charset=iso-8859-1"}).Items[1].Headline, text)
		})
	}
}

func TestCharsetWithoutOrAgainstStatement(t *testing.T) {
	encoded := func(enc encoding.Encoding, s string) string {
		out, err := enc.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	russian := "Паром прибыл в порт с опозданием на два часа"
	for _, tc := range []struct{ name, doc, contentType, want string }{
		{"UTF-8 that says Latin-1", strings.Replace(three("Café — 2"), `"1.0"`, `"1.0" encoding="iso-8859-1"`, 1), "", "Café — 2"},
		{"UTF-8 that says UTF-16", strings.Replace(three("Café"), `"1.0"`, `"1.0" encoding="utf-16"`, 1), "", "Café"},
		{"UTF-8 of unknown name", three("Café"), "text/xml; charset=nosuch", "Café"},
		{"Windows-1252 that says UTF-8", three("\x93Caf\xe9\x94"), "text/xml; charset=utf-8", "“Café”"},
		{"one foreign byte", three("Café Caf\xe9 Café"), "", "Café Café Café"},
		{"Russian, unmarked", encoded(charmap.Windows1251, three(russian)), "", russian},
		{"Russian of Unix, unmarked", encoded(charmap.KOI8R, three(russian)), "", russian},
		{"Japanese, unmarked", encoded(japanese.ShiftJIS, three("港にフェリーが到着しました")), "", "港にフェリーが到着しました"},
		{"Chinese, unmarked", encoded(simplifiedchinese.GB18030, three("北京新闻:我们的国家和人民")), "", "北京新闻:我们的国家和人民"},
		{"Korean, unmarked", encoded(korean.EUCKR, three("여객선이 항구에 도착했다")), "", "여객선이 항구에 도착했다"},
		{"French, unmarked", encoded(charmap.Windows1252, three("Le traversier est arrivé à l’île")), "", "Le traversier est arrivé à l’île"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			equal(t, "Headline", parse(t, tc.doc, wire.Hints{ContentType: tc.contentType}).Items[1].Headline, tc.want)
		})
	}
}

func TestUnlabelledGzip(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(three("Second"))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	equal(t, "items", len(parse(t, b.String(), wire.Hints{}).Items), 3)
}

// TestHostileDocuments shows that documents made to cost time or memory are
// read in time that grows with their length: each is a few megabytes long, and
// the test would run for minutes otherwise.
func TestHostileDocuments(t *testing.T) {
	const n = 300_000
	for name, doc := range map[string]string{
		"depth":           "<rss><channel>" + strings.Repeat("<a>", n) + strings.Repeat("</a>", n) + "<item/>",
		"depth in a text": "<rss><item><description>" + strings.Repeat("<description>", n) + "x",
		"comments":        "<rss>" + strings.Repeat("<!--", n) + "<item/>",
		"document types":  "<rss>" + strings.Repeat("<!a [", n) + "<item/>",
		"entities":        "<rss>" + strings.Repeat("<!DOCTYPE a [<!ENTITY nbsp \"&#160;\">]>", n/10) + "<item/>",
		"authors":         "<rss>" + strings.Repeat("<author><!a [", n/10) + "<item/>",
		"instructions":    "<rss>" + strings.Repeat("<?a>", n) + "<item/>",
		"attributes":      "<rss><item " + strings.Repeat("a=\"1\" ", n) + ">x</item>",
		"vocabularies":    "<rss>" + strings.Repeat("<a xmlns:b=\"c\">", n) + "<item/>",
		"quotation marks": "<rss>" + strings.Repeat("<a b=\"", n) + "<item/>",
		"categories":      "<rss><item>" + strings.Repeat("<category>a</category>", n) + "</item>",
		"ampersands":      "<rss><item><title>" + strings.Repeat("&", 3*n) + "</title></item>",
		"items":           "<rss>" + strings.Repeat("<item/>", n),
		"open items":      "<rss>" + strings.Repeat("<item>", n),
		"divs":            `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">` + strings.Repeat("<div>", n) + "</content></entry>",
		"cut end tags":    "<rss>" + strings.Repeat("</", 10*n) + "><item/>",
		"end tags":        "<rss>" + strings.Repeat("<b>", 200) + strings.Repeat("</c>", n) + "<item/>",
	} {
		t.Run(name, func(t *testing.T) {
			w, err := wire.Parse([]byte(doc), wire.Hints{URL: feedURL, MaxItems: 100})
			if err == nil && len(w.Items) > 100 {
				t.Errorf("%d items, want at most 100", len(w.Items))
			}
			if err != nil && !errors.Is(err, news.ErrInvalid) {
				t.Errorf("Parse: %v, want an error of kind ErrInvalid or none", err)
			}
		})
	}
}

func TestDates(t *testing.T) {
	want := time.Date(2004, 1, 1, 19, 48, 21, 0, time.UTC)
	day := time.Date(2004, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		text string
		want time.Time
	}{
		{"Thu, 01 Jan 2004 19:48:21 GMT", want},
		{"Thu, 1 Jan 04 19:48:21 +0000", want},
		{"Thursday, 01 January 2004 19:48:21", want},
		{"01 Jan 2004 14:48:21 EST", want},
		{"01 Jan 2004 14:48:21 ET", want},
		{"Thu, Jan 01 2004 19:48:21 GMT", want},
		{"Thu, 01 Jan 2004 21:48:21 GMT+0200", want},
		{"Thu Jan  1 19:48:21 2004", want},
		{"Thu Jan 01 14:48:21 EST 2004", want},
		{"Thu, 2004/01/01 14:48:21 EST", want},
		{"2004-01-01T19:48:21Z", want},
		{"2004-01-01T14:48:21-05:00", want},
		{"2004-01-01t19:48:21.000+00:00", want},
		{"2004-01-01 19:48:21", want},
		{"2004-001T19:48:21Z", want},
		{"20040101T194821Z", want},
		{"20040101T1948", want.Truncate(time.Minute)},
		{"Thu, 01 Jan 2004 14:48:21 -0500 (GMT)", want},
		{"20040101194821", want},
		{"1072986501", want},
		{"January 1, 2004 7:48:21 PM", want},
		{"01/01/2004 07:48:21PM", want},
		{"2004-01-01 오후 7:48:21 +0000", want},
		{"2004년 01월 02일  04:48:21", want},
		{"Πεμ, 01 Ιαν 2004 14:48:21 EST", want},
		{"2004-január-01T14:48:21-05:00", want},
		{"jeudi 1er janvier 2004 à 19:48:21", want},
		{"1. Jänner 2004", day},
		{"Do, 01 Jan 2004 20:48:21 MEZ", want},
		{"чт, 1 января 2004 22:48:21 MSK", want},
		{"2004", day},
		{"2004-01", day},
		{"2004-01-01", day},
		{"20040101", day},
		{"31.12.2004", time.Date(2004, 12, 31, 0, 0, 0, 0, time.UTC)},
		{"12/31/2004", time.Date(2004, 12, 31, 0, 0, 0, 0, time.UTC)},
		{"2003-12-31T23:59:60Z", day},
		{"2003-12-31T24:00:00Z", day},
		{"yesterday", time.Time{}},
		{"0001-01-01T00:00:00Z", time.Time{}},
		{"99 Jan 2004", time.Time{}},
		{"", time.Time{}},
	} {
		w := parse(t, "<rss><channel><item><pubDate>"+tc.text+"</pubDate></item></channel></rss>", wire.Hints{})
		if got := w.Items[0].Published; !got.Equal(tc.want) {
			t.Errorf("date %q = %v, want %v", tc.text, got, tc.want)
		}
	}
}
