package source_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/internal/news"
	"dateline/internal/source"
)

// shelf is a store that knows feeds by their address.
type shelf struct {
	feeds  map[string]news.Outlet
	refuse map[string]string
	fail   map[string]error
	taken  []news.Following
	at     time.Time
}

func (s *shelf) FollowAll(_ context.Context, list []news.Following, now time.Time, progress func(int)) ([]news.Followed, error) {
	var done []news.Followed
	s.at = now
	for _, f := range list {
		if err := s.fail[f.FeedURL]; err != nil {
			return done, err
		}
		_, known := s.feeds[f.FeedURL]
		reason := s.refuse[f.FeedURL]
		if reason == "" {
			s.feeds[f.FeedURL] = f.Outlet
			s.taken = append(s.taken, f)
		}
		done = append(done, news.Followed{FeedID: 1, Added: !known && reason == "", Reason: reason})
		progress(len(done))
	}
	return done, nil
}

func line(name, feedURL string) source.Listing {
	return source.Listing{Outlet: news.Outlet{Name: name}, FeedURL: feedURL}
}

func TestImport(t *testing.T) {
	now := time.Date(2031, 4, 2, 8, 0, 0, 0, time.UTC)
	s := &shelf{
		feeds:  map[string]news.Outlet{"https://known.example/rss": {}},
		refuse: map[string]string{"https://odd.example/rss": "The name is too long."},
	}
	list := []source.Listing{
		line("New", " HTTPS://New.Example:443/rss#top "),
		line("New again", "http://www.new.example/rss/"),
		line("Feed scheme", "feed://scheme.example/rss"),
		line("Feed scheme, whole", "feed:https://whole.example"),
		line("Known", "https://known.example/rss"),
		line("Tape", "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"),
		line("Blog", "https://ida.blogspot.com/feeds/posts/default"),
		{Outlet: news.Outlet{Name: "Wire", Kind: news.KindAgency}, FeedURL: "http://wire.example:8080/x"},
		line("Gopher", "gopher://old.example/"),
		line("Script", "javascript:alert(1)"),
		line("Relative", "/rss.xml"),
		line("Nothing", "  "),
		line("No host", "http:///rss"),
		line("Password", "https://ida:secret@open.example/"),
		line("Odd", "https://odd.example/rss"),
	}
	got, err := source.Import(t.Context(), s, list, now)
	if err != nil {
		t.Fatal(err)
	}
	if got.Added != 6 || got.Known != 2 || len(got.Skipped) != 7 {
		t.Errorf("Import = %d added, %d known, %d skipped; want 6, 2, 7", got.Added, got.Known, len(got.Skipped))
	}
	reasons := map[string]string{}
	for _, skipped := range got.Skipped {
		reasons[skipped.Name] = skipped.Reason
	}
	want := map[string]string{
		"Gopher":   "Its feed address is not an http or https address.",
		"Script":   "Its feed address cannot be understood.",
		"Relative": "Its feed address is not an http or https address.",
		"Nothing":  "It has no feed address.",
		"No host":  "Its feed address names no host.",
		"Password": "Its feed address holds a name and password, which would be stored in the open.",
		"Odd":      "The name is too long.",
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	if want := (source.Skipped{Name: "New again", FeedURL: "http://www.new.example/rss/", Reason: "It stands in the list before."}); len(got.Repeated) != 1 || got.Repeated[0] != want {
		t.Errorf("Repeated = %+v, want %+v", got.Repeated, want)
	}
	kinds := map[string]news.OutletKind{}
	for address, o := range s.feeds {
		kinds[address] = o.Kind
	}
	delete(kinds, "https://known.example/rss")
	wantKinds := map[string]news.OutletKind{
		"https://new.example/rss":   news.KindNewspaper,
		"http://scheme.example/rss": news.KindNewspaper,
		"https://whole.example/":    news.KindNewspaper,
		"https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv": news.KindVideo,
		"https://ida.blogspot.com/feeds/posts/default":                                 news.KindBlog,
		"http://wire.example:8080/x":                                                   news.KindAgency,
	}
	if diff := cmp.Diff(wantKinds, kinds); diff != "" {
		t.Errorf("kinds by address (-want +got):\n%s", diff)
	}
	if !s.at.Equal(now) {
		t.Errorf("followed at %v, want %v", s.at, now)
	}
	again, err := source.Import(t.Context(), s, list, now)
	if err != nil || again.Added != 0 || again.Known != 8 {
		t.Errorf("Import again = %+v, %v; want nothing added", again, err)
	}
}

func TestImportStopsAtAFaultOfOurs(t *testing.T) {
	broken := errors.New("the disk is full")
	s := &shelf{feeds: map[string]news.Outlet{}, fail: map[string]error{"https://b.example/": broken}}
	got, err := source.Import(t.Context(), s, []source.Listing{
		line("A", "https://a.example/"), line("B", "https://b.example/"), line("C", "https://c.example/"),
	}, time.Time{})
	if !errors.Is(err, broken) || got.Added != 1 {
		t.Errorf("Import = %+v, %v; want one added and the store's error", got, err)
	}
}

func TestImportTellsHowFarItCame(t *testing.T) {
	s := &shelf{feeds: map[string]news.Outlet{}}
	var told []int
	_, err := source.ImportWith(t.Context(), s, []source.Listing{
		line("A", "https://a.example/"), line("Bad", "ftp://bad.example/"), line("A again", "https://a.example"), line("B", "https://b.example/"),
	}, time.Time{}, func(done int) { told = append(told, done) })
	if err != nil || !slices.Equal(told, []int{1, 4, 4}) {
		t.Errorf("ImportWith told %v, %v; want 1, 4, 4", told, err)
	}
}

func TestImportTakesFoldersAndPatterns(t *testing.T) {
	s := &shelf{feeds: map[string]news.Outlet{}}
	_, err := source.Import(t.Context(), s, []source.Listing{{
		Outlet: news.Outlet{Name: "Quay"}, FeedURL: "https://quay.example/news", Title: "Quay news", Folder: "North/Ports", Pattern: "/news/*",
	}}, time.Time{})
	want := []news.Following{{
		Outlet: news.Outlet{Name: "Quay", Kind: news.KindNewspaper}, FeedURL: "https://quay.example/news",
		Title: "Quay news", Folder: "North/Ports", Pattern: "/news/*",
	}}
	if diff := cmp.Diff(want, s.taken); err != nil || diff != "" {
		t.Errorf("Import = %v (-want +got):\n%s", err, diff)
	}
}
