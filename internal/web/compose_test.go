package web_test

import (
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dateline/internal/news"
)

// composing returns a browser with a draft of the first story open.
func composing(t *testing.T) (*browser, *newsroom) {
	t.Helper()
	b, n := atDesk(t)
	if p := b.post("/desk/stories/1/compose", nil); p.header.Get("Location") != "/desk/posts/1" {
		t.Fatalf("compose: got status %d to %q, want /desk/posts/1", p.status, p.header.Get("Location"))
	}
	return b, n
}

// fields returns what a browser would send of the composer's form.
func fields(t *testing.T, body string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{}
	for n := range doc.Descendants() {
		name := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		switch n.Data {
		case "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			form.Add(name, text)
		case "input":
			if attribute(n, "type") != "checkbox" || has(n, "checked") {
				form.Add(name, attribute(n, "value"))
			}
		}
	}
	return form
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// press opens the composer, changes its form and presses a button.
func (b *browser) press(do string, change func(url.Values)) page {
	b.t.Helper()
	form := fields(b.t, b.get("/desk/posts/1").body)
	if change != nil {
		change(form)
	}
	form.Set("do", do)
	return b.post("/desk/posts/1", form)
}

func block(p news.Post, kind news.BlockKind) *news.Block {
	for i := range p.Blocks {
		if p.Blocks[i].Kind == kind {
			return &p.Blocks[i]
		}
	}
	return &news.Block{}
}

// order returns the articles of a post's list.
func order(p news.Post) []news.ArticleID {
	var ids []news.ArticleID
	for _, r := range block(p, news.BlockMore).Reports {
		ids = append(ids, r.ArticleID)
	}
	return ids
}

func TestComposeTwiceIsOneDraft(t *testing.T) {
	b, n := composing(t)
	b.post("/desk/stories/1/compose", nil)
	if len(n.posts) != 1 {
		t.Errorf("got %d drafts, want 1", len(n.posts))
	}
}

func TestFormKeepsTheWholePost(t *testing.T) {
	b, n := composing(t)
	before := n.posts[0]
	if p := b.press("save", nil); p.status != http.StatusSeeOther {
		t.Fatalf("save: got status %d, want 303", p.status)
	}
	if n.posts[0].Version != before.Version {
		t.Errorf("saving what stands made version %d, want still %d", n.posts[0].Version, before.Version)
	}
	b.press("save", func(f url.Values) {
		f.Set("headline", "Bridge Meets Lorries")
		f.Set("labels", "Ports, Bridges , Ports")
		f.Set("b1.text", "Our word on it.\r\nTwice.")
	})
	p := n.posts[0]
	if p.Headline != "Bridge Meets Lorries" || !slices.Equal(p.Labels, []string{"Ports", "Bridges"}) {
		t.Errorf("got headline %q and labels %q", p.Headline, p.Labels)
	}
	if got := block(p, news.BlockNote).Text; got != "Our word on it.\nTwice." {
		t.Errorf("got note %q", got)
	}
	if !slices.Equal(order(p), order(before)) || !slices.Equal(block(p, news.BlockLead).Quotes, block(before, news.BlockLead).Quotes) {
		t.Error("a save of other fields changed the list or the quotes")
	}
}

func TestQuotesComeFromTheArticle(t *testing.T) {
	b, n := composing(t)
	whole := n.stories[0].Articles[0].Paragraphs
	var marks []string
	body := b.get("/desk/posts/1").body
	for _, m := range regexp.MustCompile(`name="b0\.quote" value="([0-9a-f]+)"`).FindAllStringSubmatch(body, -1) {
		marks = append(marks, m[1])
	}
	if len(marks) != len(whole) {
		t.Fatalf("got %d paragraphs to tick, want %d", len(marks), len(whole))
	}
	b.press("save", func(f url.Values) {
		f["b0.quote"] = []string{marks[2], "deadbeefdeadbeef", "A sentence the outlet never wrote.", marks[4]}
		f.Del("b0.standfirst")
	})
	lead := block(n.posts[0], news.BlockLead)
	if want := []string{whole[2], whole[4]}; !slices.Equal(lead.Quotes, want) || lead.Standfirst != "" {
		t.Errorf("got quotes %q and standfirst %q, want %q and none", lead.Quotes, lead.Standfirst, want)
	}
}

func TestQuotedStaysWhenTheOutletChangesItsPage(t *testing.T) {
	b, n := composing(t)
	was := block(n.posts[0], news.BlockLead).Quotes[0]
	n.stories[0].Articles[0].Paragraphs = []string{"An entirely new text."}
	if body := b.get("/desk/posts/1").body; !strings.Contains(body, "nine days and four hours") || !strings.Contains(body, "An entirely new text.") {
		t.Error("the composer does not offer both what was quoted and the new text")
	}
	b.press("save", func(f url.Values) { f.Set("headline", "Another") })
	if got := block(n.posts[0], news.BlockLead).Quotes[0]; got != was {
		t.Errorf("got %q, want what was quoted: %q", got, was)
	}
}

func TestActs(t *testing.T) {
	for _, tc := range []struct {
		name string
		do   []string
		lead news.ArticleID
		list []news.ArticleID
	}{
		{"as composed", nil, 11, []news.ArticleID{12, 14, 15, 16, 13, 17}},
		{"down", []string{"down:a12"}, 11, []news.ArticleID{14, 12, 15, 16, 13, 17}},
		{"up at the top", []string{"up:a12"}, 11, []news.ArticleID{12, 14, 15, 16, 13, 17}},
		{"up", []string{"up:a17"}, 11, []news.ArticleID{12, 14, 15, 16, 17, 13}},
		{"drop", []string{"drop:a15"}, 11, []news.ArticleID{12, 14, 16, 13, 17}},
		{"drop and back where it was", []string{"drop:a15", "put"}, 11, []news.ArticleID{12, 14, 15, 16, 13, 17}},
		{"pull what is there", []string{"pull:a15"}, 11, []news.ArticleID{12, 14, 15, 16, 13, 17}},
		{"lead changes places", []string{"lead:a12"}, 12, []news.ArticleID{11, 14, 15, 16, 13, 17}},
		{"lead and back", []string{"lead:a12", "put"}, 11, []news.ArticleID{12, 14, 15, 16, 13, 17}},
		{"video", []string{"video:a17"}, 11, []news.ArticleID{12, 14, 15, 16, 13}},
		{"update", []string{"update:a14"}, 11, []news.ArticleID{12, 15, 16, 13, 17}},
		{"unknown report", []string{"pull:a999", "lead:a999", "video:a12", "drop:a999"}, 11, []news.ArticleID{12, 14, 15, 16, 13, 17}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b, n := composing(t)
			for _, do := range tc.do {
				if p := b.press(do, nil); p.status != http.StatusSeeOther {
					t.Fatalf("%s: got status %d, want 303", do, p.status)
				}
			}
			p := n.posts[0]
			if got := block(p, news.BlockLead).Report.ArticleID; got != tc.lead {
				t.Errorf("got lead %d, want %d", got, tc.lead)
			}
			if got := order(p); !slices.Equal(got, tc.list) {
				t.Errorf("got list %v, want %v", got, tc.list)
			}
		})
	}
}

func TestUndoBringsTheWordsBack(t *testing.T) {
	b, n := composing(t)
	b.press("add:text", nil)
	b.press("save", func(f url.Values) {
		f.Set("b2.headline.a15", "A headline of ours")
		f.Set("b3.text", "A text of ours")
		f["b0.quote"] = f["b0.quote"][:1]
	})
	want := n.posts[0].Blocks
	for _, do := range []string{"drop:a15", "cut:3", "cut:0", "lead:a12"} {
		b.press(do, nil)
		page := b.get("/desk/posts/1").body
		if !strings.Contains(page, `value="put">Undo`) {
			t.Errorf("%s: the page offers no undo", do)
		}
		b.press("put", nil)
		if got := n.posts[0].Blocks; !reflect.DeepEqual(got, want) {
			t.Errorf("%s and undo: got %+v, want %+v", do, got, want)
		}
	}
}

func TestChoosingALeadKeepsOtherWords(t *testing.T) {
	b, n := composing(t)
	b.press("save", func(f url.Values) {
		f.Set("b0.report", "a12")
		f.Set("headline", "Typed before choosing")
	})
	p := n.posts[0]
	if got := block(p, news.BlockLead); got.Report.ArticleID != 12 || len(got.Quotes) != 2 {
		t.Errorf("got lead %d with %d quotes, want 12 with 2", got.Report.ArticleID, len(got.Quotes))
	}
	if p.Headline != "Typed before choosing" || order(p)[0] != 11 {
		t.Errorf("got headline %q and list %v", p.Headline, order(p))
	}
}

func TestConflictKeepsBothTexts(t *testing.T) {
	b, n := composing(t)
	mine := fields(t, b.get("/desk/posts/1").body)
	b.press("save", func(f url.Values) { f.Set("headline", "Their headline stands") })
	mine.Set("headline", "My headline was later")
	mine.Set("do", "save")
	p := b.post("/desk/posts/1", mine)
	if p.status != http.StatusConflict {
		t.Fatalf("the second save: got status %d, want 409", p.status)
	}
	for _, want := range []string{"Their headline stands", "My headline was later", "Take theirs", "Keep mine"} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the conflict's page lacks %q", want)
		}
	}
	if n.posts[0].Headline != "Their headline stands" || !n.revisions[0].Lost || n.revisions[0].Headline != "My headline was later" {
		t.Error("after the conflict: theirs should stand, mine should be among the revisions")
	}
	keep := fields(t, p.body)
	keep.Set("do", "save")
	if p := b.post("/desk/posts/1", keep); p.status != http.StatusSeeOther || n.posts[0].Headline != "My headline was later" {
		t.Errorf("keep mine: got status %d and headline %q", p.status, n.posts[0].Headline)
	}
}

func TestPublishTwiceIsOnce(t *testing.T) {
	b, n := composing(t)
	form := fields(t, b.get("/desk/posts/1").body)
	form.Set("headline", "Bridge Reopens")
	form.Set("do", "publish")
	for i := range 2 {
		if p := b.post("/desk/posts/1", form); p.status != http.StatusSeeOther {
			t.Errorf("press %d: got status %d, want 303", i+1, p.status)
		}
	}
	published := 0
	for _, e := range n.events {
		if e.Kind == news.EventPost {
			published++
		}
	}
	if published != 1 || n.posts[0].State != news.PostPublished {
		t.Errorf("got %d publications and state %q, want 1 and published", published, n.posts[0].State)
	}
	if body := b.get("/desk/posts/1").body; !strings.Contains(body, "/2031/05/bridge-reopens.html") || !strings.Contains(body, "withdraw") {
		t.Error("the page after publishing leads neither to the post nor back")
	}
}

func TestPublishSaysWhatHinders(t *testing.T) {
	b, n := composing(t)
	p := b.press("publish", func(f url.Values) { f.Set("headline", " "); f.Set("b1.text", "Kept words") })
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "has no headline yet") || !strings.Contains(p.body, "Kept words") {
		t.Errorf("got status %d, want 422 with the reason and the words", p.status)
	}
	if n.posts[0].State != news.PostDraft {
		t.Errorf("got state %q, want draft", n.posts[0].State)
	}
}

func TestWithdrawAndBack(t *testing.T) {
	b, n := composing(t)
	b.press("publish", nil)
	b.post("/desk/posts/1/withdraw", nil)
	if n.posts[0].State != news.PostWithdrawn {
		t.Fatalf("got state %q, want withdrawn", n.posts[0].State)
	}
	if body := b.get("/desk/posts/1").body; !strings.Contains(body, `formaction="/desk/posts/1/republish"`) {
		t.Error("the page after withdrawing offers no undo")
	}
	b.post("/desk/posts/1/republish", nil)
	if n.posts[0].State != news.PostPublished {
		t.Errorf("got state %q, want published", n.posts[0].State)
	}
}

func TestAutosaveAnswersWithParts(t *testing.T) {
	b, n := composing(t)
	form := fields(t, b.get("/desk/posts/1").body)
	form.Set("do", "autosave")
	form.Set("headline", "Typing")
	p := b.do(http.MethodPost, "/desk/posts/1", form, map[string]string{"HX-Request": "true", "HX-Target": "div#composer"})
	if p.status != http.StatusOK || !strings.Contains(p.body, `name="version" value="2"`) || strings.Contains(p.body, "<textarea") {
		t.Errorf("got status %d and %d bytes, want 200, version 2 and no field", p.status, len(p.body))
	}
	form.Set("do", "preview")
	form.Set("version", "2")
	form.Set("headline", "Only looked at")
	p = b.do(http.MethodPost, "/desk/posts/1", form, map[string]string{"HX-Request": "true", "HX-Target": "div#composer"})
	if !strings.Contains(p.body, "Only looked at") || n.posts[0].Headline != "Typing" {
		t.Errorf("a preview should show and not save: got headline %q", n.posts[0].Headline)
	}
}

func TestRestore(t *testing.T) {
	b, n := composing(t)
	first := n.posts[0].Headline
	b.press("save", func(f url.Values) { f.Set("headline", "Worse") })
	if p := b.post("/desk/posts/1", url.Values{"do": {"restore:1"}, "version": {"2"}}); p.status != http.StatusSeeOther {
		t.Fatalf("restore: got status %d, want 303", p.status)
	}
	if n.posts[0].Headline != first || n.posts[0].Version != 3 {
		t.Errorf("got %q at version %d, want %q at 3", n.posts[0].Headline, n.posts[0].Version, first)
	}
}

func TestPointBackToAnEarlierPost(t *testing.T) {
	b, n := composing(t)
	b.press("publish", nil)
	b.post("/desk/stories/2/compose", nil)
	form := fields(t, b.get("/desk/posts/2").body)
	form.Set("do", "previous")
	form.Set("earlier", "1")
	if p := b.post("/desk/posts/2", form); p.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303", p.status)
	}
	got := block(n.posts[1], news.BlockPrevious)
	if got.Title != n.posts[0].Headline || !strings.HasPrefix(got.URL, "/2031/05/") || got.Date.IsZero() {
		t.Errorf("got %+v, want the earlier post", got)
	}
	b.post("/desk/posts/2", fields(t, b.get("/desk/posts/2").body))
	if block(n.posts[1], news.BlockPrevious).Title == "" {
		t.Error("a save lost the line that points back")
	}
}

func TestCorrectionIsKept(t *testing.T) {
	b, n := composing(t)
	b.press("publish", nil)
	b.press("save", func(f url.Values) { f.Set("correction", "The date was wrong.") })
	if got := n.posts[0].Corrections; len(got) != 1 || got[0].Text != "The date was wrong." {
		t.Errorf("got corrections %+v, want one", got)
	}
}
