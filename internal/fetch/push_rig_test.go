package fetch_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/internal/fetch"
	"dateline/internal/news"
	"dateline/internal/newstest"
	"dateline/internal/store"
)

// hub is somebody's hub. It verifies before it answers, as those of the
// forerunners may, so that a test need not wait.
type hub struct {
	*httptest.Server
	t      *testing.T
	mu     sync.Mutex
	manner string // "" grants; "deny", "silent", a path to be sent to, or a status
	lease  string // what it grants, "" for what it was asked for
	asked  []url.Values
	agreed []string // modes that the callback confirmed
}

func newHub(t *testing.T) *hub {
	t.Helper()
	h := &hub{t: t}
	h.Server = serve(t, h.answer)
	return h
}

func (h *hub) set(manner string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.manner = manner
}

func (h *hub) requests() []url.Values {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]url.Values(nil), h.asked...)
}

func (h *hub) answer(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost {
		h.t.Errorf("the hub was asked with %s (%v); want a form", r.Method, err)
	}
	h.mu.Lock()
	h.asked = append(h.asked, r.PostForm)
	manner, lease := h.manner, h.lease
	h.mu.Unlock()
	var status int
	_, err := fmt.Sscan(manner, &status)
	switch {
	case r.URL.Path == "/moved", manner == "":
		h.verify(r.PostForm, lease)
	case manner == "deny":
		h.call(r.PostForm.Get("hub.callback"), url.Values{
			"hub.mode": {"denied"}, "hub.topic": r.PostForm["hub.topic"], "hub.reason": {"<b>No</b> " + strings.Repeat("x", 5000)},
		})
	case manner == "silent":
	case err == nil && status >= 300 && status < 400:
		w.Header().Set("Location", "/moved")
		w.WriteHeader(status)
		return
	default:
		w.WriteHeader(status)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// verify asks whether it was meant, and notes when the challenge comes back.
func (h *hub) verify(form url.Values, lease string) {
	if lease == "" {
		lease = form.Get("hub.lease_seconds")
	}
	mode := form.Get("hub.mode")
	status, body := h.call(form.Get("hub.callback"), url.Values{
		"hub.mode": {mode}, "hub.topic": form["hub.topic"], "hub.challenge": {"c-" + mode}, "hub.lease_seconds": {lease},
	})
	if status != http.StatusOK || body != "c-"+mode {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.agreed = append(h.agreed, mode)
}

func (h *hub) call(callback string, query url.Values) (status int, body string) {
	res, err := http.Get(callback + "?" + query.Encode())
	if err != nil {
		h.t.Errorf("the hub cannot reach the callback: %v", err)
		return 0, ""
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b)
}

// deliver sends a body to a callback and returns the status it is answered
// with.
func deliver(t *testing.T, callback, signature, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, callback, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/atom+xml")
	if signature != "" {
		req.Header.Set("X-Hub-Signature", signature)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// methods are the ways in which hubs sign.
var methods = map[string]func() hash.Hash{
	"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
}

func sign(method, secret, body string) string {
	mac := hmac.New(methods[method], []byte(secret))
	mac.Write([]byte(body))
	return method + "=" + hex.EncodeToString(mac.Sum(nil))
}

// rig is a newsroom that follows one feed with a hub.
type rig struct {
	*fetch.Subscriber
	t        *testing.T
	db       *store.DB
	clock    *clock
	hub      *hub
	feed     news.FeedID
	callback string // "" when nobody outside reaches the newsroom
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, db: newstest.DB(t), clock: newClock(), hub: newHub(t)}
	us := serve(t, r.serveCallback)
	r.callback = us.URL + "/hub/"
	client := clientFor(t, fetch.Options{Now: r.clock.Now}, r.hub.Server)
	quiet := slog.New(slog.DiscardHandler)
	r.Subscriber = &fetch.Subscriber{
		Client: client, Subscriptions: r.db, Deliveries: r.db, Now: r.clock.Now, Log: quiet,
		Poller: &fetch.Poller{Client: client, Now: r.clock.Now, Log: quiet},
		Callback: func(token string) string {
			if r.callback == "" {
				return ""
			}
			return r.callback + token
		},
	}
	id, _, err := r.db.Follow(t.Context(), news.Outlet{Name: "Harbour Post"}, "http://harbour.example/feed", "", noon)
	if err != nil {
		t.Fatal(err)
	}
	r.feed = id
	r.poll(news.Poll{Hub: r.hub.URL + "/subscribe", Topic: "http://harbour.example/self"})
	return r
}

// serveCallback stands in for the web side.
func (r *rig) serveCallback(w http.ResponseWriter, req *http.Request) {
	token := strings.TrimPrefix(req.URL.Path, "/hub/")
	if req.Method == http.MethodGet {
		challenge, err := r.Verify(req.Context(), token, req.URL.Query())
		if err != nil {
			w.WriteHeader(http.StatusNotFound)
		}
		io.WriteString(w, challenge)
		return
	}
	err := r.Take(req.Context(), fetch.Delivery{
		Token: token, Signature: req.Header.Get("X-Hub-Signature"), ContentType: req.Header.Get("Content-Type"), Body: req.Body,
	})
	switch {
	case errors.Is(err, news.ErrNotFound):
		w.WriteHeader(http.StatusGone)
	case err != nil:
		w.WriteHeader(http.StatusInternalServerError)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}

// poll records a poll of the feed, an hour before the next.
func (r *rig) poll(p news.Poll) {
	r.t.Helper()
	if err := r.db.PollNow(r.t.Context(), r.feed); err != nil {
		r.t.Fatal(err)
	}
	claims, err := r.db.ClaimFeeds(r.t.Context(), r.clock.Now(), 10, time.Minute)
	if err != nil || len(claims) != 1 {
		r.t.Fatalf("claims = %v, %v; want one", claims, err)
	}
	p.At, p.Status, p.NextPollAt, p.ETag, p.BodyHash = r.clock.Now(), 200, r.clock.Now().Add(time.Hour), `"tag"`, "hash"
	if _, err := r.db.RecordPoll(r.t.Context(), claims[0], p); err != nil {
		r.t.Fatal(err)
	}
}

// found returns a poll that brought items, published that long ago.
func (r *rig) found(age time.Duration, guids ...string) news.Poll {
	var p news.Poll
	for _, guid := range guids {
		address := "http://harbour.example/" + guid
		p.Arrivals = append(p.Arrivals, news.Arrival{GUID: guid, Key: news.AddressKey(address), Article: news.Article{
			URL: address, FoundAt: r.clock.Now(),
			Reading: news.Reading{Headline: "The harbour, part " + guid, Published: r.clock.Now().Add(-age), Form: news.FormReport},
		}})
	}
	return p
}

func (r *rig) round(want int) {
	r.t.Helper()
	if n, err := r.Round(r.t.Context()); err != nil || n != want {
		r.t.Fatalf("Round = %d, %v; want %d", n, err, want)
	}
}

func (r *rig) subscription() news.Subscription {
	r.t.Helper()
	list, err := r.db.ListSubscriptions(r.t.Context())
	if err != nil || len(list) != 1 {
		r.t.Fatalf("subscriptions = %v, %v; want one", list, err)
	}
	return list[0]
}

func (r *rig) stands() news.Feed {
	r.t.Helper()
	feeds, err := r.db.ListFeeds(r.t.Context())
	if err != nil || len(feeds) != 1 {
		r.t.Fatalf("feeds = %v, %v; want one", feeds, err)
	}
	return feeds[0]
}

// push delivers a body as the hub signs it.
func (r *rig) push(body string) int {
	r.t.Helper()
	s := r.subscription()
	return deliver(r.t, r.callback+s.Token, sign("sha256", s.Secret, body), body)
}

func (r *rig) headlines() []string {
	r.t.Helper()
	list, err := r.db.ListArticles(r.t.Context(), 100)
	if err != nil {
		r.t.Fatal(err)
	}
	var headlines []string
	for _, a := range list {
		headlines = append(headlines, a.Headline)
	}
	return headlines
}
