package source_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"dateline/internal/news"
	"dateline/internal/source"
)

func TestReadOPML(t *testing.T) {
	for _, tc := range []struct {
		name, list string
		want       []source.Listing
	}{
		{
			"folders and our own attributes",
			`<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
			 <outline text="Papers"><outline text="North">
			  <outline type="rss" text="Coast Daily" title="Coast Daily - Front" xmlUrl="https://coast.example/rss" htmlUrl="https://coast.example/" language="EN_gb" country="gb" kind="Newspaper"/>
			 </outline></outline>
			 <outline type="rss" text="Alone" xmlUrl="http://alone.example/feed"></outline>
			</body></opml>`,
			[]source.Listing{
				{
					Outlet:  news.Outlet{Name: "Coast Daily", Site: "https://coast.example/", Country: "GB", Language: "en-gb", Kind: news.KindNewspaper},
					FeedURL: "https://coast.example/rss", Title: "Coast Daily - Front", Folder: "Papers/North",
				},
				{Outlet: news.Outlet{Name: "Alone"}, FeedURL: "http://alone.example/feed"},
			},
		},
		{
			"wrong case, bare ampersands, no quotes, nothing closed",
			`<OPML><BODY><Outline TEXT='A & B' XMLURL='http://ab.example/?x=1&copy=2&y=3'/><outline title=Sea xmlurl=http://sea.example/rss />`,
			[]source.Listing{
				{Outlet: news.Outlet{Name: "A & B"}, FeedURL: "http://ab.example/?x=1&copy=2&y=3"},
				{Outlet: news.Outlet{Name: "Sea"}, FeedURL: "http://sea.example/rss", Title: "Sea"},
			},
		},
		{
			"an empty title before the body",
			`<opml><head><title/></head><body><outline text="One" xmlUrl="http://one.example/"/></body></opml>`,
			[]source.Listing{{Outlet: news.Outlet{Name: "One"}, FeedURL: "http://one.example/"}},
		},
		{
			"entities are decoded, those of a DTD are not",
			`<!DOCTYPE opml [<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY lol "lollol">]>
			 <opml><body><outline text="Caf&#233; &amp; &lol;&secret;" xmlUrl="http://cafe.example/"/></body></opml>`,
			[]source.Listing{{Outlet: news.Outlet{Name: "Café & &lol;&secret;"}, FeedURL: "http://cafe.example/"}},
		},
		{
			"no name, no known kind, no country, no site that is one",
			`<opml><outline xmlUrl="https://www.quiet.example/feed" htmlUrl="javascript:alert(1)" kind="zine" country="Atlantis" language="not a language"/></opml>`,
			[]source.Listing{{Outlet: news.Outlet{Name: "quiet.example"}, FeedURL: "https://www.quiet.example/feed"}},
		},
		{
			"lines that cannot be followed are kept, links are not",
			`<opml><outline type="rss" text="Lost"/><outline text="Old" xmlUrl="gopher://old.example/"/><outline type="link" text="Site" url="http://site.example/"/></opml>`,
			[]source.Listing{
				{Outlet: news.Outlet{Name: "Lost"}},
				{Outlet: news.Outlet{Name: "Old"}, FeedURL: "gopher://old.example/"},
			},
		},
		{
			"a page that is followed by its links, and what is thought of outlets",
			`<opml><body><outline type="page" text="Quay" url="https://quay.example/news" pattern="/news/*-#" standing="Preferred" stateRun="true"/>
			 <outline type="page" text="No pattern" url="https://none.example/"/></body></opml>`,
			[]source.Listing{{
				Outlet:  news.Outlet{Name: "Quay", Standing: news.StandingPreferred, StateRun: true},
				FeedURL: "https://quay.example/news", Pattern: "/news/*-#",
			}},
		},
		{
			"categories where there are no folders",
			`<opml><outline text="A" xmlUrl="http://a.example/" category="/Ports/North,/Sea"/><outline text="F"><outline text="B" xmlUrl="http://b.example/" category="/Sea"/></outline></opml>`,
			[]source.Listing{
				{Outlet: news.Outlet{Name: "A"}, FeedURL: "http://a.example/", Folder: "Ports/North"},
				{Outlet: news.Outlet{Name: "B"}, FeedURL: "http://b.example/", Folder: "F"},
			},
		},
		{
			"a list that was cut keeps every whole line",
			`<opml><body><outline text="A" xmlUrl="http://a.example/"/><outline text="B" xmlUrl="http://b.exa`,
			[]source.Listing{{Outlet: news.Outlet{Name: "A"}, FeedURL: "http://a.example/"}},
		},
		{"an empty list", `<opml version="2.0"><body/></opml>`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := source.ReadOPML(strings.NewReader(tc.list))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("ReadOPML (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadOPMLCharsets(t *testing.T) {
	const text = `<opml><body><outline text="Übersee Zeitung" xmlUrl="http://uebersee.example/"/></body></opml>`
	latin, err := charmap.ISO8859_1.NewEncoder().String(`<?xml version="1.0" encoding="ISO-8859-1"?>` + text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`<?xml version="1.0" encoding="UTF-16"?>` + text)
	if err != nil {
		t.Fatal(err)
	}
	cyrillic, err := charmap.Windows1251.NewEncoder().String(`<opml><body><outline text="Новости порта и моря" xmlUrl="http://port.example/"/></body></opml>`)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := source.ReadOPML(strings.NewReader(cyrillic)); err != nil || len(got) != 1 || got[0].Outlet.Name != "Новости порта и моря" {
		t.Errorf("ReadOPML without a word on its charset = %+v, %v", got, err)
	}
	for name, list := range map[string]string{
		"UTF-8":                text,
		"UTF-8 with a mark":    "\ufeff" + text,
		"UTF-8 said to be -16": `<?xml version="1.0" encoding="utf-16"?>` + text,
		"ISO-8859-1":           latin,
		"UTF-16 with a mark":   wide,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := source.ReadOPML(strings.NewReader(list))
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 1 || got[0].Outlet.Name != "Übersee Zeitung" {
				t.Errorf("ReadOPML = %+v, want Übersee Zeitung", got)
			}
		})
	}
}

func TestReadOPMLRefuses(t *testing.T) {
	line := `<outline text="x" xmlUrl="http://x.example/"/>`
	for _, tc := range []struct{ name, list, tells string }{
		{"nothing", "", "OPML"},
		{"a page", "<html><body><p>Hello</p></body></html>", "OPML"},
		{"too many lines", "<opml>" + strings.Repeat(line, 50_001), "50,000"},
		{"a line without end", `<opml><outline text="` + strings.Repeat("x", 2<<20), "1 MB"},
		{"too large", "<opml>" + strings.Repeat(strings.Repeat(" ", 1<<16)+"<p>", 1025), "64 MB"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := source.ReadOPML(strings.NewReader(tc.list))
			var invalid *news.InvalidError
			if !errors.As(err, &invalid) || !strings.Contains(invalid.Reason, tc.tells) {
				t.Errorf("ReadOPML = %d listings, %v; want a *news.InvalidError with %q", len(got), err, tc.tells)
			}
		})
	}
	if got, err := source.ReadOPML(strings.NewReader("<opml>" + strings.Repeat(line, 50_000))); err != nil || len(got) != 50_000 {
		t.Errorf("ReadOPML of 50,000 lines = %d, %v", len(got), err)
	}
	deep := strings.Repeat(`<outline text="f">`, 20_000) + line + strings.Repeat(`</outline>`, 20_000)
	if got, err := source.ReadOPML(strings.NewReader("<opml>" + deep + line)); err != nil || len(got) != 2 || got[1].Folder != "" {
		t.Errorf("ReadOPML of 20,000 folders in folders = %d, %v", len(got), err)
	}
}

func TestOPMLRoundTrip(t *testing.T) {
	want := []source.Listing{
		{
			Outlet:  news.Outlet{Name: `Ink & "Paper" <Daily>`, Site: "https://ink.example/?a=1&b=2", Country: "NZ", Language: "en-nz", Kind: news.KindBlog},
			FeedURL: "https://ink.example/feed?a=1&lt=2", Title: "Ink", Folder: "Papers/Südsee",
		},
		{Outlet: news.Outlet{Name: "Tape", Kind: news.KindVideo}, FeedURL: "https://tape.example/v.xml", Folder: "Papers"},
		{Outlet: news.Outlet{Name: "Loose"}, FeedURL: "http://loose.example/"},
		{
			Outlet:  news.Outlet{Name: "Linked", Standing: news.StandingIgnored, StateRun: true},
			FeedURL: "http://linked.example/news", Folder: "Papers", Pattern: "/news/*-#?a=*",
		},
	}
	// A folder's lines stand together.
	want[2], want[3] = want[3], want[2]
	var first, second bytes.Buffer
	if err := source.WriteOPML(&first, "Mine & yours", want); err != nil {
		t.Fatal(err)
	}
	got, err := source.ReadOPML(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	if err := source.WriteOPML(&second, "Mine & yours", got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.String(), second.String()); diff != "" {
		t.Errorf("written again (-first +second):\n%s", diff)
	}
	if !strings.Contains(first.String(), "<title>Mine &amp; yours</title>") {
		t.Errorf("the list has no title:\n%s", first.String())
	}
}

func TestReadOPMLCompletesAddresses(t *testing.T) {
	list, err := source.ReadOPML(strings.NewReader(`<opml><body>
		<outline type="rss" text="A" xmlUrl="a.example/feed"/><outline type="rss" text="B" xmlUrl="ftp://b.example/feed"/></body></opml>`))
	if err != nil || len(list) != 2 || list[0].FeedURL != "https://a.example/feed" || list[1].FeedURL != "ftp://b.example/feed" {
		t.Errorf("list = %+v, %v; want the first address completed and the second as it is", list, err)
	}
}
