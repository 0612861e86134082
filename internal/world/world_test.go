package world_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dateline/internal/news"
	"dateline/internal/world"
)

const smallDay = `{
 "clock": "2031-04-02T17:30:00+02:00",
 "publication": {"title": "Morning Papers", "signature": "The Editor", "zone": "Europe/Vienna", "language": "en"},
 "outlets": "list.opml",
 "edits": {
  "headline": "Ferry Strike Ends", "lead": "Harbour Post", "quote": 2, "note": "At last.",
  "order": ["Coast FM", "The Pier/NPA"], "video": true,
  "comment": {"name": "Ida", "text": "About time."}
 },
 "files": [
  {"url": "http://harbour.example/feed", "file": "harbour/feed.xml", "type": "application/rss+xml"},
  {"url": "https://harbour.example/feed", "file": "harbour/secure.xml", "type": "application/rss+xml"},
  {"url": "http://harbour.example/a?id=1&p=2", "file": "harbour/1.html", "type": "text/html; charset=utf-8"},
  {"url": "http://coast.example:8080/x", "file": "harbour/1.html", "type": "text/html"},
  {"url": "http://coast.example:80/", "file": "harbour/1.html", "type": "text/html"}
 ]
}`

// folder returns a day's folder whose world.json is manifest.
func folder(manifest string) fstest.MapFS {
	return fstest.MapFS{
		"world.json":         {Data: []byte(manifest)},
		"list.opml":          {Data: []byte("<opml/>")},
		"harbour/feed.xml":   {Data: []byte("<rss>plain</rss>")},
		"harbour/secure.xml": {Data: []byte("<rss>secure</rss>")},
		"harbour/1.html":     {Data: []byte("<p>one</p>")},
	}
}

func TestLoadReadsADay(t *testing.T) {
	day, err := world.Load(folder("\ufeff" + smallDay))
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2031, 4, 2, 15, 30, 0, 0, time.UTC); !day.Clock.Equal(want) {
		t.Errorf("Clock = %v, want %v", day.Clock, want)
	}
	p := day.Publication
	if p.Title != "Morning Papers" || p.Signature != "The Editor" || p.Zone != "Europe/Vienna" || p.Language != "en" {
		t.Errorf("Publication = %+v", p)
	}
	e := day.Edits
	if e == nil || e.Headline != "Ferry Strike Ends" || e.Lead != "Harbour Post" || e.Quote != 2 || e.Note != "At last." || !e.Video {
		t.Fatalf("Edits = %+v", e)
	}
	if strings.Join(e.Order, "|") != "Coast FM|The Pier/NPA" {
		t.Errorf("Order = %q", e.Order)
	}
	if e.Comment == nil || *e.Comment != (world.Comment{Name: "Ida", Text: "About time."}) {
		t.Errorf("Comment = %+v", e.Comment)
	}
	if list, err := fs.ReadFile(day.Files, day.Outlets); err != nil || string(list) != "<opml/>" {
		t.Errorf("the list of outlets = %q, %v", list, err)
	}
}

func TestLoadWithoutEdits(t *testing.T) {
	day, err := world.Load(folder(`{"clock":"2031-04-02T17:30:00Z","outlets":"list.opml"}`))
	if err != nil {
		t.Fatal(err)
	}
	if day.Edits != nil {
		t.Errorf("Edits = %+v, want none", day.Edits)
	}
	if day.Publication.Zone != "UTC" {
		t.Errorf("Zone = %q, want UTC", day.Publication.Zone)
	}
}

func TestLoadRefusesABrokenDay(t *testing.T) {
	change := func(old, replacement string) string {
		if !strings.Contains(smallDay, old) {
			t.Fatalf("the small day has no %q", old)
		}
		return strings.Replace(smallDay, old, replacement, 1)
	}
	for _, tc := range []struct {
		name, manifest, tells string
	}{
		{"no JSON", "clock", "JSON"},
		{"wrong kind of value", change(`"quote": 2`, `"quote": "two"`), "JSON"},
		{"no clock", change(`"clock": "2031-04-02T17:30:00+02:00",`, ""), "clock"},
		{"bad clock", change("2031-04-02T17:30:00+02:00", "April 2"), "April 2"},
		{"bad zone", change("Europe/Vienna", "Europe/Atlantis"), "Europe/Atlantis"},
		{"the machine's zone", change("Europe/Vienna", "Local"), "Local"},
		{"no outlets", change(`"outlets": "list.opml",`, ""), "list of outlets"},
		{"outlets not there", change("list.opml", "other.opml"), "other.opml"},
		{"outlets a folder", change("list.opml", "harbour"), "harbour"},
		{"file not there", change("harbour/1.html", "harbour/2.html"), "harbour/2.html"},
		{"file outside", change("harbour/1.html", "../secret"), "../secret"},
		{"file from the root", change("harbour/1.html", "/etc/passwd"), "/etc/passwd"},
		{"file by a detour", change("harbour/1.html", "harbour/../../secret"), "secret"},
		{"file with backslashes", change("harbour/1.html", `..\\secret`), "secret"},
		{"no file", change(`"harbour/1.html"`, `""`), "no file"},
		{"no address", change("http://harbour.example/feed", ""), "address"},
		{"other scheme", change("http://harbour.example/feed", "ftp://harbour.example/feed"), "ftp://"},
		{"no host", change("http://harbour.example/feed", "http:///feed"), "address"},
		{"less than nothing quoted", change(`"quote": 2`, `"quote": -1`), "-1"},
		{"comment of nobody", change(`"name": "Ida"`, `"name": ""`), "comment"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := world.Load(folder(tc.manifest))
			var invalid *news.InvalidError
			if !errors.As(err, &invalid) {
				t.Fatalf("Load = %v, want a *news.InvalidError", err)
			}
			if !strings.Contains(invalid.Reason, tc.tells) || !strings.HasSuffix(invalid.Reason, ".") || strings.Contains(invalid.Reason, "\n") {
				t.Errorf("the reason is %q, want one sentence with %q", invalid.Reason, tc.tells)
			}
		})
	}
	if _, err := world.Load(fstest.MapFS{}); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("Load of an empty folder = %v, want an error of kind news.ErrInvalid", err)
	}
}

func TestClockMovesWithTheMachine(t *testing.T) {
	machine := time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
	day := time.Date(2031, 4, 2, 15, 30, 0, 0, time.UTC)
	clock := world.NewClock(day, func() time.Time { return machine })
	if got := clock.Now(); !got.Equal(day) {
		t.Errorf("Now() = %v at first, want %v", got, day)
	}
	machine = machine.Add(90 * time.Second)
	if got, want := clock.Now(), day.Add(90*time.Second); !got.Equal(want) {
		t.Errorf("Now() = %v after 90 s, want %v", got, want)
	}
}

func TestBundledDayIsWhole(t *testing.T) {
	day, err := world.Load(world.Bundled())
	if err != nil {
		t.Fatal(err)
	}
	server, err := world.Serve(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	if len(server.Hosts()) < 12 {
		t.Errorf("the bundled day has %d hosts, want at least 12", len(server.Hosts()))
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
}
