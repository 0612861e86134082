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
	// RecordPoll stores what came of a claimed feed's poll and says what it
	// made of the arrivals. It returns an error of kind news.ErrConflict when
	// the claim has lapsed.
	RecordPoll(ctx context.Context, claim news.FeedClaim, poll news.Poll) (news.Taken, error)
}

// Poller asks the feeds whose time has come.
type Poller struct {
	Client  *Client
	Feeds   Feeds
	Now     func() time.Time // editorial time
	Rand    func() float64   // in [0, 1), spreads polls; nil for no spread
	Log     *slog.Logger
	Workers int // polls at a time, 0 for 32
	// Told is called after every poll that was recorded, with what the store
	// made of it; by several goroutines at a time. It may be nil.
	Told func(ctx context.Context, claim news.FeedClaim, poll news.Poll, taken news.Taken)
}

// Ask polls one feed and says what came of it, the time of the next poll
// included. What goes wrong is told in the poll's Fault. It stores nothing.
//
// Title, Site, Language, Hub and Topic are told by a new body only: they are
// empty when none came, and when the feed seems to have become another's.
func (p *Poller) Ask(ctx context.Context, claim news.FeedClaim) news.Poll {
	poll, release := p.askOnce(ctx, claim)
	release()
	return poll
}

// askOnce is Ask. The memory that a large body took counts as taken until
// release is called.
func (p *Poller) askOnce(ctx context.Context, claim news.FeedClaim) (poll news.Poll, release func()) {
	now := p.Now()
	plan := plan{now: now, rand: p.Rand, claim: &claim}
	poll = pollOf(&claim, now)
	nothing := func() {}
	request := requestFor(&claim, now)
	if claim.Pattern != "" {
		request.Accept, request.enter = pageAccepted, p.Client.allowing()
	}
	res, fault := p.Client.get(ctx, request, false)
	if fault != nil {
		failed(&poll, plan, fault)
		return poll, nothing
	}
	kept := false
	defer func() {
		if !kept {
			res.release()
		}
	}()
	poll.Status = res.Status
	hash := hashBody(res.Body)
	if res.NotModified || hash == claim.BodyHash {
		keepValidators(&poll, res)
		poll.NotModified = true
		plan.moved(&poll, res)
		plan.afterNothing(&poll, res)
		return poll, nothing
	}
	w, fault := readFor(&claim, res)
	if fault != nil {
		failed(&poll, plan, fault)
		return poll, nothing
	}
	keepValidators(&poll, res)
	poll.BodyHash = hash
	take(&poll, w, &claim, res)
	plan.moved(&poll, res)
	plan.afterChange(&poll, res.Header, w)
	kept = true
	return poll, res.release
}

// pollOf returns a poll that has not changed anything yet.
func pollOf(claim *news.FeedClaim, now time.Time) news.Poll {
	return news.Poll{
		At: now, ETag: claim.ETag, LastModified: claim.LastModified, BodyHash: claim.BodyHash,
		Asked: claim.Asked, Move: claim.Move, Warning: claim.Warning,
	}
}

// take takes over what a feed says of itself, and its items.
func take(poll *news.Poll, w *news.Wire, claim *news.FeedClaim, res *Response) {
	poll.Title, poll.Site = cutLine(w.Title, longestName), webLink(w.Link)
	poll.Language = languageTag(w.Language)
	poll.Hub, poll.Topic = hubOf(res, w)
	var loss Kind
	poll.Arrivals, loss = arrivals(w, claim, res.FinalURL, poll.At)
	poll.Warning = warningOf(loss)
	if other := impostor(claim, poll); other != "" {
		// What it was before stays, so that the warning does as well.
		poll.Title, poll.Site = "", ""
		poll.Warning = "This feed now seems to belong to another site (" + other + ")."
	}
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

func failed(poll *news.Poll, plan plan, fault *Fault) {
	poll.Status, poll.Fault, poll.FaultKind = fault.Status, fault.Reason, string(fault.Kind)
	poll.Gone = fault.Kind == KindGone
	if !fault.Temporary() {
		poll.Move = stayed(poll.Move)
	}
	plan.afterFault(poll, fault)
}

func hashBody(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// readFor parses what a feed's address answered: a feed, or a page that is
// followed by its links.
func readFor(claim *news.FeedClaim, res *Response) (*news.Wire, *Fault) {
	if claim.Pattern == "" || len(res.Body) == 0 {
		return read(res)
	}
	w, err := wire.ParsePage(res.Body, wire.Hints{URL: res.FinalURL, ContentType: res.ContentType}, claim.Pattern)
	if err != nil {
		return nil, unreadable(err, res)
	}
	return w, nil
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
		return nil, unreadable(err, res)
	}
	if res.Truncated {
		w.Truncated, w.Damage = true, string(KindTruncated)
	} else if w.Damage != "" {
		w.Damage = string(kindOf(wire.Kind(w.Damage)))
	}
	return w, nil
}

// unreadable makes a fault of the feed reader's error.
func unreadable(err error, res *Response) *Fault {
	fault := &Fault{Kind: KindNotAFeed, Reason: "What is at this address is not a feed.", Status: res.Status, cause: err}
	damage, ok := errors.AsType[*wire.Error](err)
	if !ok {
		return fault
	}
	fault.Kind, fault.Reason = orElse(kindOf(damage.Kind), KindNotAFeed), damage.Reason
	if fault.Kind != KindNotAFeed {
		return fault
	}
	if picture := pictureFault(res); picture != nil {
		return picture
	}
	return fault
}

// record stores a poll and logs what an operator may want to know of it.
func (p *Poller) record(ctx context.Context, claim news.FeedClaim, poll news.Poll) error {
	if poll.Fault != "" {
		p.Log.WarnContext(ctx, "feed not read", "feed", claim.ID, "status", poll.Status, "kind", poll.FaultKind, "fault", poll.Fault)
	}
	taken, err := p.Feeds.RecordPoll(ctx, claim, poll)
	if errors.Is(err, news.ErrConflict) {
		// Another worker has the feed by now, and its result stands.
		p.Log.InfoContext(ctx, "claim of feed lapsed", "feed", claim.ID)
		return nil
	}
	if err == nil && p.Told != nil {
		p.Told(ctx, claim, poll, taken)
	}
	return err
}
