package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dateline/internal/news"
	"dateline/internal/source"
)

func TestAddAnOutlet(t *testing.T) {
	b, n := atDesk(t)
	p := b.get("/desk/outlets/add?url=daily.example")
	for _, want := range []string{"3 feeds are there", "Daily Example - Sport", "14 a day", "You follow this already", `href="/desk/feeds/1"`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("what was found lacks %q", want)
		}
	}
	form := fields(t, p.body)
	form["feed"] = []string{"0", "1"}
	form.Set("name", "")
	p = b.post("/desk/outlets", form)
	if p.status != http.StatusUnprocessableEntity || !inOrder(p.body, "Give the outlet&#39;s name", "Daily Example - World", `value="1" checked`) {
		t.Errorf("without a name: got status %d, want 422 with what was found and picked", p.status)
	}
	form.Set("name", "  The   Daily ")
	form.Set("country", "gb")
	form.Set("folder", "Europe / Britain")
	p = b.post("/desk/outlets", form)
	if p.status != http.StatusSeeOther || len(n.imported) != 2 {
		t.Fatalf("got status %d and followed %+v, want 303 and two feeds", p.status, n.imported)
	}
	l := n.imported[1]
	if l.Outlet.Name != "The Daily" || l.Outlet.Country != "GB" || l.Folder != "Europe/Britain" || l.FeedURL != "https://daily.example/sport" || l.Title != "Daily Example - Sport" {
		t.Errorf("followed %+v", l)
	}
}

func TestAddFaultsAreSaid(t *testing.T) {
	b, n := atDesk(t)
	if p := b.get("/desk/outlets/add?url=nothing.example"); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "No feed was found there.") || !strings.Contains(p.body, `value="nothing.example"`) {
		t.Errorf("nothing there: got status %d, want 422, words, and what was typed", p.status)
	}
	good := url.Values{"name": {"A"}, "feed-url-0": {"https://a.example/rss"}, "feed": {"0"}}
	for _, tc := range []struct {
		name  string
		field string
		value string
		want  string
	}{
		{"nothing picked", "feed", "7", "Choose at least one feed"},
		{"no country", "country", "Germany", "two letters"},
		{"no language", "language", "the German one", "short tag"},
		{"no site", "site", "javascript:alert(1)", "has to begin with http"},
		{"followed already", "feed-url-0", "https://wire.example/rss", "You follow this already."},
		{"no address", "feed-url-0", "nonsense", "cannot be understood"},
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		form.Set(tc.field, tc.value)
		if p := b.post("/desk/outlets", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, tc.want) {
			t.Errorf("%s: got status %d, want 422 and %q", tc.name, p.status, tc.want)
		}
	}
	if len(n.imported) != 0 {
		t.Errorf("followed %+v", n.imported)
	}
}

func TestFollowAPageByItsLinks(t *testing.T) {
	b, n := atDesk(t)
	p := b.get("/desk/outlets/add?url=pages.example")
	for _, want := range []string{"followed by its links", "Taken by /world/*", `value="/*"`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	form := fields(t, p.body)
	form.Set("pattern", "elsewhere")
	if p := b.post("/desk/outlets/add?url=pages.example", form); !strings.Contains(p.body, "takes nothing here") || !strings.Contains(p.body, `value="/world/*"`) {
		t.Error("a pattern that takes nothing is not said to, or the proposals are lost")
	}
	form.Set("use", "/*")
	if p := b.post("/desk/outlets/add?url=pages.example", form); !strings.Contains(p.body, "Taken by /*") || !strings.Contains(p.body, `name="pattern" value="/*"`) {
		t.Error("a proposal that was pressed is not previewed")
	}
	form.Set("pattern", "/world/*")
	if p := b.post("/desk/outlets", form); p.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303", p.status)
	}
	if l := n.imported[0]; l.Pattern != "/world/*" || l.FeedURL != "https://pages.example/" || l.Outlet.Name == "" {
		t.Errorf("followed %+v", l)
	}
}

// An address asks nobody while another site's link leads to it, and what is
// followed by a page's links needs a pattern.
func TestFindingIsAnAddress(t *testing.T) {
	b, n := atDesk(t)
	p := b.do(http.MethodGet, "/desk/outlets/add?url=daily.example", nil, map[string]string{"Sec-Fetch-Site": "cross-site"})
	if p.status != http.StatusOK || strings.Contains(p.body, "feeds are there") || !strings.Contains(p.body, `value="daily.example"`) {
		t.Error("a link on another site made us look")
	}
	if body := b.get("/desk/outlets/add").body; strings.Contains(body, `id="fault"`) || !strings.Contains(body, `<a href="/desk/outlets" aria-current="page">`) {
		t.Error("the empty page complains, or marks no tab")
	}
	form := fields(t, b.get("/desk/outlets/add?url=pages.example").body)
	form.Set("pattern", " ")
	for _, path := range []string{"/desk/outlets", "/desk/outlets/add?url=pages.example"} {
		if p := b.post(path, form); !inOrder(p.body, `name="pattern" value=""`, `aria-invalid="true"`, "Give a pattern") || len(n.imported) != 0 {
			t.Errorf("%s: an empty pattern is not said beside its field", path)
		}
	}
}

func TestWhatIsFollowedAlreadyIsNotOffered(t *testing.T) {
	b, n := atDesk(t)
	n.feeds[0].URL, n.feeds[1].URL = "http://daily.example/feed/", "https://daily.example/sport"
	p := b.get("/desk/outlets/add?url=daily.example")
	if !strings.Contains(p.body, `value="2" checked`) {
		t.Error("the one that is not followed is not picked")
	}
	n.feeds[2].URL = "https://wire.example/rss"
	p = b.get("/desk/outlets/add?url=daily.example")
	if !strings.Contains(p.body, "You follow all 3 feeds that are there already.") || !strings.Contains(p.body, `<a href="/desk/outlets/3"`) {
		t.Error("it is not said that all are followed")
	}
	if strings.Contains(p.body, `id="follow"`) || strings.Contains(p.body, `name="country"`) {
		t.Error("there is a form for what is followed already")
	}
	n.feeds[3].URL = "https://pages.example/"
	if p := b.get("/desk/outlets/add?url=pages.example"); !strings.Contains(p.body, "You follow this already.") || strings.Contains(p.body, `id="follow"`) {
		t.Error("a page that is followed is offered again")
	}
}

func TestAnOutletThatIsKnownIsJoined(t *testing.T) {
	b, n := atDesk(t)
	n.outlets[1].Site, n.outlets[1].Country = "https://www.daily.example/front", "NZ"
	p := b.get("/desk/outlets/add?url=daily.example")
	if !strings.Contains(p.body, `value="Cape Courier"`) || !strings.Contains(p.body, `value="NZ"`) || !strings.Contains(p.body, "<bdi>Cape Courier</bdi> already. Under that name the new feed joins its others; under another name") {
		t.Error("the outlet of that site is not proposed")
	}
	form := fields(t, p.body)
	form.Set("name", "")
	if p := b.post("/desk/outlets", form); !strings.Contains(p.body, "<bdi>Cape Courier</bdi> already.") {
		t.Error("after a fault it is not said any more")
	}
}

func TestEditAnOutlet(t *testing.T) {
	b, n := atDesk(t)
	form := fields(t, b.get("/desk/outlets/1").body)
	form.Set("name", "Cape Courier")
	if p := b.post("/desk/outlets/1", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "Another outlet has that name.") || !strings.Contains(p.body, `<h1 class="story-heading" dir="auto">Valoria Wire</h1>`) || !strings.Contains(p.body, `name="name" value="Cape Courier"`) {
		t.Errorf("a taken name: got status %d, want 422 and words", p.status)
	}
	form.Set("name", "Valoria Agency")
	form.Set("standing", "preferred")
	form.Set("state_run", "yes")
	form.Set("site", "wire.example/front")
	form.Set("kind", "nonsense")
	if p := b.post("/desk/outlets/1", form); p.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303", p.status)
	}
	if o := n.outlets[0]; o.Name != "Valoria Agency" || o.Standing != news.StandingPreferred || !o.StateRun || o.Kind != news.KindNewspaper || o.Site != "https://wire.example/front" {
		t.Errorf("got %+v", o)
	}
	if body := b.get("/desk/outlets").body; !inOrder(body, "Valoria Agency", "preferred", "state-run") {
		t.Error("the list does not carry the tags")
	}
	form.Set("standing", "ignored")
	b.post("/desk/outlets/1", form)
	if body := b.get("/desk/outlets?show=ignored").body; !strings.Contains(body, "is ignored") || strings.Count(body, `<li class="row outlet-row"`) != 1 {
		t.Error("the ignored outlet is not told of and shown alone")
	}
}

func TestTagsOfOutletsOnAStory(t *testing.T) {
	b, n := atDesk(t)
	n.outlets[0].StateRun, n.outlets[0].Standing = true, news.StandingPreferred
	if body := b.get("/desk/stories/1").body; !strings.Contains(body, `<span class="tag">state-run</span>`) || !strings.Contains(body, `<span class="tag">preferred</span>`) {
		t.Error("the story's reports do not carry their outlet's tags")
	}
}

func TestListsInAndOut(t *testing.T) {
	b, n := atDesk(t)
	p := b.upload("/desk/outlets/lists", `<opml version="2.0"><body><outline text="Asia">
		<outline text="New Daily" xmlUrl="https://new.example/rss"/><outline text="Wire" xmlUrl="https://wire.example/rss"/>
		<outline type="rss" text="Broken" xmlUrl=""/></outline></body></opml>`)
	for _, want := range []string{"1 added", "1 followed already", "1 left out", "Broken", "cannot be understood"} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if len(n.imported) != 1 || n.imported[0].Folder != "Asia" {
		t.Errorf("followed %+v", n.imported)
	}
	if p := b.upload("/desk/outlets/lists", "no list at all"); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "not an OPML list") {
		t.Errorf("no list: got status %d", p.status)
	}
	if p := b.post("/desk/outlets/lists", nil); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "Choose a file") {
		t.Errorf("no file: got status %d", p.status)
	}
	n.feeds[1].Folder = "Ports"
	p = b.get("/desk/outlets/list.opml")
	if !strings.Contains(p.header.Get("Content-Disposition"), "outlets-2031-05-06.opml") {
		t.Errorf("got %q", p.header.Get("Content-Disposition"))
	}
	list, err := source.ReadOPML(strings.NewReader(p.body))
	if err != nil || len(list) != 5 || list[1].Folder != "Ports" || list[0].Outlet.Name != "Valoria Wire" {
		t.Errorf("got %+v, %v", list, err)
	}
}

// A list may be longer than other forms, up to a limit.
func TestLongListIsTaken(t *testing.T) {
	b, _ := atDesk(t)
	line := `<outline type="rss" text="A" xmlUrl="https://wire.example/rss"/>`
	p := b.upload("/desk/outlets/lists", "<opml><body>"+strings.Repeat(line, 40_000)+"</body></opml>")
	if p.status != http.StatusOK || !strings.Contains(p.body, "of 40000 lines") {
		t.Errorf("a list of 40,000 lines: got status %d", p.status)
	}
	if p := b.upload("/desk/outlets/lists", strings.Repeat(" ", 33<<20)); p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a list of 33 MB: got status %d, want 413", p.status)
	}
}

func (b *browser) upload(path, file string) page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("list", "list.opml")
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write([]byte(file)) // a bytes.Buffer takes everything
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.send(http.MethodPost, path, &body, map[string]string{"Content-Type": w.FormDataContentType()})
}
