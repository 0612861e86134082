package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dateline/internal/news"
)

// commentAs returns the form as a reader sends it who has just opened the
// post.
func commentAs(b *browser, name, text string) url.Values {
	form := url.Values{"name": {name}, "text": {text}, "website": {""}}
	_, rest, _ := strings.Cut(b.get(bridgePath()).body, `name="seen" value="`)
	seen, _, _ := strings.Cut(rest, `"`)
	form.Set("seen", seen)
	return form
}

func TestCommentIsShownAtOnce(t *testing.T) {
	b, _ := openSite(t)
	p := b.post(bridgePath(), commentAs(b, "Tom of the Docks", "About time.\r\n\r\nNine days!"))
	if want := bridgePath() + "#comment-1"; p.status != http.StatusSeeOther || p.header.Get("Location") != want {
		t.Fatalf("got status %d to %q, want 303 to %q", p.status, p.header.Get("Location"), want)
	}
	contains(t, b.get(bridgePath()), "1 comment:", "<b>Tom of the Docks</b> said...", "About time.", `id="comment-1"`)
	contains(t, b.get("/"), "1 comment<")
}

func TestCommentWaitsForTheEditor(t *testing.T) {
	b, d := openSite(t)
	d.pub.HoldComment = true
	p := b.post(bridgePath(), commentAs(b, "Tom", "About time."))
	if want := bridgePath() + "?held=1#held"; p.header.Get("Location") != want {
		t.Fatalf("got %q, want %q", p.header.Get("Location"), want)
	}
	held := b.get(bridgePath() + "?held=1")
	contains(t, held, "Your comment waits for the editor", `content="noindex"`)
	if strings.Contains(held.body, "About time.") {
		t.Error("a comment that is held is shown")
	}
}

func TestHoneypotHolds(t *testing.T) {
	b, d := openSite(t)
	form := commentAs(b, "Tom", "Buy")
	form.Set("website", "https://spam.example")
	if p := b.post(bridgePath(), form); !strings.Contains(p.header.Get("Location"), "held") {
		t.Errorf("got %q, want the page of a held comment", p.header.Get("Location"))
	}
	if d.comments[0].State != news.CommentHeld {
		t.Errorf("got state %s, want held", d.comments[0].State)
	}
}

func TestCommentErrorKeepsWhatWasTyped(t *testing.T) {
	b, d := openSite(t)
	for _, tc := range []struct{ name, form, text, says, keeps string }{
		{"no name", "", "My long & thought-out text", "Give a name", "My long &amp; thought-out text"},
		{"no text", `Tom "the" Docker`, " ", "Write your comment", "Tom &#34;the&#34; Docker"},
		{"too long", "Tom", strings.Repeat("word ", 2000), "too long", "word word word"},
		{"name too long", strings.Repeat("n", 81), "Hello there", "name is too long", "Hello there"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d.clock.Add(3600)
			p := b.post(bridgePath(), commentAs(b, tc.form, tc.text))
			if p.status != http.StatusUnprocessableEntity || p.header.Get("Cache-Control") != "no-store" {
				t.Errorf("got status %d and Cache-Control %q, want 422 and no-store", p.status, p.header.Get("Cache-Control"))
			}
			contains(t, p, tc.says, tc.keeps, `role="alert"`, `aria-invalid="true"`)
		})
	}
	if len(d.comments) != 0 {
		t.Errorf("got %d comments, want none", len(d.comments))
	}
	if strings.Contains(b.get(bridgePath()).body, "thought-out") {
		t.Error("another reader sees what the first one typed")
	}
}

func TestDoublePressMakesOneComment(t *testing.T) {
	b, d := openSite(t)
	form := commentAs(b, "Tom", "Thanks.")
	first := b.post(bridgePath(), form)
	again := b.post(bridgePath(), form)
	if len(d.comments) != 1 || first.header.Get("Location") != again.header.Get("Location") {
		t.Errorf("got %d comments at %q and %q, want one", len(d.comments), first.header.Get("Location"), again.header.Get("Location"))
	}
	form.Set("name", "Marguerite")
	b.post(bridgePath(), form)
	if len(d.comments) != 2 {
		t.Errorf("the same words by two readers: got %d comments, want 2", len(d.comments))
	}
	b.post(bridgePath(), commentAs(b, "Tom", "Thanks."))
	if len(d.comments) != 3 {
		t.Errorf("the same words again, later in the discussion: got %d comments, want 3", len(d.comments))
	}
}

func TestTooManyComments(t *testing.T) {
	b, d := openSite(t)
	var last page
	for range 20 {
		last = b.post(bridgePath(), commentAs(b, "Tom", "Again, number "+strings.Repeat("I", len(d.comments)+1)))
	}
	if last.status != http.StatusTooManyRequests || last.header.Get("Retry-After") == "" {
		t.Fatalf("got status %d and Retry-After %q, want 429 and a time", last.status, last.header.Get("Retry-After"))
	}
	contains(t, last, "Too many comments came at once", "Again, number")
	if len(d.comments) > 10 {
		t.Errorf("got %d comments from one network at once", len(d.comments))
	}
	d.clock.Add(120)
	if p := b.post(bridgePath(), commentAs(b, "Tom", "Now?")); p.status != http.StatusSeeOther {
		t.Errorf("two minutes later: got status %d, want 303", p.status)
	}
}

func TestCommentUnderNothing(t *testing.T) {
	b, d := openSite(t)
	d.posts[0].State = news.PostWithdrawn
	for _, path := range []string{bridgePath(), "/2031/05/nope.html", "/2031/05/"} {
		if p := b.post(path, url.Values{"name": {"Tom"}, "text": {"Hello"}}); p.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, p.status)
		}
	}
	p := b.post("/2031/05/two-lighthouses-dark-cold.html", url.Values{"text": {strings.Repeat("x", 2<<20)}})
	if p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 2 MiB: got status %d, want 413", p.status)
	}
}
