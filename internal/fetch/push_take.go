package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"dateline/internal/news"
)

const (
	// longestPush is how many bytes of a delivery are read. What is longer
	// cannot be checked, so nothing of it is used.
	longestPush = 4 << 20
	// pushTime bounds the recording of a delivery that was read in full,
	// whether or not the hub waits for our answer.
	pushTime = 20 * time.Second
	// pingGap is the least time between a poll and one that a hub calls for.
	pingGap = time.Minute
)

// ErrBusy says that too many deliveries are being read. The hub may bring this
// one again.
var ErrBusy = errors.New("too many deliveries at a time")

// Deliveries is what the subscriber needs of the store to keep what hubs
// deliver.
type Deliveries interface {
	// PushedFeed returns a feed as it is to be handed to RecordPush, or an
	// error of kind news.ErrNotFound when it is not polled.
	PushedFeed(ctx context.Context, id news.FeedID) (*news.FeedClaim, error)
	// RecordPush keeps the arrivals that a hub delivered as RecordPoll would,
	// and leaves the feed's schedule and validators alone.
	RecordPush(ctx context.Context, feed news.FeedClaim, push news.Poll) error
	// RecordPing notes that a hub said at a time that there is something new,
	// and makes the feed due unless it was polled less than gap ago or its
	// site wants to be left alone: then it is due after that.
	RecordPing(ctx context.Context, id news.FeedID, at time.Time, gap time.Duration) error
}

// Delivery is what somebody sent to our callback.
type Delivery struct {
	Token       string
	Signature   string // X-Hub-Signature
	ContentType string
	Body        io.Reader // is not read for a token that is not known
}

// Take takes a delivery. It returns nil for everything that was sent to a
// token we gave out, also when it is dropped because the hub did not sign it;
// an error of kind news.ErrNotFound when there is no such token; ErrBusy; or
// an error of the store, and then the hub may bring it again.
func (s *Subscriber) Take(ctx context.Context, d Delivery) error {
	sub, err := s.Subscriptions.Subscription(ctx, d.Token)
	if err != nil {
		return err
	}
	if sub.State == news.SubscriptionEnded {
		return fmt.Errorf("the feed is polled no more: %w", news.ErrNotFound)
	}
	if _, _, known := methodOf(d.Signature); !known {
		s.Log.WarnContext(ctx, "delivery dropped", "feed", sub.FeedID, "bytes", 0, "cut_off", false)
		return nil // nobody could tell whose it is
	}
	if !s.gate.begin(sub.FeedID, s.Now()) {
		return ErrBusy
	}
	defer s.gate.end(sub.FeedID)
	body, err := io.ReadAll(io.LimitReader(d.Body, longestPush+1))
	if err != nil || len(body) > longestPush || !signed(d.Signature, sub.Secret, body) {
		s.Log.WarnContext(ctx, "delivery dropped", "feed", sub.FeedID, "bytes", len(body), "cut_off", err != nil)
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pushTime)
	defer cancel()
	return s.deliver(ctx, sub, body, d.ContentType)
}

// deliver records what a hub signed, or makes the feed due where it cannot be
// taken as it is.
func (s *Subscriber) deliver(ctx context.Context, sub *news.Subscription, body []byte, contentType string) error {
	id, now := sub.FeedID, s.Now()
	sum := hashBody(body)
	switch s.gate.enter(id, sum, now) {
	case gateKnown:
		return nil
	case gateFlooded:
		if !s.gate.pingDue(id, now) {
			return nil
		}
		return missingIsFine(s.Deliveries.RecordPing(ctx, id, now, pingGap))
	}
	done := false
	defer func() { s.gate.leave(id, sum, done) }()
	feed, err := s.Deliveries.PushedFeed(ctx, id)
	if err != nil {
		return missingIsFine(err)
	}
	push := news.Poll{Fault: "The hub is not to be relied on for more."}
	if hubTrusted(sub.Hub, feed.URL) {
		push = s.Poller.Pushed(ctx, *feed, body, contentType)
	}
	if push.Fault != "" || len(push.Arrivals) == 0 {
		err = s.Deliveries.RecordPing(ctx, id, now, pingGap)
	} else {
		err = s.Deliveries.RecordPush(ctx, *feed, push)
	}
	done = err == nil
	return missingIsFine(err)
}

// hubTrusted says whether a hub's words are taken as the feed's. What comes
// in the clear could be anybody's, and is not taken for a feed that does not.
func hubTrusted(hub, feed string) bool {
	return !strings.HasPrefix(strings.ToLower(feed), "https:") || strings.HasPrefix(strings.ToLower(hub), "https:")
}

// missingIsFine is nil for a feed that went away meanwhile.
func missingIsFine(err error) error {
	if errors.Is(err, news.ErrNotFound) {
		return nil
	}
	return err
}

// Pushed reads what a hub delivered for a feed as a poll's body and returns
// it as a poll that only has a time and arrivals. What goes wrong is told in
// its Fault. It stores nothing.
func (p *Poller) Pushed(ctx context.Context, claim news.FeedClaim, body []byte, contentType string) (push news.Poll) {
	now := p.Now()
	push.At = now
	defer func() {
		if v := recover(); v != nil {
			p.Log.ErrorContext(ctx, "delivery panicked", "feed", claim.ID, "panic", v, "stack", string(debug.Stack()))
			push = news.Poll{At: now, Fault: "What the hub sent could not be read because of a fault in Dateline."}
		}
	}()
	w, fault := read(&Response{Body: body, ContentType: contentType, FinalURL: claim.URL})
	if fault != nil {
		push.Fault, push.FaultKind = fault.Reason, string(fault.Kind)
		return push
	}
	push.Arrivals, _ = arrivals(w, &claim, claim.URL, now)
	return push
}
