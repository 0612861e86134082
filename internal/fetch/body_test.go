package fetch_test

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"dateline/internal/fetch"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// packed returns text in an encoding of the web.
func packed(t *testing.T, encoding, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch encoding {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "bare deflate":
		w, err = flate.NewWriter(&b, flate.BestCompression)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	default:
		return []byte(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEncodings(t *testing.T) {
	long := strings.Repeat("All the news that fits. ", 5000)
	cut := func(b []byte) []byte { return b[:len(b)-12] }
	whole := func(b []byte) []byte { return b }
	for _, tc := range []struct {
		name   string
		header string
		body   []byte
		limit  int64
		cut    func([]byte) []byte
		want   fetch.Kind
		damage bool
	}{
		{"plain", "", packed(t, "", long), 0, whole, "", false},
		{"gzip", "gzip", packed(t, "gzip", long), 0, whole, "", false},
		{"gzip by its old name", "X-GZIP", packed(t, "gzip", long), 0, whole, "", false},
		{"deflate", "deflate", packed(t, "deflate", long), 0, whole, "", false},
		{"bare deflate", "deflate", packed(t, "bare deflate", long), 0, whole, "", false},
		{"brotli", "br", packed(t, "br", long), 0, whole, "", false},
		{"zstd", "zstd", packed(t, "zstd", long), 0, whole, "", false},
		{"a charset for an encoding", "utf-8", packed(t, "", long), 0, whole, "", false},
		{"gzip, cut", "gzip", packed(t, "gzip", long), 0, cut, "", true},
		{"gzip, padded", "gzip", append(packed(t, "gzip", long), "\n\n\n\n\n\n\n\n\n\n\n\n"...), 0, whole, "", false},
		{"no gzip at all", "gzip", []byte(long), 0, whole, fetch.KindEncoding, false},
		{"no brotli at all", "br", []byte(long), 0, whole, fetch.KindEncoding, false},
		{"no zstd at all", "zstd", []byte(long), 0, whole, fetch.KindEncoding, false},
		{"gzip twice", "gzip, gzip", packed(t, "gzip", string(packed(t, "gzip", long))), 0, whole, fetch.KindEncoding, false},
		{"exactly as large as may be", "", packed(t, "", long), int64(len(long)), whole, "", false},
		{"too large", "", packed(t, "", long), int64(len(long)) - 1, whole, fetch.KindTooLarge, false},
		{"gzip bomb", "gzip", packed(t, "gzip", long), 10_000, whole, fetch.KindTooLarge, false},
		{"deflate bomb", "deflate", packed(t, "deflate", long), 10_000, whole, fetch.KindTooLarge, false},
		{"brotli bomb", "br", packed(t, "br", long), 10_000, whole, fetch.KindTooLarge, false},
		{"zstd bomb", "zstd", packed(t, "zstd", long), 10_000, whole, fetch.KindTooLarge, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if tc.header != "" {
					w.Header().Set("Content-Encoding", tc.header)
				}
				_, _ = w.Write(tc.cut(bytes.Clone(tc.body)))
			})
			client := clientFor(t, fetch.Options{}, site)
			res, err := client.Get(t.Context(), fetch.Request{URL: site.URL, MaxBytes: tc.limit})
			if got := faultOf(err); got != tc.want {
				t.Fatalf("Get = %v (kind %q), want %q", err, got, tc.want)
			}
			if err != nil {
				return
			}
			if res.Truncated != tc.damage || !strings.HasPrefix(long, string(res.Body)) || len(res.Body) == 0 {
				t.Errorf("body of %d bytes, truncated %v, want a beginning of the text, truncated %v", len(res.Body), res.Truncated, tc.damage)
			}
			if !tc.damage && string(res.Body) != long {
				t.Errorf("body of %d bytes, want all %d", len(res.Body), len(long))
			}
			if want := int64(len(tc.cut(tc.body))); res.Bytes > want {
				t.Errorf("%d bytes on the line, want at most %d", res.Bytes, want)
			}
		})
	}
}

// raw starts a server that answers every request with the same bytes, which
// need not be HTTP, and then closes.
func raw(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = http.ReadRequest(bufio.NewReader(conn))
				_, _ = io.WriteString(conn, answer)
			}()
		}
	}()
	return l.Addr().String()
}

func TestDamagedAnswers(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\nConnection: close\r\n"
	for _, tc := range []struct {
		name   string
		answer string
		want   fetch.Kind
	}{
		{"nothing", "", fetch.KindConnection},
		{"no HTTP", "SSH-2.0-OpenSSH_9.7\r\n", fetch.KindProtocol},
		{"no status line", "<rss></rss>\r\n\r\n", fetch.KindProtocol},
		{"shorter than announced", ok + "Content-Length: 5000\r\n\r\n<rss>", fetch.KindTruncated},
		{"negative part", ok + "Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n", fetch.KindFraming},
		{"endless part", ok + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n", fetch.KindFraming},
		{"cut between parts", ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", fetch.KindTruncated},
		{"a header without end", ok + "X: " + strings.Repeat("a", 200_000), fetch.KindHeaders},
		{"headers without end", ok + strings.Repeat("X: y\r\n", 40_000), fetch.KindHeaders},
		{"hints without end", strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 5000), fetch.KindHeaders},
		{"two lengths", ok + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", fetch.KindProtocol},
	} {
		t.Run(tc.name, func(t *testing.T) {
			address := raw(t, tc.answer)
			client := clientFor(t, fetch.Options{Allow: allow(address)})
			_, err := client.Get(t.Context(), fetch.Request{URL: "http://" + address})
			if got := faultOf(err); got != tc.want {
				t.Errorf("Get = %v (kind %q), want %q", err, got, tc.want)
			}
		})
	}
}

// What a server sends past the announced length is no second answer.
func TestForgedSecondAnswer(t *testing.T) {
	address := raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue"+"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
	client := clientFor(t, fetch.Options{Allow: allow(address)})
	for range 3 {
		res, err := client.Get(t.Context(), fetch.Request{URL: "http://" + address})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(res.Body); got != "true" {
			t.Errorf("body = %q, want %q", got, "true")
		}
	}
}

func TestSlowSites(t *testing.T) {
	short := fetch.Limits{FirstByte: 100 * time.Millisecond, Total: 200 * time.Millisecond}
	for _, tc := range []struct {
		name string
		site http.HandlerFunc
	}{
		{"silence", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"half a body", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<rss>")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}},
		{"half a packed body", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write([]byte{0x1f, 0x8b, 8})
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			site := serve(t, tc.site)
			client := clientFor(t, fetch.Options{Limits: short}, site)
			_, err := client.Get(t.Context(), fetch.Request{URL: site.URL})
			if got := faultOf(err); got != fetch.KindTimeout {
				t.Errorf("Get = %v (kind %q), want %q", err, got, fetch.KindTimeout)
			}
		})
	}
}
