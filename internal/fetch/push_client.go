package fetch

import (
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
)

// post sends a form to a hub and returns the status of its answer, a success.
// It goes out by the same guard, within the same limits and turns as Get does,
// and follows no redirect but 307 and 308, which ask for the same form
// elsewhere.
func (c *Client) post(ctx context.Context, address, form string) (int, *Fault) {
	u, fault := c.target(address)
	if fault != nil {
		return 0, fault
	}
	for hops := 0; ; hops++ {
		res, fault := c.postOnce(ctx, u, form)
		if fault != nil {
			return 0, fault
		}
		if !redirects(res.Status) {
			return res.Status, nil
		}
		switch {
		case res.Status != http.StatusTemporaryRedirect && res.Status != http.StatusPermanentRedirect:
			return 0, badRedirect(res.Status, "The hub sends us elsewhere in a way that drops what we ask for.")
		case hops >= c.limits.Redirects:
			return 0, &Fault{Kind: KindRedirects, Reason: "The hub sends us from address to address without end.", Status: res.Status}
		}
		if u, fault = c.next(u, res); fault != nil {
			return 0, fault
		}
	}
}

// postOnce sends a form to one address when its host has a turn free. A
// redirect is returned as it is.
func (c *Client) postOnce(ctx context.Context, u *url.URL, form string) (*Response, *Fault) {
	leave, fault := c.hosts.enter(ctx, u.Hostname(), c.now, false)
	if fault != nil {
		return nil, fault
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, c.limits.Total)
	defer cancel()
	var seen sighting
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, seen.trace()), http.MethodPost, u.String(), strings.NewReader(form))
	if err != nil {
		return nil, &Fault{Kind: KindBadAddress, Reason: "The address cannot be read.", cause: err}
	}
	c.dress(req, &Request{})
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, explain(ctx, err, seen.phase(c.limits.Header))
	}
	defer got.Body.Close()
	res := &Response{Status: got.StatusCode, Header: got.Header, FinalURL: u.String()}
	if redirects(res.Status) {
		return res, nil
	}
	if res.Status < 200 || res.Status > 299 {
		return nil, c.unwelcome(u, got)
	}
	// What a hub says beside its status is of no use; it is read so that the
	// connection can be used again.
	if _, err := io.CopyN(io.Discard, got.Body, errorBody); err != nil && ctx.Err() != nil {
		return nil, explain(ctx, err, phaseBody)
	}
	return res, nil
}
