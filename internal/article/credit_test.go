package article_test

import (
	"strings"
	"testing"

	"dateline/internal/article"
	"dateline/internal/news"
)

// TestCreditOfAnAgencyInNoTable shows when a name that no table lists is
// believed to be an agency's: when the newsroom follows it, or when the
// dateline and another place agree.
func TestCreditOfAnAgencyInNoTable(t *testing.T) {
	const filed = "<p>PORTO ALVA, May 4 (Meridian) — The ferry to the islands runs again after a week of storms, the harbour master said.</p>" + twoParagraphs
	buoy := news.Outlet{Name: "The Daily Buoy"}
	followed := []string{"Meridian"}
	source := news.Item{Categories: []news.Category{{Term: "Meridian News Agency", Scheme: "buoy.example/metadata/dc.source"}}}
	author := func(kind, name string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry runs again","author":{"@type":"` + kind + `","name":"` + name + `"}}</script>`
	}
	for _, tc := range []struct {
		name, head, body string
		hint             article.Hint
		want             string
	}{
		{"followed, in the dateline", "", filed, article.Hint{Outlet: buoy, Agencies: followed}, "Meridian"},
		{"followed, its own report", "", filed, article.Hint{Outlet: news.Outlet{Name: "Meridian"}, Agencies: followed}, ""},
		{"followed, in the feed only", "", twoParagraphs, article.Hint{Outlet: buoy, Agencies: followed, Item: source}, "Meridian"},
		{"followed, as JSON-LD's author", author("Organization", "Meridian Press Service"), twoParagraphs, article.Hint{Outlet: buoy, Agencies: followed}, "Meridian"},
		{"followed, only spoken of", "", twoParagraphs + "<p>The meridian (a line) crosses the port, Meridian was told by the crews on the pier at night.</p>", article.Hint{Outlet: buoy, Agencies: followed}, ""},
		{"a namesake runs it", "", filed, article.Hint{Outlet: news.Outlet{Name: "Meridian Post"}, Agencies: followed}, "Meridian"},
		{"unknown, in the dateline only", "", filed, article.Hint{Outlet: buoy}, ""},
		{"unknown, in the feed only", "", twoParagraphs, article.Hint{Outlet: buoy, Item: source}, ""},
		{"unknown, dateline and feed agree", "", filed, article.Hint{Outlet: buoy, Item: source}, "Meridian"},
		{"unknown, dateline and meta agree", `<meta name="dc.source" content="Meridian">`, filed, article.Hint{Outlet: buoy}, "Meridian"},
		{"unknown, dateline and JSON-LD agree", author("Organization", "Meridian News Agency"), filed, article.Hint{Outlet: buoy}, "Meridian"},
		{"unknown, a person of that name", author("Person", "Meridian"), filed, article.Hint{Outlet: buoy}, ""},
		{"the outlet itself, not told", `<meta property="og:site_name" content="Meridian"><meta name="copyright" content="Meridian">`, filed, article.Hint{}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := strings.Replace(string(report("Ferry runs again", tc.body)), "</head>", tc.head+"</head>", 1)
			r, err := article.Extract([]byte(body), "", "https://buoy.example/a", tc.hint)
			if err != nil {
				t.Fatalf("Extract: %v", err)
			}
			if got := strings.Join(r.Credit, " "); got != tc.want {
				t.Errorf("credit = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestFromItemCreditsAFollowedAgency(t *testing.T) {
	r := article.FromItem(article.Hint{
		Item:   news.Item{Headline: "Ferry runs", Content: "<p>PORTO ALVA, May 4 (Meridian) — The ferry sailed.</p>"},
		Outlet: news.Outlet{Name: "The Daily Buoy"}, Agencies: []string{"Meridian"},
	})
	if len(r.Credit) != 1 || r.Credit[0] != "Meridian" || r.Dateline.Agency != "Meridian" {
		t.Errorf("credit %q, dateline %+v, want Meridian in both", r.Credit, r.Dateline)
	}
}
