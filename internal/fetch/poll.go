package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/net/http/httpguts"

	"dateline/internal/news"
	"dateline/internal/wire"
)

// feedAccepted is what we say that we read when we ask for a feed.
const feedAccepted = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"

// longestValidator is how long an ETag or a date may be to be sent back.
const longestValidator = 2 << 10

// Feeds is what the poller needs of the store.
type Feeds interface {
	// ClaimFeeds returns up to n feeds whose time has come at now, editorial
	// time, and keeps other workers off them for as long as the lease.
	ClaimFeeds(ctx context.Context, now time.Time, n int, lease time.Duration) ([]news.FeedClaim, error)
	// RecordPoll stores what came of a claimed feed's poll. It returns an
	// error of kind news.ErrConflict when the claim has lapsed.
	RecordPoll(ctx context.Context, claim news.FeedClaim, poll news.Poll) error
}

// Poller asks the feeds whose time has come.
type Poller struct {
	Client  *Client
	Feeds   Feeds
	Now     func() time.Time // editorial time
	Rand    func() float64   // in [0, 1), spreads polls; nil for no spread
	Log     *slog.Logger
	Workers int // polls at a time, 0 for 32
}

// Ask polls one feed and says what came of it, the time of the next poll
// included. What goes wrong is told in the poll's Fault. It stores nothing.
func (p *Poller) Ask(ctx context.Context, claim news.FeedClaim) news.Poll {
	now := p.Now()
	plan := plan{now: now, rand: p.Rand}
	poll := news.Poll{At: now, ETag: claim.ETag, LastModified: claim.LastModified, BodyHash: claim.BodyHash}
	res, fault := p.Client.get(ctx, requestFor(&claim, now), false)
	if fault != nil {
		failed(&poll, plan, fault, &claim)
		return poll
	}
	poll.Status = res.Status
	hash := hashBody(res.Body)
	if res.NotModified || hash == claim.BodyHash {
		keepValidators(&poll, res)
		poll.NotModified = true
		plan.afterNothing(&poll, res.Header, &claim)
		return poll
	}
	w, fault := read(res)
	if fault != nil {
		failed(&poll, plan, fault, &claim)
		return poll
	}
	keepValidators(&poll, res)
	poll.BodyHash = hash
	poll.Title = cutLine(w.Title, longestName)
	poll.Language = languageTag(w.Language)
	poll.Arrivals, _ = arrivals(w, &claim, res.FinalURL, now)
	plan.afterChange(&poll, res.Header, w)
	return poll
}

func requestFor(claim *news.FeedClaim, now time.Time) Request {
	r := Request{URL: claim.URL, Accept: feedAccepted}
	if !unconditional(claim, now) {
		r.ETag, r.LastModified = claim.ETag, claim.LastModified
	}
	return r
}

// keepValidators takes over the validators of an answer byte for byte. An
// answer without a body may leave out those that still hold.
func keepValidators(poll *news.Poll, res *Response) {
	etag, modified := validator(res.Header, "Etag"), validator(res.Header, "Last-Modified")
	if res.NotModified {
		etag, modified = orElse(etag, poll.ETag), orElse(modified, poll.LastModified)
	}
	poll.ETag, poll.LastModified = etag, modified
}

// validator returns a header that can be sent back as it is, else "".
func validator(header http.Header, name string) string {
	value := header.Get(name)
	if len(value) > longestValidator || !httpguts.ValidHeaderFieldValue(value) {
		return ""
	}
	return value
}

func failed(poll *news.Poll, plan plan, fault *Fault, claim *news.FeedClaim) {
	poll.Status, poll.Fault = fault.Status, fault.Reason
	poll.Gone = fault.Kind == KindGone
	plan.afterFault(poll, fault, claim)
}

func hashBody(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// read parses an answer as a feed.
func read(res *Response) (*news.Wire, *Fault) {
	if len(res.Body) == 0 {
		return nil, &Fault{Kind: KindEmpty, Reason: "The site answered with nothing.", Status: res.Status}
	}
	w, err := wire.Parse(res.Body, wire.Hints{
		URL:             res.FinalURL,
		ContentType:     res.ContentType,
		ContentLocation: res.Header.Get("Content-Location"),
		ContentLanguage: res.Header.Get("Content-Language"),
	})
	if err != nil {
		return nil, unreadable(err, res.Status)
	}
	w.Truncated = w.Truncated || res.Truncated
	return w, nil
}

// unreadable makes a fault of the feed reader's error.
func unreadable(err error, status int) *Fault {
	fault := &Fault{Kind: KindNotAFeed, Reason: "What is at this address is not a feed.", Status: status, cause: err}
	if damage, ok := errors.AsType[*wire.Error](err); ok {
		fault.Reason = damage.Reason
	}
	return fault
}

// record stores a poll and logs what an operator may want to know of it.
func (p *Poller) record(ctx context.Context, claim news.FeedClaim, poll news.Poll) error {
	if poll.Fault != "" {
		p.Log.WarnContext(ctx, "feed not read", "feed", claim.ID, "status", poll.Status, "fault", poll.Fault)
	}
	err := p.Feeds.RecordPoll(ctx, claim, poll)
	if errors.Is(err, news.ErrConflict) {
		// Another worker has the feed by now, and its result stands.
		p.Log.InfoContext(ctx, "claim of feed lapsed", "feed", claim.ID)
		return nil
	}
	return err
}
