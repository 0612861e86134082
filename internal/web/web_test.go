package web_test

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dateline/internal/news"
	"dateline/internal/web"
)

// browser is a client of one server, with cookies and without following
// redirects.
type browser struct {
	t      *testing.T
	base   string
	client *http.Client
}

// page is what came back.
type page struct {
	status int
	header http.Header
	body   string
}

// open serves the newsroom and returns a browser that is not signed in.
func open(t *testing.T, o web.Options) (*browser, *web.Server) {
	t.Helper()
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() { s.Close(); server.Close() })
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &browser{t: t, base: server.URL, client: client}, s
}

// atDesk serves the sample day to an editor who is signed in.
func atDesk(t *testing.T) (*browser, *newsroom) {
	t.Helper()
	n := sample()
	n.editors = []news.Editor{{ID: 1, Name: "Ida Field", Login: sampleLogin, PasswordHash: "unusable"}}
	o := n.options()
	b, _ := open(t, o)
	b.enter(o)
	return b, n
}

func (b *browser) enter(o web.Options) {
	b.t.Helper()
	token, err := o.Accounts.NewSignIn(context.Background(), 1, time.Hour)
	if err != nil {
		b.t.Fatal(err)
	}
	if p := b.post("/desk/enter", url.Values{"token": {token}}); p.status != http.StatusSeeOther {
		b.t.Fatalf("enter: got status %d, want 303", p.status)
	}
}

func (b *browser) get(path string) page { return b.do(http.MethodGet, path, nil, nil) }

func (b *browser) post(path string, form url.Values) page {
	return b.do(http.MethodPost, path, form, nil)
}

func (b *browser) do(method, path string, form url.Values, header map[string]string) page {
	b.t.Helper()
	all := map[string]string{}
	if form != nil {
		all["Content-Type"] = "application/x-www-form-urlencoded"
	}
	maps.Copy(all, header)
	return b.send(method, path, strings.NewReader(form.Encode()), all)
}

func (b *browser) send(method, path string, sent io.Reader, header map[string]string) page {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, sent)
	if err != nil {
		b.t.Fatal(err)
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return page{status: res.StatusCode, header: res.Header, body: string(body)}
}

var wildcard = regexp.MustCompile(`\{[a-z]+(\.\.\.)?\}`)

// request makes a method and a path of a route's pattern.
func request(pattern string) (method, path string) {
	method, path, found := strings.Cut(pattern, " ")
	if !found {
		method, path = http.MethodGet, pattern+"nothing-here"
	}
	path = strings.TrimSuffix(path, "{$}")
	return method, wildcard.ReplaceAllString(path, "1")
}

func TestDeskNeedsSession(t *testing.T) {
	n := sample()
	n.editors = []news.Editor{{ID: 1}}
	b, s := open(t, n.options())
	for _, r := range s.Routes() {
		if !r.Inside {
			continue
		}
		pattern := r.Pattern
		method, path := request(pattern)
		p := b.do(method, path, nil, nil)
		if p.status != http.StatusSeeOther || !strings.HasPrefix(p.header.Get("Location"), "/desk/sign-in") {
			t.Errorf("%s without a session: got status %d to %q, want 303 to the sign-in page", pattern, p.status, p.header.Get("Location"))
		}
		p = b.do(method, path, nil, map[string]string{"HX-Request": "true"})
		if p.status != http.StatusUnauthorized || p.header.Get("HX-Redirect") != "/desk/sign-in" {
			t.Errorf("%s by a script without a session: got status %d to %q, want 401 to the sign-in page", pattern, p.status, p.header.Get("HX-Redirect"))
		}
	}
}

func TestProtectionOnEveryRoute(t *testing.T) {
	b, n := atDesk(t)
	s, err := web.New(n.options())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Routes() {
		pattern, inside := r.Pattern, r.Inside
		method, path := request(pattern)
		if path == "/desk/stream" || path == "/desk/sign-out" {
			continue // the one never ends, the other ends the session
		}
		p := b.do(method, path, nil, nil)
		policy := p.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %q", pattern, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q allows something unsafe", pattern, policy)
		}
		if got := p.header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: got X-Content-Type-Options %q, want nosniff", pattern, got)
		}
		if got := p.header.Get("Cache-Control"); inside && !strings.Contains(got, "no-store") {
			t.Errorf("%s: got Cache-Control %q, want no-store", pattern, got)
		}
		if strings.Contains(p.body, " style=") || strings.Contains(p.body, "<style") || strings.Contains(p.body, " onclick=") {
			t.Errorf("%s: the page holds what its policy forbids", pattern)
		}
	}
}

func TestForeignFormRefused(t *testing.T) {
	b, n := atDesk(t)
	s, err := web.New(n.options())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Routes() {
		pattern := r.Pattern
		method, path := request(pattern)
		if method != http.MethodPost {
			continue
		}
		for name, header := range map[string]map[string]string{
			"fetch metadata": {"Sec-Fetch-Site": "cross-site"},
			"same site":      {"Sec-Fetch-Site": "same-site"},
			"origin":         {"Origin": "https://elsewhere.example"},
		} {
			if p := b.do(method, path, url.Values{"url": {"https://outlet.example/1"}}, header); p.status != http.StatusForbidden {
				t.Errorf("%s from another site (%s): got status %d, want 403", pattern, name, p.status)
			}
		}
	}
	if n.stories[0].State != news.StoryNew || len(n.posts) != 0 {
		t.Error("a form of another site changed something")
	}
}

func TestBodyCapped(t *testing.T) {
	b, _ := atDesk(t)
	p := b.post("/desk/take", url.Values{"url": {strings.Repeat("a", 2<<20)}})
	if p.status < 400 {
		t.Errorf("a form of 2 MiB: got status %d, want it refused", p.status)
	}
}

func TestPagesOpen(t *testing.T) {
	b, _ := atDesk(t)
	for _, tc := range []struct{ path, want string }{
		{"/desk/stories", "Grain Talks In Vessen"},
		{"/desk/stories?show=spiked", "Puts Off Its Vote"},
		{"/desk/stories?show=posted", "Nothing posted today"},
		{"/desk/stories/1", "copy of Valoria Wire"},
		{"/desk/wire", "Harbour Times"},
		{"/desk/posts", "No posts yet"},
		{"/desk/comments", "Tom of the Docks"},
		{"/desk/outlets", "1 failing"},
		{"/desk/outlets?q=strait", "Strait Television"},
		{"/desk/outlets/1", "Ports and Shipping"},
		{"/desk/outlets/add?url=example.org", `value="example.org"`},
		{"/desk/outlets/lists", "Download OPML"},
		{"/desk/feeds", "answered 503"},
		{"/desk/feeds?show=stopped", "Strait Television"},
		{"/desk/feeds/2", "answered 503"},
		{"/desk/rules", "No rules yet"},
		{"/desk/rules?feed=2", `<option value="2" selected>Cape Courier: courier.example/feed.xml`},
		{"/desk/rules/muted", "Nothing is kept away"},
		{"/desk/settings", "javascript:void%28open%28"},
		{"/desk/take?url=https%3A%2F%2Foutlet.example%2Fx", "https://outlet.example/x"},
	} {
		p := b.get(tc.path)
		if p.status != http.StatusOK || !strings.Contains(p.body, tc.want) {
			t.Errorf("%s: got status %d, want 200 with %q in it", tc.path, p.status, tc.want)
		}
	}
	for _, path := range []string{"/desk/nothing", "/desk/stories/999", "/desk/feeds/999", "/desk/outlets/999", "/desk/rules/muted?rule=9", "/desk/stories/x", "/desk/posts/0", "/static/wrong/desk.css"} {
		if p := b.get(path); p.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, p.status)
		}
	}
}

func TestStaticFilesKept(t *testing.T) {
	b, _ := atDesk(t)
	found := regexp.MustCompile(`/static/[0-9a-f]+/[a-z-]+\.(css|js)`).FindAllString(b.get("/desk/stories").body, -1)
	if len(found) < 4 {
		t.Fatalf("got static files %q, want style sheets and a script", found)
	}
	for _, path := range found {
		p := b.get(path)
		if p.status != http.StatusOK || !strings.Contains(p.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: got status %d and %q, want 200 and immutable", path, p.status, p.header.Get("Cache-Control"))
		}
	}
}

func TestHostileWordsEscaped(t *testing.T) {
	b, n := atDesk(t)
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	a := &n.stories[0].Articles[0]
	a.Headline, a.Outlet, a.Standfirst, a.Paragraphs[0] = hostile, hostile, hostile, hostile
	a.URL, a.Note, a.Language = "javascript:alert(3)", hostile, hostile
	n.stories[0].Headline, n.stories[0].FirstOutlet, n.stories[0].Languages = hostile, hostile, []string{hostile}
	n.comments[0].Name, n.comments[0].Text, n.comments[0].Headline = hostile, hostile, hostile
	n.feeds[0].Title, n.feeds[0].Fault, n.outlets[0].Name, n.outlets[0].Site = hostile, hostile, hostile, "javascript:alert(3)"
	n.feeds[0].Warning, n.feeds[0].Folder, n.feeds[0].URL, n.feeds[0].Pattern = hostile, hostile, "javascript:alert(3)", hostile
	n.feeds[0].Move = news.FeedMove{From: hostile, At: noon}
	n.rules = []news.Rule{{ID: 1, Feed: hostile, FeedID: 1, Pattern: hostile, Field: news.RuleWords, Fits: 1}}
	a.MutedBy = 1
	n.pub.Title, n.pub.Signature = hostile, hostile
	b.post("/desk/stories/1/compose", nil)
	for _, path := range []string{
		"/desk/stories", "/desk/stories/1", "/desk/wire", "/desk/posts", "/desk/posts/1", "/desk/posts/1/html",
		"/desk/posts/1/revisions/1", "/desk/comments", "/desk/outlets", "/desk/outlets/1", "/desk/feeds", "/desk/feeds/1", "/desk/rules", "/desk/rules/muted",
		"/desk/outlets/add?url=" + url.QueryEscape(hostile), "/desk/feeds?q=" + url.QueryEscape(hostile), "/desk/settings", "/desk/take?url=" + url.QueryEscape(hostile),
	} {
		body := b.get(path).body
		for _, bad := range []string{"<script>alert", "<img src=x", `href="javascript:alert`} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", path, bad)
			}
		}
	}
}
