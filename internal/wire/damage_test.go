package wire_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// headed is a feed with a document type or the like in front.
func headed(head, headline string) string {
	return strings.Replace(three(headline), "?>\n", "?>\n"+head+"\n", 1)
}

func TestRefused(t *testing.T) {
	for _, tc := range []struct {
		name, doc string
		want      wire.Kind
	}{
		{"nothing", " \n ", wire.KindEmpty},
		{"a page", "<!doctype html><title>x</title><p>y", wire.KindNotAFeed},
		{"text", "hello", wire.KindNotAFeed},
		{"other JSON", `{"a":[1,2]}`, wire.KindNotAFeed},
		{"damaged compression", "\x1f\x8b\x00\x00", wire.KindBadEncoding},
		{"an entity of its own", headed(`<!DOCTYPE r [<!ENTITY house "Harbour Post">]>`, "&house;"), wire.KindEntities},
		{"entities made of entities", headed(`<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>`, "&b;"), wire.KindEntities},
		{"an entity in a file", headed(`<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hosts">]>`, "Second"), wire.KindEntities},
		{"an entity of two lines", headed("<!DOCTYPE r [<!ENTITY\n x\n SYSTEM 'http://outlet.test/x'\n>]>", "Second"), wire.KindEntities},
		{"declarations elsewhere", headed(`<!DOCTYPE r [<!ENTITY % p SYSTEM "http://outlet.test/p.dtd"> %p;]>`, "Second"), wire.KindEntities},
		{"declarations of declarations", headed(`<!DOCTYPE r [<!ENTITY % a "<!ENTITY b 'c'>"> %a;]>`, "Second"), wire.KindEntities},
		{"very many entities", headed("<!DOCTYPE r ["+strings.Repeat(`<!ENTITY a "b">`, 2000)+"]>", "Second"), wire.KindEntities},
		{"nested elements", strings.Replace(three("x"), "<item>", strings.Repeat("<a>", 2000), 1), wire.KindDepth},
		{"nested elements in a text", three(strings.Repeat("<b>", 2000)), wire.KindDepth},
		{"attributes", strings.Replace(three("x"), "<item>", "<item "+strings.Repeat(`a="1" `, 1000)+">", 1), wire.KindAttributes},
		{"a long name", three("<" + strings.Repeat("n", 100_000) + "/>"), wire.KindTokenTooLong},
		{"a long attribute", three(`<a b="` + strings.Repeat("n", 9<<20) + `"/>`), wire.KindTokenTooLong},
		{"nested lists in JSON", `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 2000) + strings.Repeat("]", 2000) + "}", wire.KindJSONDepth},
		{"nested objects in JSON", `{"version":"https://jsonfeed.org/version/1","x":` + strings.Repeat(`{"a":`, 2000), wire.KindJSONDepth},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := wire.Parse([]byte(tc.doc), wire.Hints{URL: feedURL})
			var e *wire.Error
			if !errors.As(err, &e) || !errors.Is(err, news.ErrInvalid) {
				t.Fatalf("error %v, want one of type *wire.Error", err)
			}
			if e.Kind != tc.want {
				t.Errorf("kind %q, want %q", e.Kind, tc.want)
			}
		})
	}
}

func TestDamage(t *testing.T) {
	ok := three("Second")
	declared := func(charset, headline string) string {
		return strings.Replace(three(headline), `"1.0"`, `"1.0" encoding="`+charset+`"`, 1)
	}
	const jsonHead = `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"A"`
	for _, tc := range []struct {
		name, doc, contentType string
		want                   wire.Kind
	}{
		{"none", ok, "", ""},
		{"none in JSON", jsonHead + "}]}\n", "", ""},
		{"a named document type", headed(`<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">`, "caf&eacute;"), "", ""},
		{"HTML's characters", headed(`<!DOCTYPE r [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent"> %HTMLlat1; <!ENTITY nbsp "&#160;">]>`, "a&nbsp;b"), "", ""},
		{"comments and instructions", strings.Replace(ok, "<item>", strings.Repeat("<!-- x --><?x y?>", 1000)+"<item>", 1), "", ""},
		{"UTF-7", declared("UTF-7", "+ADw-b+AD4-"), "text/xml; charset=utf-8", ""},
		{"a mark", "\ufeff" + ok, "", ""},
		{"a mark inside", three("a\ufeffb"), "", ""},
		{"cut", ok[:len(ok)-80], "", wire.DamageTruncated},
		{"cut between items", ok[:strings.LastIndex(ok, "<item>")], "", wire.DamageTruncated},
		{"cut JSON", jsonHead + `},{"id`, "", wire.DamageJSONCut},
		{"two feeds", ok + "\n" + ok, "", wire.DamageTrailing},
		{"words behind", ok + "\nbye", "", wire.DamageTrailing},
		{"words behind JSON", jsonHead + "}]} bye", "", wire.DamageTrailing},
		{"words before", "Warning: x\n" + ok, "", wire.DamageMarkup},
		{"bare ampersand", three("A & B"), "", wire.DamageMarkup},
		{"bare ampersand in an attribute", three(`x</title><enclosure url="/a?b=1&c=2"/><title>`), "", wire.DamageMarkup},
		{"bare less-than", three("1 < 2"), "", wire.DamageMarkup},
		{"an entity that nobody declared", three("caf&eacute;"), "", wire.DamageMarkup},
		{"an entity that nobody knows", three("&bogus;"), "", wire.DamageMarkup},
		{"a missing end tag", strings.Replace(ok, "</item>", "", 1), "", wire.DamageMarkup},
		{"an end tag too many", strings.Replace(ok, "<item>", "</b><item>", 1), "", wire.DamageMarkup},
		{"the same key twice", `{"title":"a","title":"b",` + jsonHead[1:] + "}]}", "", wire.DamageJSON},
		{"the same key twice in an item", jsonHead + `,"id":"2"}]}`, "", wire.DamageJSON},
		{"an item that is none", jsonHead + `},7]}`, "", wire.DamageJSON},
		{"an encoding nobody knows", ok, "text/xml; charset=x-klingon", wire.DamageCharset},
		{"an encoding nobody knows, in the document", declared("x-klingon", "x"), "", wire.DamageCharset},
		{"UTF-16 that says UTF-8", utf16Bytes(declared("utf-8", "x")), "", wire.DamageCharset},
		{"UTF-16 that says so", utf16Bytes(declared("utf-16", "x")), "", ""},
		{"the server is wrong", declared("windows-1252", "Caf\xe9 \x93x\x94"), "text/xml; charset=utf-8", wire.DamageConflict},
		{"nobody says", three("Le traversier est arriv\xe9 \xe0 l'\xeele"), "", wire.DamageCharset},
		{"no UTF-8", three("a\xff\xfe\xc0\xaf\xed\xa0\x80z, déjà vu, été, là-bas, naïveté"), "text/xml; charset=utf-8", wire.DamageBytes},
		{"hardly any text beyond ASCII, and no UTF-8", three("a\xff\xfe\xc0\xaf\xed\xa0\x80z"), "text/xml; charset=utf-8", wire.DamageBytes},
		{"a script for an enclosure", three(`x</title><enclosure url="javascript:alert(1)"/><title>`), "", ""},
		{"a very long name", three("x</title><guid>" + strings.Repeat("g", 1<<20) + "</guid><title>"), "", wire.DamageFieldTooLong},
		{"control characters", three("a\x00b\x01c"), "", wire.DamageBytes},
		{"numbers that are no characters", three("a&#0;b"), "", wire.DamageBytes},
		{"half a character", three("a&#xD800;b"), "", wire.DamageBytes},
		{"no character at all", three("a&#xFFFE;b"), "", wire.DamageBytes},
		{"nested HTML", three("<![CDATA[" + strings.Repeat("<div>", 2000) + "]]>"), "", wire.DamageHTMLDepth},
		{"marks left open", three("<![CDATA[" + strings.Repeat("<a><b><i>", 2000) + "]]>"), "", wire.DamageHTMLBudget},
		{"paragraphs left open", three("<![CDATA[" + strings.Repeat("<p>a<br>", 2000) + "]]>"), "", ""},
		{"a long headline", three(strings.Repeat("T", 1<<20)), "", wire.DamageFieldTooLong},
		{"a long address", three("x</title><link>https://outlet.test/" + strings.Repeat("a", 1<<20) + "</link><title>"), "", wire.DamageAddress},
		{"a script for an address", three("x</title><link>javascript:alert(1)</link><title>"), "", wire.DamageLinkScheme},
		{"an item without a name", strings.Replace(ok, "<item>", "<item><description>x</description></item><item>", 1), "", wire.DamageUnnamed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := parse(t, tc.doc, wire.Hints{URL: feedURL, ContentType: tc.contentType})
			equal(t, "Damage", wire.Kind(w.Damage), tc.want)
			if len(w.Items) == 0 {
				t.Error("no item was kept")
			}
		})
	}
}

func utf16Bytes(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// TestNewestAreKept shows which items stay of too many, and in which order.
func TestNewestAreKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for i := range 100 {
		fmt.Fprintf(&b, "<item><guid>%d</guid><pubDate>2026-01-%02dT00:00:00Z</pubDate></item>", i, i*37%28+1)
	}
	b.WriteString("<item><guid>undated</guid></item></channel></rss>")
	w := parse(t, b.String(), wire.Hints{MaxItems: 10})
	equal(t, "Damage", wire.Kind(w.Damage), wire.DamageTooManyItems)
	var got []string
	for _, it := range w.Items {
		got = append(got, fmt.Sprintf("%s:%d", it.GUID, it.Published.Day()))
	}
	equal(t, "items", strings.Join(got, " "), "3:28 6:27 9:26 31:28 34:27 37:26 59:28 62:27 87:28 90:27")
}

// TestMemoryIsBounded shows that no more is kept than there is room for,
// however many items may be.
func TestMemoryIsBounded(t *testing.T) {
	const n = 120_000
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for i := range n {
		fmt.Fprintf(&b, "<item><guid>%d</guid><pubDate>%d</pubDate></item>", i, 1_700_000_000+i)
	}
	b.WriteString("</channel></rss>")
	w := parse(t, b.String(), wire.Hints{MaxItems: n})
	if len(w.Items) > 90_000 || len(w.Items) < 40_000 {
		t.Fatalf("%d items were kept of %d", len(w.Items), n)
	}
	equal(t, "Damage", wire.Kind(w.Damage), wire.DamageTooManyItems)
	equal(t, "oldest", w.Items[0].GUID, fmt.Sprint(n-len(w.Items)))
	equal(t, "newest", w.Items[len(w.Items)-1].GUID, fmt.Sprint(n-1))
}

func TestRead(t *testing.T) {
	for name, doc := range map[string]string{
		"XML":  three("Second"),
		"JSON": `{"items":[{"id":"g0"},{"id":"g1"},{"id":"g2"}],"version":"https://jsonfeed.org/version/1"}`,
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			w, err := wire.Read([]byte(doc), wire.Hints{}, func(it *news.Item) bool {
				got = append(got, it.GUID)
				return true
			})
			if err != nil || len(w.Items) != 0 || w.Damage != "" {
				t.Fatalf("Read: %v, %+v", err, w)
			}
			equal(t, "items", strings.Join(got, " "), "g0 g1 g2")
			n := 0
			w, err = wire.Read([]byte(doc), wire.Hints{}, func(*news.Item) bool { n++; return n < 2 })
			if err != nil || w.Truncated {
				t.Fatalf("Read to the second: %v, %+v", err, w)
			}
			equal(t, "items read", n, 2)
		})
	}
}
