package article_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/internal/article"
	"dateline/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestExtractGolden(t *testing.T) {
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages in testdata: %v", err)
	}
	for _, name := range pages {
		t.Run(filepath.Base(name), func(t *testing.T) {
			body, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			address := "https://wire.example/world/" + strings.TrimSuffix(filepath.Base(name), ".html")
			r, err := article.Extract(body, "text/html; charset=utf-8", address, article.Hint{})
			if err != nil {
				t.Fatalf("Extract: %v", err)
			}
			got, err := json.MarshalIndent(r, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(name, ".html") + ".json"
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
				t.Errorf("reading of %s (-want +got):\n%s", name, diff)
			}
		})
	}
}

// report wraps a body as a plain page of news.
func report(headline, body string) []byte {
	return []byte("<html lang=en><head><title>" + headline + "</title></head><body><article><h1>" + headline + "</h1>" + body + "</article></body></html>")
}

const twoParagraphs = "<p>The ferry to the islands runs again after a week of storms, the harbour master said on Thursday.</p>" +
	"<p>Two boats a day will run until the end of the month, and four boats a day from then on.</p>"

func TestExtractRefuses(t *testing.T) {
	for _, tc := range []struct {
		name, contentType, body string
		want                    error
	}{
		{"nothing", "text/html", "", news.ErrInvalid},
		{"a picture", "image/png", "<html>", news.ErrInvalid},
		{"a PDF under a wrong name", "text/html", "%PDF-1.4 <", news.ErrInvalid},
		{"words without markup", "text/html", "no markup here", news.ErrInvalid},
		{"a page without a text", "text/html", "<html><body><nav><a href=/>Home</a></nav></body></html>", news.ErrNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := article.Extract([]byte(tc.body), tc.contentType, "https://wire.example/a", article.Hint{})
			if !errors.Is(err, tc.want) {
				t.Errorf("Extract = %v, want an error of kind %v", err, tc.want)
			}
		})
	}
}

func TestExtractHardPages(t *testing.T) {
	for _, tc := range []struct {
		name, contentType string
		body              []byte
		first             string // how the first paragraph begins
	}{
		{"markup nested past all bounds", "text/html", report("Ferry runs", strings.Repeat("<div>", 100_000)+twoParagraphs), "The ferry to the islands"},
		{"a page of fifty megabytes", "text/html", append(report("Ferry runs", twoParagraphs), strings.Repeat("<br> ", 10<<20)...), "The ferry to the islands"},
		{"more elements than the engines are given", "text/html", report("Ferry runs", twoParagraphs+strings.Repeat("<i></i>", 50_000)), "The ferry to the islands"},
		{"Latin letters without a word about them", "text/html; charset=iso-8859-1", report("F\xe4hre", "<p>Die F\xe4hre zu den Inseln f\xe4hrt wieder, sagte der Hafenmeister am Donnerstag vor den Mannschaften.</p>"), "Die Fähre zu den Inseln"},
		{"UTF-8 under a wrong name", "text/html; charset=iso-8859-1", report("Fähre", "<p>Die Fähre zu den Inseln fährt wieder, sagte der Hafenmeister am Donnerstag vor den Mannschaften.</p>"), "Die Fähre zu den Inseln"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, err := article.Extract(tc.body, tc.contentType, "https://wire.example/a", article.Hint{})
			if err != nil {
				t.Fatalf("Extract: %v", err)
			}
			if len(r.Paragraphs) == 0 || !strings.HasPrefix(r.Paragraphs[0], tc.first) {
				t.Errorf("first of %d paragraphs = %.80q, want it to begin with %q", len(r.Paragraphs), r.Paragraphs, tc.first)
			}
		})
	}
}

func TestExtractDisbelieves(t *testing.T) {
	now := time.Date(2031, 5, 31, 20, 0, 0, 0, time.UTC)
	published := now.Add(-2 * time.Hour)
	body := []byte(`<html lang=en><head><title>Ferry runs</title><link rel=canonical href="https://elsewhere.example/other"><meta property="og:url" content="https://wire.example/">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry runs","datePublished":"9999-01-01T00:00:00Z"}</script></head>
<body><h1>Ferry runs</h1>` + twoParagraphs + `</body></html>`)
	hint := article.Hint{Item: news.Item{Published: published}, Now: now}
	r, err := article.Extract(body, "", "https://wire.example/a", hint)
	if err != nil {
		t.Fatalf("Extract: %v", err)
	}
	if !r.Published.Equal(published) {
		t.Errorf("published = %v, want the feed's %v", r.Published, published)
	}
	if r.Canonical != "" {
		t.Errorf("canonical = %q, want none: one is another site's, the other a front page", r.Canonical)
	}
}

func TestExtractCredit(t *testing.T) {
	ap := "<p>MARLOW, Norland (AP) — The ferry to the islands runs again after a week of storms, the harbour master said.</p>" + twoParagraphs
	for _, tc := range []struct {
		name, body string
		hint       article.Hint
		want       string
	}{
		{"from the dateline", ap, article.Hint{Outlet: news.Outlet{Name: "The Daily Buoy"}}, "AP"},
		{"an agency's own report", ap, article.Hint{Outlet: news.Outlet{Name: "Associated Press"}}, ""},
		{"from the feed's source", twoParagraphs, article.Hint{Item: news.Item{Categories: []news.Category{{Term: "Associated Press", Scheme: "buoy.example/metadata/dc.source"}}}}, "AP"},
		{"from the feed's credit", twoParagraphs, article.Hint{Item: news.Item{Credit: "Agence France-Presse"}}, "AFP"},
		{"from the sign-off", twoParagraphs + "<p>Reporting by Ada Mole in Marlow; Editing by Ben Pier</p>", article.Hint{}, "Reuters"},
		{"from the last words", twoParagraphs + "<p>The crews are said to be glad that the route is open again. (AFP)</p>", article.Hint{}, "AFP"},
		{"told to an agency", twoParagraphs + "<p>The crews were glad, one of them told Reuters on the pier of Marlow in the evening.</p>", article.Hint{}, ""},
		{"none", twoParagraphs, article.Hint{}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, err := article.Extract(report("Ferry runs again", tc.body), "", "https://buoy.example/a", tc.hint)
			if err != nil {
				t.Fatalf("Extract: %v", err)
			}
			if got := strings.Join(r.Credit, " "); got != tc.want {
				t.Errorf("credit = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestExtractForm(t *testing.T) {
	for _, tc := range []struct {
		name, headline, address, section string
		categories                       []news.Category
		want                             news.Form
	}{
		{"a report", "Ferry runs again", "https://buoy.example/world/1", "", nil, news.FormReport},
		{"by its folder", "Ferry runs again", "https://buoy.example/opinion/2031/ferry", "", nil, news.FormOpinion},
		{"by its section", "Ferry runs again", "https://buoy.example/1", "Analysis", nil, news.FormAnalysis},
		{"by its headline", "Editorial: The ferry is ours", "https://buoy.example/1", "", nil, news.FormEditorial},
		{"by its category", "Ferry runs again", "https://buoy.example/1", "", []news.Category{{Term: "Meinung"}}, news.FormOpinion},
		{"a word in the slug is none", "Ferry runs again", "https://buoy.example/world/public-opinion-on-ferry", "", nil, news.FormReport},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := strings.Replace(string(report(tc.headline, twoParagraphs)), "</head>", `<meta property="article:section" content="`+tc.section+`"></head>`, 1)
			r, err := article.Extract([]byte(body), "", tc.address, article.Hint{Item: news.Item{Categories: tc.categories}})
			if err != nil {
				t.Fatalf("Extract: %v", err)
			}
			if r.Form != tc.want {
				t.Errorf("form = %q, want %q", r.Form, tc.want)
			}
		})
	}
}

func TestFeedServesWhereThePageIsCut(t *testing.T) {
	content := strings.Repeat("<p>The feed carries the whole of the report about the ferry, paragraph by paragraph, to its end.</p>", 9)
	r, err := article.Extract(report("Ferry runs again", "<p>The ferry to the islands runs again after a week.</p>"), "",
		"https://buoy.example/a", article.Hint{Item: news.Item{Content: content}})
	if err != nil {
		t.Fatalf("Extract: %v", err)
	}
	if len(r.Paragraphs) != 9 || r.Origins["paragraphs"] != "feed" {
		t.Errorf("%d paragraphs from %q, want the feed's 9", len(r.Paragraphs), r.Origins["paragraphs"])
	}
}

func TestFromItem(t *testing.T) {
	at := time.Date(2031, 5, 31, 9, 0, 0, 0, time.UTC)
	r := article.FromItem(article.Hint{
		Item: news.Item{
			Headline: "Ferry &amp; crew return (VIDEO)", Summary: "What the week was like.", Published: at,
			Content: "<p>MARLOW (Reuters) - The ferry sailed.</p><p>The post Ferry appeared first on Buoy.</p>",
			Authors: []news.Person{{Name: "Ada Mole"}}, Image: news.Image{URL: "https://buoy.example/f.jpg"},
		},
		Outlet: news.Outlet{Name: "The Daily Buoy", Language: "en"},
	})
	want := &news.Reading{
		Headline: "Ferry & crew return (VIDEO)", ShareTitle: "Ferry & crew return (VIDEO)", Standfirst: "What the week was like.",
		Paragraphs: []string{"MARLOW (Reuters) - The ferry sailed."}, Authors: []string{"Ada Mole"}, Credit: []string{"Reuters"},
		Dateline: news.Dateline{Place: "MARLOW", Agency: "Reuters"}, Form: news.FormReport, Language: "en", Published: at,
		Picture: news.Picture{URL: "https://buoy.example/f.jpg"},
	}
	got := *r
	got.Origins = nil
	if diff := cmp.Diff(want, &got); diff != "" {
		t.Errorf("FromItem (-want +got):\n%s", diff)
	}
	if r.Origins["headline"] != "feed" || r.Origins["section"] != "" {
		t.Errorf("origins = %v, want the feed for what is known and nothing for the rest", r.Origins)
	}
}

func TestFromItemVideo(t *testing.T) {
	r := article.FromItem(article.Hint{
		Item:   news.Item{Headline: "The ferry comes in", URL: "https://www.youtube.com/watch?v=abcdefghijk", Video: news.Video{Provider: "youtube", ID: "abcdefghijk"}},
		Outlet: news.Outlet{Name: "Coast Radio", Kind: news.KindVideo},
	})
	if r.Form != news.FormVideo || r.Video.ID != "abcdefghijk" {
		t.Errorf("form %q, video %+v, want a video", r.Form, r.Video)
	}
}

func TestExtractStandfirst(t *testing.T) {
	const stand = "The new quay makes room for twice as many ships, the minister said"
	const line = "<time datetime=2031-05-31T15:25:00Z>31 May 2031, 15:25</time>"
	described := func(text string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry runs again","description":"` + text + `"}</script>`
	}
	first := "The ferry to the islands runs again after a week of storms, the harbour master said on Thursday."
	for _, tc := range []struct {
		name, body, want string
		paragraphs       int
	}{
		{"named as one", "<p class=dek>" + stand + "</p>" + line + "<div>" + twoParagraphs + "</div>", stand, 2},
		{"declared as one and printed", described(stand) + "<p class=x1>" + stand + "</p>" + line + "<div>" + twoParagraphs + "</div>", stand, 2},
		{"parted from the text by the time", "<p class=x1>" + stand + "</p>" + line + "<div>" + twoParagraphs + "</div>", stand, 2},
		{"only declared", described(stand) + line + "<div>" + twoParagraphs + "</div>", stand, 2},
		{"the first paragraph again", described(first) + line + "<div>" + twoParagraphs + "</div>", "", 2},
		{"the first paragraph cut short", described(first[:60]+"...") + line + "<div>" + twoParagraphs + "</div>", "", 2},
		{"the headline again", described("Ferry runs again") + line + "<div>" + twoParagraphs + "</div>", "", 2},
		{"the only sentence is the text", described(first) + line + "<div><p>" + first + "</p></div>", "", 1},
		{"none", line + "<div>" + twoParagraphs + "</div>", "", 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, err := article.Extract(report("Ferry runs again", tc.body), "", "https://buoy.example/a", article.Hint{})
			if err != nil {
				t.Fatalf("Extract: %v", err)
			}
			if r.Standfirst != tc.want {
				t.Errorf("standfirst = %q, want %q", r.Standfirst, tc.want)
			}
			if len(r.Paragraphs) != tc.paragraphs {
				t.Errorf("paragraphs = %q, want %d", r.Paragraphs, tc.paragraphs)
			}
		})
	}
}
