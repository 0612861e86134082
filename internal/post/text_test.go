package post_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/post"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file of testdata, or rewrites it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n got %s\nwant %s", name, got, want)
	}
}

func publication() *news.Publication {
	return &news.Publication{
		Title: "The Harbour Bulletin", Address: "https://bulletin.test", Zone: "America/Montreal",
		Language: "en", Signature: "HB Editor",
	}
}

func harbour() *news.Post {
	return &news.Post{
		State: news.PostPublished, Slug: "ferries-return-to-port-arlen", Year: 2024, Month: 3,
		Headline:    "Ferries Return To Port Arlen After Storm & Strike",
		PublishedAt: time.Date(2024, 3, 9, 2, 30, 0, 0, time.UTC),
		UpdatedAt:   time.Date(2024, 3, 9, 4, 0, 0, 0, time.UTC),
		Labels:      []string{"Arlen", "Sea"},
		Blocks: []news.Block{
			{
				Kind: news.BlockVideo, Text: "The first ferry comes in. (Coast Channel)", Video: news.Video{Provider: "youtube", ID: "abc_-123"},
				Report: &news.Report{URL: "https://coast.test/v", Headline: "First ferry", Outlet: "Coast Channel", Form: news.FormVideo},
			},
			{
				Kind:       news.BlockLead,
				Report:     &news.Report{URL: "https://north.test/ferries?a=1&b=2", Headline: "Ferries are back: ‘We waited nine days’", Outlet: "Northern Post", Agency: "NPA"},
				Standfirst: "The harbour office says the crews agreed at night",
				Quotes: []string{
					"PORT ARLEN, March 8 (NPA) — \"We waited nine days [since the storm],\" a captain said.",
					"The crews' union did not answer <questions> on Friday.",
				},
			},
			{Kind: news.BlockUpdate, Report: &news.Report{URL: "https://isles.test/1", Headline: "Second ferry leaves", Outlet: "Isles Today"}},
			{Kind: news.BlockUpdate, Report: &news.Report{URL: "https://isles.test/2", Headline: "Third ferry waits", Outlet: "Isles Today", Agency: "NPA"}},
			{Kind: news.BlockPrevious, Title: "Storm Closes Port Arlen", URL: "/2024/02/storm-closes-port-arlen.html", Date: time.Date(2024, 2, 28, 12, 0, 0, 0, time.UTC)},
			{Kind: news.BlockNote, Text: "Nine days is *long*.\nSee [the log](https://log.test/x).\n\nThe next storm is due:\n\n- on Monday\n- or later"},
			{Kind: news.BlockMore, Title: "Ferries Returning To Port Arlen After Storm & Strike", Reports: []news.Report{
				{URL: "https://a.test/1", Headline: "Crews agree to sail (VIDEO)", Outlet: "Quay Daily"},
				{URL: "https://a.test/2", Headline: "Ferries back in Arlen", Outlet: "Wave News", Agency: "NPA"},
				{URL: "https://a.test/3", Headline: "What the strike was about", Outlet: "Quay Daily", Author: "Ann Bey and Jo Li", Form: news.FormAnalysis},
				{URL: "https://a.test/4", Headline: "Sail on", Outlet: "The Isle", Form: news.FormEditorial},
				{URL: "https://a.test/5", Headline: "On board at last", Outlet: "The Isle", Author: "Kit Ro", ShowAuthor: true},
			}},
		},
	}
}

func remarks() []news.Comment {
	return []news.Comment{
		{Name: "Deckhand", Text: "About time.\r\n\r\n\r\nReally.  ", State: news.CommentShown},
		{Name: "Spammer", Text: "Buy!", State: news.CommentHeld},
		{Name: "R. <Quill>", Text: "I doubt it.", State: news.CommentShown},
	}
}

func TestPage(t *testing.T) {
	golden(t, "harbour.txt", post.Page(harbour(), remarks(), publication()))
}

func TestTextLeavesNoGaps(t *testing.T) {
	pub := publication()
	for _, tc := range []struct {
		name  string
		block news.Block
		want  string
	}{
		{"empty lead", news.Block{Kind: news.BlockLead}, "H"},
		{"lead of a headline only", news.Block{Kind: news.BlockLead, Report: &news.Report{Headline: "Ships sail", Outlet: "Quay"}}, "H\n\nQuay: Ships sail"},
		{"opinion as lead", news.Block{Kind: news.BlockLead, Report: &news.Report{Headline: "Sail", Outlet: "Quay", Author: "A. Bo", Form: news.FormOpinion}}, "H\n\nA. Bo, Quay: Sail"},
		{"author asked for", news.Block{Kind: news.BlockLead, Report: &news.Report{Headline: "Sail", Outlet: "Quay", Author: "A. Bo", ShowAuthor: true}}, "H\n\nA. Bo, Quay: Sail"},
		{"quotes with empty ones", news.Block{Kind: news.BlockLead, Quotes: []string{"", " One. ", ""}}, "H\n\nOne."},
		{"empty note", news.Block{Kind: news.BlockNote, Text: " \n "}, "H"},
		{"note", news.Block{Kind: news.BlockNote, Text: "Fine."}, "H\n\nHB Editor: Fine."},
		{"list without reports", news.Block{Kind: news.BlockMore, Title: "Ships"}, "H"},
		{"list without a topic", news.Block{Kind: news.BlockMore, Reports: []news.Report{{Headline: "A", Outlet: "B"}}}, "H\n\nA -- B"},
		{"report without an outlet", news.Block{Kind: news.BlockMore, Reports: []news.Report{{Headline: "A"}, {}, {Outlet: "B"}}}, "H\n\nA\nB"},
		{"one update", news.Block{Kind: news.BlockUpdate, Report: &news.Report{Headline: "A", Outlet: "B", Agency: "AP"}}, "H\n\nUpdate: A (B/AP)"},
		{"update without a report", news.Block{Kind: news.BlockUpdate}, "H"},
		{"previous without a date", news.Block{Kind: news.BlockPrevious, Title: "A"}, "H\n\nPrevious Post: A"},
		{"text", news.Block{Kind: news.BlockText, Text: "One **two**\n\n> three\n\n1. four\n2. five\n\n`code`"}, "H\n\nOne two\n\nthree\n\n1. four\n2. five\n\ncode"},
		{"unknown kind", news.Block{Kind: "poll", Text: "x"}, "H"},
		{"video without a caption", news.Block{Kind: news.BlockVideo, Video: news.Video{Provider: "youtube", ID: "x"}}, "H"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := &news.Post{Headline: "H", Blocks: []news.Block{tc.block}}
			if got := post.Text(p, pub); got != tc.want {
				t.Errorf("Text = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestTextInThePublicationsWords(t *testing.T) {
	pub := publication()
	pub.Language, pub.Signature = "de", "Anm. d. Red."
	pub.Phrases = news.Phrases{
		ReadMore: "Weiter …", MoreNews: "Mehr zu", Separator: " – ", Update: "Neu", Previous: "Zuvor",
		Said: "schrieb:", Comment: "Kommentar:", Comments: "Kommentare:", Editorial: "(Leitartikel)",
	}
	p := harbour()
	p.PublishedAt = time.Date(2024, 3, 9, 12, 0, 0, 0, time.UTC)
	golden(t, "harbour.de.txt", post.Page(p, remarks(), pub))
}

func TestCommentsText(t *testing.T) {
	pub := publication()
	one := []news.Comment{{Name: "A", Text: "x\ny", State: news.CommentShown}}
	if got, want := post.CommentsText(one, pub), "1 comment:\n\nA said...\n\nx\ny"; got != want {
		t.Errorf("one comment = %q, want %q", got, want)
	}
	held := []news.Comment{{Name: "A", Text: "x", State: news.CommentHeld}, {Name: "B", Text: "y", State: news.CommentDeleted}}
	if got := post.CommentsText(held, pub); got != "" {
		t.Errorf("comments nobody may see = %q, want nothing", got)
	}
}

func TestPageOfADraftHasNoDay(t *testing.T) {
	if got := post.Page(&news.Post{Headline: "H"}, nil, publication()); got != "H" {
		t.Errorf("Page = %q, want the headline alone", got)
	}
}
