package fetch

import (
	"context"
	"log/slog"
	"net/url"
	"strconv"
	"sync"
	"time"

	"dateline/internal/news"
)

// How subscriptions are kept up.
const (
	leaseWanted   = 10 * 24 * time.Hour // asked for
	leaseShortest = time.Hour           // believed
	leaseLongest  = 30 * 24 * time.Hour // believed

	hubFirstRetry  = 5 * time.Minute // after a request that failed, doubled with each
	hubSilence     = time.Hour       // after a request that was never confirmed, doubled with each
	hubLongest     = 24 * time.Hour  // between two requests
	hubRefusedFor  = 7 * 24 * time.Hour
	hubClaim       = 10 * time.Minute // a claimed subscription is another's after that
	hubShift       = 5 * time.Minute  // what was not begun by then is given back
	hubsPerRound   = 64               // subscriptions claimed at a time
	hubsAtOnce     = 8                // hubs asked at a time
	longestRefusal = 200              // characters of a hub's own words that are kept
)

// Subscriptions is what the subscriber needs of the store to keep up with
// hubs.
type Subscriptions interface {
	// ClaimSubscriptions returns up to n subscriptions of polled feeds that
	// are due at now, editorial time, as asked for from now on, and keeps
	// others off them for as long as the lease.
	ClaimSubscriptions(ctx context.Context, now time.Time, n int, lease time.Duration) ([]news.Subscription, error)
	// EndSubscriptions ends up to n subscriptions of feeds that are polled no
	// more and returns those of which a hub knows, each once.
	EndSubscriptions(ctx context.Context, now time.Time, n int) ([]news.Subscription, error)
	// RecordAsked keeps state, next time, failures and fault of a claimed
	// subscription unless something happened to it since the claim.
	RecordAsked(ctx context.Context, claimed, asked news.Subscription) error
	// Subscription returns the one with that token, or an error of kind
	// news.ErrNotFound.
	Subscription(ctx context.Context, token string) (*news.Subscription, error)
	// RecordAnswer keeps what a hub made of a subscription, and until when its
	// feed counts as told of by the hub, zero for not at all.
	RecordAnswer(ctx context.Context, s news.Subscription, pushed time.Time) error
}

// Subscriber keeps our subscriptions with the hubs of feeds, as WebSub (W3C
// Recommendation, 2018) and its forerunner PubSubHubbub 0.3 and 0.4 describe,
// and takes what they deliver.
type Subscriber struct {
	Client        *Client
	Poller        *Poller // reads what is delivered
	Subscriptions Subscriptions
	Deliveries    Deliveries
	// Callback returns the address at which hubs reach us for a token, ""
	// when the newsroom has no address that they could reach. It is asked with
	// an empty token whether there is one.
	Callback func(token string) string
	Now      func() time.Time // editorial time
	Rand     func() float64   // in [0, 1), spreads requests; nil for no spread
	Log      *slog.Logger

	gate gate
}

// Round asks the hubs whose time has come, and takes leave of those whose
// feeds are polled no more. It returns how many subscriptions that were, and
// the first error of the store. While the newsroom has no address that hubs
// could reach, nothing is asked.
func (s *Subscriber) Round(ctx context.Context) (asked int, err error) {
	if s.Callback("") == "" {
		return 0, nil
	}
	now := s.Now()
	ended, err := s.Subscriptions.EndSubscriptions(ctx, now, hubsPerRound)
	if err != nil {
		return 0, err
	}
	due, err := s.Subscriptions.ClaimSubscriptions(ctx, now, hubsPerRound, hubClaim)
	if err != nil {
		return 0, err
	}
	byHost := map[string][]news.Subscription{}
	for _, sub := range append(ended, due...) {
		host := hostOf(sub.Hub)
		byHost[host] = append(byHost[host], sub)
	}
	return len(ended) + len(due), s.askAll(ctx, byHost)
}

// askAll asks several hubs at a time, and each for one subscription after the
// other.
func (s *Subscriber) askAll(ctx context.Context, byHost map[string][]news.Subscription) error {
	var wg sync.WaitGroup
	free := make(chan struct{}, hubsAtOnce)
	failed := make(chan error, len(byHost))
	for _, subs := range byHost {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			failed <- s.askHost(ctx, subs)
		})
	}
	wg.Wait()
	close(failed)
	var first error
	for err := range failed {
		if first == nil {
			first = err
		}
	}
	return first
}

// askHost asks one hub for its subscriptions. One that is not to be reached
// is not asked for the others: they wait, and nothing is held against them.
func (s *Subscriber) askHost(ctx context.Context, subs []news.Subscription) error {
	begun := s.Now()
	var down *Fault
	for _, claimed := range subs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if claimed.State == news.SubscriptionEnded {
			if down == nil {
				down = s.leave(ctx, claimed)
			}
			continue
		}
		asked := claimed
		switch {
		case down != nil:
			asked.NextAt = later(s.Now().Add(hubFirstRetry+s.part(hubFirstRetry)), down.RetryAt)
		case s.Now().Sub(begun) > hubShift:
			asked.NextAt = s.Now()
		default:
			asked, down = s.subscribe(ctx, claimed)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := s.Subscriptions.RecordAsked(ctx, claimed, asked); err != nil {
			return err
		}
	}
	return nil
}

// subscribe asks a hub to tell us of a feed, and returns how the subscription
// stands after that. Down is why the hub cannot be asked anything at present.
func (s *Subscriber) subscribe(ctx context.Context, sub news.Subscription) (asked news.Subscription, down *Fault) {
	form := s.form("subscribe", sub)
	form.Set("hub.lease_seconds", strconv.Itoa(int(leaseWanted/time.Second)))
	form.Set("hub.secret", sub.Secret)
	_, fault := s.Client.post(ctx, sub.Hub, form.Encode())
	now := s.Now()
	running := sub.State == news.SubscriptionActive && sub.Until.After(now)
	if fault != nil {
		if fault.Kind != KindStopped {
			s.Log.WarnContext(ctx, "hub not asked", "feed", sub.FeedID, "hub", sub.Hub, "fault", fault.Reason)
		}
		if !running {
			sub.State = news.SubscriptionWanted
		}
		sub.Fault = fault.Reason
		sub.NextAt = later(now.Add(s.backOff(hubFirstRetry, sub.Failures)), fault.RetryAt)
		sub.Failures++
		if fault.Temporary() {
			down = fault
		}
		return sub, down
	}
	if !running {
		sub.State = news.SubscriptionAsked
	}
	if !running || sub.Failures > 0 {
		sub.Fault = "The hub took our request but has not confirmed it yet."
	}
	sub.NextAt = now.Add(s.backOff(hubSilence, sub.Failures))
	sub.Failures++ // until the hub confirms
	return sub, nil
}

// leave tells a hub that we want to hear no more of a feed. It is a courtesy:
// what goes wrong is not tried again, for the lease ends anyway.
func (s *Subscriber) leave(ctx context.Context, sub news.Subscription) (down *Fault) {
	_, fault := s.Client.post(ctx, sub.Hub, s.form("unsubscribe", sub).Encode())
	if fault == nil {
		return nil
	}
	s.Log.InfoContext(ctx, "hub not told that we leave", "feed", sub.FeedID, "hub", sub.Hub, "fault", fault.Reason)
	if fault.Temporary() {
		return fault
	}
	return nil
}

// form is what every request to a hub says. The forerunners of WebSub ask for
// hub.verify; hubs of today pass over it.
func (s *Subscriber) form(mode string, sub news.Subscription) url.Values {
	return url.Values{
		"hub.mode": {mode}, "hub.topic": {sub.Topic}, "hub.callback": {s.Callback(sub.Token)}, "hub.verify": {"async"},
	}
}

// backOff doubles d with every failure, up to a day and with up to a tenth
// more.
func (s *Subscriber) backOff(d time.Duration, failures int) time.Duration {
	d = min(d<<min(max(failures, 0), 10), hubLongest)
	return d + s.part(d/10)
}

// part returns a random part of d.
func (s *Subscriber) part(d time.Duration) time.Duration { return plan{rand: s.Rand}.part(d) }

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
