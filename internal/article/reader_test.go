package article_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/internal/article"
	"dateline/internal/news"
)

// pages is the outside world: an address answers with its page, or not.
type pages map[string]string

// busy is the error of a site that may answer later.
type busy struct{ temporary bool }

func (busy) Error() string     { return "the server answered 503" }
func (b busy) Temporary() bool { return b.temporary }

func (p pages) Page(_ context.Context, url string) ([]byte, string, string, error) {
	if strings.HasSuffix(url, "/busy") {
		return nil, "", "", fmt.Errorf("fetch: %w", busy{temporary: true})
	}
	if strings.HasSuffix(url, "/refused") {
		return nil, "", "", busy{temporary: false}
	}
	body, ok := p[url]
	if !ok {
		return nil, "", "", errors.New("the server answered 404")
	}
	return []byte(body), "text/html", url, nil
}

// shelf keeps one article and what was recorded of it.
type shelf struct {
	article  news.Article
	outlet   news.Outlet
	agencies []string
	state    news.ArticleState
	note     string
	reading  *news.Reading
	fail     error
}

func (s *shelf) ArticleToRead(_ context.Context, id news.ArticleID) (*news.Article, *news.Outlet, error) {
	if id != s.article.ID {
		return nil, nil, fmt.Errorf("article %d: %w", id, news.ErrNotFound)
	}
	return &s.article, &s.outlet, nil
}

func (s *shelf) Agencies(context.Context) ([]string, error) { return s.agencies, nil }

func (s *shelf) RecordReading(_ context.Context, _ news.ArticleID, state news.ArticleState, note string, r *news.Reading) error {
	s.state, s.note, s.reading = state, note, r
	return s.fail
}

func noon() time.Time { return time.Date(2031, 5, 31, 12, 0, 0, 0, time.UTC) }

func TestReader(t *testing.T) {
	world := pages{
		"https://buoy.example/good":  string(report("Ferry runs again", twoParagraphs)),
		"https://buoy.example/empty": "<html><body><nav>Home</nav></body></html>",
		"https://buoy.example/junk":  "%PDF-1.7",
	}
	item := news.Item{Headline: "Ferry runs", Summary: "The ferry runs again, the line says."}
	for _, tc := range []struct {
		name, url string
		kind      news.OutletKind
		state     news.ArticleState
		note      string // a part of it
		first     string // how the text begins
	}{
		{"a page that can be read", "https://buoy.example/good", news.KindNewspaper, news.ArticleRead, "", "The ferry to the islands"},
		{"a page that is gone", "https://buoy.example/gone", news.KindNewspaper, news.ArticleFeed, "could not be read: the server answered 404", "The ferry runs again, the"},
		{"a page without a text", "https://buoy.example/empty", news.KindNewspaper, news.ArticleFeed, "no text", "The ferry runs again, the"},
		{"no page at all", "https://buoy.example/junk", news.KindNewspaper, news.ArticleFeed, "cannot be read", "The ferry runs again, the"},
		{"no address", "", news.KindNewspaper, news.ArticleFeed, "no address", "The ferry runs again, the"},
		{"a video", "https://buoy.example/good", news.KindVideo, news.ArticleFeed, "video", "The ferry runs again, the"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := &shelf{article: news.Article{ID: 7, URL: tc.url, Item: item}, outlet: news.Outlet{Name: "The Daily Buoy", Kind: tc.kind}}
			r := article.Reader{Pages: world, Articles: s, Now: noon}
			if err := r.Read(t.Context(), 7, false); err != nil {
				t.Fatalf("Read: %v", err)
			}
			if s.state != tc.state {
				t.Errorf("state = %q, want %q", s.state, tc.state)
			}
			if !strings.Contains(s.note, tc.note) || (tc.note == "") != (s.note == "") {
				t.Errorf("note = %q, want one with %q in it", s.note, tc.note)
			}
			if len(s.reading.Paragraphs) == 0 || !strings.HasPrefix(s.reading.Paragraphs[0], tc.first) {
				t.Errorf("text = %q, want it to begin with %q", s.reading.Paragraphs, tc.first)
			}
		})
	}
}

// TestReaderSaysWhyInPlainSentences shows that only what a feed says is said to
// serve where there is a feed.
func TestReaderSaysWhyInPlainSentences(t *testing.T) {
	for _, tc := range []struct {
		item news.Item
		note string
	}{
		{news.Item{}, "The page could not be read: the server answered 404."},
		{news.Item{URL: "https://buoy.example/gone"}, "The page could not be read: the server answered 404."},
		{news.Item{Headline: "Ferry runs"}, "The page could not be read: the server answered 404. What the feed says is used."},
	} {
		s := &shelf{article: news.Article{ID: 7, URL: "https://buoy.example/gone", Item: tc.item}}
		r := article.Reader{Pages: pages{}, Articles: s, Now: noon}
		if err := r.Read(t.Context(), 7, true); err != nil || s.note != tc.note {
			t.Errorf("note = %q, %v, want %q", s.note, err, tc.note)
		}
	}
}

func TestReaderFails(t *testing.T) {
	s := &shelf{article: news.Article{ID: 7}}
	r := article.Reader{Pages: pages{}, Articles: s, Now: noon}
	if err := r.Read(t.Context(), 8, false); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("Read of an unknown article = %v, want an error of kind ErrNotFound", err)
	}
	s.fail = news.ErrConflict
	if err := r.Read(t.Context(), 7, false); !errors.Is(err, news.ErrConflict) {
		t.Errorf("Read with a store that fails = %v, want its error", err)
	}
}

func TestReaderStopsWithItsContext(t *testing.T) {
	s := &shelf{article: news.Article{ID: 7, URL: "https://buoy.example/gone"}}
	r := article.Reader{Pages: pages{}, Articles: s, Now: noon}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Read(ctx, 7, false); !errors.Is(err, context.Canceled) {
		t.Errorf("Read = %v, want the end of the context", err)
	}
	if s.reading != nil {
		t.Error("a reading was recorded after the context had ended")
	}
}

func TestReaderTriesAgain(t *testing.T) {
	for _, tc := range []struct {
		name, url string
		last      bool
		again     bool
	}{
		{"trouble that passes", "https://buoy.example/busy", false, true},
		{"the same at the last try", "https://buoy.example/busy", true, false},
		{"trouble that stays", "https://buoy.example/refused", false, false},
		{"a page that is gone", "https://buoy.example/gone", false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := &shelf{article: news.Article{ID: 7, URL: tc.url, Item: news.Item{Headline: "Ferry runs", Summary: "It runs again."}}}
			r := article.Reader{Pages: pages{}, Articles: s, Now: noon}
			err := r.Read(t.Context(), 7, tc.last)
			if tc.again {
				if !errors.As(err, new(busy)) || s.reading != nil {
					t.Errorf("Read = %v, recorded %+v, want the site's error and nothing recorded", err, s.reading)
				}
				return
			}
			if err != nil || s.state != news.ArticleFeed || s.note == "" {
				t.Errorf("Read = %v, state %q, note %q, want the feed's words with a note", err, s.state, s.note)
			}
		})
	}
}

func TestReaderKnowsTheNewsroomsAgencies(t *testing.T) {
	world := pages{"https://buoy.example/a": string(report("Ferry runs again", "<p>PORTO ALVA (Meridian) — The ferry runs again.</p>"+twoParagraphs))}
	s := &shelf{article: news.Article{ID: 7, URL: "https://buoy.example/a"}, outlet: news.Outlet{Name: "The Daily Buoy"}, agencies: []string{"Meridian"}}
	r := article.Reader{Pages: world, Articles: s, Now: noon}
	if err := r.Read(t.Context(), 7, false); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(s.reading.Credit, " "); got != "Meridian" {
		t.Errorf("credit = %q, want the agency that the newsroom follows", got)
	}
}

// TestReaderTakesWhatAPageWithoutTextDeclares shows that a gallery's picture
// and author are kept, and that a wall before the report adds nothing.
func TestReaderTakesWhatAPageWithoutTextDeclares(t *testing.T) {
	declared := func(headline string) string {
		return `<html><head><title>` + headline + `</title><meta property="og:title" content="` + headline + `">
<meta property="og:image" content="https://buoy.example/i/ferry-at-dawn-1.jpg">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"` + headline + `","author":{"@type":"Person","name":"Ada Mole"},"datePublished":"2031-05-31T08:00:00Z"}</script>
</head><body><nav>Home</nav></body></html>`
	}
	world := pages{
		"https://buoy.example/gallery": declared("The ferry runs again"),
		"https://buoy.example/wall":    declared("Please show that you are human"),
	}
	for _, tc := range []struct{ url, headline, author, picture string }{
		{"https://buoy.example/gallery", "Ferry runs again", "Ada Mole", "https://buoy.example/i/ferry-at-dawn-1.jpg"},
		{"https://buoy.example/gallery", "", "Ada Mole", "https://buoy.example/i/ferry-at-dawn-1.jpg"},
		{"https://buoy.example/wall", "Ferry runs again", "", ""},
	} {
		s := &shelf{article: news.Article{ID: 7, URL: tc.url, Item: news.Item{Headline: tc.headline, Summary: "It runs."}}}
		r := article.Reader{Pages: world, Articles: s, Now: noon}
		if err := r.Read(t.Context(), 7, false); err != nil {
			t.Fatal(err)
		}
		got := s.reading
		if strings.Join(got.Authors, " ") != tc.author || got.Picture.URL != tc.picture {
			t.Errorf("%s: authors %q, picture %q, want %q and %q", tc.url, got.Authors, got.Picture.URL, tc.author, tc.picture)
		}
		if want := tc.headline; want != "" && got.Headline != want {
			t.Errorf("%s: headline %q, want the feed's %q", tc.url, got.Headline, want)
		}
		if tc.headline == "" && got.Headline != "The ferry runs again" {
			t.Errorf("%s: headline %q, want the page's where the feed has none", tc.url, got.Headline)
		}
		if s.state != news.ArticleFeed || len(got.Paragraphs) != 1 {
			t.Errorf("%s: state %q, text %q, want the feed's", tc.url, s.state, got.Paragraphs)
		}
	}
}
