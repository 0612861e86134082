package wire_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// sharedSeeds returns some of the feeds in the folder that the variable SHARED
// names, and none without it.
func sharedSeeds(f *testing.F) [][]byte {
	root := os.Getenv("SHARED")
	if root == "" {
		return nil
	}
	const most, largest = 400, 32 << 10
	var seeds [][]byte
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || len(seeds) == most {
			return fs.SkipAll
		}
		switch filepath.Ext(path) {
		case ".xml", ".rss", ".atom", ".rdf", ".json":
		default:
			return nil
		}
		if info, err := e.Info(); err != nil || !info.Mode().IsRegular() || info.Size() > largest {
			return nil
		}
		body, err := os.ReadFile(path)
		seeds = append(seeds, body)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return seeds
}

func FuzzParse(f *testing.F) {
	for _, doc := range []string{
		three("Second"), `{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"\u00e9\ud800","tags":["a"]}]}`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="/x"><content type="xhtml"><div><a href="y">z</a></div></content></entry></feed>`,
		"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "<rss><item><title><![CDATA[x", "<rss><item><link a='b>x</link>",
		"<rss><item><pubDate>2004년 01월 02일</pubDate><author>a@b.c (d)</author>",
		"<!DOCTYPE r [<!ENTITY a 'b'>]><rss><item><title>&a;&#0;&nbsp;</title></item></rss>",
		`<urlset><url><loc>/a</loc><news:news><news:title>b</news:title></news:news></url></urlset>`,
		`<rss><item><media:group><media:content url="a"/></media:group><enclosure url="b&c"/></item></rss>`,
	} {
		f.Add([]byte(doc), "text/xml; charset=utf-8")
	}
	for _, doc := range sharedSeeds(f) {
		f.Add(doc, "")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		w, err := wire.Parse(body, wire.Hints{URL: feedURL, ContentType: contentType, MaxItems: 50})
		if err != nil {
			return
		}
		if len(w.Items) > 50 {
			t.Errorf("%d items, want at most 50", len(w.Items))
		}
		for _, it := range w.Items {
			checkItem(t, &it, len(body))
		}
		n := 0
		again, err := wire.Read(body, wire.Hints{URL: feedURL, ContentType: contentType}, func(*news.Item) bool { n++; return true })
		if err != nil || n < len(w.Items) || again.Title != w.Title {
			t.Errorf("Read: %v, %d items of %q, want at least %d of %q", err, n, again.Title, len(w.Items), w.Title)
		}
	})
}

// checkItem checks what holds for every item of a document of that many bytes.
func checkItem(t *testing.T, it *news.Item, length int) {
	t.Helper()
	texts := []string{it.GUID, it.URL, it.Headline, it.Summary, it.Content, it.Comments, it.Rights, it.Credit, it.Image.URL}
	for _, a := range it.Authors {
		texts = append(texts, a.Name, a.Email, a.URL)
	}
	for _, l := range it.Links {
		texts = append(texts, l.Href, l.Title)
	}
	total := 0
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
			t.Errorf("text %q is not fit to be stored", s)
		}
		total += len(s)
	}
	// Addresses are completed, signs are escaped, lines become breaks; each
	// link may also be the item's address.
	if most := 24*length + 200*(len(it.Links)+8) + 1000; total > most {
		t.Errorf("%d bytes of texts from %d", total, length)
	}
	for _, at := range []time.Time{it.Published, it.Updated} {
		checkRange(t, at)
	}
}

func checkRange(t *testing.T, at time.Time) {
	t.Helper()
	if !at.IsZero() && (at.Year() < 1899 || at.Year() > 2201) {
		t.Errorf("time %v is out of range", at)
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"Thu, 05 Feb 2009 17:04:09 GMT", "2009-02-05T17:04:09.25+01:00", "2009-W06-4", "2009년 02월 06일 오전 2:04:09",
		"Thu Feb  5 12:04:09 EST 2009", "05/02/09 5 PM", "-0902", "1233853449000", "Πεμ, 05 Φεβ 2009 12:04:09 EST", "20090205T17", "5 ก.พ. 2552",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at := wire.ParseDate(s)
		checkRange(t, at)
		if at.IsZero() {
			return
		}
		if again := wire.ParseDate(at.Format(time.RFC3339Nano)); at.Year() >= 1900 && at.Year() <= 2200 && !again.Equal(at) {
			t.Errorf("date %q is %v, which reads as %v", s, at, again)
		}
	})
}

func FuzzCharset(f *testing.F) {
	f.Add([]byte("<?xml version='1.0' encoding='shift_jis'?>\x8d\x60"), "")
	f.Add([]byte("\xff\xfea\x00\x00\xd8"), "text/xml; charset=utf-16")
	f.Add([]byte("caf\xe9 \x93x\x94"), "text/xml; charset=windows-1252")
	f.Add([]byte("\x1b$B9A\x1b(B"), "text/xml; charset=iso-2022-jp")
	f.Add([]byte("a\xc0\xaf\xed\xa0\x80z"), "text/xml; charset=x-klingon")
	f.Add([]byte("\x00\x00\xfe\xff\x00\x00\x00<"), "")
	for _, doc := range sharedSeeds(f) {
		f.Add(doc, "")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := wire.DecodeDocument(body, contentType)
		if err != nil {
			return
		}
		if !utf8.ValidString(doc) || strings.Contains(doc, "\x00") {
			t.Errorf("%q as %q is not fit to be stored: %q", body, contentType, doc)
		}
		if len(body) > 0 && body[0] != 0x1f && len(doc) > 4*len(body)+4 {
			t.Errorf("%d bytes became %d", len(body), len(doc))
		}
	})
}
