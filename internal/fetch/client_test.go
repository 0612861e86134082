package fetch_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/internal/fetch"
)

func TestRedirects(t *testing.T) {
	private := witness(t)
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		to, code := r.URL.Query().Get("to"), 302
		fmt.Sscan(r.URL.Query().Get("code"), &code)
		switch r.URL.Path {
		case "/there":
			fmt.Fprint(w, "arrived")
			return
		case "/endless":
			to = "/endless?" + strings.Repeat("x", len(r.URL.RawQuery)+1)
		case "/long":
			to = "/there?" + strings.Repeat("a", 9000)
		}
		w.Header().Set("Location", to)
		w.WriteHeader(code)
	})
	client := clientFor(t, fetch.Options{}, site)
	for _, tc := range []struct {
		name      string
		path      string
		want      fetch.Kind
		permanent bool
	}{
		{"temporary", "/?to=/there", "", false},
		{"see other", "/?code=303&to=/there", "", false},
		{"permanent", "/?code=301&to=/there", "", true},
		{"permanent, the newer form", "/?code=308&to=there", "", true},
		{"permanent, then temporary", "/?code=301&to=/?to=/there", "", false},
		{"none", "/there", "", false},
		{"to itself", "/?to=/endless", fetch.KindRedirects, false},
		{"without end", "/endless", fetch.KindRedirects, false},
		{"nowhere", "/?to=", fetch.KindBadRedirect, false},
		{"too long", "/long", fetch.KindBadRedirect, false},
		{"a line break", "/?to=/there%250d%250aX:1", fetch.KindBadRedirect, false},
		{"to a private address", "/?to=" + private.URL, fetch.KindRefused, false},
		{"with a password", "/?to=http://a:b@" + site.Listener.Addr().String() + "/there", fetch.KindRefused, false},
		{"to a file", "/?to=file:///etc/passwd", fetch.KindRefused, false},
		{"to a script", "/?to=javascript:alert(1)", fetch.KindRefused, false},
		{"to another port", "/?to=http://8.8.8.8:22/", fetch.KindRefused, false},
		{"to what cannot be read", "/?to=http://[::1", fetch.KindRefused, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			res, err := client.Get(t.Context(), fetch.Request{URL: site.URL + tc.path})
			if got := faultOf(err); got != tc.want {
				t.Fatalf("Get = %v (kind %q), want %q", err, got, tc.want)
			}
			if err != nil {
				return
			}
			if string(res.Body) != "arrived" || res.FinalURL != site.URL+"/there" || res.Permanent != tc.permanent {
				t.Errorf("Get = %q from %s, permanent %v, want %q from %s, permanent %v",
					res.Body, res.FinalURL, res.Permanent, "arrived", site.URL+"/there", tc.permanent)
			}
		})
	}
}

func TestFiveRedirectsAndNoMore(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		left := 0
		fmt.Sscan(strings.TrimPrefix(r.URL.Path, "/"), &left)
		if left > 0 {
			http.Redirect(w, r, fmt.Sprintf("/%d", left-1), http.StatusFound)
		}
	})
	client := clientFor(t, fetch.Options{}, site)
	if res, err := client.Get(t.Context(), fetch.Request{URL: site.URL + "/5"}); err != nil || res.Redirects != 5 {
		t.Errorf("five redirects = %+v, %v, want an answer", res, err)
	}
	_, err := client.Get(t.Context(), fetch.Request{URL: site.URL + "/6"})
	if got := faultOf(err); got != fetch.KindRedirects {
		t.Errorf("six redirects = %v (kind %q), want %q", err, got, fetch.KindRedirects)
	}
}

func TestDowngradeIsRefused(t *testing.T) {
	plain := witness(t)
	secure := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusMovedPermanently))
	t.Cleanup(secure.Close)
	client := clientFor(t, fetch.Options{Roots: rootsOf(secure)}, secure, plain)
	_, err := client.Get(t.Context(), fetch.Request{URL: secure.URL})
	if got := faultOf(err); got != fetch.KindRefused {
		t.Errorf("https to http = %v (kind %q), want refused", err, got)
	}
}

func rootsOf(s *httptest.Server) *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return roots
}

func TestCertificates(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }))
	secure.EnableHTTP2 = true
	secure.Config.ErrorLog = quiet()
	secure.StartTLS()
	t.Cleanup(secure.Close)
	rules := fetch.Rules{{Host: "*.elsewhere", To: addressOf(t, secure)}}
	for _, tc := range []struct {
		name    string
		roots   *x509.CertPool
		address string
		want    fetch.Kind
	}{
		{"trusted", rootsOf(secure), secure.URL, ""},
		{"nobody's", nil, secure.URL, fetch.KindTLS},
		{"another's", rootsOf(secure), "https://some.elsewhere/", fetch.KindTLS},
	} {
		t.Run(tc.name, func(t *testing.T) {
			client := clientFor(t, fetch.Options{Roots: tc.roots, Rules: rules}, secure)
			res, err := client.Get(t.Context(), fetch.Request{URL: tc.address})
			if got := faultOf(err); got != tc.want {
				t.Fatalf("Get = %v (kind %q), want %q", err, got, tc.want)
			}
			if err == nil && string(res.Body) != "HTTP/2.0" {
				t.Errorf("spoken: %s, want HTTP/2.0", res.Body)
			}
		})
	}
}

// TestManners looks at what the client says of itself, also after a redirect
// to another host.
func TestManners(t *testing.T) {
	proxy := witness(t)
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	var seen []http.Header
	var mu sync.Mutex
	note := func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.Header.Clone())
		w.Header().Add("Set-Cookie", "id=1; Path=/")
	}
	second := serve(t, note)
	first := serve(t, func(w http.ResponseWriter, r *http.Request) {
		note(w, r)
		http.Redirect(w, r, "http://second.example/?a=b", http.StatusFound)
	})
	client := clientFor(t, fetch.Options{
		UserAgent: "Dateline/1.2", Contact: "https://daily.example/contact\r\nX-Evil: 1",
		Rules: fetch.Rules{{Host: "second.example", To: addressOf(t, second)}},
	}, first, second)
	for range 2 {
		if _, err := client.Get(t.Context(), fetch.Request{URL: first.URL, ETag: `W/"1"`}); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) != 4 {
		t.Fatalf("%d requests, want 4", len(seen))
	}
	want := "Dateline/1.2 (+https://daily.example/contactX-Evil: 1)"
	for _, h := range seen {
		if got := h.Get("User-Agent"); got != want {
			t.Errorf("User-Agent = %q, want %q", got, want)
		}
		if got := h.Get("If-None-Match"); got != `W/"1"` {
			t.Errorf("If-None-Match = %q, want it as it was given", got)
		}
		for _, name := range []string{"Cookie", "Referer", "Authorization", "X-Evil", "From", "Via"} {
			if got := h.Get(name); got != "" {
				t.Errorf("%s = %q, want none", name, got)
			}
		}
	}
}

func TestStatusFaults(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		code := 200
		fmt.Sscan(r.URL.Query().Get("code"), &code)
		for _, h := range r.URL.Query()["h"] {
			name, value, _ := strings.Cut(h, "=")
			w.Header().Set(name, value)
		}
		w.WriteHeader(code)
		fmt.Fprint(w, r.URL.Query().Get("body"))
	})
	for _, tc := range []struct {
		query string
		want  fetch.Kind
		later bool
	}{
		{"code=200", "", false},
		{"code=304", fetch.KindBad304, false},
		{"code=401", fetch.KindStatus, false},
		{"code=403", fetch.KindDenied, false},
		{"code=404", fetch.KindNotFound, false},
		{"code=410", fetch.KindGone, false},
		{"code=429", fetch.KindTooManyRequests, true},
		{"code=500", fetch.KindServerError, true},
		{"code=502", fetch.KindServerError, true},
		{"code=503", fetch.KindUnavailable, true},
		{"code=999", fetch.KindStatus, false},
		{"code=403&h=Cf-Mitigated=challenge", fetch.KindBotWall, false},
		{"code=200&h=Cf-Mitigated=challenge", fetch.KindBotWall, false},
		{"code=503&h=Content-Type=text/html&body=<script src='/cdn-cgi/challenge-platform/x'>", fetch.KindBotWall, false},
		{"code=202&h=X-Amzn-Waf-Action=challenge", fetch.KindBotWall, false},
		{"code=200&h=X-Datadome=protected&h=Content-Type=text/html&body=news", "", false},
		{"code=403&h=X-Datadome=protected", fetch.KindBotWall, false},
	} {
		client := clientFor(t, fetch.Options{}, site)
		_, err := client.Get(t.Context(), fetch.Request{URL: site.URL + "/?" + strings.ReplaceAll(tc.query, " ", "%20")})
		fault, _ := errors.AsType[*fetch.Fault](err)
		if fault == nil {
			fault = &fetch.Fault{}
		}
		if fault.Kind != tc.want || fault.Temporary() != tc.later {
			t.Errorf("%s = %v (kind %q, temporary %v), want %q, %v", tc.query, err, fault.Kind, fault.Temporary(), tc.want, tc.later)
		}
	}
}

// A host that asked to be left alone is left alone, whatever feed of it is
// meant, until the time it named.
func TestRetryAfterIsForTheHost(t *testing.T) {
	for _, tc := range []struct {
		name   string
		status int
		after  string
		wait   time.Duration
	}{
		{"seconds", 429, "3600", time.Hour},
		{"a date", 503, noon.Add(10 * time.Minute).Format(http.TimeFormat), 10 * time.Minute},
		{"absurd", 429, "99999999999", 7 * 24 * time.Hour},
		{"no number", 429, "-5, soon", time.Minute},
		{"too short", 503, "1", time.Minute},
		{"nothing", 429, "", time.Minute},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var hits atomic.Int32
			clock := newClock()
			site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				hits.Add(1)
				w.Header().Set("Date", noon.Format(http.TimeFormat))
				if tc.after != "" {
					w.Header().Set("Retry-After", tc.after)
				}
				w.WriteHeader(tc.status)
			})
			client := clientFor(t, fetch.Options{Now: clock.Now}, site)
			ask := func(path string) fetch.Kind {
				_, err := client.Get(t.Context(), fetch.Request{URL: site.URL + path})
				return faultOf(err)
			}
			ask("/one")
			clock.move(tc.wait - time.Second)
			if got := ask("/two"); got != fetch.KindWaiting || hits.Load() != 1 {
				t.Errorf("before the time: kind %q after %d requests, want %q after 1", got, hits.Load(), fetch.KindWaiting)
			}
			clock.move(time.Second)
			if got := ask("/two"); got == fetch.KindWaiting || hits.Load() != 2 {
				t.Errorf("at the time: kind %q after %d requests, want an answer after 2", got, hits.Load())
			}
		})
	}
}

// An unavailable site that names no time is not held: its feeds back off.
func TestUnavailableWithoutTime(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	client := clientFor(t, fetch.Options{}, site)
	for range 2 {
		_, err := client.Get(t.Context(), fetch.Request{URL: site.URL})
		if got := faultOf(err); got != fetch.KindUnavailable {
			t.Errorf("Get = %v (kind %q), want %q", err, got, fetch.KindUnavailable)
		}
	}
}

func TestTwoRequestsPerHost(t *testing.T) {
	var now, most atomic.Int32
	arrived, release := make(chan struct{}), make(chan struct{})
	site := serve(t, func(http.ResponseWriter, *http.Request) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		arrived <- struct{}{}
		<-release
		now.Add(-1)
	})
	client := clientFor(t, fetch.Options{}, site)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := client.Get(context.WithoutCancel(t.Context()), fetch.Request{URL: site.URL}); err != nil {
				t.Error(err)
			}
		})
	}
	<-arrived
	for range 7 {
		<-arrived
		release <- struct{}{}
	}
	release <- struct{}{}
	wg.Wait()
	if got := most.Load(); got != 2 {
		t.Errorf("%d requests at a time, want 2", got)
	}
}

func TestGivenUp(t *testing.T) {
	site := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	client := clientFor(t, fetch.Options{}, site)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.Get(ctx, fetch.Request{URL: site.URL})
	if got := faultOf(err); got != fetch.KindStopped {
		t.Errorf("Get = %v (kind %q), want %q", err, got, fetch.KindStopped)
	}
}

func TestNobodyThere(t *testing.T) {
	site := serve(t, func(http.ResponseWriter, *http.Request) {})
	address := addressOf(t, site)
	site.Close()
	client := clientFor(t, fetch.Options{Allow: []netip.AddrPort{address}})
	_, err := client.Get(t.Context(), fetch.Request{URL: "http://" + address.String()})
	if got := faultOf(err); got != fetch.KindConnection {
		t.Errorf("Get = %v (kind %q), want %q", err, got, fetch.KindConnection)
	}
}
