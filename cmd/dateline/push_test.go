package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/web"
)

// hubbedOutlet is an outlet and its hub on one loopback port.
type hubbedOutlet struct {
	*httptest.Server
	site  atomic.Pointer[httptest.Server] // where the newsroom really is
	asked atomic.Pointer[url.Values]
	times atomic.Int32
}

const hubbedFeed = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Quay Post</title><link>http://quay.example/</link>
<atom:link rel="hub" href="http://hub.example/"/><atom:link rel="self" href="http://quay.example/feed"/>%s</channel></rss>`

func (o *hubbedOutlet) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		fmt.Fprintf(w, hubbedFeed, "")
		return
	}
	if r.ParseForm() != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	o.times.Add(1)
	o.asked.Store(&r.PostForm)
	q := url.Values{"hub.mode": {"subscribe"}, "hub.topic": r.PostForm["hub.topic"], "hub.challenge": {"quay"}, "hub.lease_seconds": {"86400"}}
	res, err := http.Get(o.callback(r.PostForm) + "?" + q.Encode())
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != "quay" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// callback is the address that the hub was given, where it really is.
func (o *hubbedOutlet) callback(form url.Values) string {
	return strings.Replace(form.Get("hub.callback"), "https://newsroom.example", o.site.Load().URL, 1)
}

// A poll finds a hub, the hub is asked once by two programs, agrees, and
// delivers a report that stands on the wire at once.
func TestHubTellsTheNewsroom(t *testing.T) {
	t.Parallel()
	outlet := &hubbedOutlet{}
	outlet.Server = httptest.NewServer(http.HandlerFunc(outlet.serve))
	t.Cleanup(outlet.Close)
	first, second := hubbedNewsrooms(t, outlet)

	if _, _, err := first.db.Follow(t.Context(), news.Outlet{Name: "Quay Post"}, "http://quay.example/feed", "", time.Now()); err != nil {
		t.Fatal(err)
	}
	if polled, err := first.poller.Round(t.Context()); err != nil || polled != 1 {
		t.Fatalf("polled %d, %v; want 1", polled, err)
	}
	for _, n := range []*newsroom{first, second} {
		if _, err := n.subscriber.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := outlet.times.Load(); got != 1 {
		t.Fatalf("the hub was asked %d times, want once", got)
	}
	words, err := second.hubWords(t.Context())
	if err != nil || words[1] != "The hub has agreed to tell us what is new, and has not had to yet." {
		t.Errorf("hub words = %v, %v; want that it agreed", words, err)
	}

	form := *outlet.asked.Load()
	body := fmt.Sprintf(hubbedFeed, "<item><title>Quay reopens</title><link>http://quay.example/1</link><guid>1</guid></item>")
	mac := hmac.New(sha256.New, []byte(form.Get("hub.secret")))
	mac.Write([]byte(body))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, outlet.callback(form), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	list, err := second.db.ListArticles(t.Context(), 10)
	if res.StatusCode != http.StatusAccepted || err != nil || len(list) != 1 || list[0].Headline != "Quay reopens" {
		t.Errorf("answered with %d; articles = %v, %v; want the one delivered", res.StatusCode, list, err)
	}
}

// hubbedNewsrooms opens one newsroom twice and serves the second one's site.
func hubbedNewsrooms(t *testing.T, outlet *hubbedOutlet) (first, second *newsroom) {
	t.Helper()
	o := newstest.Options(t)
	db := newstest.Open(t, o)
	pub := news.Publication{Title: "The Wire", Address: "https://newsroom.example", Zone: "UTC", Language: "en"}
	if err := db.SavePublication(t.Context(), pub); err != nil {
		t.Fatal(err)
	}
	at := netip.MustParseAddrPort(outlet.Listener.Addr().String())
	p := &program{
		ctx: t.Context(), cli: &cli{Data: o.Dir, Database: o.URL},
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, log: newLog(io.Discard, "error"),
	}
	rooms := make([]*newsroom, 2)
	for i := range rooms {
		n, err := p.open(openOptions{fetch: fetch.Options{Allow: []netip.AddrPort{at}, Rules: fetch.Rules{{Host: "*.example", To: at}}}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(n.Close)
		if err := n.db.SignOfLife(t.Context()); err != nil {
			t.Fatal(err)
		}
		rooms[i] = n
	}
	s, err := rooms[1].server(web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(s.Handler())
	t.Cleanup(func() { s.Close(); site.Close() })
	outlet.site.Store(site)
	return rooms[0], rooms[1]
}

// While the newsroom's address is one that nobody outside reaches, no hub is
// asked and the list of feeds says why.
func TestHubIsNotAskedFromAPrivateAddress(t *testing.T) {
	t.Parallel()
	outlet := &hubbedOutlet{}
	outlet.Server = httptest.NewServer(http.HandlerFunc(outlet.serve))
	t.Cleanup(outlet.Close)
	n, _ := hubbedNewsrooms(t, outlet)
	pub, err := n.db.Publication(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pub.Address = "http://127.0.0.1:8080"
	if err := n.db.SavePublication(t.Context(), *pub); err != nil {
		t.Fatal(err)
	}
	if _, _, err := n.db.Follow(t.Context(), news.Outlet{Name: "Quay Post"}, "http://quay.example/feed", "", time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := n.poller.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := n.subscriber.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	words, err := n.hubWords(t.Context())
	if got := outlet.times.Load(); got != 0 || err != nil || !strings.Contains(words[1], "cannot be reached from outside") {
		t.Errorf("asked %d times, hub words = %v, %v; want it not asked, and why", got, words, err)
	}
}
