package world

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// A client that says nothing for this long is let go.
const patience = 30 * time.Second

// Server is a day being served on loopback, over HTTP and HTTPS on one port.
type Server struct {
	addr  netip.AddrPort
	hosts []string
	roots *x509.CertPool
	http  *http.Server
	stop  func() bool
	done  chan struct{}
	once  sync.Once
	fault error
}

// page is one answer, ready to be sent.
type page struct {
	body []byte
	kind string
	etag string
}

// Serve answers for the day on a free port of 127.0.0.1, by exact address:
// scheme, host, path and query. It reads the day's files first, so they may
// change afterwards. It stops when ctx ends or Close is called.
func Serve(ctx context.Context, day *Day) (*Server, error) {
	pages, hosts, err := day.pages()
	if err != nil {
		return nil, err
	}
	cert, roots, err := certify(hosts)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the world: %w", err)
	}
	s := &Server{hosts: hosts, roots: roots, done: make(chan struct{})}
	if tcp, ok := ln.Addr().(*net.TCPAddr); ok {
		s.addr = tcp.AddrPort()
	}
	s.http = &http.Server{
		Handler:           answerer(pages, day.Clock),
		ConnContext:       withConn,
		ReadHeaderTimeout: patience,
		IdleTimeout:       patience,
		// Clients that break off are no news to anyone.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	secure := &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}
	go func() {
		defer close(s.done)
		err := s.http.Serve(&eitherListener{Listener: ln, secure: secure})
		if !errors.Is(err, http.ErrServerClosed) {
			s.fault = fmt.Errorf("serve the world: %w", err)
		}
	}()
	s.stop = context.AfterFunc(ctx, func() { s.http.Close() })
	return s, nil
}

// Addr returns the address the server listens on.
func (s *Server) Addr() netip.AddrPort { return s.addr }

// Hosts returns the names of the hosts the day answers for, sorted.
func (s *Server) Hosts() []string { return slices.Clone(s.hosts) }

// Roots returns what a client must trust to ask for the day's https
// addresses. Nothing but this server has a certificate of theirs.
func (s *Server) Roots() *x509.CertPool { return s.roots.Clone() }

// Close stops the server and waits until it has stopped. It returns the error
// that ended the serving earlier, if there was one; closing twice is the same
// as once.
func (s *Server) Close() error {
	s.once.Do(func() {
		s.stop()
		s.http.Close()
	})
	<-s.done
	return s.fault
}

// pages reads every file of the day and returns it under its address, and the
// hosts of those addresses. Of two answers for one address the first counts.
func (d *Day) pages() (map[string]page, []string, error) {
	pages := make(map[string]page, len(d.answers))
	hosts := make([]string, 0, len(d.answers))
	for _, a := range d.answers {
		hosts = append(hosts, a.host)
		if _, known := pages[a.key]; known {
			continue
		}
		body, err := fs.ReadFile(d.Files, a.file)
		if err != nil {
			return nil, nil, fmt.Errorf("read the world's %s: %w", a.file, err)
		}
		sum := sha256.Sum256(body)
		pages[a.key] = page{body: body, kind: a.kind, etag: `"` + hex.EncodeToString(sum[:16]) + `"`}
	}
	slices.Sort(hosts)
	return pages, slices.Compact(hosts), nil
}

// connKey is where a request's context holds its connection.
type connKey struct{}

func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// answerer answers requests from pages. Every page counts as last changed at
// modified, to the second.
func answerer(pages map[string]page, modified time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, ok := pages[requestKey(r)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are answered here", http.StatusMethodNotAllowed)
			return
		}
		if p.kind != "" {
			w.Header().Set("Content-Type", p.kind)
		}
		w.Header().Set("Etag", p.etag)
		http.ServeContent(w, r, "", modified, bytes.NewReader(p.body))
	})
}

// requestKey returns the key of the address that was asked for.
func requestKey(r *http.Request) string {
	scheme := "http"
	if c, ok := r.Context().Value(connKey{}).(*eitherConn); ok {
		scheme = c.scheme()
	}
	name, port := splitHost(r.Host)
	return joinKey(scheme, name, port, r.URL.RequestURI())
}
