package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"dateline/internal/fetch"
	"dateline/internal/news"
	"dateline/internal/web"
)

// hubs knows one token and keeps what came for it.
type hubs struct {
	token string
	fails error
	query url.Values
	took  []fetch.Delivery
	bytes int
}

func (h *hubs) Verify(_ context.Context, token string, query url.Values) (string, error) {
	if h.fails != nil {
		return "", h.fails
	}
	if token != h.token {
		return "", news.ErrNotFound
	}
	h.query = query
	return query.Get("hub.challenge"), nil
}

func (h *hubs) Take(_ context.Context, d fetch.Delivery) error {
	if h.fails != nil {
		return h.fails
	}
	if d.Token != h.token {
		return news.ErrNotFound
	}
	body, _ := io.ReadAll(d.Body)
	h.bytes = len(body)
	h.took = append(h.took, d)
	return nil
}

// callAs makes a request as another server does: without cookies, and without
// what browsers say of themselves.
func callAs(t *testing.T, s http.Handler, method, path string, body io.Reader, header map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, path, body)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w
}

func withHubs(t *testing.T, log io.Writer) (*hubs, http.Handler) {
	t.Helper()
	h := &hubs{token: strings.Repeat("a", 43)}
	o := sample().options()
	o.Hubs, o.Log = h, slog.New(slog.NewTextHandler(log, nil))
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return h, s.Handler()
}

func TestHubIsAnsweredWithItsChallenge(t *testing.T) {
	h, s := withHubs(t, io.Discard)
	for _, challenge := range []string{"abc", "<script>alert(1)</script>", " 1 2+3 & ", "\xff\x00"} {
		q := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"http://x.example/"}, "hub.challenge": {challenge}}
		w := callAs(t, s, http.MethodGet, "/hub/"+h.token+"?"+q.Encode(), nil, nil)
		if w.Code != http.StatusOK || w.Body.String() != challenge {
			t.Errorf("answered with %d and %q, want 200 and %q", w.Code, w.Body, challenge)
		}
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/plain") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("answered as %q, want plain text that nobody sniffs", got)
		}
		if len(w.Result().Cookies()) != 0 {
			t.Error("a hub was given a cookie")
		}
	}
}

func TestHubFindsNobodyElse(t *testing.T) {
	h, s := withHubs(t, io.Discard)
	for _, path := range []string{"/hub/" + strings.Repeat("b", 43), "/hub/x", "/hub/" + h.token + "x", "/hub/" + strings.Repeat("%00", 43), "/hub/" + strings.Repeat("%ff", 43)} {
		if w := callAs(t, s, http.MethodGet, path+"?hub.challenge=c", nil, nil); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "c") {
			t.Errorf("GET %s: answered with %d and %q, want 404 and nothing", path, w.Code, w.Body)
		}
		if w := callAs(t, s, http.MethodPost, path, strings.NewReader("x"), nil); w.Code != http.StatusGone {
			t.Errorf("POST %s: answered with %d, want 410", path, w.Code)
		}
	}
	if w := callAs(t, s, http.MethodHead, "/hub/"+h.token+"?hub.challenge=c", nil, nil); w.Code != http.StatusNotFound || h.query != nil {
		t.Errorf("HEAD: answered with %d, want 404 and nothing asked", w.Code)
	}
}

func TestHubDelivers(t *testing.T) {
	h, s := withHubs(t, io.Discard)
	for name, tc := range map[string]struct {
		contentType string
		bytes, want int
	}{
		"a feed":            {"application/atom+xml", 100, 100},
		"more than a form":  {"application/atom+xml", 3 << 20, 3 << 20},
		"what is no form":   {"application/x-www-form-urlencoded", 64, 64},
		"nor several parts": {"multipart/form-data; boundary=x", 64, 64},
		"too much":          {"text/xml", 5 << 20, 4<<20 + 1},
	} {
		w := callAs(t, s, http.MethodPost, "/hub/"+h.token, strings.NewReader(strings.Repeat("x", tc.bytes)),
			map[string]string{"Content-Type": tc.contentType, "X-Hub-Signature": "sha256=00"})
		if w.Code != http.StatusAccepted || h.bytes != tc.want {
			t.Errorf("%s: answered with %d after %d bytes, want 202 after %d", name, w.Code, h.bytes, tc.want)
		}
		if last := h.took[len(h.took)-1]; last.Signature != "sha256=00" || last.ContentType != tc.contentType {
			t.Errorf("%s: taken as %+v", name, last)
		}
	}
}

func TestHubIsToComeAgain(t *testing.T) {
	log := &bytes.Buffer{}
	h, s := withHubs(t, log)
	h.fails = fetch.ErrBusy
	if w := callAs(t, s, http.MethodPost, "/hub/"+h.token, strings.NewReader("x"), nil); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("answered with %d, want 503 and when to come again", w.Code)
	}
	h.fails = errors.New("the database is away")
	defer func() {
		if strings.Contains(log.String(), h.token) || !strings.Contains(log.String(), "the database is away") {
			t.Errorf("the log says %q; want the error and no token", log)
		}
	}()
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		if w := callAs(t, s, method, "/hub/"+h.token, strings.NewReader("x"), nil); w.Code != http.StatusInternalServerError || w.Body.Len() != 0 {
			t.Errorf("%s: answered with %d and %q, want 500 and nothing of why", method, w.Code, w.Body)
		}
	}
}
