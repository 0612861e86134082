package world_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/internal/world"
)

// served serves the small day and returns the server with a client for which
// every host is that server.
func served(t *testing.T) (*world.Server, *http.Client) {
	t.Helper()
	day, err := world.Load(folder(smallDay))
	if err != nil {
		t.Fatal(err)
	}
	server, err := world.Serve(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, server.Addr().String())
		},
		TLSClientConfig:   &tls.Config{RootCAs: server.Roots()},
		ForceAttemptHTTP2: true,
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return server, &http.Client{Transport: transport}
}

// ask sends one request and returns the answer with its body read.
func ask(t *testing.T, c *http.Client, method, address string, header http.Header) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestServeAnswersByExactAddress(t *testing.T) {
	_, client := served(t)
	for _, tc := range []struct {
		name, address string
		status        int
		body, kind    string
	}{
		{"a feed", "http://harbour.example/feed", 200, "<rss>plain</rss>", "application/rss+xml"},
		{"host in capitals", "http://HARBOUR.example/feed", 200, "<rss>plain</rss>", "application/rss+xml"},
		{"default port", "http://harbour.example:80/feed", 200, "<rss>plain</rss>", "application/rss+xml"},
		{"https is another address", "https://harbour.example/feed", 200, "<rss>secure</rss>", "application/rss+xml"},
		{"query", "http://harbour.example/a?id=1&p=2", 200, "<p>one</p>", "text/html; charset=utf-8"},
		{"another port", "http://coast.example:8080/x", 200, "<p>one</p>", "text/html"},
		{"root", "http://coast.example", 200, "<p>one</p>", "text/html"},
		{"no query", "http://harbour.example/a", 404, "", ""},
		{"other query", "http://harbour.example/a?p=2&id=1", 404, "", ""},
		{"other path", "http://harbour.example/feed/", 404, "", ""},
		{"unclean path", "http://harbour.example//feed", 404, "", ""},
		{"other scheme", "https://harbour.example/a?id=1&p=2", 404, "", ""},
		{"port missing", "http://coast.example/x", 404, "", ""},
		{"unknown host", "http://elsewhere.example/feed", 404, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			res, body := ask(t, client, http.MethodGet, tc.address, nil)
			if res.StatusCode != tc.status {
				t.Fatalf("status = %d, want %d", res.StatusCode, tc.status)
			}
			if tc.status != 200 {
				return
			}
			if body != tc.body || res.Header.Get("Content-Type") != tc.kind {
				t.Errorf("answer = %q as %q, want %q as %q", body, res.Header.Get("Content-Type"), tc.body, tc.kind)
			}
			if res.ContentLength != int64(len(tc.body)) {
				t.Errorf("Content-Length = %d, want %d", res.ContentLength, len(tc.body))
			}
		})
	}
}

func TestServeAnswersConditionalRequests(t *testing.T) {
	_, client := served(t)
	const address = "http://harbour.example/feed"
	res, _ := ask(t, client, http.MethodGet, address, nil)
	etag, modified := res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	if !strings.HasPrefix(etag, `"`) || len(etag) < 10 {
		t.Errorf("ETag = %q, want a strong one", etag)
	}
	if want := "Wed, 02 Apr 2031 15:30:00 GMT"; modified != want {
		t.Errorf("Last-Modified = %q, want %q", modified, want)
	}
	for _, tc := range []struct {
		name   string
		header http.Header
		want   int
	}{
		{"same tag", http.Header{"If-None-Match": {etag}}, 304},
		{"other tag", http.Header{"If-None-Match": {`"other"`}}, 200},
		{"same time", http.Header{"If-Modified-Since": {modified}}, 304},
		{"earlier time", http.Header{"If-Modified-Since": {"Tue, 01 Apr 2031 15:30:00 GMT"}}, 200},
		{"the tag decides", http.Header{"If-None-Match": {`"other"`}, "If-Modified-Since": {modified}}, 200},
	} {
		t.Run(tc.name, func(t *testing.T) {
			res, body := ask(t, client, http.MethodGet, address, tc.header)
			if res.StatusCode != tc.want {
				t.Fatalf("status = %d, want %d", res.StatusCode, tc.want)
			}
			if tc.want == 304 && body != "" {
				t.Errorf("304 came with the body %q", body)
			}
			if res.Header.Get("ETag") != etag {
				t.Errorf("ETag = %q, want %q", res.Header.Get("ETag"), etag)
			}
		})
	}
	if res, _ := ask(t, client, http.MethodGet, "https://harbour.example/feed", nil); res.Header.Get("ETag") == etag {
		t.Error("two answers have one ETag")
	}
}

func TestServeMethods(t *testing.T) {
	_, client := served(t)
	res, body := ask(t, client, http.MethodHead, "http://harbour.example/feed", nil)
	if res.StatusCode != 200 || body != "" || res.ContentLength != int64(len("<rss>plain</rss>")) {
		t.Errorf("HEAD = %d, %q, length %d", res.StatusCode, body, res.ContentLength)
	}
	if res, _ := ask(t, client, http.MethodPost, "http://harbour.example/feed", nil); res.StatusCode != 405 {
		t.Errorf("POST = %d, want 405", res.StatusCode)
	}
}

func TestServeNamesItsHosts(t *testing.T) {
	server, _ := served(t)
	if got, want := server.Hosts(), []string{"coast.example", "harbour.example"}; !slices.Equal(got, want) {
		t.Errorf("Hosts() = %q, want %q", got, want)
	}
	if !server.Addr().Addr().IsLoopback() || server.Addr().Port() == 0 {
		t.Errorf("Addr() = %v, want a port of loopback", server.Addr())
	}
}

func TestServeManyAtOnce(t *testing.T) {
	_, client := served(t)
	var wg sync.WaitGroup
	faults := make(chan string, 40)
	for i := range 40 {
		scheme, want := "http", "<rss>plain</rss>"
		if i%2 == 1 {
			scheme, want = "https", "<rss>secure</rss>"
		}
		wg.Go(func() {
			res, err := client.Get(scheme + "://harbour.example/feed")
			if err != nil {
				faults <- err.Error()
				return
			}
			defer res.Body.Close()
			if body, err := io.ReadAll(res.Body); err != nil || string(body) != want {
				faults <- fmt.Sprintf("%q, %v", body, err)
			}
		})
	}
	wg.Wait()
	close(faults)
	for f := range faults {
		t.Error(f)
	}
}

func TestServeStops(t *testing.T) {
	day, err := world.Load(folder(smallDay))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	server, err := world.Serve(ctx, day)
	if err != nil {
		t.Fatal(err)
	}
	// A connection that never says anything must not keep the server.
	silent, err := net.Dial("tcp", server.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	cancel()
	for range 2 {
		if err := server.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	}
	if c, err := net.Dial("tcp", server.Addr().String()); err == nil {
		c.Close()
		t.Error("the port still answers after Close")
	}
}
