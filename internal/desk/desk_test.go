package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/internal/desk"
	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

var ctx = context.Background()

func report(id news.ArticleID, outlet, headline string, at time.Duration, change ...func(*news.Article)) news.Article {
	a := news.Article{
		ID: id, Outlet: outlet, URL: "http://" + strings.ToLower(outlet) + ".example/1",
		Reading: news.Reading{
			Headline: headline, Language: "en", Form: news.FormReport, Published: newstest.Noon.Add(at),
			Paragraphs: []string{outlet + " one.", outlet + " two.", outlet + " three."},
		},
	}
	for _, c := range change {
		c(&a)
	}
	return a
}

func standfirst(a *news.Article) { a.Standfirst = "A standfirst." }

func agency(a *news.Article) { a.Credit = []string{"Meridian"} }

func preferred(a *news.Article) { a.Standing = news.StandingPreferred }

func german(a *news.Article) { a.Language = "de" }

func video(a *news.Article) {
	a.Form, a.Paragraphs, a.Video = news.FormVideo, nil, news.Video{Provider: "youtube", ID: "x"}
}

func opinion(a *news.Article) { a.Form, a.Authors = news.FormOpinion, []string{"Ada Quill"} }

func TestProposeLead(t *testing.T) {
	for _, tc := range []struct {
		name     string
		articles []news.Article
		want     news.ArticleID
	}{
		{"none", nil, 0},
		{"videos cannot be quoted", []news.Article{report(1, "Reel", "V", 0, video)}, 0},
		{"the earliest", []news.Article{report(1, "A", "H", time.Hour), report(2, "B", "H", 0)}, 2},
		{"own words before agency copy", []news.Article{report(1, "A", "H", 0, agency), report(2, "B", "H", time.Hour)}, 2},
		{"one with a standfirst", []news.Article{report(1, "A", "H", 0), report(2, "B", "H", time.Hour, standfirst)}, 2},
		{"the publication's language", []news.Article{report(1, "A", "H", 0, german, standfirst), report(2, "B", "H", time.Hour)}, 2},
		{"a straight report before an opinion", []news.Article{report(1, "A", "H", 0, opinion), report(2, "B", "H", time.Hour)}, 2},
		{"an outlet that is preferred", []news.Article{report(1, "A", "H", 0, standfirst), report(2, "B", "H", time.Hour, preferred)}, 2},
		{"own words before a preferred outlet", []news.Article{report(1, "A", "H", 0), report(2, "B", "H", 0, agency, preferred)}, 1},
		{"something rather than nothing", []news.Article{report(1, "A", "H", 0, agency, german)}, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got news.ArticleID
			if a := desk.ProposeLead(tc.articles, "en"); a != nil {
				got = a.ID
			}
			if got != tc.want {
				t.Errorf("lead = %d; want %d", got, tc.want)
			}
		})
	}
}

func TestArrange(t *testing.T) {
	s := &news.Story{ID: 1, Articles: []news.Article{
		report(1, "Herald", "Minister meets envoy", 0, standfirst),
		report(2, "Lantern", "Envoy met", time.Hour, agency),
		report(3, "Tide", "Talks at last", 2*time.Hour),
		report(4, "Reel", "Watch", 3*time.Hour, video),
	}}
	blocks := desk.Arrange(s, desk.Choice{}, "Minister Meets Envoy", "en")
	var kinds []news.BlockKind
	for _, b := range blocks {
		kinds = append(kinds, b.Kind)
	}
	if diff := cmp.Diff([]news.BlockKind{news.BlockLead, news.BlockNote, news.BlockMore}, kinds); diff != "" {
		t.Fatalf("blocks (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Herald one.", "Herald two."}, blocks[0].Quotes); diff != "" {
		t.Errorf("quotes (-want +got):\n%s", diff)
	}
	more := blocks[2]
	if more.Title != "Minister Meeting Envoy" {
		t.Errorf("topic = %q", more.Title)
	}
	var labels []string
	for _, r := range more.Reports {
		labels = append(labels, r.Label())
	}
	if diff := cmp.Diff([]string{"Tide", "Lantern/Meridian", "Reel"}, labels); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	chosen := desk.Arrange(s, desk.Choice{Lead: 3, Quote: 1, Order: []news.ArticleID{2, 1}, Video: 4, Note: "Note."}, "H", "en")
	if chosen[0].Kind != news.BlockVideo || chosen[1].Report.Outlet != "Tide" || len(chosen[1].Quotes) != 1 || chosen[2].Text != "Note." ||
		len(chosen[3].Reports) != 2 || chosen[3].Reports[0].Outlet != "Lantern" {
		t.Errorf("the editor's choice came out as %+v", chosen)
	}
}

func newDesk(t *testing.T) (*desk.Desk, *store.DB) {
	t.Helper()
	db := newstest.DB(t)
	if err := db.SavePublication(ctx, news.Publication{Title: "Paper", Zone: "America/New_York", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	return &desk.Desk{Stories: db, Posts: db, Articles: db, Settings: db.Publication, Now: func() time.Time { return newstest.Noon }}, db
}

func TestSaveTellsOfAConflictAndTheTopicFollows(t *testing.T) {
	d, _ := newDesk(t)
	p, err := d.NewDraft(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	list := []news.Block{{Kind: news.BlockMore}}
	first, err := d.Save(ctx, desk.Edit{PostID: p.ID, Version: p.Version, Headline: "Minister Meets Envoy", Blocks: list})
	if err != nil {
		t.Fatal(err)
	}
	if got := first.Blocks[0].Title; got != "Minister Meeting Envoy" {
		t.Errorf("topic = %q", got)
	}
	var conflict *desk.ConflictError
	if _, err := d.Save(ctx, desk.Edit{PostID: p.ID, Version: p.Version, Headline: "Mine", Blocks: list}); !errors.As(err, &conflict) {
		t.Fatalf("second save = %v; want a conflict", err)
	}
	if conflict.Theirs.Headline != "Minister Meets Envoy" {
		t.Errorf("the conflict shows %q", conflict.Theirs.Headline)
	}
	second, err := d.Save(ctx, desk.Edit{PostID: p.ID, Version: first.Version, Headline: "Minister Orders Talks", Blocks: first.Blocks})
	if err != nil || second.Blocks[0].Title != "Minister Ordering Talks" {
		t.Errorf("topic after a new headline = %+v, %v", second, err)
	}
	second.Blocks[0].Title = "The Editor's Own Topic"
	third, err := d.Save(ctx, desk.Edit{PostID: p.ID, Version: second.Version, Headline: "Another", Blocks: second.Blocks})
	if err != nil || third.Blocks[0].Title != "The Editor's Own Topic" {
		t.Errorf("the editor's topic became %+v, %v", third, err)
	}
}

func TestPublishRefusesWhatIsNotReady(t *testing.T) {
	d, _ := newDesk(t)
	p, err := d.NewDraft(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	var invalid *news.InvalidError
	if _, err := d.Publish(ctx, p.ID, p.Version, 0); !errors.As(err, &invalid) {
		t.Errorf("publishing an empty post = %v; want a sentence", err)
	}
	p, err = d.Save(ctx, desk.Edit{PostID: p.ID, Version: p.Version, Headline: "Late Evening", Blocks: []news.Block{{Kind: news.BlockText, Text: "Words."}}})
	if err != nil {
		t.Fatal(err)
	}
	p, err = d.Publish(ctx, p.ID, p.Version, 0)
	if err != nil || p.Slug != "late-evening" || p.Year != 2026 || p.Month != 5 {
		t.Errorf("published = %+v, %v", p, err)
	}
}

func TestMonthIsThePublications(t *testing.T) {
	d, _ := newDesk(t)
	d.Now = func() time.Time { return time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC) } // still May in New York
	p, err := d.NewDraft(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, err = d.Save(ctx, desk.Edit{PostID: p.ID, Version: p.Version, Headline: "H", Blocks: []news.Block{{Kind: news.BlockText, Text: "Words."}}})
	if err != nil {
		t.Fatal(err)
	}
	if p, err = d.Publish(ctx, p.ID, p.Version, 0); err != nil || p.Month != 5 {
		t.Errorf("month = %d, %v; want May", p.Month, err)
	}
}

func TestCheck(t *testing.T) {
	good := news.Report{URL: "http://a.example/1", Headline: "H", Outlet: "A"}
	lead := func(r news.Report) news.Block {
		return news.Block{Kind: news.BlockLead, Report: &r, Quotes: []string{"Words."}}
	}
	for _, tc := range []struct {
		name  string
		post  news.Post
		stops bool
	}{
		{"ready", news.Post{Headline: "H", Blocks: []news.Block{lead(good)}}, false},
		{"no headline", news.Post{Blocks: []news.Block{lead(good)}}, true},
		{"an address for a headline", news.Post{Headline: "https://a.example/1", Blocks: []news.Block{lead(good)}}, true},
		{"an address for a report's headline", news.Post{Headline: "H", Blocks: []news.Block{lead(news.Report{URL: "http://a.example/1", Headline: "http://a.example/1", Outlet: "A"})}}, true},
		{"an address in a headline", news.Post{Headline: "What https://a.example/1 says", Blocks: []news.Block{lead(good)}}, false},
		{"nothing said", news.Post{Headline: "H", Blocks: []news.Block{{Kind: news.BlockText, Text: " "}}}, true},
		{"nothing after the dashes", news.Post{Headline: "H", Blocks: []news.Block{lead(news.Report{URL: "http://a.example/1", Headline: "H"})}}, true},
		{"no headline of a report", news.Post{Headline: "H", Blocks: []news.Block{lead(news.Report{URL: "http://a.example/1", Outlet: "A"})}}, true},
		{"no address", news.Post{Headline: "H", Blocks: []news.Block{lead(news.Report{URL: "javascript:alert(1)", Headline: "H", Outlet: "A"})}}, true},
		{"twice the same", news.Post{Headline: "H", Blocks: []news.Block{lead(good), {Kind: news.BlockMore, Reports: []news.Report{{URL: "https://www.a.example/1?utm_source=x", Headline: "H", Outlet: "A"}}}}}, true},
		{"no comment is only a hint", news.Post{Headline: "H", Blocks: []news.Block{lead(good), {Kind: news.BlockNote}}}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			stops := false
			for _, h := range desk.Check(&tc.post) {
				stops = stops || h.Stops
			}
			if stops != tc.stops {
				t.Errorf("stops = %v (%v); want %v", stops, desk.Check(&tc.post), tc.stops)
			}
		})
	}
}

func TestTakeRefusesWhatIsNoAddress(t *testing.T) {
	d, db := newDesk(t)
	for _, address := range []string{"", "not an address", "javascript:alert(1)", "ftp://a.example/x", "file:///etc/passwd", "word", "anna@a.example", "https://www.a.example", "http://a.example/?utm_source=x"} {
		var invalid *news.InvalidError
		if _, err := d.Take(ctx, address); !errors.As(err, &invalid) {
			t.Errorf("Take(%q) = %v; want a sentence", address, err)
		}
	}
	var front *news.InvalidError
	if _, err := d.Take(ctx, "a.example"); !errors.As(err, &front) || !strings.HasPrefix(front.Reason, "That is the front page") {
		t.Errorf("Take of a front page = %v; want a sentence that says so", err)
	}
	id, err := d.Take(ctx, " https://www.herald.example/story?utm_source=mail ")
	if err != nil {
		t.Fatal(err)
	}
	a, err := db.Article(ctx, id)
	if err != nil || a.URL != "https://www.herald.example/story" || a.Outlet != "herald.example" {
		t.Errorf("article = %+v, %v", a, err)
	}
	if again, err := d.Take(ctx, "herald.example/story"); err != nil || again != id {
		t.Errorf("the same without its scheme = %d, %v; want %d", again, err, id)
	}
}
