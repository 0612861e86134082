package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
)

// inOrder says whether the texts stand in s in that order.
func inOrder(s string, texts ...string) bool {
	for _, text := range texts {
		_, rest, found := strings.Cut(s, text)
		if !found {
			return false
		}
		s = rest
	}
	return true
}

func TestFeedsThatNeedTheEditorComeFirst(t *testing.T) {
	b, n := atDesk(t)
	n.silent = 5
	n.feeds[0].Warning = "Some items have no date."
	body := b.get("/desk/feeds").body
	if !inOrder(body, `id="feed-2"`, `id="feed-5"`, `id="feed-1"`, `id="feed-3"`, `id="feed-4"`) {
		t.Error("failing, silent, warned, waiting and stopped do not stand in this order")
	}
	for _, want := range []string{
		"answered 503", "brings nothing new", "Some items have no date.", "never read yet",
		`to look at <span class="filter-count">3</span>`, `all <span class="filter-count">5</span>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for show, want := range map[string]string{"failing": "feed-2", "silent": "feed-5", "warned": "feed-1", "waiting": "feed-3", "stopped": "feed-4"} {
		body := b.get("/desk/feeds?show=" + show).body
		if strings.Count(body, `<li class="row feed-row"`) != 1 || !strings.Contains(body, `id="`+want+`"`) {
			t.Errorf("%s does not show %s alone", show, want)
		}
	}
}

func TestFeedsAreSearched(t *testing.T) {
	b, n := atDesk(t)
	n.feeds[0].Folder, n.feeds[4].Folder = "Asia/Japan", "Asian affairs"
	for _, tc := range []struct{ query, want, not string }{
		{"q=COURIER", "feed-2", "feed-1"},
		{"q=strait.example", "feed-4", "feed-2"},
		{"q=" + url.QueryEscape("северный"), "feed-3", "feed-4"},
		{"folder=Asia", "feed-1", "feed-5"},
		{"q=mariners", "feed-5", "feed-1"},
	} {
		p := b.do(http.MethodGet, "/desk/feeds?"+tc.query, nil, map[string]string{"HX-Request": "true", "HX-Target": "div#found"})
		if strings.Contains(p.body, "<html") || !strings.Contains(p.body, `id="`+tc.want+`"`) || strings.Contains(p.body, `id="`+tc.not+`"`) {
			t.Errorf("%s: does not show %s without %s", tc.query, tc.want, tc.not)
		}
	}
	if body := b.get("/desk/feeds?q=nowhere").body; !strings.Contains(body, "No feed like that") {
		t.Error("a search without a find does not say so")
	}
}

func TestManyFeedsArePaged(t *testing.T) {
	b, n := atDesk(t)
	n.feeds = nil
	for i := range 250 {
		n.feeds = append(n.feeds, news.Feed{
			ID: news.FeedID(i + 1), Outlet: fmt.Sprintf("Outlet %03d", i), URL: fmt.Sprintf("https://o%d.example/rss", i),
			State: news.FeedActive, LastPollAt: noon, LastSuccessAt: noon, NextPollAt: noon,
		})
	}
	for page, want := range map[string]string{"": "1 to 100 of 250", "2": "101 to 200 of 250", "3": "201 to 250 of 250", "99": "201 to 250 of 250", "x": "1 to 100 of 250"} {
		body := b.get("/desk/feeds?show=well&page=" + page).body
		if !strings.Contains(body, want) {
			t.Errorf("page %q lacks %q", page, want)
		}
	}
	if body := b.get("/desk/feeds?q=outlet&page=2").body; !strings.Contains(body, `href="/desk/feeds?page=3&amp;q=outlet"`) || !strings.Contains(body, `rel="prev" href="/desk/feeds?q=outlet"`) {
		t.Error("the next and previous pages forget the search")
	}
}

func TestTryAFeed(t *testing.T) {
	for _, tc := range []struct {
		name   string
		brings func(*news.Feed)
		want   string
	}{
		{"new items", func(f *news.Feed) { f.Items += 3; f.Fault = "" }, "Read just now: 3 new items."},
		{"nothing new", func(f *news.Feed) { f.Fault = "" }, "Nothing new since the last time."},
		{"a fault", func(f *news.Feed) { f.Fault = "The site did not answer." }, "It could not be read: The site did not answer."},
		{"gone", func(f *news.Feed) { f.State = news.FeedGone }, "gone for good"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b, n := atDesk(t)
			n.brings = tc.brings
			p := b.do(http.MethodPost, "/desk/feeds/2/try", url.Values{"back": {"show=failing"}}, map[string]string{"HX-Request": "true", "HX-Target": "li#feed-2"})
			if p.status != http.StatusOK || strings.Contains(p.body, "<html") || !strings.Contains(p.body, tc.want) || !strings.Contains(p.body, `value="show=failing"`) {
				t.Errorf("a script got status %d and %q, want the row with %q", p.status, p.body, tc.want)
			}
			if p := b.post("/desk/feeds/2/try", url.Values{"back": {"show=failing&page=2"}}); p.header.Get("Location") != "/desk/feeds?page=2&show=failing" {
				t.Errorf("a plain form is sent to %q", p.header.Get("Location"))
			}
			if body := b.get("/desk/feeds?show=all").body; tc.name != "new items" && !strings.Contains(body, tc.want) {
				t.Errorf("the next page does not say %q", tc.want)
			}
		})
	}
}

func TestTryWaitsForTheAnswer(t *testing.T) {
	b, n := atDesk(t)
	asked := make(chan struct{})
	n.brings = func(f *news.Feed) {
		f.LastPollAt = noon.Add(-2 * time.Hour) // as before: nobody polled yet
		close(asked)
	}
	go func() {
		<-asked
		n.mu.Lock()
		defer n.mu.Unlock()
		n.feeds[1].LastPollAt, n.feeds[1].Items, n.feeds[1].Fault = noon, n.feeds[1].Items+1, ""
	}()
	p := b.do(http.MethodPost, "/desk/feeds/2/try", nil, map[string]string{"HX-Request": "true", "HX-Target": "li#feed-2"})
	if !strings.Contains(p.body, "1 new item.") {
		t.Errorf("got %q, want what came in the end", p.body)
	}
}

func TestAStoppedFeedIsNotTried(t *testing.T) {
	b, n := atDesk(t)
	if p := b.post("/desk/feeds/4/try", nil); p.status != http.StatusUnprocessableEntity || len(n.polled) != 0 {
		t.Errorf("got status %d and polled %v", p.status, n.polled)
	}
}

func TestStopAndResumeAFeed(t *testing.T) {
	b, n := atDesk(t)
	for _, tc := range []struct{ back, to string }{{"feed", "/desk/feeds/2"}, {"outlet-2", "/desk/outlets/2"}, {"", "/desk/feeds"}, {"//evil.example/", "/desk/feeds?%2F%2Fevil.example%2F="}} {
		p := b.post("/desk/feeds/2/stop", url.Values{"back": {tc.back}})
		if n.feeds[1].State != news.FeedStopped || p.header.Get("Location") != tc.to {
			t.Errorf("stop: got state %q, sent to %q, want %q", n.feeds[1].State, p.header.Get("Location"), tc.to)
		}
		if body := b.get("/desk/feeds").body; !strings.Contains(body, `action="/desk/feeds/2/resume"`) || !strings.Contains(body, "Undo") {
			t.Error("the page after stopping offers no undo")
		}
		b.post("/desk/feeds/2/resume", nil)
		if n.feeds[1].State != news.FeedActive {
			t.Errorf("resume: got state %q", n.feeds[1].State)
		}
	}
}

func TestAMovedFeedCanGoBack(t *testing.T) {
	b, n := atDesk(t)
	n.feeds[0].Move = news.FeedMove{From: "https://old.example/rss", At: noon.Add(-time.Hour)}
	if body := b.get("/desk/feeds?show=moved").body; !inOrder(body, "Moved", "wire.example/rss", "/desk/feeds/1/undo-move") {
		t.Error("the list does not tell of the move")
	}
	b.post("/desk/feeds/1/undo-move", nil)
	if n.feeds[0].URL != "https://old.example/rss" {
		t.Errorf("got %q", n.feeds[0].URL)
	}
	if p := b.post("/desk/feeds/1/undo-move", nil); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "cannot go back") {
		t.Errorf("a second time: got status %d", p.status)
	}
}

func TestChangeAFeed(t *testing.T) {
	b, n := atDesk(t)
	if p := b.post("/desk/feeds/1", url.Values{"url": {"nonsense"}, "folder": {"Ports"}}); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "not the address") || !strings.Contains(p.body, `value="Ports"`) {
		t.Errorf("no address: got status %d, want 422 with what was typed", p.status)
	}
	n.feeds[0].Pattern = "/x/*"
	if p := b.post("/desk/feeds/1", url.Values{"url": {"https://wire.example/rss"}, "pattern": {" "}}); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, "Give a pattern") || !strings.Contains(p.body, `name="pattern"`) {
		t.Errorf("no pattern: got status %d, want 422 and the field", p.status)
	}
	n.feeds[0].Pattern = ""
	b.post("/desk/feeds/1", url.Values{"url": {" wire.example/new "}, "folder": {" Asia // Japan /"}, "pattern": {"/x/*"}})
	if f := n.feeds[0]; f.URL != "https://wire.example/new" || f.Folder != "Asia/Japan" || f.Pattern != "" {
		t.Errorf("got %+v", f)
	}
}

// The hours of a feed are told when enough is known, by the newsroom's clocks.
func TestTheHoursOfAFeed(t *testing.T) {
	b, n := atDesk(t)
	for _, tc := range []struct {
		zone  string
		hour  int
		count float64
		want  string
	}{
		{"Europe/Lisbon", 23, 25, "Most comes between 00:00 and 01:00<"},
		{"Asia/Kolkata", 7, 25, "Most comes between 12:30 and 13:30<"},
		{"America/New_York", 2, 25, "Most comes between 22:00 and 23:00<"},
		{"Europe/Lisbon", 7, 2.5, ""},
	} {
		n.pub.Zone = tc.zone
		n.feeds[0].Rhythm = make([]float64, 24)
		n.feeds[0].Rhythm[tc.hour] = tc.count
		body := b.get("/desk/feeds/1").body
		if !strings.Contains(body, tc.want) || strings.Contains(body, "Most comes") != (tc.want != "") {
			t.Errorf("%v in hour %d, %s: the page lacks %q", tc.count, tc.hour, tc.zone, tc.want)
		}
	}
}

func TestAMachineThatIsCutOff(t *testing.T) {
	for _, tc := range []struct {
		unreached, others, waiting int
		want                       string
	}{
		{6, 0, 9, "This machine seems to have no way to the internet: 6 feeds cannot be reached."},
		{9, 2, 0, "9 feeds cannot be reached"},
		{8, 2, 0, ""},
		{5, 0, 0, ""},
	} {
		b, n := atDesk(t)
		n.feeds = nil
		add := func(count int, f news.Feed) {
			for range count {
				f.ID, f.State = news.FeedID(len(n.feeds)+1), news.FeedActive
				f.URL = fmt.Sprintf("https://o%d.example/rss", f.ID)
				n.feeds = append(n.feeds, f)
			}
		}
		add(tc.unreached, news.Feed{LastPollAt: noon, Fault: "No way there.", FaultKind: []string{"dns", "connection", "timeout"}[tc.unreached%3]})
		add(tc.others, news.Feed{LastPollAt: noon, Fault: "It is busy.", FaultKind: "http_503"})
		add(tc.waiting, news.Feed{})
		body := b.get("/desk/feeds?show=well").body
		if !strings.Contains(body, tc.want) || strings.Contains(body, "no way to the internet") != (tc.want != "") {
			t.Errorf("%+v: the page does not say so, or says it wrongly", tc)
		}
	}
}

func TestFeedPageTellsWhatIsKnown(t *testing.T) {
	b, n := atDesk(t)
	f := &n.feeds[0]
	f.Rhythm = make([]float64, 24)
	f.Rhythm[7], f.Rhythm[23] = 25, 12
	f.Asked = news.Pace{Every: time.Hour, SkipHours: []int{1, 2}, SkipDays: []time.Weekday{time.Saturday, time.Sunday}}
	f.Pushed, f.NewestAt, f.Interval = noon.Add(time.Hour), noon.Add(-time.Hour), 20*time.Minute
	n.stories[0].Articles[1].MutedBy = news.RuleOutlet
	body := b.get("/desk/feeds/1").body
	for _, want := range []string{
		"Most comes between 08:00 and 09:00<", "no more often than every 60 minutes", "not in 2 hours of the day", "not on Saturdays and Sundays",
		"hub tells us", "20 minutes", "Kalen Strait bridge open to traffic again", "its outlet is ignored", `href="/desk/rules?feed=1#add"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
