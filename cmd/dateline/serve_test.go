package main

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"dateline/internal/newstest"
)

// A new newsroom is served from an empty folder: it says where it is, is set
// up in a browser, and stops when it is told to, whoever is still looking.
func TestServeANewNewsroom(t *testing.T) {
	t.Parallel()
	o := newstest.Options(t)
	c := startChild(t, o, "serve", "--listen", "127.0.0.1:0", "--log-level", "warn")
	setUp := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/desk/setup\?token=(\S+)`)
	c.until(t, "the address of the set-up", func() bool { return setUp.MatchString(c.stdout.String()) })
	found := setUp.FindStringSubmatch(c.stdout.String())
	site, token := found[1], found[2]
	if !strings.HasPrefix(c.stdout.String(), "Dateline is running at "+site+"/\n") {
		t.Errorf("serve printed %q; want its address first", c.stdout.String())
	}

	b := visitor(t)
	b.wants("GET", site+"/", nil, http.StatusOK, "<!doctype html>")
	b.wants("GET", site+"/desk/setup?token=wrong", nil, http.StatusNotFound, "")
	b.wants("GET", found[0], nil, http.StatusOK, "Set up your newsroom")
	form := url.Values{
		"token": {token}, "title": {"The Harbour Wire"}, "address": {site}, "zone": {"Europe/Dublin"}, "language": {"en"},
		"name": {"Odd Weir"}, "login": {"odd"}, "password": {"short"},
	}
	b.wants("POST", site+"/desk/setup", form, http.StatusUnprocessableEntity, "too short")
	form.Set("password", "a long enough secret")
	b.wants("POST", site+"/desk/setup", form, http.StatusOK, "The Harbour Wire") // after the redirect to the desk
	b.wants("POST", site+"/desk/setup", form, http.StatusNotFound, "")
	b.wants("GET", site+"/", nil, http.StatusOK, "The Harbour Wire")
	if got := mustCensus(t, o).Counts; got["editors"] != 1 || got["feeds"] != 0 {
		t.Errorf("the newsroom holds %v; want one editor who follows nobody", got)
	}

	// The desk's stream is open while it stops.
	page := b.wants("GET", site+"/desk/stories", nil, http.StatusOK, "hx-sse:connect")
	follow := regexp.MustCompile(`hx-sse:connect="([^"]+)"`).FindStringSubmatch(page)
	if follow == nil {
		t.Fatalf("the desk's page names no stream:\n%s", page)
	}
	stream := b.open(site + html.UnescapeString(follow[1]))
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	c.finish(t)
	io.Copy(io.Discard, stream) // cut off with the server
	if got := c.stderr.String(); got != "" {
		t.Errorf("serve said %q; want nothing", got)
	}
}

// browsing is a reader's or an editor's browser without its scripts.
type browsing struct {
	t      *testing.T
	client *http.Client
}

func visitor(t *testing.T) *browsing {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browsing{t: t, client: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

// wants asks for a page, or sends a form, expects an answer and returns it.
func (b *browsing) wants(method, address string, form url.Values, status int, text string) string {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, address, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, address, err)
	}
	if res.StatusCode != status || !strings.Contains(strings.ToLower(string(body)), strings.ToLower(text)) {
		b.t.Errorf("%s %s = %d, %.300s\nwant %d and %q", method, address, res.StatusCode, body, status, text)
	}
	return string(body)
}

// open opens a stream that stays open until the server or the test ends it.
func (b *browsing) open(address string) io.Reader {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatalf("open %s: %v", address, err)
	}
	b.t.Cleanup(func() { res.Body.Close() })
	if got := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || !strings.HasPrefix(got, "text/event-stream") {
		b.t.Fatalf("%s = %d, %s; want a stream", address, res.StatusCode, got)
	}
	return res.Body
}
