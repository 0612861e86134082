package web_test

import (
	"bufio"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
)

func TestSpikeAndUndo(t *testing.T) {
	b, n := atDesk(t)
	b.post("/desk/stories/3/spike", nil)
	if n.stories[2].State != news.StorySpiked {
		t.Fatalf("got state %q, want spiked", n.stories[2].State)
	}
	if body := b.get("/desk/stories").body; !strings.Contains(body, `action="/desk/stories/3/unspike"`) {
		t.Error("the page after spiking offers no undo")
	}
	if body := b.get("/desk/stories").body; strings.Contains(body, "unspike") {
		t.Error("the undo line is shown a second time")
	}
	b.post("/desk/stories/3/unspike", nil)
	if n.stories[2].State != news.StoryNew {
		t.Errorf("got state %q, want new", n.stories[2].State)
	}
}

func TestScriptGetsOnePane(t *testing.T) {
	b, _ := atDesk(t)
	p := b.do(http.MethodGet, "/desk/stories/2", nil, map[string]string{"HX-Request": "true", "HX-Target": "section#open"})
	if strings.Contains(p.body, "<html") || !strings.Contains(p.body, `data-story="2"`) {
		t.Error("a script that fills the right pane did not get the story alone")
	}
	p = b.do(http.MethodGet, "/desk/stories/2", nil, map[string]string{"HX-Request": "true", "HX-Target": "body"})
	if !strings.Contains(p.body, "<html") {
		t.Error("a script that fills the page did not get the page")
	}
}

func TestDecideOnComments(t *testing.T) {
	b, n := atDesk(t)
	b.post("/desk/comments/1/approve", url.Values{"show": {"held"}})
	if n.comments[0].State != news.CommentShown {
		t.Errorf("got state %q, want shown", n.comments[0].State)
	}
	if body := b.get("/desk/comments").body; !strings.Contains(body, `action="/desk/comments/1/hold"`) {
		t.Error("the page after approving offers no undo")
	}
	b.post("/desk/comments/1/delete", nil)
	if n.comments[0].State != news.CommentDeleted {
		t.Errorf("got state %q, want deleted", n.comments[0].State)
	}
	if got := b.post("/desk/comments/99/approve", nil).status; got != http.StatusNotFound {
		t.Errorf("a comment that is not there: got status %d, want 404", got)
	}
}

func TestSettings(t *testing.T) {
	b, n := atDesk(t)
	form := fields(t, b.get("/desk/settings").body)
	form.Set("zone", "Nowhere/Land")
	form.Set("about", "Kept text")
	if p := b.post("/desk/settings", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "Kept text") {
		t.Errorf("an unknown zone: got status %d, want 422 with the words kept", p.status)
	}
	form.Set("zone", "Asia/Tokyo")
	form.Set("separator", " | ")
	form.Del("hold_comments")
	if p := b.post("/desk/settings", form); p.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303", p.status)
	}
	if n.pub.Zone != "Asia/Tokyo" || n.pub.Phrases.Separator != " | " || n.pub.HoldComment || n.pub.About != "Kept text" {
		t.Errorf("got %+v", n.pub)
	}
}

func TestTake(t *testing.T) {
	b, _ := atDesk(t)
	if p := b.post("/desk/take", url.Values{"url": {"not an address"}}); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "not the address of a page") {
		t.Errorf("no address: got status %d, want 422 and words", p.status)
	}
	if p := b.post("/desk/take", url.Values{"url": {"https://outlet.example/new"}}); p.status != http.StatusSeeOther {
		t.Errorf("an address: got status %d, want 303", p.status)
	}
	if p := b.post("/desk/take", url.Values{"url": {"not an address"}, "from": {"wire"}}); p.status != http.StatusUnprocessableEntity || !inOrder(p.body, `value="not an address"`, "not the address of a page", `class="wire-rows"`) {
		t.Errorf("no address on the wire: got status %d, want 422 with the wire and words", p.status)
	}
	if p := b.post("/desk/take", url.Values{"url": {" outlet.example/new "}, "from": {"wire"}}); p.status != http.StatusSeeOther || p.header.Get("Location") != "/desk/wire" {
		t.Errorf("on the wire: got status %d to %q, want 303 to the wire", p.status, p.header.Get("Location"))
	}
	if body := b.get("/desk/wire").body; !strings.Contains(body, "Added. Its page is being read") {
		t.Error("the wire does not tell of it")
	}
}

// The wire shows when each report came in, by which it is ordered, and when it
// was published where that is another time.
func TestWireShowsWhenReportsCame(t *testing.T) {
	b, n := atDesk(t)
	a := n.stories[0].Articles
	a[0].FoundAt, a[1].FoundAt = noon.Add(-time.Minute), a[1].Published
	body := b.get("/desk/wire").body
	if !inOrder(body, `id="article-11"`, `id="article-12"`, `id="article-17"`, `id="article-14"`) {
		t.Error("the wire is not in the order of what it shows")
	}
	row := func(id string) string {
		_, rest, _ := strings.Cut(body, `id="article-`+id+`"`)
		row, _, _ := strings.Cut(rest, "</li>")
		return row
	}
	if !inOrder(row("11"), ">12:59<", "published", ">08:00<") {
		t.Errorf("a report that came later: got %q", row("11"))
	}
	if !strings.Contains(row("12"), ">08:41<") || strings.Contains(row("12"), "published") {
		t.Errorf("a report that came as it was published: got %q", row("12"))
	}
	if !strings.Contains(row("14"), `title="The outlet asks for a subscription: the feed&#39;s own words serve.">The outlet asks for a subscription<`) {
		t.Errorf("a report that could not be read: got %q", row("14"))
	}
}

func TestStreamTellsWhatHappened(t *testing.T) {
	b, n := atDesk(t)
	n.mu.Lock()
	n.event(news.EventStory, 1)
	n.event(news.EventStory, 2)
	n.event(news.EventComment, 1)
	n.mu.Unlock()
	for _, tc := range []struct {
		name, path, last string
		want, not        string
	}{
		{"from the page's cursor", "/desk/stream?after=0", "", "story-1", "story-4"},
		{"after a break", "/desk/stream?after=0", "1", "story-2", "story-1"},
	} {
		got := b.listen(tc.path, tc.last, "event: counts")
		if !strings.Contains(got, tc.want) || strings.Contains(got, tc.not) || !strings.Contains(got, "event: comment") {
			t.Errorf("%s: got %q, want %s and a comment, and not %s", tc.name, got, tc.want, tc.not)
		}
		if !strings.Contains(got, "id: 3\n") {
			t.Errorf("%s: no id says where to go on", tc.name)
		}
	}
}

// listen reads a stream until a line comes.
func (b *browser) listen(path, last, until string) string {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	var said strings.Builder
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if lines.Text() == until {
			return said.String()
		}
	}
	b.t.Fatalf("the stream ended before %q: %v, %q", until, lines.Err(), said.String())
	return ""
}

func TestStreamRefusesAnUnknownPlace(t *testing.T) {
	b, _ := atDesk(t)
	if p := b.get("/desk/stream?after=nowhere"); p.status < 400 || strings.Contains(p.header.Get("Content-Type"), "event-stream") {
		t.Errorf("an unknown cursor: got status %d, want a refusal instead of a stream", p.status)
	}
}

func TestStreamEndsWhenTheServerCloses(t *testing.T) {
	n := sample()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field"}}
	o := n.options()
	b, s := open(t, o)
	b.enter(o)
	s.Close()
	if p := b.get("/desk/stream?after=0"); p.status != http.StatusOK || !strings.Contains(p.body, "event: now") {
		t.Errorf("got status %d and %q, want a stream that said the time and ended", p.status, p.body)
	}
}
