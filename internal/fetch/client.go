// Package fetch is the only way out of the program: one guarded, polite HTTP
// client, and the poller that asks the feeds which are due and makes their
// items into arrivals. What a feed or a page means is left to other steps.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Limits bound what one request may cost. Zero fields stand for the defaults.
type Limits struct {
	Redirects int           // redirects followed, 5
	Body      int64         // bytes of a body after decompression, 32 MiB
	Header    int64         // bytes of an answer's headers, 64 KiB
	FirstByte time.Duration // until the headers are in, and until a connection stands, 10 s
	Total     time.Duration // from the first connection to the body's last byte, 30 s
	PerHost   int           // requests to one host at a time, 2
}

func (l Limits) withDefaults() Limits {
	l.Redirects = orElse(l.Redirects, 5)
	l.Body = orElse(l.Body, 32<<20)
	l.Header = orElse(l.Header, 64<<10)
	l.FirstByte = orElse(l.FirstByte, 10*time.Second)
	l.Total = orElse(l.Total, 30*time.Second)
	l.PerHost = orElse(l.PerHost, 2)
	return l
}

func orElse[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

// Options say how a Client presents itself and what it may reach.
type Options struct {
	UserAgent string           // the program's name and version, "Dateline" when empty
	Contact   string           // a mail address or page for whoever is asked, may be empty
	Allow     []netip.AddrPort // private socket addresses that may be dialled all the same
	Rules     Rules            // hosts that are dialled elsewhere, for tests and demonstrations
	Only      bool             // nothing but Allow may be dialled, and only hosts with a rule resolve
	Roots     *x509.CertPool   // whose certificates are trusted, nil for the system's
	Resolver  *net.Resolver    // who resolves names, nil for the system's
	Now       func() time.Time // editorial time, for Retry-After and robots.txt; required
	Limits    Limits
}

// Client is the guarded HTTP client. It sends no cookies and no Referer, knows
// no proxy, and dials nothing that the address guard refuses. It is safe for
// use by several goroutines. Make it with New.
type Client struct {
	guard     guard
	rules     Rules
	limits    Limits
	now       func() time.Time
	agent     string
	dialer    net.Dialer
	transport *http.Transport
	hosts     *hosts
	robots    *robotsCache
	memory    *memory
}

// New returns a client with the given options.
func New(o Options) *Client {
	c := &Client{
		guard:  guard{allow: unmapped(o.Allow), only: o.Only},
		rules:  o.Rules,
		limits: o.Limits.withDefaults(),
		now:    o.Now,
		agent:  agentName(o.UserAgent, o.Contact),
	}
	c.hosts = newHosts(c.limits.PerHost)
	c.robots = newRobotsCache()
	c.memory = newMemory()
	c.dialer = net.Dialer{
		Timeout: c.limits.FirstByte, KeepAlive: 30 * time.Second,
		Resolver: o.Resolver, Control: c.guard.control,
	}
	c.transport = &http.Transport{
		DialContext:            c.dial,
		TLSClientConfig:        &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    c.limits.FirstByte,
		ResponseHeaderTimeout:  c.limits.FirstByte,
		MaxResponseHeaderBytes: c.limits.Header,
		DisableCompression:     true, // body.go decompresses, under a cap
		ForceAttemptHTTP2:      true,
		MaxConnsPerHost:        c.limits.PerHost,
		MaxIdleConnsPerHost:    c.limits.PerHost,
		MaxIdleConns:           256,
		IdleConnTimeout:        30 * time.Second,
	}
	return c
}

// Close ends the idle connections. The client can still be used.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

func unmapped(allow []netip.AddrPort) []netip.AddrPort {
	plain := make([]netip.AddrPort, 0, len(allow))
	for _, a := range allow {
		plain = append(plain, netip.AddrPortFrom(a.Addr().Unmap(), a.Port()))
	}
	return plain
}

// agentName returns the User-Agent: who asks, and where to complain.
func agentName(name, contact string) string {
	name, contact = headerText(name), headerText(contact)
	if name == "" {
		name = robotsName
	}
	if contact == "" {
		return name
	}
	return name + " (+" + contact + ")"
}

// headerText drops what may not stand in a header.
func headerText(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s))
}

// dial opens a connection to what the rules or the resolver make of address.
// The guard looks at the socket's address in the dialer's Control.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &Fault{Kind: KindBadAddress, Reason: "The address names no host.", cause: err}
	}
	if to, ruled := c.rules.lookup(host); ruled {
		address = to.String()
	} else if _, err := netip.ParseAddr(host); err != nil && c.guard.only {
		return nil, &Fault{Kind: KindDNS, Reason: "The host " + host + " is not part of the demonstration."}
	}
	conn, err := c.dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &countedConn{Conn: conn}, nil
}

// Request is what to ask for.
type Request struct {
	URL          string
	ETag         string // sent back byte for byte, "" to set no such condition
	LastModified string // sent back byte for byte, "" to set no such condition
	Accept       string // the media types wanted, "" for any
	MaxBytes     int64  // of the body after decompression, 0 for the client's limit

	// enter is asked before every address on the way, redirects included; nil
	// lets all through.
	enter func(context.Context, *url.URL) *Fault
	// hurried says that whoever asks does not wait for a busy host, but comes
	// back.
	hurried bool
}

func (r *Request) conditional() bool { return r.ETag != "" || r.LastModified != "" }

// Response is an answer that was read in full.
type Response struct {
	Status      int
	Header      http.Header
	Body        []byte // decompressed
	Bytes       int64  // bytes of the body as it came over the line
	FinalURL    string // the address that answered, after redirects
	ContentType string // as the server wrote it
	Redirects   int    // how many were followed
	Permanent   bool   // there were redirects, and all said that they are permanent
	NotModified bool   // the server says that nothing changed; there is no body
	Truncated   bool   // the compressed body was cut: Body is what could be read

	room *room // what the body takes of the client's memory
}

// release says that the body is no longer used.
func (r *Response) release() { r.room.giveBack() }

// Get asks for an address and reads the answer. The error is always a *Fault;
// an answer with a status that is no success is one too.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	res, fault := c.get(ctx, r, false)
	if fault != nil {
		return nil, fault
	}
	res.release() // whoever asks this way cannot tell when the body is done with
	return res, nil
}

// get is Get; with cut, a body past the limit is cut there instead of refused.
// The caller releases the response when it is done with the body.
func (c *Client) get(ctx context.Context, r Request, cut bool) (*Response, *Fault) {
	u, fault := c.target(r.URL)
	if fault != nil {
		return nil, fault
	}
	leave, fault := c.turn(ctx, u, &r)
	if fault != nil {
		return nil, fault
	}
	defer func() { leave() }()
	// Waiting for one's turn at a busy host is not the site's slowness, so the
	// time counts from here.
	ctx, cancel := context.WithTimeout(ctx, c.limits.Total)
	defer cancel()
	permanent := true
	for hops := 0; ; hops++ {
		res, fault := c.ask(ctx, u, &r, cut)
		if fault != nil {
			return nil, fault
		}
		if !redirects(res.Status) {
			res.Redirects, res.Permanent = hops, hops > 0 && permanent
			return res, nil
		}
		if hops >= c.limits.Redirects {
			return nil, &Fault{Kind: KindRedirects, Reason: "The site sends us from address to address without end.", Status: res.Status}
		}
		permanent = permanent && lasting(res.Status)
		var next *url.URL
		if next, fault = c.next(u, res); fault != nil {
			return nil, fault
		}
		leave()
		if leave, fault = c.turn(ctx, next, &r); fault != nil {
			leave = func() {}
			return nil, fault
		}
		u = next
	}
}

// turn waits until an address may be asked, and returns what ends the turn.
func (c *Client) turn(ctx context.Context, u *url.URL, r *Request) (leave func(), fault *Fault) {
	if r.enter != nil {
		if fault := r.enter(ctx, u); fault != nil {
			return nil, fault
		}
	}
	return c.hosts.enter(ctx, u.Hostname(), c.now, r.hurried)
}
