package source_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/internal/news"
	"dateline/internal/source"
)

// shelf is a store that knows feeds by their address.
type shelf struct {
	feeds map[string]news.Outlet
	fail  map[string]error
	at    time.Time
}

func (s *shelf) Follow(_ context.Context, o news.Outlet, feedURL, _ string, now time.Time) (news.FeedID, bool, error) {
	if err := s.fail[feedURL]; err != nil {
		return 0, false, err
	}
	s.at = now
	if _, known := s.feeds[feedURL]; known {
		return 1, false, nil
	}
	s.feeds[feedURL] = o
	return 1, true, nil
}

func line(name, feedURL string) source.Listing {
	return source.Listing{Outlet: news.Outlet{Name: name}, FeedURL: feedURL}
}

func TestImport(t *testing.T) {
	now := time.Date(2031, 4, 2, 8, 0, 0, 0, time.UTC)
	s := &shelf{
		feeds: map[string]news.Outlet{"https://known.example/rss": {}},
		fail: map[string]error{
			"https://taken.example/rss": fmt.Errorf("follow: %w", news.ErrConflict),
			"https://odd.example/rss":   &news.InvalidError{Field: "name", Reason: "The name is too long."},
		},
	}
	list := []source.Listing{
		line("New", " HTTPS://New.Example:443/rss#top "),
		line("New again", "https://new.example/rss"),
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
		line("Taken", "https://taken.example/rss"),
		line("Odd", "https://odd.example/rss"),
	}
	got, err := source.Import(t.Context(), s, list, now)
	if err != nil {
		t.Fatal(err)
	}
	if got.Added != 6 || got.Known != 2 || len(got.Skipped) != 8 {
		t.Errorf("Import = %d added, %d known, %d skipped; want 6, 2, 8", got.Added, got.Known, len(got.Skipped))
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
		"Taken":    "It clashes with an outlet or a feed that is followed already.",
		"Odd":      "The name is too long.",
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
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
