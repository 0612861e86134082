package fetch

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// errorBody is how much is read of the body of an answer that is no success:
// enough to recognise a wall against robots.
const errorBody = 64 << 10

// ask makes one request to one address and reads the answer. A redirect is
// returned as it is.
func (c *Client) ask(ctx context.Context, u *url.URL, r *Request, cut bool) (*Response, *Fault) {
	var seen sighting
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, seen.trace()), http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Fault{Kind: KindBadAddress, Reason: "The address cannot be read.", cause: err}
	}
	c.dress(req, r)
	got, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, explain(ctx, err, seen.phase(c.limits.Header))
	}
	defer got.Body.Close()
	res := &Response{
		Status: got.StatusCode, Header: got.Header,
		FinalURL: u.String(), ContentType: got.Header.Get("Content-Type"),
	}
	if redirects(res.Status) {
		return res, nil
	}
	if res.Status == http.StatusNotModified {
		if !r.conditional() {
			return nil, &Fault{Kind: KindBad304, Reason: "The site says that nothing has changed, but it was not asked that.", Status: res.Status}
		}
		res.NotModified = true
		return res, nil
	}
	if res.Status < 200 || res.Status > 299 {
		return nil, c.unwelcome(u, got)
	}
	limit := orElse(r.MaxBytes, c.limits.Body)
	res.room = c.memory.room()
	if fault := readBody(ctx, res, got.Body, limit, cut); fault != nil {
		res.release()
		fault.Status = res.Status
		return nil, fault
	}
	if walled(res.Status, res.Header, res.Body) {
		res.release()
		return nil, botWall(res.Status)
	}
	return res, nil
}

// dress sets everything that a request says of us.
func (c *Client) dress(req *http.Request, r *Request) {
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", orElse(r.Accept, "*/*"))
	req.Header.Set("Accept-Encoding", acceptEncoding)
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
}

// unwelcome makes a fault of an answer whose status is no success, and
// remembers when the host wants to be left alone.
func (c *Client) unwelcome(u *url.URL, got *http.Response) *Fault {
	start, _ := io.ReadAll(io.LimitReader(got.Body, errorBody))
	fault := statusFault(got.StatusCode)
	if walled(got.StatusCode, got.Header, start) {
		fault = botWall(got.StatusCode)
	}
	now := c.now()
	if until := retryAt(got.StatusCode, got.Header, now); !until.IsZero() {
		fault.RetryAt = until
		c.hosts.hold(u.Hostname(), until, now)
	}
	return fault
}

// sighting is what was seen of a request on its way; it tells at which stage
// an error came about, which the error itself does not say.
type sighting struct {
	conn  atomic.Pointer[countedConn]
	start atomic.Int64
	first atomic.Bool
}

func (s *sighting) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			if counted := countedOf(info.Conn); counted != nil {
				s.start.Store(counted.read.Load())
				s.conn.Store(counted)
			}
		},
		GotFirstResponseByte: func() { s.first.Store(true) },
	}
}

// phase says how far a request came that got no answer.
func (s *sighting) phase(headerLimit int64) phase {
	conn := s.conn.Load()
	switch {
	case conn == nil:
		return phaseConnect
	case !s.first.Load():
		return phaseWait
	case conn.read.Load()-s.start.Load() >= headerLimit:
		return phaseHeadersFull
	}
	return phaseHeaders
}

// countedConn counts the bytes that were read from a connection.
type countedConn struct {
	net.Conn
	read atomic.Int64
}

// Read reads from the connection and counts.
func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

func countedOf(conn net.Conn) *countedConn {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	counted, _ := conn.(*countedConn)
	return counted
}
