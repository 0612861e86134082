package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strconv"
	"syscall"
	"time"
)

// Kind says in one fixed word how a request failed.
type Kind string

// The ways in which a request can fail. A document that was fetched but cannot
// be read as a feed carries a kind of the reader's own.
const (
	KindRefused         Kind = "refused"            // the address guard does not let it through
	KindBadAddress      Kind = "bad_url"            // what was given is no address
	KindDNS             Kind = "dns"                // the host's name does not resolve
	KindConnection      Kind = "connection"         // no connection, or it broke off
	KindTLS             Kind = "tls"                // the certificate or the handshake is bad
	KindTimeout         Kind = "timeout"            // too slow
	KindProtocol        Kind = "protocol"           // the answer is not HTTP
	KindFraming         Kind = "framing"            // the body's framing is damaged
	KindHeaders         Kind = "headers_too_large"  // more headers than we read
	KindTooLarge        Kind = "body_too_large"     // more bytes than we read
	KindTruncated       Kind = "truncated"          // the body ended before its announced length
	KindEncoding        Kind = "bad_encoding"       // the body is not compressed as it says
	KindRedirects       Kind = "too_many_redirects" // the redirects do not end
	KindBadRedirect     Kind = "bad_redirect"       // a redirect that leads nowhere
	KindNotFound        Kind = "http_404"
	KindGone            Kind = "http_410"
	KindTooManyRequests Kind = "http_429"
	KindUnavailable     Kind = "http_503"
	KindServerError     Kind = "http_5xx"
	KindDenied          Kind = "http_403"
	KindStatus          Kind = "http_other" // any other status that is no success
	KindBad304          Kind = "bad_304"    // "not modified" to a request that set no condition
	KindEmpty           Kind = "empty_body"
	KindBotWall         Kind = "bot_wall"        // a check for robots stands before the site
	KindRobots          Kind = "robots"          // robots.txt asks not to read the page
	KindWaiting         Kind = "waiting"         // the host asked to be left alone; it was not asked
	KindStopped         Kind = "stopped"         // the caller gave up
	KindItems           Kind = "items_dropped"   // items that nobody could use
	KindField           Kind = "field_truncated" // a text past its limit
	KindNotAFeed        Kind = "not_a_feed"
	KindBusy            Kind = "busy"          // we had too much to read at the time
	KindOurs            Kind = "fault_of_ours" // we failed, not the site
	KindPictureType     Kind = "image_type"    // no picture of a kind that is read, whatever it calls itself
	KindPictureSize     Kind = "image_too_large"
	KindPictureFrames   Kind = "image_frames"
	KindPictureDamage   Kind = "image_corrupt"
)

// Fault says why a request failed. It is the only kind of error that this
// package's client returns.
type Fault struct { //nolint:errname // a fault is what the desk calls it, and every caller shows it
	Kind    Kind
	Reason  string    // one plain sentence, fit to show an editor
	Status  int       // HTTP status, 0 when there was no answer
	RetryAt time.Time // the earliest time to ask again, zero when the host did not say
	// Wait is how long, by the machine's clock, a page's reader does well to
	// wait before it tries again; 0 when nobody can tell.
	Wait  time.Duration
	cause error
}

// RetryIn returns how long, by the machine's clock, to wait before another
// try, 0 when nobody can tell.
func (f *Fault) RetryIn() time.Duration { return f.Wait }

// Error returns the reason, a sentence fit to show.
func (f *Fault) Error() string { return f.Reason }

// Unwrap returns what lies beneath the fault, nil when there is nothing.
func (f *Fault) Unwrap() error { return f.cause }

// Temporary says whether asking again later may go well: the site or the way
// to it had trouble, or it wants to be left alone for a while.
func (f *Fault) Temporary() bool {
	switch f.Kind {
	case KindDNS, KindConnection, KindTimeout, KindProtocol, KindFraming, KindTruncated,
		KindTooManyRequests, KindUnavailable, KindServerError, KindWaiting, KindStopped, KindBusy:
		return true
	}
	return false
}

func refuse(reason string) *Fault { return &Fault{Kind: KindRefused, Reason: reason} }

// phase is how far a request had come when it failed.
type phase int

const (
	phaseConnect     phase = iota // no connection yet
	phaseWait                     // sent, nothing heard
	phaseHeaders                  // the answer had begun
	phaseHeadersFull              // the answer's headers went on past the limit
	phaseBody                     // the headers were read
)

// explain makes a fault of an error of the transport.
func explain(ctx context.Context, err error, at phase) *Fault {
	if fault, ok := errors.AsType[*Fault](err); ok {
		return fault
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return &Fault{Kind: KindStopped, Reason: "The request was given up before the site answered.", cause: err}
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		return dnsFault(name)
	}
	if slow, ok := errors.AsType[net.Error](err); ctx.Err() != nil || (ok && slow.Timeout()) {
		return &Fault{Kind: KindTimeout, Reason: tooSlow(ctx, at), cause: err}
	}
	if fault := tlsFault(err); fault != nil {
		return fault
	}
	return brokenOff(err, at)
}

func dnsFault(err *net.DNSError) *Fault {
	reason := "The name of the host " + err.Name + " could not be looked up."
	if err.IsNotFound {
		reason = "There is no host of the name " + err.Name + "."
	}
	return &Fault{Kind: KindDNS, Reason: reason, cause: err}
}

// tooSlow says which of the deadlines passed.
func tooSlow(ctx context.Context, at phase) string {
	switch {
	case at == phaseBody:
		return "The site took too long to send its answer."
	case ctx.Err() != nil:
		return "The site took too long to answer."
	case at == phaseConnect:
		return "The site could not be reached in time."
	}
	return "The site took too long to begin its answer."
}

func tlsFault(err error) *Fault {
	fault := func(reason string) *Fault { return &Fault{Kind: KindTLS, Reason: reason, cause: err} }
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return fault("The site's certificate is for another name.")
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if invalid.Reason == x509.Expired {
			return fault("The site's certificate has expired.")
		}
		return fault("The site's certificate is not valid.")
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return fault("The site's certificate is not from an authority that we know.")
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fault("The site's certificate could not be checked.")
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return fault("The site does not speak https at this address.")
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return fault("The site and we could not agree on a secure connection.")
	}
	return nil
}

// brokenOff explains what is neither slowness nor a bad certificate. Errors of
// the HTTP reader have no type of their own; what is no error of the network
// and no early end is one of theirs.
func brokenOff(err error, at phase) *Fault {
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	network, onLine := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return &Fault{Kind: KindConnection, Reason: "The site refuses the connection.", cause: err}
	case at == phaseHeadersFull:
		return &Fault{Kind: KindHeaders, Reason: "The site sent more headers than we read.", cause: err}
	case at == phaseBody && ended:
		return &Fault{Kind: KindTruncated, Reason: "The answer ended before it was complete.", cause: err}
	case at == phaseConnect && onLine && network.Op == "remote error":
		return &Fault{Kind: KindTLS, Reason: "The site and we could not agree on a secure connection.", cause: err}
	case at == phaseConnect, onLine, ended:
		return &Fault{Kind: KindConnection, Reason: "The connection to the site broke off.", cause: err}
	case at == phaseBody:
		return &Fault{Kind: KindFraming, Reason: "The answer is damaged: its parts are not as long as it says.", cause: err}
	}
	return &Fault{Kind: KindProtocol, Reason: "The site's answer is not HTTP.", cause: err}
}

// statusFault explains a status that is no success.
func statusFault(status int) *Fault {
	kind, reason := KindStatus, "The site answered with the status "+strconv.Itoa(status)+"."
	switch {
	case status == 401 || status == 407:
		reason = "The site asks for a name and a password."
	case status == 402:
		reason = "The site wants to be paid for this."
	case status == 403:
		kind, reason = KindDenied, "The site does not let us read this."
	case status == 404:
		kind, reason = KindNotFound, "There is nothing at this address."
	case status == 410:
		kind, reason = KindGone, "The site says that this is gone for good."
	case status == 429:
		kind, reason = KindTooManyRequests, "The site says that we ask too often."
	case status == 451:
		reason = "The site may not show this for legal reasons."
	case status == 503:
		kind, reason = KindUnavailable, "The site is not available at the moment."
	case status >= 500 && status <= 599:
		kind, reason = KindServerError, "The site has a fault of its own (status "+strconv.Itoa(status)+")."
	}
	return &Fault{Kind: kind, Reason: reason, Status: status}
}
