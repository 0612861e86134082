package source_test

import (
	"bytes"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"dateline/internal/news"
	"dateline/internal/source"
)

func TestStarterListIsSound(t *testing.T) {
	list, err := source.Starter()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 75 {
		t.Errorf("the starter list has %d outlets, want at least 75", len(list))
	}
	names, feeds := map[string]bool{}, map[string]bool{}
	for _, l := range list {
		o := l.Outlet
		key := strings.ToLower(o.Name)
		for other := range names {
			if news.SameName(other, o.Name) {
				t.Errorf("%s and %s have one name", o.Name, other)
			}
		}
		names[key] = true
		if feeds[l.FeedURL] {
			t.Errorf("%s: the feed %s is listed twice", o.Name, l.FeedURL)
		}
		feeds[l.FeedURL] = true
		for _, address := range []string{l.FeedURL, o.Site} {
			u, err := url.Parse(address)
			if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !strings.Contains(u.Host, ".") {
				t.Errorf("%s: %q is not the address of a feed or a site", o.Name, address)
			}
		}
		if !slices.Contains(news.OutletKinds, o.Kind) {
			t.Errorf("%s: kind %q is not known", o.Name, o.Kind)
		}
		if o.Language == "" || l.Folder == "" {
			t.Errorf("%s: language %q, folder %q; want both", o.Name, o.Language, l.Folder)
		}
	}
	for _, name := range []string{
		"TASS", "Sputnik", "Newsweek", "Mirror", "FOX News", "RT", "AP", "Reuters", "BBC",
		"Al Jazeera", "DW", "France 24", "Yonhap", "Kyodo", "Xinhua",
	} {
		if !names[strings.ToLower(name)] {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestStarterListHasEveryPartOfTheWorld(t *testing.T) {
	list, err := source.Starter()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, l := range list {
		count[l.Folder]++
		if video := strings.HasPrefix(l.FeedURL, "https://www.youtube.com/feeds/"); video != (l.Folder == "Video") {
			t.Errorf("%s stands in the folder %s", l.Outlet.Name, l.Folder)
		}
	}
	for _, folder := range []string{
		"Agencies", "Broadcasters", "Defence and analysis", "Video", "Newspapers/Africa", "Newspapers/Asia",
		"Newspapers/Europe", "Newspapers/North America", "Newspapers/Oceania", "Newspapers/South America",
	} {
		if count[folder] < 2 {
			t.Errorf("the folder %s has %d outlets, want at least 2", folder, count[folder])
		}
	}
}

// The list is kept in the form that an export has, so that an editor's own
// export can be compared with it.
func TestStarterListIsAsExported(t *testing.T) {
	want, err := os.ReadFile("starter.opml")
	if err != nil {
		t.Fatal(err)
	}
	list, err := source.Starter()
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := source.WriteOPML(&got, "Outlets to start with", list); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("starter.opml differs from its own export, which is:\n%s", got.String())
	}
}
