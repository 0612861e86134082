package source_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/source"
)

// web answers by address; anything else cannot be reached. It keeps what was
// asked for.
type web struct {
	pages   map[string]string // a value "-> address" is a redirect
	links   map[string][]string
	refused map[string]error
	mu      sync.Mutex // over asked
	asked   []string
}

func (w *web) Ask(ctx context.Context, address string) (*source.Answer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, address)
	if err := w.refused[address]; err != nil {
		return nil, err
	}
	for range 5 {
		body, ok := w.pages[address]
		if !ok {
			return nil, errors.New("no answer")
		}
		to, moved := strings.CutPrefix(body, "-> ")
		if !moved {
			kind := "application/xml"
			if strings.Contains(body, "<html") {
				kind = "text/html; charset=utf-8"
			}
			return &source.Answer{Body: []byte(body), ContentType: kind, Final: address, Links: w.links[address]}, nil
		}
		address = to
	}
	return nil, errors.New("too many redirects")
}

// rss returns a feed of that name with n items, the newest of the given day of
// April 2031.
func rss(title string, n, day int) string {
	var items strings.Builder
	for i := range n {
		at := time.Date(2031, 4, day, 9-i, 0, 0, 0, time.UTC).Format(time.RFC1123Z)
		fmt.Fprintf(&items, "<item><title>Report %d</title><link>https://x.example/%s/%d</link><pubDate>%s</pubDate></item>", i, title, i, at)
	}
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>` + title +
		`</title><link>https://x.example/</link><description>d</description><language>en-GB</language>` + items.String() + `</channel></rss>`
}

func html(head, body string) string {
	return "<!DOCTYPE html><html><head>" + head + "</head><body>" + body + "</body></html>"
}

const channel = "UCabcdefghijklmnopqrst_-"

func TestDiscover(t *testing.T) {
	const channelFeed = "https://www.youtube.com/feeds/videos.xml?channel_id=" + channel
	for _, tc := range []struct {
		name, typed string
		pages       map[string]string
		want        []string
	}{
		{
			"the feed itself", "https://paper.example/rss",
			map[string]string{"https://paper.example/rss": rss("Paper", 2, 3)},
			[]string{"https://paper.example/rss"},
		},
		{
			"a feed typed without its scheme, by http only", "paper.example:8080/rss",
			map[string]string{"http://paper.example:8080/rss": rss("Paper", 2, 3)},
			[]string{"http://paper.example:8080/rss"},
		},
		{
			"a feed: address", "feed://paper.example/rss",
			map[string]string{"http://paper.example/rss": rss("Paper", 2, 3)},
			[]string{"http://paper.example/rss"},
		},
		{
			"declared feeds, those of comments last, those that are none left out", "paper.example",
			map[string]string{
				"https://paper.example/": html(`<base href="https://cdn.example/x/">
					<link rel="alternate" type="application/rss+xml" href="/comments/feed">
					<LINK REL="Alternate Home" TYPE="application/atom+xml; charset=utf-8" HREF="front.xml">
					<link rel="alternate" type="application/rss+xml" href="gone.xml">
					<link rel="alternate" type="application/rss+xml" href="page.html">
					<link rel="alternate" hreflang="de" href="/de">
					<link rel="stylesheet" type="text/css" href="x.css">`, ""),
				"https://cdn.example/comments/feed": rss("Comments", 1, 5),
				"https://cdn.example/x/front.xml":   rss("Front", 3, 4),
				"https://cdn.example/x/page.html":   html("", "not a feed"),
				"https://cdn.example/de":            rss("German", 1, 1),
			},
			[]string{"https://cdn.example/x/front.xml", "https://cdn.example/comments/feed"},
		},
		{
			"one feed in two formats is one", "https://paper.example/",
			map[string]string{
				"https://paper.example/": html(`<link rel="alternate" type="application/rss+xml" href="/rss.xml">
					<link rel="alternate" type="application/rss+xml" href="/rss2.xml">`, ""),
				"https://paper.example/rss.xml":  rss("Paper", 2, 3),
				"https://paper.example/rss2.xml": rss("Paper", 2, 3),
			},
			[]string{"https://paper.example/rss.xml"},
		},
		{
			"links that look like feeds", "https://paper.example/",
			map[string]string{
				"https://paper.example/": html("", `<a href="/about">About</a><a href="/world/rss.xml">World</a>
					<a href="https://feeds.paper.example/sport">Sport</a><a href="javascript:rss">no</a>`),
				"https://paper.example/world/rss.xml": rss("World", 2, 3),
				"https://feeds.paper.example/sport":   rss("Sport", 2, 2),
				"https://paper.example/about":         rss("About", 1, 1),
			},
			[]string{"https://paper.example/world/rss.xml", "https://feeds.paper.example/sport"},
		},
		{
			"the usual places, read and not merely answered", "https://paper.example/section/world",
			map[string]string{
				"https://paper.example/section/world": html("", ""),
				"https://paper.example/feed/":         html("", "Page not found"),
				"https://paper.example/rss.xml":       rss("Paper", 2, 3),
			},
			[]string{"https://paper.example/rss.xml"},
		},
		{
			"a section's own feed", "https://paper.example/section/world/",
			map[string]string{
				"https://paper.example/section/world/":      html("", ""),
				"https://paper.example/section/world/feed/": rss("World", 2, 3),
				"https://paper.example/feed/":               rss("All", 2, 3),
			},
			[]string{"https://paper.example/section/world/feed/"},
		},
		{
			"a site that moved", "old.example",
			map[string]string{
				"https://old.example/":     "-> https://new.example/",
				"https://new.example/":     html(`<link rel=alternate type=application/rss+xml href=rss>`, ""),
				"https://new.example/rss":  rss("New", 1, 1),
				"https://new.example/feed": rss("Other", 1, 1),
			},
			[]string{"https://new.example/rss"},
		},
		{
			"a video channel", "https://www.youtube.com/channel/" + channel + "/videos",
			map[string]string{channelFeed: rss("Channel", 2, 3)},
			[]string{channelFeed},
		},
		{
			"a video channel by its handle", "youtube.com/@tape",
			map[string]string{
				"https://youtube.com/@tape": html(`<link rel="canonical" href="https://www.youtube.com/channel/`+channel+`">`, ""),
				channelFeed:                 rss("Channel", 2, 3),
			},
			[]string{channelFeed},
		},
		{
			"a video channel by what its page is about", "https://www.youtube.com/@tape",
			map[string]string{
				"https://www.youtube.com/@tape": html("", `<meta itemprop="identifier" content="`+channel+`">`),
				channelFeed:                     rss("Channel", 2, 3),
			},
			[]string{channelFeed},
		},
		{
			"a video user", "https://www.youtube.com/user/tape",
			map[string]string{"https://www.youtube.com/feeds/videos.xml?user=tape": rss("Channel", 2, 3)},
			[]string{"https://www.youtube.com/feeds/videos.xml?user=tape"},
		},
		{
			"a playlist", "https://www.youtube.com/playlist?list=PL12_x",
			map[string]string{"https://www.youtube.com/feeds/videos.xml?playlist_id=PL12_x": rss("List", 2, 3)},
			[]string{"https://www.youtube.com/feeds/videos.xml?playlist_id=PL12_x"},
		},
		{
			"a subreddit that shuts its pages", "https://old.reddit.com/r/harbours",
			map[string]string{"https://www.reddit.com/r/harbours/.rss": rss("r/harbours", 2, 3)},
			[]string{"https://www.reddit.com/r/harbours/.rss"},
		},
		{
			"a repository's releases", "https://github.com/ida/pier",
			map[string]string{
				"https://github.com/ida/pier":               html("", ""),
				"https://github.com/ida/pier/releases.atom": rss("Releases", 2, 3),
			},
			[]string{"https://github.com/ida/pier/releases.atom"},
		},
		{
			"a writer's page", "https://medium.com/@ida",
			map[string]string{"https://medium.com/feed/@ida": rss("Ida", 2, 3)},
			[]string{"https://medium.com/feed/@ida"},
		},
		{
			"a newsletter", "https://ida.substack.com/p/a-letter",
			map[string]string{"https://ida.substack.com/feed": rss("Ida", 2, 3)},
			[]string{"https://ida.substack.com/feed"},
		},
		{
			"a blog", "https://ida.blogspot.com/2031/04/x.html",
			map[string]string{"https://ida.blogspot.com/feeds/posts/default": rss("Ida", 2, 3)},
			[]string{"https://ida.blogspot.com/feeds/posts/default"},
		},
		{
			"a blog by the program that made it", "https://ida.example/2031/",
			map[string]string{
				"https://ida.example/2031/": html(`<meta name="generator" content="WordPress 9.1">`, ""),
				"https://ida.example/feed/": rss("Ida", 2, 3),
			},
			[]string{"https://ida.example/feed/"},
		},
		{
			"a person on a Mastodon server", "https://social.example/@ida",
			map[string]string{
				"https://social.example/@ida":     html("", ""),
				"https://social.example/@ida.rss": rss("Ida", 2, 3),
			},
			[]string{"https://social.example/@ida.rss"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := &web{pages: tc.pages}
			found, err := source.Discover(t.Context(), w, tc.typed)
			if err != nil {
				t.Fatalf("Discover = %v, asked for %q", err, w.asked)
			}
			var got []string
			for _, c := range found {
				got = append(got, c.FeedURL)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("Discover = %q, want %q; asked for %q", got, tc.want, w.asked)
			}
		})
	}
}

func TestDiscoverTellsWhatItFound(t *testing.T) {
	w := &web{pages: map[string]string{"https://paper.example/rss": rss("The &amp;amp; Paper", 3, 6)}}
	found, err := source.Discover(t.Context(), w, "https://paper.example/rss")
	if err != nil || len(found) != 1 {
		t.Fatalf("Discover = %+v, %v", found, err)
	}
	c := found[0]
	if c.Title != "The & Paper" || c.Format != "rss" || c.Items != 3 || c.Language != "en-gb" || c.Site != "https://x.example/" {
		t.Errorf("candidate = %+v", c)
	}
	if want := time.Date(2031, 4, 6, 9, 0, 0, 0, time.UTC); !c.Newest.Equal(want) {
		t.Errorf("Newest = %v, want %v", c.Newest, want)
	}
	l := c.Listing()
	if l.Outlet.Name != "The & Paper" || l.Outlet.Site != "https://x.example/" || l.FeedURL != c.FeedURL || l.Outlet.Language != "en-gb" {
		t.Errorf("Listing() = %+v", l)
	}
}

func TestCandidateWithoutAName(t *testing.T) {
	l := source.Candidate{FeedURL: "https://www.youtube.com/feeds/videos.xml?user=x"}.Listing()
	if l.Outlet.Name != "youtube.com" || l.Outlet.Site != "https://www.youtube.com/" || l.Outlet.Kind != news.KindVideo {
		t.Errorf("Listing() = %+v", l)
	}
}

func TestDiscoverRefuses(t *testing.T) {
	pages := map[string]string{"https://quiet.example/": html("", "Nothing to follow here.")}
	for _, tc := range []struct{ name, typed, tells string }{
		{"nothing", "  ", "Give the address"},
		{"words", "the coast daily", "spaces"},
		{"markup", "<a>", "angle"},
		{"other scheme", "ftp://paper.example/", "http"},
		{"script", "javascript:alert(1)", "not the address"},
		{"mail", "mailto:ida@paper.example", "name and password"},
		{"password", "https://ida:secret@paper.example/", "name and password"},
		{"no host", "https:///rss", "not the address"},
		{"out of reach", "https://away.example/", "cannot be reached"},
		{"no feed", "https://quiet.example/", "No feed was found"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found, err := source.Discover(t.Context(), &web{pages: pages}, tc.typed)
			var invalid *news.InvalidError
			if !errors.As(err, &invalid) {
				t.Fatalf("Discover = %v, %v; want a *news.InvalidError", found, err)
			}
			if invalid.Field != "address" || !strings.Contains(invalid.Reason, tc.tells) || !strings.HasSuffix(invalid.Reason, ".") {
				t.Errorf("reason = %q, want a sentence with %q", invalid.Reason, tc.tells)
			}
		})
	}
}

func TestDiscoverIsModest(t *testing.T) {
	var links strings.Builder
	pages := map[string]string{}
	for i := range 300 {
		fmt.Fprintf(&links, `<link rel="alternate" type="application/rss+xml" href="/%d.xml"><a href="/%d.rss">x</a>`, i, i)
	}
	pages["https://many.example/"] = html(links.String(), "")
	w := &web{pages: pages}
	if _, err := source.Discover(t.Context(), w, "https://many.example/"); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("Discover = %v, want an error of kind news.ErrInvalid", err)
	}
	if len(w.asked) > 20 {
		t.Errorf("the site was asked %d times, want at most 20", len(w.asked))
	}
	sorted := slices.Clone(w.asked)
	slices.Sort(sorted)
	if len(slices.Compact(sorted)) != len(w.asked) {
		t.Errorf("an address was asked for twice: %q", w.asked)
	}
}

func TestDiscoverEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := source.Discover(ctx, &web{}, "paper.example"); !errors.Is(err, context.Canceled) {
		t.Errorf("Discover = %v, want context.Canceled", err)
	}
}
