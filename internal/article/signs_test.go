package article_test

import (
	"strings"
	"testing"

	"dateline/internal/article"
	"dateline/internal/news"
)

// extracted reads a page of its own making, or ends the test.
func extracted(t *testing.T, page, address string) *news.Reading {
	t.Helper()
	r, err := article.Extract([]byte(page), "text/html", address, article.Hint{})
	if err != nil {
		t.Fatalf("Extract: %v", err)
	}
	return r
}

const thirdParagraph = "<p>Passengers who held tickets for the lost week may use them until the end of June, she said.</p>"

const longParagraph = "<p>The line, which has served the islands for seventy years, lost a third of its income in the storms, its books show.</p>"

func TestExtractSignatures(t *testing.T) {
	plain := func(head, body string) string {
		return `<html lang=en><head><title>Ferry runs again</title>` + head + `</head><body><article><h1>Ferry runs again</h1>` + body + `</article></body></html>`
	}
	byAdmin := `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry runs again","author":{"@type":"Person","name":"Pier Clerk","url":"https://buoy.example/author/admin/"}}</script>`
	for _, tc := range []struct{ name, page, want string }{
		{"two names above the text", plain("", "<p>Ada Mole/Ben Pier</p>"+twoParagraphs+thirdParagraph), "Ada Mole, Ben Pier"},
		{"names and day in brackets at the end", plain("", twoParagraphs+"<p>The crews said they were glad of it. (Ada Mole aus Marlow, Ben Pier, 3.5.2031)</p>"), "Ada Mole, Ben Pier"},
		{"agency and day in brackets at the end", plain("", twoParagraphs+"<p>The crews said they were glad of it. (AFP, 3.5.2031)</p>"), ""},
		{"who took the picture", plain("", `<div class="bildautor">Bild: Cam Lens</div>`+twoParagraphs+thirdParagraph), ""},
		{"who keeps the site", plain(byAdmin, twoParagraphs+thirdParagraph), ""},
		{"a person and the site's desk", plain(`<meta name="author" content="Ada Mole, BUOY Norland">`, twoParagraphs+thirdParagraph), "Ada Mole"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := extracted(t, tc.page, "https://www.buoy.example/a")
			if got := strings.Join(r.Authors, ", "); got != tc.want {
				t.Errorf("authors = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestExtractLeadPicture(t *testing.T) {
	const declared = `<meta property="og:image" content="https://img.buoy.example/share/harbour-at-night.jpg">`
	figure := func(src string) string { return `<figure><img src="` + src + `" width=800></figure>` }
	for _, tc := range []struct{ name, body, want string }{
		{"the one above the text", figure("/i/ferry-at-dawn.jpg") + twoParagraphs + thirdParagraph, "https://buoy.example/i/ferry-at-dawn.jpg"},
		{"one within the text is not the lead", twoParagraphs + strings.Repeat(longParagraph, 2) + figure("/i/ferry-at-dawn.jpg"), "https://img.buoy.example/share/harbour-at-night.jpg"},
		{"the author's is none", `<div class="byline"><figure><img src="/i/ada-mole.jpg" width=800></figure></div>` + twoParagraphs, "https://img.buoy.example/share/harbour-at-night.jpg"},
		{"one behind a link to an author is none", `<figure><a href="/authors/ada-mole/"><picture><img src="/i/ada-mole.jpg" width=800></picture></a></figure>` + twoParagraphs, "https://img.buoy.example/share/harbour-at-night.jpg"},
		{"the declared one as the page shows it", figure("/i/harbour-at-night-800x600.jpg") + twoParagraphs, "https://buoy.example/i/harbour-at-night-800x600.jpg"},
		{"the declared one among a picture's sources", `<figure><picture><source srcset="/i/harbour-at-night-640.webp 640w"><img src="/i/grey.png" width=800></picture></figure>` + twoParagraphs, "https://buoy.example/i/harbour-at-night-640.webp"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page := `<html><head><title>Ferry runs again</title>` + declared + `</head><body><article><h1>Ferry runs again</h1>` + tc.body + `</article></body></html>`
			if got := extracted(t, page, "https://buoy.example/a").Picture.URL; got != tc.want {
				t.Errorf("picture = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestExtractTitleForSharing(t *testing.T) {
	page := func(window, og, ld string) string {
		return `<html><head><title>` + window + `</title><meta property="og:title" content="` + og + `"><script type="application/ld+json">{"@type":"NewsArticle","headline":"` + ld + `"}</script></head>` +
			`<body><article><h1>Ferry runs again after storms</h1>` + twoParagraphs + `</article></body></html>`
	}
	for _, tc := range []struct{ name, page, want string }{
		{"all others agree", page("Ferry runs again after storms", "Islands breathe: the boats are back", "Ferry runs again after storms"), "Islands breathe: the boats are back"},
		{"the window's agrees with it", page("Islands breathe: the boats are back", "Islands breathe: the boats are back", "Ferry runs again after storms"), "Ferry runs again after storms"},
	} {
		r := extracted(t, tc.page, "https://buoy.example/a")
		if r.ShareTitle != tc.want || r.Headline != "Ferry runs again after storms" {
			t.Errorf("%s: share title %q, headline %q, want %q and the printed one", tc.name, r.ShareTitle, r.Headline, tc.want)
		}
	}
}

// TestExtractStandfirstByItsName shows a standfirst that nothing declares.
func TestExtractStandfirstByItsName(t *testing.T) {
	page := func(class string) string {
		return `<html><head><title>Ferry runs again after storms</title></head><body><article><h1>Ferry runs again after storms</h1><div class="head"><p class="` + class + `">` +
			`Islanders stocked up in vain, as crews now load twice a day, the line says</p></div>` + twoParagraphs + thirdParagraph + `</article></body></html>`
	}
	for class, want := range map[string]string{
		"subtitle": "Islanders stocked up in vain, as crews now load twice a day, the line says",
		"caption":  "",
	} {
		if got := extracted(t, page(class), "https://buoy.example/a").Standfirst; got != want {
			t.Errorf("standfirst of class %q = %q, want %q", class, got, want)
		}
	}
}
