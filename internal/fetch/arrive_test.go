package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

func pollOf(t *testing.T, feed string) news.Poll {
	t.Helper()
	return pollAt(t, "harbour.example", feed)
}

// pollAt polls a feed at a host.
func pollAt(t *testing.T, host, feed string) news.Poll {
	t.Helper()
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, feed) })
	p := poller(t, newClock(), site)
	p.Client = clientFor(t, fetch.Options{Rules: fetch.Rules{{Host: host, To: addressOf(t, site)}}}, site)
	poll := p.Ask(t.Context(), news.FeedClaim{Feed: news.Feed{URL: "http://" + host + "/feed"}})
	if poll.Fault != "" {
		t.Fatalf("fault %q, want none", poll.Fault)
	}
	return poll
}

// Nothing of an item is stored as a stranger wrote it.
func TestItemsAreCleaned(t *testing.T) {
	poll := pollOf(t, `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"`+
		` xmlns:media="http://search.yahoo.com/mrss/"><channel><title>t</title><link>http://harbour.example/</link><item>`+
		`<title>One &lt;script&gt;alert(1)&lt;/script&gt;</title><link>http://harbour.example/1</link><guid>1</guid>`+
		`<description>&lt;p onclick="x()"&gt;Sum&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>`+
		`<content:encoded><![CDATA[<p>Text <a href="http://harbour.example/more" onclick="x()">more</a></p><iframe src="http://evil.example/"></iframe>]]></content:encoded>`+
		`<dc:creator>&lt;b&gt;Ann Reporter&lt;/b&gt;</dc:creator><category>&lt;i&gt;World&lt;/i&gt;</category>`+
		`<enclosure url="http://harbour.example/a.mp3" type="audio/mpeg" length="9"/><enclosure url="javascript:1" type="x"/>`+
		`<comments>javascript:alert(1)</comments><media:thumbnail url="file:///etc/passwd"/></item></channel></rss>`)
	if len(poll.Arrivals) != 1 {
		t.Fatalf("%d arrivals, want 1", len(poll.Arrivals))
	}
	i := poll.Arrivals[0].Article.Item
	if i.Summary != "<p>Sum</p>" {
		t.Errorf("summary = %q", i.Summary)
	}
	if !strings.Contains(i.Content, `href="http://harbour.example/more"`) || strings.Contains(i.Content, "iframe") || strings.Contains(i.Content, "onclick") {
		t.Errorf("content = %q", i.Content)
	}
	if len(i.Authors) != 1 || i.Authors[0].Name != "Ann Reporter" || len(i.Categories) != 1 || i.Categories[0].Term != "World" {
		t.Errorf("authors %v, categories %v", i.Authors, i.Categories)
	}
	if len(i.Enclosures) != 1 || i.Enclosures[0].URL != "http://harbour.example/a.mp3" || i.Comments != "" || len(i.Thumbnails) != 0 {
		t.Errorf("enclosures %v, comments %q, thumbnails %v", i.Enclosures, i.Comments, i.Thumbnails)
	}
	if all := fmt.Sprintf("%+v", poll.Arrivals[0]); strings.Contains(all, "<script") || strings.Contains(all, "javascript:") {
		t.Errorf("a script was kept: %s", all)
	}
}

func TestVideosAreVideos(t *testing.T) {
	poll := pollOf(t, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015">`+
		`<title>Harbour TV</title><entry><id>yt:video:abcdefghijk</id><yt:videoId>abcdefghijk</yt:videoId><title>A launch</title>`+
		`<link rel="alternate" href="https://www.youtube.com/watch?v=abcdefghijk"/><published>2026-05-04T09:00:00+00:00</published></entry></feed>`)
	if len(poll.Arrivals) != 1 {
		t.Fatalf("%d arrivals, want 1", len(poll.Arrivals))
	}
	a := poll.Arrivals[0].Article
	if want := (news.Video{Provider: "youtube", ID: "abcdefghijk"}); a.Video != want || a.Form != news.FormVideo {
		t.Errorf("video %v, form %q, want %v, %q", a.Video, a.Form, want, news.FormVideo)
	}
}

func TestTheNewestTenThousand(t *testing.T) {
	var items []string
	for i := range 10_050 {
		// The oldest stand first.
		date := noon.AddDate(0, 0, i-10_050).Format("2006-01-02T15:04:05Z")
		items = append(items, item(fmt.Sprintf("Headline %d", i), "", fmt.Sprint(i), date))
	}
	poll := pollOf(t, rss(items...))
	if len(poll.Arrivals) != 10_000 {
		t.Fatalf("%d arrivals, want 10000", len(poll.Arrivals))
	}
	for _, a := range poll.Arrivals {
		if a.GUID == "0" || a.GUID == "49" {
			t.Errorf("item %s was kept, want the newest only", a.GUID)
		}
	}
}
